"""The calendar of working days: what the holiday notices say of each day, and counting along it.

A year is known only once its notice is loaded. The calendar never guesses: what needs a day of a
year that is not loaded raises CalendarMissing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext, gettext_noop

SATURDAY = 5
ONE_DAY = timedelta(days=1)

# The names the notices use. The table of days keeps the English name; people read the official one.
YEARLY_HOLIDAYS = (
    gettext_noop("New Year's Day"),
    gettext_noop("Spring Festival"),
    gettext_noop("Tomb-Sweeping Day"),
    gettext_noop("Labour Day"),
    gettext_noop("Dragon Boat Festival"),
    gettext_noop("Mid-Autumn Festival"),
    gettext_noop("National Day"),
)
HOLIDAY_NAMES = (*YEARLY_HOLIDAYS, gettext_noop("Victory Day"))


class CalendarMissing(Exception):
    """The calendar ends before the day that is needed; `year` is the year whose notice is not loaded."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(year)

    def __str__(self) -> str:
        return gettext(
            "The holiday notice for %(year)s is not loaded, so the day cannot be computed. "
            "Ask the system administrator to load it."
        ) % {"year": str(self.year)}


class DayKind(StrEnum):
    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Exceptional:
    """What a notice says of a day: `works` or not, and for which holiday (its English name, or empty)."""

    works: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is a working day or is not: its kind and, where a notice names it, the holiday."""

    kind: DayKind
    name: str = ""

    def __str__(self) -> str:
        """Return the reason in one or two words, in the reader's language."""
        if self.kind is DayKind.HOLIDAY:
            return gettext(self.name) if self.name else gettext("holiday")
        if self.kind is DayKind.MAKE_UP:
            return gettext("make-up working day")
        if self.kind is DayKind.WEEKEND:
            return gettext("weekend")
        return gettext("working day")


@dataclass(frozen=True)
class Calendar:
    """The days of the loaded `years`; `exceptional` holds those the notices name, the others follow the week.

    A value: it never changes, two calendars of the same days are equal, and it can be kept and shared.
    """

    years: frozenset[int]
    exceptional: Mapping[date, Exceptional] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozenset(self.years))
        object.__setattr__(self, "exceptional", MappingProxyType(dict(self.exceptional)))

    @classmethod
    def of(cls, years: Iterable[int], exceptional: Mapping[date, Exceptional]) -> "Calendar":
        """Return the calendar of `years` with the days in `exceptional`."""
        return cls(frozenset(years), exceptional)

    @property
    def first_day(self) -> date:
        """The first day of the first loaded year. Raises ValueError when no year is loaded."""
        return date(min(self.years), 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the last loaded year. Raises ValueError when no year is loaded."""
        return date(max(self.years), 12, 31)

    def covers(self, day: date) -> bool:
        """Say whether the notice of the day's year is loaded."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Say whether `day` is a working day. Raises CalendarMissing when its year is not loaded."""
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        exceptional = self.exceptional.get(day)
        return exceptional.works if exceptional else day.weekday() < SATURDAY

    def why(self, day: date) -> DayReason:
        """Say what kind of day it is: working, make-up, weekend or a named holiday.

        Raises CalendarMissing when the day's year is not loaded.
        """
        works = self.is_working(day)
        exceptional = self.exceptional.get(day)
        name = exceptional.name if exceptional else ""
        if works:
            kind = DayKind.MAKE_UP if day.weekday() >= SATURDAY else DayKind.WORKING
            return DayReason(kind, name)
        if exceptional:
            return DayReason(DayKind.HOLIDAY, name)
        return DayReason(DayKind.WEEKEND)

    def after(self, day: date) -> Iterator[date]:
        """Yield the working days strictly after `day`, one by one.

        Raises CalendarMissing when the days leave the loaded years.
        """
        while True:
            day += ONE_DAY
            if self.is_working(day):
                yield day

    def add(self, day: date, working_days: int) -> date:
        """Return the last of `working_days` working days (0 or more) after `day`.

        The day after `day` can be the first; zero gives `day` itself. Raises CalendarMissing when
        the count leaves the loaded years.
        """
        if working_days < 0:
            raise ValueError("A period has no negative number of days.")
        following = self.after(day)
        for _ in range(working_days):
            day = next(following)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`.

        Negative when `end` lies before `start`: the working days after `end` up to `start`.
        Raises CalendarMissing when a day between them is in a year that is not loaded.
        """
        if end < start:
            return -self.between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def working_day_from(self, day: date) -> date:
        """Return `day` itself when it is a working day, else the next one.

        A period in calendar days whose last day is a holiday ends on that day.
        """
        return day if self.is_working(day) else next(self.after(day))
