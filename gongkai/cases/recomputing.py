"""Due days derived anew when the calendar changes, and which of them move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM
from gongkai.cases import ledger
from gongkai.cases.models import Case, Inquiry, Timeliness
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law import periods, terms
from gongkai.law.deadlines import UnlawfulLedger
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

label_acts({"cases.due_day_moved": _("Due day moved: the calendar changed")})


@dataclass(frozen=True)
class Moved:
    """A case whose due day is another by a changed calendar; `…_year` is the notice that is missing."""

    case: Case
    before: date | None
    before_year: int | None
    after: date | None
    after_year: int | None


def what_would_move(calendar: Calendar) -> list[Moved]:
    """Return the open cases whose due day would be another by `calendar`. Changes nothing."""
    return _moved(_open_cases(), calendar)


@transaction.atomic
def recompute_due_days(calendar: Calendar | None = None) -> list[Moved]:
    """Derive the remembered due days anew, after the calendar changed; return and journal which ones moved.

    Also tells how concluded cases kept their period where that could not be told before.
    """
    calendar = calendar or loaded_calendar()
    moved = _moved(_open_cases().select_for_update(of=("self",)), calendar)
    for each in moved:
        each.case.due_on, each.case.due_unknown_year = each.after, each.after_year
    Case.objects.bulk_update([each.case for each in moved], ["due_on", "due_unknown_year"], batch_size=200)
    _judge_the_concluded(calendar)
    _reckon_inquiries(calendar)
    for each in sorted(moved, key=lambda each: (each.case.chain, each.case.pk)):
        record(PROGRAM, "cases.due_day_moved", each.case, before=each.before, after=each.after)
    return moved


def _open_cases() -> QuerySet[Case]:
    return (
        Case.objects.filter(concluded_on=None, received_on__isnull=False)
        .select_related("agency")
        .prefetch_related("entries")
        .order_by("pk")
    )


def _moved(cases: Iterable[Case], calendar: Calendar) -> list[Moved]:
    moved = []
    for case in cases:
        if case.ordered_due_on:
            continue  # The decision set the day; no calendar moves it.
        try:
            after, after_year = ledger.due_day(case.day_received, list(case.entries.all()), calendar)
        except UnlawfulLedger:
            continue
        if (after, after_year) != (case.due_on, case.due_unknown_year):
            moved.append(Moved(case, case.due_on, case.due_unknown_year, after, after_year))
    return moved


def _judge_the_concluded(calendar: Calendar) -> None:
    waiting = (
        Case.objects.filter(~Q(concluded_on=None), timeliness="", received_on__isnull=False)
        .select_for_update(of=("self",))
        .prefetch_related("entries")
        .order_by("pk")
    )
    judged = []
    for case in waiting:
        if case.concluded_on is None:
            continue
        try:
            kept = ledger.timeliness(case.day_received, case.entries.all(), case.concluded_on, calendar)
        except UnlawfulLedger:
            continue
        if kept:
            case.timeliness = Timeliness(kept)
            judged.append(case)
    Case.objects.bulk_update(judged, ["timeliness"], batch_size=200)


def _reckon_inquiries(calendar: Calendar) -> None:
    open_ones = Inquiry.objects.filter(answered_on=None, named_due_on=None).select_for_update(of=("self",))
    for inquiry in open_ones:
        term = terms.term("inquiry_answer", inquiry.received_on, "local")
        try:
            inquiry.due_on, inquiry.due_unknown_year = (
                periods.ends_on(inquiry.received_on, term, calendar),
                None,
            )
        except CalendarMissing as missing:
            inquiry.due_on, inquiry.due_unknown_year = None, missing.year
        inquiry.save(update_fields=["due_on", "due_unknown_year"])
