"""A row of the queue: how pressing a case is, and everything it waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, Inquiry, Reassessment
from gongkai.cases.queries import Staff
from gongkai.cases.steps import Standing, Step, Who, steps_of
from gongkai.desk.cases.deadlines import deadline_of_case, notice_missing
from gongkai.desk.cases.stages import sentences, step_in_words
from gongkai.desk.cases.wording import short_day
from gongkai.kit.waiting import Deadline, Waiting, deadline_of, not_known
from gongkai.law.deadlines import working_days_left
from gongkai.workdays.calendar import Calendar, CalendarMissing

# Which duty makes somebody one of those on whom a step waits.
_DUTIES_OF: dict[Who, tuple[Duty, ...]] = {
    Who.SECTION: (Duty.SECTION_HEAD,),
    Who.COUNSEL: (Duty.LEGAL_COUNSEL,),
    Who.LEADER: (Duty.RESPONSIBLE_LEADER,),
}


def deadline_in_queue(case: Case, calendar: Calendar, today: date) -> Deadline | None:
    """Return how pressing a case is. What is not confirmed yet is for today: until then nothing runs."""
    if case.is_open and not case.is_received:
        return Deadline(
            "soon",
            pgettext("beside: to be confirmed", "today"),
            pgettext("in large type", "Confirm"),
            "",
            _("arrived on %(day)s") % {"day": short_day(case.arrived_on)},
            (1, 1),
        )
    return deadline_of_case(case, calendar, today)


def deadline_on(
    due_on: date | None, unknown_year: int | None, calendar: Calendar, today: date
) -> Deadline | None:
    """Return the deadline of something else that has a due day, or none for lack of a holiday notice."""
    if due_on is None:
        return not_known(notice_missing(unknown_year)) if unknown_year else None
    try:
        return deadline_of(due_on, working_days_left(due_on, today, calendar))
    except CalendarMissing as missing:
        return not_known(notice_missing(missing.year))


def row_of(case: Case, user: Any, staff: Staff, calendar: Calendar, today: date) -> Waiting:
    """Return the row of a case. The FOI officer reads all it waits for, others what is theirs."""
    steps = list(steps_of(case, calendar, today))
    if not user.has_duty(Duty.FOI_OFFICER, case.agency):
        steps = [step for step in steps if step.step is not Step.READ_MESSAGE]
        steps = ([step for step in steps if _is_theirs(step, case, user)] or steps)[:1]
    else:
        # What the officer does comes first; whom else it waits for stands beside it.
        steps.sort(key=lambda step: step.who is not Who.OFFICE)
    return Waiting(
        kind=_("Request"),
        title=_("%(number)s: %(title)s") % {"number": case.number, "title": case.title},
        url=case.get_absolute_url(),
        says=sentences(step_in_words(step, case, staff, reader=user) for step in steps),
        button=_("Open"),
        deadline=deadline_in_queue(case, calendar, today),
        since=case.received_on or case.arrived_on,
    )


def row_of_inquiry(inquiry: Inquiry, calendar: Calendar, today: date) -> Waiting:
    return Waiting(
        kind=_("Inquiry"),
        title=inquiry.matter,
        url=inquiry.get_absolute_url(),
        says=_("Answer the inquiry of %(name)s.") % {"name": inquiry.asked_by},
        button=_("Open"),
        deadline=deadline_on(inquiry.due_on, inquiry.due_unknown_year, calendar, today),
        since=inquiry.received_on,
    )


def row_of_reassessment(reassessment: Reassessment, calendar: Calendar, today: date) -> Waiting:
    case = reassessment.case
    return Waiting(
        kind=_("Re-assessment"),
        title=_("%(number)s: %(title)s") % {"number": case.number, "title": case.title},
        url=reassessment.get_absolute_url(),
        says=_("Look again at what was withheld: may it be opened now?"),
        button=_("Open"),
        deadline=deadline_on(reassessment.due_on, None, calendar, today),
    )


def _is_theirs(step: Standing, case: Case, user: Any) -> bool:
    return any(user.has_duty(duty, case.agency, step.section) for duty in _DUTIES_OF.get(step.who, ()))
