"""Priorities of a year's work and their tasks."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency, Section
from gongkai.inventory import policy
from gongkai.inventory.actions.keeping import nothing_changed
from gongkai.inventory.models import (
    Task,
    TaskState,
    WorkPriority,
)
from gongkai.journal import record
from gongkai.people.models import User


@transaction.atomic
def set_priority(agency: Agency, *, year: int, title: str, by: Actor, source: str = "") -> WorkPriority:
    """Enter the work priorities of a year; `source` is the paper that sets them. Raises Refused."""
    priority = WorkPriority(agency=agency, year=year, title=title.strip(), source=source.strip())
    refuse_if_any(policy.obstacles_to_keeping(agency, by))
    refuse_if_any(policy.faults_of_priority(priority))
    priority.save(force_insert=True)
    record(by, "inventory.priorities_set", priority, year=year)
    return priority


@transaction.atomic
def add_task(
    priority: WorkPriority,
    *,
    text: str,
    due_on: date,
    by: Actor,
    section: Section | None = None,
    owner: User | None = None,
) -> Task:
    """Break a task out of the year's priorities, with who does it and until when. Raises Refused."""
    task = Task(priority=priority, text=text.strip(), due_on=due_on, section=section, owner=owner)
    refuse_if_any(policy.obstacles_to_keeping(priority.agency, by))
    refuse_if_any(policy.faults_of_task(task))
    task.save(force_insert=True)
    record(by, "inventory.task_added", task, due_on=due_on)
    return task


@transaction.atomic
def change_task(
    task: Task,
    *,
    text: str,
    due_on: date,
    by: Actor,
    section: Section | None = None,
    owner: User | None = None,
) -> Task:
    """Change what a task asks, of whom, and until when. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_changing_task(task, by))
    told = {"text": text.strip(), "due_on": due_on, "section": section, "owner": owner}
    before = {
        name: str(getattr(task, name) or "") for name, value in told.items() if getattr(task, name) != value
    }
    if not before:
        raise Refused(nothing_changed())
    for name, value in told.items():
        setattr(task, name, value)
    refuse_if_any(policy.faults_of_task(task))
    task.save()
    record(by, "inventory.task_changed", task, before=before)
    return task


@transaction.atomic
def report_task(task: Task, *, evidence: str, by: User, remark: str = "") -> Task:
    """Report a task as done, with what shows it. The FOI office accepts next. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_reporting(task, by))
    if not evidence.strip():
        raise Refused(gettext("Say what shows that it was done."))
    task.evidence, task.remark = evidence.strip(), remark.strip()
    refuse_if_any(policy.faults_of_task(task))
    task.state, task.reported_by, task.reported_on = TaskState.REPORTED, by, clock.today()
    task.save()
    record(by, "inventory.task_reported", task)
    return task


@transaction.atomic
def accept_task(task: Task, *, by: Actor) -> Task:
    """Accept the report of a task: it is done. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_judging(task, by))
    task.state, task.accepted_on = TaskState.ACCEPTED, clock.today()
    task.save()
    record(by, "inventory.task_accepted", task)
    return task


@transaction.atomic
def return_task(task: Task, *, reason: str, by: Actor) -> Task:
    """Give the report of a task back with the reason: it is open again. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_judging(task, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    task.state, task.remark = TaskState.OPEN, reason.strip()
    task.save()
    record(by, "inventory.task_returned", task, reason=reason)
    return task
