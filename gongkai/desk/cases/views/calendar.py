"""The month of the requests: working days and holidays, and what is due on each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.cases.models import Case, Inquiry, Reassessment
from gongkai.cases.queries import with_steps
from gongkai.cases.steps import Step, last_day_to_answer, open_consultations, steps_of
from gongkai.desk.cases.navigation import WHO
from gongkai.desk.cases.queue import deadline_in_queue
from gongkai.desk.cases.views.lists import tabs_of_requests
from gongkai.kit.views import PlainPage
from gongkai.kit.waiting import SOON
from gongkai.law.deadlines import working_days_left
from gongkai.workdays.calendar import Calendar, CalendarMissing, DayKind
from gongkai.workdays.queries import loaded_calendar

_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
FIRST_YEAR, LAST_YEAR = 2008, 2100
WEEK = 7
# Open requests of an office and a district; more than that no month can show.
MOST_SHOWN = 1000


@dataclass(frozen=True)
class Mark:
    """Something of a day: what it is (a word with its sign), of which case or inquiry."""

    on: date
    kind: str
    word: str
    number: str
    title: str
    url: str


@dataclass
class DayOfMonth:
    """A day as the page draws it."""

    date: date
    inside: bool
    works: bool | None = None
    word: str = ""
    makeup: bool = False
    today: bool = False
    marks: list[Mark] = field(default_factory=list)


class CaseCalendar(PlainPage):
    template_name = "desk/cases/calendar.html"
    nav = "cases"
    duties = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        calendar = loaded_calendar()
        first = _month_of(self.request.GET.get("month", ""), today)
        last = _next(first) - timedelta(days=1)
        cases = list(with_steps(Case.objects.visible_to(user).open().by_urgency())[:MOST_SHOWN])
        marks: dict[date, list[Mark]] = defaultdict(list)
        for mark in _all_marks(cases, user, (first, last), calendar, today):
            if first <= mark.on <= last:
                marks[mark.on].append(mark)
        years = sorted({day.year for day in (first, last) if not calendar.covers(day)})
        return super().get_context_data(
            month=date_format(first, "YEAR_MONTH_FORMAT"),
            weeks=_weeks(first, last, marks, calendar, today),
            count=sum(len(each) for each in marks.values()),
            overdue=_rows([case for case in cases if case.due_on and case.due_on < today], calendar, today),
            unknown=_rows([case for case in cases if case.due_unknown_year], calendar, today),
            missing=[str(year) for year in years],
            previous=_previous(first) if first.year > FIRST_YEAR or first.month > 1 else None,
            following=_next(first) if last < date(LAST_YEAR, 12, 31) else None,
            is_this_month=(first.year, first.month) == (today.year, today.month),
            tabs=tabs_of_requests("calendar"),
            several_agencies=len(user.readable_agency_ids) > 1,
            **kwargs,
        )


def _rows(cases: list[Case], calendar: Calendar, today: date) -> list[tuple[Case, Any]]:
    return [(case, deadline_in_queue(case, calendar, today)) for case in cases]


def _month_of(said: str, today: date) -> date:
    """Return the first day of the month that was asked for; of this one where that is no month."""
    found = _MONTH.fullmatch(said)
    if found:
        year, month = int(found[1]), int(found[2])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
            return date(year, month, 1)
    return today.replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _previous(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _all_marks(
    cases: list[Case], user: Any, month: tuple[date, date], calendar: Calendar, today: date
) -> Iterator[Mark]:
    for case in cases:
        yield from _marks_of(case, calendar, today)
    for inquiry in Inquiry.objects.visible_to(user).open().filter(due_on__range=month):
        kind = _kind(inquiry.due_on or today, calendar, today)
        yield Mark(
            inquiry.due_on or today,
            kind,
            _("Inquiry"),
            inquiry.number,
            inquiry.matter,
            inquiry.get_absolute_url(),
        )
    due = Reassessment.objects.visible_to(user).open().filter(due_on__range=month)
    for each in due.select_related("case"):
        case = each.case
        kind = _kind(each.due_on, calendar, today)
        yield Mark(each.due_on, kind, _("Re-assessment"), _short(case), case.title, case.get_absolute_url())


def _marks_of(case: Case, calendar: Calendar, today: date) -> Iterator[Mark]:
    """Yield the days of one open case: its due day, and the last days of those it waits for."""

    def mark(on: date, kind: str, word: str) -> Mark:
        return Mark(on, kind, word, _short(case), case.title, case.get_absolute_url())

    if case.due_on:
        yield mark(case.due_on, _kind(case.due_on, calendar, today), _("Reply"))
    for consultation in open_consultations(case):
        until = last_day_to_answer(consultation, calendar)
        if until:
            yield mark(until, "held", _("Opinion"))
    for step in steps_of(case, calendar, today):
        if step.until and step.step in {Step.AWAIT_CLARIFICATION, Step.CLOSE_UNCLARIFIED}:
            yield mark(step.until, "held", _("Clarification"))
        if step.until and step.step in {Step.AWAIT_FEE, Step.CLOSE_UNPAID}:
            yield mark(step.until, "held", _("Fee"))


def _kind(on: date, calendar: Calendar, today: date) -> str:
    """Return how pressing a due day is, as the signs of states say it."""
    if on < today:
        return "late"
    try:
        return "soon" if working_days_left(on, today, calendar) <= SOON else "run"
    except CalendarMissing:
        return "run"


def _short(case: Case) -> str:
    """Return the number of a case without the mark of the office: a day has little room."""
    return f"〔{case.year}〕{case.serial}号"


def _weeks(
    first: date, last: date, marks: dict[date, list[Mark]], calendar: Calendar, today: date
) -> list[list[DayOfMonth]]:
    day = first - timedelta(days=first.weekday())
    days: list[DayOfMonth] = []
    while day <= last or len(days) % WEEK:
        inside = first <= day <= last
        drawn = DayOfMonth(day, inside, today=day == today, marks=marks.get(day, []) if inside else [])
        if inside and calendar.covers(day):
            reason = calendar.why(day)
            drawn.works = reason.kind in {DayKind.WORKING, DayKind.MAKE_UP}
            drawn.makeup = reason.kind is DayKind.MAKE_UP
            if reason.kind is DayKind.HOLIDAY:
                drawn.word = str(reason)
        days.append(drawn)
        day += timedelta(days=1)
    return [days[start : start + WEEK] for start in range(0, len(days), WEEK)]
