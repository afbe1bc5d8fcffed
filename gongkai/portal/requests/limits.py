"""How often something may be done from one address, about one request, or by all: counted in the cache."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.acts import clock

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """At most `times` within `within` of what is called `name`, for each of those it is counted for."""

    name: str
    times: int
    within: timedelta

    def is_reached(self, who: str = "") -> bool:
        return len(self._moments(who)) >= self.times

    def count(self, who: str = "") -> None:
        moments = [*self._moments(who), clock.now().timestamp()][-self.times :]
        cache.set(self._key(who), moments, int(self.within.total_seconds()))

    def _moments(self, who: str) -> list[float]:
        since = (clock.now() - self.within).timestamp()
        return [moment for moment in cache.get(self._key(who), []) if moment > since]

    def _key(self, who: str) -> str:
        # An address is personal data: the cache holds only its checksum.
        return f"limit.{self.name}.{hashlib.sha256(f'{settings.SECRET_KEY}{who}'.encode()).hexdigest()[:32]}"


def checked_sendings() -> Limit:
    return Limit("checked", settings.ONLINE_CHECKED_PER_ADDRESS, HOUR)


def unchecked_sendings() -> Limit:
    return Limit("unchecked", settings.ONLINE_UNCHECKED_PER_ADDRESS, HOUR)


def unchecked_sendings_in_all() -> Limit:
    return Limit("unchecked-in-all", settings.ONLINE_UNCHECKED_IN_ALL, HOUR)


def savings() -> Limit:
    return Limit("savings", settings.ONLINE_SAVINGS_PER_ADDRESS, HOUR)


def files_handed_in() -> Limit:
    return Limit("files", settings.ONLINE_FILES_PER_ADDRESS, HOUR)


def messages_written() -> Limit:
    return Limit("messages", settings.ONLINE_MESSAGES_PER_REQUEST, HOUR)


def tries_from_an_address() -> Limit:
    return Limit("tries-address", settings.PROGRESS_TRIES, QUARTER)


def tries_at_a_number() -> Limit:
    return Limit("tries-number", settings.PROGRESS_TRIES, QUARTER)


def address_of(request: HttpRequest) -> str:
    """Return the address a visitor comes from; behind a declared proxy the one that proxy saw."""
    if settings.BEHIND_TLS_PROXY:
        passed_on = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if passed_on:
            return passed_on
    return str(request.META.get("REMOTE_ADDR", ""))
