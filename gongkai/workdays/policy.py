"""Who may load a holiday notice, and what a notice cannot say."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from gongkai.acts import Actor
from gongkai.acts.duties import Duty
from gongkai.workdays.calendar import SATURDAY, YEARLY_HOLIDAYS, Exceptional
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.queries import stand_of
from gongkai.workdays.shipped import FIRST_YEAR, Notice

# Off in every year, whatever the notice arranges around them.
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))


def obstacles_to_loading(
    year: int,
    days: Mapping[date, Exceptional],
    by: Actor,
    agency: Any,
    *,
    reason: str = "",
    seen: str | None = None,
) -> Iterator[str]:
    """Say why `by`, of `agency`, cannot load these days as the notice for `year` now.

    `seen` is what stood when the days were compared with it; None where nothing was shown.
    """
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only a system administrator loads a holiday notice.")
    if year < FIRST_YEAR:
        yield _("Notices are loaded from %(year)s on.") % {"year": str(FIRST_YEAR)}
    elif seen is not None and seen != stand_of(year):
        yield _("The notice for %(year)s was loaded or changed meanwhile. Look at the comparison again.") % {
            "year": str(year)
        }
    elif HolidayNotice.objects.filter(year=year).exists() and not reason.strip():
        yield loaded_already(year)
    yield from faults_of(year, days)


def loaded_already(year: int) -> str:
    return _("The notice for %(year)s is loaded already. Give the reason why it is replaced.") % {
        "year": str(year)
    }


def faults_of(year: int, days: Mapping[date, Exceptional]) -> Iterator[str]:
    """Say what in these days cannot stand in the notice for `year`."""
    if not days:
        yield _("No day is named.")
    yield from filter(None, (fault_of_day(year, day, what) for day, what in sorted(days.items())))


def fault_of_day(year: int, day: date, what: Exceptional) -> str:
    """Say why the day cannot stand in the notice for `year`; empty when it can.

    A day off may fall on a weekend: notices name whole spans.
    """
    # New Year's Day may reach back into the last days of December.
    if day.year != year and not (day.year == year - 1 and day.month == 12):
        return _("%(day)s does not belong to the notice for %(year)s.") % {
            "day": date_format(day),
            "year": str(year),
        }
    if what.works and day.weekday() < SATURDAY:
        return _("%(day)s is a weekday; only a weekend day becomes a make-up working day.") % {
            "day": date_format(day)
        }
    return ""


def warnings_about(notice: Notice) -> Iterator[str]:
    """Say what in the notice should be compared with the paper once more; it can be loaded all the same."""
    for month, number in ALWAYS_OFF:
        day = date(notice.year, month, number)
        if day not in notice.days or notice.days[day].works:
            yield _("%(day)s is a public holiday and is missing in the notice.") % {"day": date_format(day)}
    named = {what.name for what in notice.days.values() if not what.works}
    for holiday in YEARLY_HOLIDAYS:
        if holiday not in named:
            yield _("No day off is named %(holiday)s.") % {"holiday": gettext(holiday)}
    if not notice.number or not notice.issued_on:
        yield _("The number or the date of the notice is not filled in.")
    elif notice.issued_on.year not in {notice.year - 1, notice.year}:
        yield _("The date of the notice does not lie in the year before, nor in the year itself.")
