"""What of the inventory waits for a person: periods due soon or missed, tasks, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.desk.inventory.words import deadline
from gongkai.inventory.due import soon_until
from gongkai.inventory.models import OwedPeriod, Standing, Task, TaskState
from gongkai.inventory.queries import condition, tasks_of
from gongkai.kit.waiting import Deadline, Question, Waiting, told
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar

AT_MOST = 30


def waiting_for(user: Any) -> list[Waiting]:
    """Return what the inventory asks of the person, the most pressing first."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    sections = [pk for each in user.sections_by_agency.values() for pk in each]
    keeping = user.agency_ids_as(Duty.FOI_OFFICER, Duty.FOI_HEAD)
    if not sections and not keeping and not user.working_agency_ids:
        return
    today, calendar = clock.today(), loaded_calendar()
    if sections or keeping:
        periods = _wanted(sections, keeping, today, calendar)
        yield Question(periods, lambda: _periods(periods, keeping, today, calendar))
    tasks = tasks_of(user).filter(state=TaskState.OPEN)
    yield Question(tasks, lambda: _tasks(tasks, today, calendar))
    if keeping:
        reported = Task.objects.filter(state=TaskState.REPORTED, priority__agency__in=keeping)
        yield Question(reported, lambda: _reports(reported))


def _wanted(sections: list[int], keeping: set[int], today: date, calendar: Calendar) -> Any:
    soon = soon_until(today, calendar)
    missed = condition(Standing.MISSED, today, soon)
    near = condition(Standing.SOON, today, soon) | condition(Standing.UNKNOWN, today, soon)
    wanted = Q(duty__section__in=sections) & (missed | near)
    # The FOI office steps in when it is too late, and decides what sections ask.
    asked = Q(state="owed") & ~Q(proposed_excuse="")
    wanted |= Q(duty__matter__agency__in=keeping) & (missed | asked)
    return OwedPeriod.objects.filter(wanted)


def _periods(periods: Any, keeping: set[int], today: date, calendar: Calendar) -> Iterator[Waiting]:
    for period in periods.with_duty().order_by("due_on", "pk")[:AT_MOST]:
        decides = bool(period.proposed_excuse) and period.agency.pk in keeping
        yield Waiting(
            kind=_("Owed period"),
            title=str(period),
            url=period.get_absolute_url(),
            says=_("The section asks that nothing need be disclosed.")
            if decides
            else _("Section in charge: %(section)s.") % {"section": period.duty.section},
            button=_("Decide on it") if decides else _("Say what was disclosed"),
            deadline=_deadline_of(period, today, calendar),
        )


def _deadline_of(period: OwedPeriod, today: date, calendar: Calendar) -> Deadline | None:
    """No due day presses while the period itself is not over: the notice for it may still come."""
    if period.due_on is None and period.ends_on >= today:
        return None
    return deadline(period.due_on, period.due_unknown_year, today, calendar)


def _tasks(tasks: Any, today: date, calendar: Calendar) -> Iterator[Waiting]:
    for task in tasks.order_by("due_on", "pk")[:AT_MOST]:
        yield Waiting(
            kind=_("Task of the year"),
            title=str(task),
            url=task.get_absolute_url(),
            says=str(task.priority),
            button=_("Report it as done"),
            deadline=deadline(task.due_on, None, today, calendar),
        )


def _reports(reported: Any) -> Iterator[Waiting]:
    for task in reported.select_related("priority__agency").order_by("reported_on", "pk")[:AT_MOST]:
        yield Waiting(
            kind=_("Task of the year"),
            title=str(task),
            url=task.get_absolute_url(),
            says=_("Reported as done; accept it or give it back."),
            button=_("Open"),
            since=task.reported_on,
        )
