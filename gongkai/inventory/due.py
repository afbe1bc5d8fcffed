"""Until when something is owed: a rule of law or the office's own number, from a day on."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.inventory.models import DisclosureDuty, DueRule, OwedPeriod, PeriodState, Standing, Unit
from gongkai.law import terms
from gongkai.law.periods import months_after
from gongkai.law.terms import Term
from gongkai.workdays.calendar import Calendar, CalendarMissing

_DATA = Path(__file__).parent / "data" / "reminders.toml"

# The rule of a duty as the law's data name it: the term, and whose rule is asked for first.
_TERMS = {
    DueRule.ITEM: ("proactive_disclosure", terms.NATIONAL),
    DueRule.ITEM_BEIJING: ("proactive_disclosure", "beijing"),
    DueRule.DUAL_PUBLICITY: ("dual_publicity", terms.NATIONAL),
    DueRule.BUDGET: ("budget_publication", terms.NATIONAL),
    DueRule.SOCIAL_ASSISTANCE: ("social_assistance_publication", "standard catalogues"),
}


@dataclass(frozen=True)
class Due:
    """The due day; without one, `missing_year` is the year whose holiday notice must be loaded."""

    on: date | None
    missing_year: int | None = None


def term_of(rule: str, day: date) -> Term | None:
    """Return the period of law behind a rule as it was on `day`; None for the office's own number.

    None, too, where the law knew no such period on that day.
    """
    named = _TERMS.get(DueRule(rule))
    return terms.find(named[0], day, named[1]) if named else None


def due(duty: DisclosureDuty, counted_from: date, calendar: Calendar) -> Due:
    """Return until when the duty is to be done, counted from the period's last day or the occasion.

    Day 1 is the day after `counted_from`. Calendar days and months are counted plainly: a last day that is
    no working day does not move the limit, the item is out before it. Nothing is due (no day, no missing
    year) where the law knew no such period on that day.
    """
    if duty.rule == DueRule.OWN:
        number, unit = duty.number or 0, duty.unit
    else:
        term = term_of(duty.rule, counted_from)
        if term is None:
            return Due(None)
        number, unit = term.value, term.unit
    if unit == Unit.DAYS:
        return Due(counted_from + timedelta(days=number))
    if unit == Unit.MONTHS:
        return Due(months_after(counted_from, number))
    try:
        return Due(calendar.add(counted_from, number))
    except CalendarMissing as missing:
        return Due(None, missing.year)


def days_before(today: date) -> tuple[int, ...]:
    """Return how many working days before a due day people are reminded, by what holds `today`."""
    holding = [row for row in _rows() if row["valid_from"] <= today]
    return tuple(holding[-1]["working_days_before"]) if holding else ()


def soon_until(today: date, calendar: Calendar) -> date:
    """Return the last due day that is called near `today`; without its notice weekdays are taken."""
    ahead = max(days_before(today), default=0)
    try:
        return calendar.add(today, ahead)
    except CalendarMissing:
        return today + timedelta(days=ahead)


def standing(period: OwedPeriod, today: date, soon: date) -> Standing:
    """Say how the period stands on `today`; `soon` is what `soon_until` gave."""
    if period.state != PeriodState.OWED:
        return Standing(period.state)
    if period.due_on is None:
        return Standing.UNKNOWN if period.ends_on < today else Standing.COMING
    if period.due_on < today:
        return Standing.MISSED
    if period.due_on <= soon:
        return Standing.SOON
    return Standing.OWED if period.ends_on < today else Standing.COMING


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(_DATA.read_text("utf-8"))["reminder"]
    return sorted(rows, key=lambda row: row["valid_from"])
