"""How long a sheet has to hang: the day it is posted and the day it is taken down both count.

"30 days" posted on the 1st end with the 30th. In working days only days of work are counted, and the day of
posting is the first when it is one. What a matter says of its period (公示7个工作日) is read from its words.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.inventory.models import Matter
from gongkai.law.terms import term
from gongkai.workdays.calendar import Calendar

DAYS, WORKING_DAYS = "days", "working days"
_SAID = re.compile(r"公示(?:期)?(?:不少于|为)?\s*(\d{1,3})\s*(个?工作日|个?自然日|日|天)")


@dataclass(frozen=True)
class Period:
    """How long something hangs: `number` of `unit`, "days" (calendar) or "working days"."""

    number: int
    unit: str = DAYS


def period_of(matter: Matter | None, on: date) -> Period:
    """Return the period a matter says in its time limit, else the one that holds on `on` for notices."""
    said = _SAID.search(matter.time_limit) if matter else None
    if said:
        return Period(int(said[1]), WORKING_DAYS if said[2].endswith("工作日") else DAYS)
    usual = term("board_posting", on)
    return Period(usual.value, usual.unit)


def last_day(posted_on: date, number: int, unit: str, calendar: Calendar) -> date:
    """Return the last day a sheet posted on `posted_on` has to hang, that day included.

    Raises CalendarMissing when working days are counted and the calendar ends before.
    """
    if unit == DAYS:
        return posted_on + timedelta(days=number - 1)
    # A sheet posted on a day off begins to count on the first working day.
    first = calendar.working_day_from(posted_on)
    return calendar.add(first, number - 1) if number > 1 else first
