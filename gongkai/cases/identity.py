"""Recognising the same requester by a number that is stored nowhere in plain."""

import re
import unicodedata

from gongkai.vault.indexes import blind_index

# Shorter than any identity number or credit code: a remark in the field, not a number.
_SHORTEST = 8


def identity_index(number: str) -> str:
    """Return the keyed index of an identity number or credit code; empty where there is no such number."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()
    if len(plain) < _SHORTEST or not re.fullmatch(r"[0-9A-Z]+", plain):
        return ""
    return blind_index(plain, purpose="requester")
