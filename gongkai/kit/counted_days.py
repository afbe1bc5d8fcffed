"""The calendar of counted days of a case, for desk and portal: each day counted or not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gongkai.cases.models import Case, EntryKind
from gongkai.law.deadlines import CountedDay, DayMark, Reckoning, State
from gongkai.workdays.calendar import Calendar, DayKind

WEEK = 7


def notice_missing(year: int) -> str:
    return _("The holiday notice for %(year)s is not loaded yet.") % {"year": str(year)}


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
    first = min(working, default=case.day_received)
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


def _draw(day: Day, counted: CountedDay, reckoning: Reckoning, seen_from: date, calendar: Calendar) -> None:
    day.makeup = calendar.why(day.date).kind is DayKind.MAKE_UP
    if day.date == reckoning.due:
        day.kind, day.word = "due", _("due")
    elif counted.mark is DayMark.START:
        day.kind = "received"
        day.word = _("received") if counted == reckoning.working[0] else _("starts anew")
    elif counted.mark is DayMark.OFF:
        day.kind, day.word = "off", counted.why
    elif counted.mark is DayMark.COUNTED:
        day.kind = "counted" if day.date <= seen_from else "ahead"
        day.nth = counted.number
    elif counted.mark is DayMark.BEFORE:
        day.kind, day.word = "none", _("old period")
    elif counted.mark is DayMark.LATER:
        day.kind, day.word = ("ahead" if day.date > seen_from else "none"), _("later date")
    else:
        day.kind, day.word = "held", _held_by(counted.held_by)


def _held_by(who: str) -> str:
    """Return whose turn it is on a held day, short enough for a cell."""
    return {
        "clarification": pgettext("the requester's turn", "correction"),
        "fee": pgettext("the requester's turn", "fee"),
        "third_party": pgettext("somebody is asked", "third party"),
        "agency": pgettext("somebody is asked", "agency"),
    }.get(who, _("held"))


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
        return _standing_still(reckoning)
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
    if reckoning.provisional and any(
        each.mark is DayMark.HELD and each.day >= today for each in reckoning.working
    ):
        return ngettext(
            "%(counted)s counted, %(left)s day left. Due on %(due)s at the latest: somebody was asked, and "
            "an earlier answer makes it earlier.",
            "%(counted)s counted, %(left)s days left. Due on %(due)s at the latest: somebody was asked, and "
            "an earlier answer makes it earlier.",
            left,
        ) % {"counted": counted, "left": left, "due": day}
    return ngettext(
        "%(counted)s counted, %(left)s day left. Due on %(due)s.",
        "%(counted)s counted, %(left)s days left. Due on %(due)s.",
        left,
    ) % {"counted": counted, "left": left, "due": day}


def _standing_still(reckoning: Reckoning) -> str:
    held = [each.day for each in reckoning.working if each.mark is DayMark.HELD]
    # The last run of held days is the one that lasts; weekends in it are no break.
    counted = [each.day for each in reckoning.working if each.mark in {DayMark.COUNTED, DayMark.START}]
    since = next((day for day in held if not counted or day > counted[-1]), None)
    day = formats.date_format(since, "MONTH_DAY_FORMAT") if since else ""
    match reckoning.state:
        case State.ABANDONED:
            return _("The last day for what was asked of the requester has passed; nothing runs any more.")
        case State.WAITING_CLARIFICATION if day:
            return _(
                "The clock stands still since %(day)s. It starts anew when the requester has clarified."
            ) % {"day": day}
        case State.WAITING_FEE if day:
            return _("The clock stands still since %(day)s. It starts anew when the fee is paid.") % {
                "day": day
            }
        case State.RUNNING if day:
            return _("The clock stands still since %(day)s, until the third party has answered.") % {
                "day": day
            }
    return _("The clock stands still.")
