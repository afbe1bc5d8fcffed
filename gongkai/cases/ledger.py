"""From the lines of a case's time ledger to what the law reckons from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext

from gongkai.law import deadlines, outcomes
from gongkai.law import ledger as law_ledger
from gongkai.law.deadlines import Reckoning, State, UnlawfulLedger
from gongkai.law.outcomes import Outcome
from gongkai.law.regimes import BeforeTheRegulations, Regime
from gongkai.workdays.calendar import Calendar, CalendarMissing

CLOSING = frozenset({"reply_sent", "withdrawn"})

TIMELINESS = {
    State.REPLIED_ON_TIME: "on_time",
    State.REPLIED_AFTER_EXTENSION: "extended",
    State.REPLIED_LATE: "late",
}


class Line(Protocol):
    """What a line of the ledger tells: its kind, its day, and what else the law needs of it."""

    kind: str
    on: date
    data: dict[str, Any]


@dataclass
class Planned:
    """A line that is not written yet, to tell beforehand what it would come to."""

    kind: str
    on: date
    data: dict[str, Any] = field(default_factory=dict)


def regime_on(received: date) -> str:
    """Return "2007" or "2019": the Regulations that govern a request received on that day."""
    try:
        return Regime.on(received).value
    except BeforeTheRegulations:
        return ""


def outcome_of(code: str) -> Outcome | None:
    """Return the outcome of that code, None for an empty code."""
    return outcomes.outcome(code) if code else None


def reckoning(received: date, lines: Iterable[Line], calendar: Calendar, today: date) -> Reckoning:
    """Reckon a request from its ledger, as seen on `today`.

    Raises CalendarMissing when the calendar ends before the period does, UnlawfulLedger when the
    lines tell of something the law does not allow.
    """
    events = [_as_told(line) for line in sorted(lines, key=lambda line: line.on)]
    ledger = law_ledger.read({"received": received.isoformat(), "events": events})
    return deadlines.reckon(ledger.received, ledger.events, calendar, today)


def timeliness(received: date, lines: Iterable[Line], concluded_on: date, calendar: Calendar) -> str:
    """Say how a request concluded on that day kept its period: on_time, extended or late.

    A withdrawal ends the period as a reply of the same day would. Empty when the calendar does not
    reach far enough to tell.
    """
    lines = [line for line in lines if line.kind not in CLOSING]
    events = [*(_as_told(line) for line in sorted(lines, key=lambda line: line.on))]
    reply = {"kind": "reply_sent", "on": concluded_on.isoformat()}
    ledger = law_ledger.read({"received": received.isoformat(), "events": [*events, reply]})
    try:
        reckoned = deadlines.reckon(ledger.received, ledger.events, calendar, concluded_on)
        return TIMELINESS.get(reckoned.state, "on_time")
    except UnlawfulLedger:
        return timeliness(received, _without_extension(lines), concluded_on, calendar)
    except CalendarMissing:
        try:
            due = deadlines.reckon(ledger.received, ledger.events[:-1], calendar, received).due
        except CalendarMissing:
            return ""
        # The day of the reply is in a year that is not loaded, so it lies behind a due day that is known.
        return "late" if due and due < concluded_on else ""


def due_day(received: date, lines: Iterable[Line], calendar: Calendar) -> tuple[date | None, int | None]:
    """Return the due day, or the year whose holiday notice must be loaded before it can be told.

    Both are None while the clock stands still.
    """
    lines = [line for line in lines if line.kind not in CLOSING]
    try:
        return reckoning(received, lines, calendar, received).due, None
    except CalendarMissing as missing:
        return None, missing.year
    except UnlawfulLedger:
        return due_day(received, _without_extension(lines), calendar)


def _without_extension(lines: list[Line]) -> list[Line]:
    """Leave out an extension that was lawful by the calendar of its day and is not by a corrected one.

    Raises UnlawfulLedger when something else is the matter.
    """
    rest = [line for line in lines if line.kind != "extension"]
    if len(rest) == len(lines):
        raise UnlawfulLedger(gettext("The entries of this case contradict each other."))
    return rest


def _as_told(line: Line) -> dict[str, Any]:
    day = "sent" if line.kind == "consultation" else "on"
    return {"kind": line.kind, day: line.on.isoformat(), **line.data}
