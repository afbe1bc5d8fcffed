"""Periods of a rhythm: a month, a quarter, a school year, a year. Pure reckoning."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.law.periods import months_after

ONE_DAY = timedelta(days=1)
MONTHS_OF_A_QUARTER = 3
SCHOOL_YEAR_BEGINS = 9  # the month


class Rhythm(models.TextChoices):
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    SCHOOL_YEAR = "school_year", _("Per school year")
    YEARLY = "yearly", _("Yearly")
    PER_EVENT = "per_event", _("After each occasion")


_MONTHS = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: MONTHS_OF_A_QUARTER,
    Rhythm.SCHOOL_YEAR: 12,
    Rhythm.YEARLY: 12,
}


def first_day_of(rhythm: str, day: date) -> date:
    """Return the first day of the period in which `day` lies; the day itself where an occasion starts it."""
    match rhythm:
        case Rhythm.MONTHLY:
            return day.replace(day=1)
        case Rhythm.QUARTERLY:
            return date(day.year, day.month - (day.month - 1) % MONTHS_OF_A_QUARTER, 1)
        case Rhythm.SCHOOL_YEAR:
            return date(day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1, SCHOOL_YEAR_BEGINS, 1)
        case Rhythm.YEARLY:
            return date(day.year, 1, 1)
        case _:
            return day


def last_day_of(rhythm: str, first: date) -> date:
    """Return the last day of the period that begins on `first`."""
    if rhythm == Rhythm.PER_EVENT:
        return first
    return months_after(first, _MONTHS[Rhythm(rhythm)]) - ONE_DAY


def periods(rhythm: str, since: date, last_start: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of every period from the one of `since` that begins by `last_start`.

    What is owed after an occasion has no periods of its own: nothing is yielded.
    """
    if rhythm == Rhythm.PER_EVENT:
        return
    first = first_day_of(rhythm, since)
    while first <= last_start:
        last = last_day_of(rhythm, first)
        yield first, last
        first = last + ONE_DAY


def label_of(rhythm: str, first: date) -> str:
    """Return what the period that begins on `first` is called, such as "2018年第二季度"."""
    numbers = {"year": str(first.year), "next": str(first.year + 1), "month": str(first.month)}
    match rhythm:
        case Rhythm.MONTHLY:
            return gettext("%(year)s-%(month)s") % numbers
        case Rhythm.QUARTERLY:
            quarter = (first.month - 1) // MONTHS_OF_A_QUARTER
            names = (
                gettext("first quarter of %(year)s"),
                gettext("second quarter of %(year)s"),
                gettext("third quarter of %(year)s"),
                gettext("fourth quarter of %(year)s"),
            )
            return names[quarter] % numbers
        case Rhythm.SCHOOL_YEAR:
            return gettext("school year %(year)s to %(next)s") % numbers
        case Rhythm.YEARLY:
            return gettext("year %(year)s") % numbers
        case _:
            return date_format(first)
