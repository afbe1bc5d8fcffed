"""How long a review may wait for the review body, for an answer from above and for the leader's signature."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.acts import clock
from gongkai.law.periods import ends_on
from gongkai.law.terms import find as find_term
from gongkai.secrecy.models import Review, State
from gongkai.workdays.calendar import Calendar, CalendarMissing

_DATA = Path(__file__).parent / "data" / "reminders.toml"


def countersign_due_on(said_on: date, calendar: Calendar) -> date | None:
    """Return the last day for the signature under an oral approval; None beyond the loaded calendars."""
    return _end_of("countersignature", said_on, calendar)


def decision_due_on(review: Review, calendar: Calendar) -> date | None:
    """Return the last day for the review body's decision: the dated term "secrecy_review", in working days.

    It is counted from the section's opinion; after a question was referred upward, from the answer. None
    where no decision is waited for, and beyond the loaded calendars.
    """
    if review.state != State.AWAITING_DECISION or review.opinion_at is None:
        return None
    since = review.answered_on or review.opinion_at.astimezone(clock.BEIJING).date()
    return _end_of("secrecy_review", since, calendar)


def is_long_referred(review: Review, today: date, calendar: Calendar) -> bool:
    """Say whether a question referred upward waits for its answer longer than the office's own limit."""
    if review.state != State.REFERRED or review.referred_at is None:
        return False
    asked_on = review.referred_at.astimezone(clock.BEIJING).date()
    try:
        return asked_on < today and calendar.between(asked_on, today) > _days_until_asked(today)
    except CalendarMissing:
        return False


def _end_of(name: str, since: date, calendar: Calendar) -> date | None:
    term = find_term(name, since)
    if term is None:
        return None
    try:
        return ends_on(since, term, calendar)
    except CalendarMissing:
        return None


def _days_until_asked(today: date) -> int:
    holding = [row for row in _rows() if row["valid_from"] <= today]
    return int(holding[-1]["working_days_after"]) if holding else 0


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(_DATA.read_text("utf-8"))["referral"]
    return sorted(rows, key=lambda row: row["valid_from"])
