"""The days by which the office must act in a dispute, from the terms of law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gongkai.law import terms
from gongkai.law.periods import ends_on
from gongkai.law.terms import Term
from gongkai.workdays.calendar import Calendar, CalendarMissing


def defence_term(*, suit: bool, simple: bool, opened_on: date) -> Term:
    """Return the period of the defence in a dispute opened on that day: its days and its article.

    A suit has the same period in both procedures. Raises NoSuchTerm for a reconsideration in the simple
    procedure of a day when the law had none.

    Law: Administrative Reconsideration Law (2023) arts. 48, 54; Administrative Litigation Law art. 67.
    """
    if suit:
        return terms.term("suit_defence", opened_on)
    return terms.term("reconsideration_defence_simple" if simple else "reconsideration_defence", opened_on)


def defence_due(served_on: date, calendar: Calendar, *, suit: bool, simple: bool, opened_on: date) -> date:
    """Return the last day of the defence when the copy was served on `served_on`.

    Raises CalendarMissing when the period leaves the loaded years, NoSuchTerm as `defence_term` does.
    """
    return ends_on(served_on, defence_term(suit=suit, simple=simple, opened_on=opened_on), calendar)


def filing_due(served_on: date, calendar: Calendar) -> date:
    """Return the last day to report a case lost by a decision served on that day. Raises CalendarMissing."""
    return ends_on(served_on, terms.term("lost_case_filing", served_on), calendar)


def appeal_until(served_on: date, calendar: Calendar) -> date:
    """Return the last day of the appeal against a judgment served on that day. Raises CalendarMissing.

    Law: Administrative Litigation Law art. 85.
    """
    return ends_on(served_on, terms.term("suit_appeal", served_on), calendar)


def ordered_reply_due(effective_on: date, days: int, unit: str, calendar: Calendar) -> date:
    """Return the last day of an ordered period of `days` in `unit` ("days" or "working days").

    The day after the decision took effect is day 1. Raises CalendarMissing.
    """
    ordered = Term(name="ordered_reply", value=days, unit=unit, valid_from=effective_on)
    return ends_on(effective_on, ordered, calendar)


def time_to_decide_is_over(opened_on: date, on: date, calendar: Calendar, *, simple: bool) -> bool:
    """Say whether the time to decide a reconsideration opened on `opened_on` had run out before `on`.

    A calendar that ends too early is not held against anybody.

    Law: Administrative Litigation Law art. 45: a suit is possible after the decision or after its time.
    """
    name = "reconsideration_decision_simple" if simple else "reconsideration_decision"
    limit = terms.find(name, opened_on)
    try:
        return limit is None or ends_on(opened_on, limit, calendar) < on
    except CalendarMissing:
        return True


def as_known(due: Callable[[Calendar], date | None], calendar: Calendar) -> tuple[date | None, int | None]:
    """Return the due day, or the year whose holiday notice must be loaded before it can be told."""
    try:
        return due(calendar), None
    except CalendarMissing as missing:
        return None, missing.year
