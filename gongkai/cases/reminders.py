"""Reminding people of due days, and of what waits for them: the daily round, and what is told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, Inquiry, Reply, ReplyState
from gongkai.cases.policy import standing_reply
from gongkai.cases.queries import Staff, with_steps
from gongkai.cases.recomputing import Moved
from gongkai.cases.steps import (
    Standing,
    Step,
    Who,
    last_day_to_answer,
    open_consultations,
    standing_of,
    steps_of,
)
from gongkai.notices.actions import notify
from gongkai.notices.kinds import label_kinds
from gongkai.notices.reminders import Reminder, due_reminder
from gongkai.people.models import User
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

label_kinds(
    {
        "cases.due": _("A request is due soon"),
        "cases.overdue": _("A request is overdue"),
        "cases.due_moved": _("The due day of a request moved"),
        "cases.silence": _("A consultation was not answered in time"),
        "cases.lapsed": _("A request counts as given up"),
        "cases.arrival_missing": _("The arrival of a reply is not recorded"),
        "cases.unconfirmed": _("The receipt of a request is to be confirmed"),
        "cases.heard": _("A requester handed something in"),
        "cases.inquiry_due": _("An inquiry is due soon"),
        "cases.inquiry_overdue": _("An inquiry is overdue"),
    }
)

# The occasion on which officers are told of a new request.
ARRIVED = "arrived"

_DATA = Path(__file__).parent / "data" / "reminders.toml"
_HEADS = (Duty.FOI_HEAD, Duty.RESPONSIBLE_LEADER)

# Whose step it is, by duty, besides the FOI officers who are told in any case.
_STEP_OF: dict[Who, Duty] = {
    Who.SECTION: Duty.SECTION_HEAD,
    Who.COUNSEL: Duty.LEGAL_COUNSEL,
    Who.REVIEWER: Duty.SECRECY_REVIEWER,
    Who.LEADER: Duty.RESPONSIBLE_LEADER,
}


def remind(today: date | None = None) -> int:
    """Remind people of what is due, overdue or lapsed on `today`; return how many notices now stand.

    Before a due day the FOI officers are told and the person whose step it is, on the day the head of the
    FOI office and the responsible leader too; once it has passed, these two each working day. Everybody is
    told of the same occasion once, so that the round can be made again. Run daily.
    """
    today = today or clock.today()
    calendar = loaded_calendar()
    told = 0
    duties = (Duty.FOI_OFFICER, *_HEADS, *_STEP_OF.values())
    staff = Staff(set(Agency.objects.values_list("pk", flat=True)), duties)
    for case in _cases_to_look_at():
        told += sum(len(each) for each in _of_case(case, staff, calendar, today))
    for inquiry in Inquiry.objects.open().select_related("agency"):
        told += sum(len(each) for each in _of_inquiry(inquiry, staff, calendar, today))
    return told


def tell_of_moves(moved: Iterable[Moved]) -> None:
    """Tell the FOI officers whose requests have another due day by a changed calendar."""
    moved = list(moved)
    staff = Staff({each.case.agency_id for each in moved}, [Duty.FOI_OFFICER])
    for each in moved:
        notify(
            staff.holders(each.case.agency_id, Duty.FOI_OFFICER),
            kind="cases.due_moved",
            subject_key=each.case.key,
            text=partial(_move_in_words, each),
            url=each.case.get_absolute_url(),
            slot=f"moved/{each.before}/{each.after}/{each.after_year or ''}/{clock.now().isoformat()}",
            number=each.case.number,
            due_on=each.after,
        )


def tell_the_officers(case: Case, occasion: str, *, staff: Staff | None = None) -> None:
    """Tell the FOI officers that a requester handed something in at the portal."""
    staff = staff or Staff({case.agency_id}, [Duty.FOI_OFFICER])
    notify(
        staff.holders(case.agency_id, Duty.FOI_OFFICER),
        kind="cases.heard" if case.is_received else "cases.unconfirmed",
        subject_key=case.key,
        text=partial(_named, case),
        url=case.get_absolute_url(),
        slot=occasion,
        number=case.number,
    )


def _cases_to_look_at() -> Iterator[Case]:
    on_their_way = Reply.objects.filter(state=ReplyState.SENT).values("case")
    unfinished = Case.objects.open() | Case.objects.filter(pk__in=on_their_way)
    return with_steps(unfinished.order_by("pk")).iterator(chunk_size=500)


def _of_case(case: Case, staff: Staff, calendar: Calendar, today: date) -> Iterator[list[Any]]:
    if case.is_open and case.due_on:
        yield from _of_due_day(case, staff, calendar, today)
    if case.is_open and not case.is_received:
        yield _tell(case, staff, "cases.unconfirmed", slot="unconfirmed")
    for step in steps_of(case, calendar, today):
        if step.step in {Step.CLOSE_UNCLARIFIED, Step.CLOSE_UNPAID}:
            yield _tell(case, staff, "cases.lapsed", slot=f"{step.step}/{step.until}")
        if step.step is Step.RECORD_ARRIVAL and _long_ago(step.since, calendar, today):
            yield _tell(case, staff, "cases.arrival_missing", slot=f"reply/{step.since}")
        if step.step is Step.RECORD_LETTER_ARRIVAL and _long_ago(step.since, calendar, today):
            yield _tell(case, staff, "cases.arrival_missing", slot=f"letter/{step.since}")
    if case.is_open:
        for consultation in open_consultations(case):
            last = last_day_to_answer(consultation, calendar)
            if last and last < today:
                yield _tell(case, staff, "cases.silence", slot=f"{consultation.pk}/{last}")


def _of_due_day(case: Case, staff: Staff, calendar: Calendar, today: date) -> Iterator[list[Any]]:
    due_on = case.due_on
    if due_on is None:
        return
    if today > due_on:
        if _is_work_day(today, calendar):
            yield notify(
                staff.holders(case.agency_id, *_HEADS),
                kind="cases.overdue",
                subject_key=case.key,
                text=partial(_named, case),
                url=case.get_absolute_url(),
                slot=f"{due_on.isoformat()}/late/{today.isoformat()}",
                number=case.number,
                due_on=due_on,
            )
        return
    reminder = _reminder(due_on, today, calendar)
    if reminder is None:
        return
    people = staff.holders(case.agency_id, Duty.FOI_OFFICER)
    people += _whose_step(case, standing_of(case, calendar, today), staff)
    if reminder.on_the_day:
        people += staff.holders(case.agency_id, *_HEADS)
    yield notify(
        people,
        kind="cases.due",
        subject_key=case.key,
        text=partial(_due_in_words, case, reminder),
        url=case.get_absolute_url(),
        slot=reminder.slot,
        number=case.number,
        due_on=due_on,
    )


def _of_inquiry(inquiry: Inquiry, staff: Staff, calendar: Calendar, today: date) -> Iterator[list[Any]]:
    if inquiry.due_on is None:
        return
    late = today > inquiry.due_on
    if late:
        people = staff.holders(inquiry.agency_id, *_HEADS) if _is_work_day(today, calendar) else []
        slot = f"{inquiry.due_on.isoformat()}/late/{today.isoformat()}"
    else:
        reminder = _reminder(inquiry.due_on, today, calendar)
        if reminder is None:
            return
        people, slot = staff.holders(inquiry.agency_id, Duty.FOI_OFFICER), reminder.slot
        if inquiry.handling_section_id:
            people += staff.holders(
                inquiry.agency_id, Duty.SECTION_HEAD, section_id=inquiry.handling_section_id
            )
        if reminder.on_the_day:
            people += staff.holders(inquiry.agency_id, *_HEADS)
    yield notify(
        people,
        kind="cases.inquiry_overdue" if late else "cases.inquiry_due",
        subject_key=inquiry.key,
        text=inquiry.matter,
        url=inquiry.get_absolute_url(),
        slot=slot,
        number=inquiry.number,
        due_on=inquiry.due_on,
    )


def _tell(case: Case, staff: Staff, kind: str, *, slot: str) -> list[Any]:
    return notify(
        staff.holders(case.agency_id, Duty.FOI_OFFICER),
        kind=kind,
        subject_key=case.key,
        text=partial(_named, case),
        url=case.get_absolute_url(),
        slot=slot,
        number=case.number,
    )


def _whose_step(case: Case, standing: Standing, staff: Staff) -> list[User]:
    duty = _STEP_OF.get(standing.who)
    if duty is None:
        return []
    section = standing.section.pk if standing.section else None
    reply = standing_reply(case)
    apart = {reply.proposed_by_id, reply.section_by_id, reply.checked_by_id} if reply else set()
    people = staff.holders(case.agency_id, duty, section_id=section)
    return [person for person in people if person.pk not in apart]


def _reminder(due_on: date, today: date, calendar: Calendar) -> Reminder | None:
    try:
        return due_reminder(due_on, today, calendar)
    except CalendarMissing:
        return None


def _is_work_day(today: date, calendar: Calendar) -> bool:
    """Nobody is told on a day off, on which nothing can be done; without its notice every day is told."""
    return not calendar.covers(today) or calendar.is_working(today)


def _long_ago(since: date | None, calendar: Calendar, today: date) -> bool:
    if since is None or since >= today:
        return False
    try:
        return calendar.between(since, today) > _days_until_asked(today)
    except CalendarMissing:
        return False


def _named(case: Case) -> str:
    return gettext("%(number)s: %(title)s") % {"number": case.number, "title": case.title}


def _due_in_words(case: Case, reminder: Reminder) -> str:
    if reminder.on_the_day:
        return gettext("%(number)s: %(title)s. Today is the last day.") % {
            "number": case.number,
            "title": case.title,
        }
    left = reminder.working_days_left
    return ngettext(
        "%(number)s: %(title)s. %(left)s working day left.",
        "%(number)s: %(title)s. %(left)s working days left.",
        left,
    ) % {"number": case.number, "title": case.title, "left": left}


def _move_in_words(moved: Moved) -> str:
    case = moved.case
    if moved.after and moved.before:
        return gettext("%(number)s was due on %(before)s and is due on %(after)s now.") % {
            "number": case.number,
            "before": date_format(moved.before),
            "after": date_format(moved.after),
        }
    if moved.after:
        return gettext("%(number)s is due on %(after)s.") % {
            "number": case.number,
            "after": date_format(moved.after),
        }
    return gettext("The due day of %(number)s is not known any more.") % {"number": case.number}


def _days_until_asked(today: date) -> int:
    holding = [row for row in _rows() if row["valid_from"] <= today]
    return int(holding[-1]["working_days_after"]) if holding else 0


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(_DATA.read_text("utf-8"))["arrival"]
    return sorted(rows, key=lambda row: row["valid_from"])
