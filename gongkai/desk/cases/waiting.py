"""What of the requests waits for a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, ReplyState
from gongkai.cases.policy import standing_reply
from gongkai.desk.cases.deadlines import deadline_of_case
from gongkai.desk.cases.navigation import STEPS
from gongkai.desk.cases.stages import next_step_of
from gongkai.kit.waiting import Waiting
from gongkai.workdays.queries import loaded_calendar

AT_MOST = 100


def waiting_for(user: Any) -> list[Waiting]:
    """Return the open cases of the person's duties, the most pressing first, and replies on their way."""
    calendar, today = loaded_calendar(), clock.today()
    wanted = _wanted_by(user, today)
    if wanted is None:
        return []
    cases = (
        Case.objects.visible_to(user)
        .filter(wanted)
        .by_urgency()
        .select_related("agency", "handling_section")
        .prefetch_related("replies")
        .distinct()
    )
    rows = []
    for case in cases[:AT_MOST]:
        reply = standing_reply(case)
        own = reply is not None and reply.proposed_by_id == user.pk
        if own and not user.has_duty(Duty.FOI_OFFICER, case.agency):
            continue  # Nobody checks or signs a reply of their own.
        rows.append(
            Waiting(
                kind=_("Request"),
                title=_("%(number)s: %(title)s") % {"number": case.number, "title": case.title},
                url=case.get_absolute_url(),
                says=next_step_of(case),
                button=_("Open"),
                deadline=deadline_of_case(case, calendar, today),
                since=case.received_on,
            )
        )
    return rows


def _wanted_by(user: Any, today: date) -> Q | None:
    wanted = Q()
    # Who answers for the office, and who checks it from above, sees what is overdue until it is replied to.
    answering = user.agency_ids_as(Duty.PRINCIPAL_LEADER, Duty.FOI_HEAD) | user.supervised_agency_ids
    if answering:
        wanted |= Q(agency__in=answering, concluded_on=None, due_on__lt=today)
    if agencies := user.agency_ids_as(Duty.FOI_OFFICER):
        unfinished = Q(concluded_on=None) | Q(replies__state=ReplyState.SENT)
        wanted |= Q(agency__in=agencies) & unfinished
    for duty, state in STEPS.items():
        if agencies := user.agency_ids_as(duty):
            wanted |= Q(agency__in=agencies, concluded_on=None, replies__state=state)
    sections = [
        post.section_id for post in user.posts_held if post.duty == Duty.SECTION_HEAD and post.section_id
    ]
    if sections:
        wanted |= Q(handling_section__in=sections, concluded_on=None, replies=None)
    return wanted or None
