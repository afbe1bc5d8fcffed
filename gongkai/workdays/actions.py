"""Loading holiday notices."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.acts import Actor, refuse_if_any
from gongkai.acts.actor import PROGRAM
from gongkai.journal import record
from gongkai.workdays import events, policy
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.models import ExceptionalDay, HolidayNotice
from gongkai.workdays.shipped import Notice, shipped_notices


@transaction.atomic
def load_notice(
    year: int,
    days: Mapping[date, Exceptional],
    *,
    by: Actor,
    agency: Any,
    number: str = "",
    issued_on: date | None = None,
    source: str = "",
    reason: str = "",
) -> HolidayNotice:
    """Load the State Council's notice for `year`, or replace it (then with a `reason`).

    `days` are the holidays and the make-up working days it names; every other day follows the week.
    `agency` is the one `by` is system administrator of. Due days that were derived from the calendar
    are derived anew when this is committed.

    Raises Refused, with reasons for the user, when `by` cannot load it or the days cannot be a notice's.
    """
    list(HolidayNotice.objects.select_for_update().filter(year=year))
    refuse_if_any(policy.obstacles_to_loading(year, days, by, agency, reason))
    return _write(Notice(year, number, issued_on, dict(days)), source, by, reason)


@transaction.atomic
def load_shipped_notices() -> list[HolidayNotice]:
    """Load the notices that came with the program and are not loaded yet, as after an upgrade."""
    loaded = set(HolidayNotice.objects.values_list("year", flat=True))
    return [
        _write(notice, "chinesecalendar", PROGRAM, "")
        for notice in shipped_notices()
        if notice.year not in loaded
    ]


def _write(shown: Notice, source: str, by: Actor, reason: str) -> HolidayNotice:
    notice, new = HolidayNotice.objects.update_or_create(
        year=shown.year, defaults={"number": shown.number, "issued_on": shown.issued_on, "source": source}
    )
    notice.days.all().delete()
    # A day another notice named before (the turn of the year) now stands in this one.
    ExceptionalDay.objects.filter(day__in=list(shown.days)).delete()
    ExceptionalDay.objects.bulk_create(
        ExceptionalDay(day=day, works=what.works, name=what.name, notice=notice)
        for day, what in shown.days.items()
    )
    act = "workdays.loaded" if new else "workdays.replaced"
    record(by, act, notice, reason=reason, number=shown.number, days=len(shown.days))
    transaction.on_commit(lambda: events.calendar_changed.send(HolidayNotice, years=[shown.year]))
    return notice
