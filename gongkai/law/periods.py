"""When a period of law ends: in working days, calendar days or months, with the holidays in its way."""

from calendar import monthrange
from datetime import date, timedelta

from gongkai.law.terms import Term
from gongkai.workdays.calendar import Calendar

MONTHS_OF_A_YEAR = 12


def ends_on(start: date, term: Term, calendar: Calendar) -> date:
    """Return the last day of `term` when its cause (service, receipt, the decision) came on `start`.

    Day 1 is the day after `start`; working days are counted along `calendar`. Months run to the day of
    the same number, or to the last day of a month that has no such day. A period in days or months
    whose last day is not a working day ends on the next working day.

    Raises CalendarMissing when the period, or the working day it ends on, leaves the loaded years, and
    ValueError for a term in hours, which has no last day.

    Law: the general rule of procedure on periods (Civil Procedure Law, section on periods), to which the
    laws on administrative litigation and reconsideration refer; stated from memory.
    """
    match term.unit:
        case "working days":
            return calendar.add(start, term.value)
        case "days":
            return calendar.working_day_from(start + timedelta(days=term.value))
        case "months":
            return calendar.working_day_from(months_after(start, term.value))
        case _:
            raise ValueError(f"{term.name} is counted in {term.unit}")


def months_after(start: date, months: int) -> date:
    """Return the day of the same number `months` months after `start`, or the last day of that month.

    Six months after 31 August end on 28 February, in a leap year on 29 February.
    """
    year, month = divmod(start.year * MONTHS_OF_A_YEAR + start.month - 1 + months, MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
