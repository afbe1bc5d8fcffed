"""Reminding sections of what they owe, and telling the FOI office of what was missed: the daily round."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.inventory.due import days_before
from gongkai.inventory.models import OwedPeriod, Task, TaskState
from gongkai.inventory.queries import Holders
from gongkai.notices.actions import notify
from gongkai.notices.kinds import label_kinds
from gongkai.notices.reminders import Reminder, due_reminder
from gongkai.people.models import User
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

label_kinds(
    {
        "inventory.due": _("Something must be disclosed soon"),
        "inventory.missed": _("Something was not disclosed in time"),
        "inventory.task_due": _("A task of the year is due soon"),
        "inventory.task_overdue": _("A task of the year is overdue"),
    }
)

_SECTION = (Duty.SECTION_HEAD, Duty.INFORMATION_OFFICER)


def remind(today: date | None = None) -> int:
    """Remind people of what is due or was missed on `today`; return how many notices now stand. Run daily.

    Before a due day the head and the information officers of the section are told; once it has passed, they
    and the FOI officers, once. Everybody is told of the same occasion once: the round can be made again.
    """
    today = today or clock.today()
    calendar = loaded_calendar()
    periods = [
        (each, found)
        for each in OwedPeriod.objects.owed().exclude(due_on=None).with_duty().order_by("pk")
        if (found := _reminder(each.due_on, today, calendar)) is not None
    ]
    tasks = [
        (each, found)
        for each in Task.objects.filter(state=TaskState.OPEN)
        .select_related("priority__agency", "owner__agency")
        .order_by("pk")
        if (found := _reminder(each.due_on, today, calendar)) is not None
    ]
    agencies = {each.agency.pk for each, _found in periods} | {each.agency.pk for each, _found in tasks}
    holders = Holders(agencies, (*_SECTION, Duty.FOI_OFFICER))
    told = 0
    for period, found in periods:
        people = holders.of(period.agency.pk, *_SECTION, section_id=period.duty.section_id)
        if found is MISSED:
            people += holders.of(period.agency.pk, Duty.FOI_OFFICER)
        told += _tell(period, people, found, kind="inventory.due", late="inventory.missed")
    for task, found in tasks:
        people = [task.owner] if task.owner else []
        if not people and task.section_id:
            people = holders.of(task.agency.pk, *_SECTION, section_id=task.section_id)
        if found is MISSED:
            people += holders.of(task.agency.pk, Duty.FOI_OFFICER)
        told += _tell(task, people, found, kind="inventory.task_due", late="inventory.task_overdue")
    return told


# The due day has passed: said once for each due day, the board shows it from then on.
MISSED = Reminder("missed", -1)


def _reminder(due_on: date | None, today: date, calendar: Calendar) -> Reminder | None:
    if due_on is None:
        return None
    if due_on < today:
        return MISSED
    try:
        return due_reminder(due_on, today, calendar, days_before(today))
    except CalendarMissing:
        return None


def _tell(subject: OwedPeriod | Task, people: list[User], found: Reminder, *, kind: str, late: str) -> int:
    due_on: date = subject.due_on  # type: ignore[assignment]
    return len(
        notify(
            people,
            kind=late if found is MISSED else kind,
            subject_key=subject.key,
            text=partial(_in_words, subject, due_on, missed=found is MISSED),
            url=subject.get_absolute_url(),
            slot=f"{due_on.isoformat()}/missed" if found is MISSED else found.slot,
            due_on=due_on,
        )
    )


def _in_words(subject: OwedPeriod | Task, due_on: date, *, missed: bool) -> str:
    told = {"what": subject, "day": date_format(due_on)}
    if missed:
        return gettext("%(what)s was due on %(day)s.") % told
    return gettext("%(what)s is due on %(day)s.") % told
