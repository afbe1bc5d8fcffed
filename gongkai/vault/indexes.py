"""Finding an equal value among sealed ones, without opening any.

A keyed hash of the value stands beside it. It tells that two values are equal, to those who read the
database; without the key it cannot be tried out against all numbers there are. The key is a file of its
own and is never changed by rotation, since every index would have to be made anew from the plain value.
"""

import hmac
import unicodedata
from functools import cache
from hashlib import sha256
from pathlib import Path

from gongkai.vault.keys import key_folder, make_key


def blind_index(value: str, *, purpose: str) -> str:
    """Return the 64 hex digits by which `value` is found again among the sealed values of one purpose.

    Width, spaces and case make no difference: "11010119900307001x" and
    "１１０１０１ 19900307 001Ｘ" have one index. `purpose` names the column, such as
    "requesters.identity"; the same value has another index for each purpose, so columns cannot be joined.
    An empty value has the index "".
    """
    plain = _normal(value)
    if not plain:
        return ""
    return hmac.digest(_key(key_folder()), f"{purpose}\0{plain}".encode(), sha256).hex()


def keyed_checksum(content: bytes, *, purpose: str) -> str:
    """Return 64 hex digits that tell, to whoever holds the index key, whether a content is the same.

    A `purpose` that names the row as well keeps equal contents from looking equal in the database.
    """
    return hmac.digest(_key(key_folder()), purpose.encode() + b"\0" + content, sha256).hex()


def _normal(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()


@cache
def _key(folder: Path) -> bytes:
    path = folder / "index.key"
    make_key(path)
    return path.read_bytes()
