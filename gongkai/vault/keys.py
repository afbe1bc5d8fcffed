"""Keys lie in files of their own beside the database, readable by their owner only.

The ring is the files `vault-<number>.key`. What is sealed names the number of its key; the highest number
seals. The journal's key, the installation's secret and the key of the blind indexes lie in the same folder
and are no part of the ring.
"""

import os
import re
import secrets
import time
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

KEY_BYTES = 32

_SETTLED = 2_000_000_000  # nanoseconds
_files: dict[Path, tuple[int, frozenset[str]]] = {}

_RING = re.compile(r"vault-([1-9][0-9]{0,8})\.key")


class Unreadable(Exception):
    """A value was changed, or the key it was made with is gone. Says which, never what the value was."""


def key_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "keys"
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def key_files() -> frozenset[str]:
    """Return the names of the files in the key folder as they are now.

    They are asked for with each value that is sealed, and change once a year: a folder that was not written
    to since it was last read is not read again.
    """
    folder = key_folder()
    written = folder.stat().st_mtime_ns
    known = _files.get(folder)
    if known is not None and known[0] == written:
        return known[1]
    names = frozenset(os.listdir(folder))
    # Within one tick of the file system's clock a second file would not show.
    if time.time_ns() - written > _SETTLED:
        _files[folder] = written, names
    return names


def make_key(path: Path) -> None:
    """Write 32 random bytes to `path`, whole or not at all; a key that is there already stays.

    Two processes that start at the same moment agree on one key.
    """
    write_once(path, secrets.token_bytes(KEY_BYTES))


def write_once(path: Path, content: bytes) -> None:
    """Write a file only its owner reads, whole or not at all; one that is there already stays."""
    if path.exists():
        return
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(file.name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(file.name)
    # What is sealed next must not outlive a power cut that the key's name does not.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def key_numbers() -> list[int]:
    """Return the numbers of the keys in the ring, the oldest first; empty before anything was sealed."""
    found = (_RING.fullmatch(name) for name in key_files())
    return sorted(int(match[1]) for match in found if match)


def newest_number() -> int:
    """Return the number of the key that seals; the first is made when there is none."""
    numbers = key_numbers()
    if not numbers:
        make_key(_path(key_folder(), 1))
        return 1
    return numbers[-1]


def begin_rotation() -> tuple[int, bool]:
    """Return the key to rotate to, made if need be, and whether an earlier rotation to it was stopped.

    What is begun is written down first, so that a run that was killed at any moment is gone on with.
    """
    begun = _begun()
    stopped = begun.exists()
    if not stopped:
        begun.write_text(str(newest_number() + 1))
    number = int(begun.read_text() or newest_number() + 1)
    make_key(_path(key_folder(), number))
    return number, stopped


def end_rotation() -> None:
    _begun().unlink(missing_ok=True)


def is_rotating() -> bool:
    return _begun().exists()


def remove_key(number: int) -> None:
    """Take a key out of the ring for ever. Whoever calls has made sure that nothing needs it."""
    _path(key_folder(), number).unlink()
    _read.cache_clear()


def seconds_since_made(number: int) -> float:
    """Return how long the key has been in the ring, by the machine's clock."""
    return time.time() - _path(key_folder(), number).stat().st_mtime


def key(number: int) -> bytes:
    """Return the 32 bytes of a key of the ring. Raises Unreadable when it is not there or not whole."""
    return _read(_path(key_folder(), number), number)


def _begun() -> Path:
    return key_folder() / "rotation"


def _path(folder: Path, number: int) -> Path:
    return folder / f"vault-{number}.key"


@cache
def _read(path: Path, number: int) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(_("key %(number)s is missing") % {"number": number}) from None
    if len(content) != KEY_BYTES:
        raise Unreadable(_("the file of key %(number)s is damaged") % {"number": number})
    return content
