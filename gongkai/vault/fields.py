"""Fields whose content lies encrypted in the database.

AES-256-GCM, a fresh nonce per value; the stored text names the key it was made with, so that keys
can be rotated. The keys are files outside the database. What is in such a field cannot be searched.
"""

import base64
import re
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.utils.translation import gettext as _

from gongkai.vault.keys import Unreadable, key, newest_number
from gongkai.vault.public import open_for_office, seal_for_office, seals_only

__all__ = [
    "KeptSealedField",
    "SealedTextField",
    "Unreadable",
    "is_sealed_with",
    "key_number_of",
    "seal",
    "unseal",
]

_NONCE = 12
_SEALED = re.compile(r"(v1|o1):([1-9][0-9]{0,8}):([A-Za-z0-9+/]+={0,2})")


def seal(text: str) -> str:
    """Return `text` encrypted with the newest key, as "v1:<key number>:<base64>".

    Where only public halves of keys are at hand, it is sealed to the newest of them ("o1:…").
    """
    if seals_only():
        return seal_for_office(text)
    number = newest_number()
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key(number)).encrypt(nonce, text.encode(), None)
    return f"v1:{number}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str) -> str:
    """Return the text behind `stored`. Raises Unreadable when it was changed or its key is gone."""
    found = _SEALED.fullmatch(stored)
    if not found:
        raise Unreadable(_("it is not sealed"))
    number = int(found[2])
    try:
        raw = base64.b64decode(found[3], validate=True)
        if found[1] == "o1":
            return open_for_office(number, raw).decode()
        return AESGCM(key(number)).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (ValueError, InvalidTag) as fault:
        raise Unreadable(
            _("it was changed, or key %(number)s is not the key it was sealed with") % {"number": number}
        ) from fault


def key_number_of(stored: str) -> int | None:
    """Return the number of the key `stored` says it was sealed with; None for what is not sealed."""
    found = _SEALED.fullmatch(stored)
    return int(found[2]) if found else None


def is_sealed_with(stored: str, number: int) -> bool:
    """Say whether `stored` is sealed with the key itself, not to its public half."""
    return stored.startswith(f"v1:{number}:")


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


class KeptSealedField(models.TextField):
    """A text that is sealed by its room and stays so when its row is read: `unseal` opens it when needed.

    For what a list of rows must not open, such as the keys of files. Rotation finds it as well.
    """
