"""Sealing without being able to open: for a portal that runs apart from the desk.

Each key of the ring has a public half, `office-<number>.pub`, derived from it (X25519). A process whose key
folder holds public halves only seals to the newest of them; what it sealed opens where the ring lies, and
the next rotation seals it like everything else.
"""

import base64
import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongkai.vault.keys import KEY_BYTES, key, key_files, key_folder, key_numbers, newest_number, write_once

_NONCE = 12
_PUBLIC = re.compile(r"office-([1-9][0-9]{0,8})\.pub")


def public_numbers() -> list[int]:
    """Return the numbers of the public halves at hand, the oldest first."""
    found = (_PUBLIC.fullmatch(name) for name in key_files())
    return sorted(int(match[1]) for match in found if match)


def seals_only() -> bool:
    """Say whether this process can seal and not open: it has public halves and no key of the ring."""
    return not key_numbers() and bool(public_numbers())


def seal_for_office(text: str) -> str:
    """Return `text` encrypted to the newest public half, as "o1:<key number>:<base64>".

    Each text has a key of its own, agreed between the public half and a pair that is forgotten at once.
    """
    number = public_numbers()[-1] if seals_only() else _publish(newest_number())
    public = _path(number).read_bytes()
    own = X25519PrivateKey.generate()
    sender = own.public_key().public_bytes_raw()
    agreed = _agreed(own.exchange(X25519PublicKey.from_public_bytes(public)), sender, public)
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(agreed).encrypt(nonce, text.encode(), None)
    return f"o1:{number}:{base64.b64encode(sender + nonce + sealed).decode()}"


def open_for_office(number: int, raw: bytes) -> bytes:
    """Return what was sealed to the public half of key `number`.

    Raises Unreadable when the key is gone, and InvalidTag or ValueError when `raw` was changed.
    """
    private = _private(number)
    sender, nonce, sealed = raw[:KEY_BYTES], raw[KEY_BYTES:][:_NONCE], raw[KEY_BYTES + _NONCE :]
    shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
    agreed = _agreed(shared, sender, private.public_key().public_bytes_raw())
    return AESGCM(agreed).decrypt(nonce, sealed, None)


def withdraw(number: int) -> None:
    """Remove the public half of a key that leaves the ring."""
    _path(number).unlink(missing_ok=True)


def _publish(number: int) -> int:
    write_once(_path(number), _private(number).public_key().public_bytes_raw())
    return number


def _private(number: int) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derived(key(number), b"gongkai office key"))


def _agreed(shared: bytes, sender: bytes, public: bytes) -> bytes:
    return _derived(shared, b"gongkai sealed for the office" + sender + public)


def _derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def _path(number: int) -> Path:
    return key_folder() / f"office-{number}.pub"
