"""What waits for a person, from every room of the desk."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.utils.module_loading import module_has_submodule

from gongkai.desk.rooms import ROOMS
from gongkai.kit.waiting import Waiting
from gongkai.workdays.queries import one_calendar


def everything_waiting(user: Any) -> tuple[list[Waiting], list[Waiting]]:
    """Return what has a deadline (the most pressing first) and what has none (the longest waiting first)."""
    rows: list[Waiting] = []
    with one_calendar():
        for room in ROOMS:
            package = import_module(f"gongkai.desk.{room}")
            if room != "home" and module_has_submodule(package, "waiting"):
                rows.extend(import_module(f"gongkai.desk.{room}.waiting").waiting_for(user))
    rows.sort(key=lambda row: row.rank)
    timed = sorted((row for row in rows if row.deadline), key=lambda row: row.deadline.order)  # type: ignore[union-attr]
    rest = [row for row in rows if not row.deadline]
    return timed, rest
