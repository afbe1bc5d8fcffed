"""What of the requests waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, Inquiry, Reassessment, Reply, ReplyState
from gongkai.cases.policy import standing_reply
from gongkai.cases.queries import Staff, with_new_messages, with_steps, with_unsent_letters
from gongkai.desk.cases.navigation import STEPS
from gongkai.desk.cases.queue import row_of, row_of_inquiry, row_of_reassessment
from gongkai.desk.cases.stages import HOLDERS
from gongkai.desk.cases.wording import short_day
from gongkai.kit.waiting import Question, Waiting, told
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar

AT_MOST = 100

# A look ahead, not a rule of law: so long before its day a re-assessment stands in the queue.
AHEAD = timedelta(days=30)
# No law says when a file is archived; after so long the queue speaks of it, without a deadline.
UNARCHIVED = timedelta(days=30)

DUTIES_SHOWN = tuple({duty for duties in HOLDERS.values() for duty in duties} | {Duty.INFORMATION_OFFICER})


def waiting_for(user: Any) -> list[Waiting]:
    """Return what the requests ask of the person, the most pressing first: cases, inquiries, what is owed."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    calendar, today = loaded_calendar(), clock.today()
    wanted = _wanted_by(user, today)
    if wanted is not None:
        cases = Case.objects.visible_to(user).filter(wanted)
        yield Question(cases, lambda: _cases(cases, user, calendar, today))
    if agencies := user.agency_ids_as(Duty.FOI_OFFICER):
        inquiries = Inquiry.objects.open().filter(agency__in=agencies)
        yield Question(inquiries, lambda: _inquiries(inquiries, calendar, today))
        due = Reassessment.objects.open().filter(case__agency__in=agencies, due_on__lte=today + AHEAD)
        yield Question(due, lambda: _reassessments(due, calendar, today))
        owed = unarchived(Case.objects.filter(agency__in=agencies), today)
        yield Question(owed, lambda: _unarchived(owed))


def _cases(wanted: Any, user: Any, calendar: Calendar, today: date) -> list[Waiting]:
    cases = list(with_steps(wanted.by_urgency())[:AT_MOST])
    staff = Staff({case.agency_id for case in cases}, DUTIES_SHOWN)
    return [row_of(case, user, staff, calendar, today) for case in cases if not _barred(case, user, today)]


def _barred(case: Case, user: Any, today: date) -> bool:
    """Nobody agrees to, checks or signs a reply they had a hand in before."""
    if user.has_duty(Duty.FOI_OFFICER, case.agency) or _answers_for(user, case, today):
        return False
    reply = standing_reply(case)
    return reply is not None and user.pk in {
        reply.proposed_by_id,
        reply.section_by_id,
        reply.checked_by_id,
    }


def _answers_for(user: Any, case: Case, today: date) -> bool:
    overdue = case.is_open and case.due_on is not None and case.due_on < today
    return overdue and case.agency_id in _answering(user)


def _answering(user: Any) -> set[int]:
    """Return where the person answers for the office, or checks it from above: what is overdue is theirs."""
    answering: set[int] = user.agency_ids_as(Duty.PRINCIPAL_LEADER, Duty.FOI_HEAD)
    return answering | user.supervised_agency_ids


def _wanted_by(user: Any, today: date) -> Q | None:
    wanted = Q()
    if answering := _answering(user):
        wanted |= Q(agency__in=answering, concluded_on=None, due_on__lt=today)
    if agencies := user.agency_ids_as(Duty.FOI_OFFICER):
        on_their_way = Q(pk__in=Reply.objects.filter(state=ReplyState.SENT).values("case"))
        unfinished = Q(concluded_on=None) | on_their_way | with_unsent_letters() | with_new_messages()
        wanted |= Q(agency__in=agencies) & unfinished
    for duty, state in STEPS.items():
        if agencies := user.agency_ids_as(duty):
            replies = Reply.objects.filter(state=state)
            wanted |= Q(agency__in=agencies, concluded_on=None, pk__in=replies.values("case"))
    sections = [
        post.section_id for post in user.posts_held if post.duty == Duty.SECTION_HEAD and post.section_id
    ]
    if sections:
        begun = Reply.objects.exclude(state=ReplyState.WITH_SECTION)
        wanted |= Q(handling_section__in=sections, concluded_on=None, received_on__isnull=False) & ~Q(
            pk__in=begun.values("case")
        )
    return wanted or None


def _inquiries(inquiries: Any, calendar: Calendar, today: date) -> Iterator[Waiting]:
    for inquiry in inquiries.order_by("due_on", "pk")[:AT_MOST]:
        yield row_of_inquiry(inquiry, calendar, today)


def _reassessments(due: Any, calendar: Calendar, today: date) -> Iterator[Waiting]:
    private = ("case__requester_contact", "case__requester_email", "case__identity_number")
    for reassessment in due.select_related("case").defer(*private)[:AT_MOST]:
        yield row_of_reassessment(reassessment, calendar, today)


def _unarchived(files: Any) -> Iterator[Waiting]:
    """One quiet row for all the files that could have been archived long ago."""
    owed = files.aggregate(count=Count("pk"), oldest=Min("concluded_on"))
    if owed["count"]:
        yield Waiting(
            kind=_("Request"),
            title=ngettext(
                "%(count)s file is not archived yet", "%(count)s files are not archived yet", owed["count"]
            )
            % {"count": owed["count"]},
            url=f"{reverse('desk:case_list_concluded')}?state=unarchived",
            says=_("The oldest of them was concluded on %(day)s.") % {"day": short_day(owed["oldest"])},
            button=_("Open"),
            since=owed["oldest"],
        )


def unarchived(cases: Any, today: date) -> Any:
    """Return those of `cases` that were concluded long ago, have everything arrived, and are not archived."""
    return (
        cases.filter(archived_on=None, concluded_on__lt=today - UNARCHIVED)
        .exclude(pk__in=Reply.objects.filter(state=ReplyState.SENT).values("case"))
        .exclude(with_unsent_letters())
    )
