"""Fields whose content lies encrypted in the database.

AES-256-GCM, a fresh nonce per value; the stored text names the key it was made with, so that keys
can be rotated. The keys are files outside the database. What is in such a field cannot be searched.
"""

import base64
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from gongkai.vault.keys import key_folder, make_key

_NONCE = 12


class Unreadable(Exception):
    """A value was changed, or the key it was made with is gone."""


@cache
def _key(folder: Path, number: int) -> bytes:
    path = folder / f"vault-{number}.key"
    if number == 1 and not path.exists():
        make_key(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"key {number} is missing") from None


def _newest(folder: Path) -> int:
    numbers = [int(path.stem.split("-")[1]) for path in folder.glob("vault-*.key")]
    return max(numbers, default=1)


def seal(text: str) -> str:
    """Return `text` encrypted with the newest key, as "v1:<key number>:<base64>"."""
    folder = key_folder()
    number = _newest(folder)
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(folder, number)).encrypt(nonce, text.encode(), None)
    return f"v1:{number}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str) -> str:
    """Return the text behind `stored`. Raises Unreadable when it was changed or its key is gone."""
    try:
        version, number, payload = stored.split(":", 2)
        raw = base64.b64decode(payload, validate=True)
        if version != "v1":
            raise ValueError(version)
        return AESGCM(_key(key_folder(), int(number))).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (ValueError, InvalidTag) as fault:
        raise Unreadable(str(fault)) from fault


class SealedTextField(models.TextField):
    """A text that lies encrypted in the database and reads as plain text; empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        # Every value is encrypted anew, so a comparison would quietly find nothing.
        if lookup_name not in {"isnull", "exact"}:
            return None
        return super().get_lookup(lookup_name)
