"""What a case's page tells about the request it belongs to: who made it, what else is in it, who wrote."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongkai.acts.duties import Duty
from gongkai.cases.models import READERS, Attempt, Case, IdentityProof, Message, Requester
from gongkai.desk.cases.earlier import Earlier, before_case, newest_cases_of


def facts_of(case: Case, user: Any) -> dict[str, Any]:
    """Return what the parts `facts` and `messages` of the page show to this person.

    Asks for `request__requester` fetched with the case. Who only supervises the agency sees the name masked
    and reads no messages.
    """
    in_office = case.agency_id in user.agency_ids_as(*READERS, Duty.SECTION_HEAD)
    in_foi_office = case.agency_id in user.agency_ids_as(Duty.FOI_OFFICER, Duty.FOI_HEAD)
    facts: dict[str, Any] = {
        "name_shown": in_office,
        "attempts": [],
        "siblings": list(_siblings(case, user)) if case.request_id else [],
        "set_aside": Case.objects.visible_to(user).filter(pk=case.follows_id).first()
        if case.follows_id
        else None,
        "anew": list(Case.objects.visible_to(user).filter(follows=case)) if case.concluded_on else [],
    }
    if case.confirmed_on or not case.is_received:
        facts["attempts"] = list(Attempt.objects.filter(case=case).order_by("made_at", "pk"))
    if in_foi_office and case.request:
        letters = Message.objects.filter(Q(case=case) | Q(case=None), request=case.request)
        facts["letters_of_requester"] = list(letters)
        facts["unread"] = any(not each.from_office and not each.read_at for each in letters)
        facts["proofs"] = list(IdentityProof.objects.filter(request=case.request))
        facts["same_as"] = _same_as(case)
        # Pointed out until a reply is proposed, which then has to deal with it.
        unanswered = case.is_open and not case.replies.all()
        facts["earlier"] = before_case(case) if unanswered else Earlier()
        facts["may_register"] = user.has_duty(Duty.FOI_OFFICER, case.agency)
    return facts


def _siblings(case: Case, user: Any) -> Any:
    """Return the other matters of the same request; a new reply by order is no other matter."""
    others = Case.objects.visible_to(user).filter(request=case.request).exclude(follows=case)
    return others.exclude(pk__in=[case.pk, case.follows_id or case.pk]).order_by("pk")


def _same_as(case: Case) -> list[Case]:
    """Return the newest case of each requester that was recognised as this one."""
    requester = case.request.requester if case.request else None
    if requester is None:
        return []
    root = requester.merged_into_id or requester.pk
    others = Requester.objects.filter(Q(merged_into=root) | Q(pk=root)).exclude(pk=requester.pk)
    return list(newest_cases_of(others))
