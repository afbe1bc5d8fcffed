"""A case's deadline as people read it: the block in lists, the panel, and the calendar of counted days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.cases.models import Case, EntryKind
from gongkai.kit.waiting import Deadline, deadline_of, held_since, not_known
from gongkai.law.deadlines import DayMark, Reckoning, working_days_left
from gongkai.workdays.calendar import Calendar, CalendarMissing, DayKind

WEEK = 7


def deadline_of_case(case: Case, calendar: Calendar, today: date) -> Deadline | None:
    """Return the deadline of an open case from what is remembered of it; None once it is concluded."""
    if not case.is_open:
        return None
    if case.due_unknown_year:
        return not_known(notice_missing(case.due_unknown_year))
    if case.due_on is None:
        return held_since(case.received_on, _("waiting for the requester"))
    try:
        left = working_days_left(case.due_on, today, calendar)
    except CalendarMissing:
        # Today lies beyond the calendar, the due day before its end: how late it is cannot be told in days.
        day = formats.date_format(case.due_on, "MONTH_DAY_FORMAT")
        return Deadline("late", _("Overdue"), "", "", _("was due on %(day)s") % {"day": day}, (1, -999))
    return deadline_of(case.due_on, left)


def notice_missing(year: int) -> str:
    return _("The holiday notice for %(year)s is not loaded yet.") % {"year": str(year)}


def panel_of(case: Case, deadline: Deadline | None, why: str) -> dict[str, Any] | None:
    """Return the deadline panel of a case's page: deadline, the act it belongs to, what must happen next."""
    if deadline is None:
        return None
    by = deadline.by
    if case.due_on and deadline.kind in {"soon", "plain"}:
        by = _("by %(day)s") % {"day": _long_day(case.due_on)}
    if deadline.kind == "unknown":
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


@dataclass
class Day:
    """One day of the drawn calendar, as the component reads it."""

    date: date
    kind: str = "none"
    nth: int | None = None
    word: str = ""
    makeup: bool = False
    today: bool = False


def weeks_of(case: Case, reckoning: Reckoning, calendar: Calendar, today: date) -> list[list[Day]]:
    """Return the weeks, from Monday, from the day of receipt to the due day (or to today, once overdue)."""
    seen_from = case.concluded_on or today
    working = {counted.day: counted for counted in reckoning.working}
    first = min(working, default=case.received_on)
    last = max(
        [*working, *([seen_from] if reckoning.due and seen_from > reckoning.due else [])], default=first
    )
    # A reply that came a year late is not drawn day by day.
    last = min(last, (reckoning.due or last) + timedelta(days=8 * WEEK), calendar.last_day)
    extended = any(entry.kind == EntryKind.EXTENSION for entry in case.entries.all())
    monday = first - timedelta(days=first.weekday())
    days = [monday + timedelta(days=n) for n in range((last - monday).days + 1)]
    while len(days) % WEEK:
        days.append(days[-1] + timedelta(days=1))
    drawn = []
    for on in days:
        day = Day(on, today=case.is_open and on == today)
        counted = working.get(on)
        if counted is not None:
            _draw(day, counted, reckoning, seen_from, calendar)
        elif reckoning.due and reckoning.due < on <= seen_from and calendar.covers(on):
            _draw_late(day, calendar)
        if case.concluded_on == on:
            day.word = _("replied") if not case.withdrawn_on else _("withdrawn")
        if extended and on == reckoning.due and not day.word:
            day.word = _("due")
        drawn.append(day)
    return [drawn[start : start + WEEK] for start in range(0, len(drawn), WEEK)]


def _draw(day: Day, counted: Any, reckoning: Reckoning, seen_from: date, calendar: Calendar) -> None:
    day.makeup = calendar.why(day.date).kind is DayKind.MAKE_UP
    if day.date == reckoning.due:
        day.kind, day.word = "due", _("due")
    elif counted.mark is DayMark.START:
        day.kind = "received"
        day.word = _("received") if day.date == reckoning.counted_from else _("starts anew")
    elif counted.mark is DayMark.OFF:
        day.kind, day.word = "off", counted.why
    elif counted.mark is DayMark.COUNTED:
        day.kind = "counted" if day.date <= seen_from else "ahead"
        day.nth = counted.number
    else:
        day.kind, day.word = "held", _("held")


def _draw_late(day: Day, calendar: Calendar) -> None:
    reason = calendar.why(day.date)
    day.makeup = reason.kind is DayKind.MAKE_UP
    if reason.kind in {DayKind.WEEKEND, DayKind.HOLIDAY}:
        day.kind, day.word = "off", str(reason)
    else:
        day.kind = "late"


def caption_of(case: Case, reckoning: Reckoning, calendar: Calendar, today: date) -> str:
    """Say in one sentence how far the period has run."""
    if reckoning.due is None:
        return _("The clock stands still.")
    day = formats.date_format(reckoning.due, "MONTH_DAY_FORMAT")
    seen_from = case.concluded_on or today
    counted = sum(1 for each in reckoning.working if each.counts and each.day <= seen_from)
    total = sum(1 for each in reckoning.working if each.counts)
    if case.concluded_on and case.concluded_on > reckoning.due:
        late = calendar.between(reckoning.due, case.concluded_on)
        return ngettext(
            "Due on %(due)s; concluded on %(concluded)s, %(late)s working day late.",
            "Due on %(due)s; concluded on %(concluded)s, %(late)s working days late.",
            late,
        ) % {
            "due": day,
            "concluded": formats.date_format(case.concluded_on, "MONTH_DAY_FORMAT"),
            "late": late,
        }
    if case.concluded_on:
        return _("Concluded on %(concluded)s, on day %(counted)s of %(total)s; it was due on %(due)s.") % {
            "concluded": formats.date_format(case.concluded_on, "MONTH_DAY_FORMAT"),
            "counted": counted,
            "total": total,
            "due": day,
        }
    if reckoning.due < today:
        return _("All %(total)s days are over; the reply was due on %(due)s.") % {"total": total, "due": day}
    left = total - counted
    return ngettext(
        "%(counted)s counted, %(left)s day left. Due on %(due)s.",
        "%(counted)s counted, %(left)s days left. Due on %(due)s.",
        left,
    ) % {"counted": counted, "left": left, "due": day}
