"""Loading holiday notices."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, refuse_if_any
from gongkai.acts.actor import PROGRAM
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.workdays import events, policy
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.models import ExceptionalDay, HolidayNotice
from gongkai.workdays.moves import Move
from gongkai.workdays.shipped import Notice, shipped_notices

label_acts(
    {
        "workdays.loaded": _("Holiday notice loaded"),
        "workdays.replaced": _("Holiday notice replaced"),
    }
)


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
    moves: Iterable[Move] = (),
    seen: str | None = None,
) -> HolidayNotice:
    """Load the State Council's notice for `year`, or replace it (then with a `reason`).

    `days` are the holidays and the make-up working days it names; every other day follows the week.
    `agency` is the one `by` is system administrator of. Due days that were derived from the calendar
    are derived anew when this is committed; `moves` are those that will move, kept with the notice as
    the report of this loading. `seen` is the `stand_of(year)` the days were compared with: when another
    notice was loaded since, this one is refused.

    Raises Refused, with reasons for the user, when `by` cannot load it or the days cannot be a notice's.
    """
    stood = bool(HolidayNotice.objects.select_for_update().filter(year=year))
    refuse_if_any(policy.obstacles_to_loading(year, days, by, agency, reason=reason, seen=seen))
    return _write(Notice(year, number, issued_on, dict(days)), source, by, reason, moves, stood=stood)


@transaction.atomic
def load_shipped_notices() -> list[HolidayNotice]:
    """Load the notices that came with the program and are not loaded yet, as after an upgrade."""
    loaded = set(HolidayNotice.objects.values_list("year", flat=True))
    return [
        _write(notice, "chinesecalendar", PROGRAM, "", (), stood=False)
        for notice in shipped_notices()
        if notice.year not in loaded
    ]


def _write(
    shown: Notice, source: str, by: Actor, reason: str, moves: Iterable[Move], *, stood: bool
) -> HolidayNotice:
    moved = [move.as_json() for move in moves]
    notice, new = HolidayNotice.objects.update_or_create(
        year=shown.year,
        defaults={"number": shown.number, "issued_on": shown.issued_on, "source": source, "moved": moved},
    )
    if not new and not stood:
        # Two loaded the first notice of a year at the same moment: the second replaces nothing unasked.
        raise Refused(policy.loaded_already(shown.year))
    before = {each.day: each.works for each in notice.days.all()}
    notice.days.all().delete()
    # A day another notice named before (the turn of the year) now stands in this one.
    ExceptionalDay.objects.filter(day__in=list(shown.days)).delete()
    ExceptionalDay.objects.bulk_create(
        ExceptionalDay(day=day, works=what.works, name=what.name, notice=notice)
        for day, what in shown.days.items()
    )
    after = {day: what.works for day, what in shown.days.items()}
    record(
        by,
        "workdays.loaded" if new else "workdays.replaced",
        notice,
        reason=reason,
        number=shown.number,
        days=len(after),
        # What stood before is written over, so the journal keeps which days were named otherwise.
        changed={}
        if new
        else {
            day.isoformat(): [_word(before, day), _word(after, day)]
            for day in sorted(before.keys() | after.keys())
            if before.get(day) != after.get(day)
        },
        moved=len(moved),
    )
    transaction.on_commit(lambda: events.calendar_changed.send(HolidayNotice, years=[shown.year]))
    return notice


def _word(named: Mapping[date, bool], day: date) -> str:
    return {True: "make-up", False: "off", None: "as the week"}[named.get(day)]
