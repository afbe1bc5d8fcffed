"""When somebody is reminded of a due day: a pure reckoning in working days."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.workdays.calendar import Calendar

_DATA = Path(__file__).parent / "data" / "reminders.toml"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder whose time has come. `slot` names it for this due day, so that it is sent once."""

    slot: str
    working_days_left: int

    @property
    def on_the_day(self) -> bool:
        """Today is the last day: the head is told too."""
        return self.working_days_left == 0


def days_before(today: date) -> tuple[int, ...]:
    """Return how many working days before a due day people are reminded, by what holds `today`."""
    holding = [row for row in _rows() if row["valid_from"] <= today]
    return tuple(holding[-1]["working_days_before"]) if holding else ()


def due_reminder(
    due_on: date, today: date, calendar: Calendar, before: Collection[int] | None = None
) -> Reminder | None:
    """Return the reminder of `due_on` that is to be sent `today`; None when there is none (yet, or any more).

    `before` are numbers of working days, those of `days_before` unless told. A reminder stands until the
    next one takes its place: with 5 and 3, four working days before it is still that of 5, so that one is
    not lost when no worker ran on its day. Whoever got it is not sent it again, since its slot is the same.
    A due day that moved is reminded of anew.

    Raises CalendarMissing when a day up to `due_on` is in a year that is not loaded.
    """
    if today > due_on:
        return None
    left = calendar.between(today, due_on)
    if today == due_on:
        return Reminder(f"{due_on.isoformat()}/0", 0)
    wanted = [number for number in (days_before(today) if before is None else before) if number >= left > 0]
    return Reminder(f"{due_on.isoformat()}/{min(wanted)}", left) if wanted else None


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(_DATA.read_text("utf-8"))["reminder"]
    return sorted(rows, key=lambda row: row["valid_from"])
