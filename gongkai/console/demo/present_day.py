"""The day the current work is laid around: today, or the last day from which the calendars reach on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.console.demo.diary import at
from gongkai.workdays.calendar import Calendar, CalendarMissing

# Working days after the day the set is laid around that the loaded calendars must still cover.
REACH = 40
# Working days before it that the set reaches back: it must not touch the year 2018, which is told whole.
LOOKS_BACK = 60
EARLIEST = date(2019, 9, 2)


@dataclass(frozen=True)
class Day:
    """The working day the set is laid around, counting backwards from it."""

    today: date
    calendar: Calendar

    def ago(self, working_days: int) -> date:
        """The working day so many working days before; 0 is the day itself."""
        day = self.today
        while working_days:
            day -= timedelta(days=1)
            working_days -= self.calendar.is_working(day)
        return day

    def received_for(self, due: date) -> date:
        """The working day on which a request must come in for its 20 working days to end on `due`."""
        return Day(due, self.calendar).ago(20)


def day_that_fits(calendar: Calendar, today: date) -> date:
    """Return today, or the last working day before, from which the loaded calendars reach far enough."""
    day = max(min(today, calendar.last_day), EARLIEST)
    while not (calendar.is_working(day) and _reaches(calendar, day)):
        day -= timedelta(days=1)
    return day


def _reaches(calendar: Calendar, day: date) -> bool:
    try:
        calendar.add(day, REACH)
    except CalendarMissing:
        return False
    return True


def is_current(calendar: Calendar, laid_around: date, today: date) -> bool:
    """Say whether the set lies where people expect it: today, or the working day before a day off."""
    if laid_around > today or not calendar.covers(today):
        return False
    return laid_around == Day(today, calendar).ago(0 if calendar.is_working(today) else 1)


def nearest(day: Day, today: date) -> Day:
    """Return the working day nearest to today: for work that reaches no forty working days ahead.

    Where no calendar covers today it is the day the whole set is laid around.
    """
    if day.today < today and day.calendar.covers(today):
        return Day(Day(today + timedelta(days=1), day.calendar).ago(1), day.calendar)
    return day


def until(laid_around: date, now: datetime) -> datetime:
    """The last moment of the diary: now, and no day of the set after it."""
    return max(now, at(laid_around, 18)) if laid_around > now.date() else now
