"""The check that keeps programs from flooding the office: a second of a browser's work.

The browser looks for a number whose checksum the server named (the protocol of ALTCHA). No picture, no
riddle: nothing is asked of the person. Reasons: docs/decisions/0005-proof-of-work.md.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

VALID_FOR = timedelta(minutes=20)


def new_challenge() -> dict[str, Any]:
    """Return a challenge as the browser needs it."""
    # The moment is a real one, whatever day the house lives on: the library compares it with the computer's.
    made = altcha.create_challenge(
        altcha.ChallengeOptions(
            hmac_key=_key(),
            max_number=settings.ONLINE_CHECK_NUMBERS,
            expires=datetime.now(UTC) + VALID_FOR,
        )
    )
    return dict(made.__dict__)


def is_solved(answer: str) -> bool:
    """Say whether `answer` solves a challenge of ours that has not expired."""
    found = _read(answer)
    if found is None:
        return False
    right, _error = altcha.verify_solution(found, _key(), True)
    return bool(right)


def use(answer: str) -> bool:
    """Take a solved answer; False when it was taken before."""
    found = _read(answer)
    if found is None:
        return False
    return bool(cache.add(f"check.{found['challenge']}", True, int(VALID_FOR.total_seconds())))


def _read(answer: str) -> dict[str, Any] | None:
    if not answer or len(answer) > 2000:
        return None
    try:
        found = json.loads(base64.b64decode(answer, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    texts = ("algorithm", "challenge", "salt", "signature")
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in texts):
        return None
    number = found.get("number")
    if type(number) is not int or not 0 <= number <= settings.ONLINE_CHECK_NUMBERS:
        return None
    return {name: found[name] for name in (*texts, "number")}


def _key() -> str:
    return salted_hmac("gongkai.portal.requests.checking", "altcha", algorithm="sha256").hexdigest()
