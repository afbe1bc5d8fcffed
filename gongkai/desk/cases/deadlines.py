"""A case's deadline as people read it: the block in lists and the panel of its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from gongkai.cases.models import Case, Consultation, EntryKind, LedgerEntry
from gongkai.kit.counted_days import caption_of, notice_missing, weeks_of
from gongkai.kit.waiting import Deadline, deadline_of, held_since, not_known
from gongkai.law import periods, terms
from gongkai.law.deadlines import working_days_left
from gongkai.law.regimes import Regime
from gongkai.workdays.calendar import Calendar, CalendarMissing

__all__ = [
    "asks_still",
    "caption_of",
    "deadline_of_case",
    "notice_missing",
    "panel_of",
    "weeks_of",
    "working_address",
]


def deadline_of_case(case: Case, calendar: Calendar, today: date) -> Deadline | None:
    """Return the deadline of an open case from what is remembered of it; None once it is concluded.

    Reads the lines of the ledger, fetched with the case, and leads to the working.
    """
    if not case.is_open:
        return None
    return replace(_deadline_of(case, calendar, today), url=working_address(case))


def working_address(case: Case) -> str:
    """Return the address at which the days of a case are counted one by one."""
    return f"{case.get_absolute_url()}#period"


def _deadline_of(case: Case, calendar: Calendar, today: date) -> Deadline:
    if case.due_unknown_year:
        return not_known(notice_missing(case.due_unknown_year))
    if case.received_on is None:
        return not_known(_("The receipt is not confirmed with the requester yet."))
    if case.due_on is None:
        return _standing_still(case, calendar, today)
    try:
        left = working_days_left(case.due_on, today, calendar)
    except CalendarMissing:
        # Today lies beyond the calendar, the due day before its end: how late it is cannot be told in days.
        day = formats.date_format(case.due_on, "MONTH_DAY_FORMAT")
        return Deadline("late", _("Overdue"), "", "", _("was due on %(day)s") % {"day": day}, (1, -999))
    deadline = deadline_of(case.due_on, left)
    if left >= 0 and asks_still(case, calendar, today):
        day = formats.date_format(case.due_on, "MONTH_DAY_FORMAT")
        return replace(deadline, by=_("by %(day)s at the latest") % {"day": day})
    return deadline


def asks_still(case: Case, calendar: Calendar, today: date) -> bool:
    """Say whether the due day may still come nearer: somebody was asked and has time for the answer."""
    return any(
        each.kind == EntryKind.CONSULTATION and _has_time(case, each, calendar, today)
        for each in case.entries.all()
    )


def _has_time(case: Case, entry: LedgerEntry, calendar: Calendar, today: date) -> bool:
    third_party = entry.data.get("to") == Consultation.To.THIRD_PARTY
    term = terms.find("third_party_answer" if third_party else "agency_answer", case.governed_from)
    if entry.data.get("answered") or term is None:
        return False
    reached = date.fromisoformat(entry.data.get("delivered") or entry.on.isoformat())
    try:
        return calendar.add(reached, term.value) >= today
    except CalendarMissing:
        return True


def _standing_still(case: Case, calendar: Calendar, today: date) -> Deadline:
    """Return since when nothing is counted, and whose turn it is."""
    lines: dict[str, LedgerEntry] = {entry.kind: entry for entry in case.entries.all()}
    asked, notice = lines.get(EntryKind.CLARIFICATION_ASKED), lines.get(EntryKind.FEE_NOTICE)
    if notice and EntryKind.FEE_PAID not in lines:
        until = _last_day_to_pay(case, notice, calendar)
        if until and until < today:
            return _given_up(until, _("not paid; close it"))
        return held_since(_day_after(notice.on, calendar), _("waiting for the fee"))
    if asked and EntryKind.CLARIFICATION_RECEIVED not in lines:
        said = asked.data.get("until")
        if said and date.fromisoformat(said) < today:
            return _given_up(date.fromisoformat(said), _("not clarified; close it"))
        return held_since(_day_after(asked.on, calendar), _("waiting for the requester"))
    consultation = lines.get(EntryKind.CONSULTATION)
    if consultation and Regime.on(case.governed_from) is Regime.OF_2007:
        return held_since(_day_after(consultation.on, calendar), _("waiting for the third party"))
    return held_since(case.day_received, _("waiting for the requester"))


def _day_after(day: date, calendar: Calendar) -> date:
    """Return the first working day that is not counted when a letter was sent on `day`."""
    try:
        return next(calendar.after(day))
    except CalendarMissing:
        return day


def _last_day_to_pay(case: Case, notice: LedgerEntry, calendar: Calendar) -> date | None:
    delivered = notice.data.get("delivered")
    if not delivered:
        return None
    try:
        term = terms.term("fee_payment", case.governed_from)
        return periods.ends_on(date.fromisoformat(delivered), term, calendar)
    except CalendarMissing:
        return None


def _given_up(until: date, word: str) -> Deadline:
    """The last day of the requester has passed: nothing runs, and somebody has to close the case."""
    return replace(held_since(until, word), order=(3, 0))


def panel_of(
    case: Case, deadline: Deadline | None, why: str, *, still_asked: bool = False
) -> dict[str, Any] | None:
    """Return the deadline panel of a case's page: deadline, the act it belongs to, what must happen next."""
    if deadline is None:
        return None
    by = deadline.by
    if case.due_on and deadline.kind in {"soon", "plain"}:
        by = _("by %(day)s") % {"day": _long_day(case.due_on)}
        if still_asked:
            by = _("by %(day)s at the latest") % {"day": _long_day(case.due_on)}
    if case.due_unknown_year:
        why = _("Ask the system administrator to load it. Everything else goes on as usual.")
    shown = replace(deadline, by=by)
    return {
        "kind": shown.kind,
        "what": _("Reply to the requester"),
        "word": shown.word if shown.kind in {"late", "held"} else "",
        "number": shown.number,
        "unit": shown.unit,
        "by": shown.by,
        "why": why,
        "url": "#period",
    }


def _long_day(day: date) -> str:
    weekdays = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return _("%(day)s, %(weekday)s") % {
        "day": formats.date_format(day, "MONTH_DAY_FORMAT"),
        "weekday": weekdays[day.weekday()],
    }
