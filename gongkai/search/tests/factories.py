"""Entries for tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from gongkai.search import Entry, find, put

_serial = count(1)


def entry(title: str = "工作动态", body: str = "", **facts: Any) -> Entry:
    facts = {"space": "public", "key": f"item:{next(_serial)}", "day": date(2018, 5, 7)} | facts
    return Entry(title=title, body=body, **facts)


def stored(title: str = "工作动态", body: str = "", **facts: Any) -> str:
    """Put an entry and return its key."""
    made = entry(title, body, **facts)
    put(made)
    return made.key


def keys_of(text: str, space: str = "public", **asked: Any) -> list[str]:
    return [hit.key for hit in find(space, text, **asked).hits]
