"""Encrypting whole files, each with a key of its own.

AES-256-GCM in parts of one megabyte, so that a reader never needs more than one part at a time. The nonce
of a part is its place and whether it is the last: parts that were swapped, left out or cut off do not open.
A key is used for one content only.
"""

import secrets
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from gongkai.vault.keys import KEY_BYTES, Unreadable

_MARK = b"gongkai sealed 1\n"
_PART = 1 << 20
_TAG = 16


def new_content_key() -> str:
    """Return a key for one content as 64 hex digits, to be kept sealed."""
    return secrets.token_hex(KEY_BYTES)


def seal_content(content: bytes, key: str) -> bytes:
    """Return `content` encrypted with `key`, which must never encrypt another content."""
    cipher = AESGCM(bytes.fromhex(key))
    parts = [content[start : start + _PART] for start in range(0, len(content), _PART)] or [b""]
    sealed = (
        cipher.encrypt(_nonce(place, last=place == len(parts) - 1), part, _MARK)
        for place, part in enumerate(parts)
    )
    return _MARK + b"".join(sealed)


def open_content(sealed: bytes, key: str) -> bytes:
    """Return the content behind `sealed`. Raises Unreadable when any of it was changed or is missing."""
    if not sealed.startswith(_MARK):
        raise Unreadable(_("it is not sealed"))
    try:
        return b"".join(_opened(memoryview(sealed)[len(_MARK) :], AESGCM(bytes.fromhex(key))))
    except (InvalidTag, ValueError) as fault:
        raise Unreadable(_("its content was changed")) from fault


def _opened(sealed: memoryview, cipher: AESGCM) -> Iterator[bytes]:
    step = _PART + _TAG
    count = max(1, -(-len(sealed) // step))
    for place in range(count):
        part = bytes(sealed[place * step : (place + 1) * step])
        yield cipher.decrypt(_nonce(place, last=place == count - 1), part, _MARK)


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11) + bytes([last])
