"""The desk's navigation: the doors hang their entries here, and each person sees those of their duties."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from gongkai.acts import clock
from gongkai.journal.keeping import Kept, stand_of_acts
from gongkai.kit.asking import counts

# What the program changes without an act is seen after so long at the latest.
SECONDS_KEPT = 60
PEOPLE_AT_ONCE = 500

# How many rows wait: their number, or what has to be counted, which is done for all entries in one statement.
Number = int | Iterable[QuerySet[Any, Any]]


@dataclass(frozen=True)
class Entry:
    """One entry. `duties` names who sees it; `waiting(user)` tells what waits for that person."""

    name: str
    label: str | Promise
    url_name: str
    duties: frozenset[str]
    group: str | Promise
    order: int = 50
    waiting: Callable[[Any], Number] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An entry as people of some duties see it in some language."""

    name: str
    label: str
    url: str
    is_counted: bool


_entries: dict[str, Entry] = {}
_numbers = Kept(PEOPLE_AT_ONCE, stand=stand_of_acts)


def hang(*entries: Entry) -> None:
    for entry in entries:
        _entries[entry.name] = entry
    _shown.cache_clear()


def navigation_for(request: Any) -> list[dict[str, Any]]:
    """Return the groups of entries the person of this request sees, each with its address and count."""
    match = getattr(request, "resolver_match", None)
    path = request.path if match is not None else None
    numbers = _numbers_for(request.user)
    groups = _shown(frozenset(request.user.duties), get_language(), get_script_prefix(), get_urlconf())
    return [
        {
            "label": label,
            "entries": [
                {
                    "name": entry.name,
                    "label": entry.label,
                    "url": entry.url,
                    "count": numbers[entry.name] if entry.is_counted else None,
                    "current": _is_at(path, entry),
                }
                for entry in entries
            ],
        }
        for label, entries in groups
    ]


def _is_at(path: str | None, entry: _Shown) -> bool:
    # The first page's address begins all others.
    return path is not None and (path == entry.url if entry.name == "home" else path.startswith(entry.url))


def _entries_of(duties: frozenset[str]) -> list[Entry]:
    return sorted(
        (entry for entry in _entries.values() if entry.duties & duties), key=lambda entry: entry.order
    )


@lru_cache(maxsize=256)
def _shown(
    duties: frozenset[str], _language: str | None, _prefix: str, _urlconf: str | None
) -> tuple[tuple[str, tuple[_Shown, ...]], ...]:
    """Return the groups people of these duties see. Worked out once: it changes with the language alone."""
    groups: dict[str, list[_Shown]] = {}
    for entry in _entries_of(duties):
        shown = _Shown(
            entry.name, str(entry.label), reverse(entry.url_name), is_counted=entry.waiting is not None
        )
        groups.setdefault(str(entry.group), []).append(shown)
    return tuple((label, tuple(entries)) for label, entries in groups.items())


def _numbers_for(user: Any) -> dict[str, int]:
    """Return what waits for the person behind each entry: kept until anybody does anything, or a minute."""
    now = clock.now()
    key = (user.pk, frozenset(user.duties), now.date(), int(now.timestamp()) // SECONDS_KEPT)
    return _numbers.get(key, lambda: _count(user))


def _count(user: Any) -> dict[str, int]:
    known: dict[str, int] = {}
    asked: list[tuple[str, QuerySet[Any, Any]]] = []
    for entry in _entries_of(frozenset(user.duties)):
        if entry.waiting is None:
            continue
        number = entry.waiting(user)
        known[entry.name] = number if isinstance(number, int) else 0
        if not isinstance(number, int):
            asked.extend((entry.name, rows) for rows in number)
    for (name, _rows), number in zip(asked, counts([rows for _name, rows in asked]), strict=True):
        known[name] += number
    return known
