"""What waits for a person, from every room of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.module_loading import module_has_submodule

from gongkai.desk.rooms import ROOMS
from gongkai.kit.waiting import Question, Waiting, told
from gongkai.workdays.queries import one_calendar


def everything_waiting(user: Any) -> tuple[list[Waiting], list[Waiting]]:
    """Return what has a deadline (the most pressing first) and what has none (the longest waiting first)."""
    with one_calendar():
        rows = told(question for ask in _rooms() for question in ask(user))
    rows.sort(key=lambda row: row.rank)
    timed = sorted((row for row in rows if row.deadline), key=lambda row: row.deadline.order)  # type: ignore[union-attr]
    rest = [row for row in rows if not row.deadline]
    return timed, rest


@cache
def _rooms() -> tuple[Callable[[Any], Iterable[Question]], ...]:
    """Return what each room of the desk asks for a person."""
    return tuple(
        import_module(f"gongkai.desk.{room}.waiting").questions_for
        for room in dict.fromkeys(ROOMS)
        if room != "home" and module_has_submodule(import_module(f"gongkai.desk.{room}"), "waiting")
    )
