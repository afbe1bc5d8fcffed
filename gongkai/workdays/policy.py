"""Who may load a holiday notice, and what a notice cannot say."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor
from gongkai.acts.duties import Duty
from gongkai.workdays.calendar import SATURDAY, Exceptional
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.shipped import FIRST_YEAR

# Off in every year, whatever the notice arranges around them: a list without them is not a notice's.
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1), (10, 2))


def obstacles_to_loading(
    year: int, days: Mapping[date, Exceptional], by: Actor, agency: Any, reason: str = ""
) -> Iterator[str]:
    """Say why `by`, of `agency`, cannot load these days as the notice for `year` now."""
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only a system administrator loads a holiday notice.")
    if year < FIRST_YEAR:
        yield _("Notices are loaded from %(year)s on.") % {"year": str(FIRST_YEAR)}
    elif HolidayNotice.objects.filter(year=year).exists() and not reason.strip():
        yield _("The notice for %(year)s is loaded already. Give the reason why it is replaced.") % {
            "year": str(year)
        }
    yield from faults_of(year, days)


def faults_of(year: int, days: Mapping[date, Exceptional]) -> Iterator[str]:
    """Say what in these days cannot stand in the notice for `year`."""
    for day, what in sorted(days.items()):
        # New Year's Day may reach back into the last days of December.
        if day.year != year and not (day.year == year - 1 and day.month == 12):
            yield _("%(day)s does not belong to the notice for %(year)s.") % {
                "day": date_format(day),
                "year": str(year),
            }
        if what.works and day.weekday() < SATURDAY:
            yield _("%(day)s is a weekday; only a weekend day becomes a make-up working day.") % {
                "day": date_format(day)
            }
    for month, number in ALWAYS_OFF:
        day = date(year, month, number)
        if day not in days or days[day].works:
            yield _("%(day)s is a public holiday and is missing in the notice.") % {"day": date_format(day)}
