"""How often an address may come with a token nobody knows."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.acts import clock

WRONG_TOKENS = 30
WITHIN = timedelta(minutes=15)


def has_guessed_too_often(request: HttpRequest) -> bool:
    return len(_moments(request)) >= WRONG_TOKENS


def note_wrong_token(request: HttpRequest) -> None:
    moments = [*_moments(request), clock.now().timestamp()][-WRONG_TOKENS:]
    cache.set(_key(request), moments, int(WITHIN.total_seconds()))


def _moments(request: HttpRequest) -> list[float]:
    since = (clock.now() - WITHIN).timestamp()
    return [moment for moment in cache.get(_key(request), []) if moment > since]


def _key(request: HttpRequest) -> str:
    # An address is personal data: the cache holds only its checksum.
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_TLS_PROXY:
        address = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or address
    return f"limit.token.{hashlib.sha256(f'{settings.SECRET_KEY}{address}'.encode()).hexdigest()[:32]}"
