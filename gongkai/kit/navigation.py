"""The desk's navigation: the doors hang their entries here, and each person sees those of their duties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One entry. `duties` names who sees it; `waiting(user)` gives the number that waits for that person."""

    name: str
    label: str | Promise
    url_name: str
    duties: frozenset[str]
    group: str | Promise
    order: int = 50
    waiting: Callable[[Any], int] | None = field(default=None)


_entries: dict[str, Entry] = {}


def hang(*entries: Entry) -> None:
    for entry in entries:
        _entries[entry.name] = entry


def navigation_for(request: Any) -> list[dict[str, Any]]:
    """Return the groups of entries the person of this request sees, each with its address and count."""
    user = request.user
    current = getattr(request, "resolver_match", None)
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(_entries.values(), key=lambda entry: entry.order):
        if not entry.duties & user.duties:
            continue
        url = reverse(entry.url_name)
        groups.setdefault(str(entry.group), []).append(
            {
                "name": entry.name,
                "label": str(entry.label),
                "url": url,
                "count": entry.waiting(user) if entry.waiting else None,
                "current": current is not None
                and request.path.startswith(url)
                and (url != "/desk/" or request.path == url),
            }
        )
    return [{"label": label, "entries": entries} for label, entries in groups.items()]
