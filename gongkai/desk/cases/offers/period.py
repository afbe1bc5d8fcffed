"""Offers about the clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.cases import policy
from gongkai.cases.models import Case, EntryKind, LetterState, RequestKind
from gongkai.kit.views import Offer
from gongkai.law import fees
from gongkai.law.deadlines import longest_extension
from gongkai.law.regimes import Regime


def first_offers(case: Case, user: Any) -> Iterator[Offer]:
    """Offer to end what the case waits for: nothing else goes on before."""
    if case.is_open and case.is_received:
        yield from _what_waits(case, user)


def offers(case: Case, user: Any) -> Iterator[Offer]:
    """Offer what fits the case as it stands: its Regulations, and what was asked already."""
    yield Offer(
        _("Extend the period"),
        _page(case, "case_extend"),
        _("At most %(longest)s working days, once; the requester is told by a notice.")
        % {"longest": longest_extension(case.governed_from)},
        policy.obstacles_to_extending(case, user),
    )
    if case.is_open and case.is_received:
        yield from _questions(case, user)
        yield from _fees(case, user)
    yield Offer(
        _("Record a withdrawal"),
        _page(case, "case_withdraw"),
        _("When the requester takes the request back; the case ends."),
        policy.obstacles_to_withdrawing(case, user),
        quiet=True,
    )


def _page(case: Case, name: str) -> str:
    return reverse(f"desk:{name}", args=[case.pk])


def _what_waits(case: Case, user: Any) -> Iterator[Offer]:
    asked = policy.has_entry(case, EntryKind.CLARIFICATION_ASKED)
    unanswered = asked and not policy.has_entry(case, EntryKind.CLARIFICATION_RECEIVED)
    unpaid = policy.has_entry(case, EntryKind.FEE_NOTICE) and not policy.has_entry(case, EntryKind.FEE_PAID)
    if unanswered:
        yield Offer(
            _("Take the clarification"),
            _page(case, "case_clarification"),
            _("What the requester corrected; the period is counted anew from that day."),
            policy.obstacles_to_taking_a_clarification(case, user),
        )
    if unpaid and case.agency_id in user.working_agency_ids:
        notice = case.fee_notice
        yield Offer(
            _("Record the payment"),
            reverse("desk:case_take_fee", args=[notice.pk]),
            _("The period is counted anew from the day of the payment."),
            policy.obstacles_to_taking_the_fee(notice, user),
        )
    if unanswered or unpaid:
        yield Offer(
            _("Close as given up"),
            _page(case, "case_abandon"),
            _("When the last day has passed; the requester is told by a notice."),
            policy.obstacles_to_deeming_abandoned(case, user),
            grave=True,
        )


def _questions(case: Case, user: Any) -> Iterator[Offer]:
    """Offer to ask the requester or somebody else."""
    of_2019 = Regime.on(case.governed_from) is Regime.OF_2019
    if of_2019 and not policy.asked_already(case):
        yield Offer(
            _("Ask the requester to clarify"),
            _page(case, "case_clarify"),
            _("Once; the term set by the decision runs on.")
            if case.ordered_due_on
            else _("Once, and within 7 working days of receipt; the period then starts anew."),
            policy.obstacles_to_asking_to_clarify(case, user),
            quiet=True,
        )
    if case.kind != RequestKind.CORRECTION:
        yield Offer(
            _("Consult a third party or an agency"),
            _page(case, "case_consult"),
            _("Whose rights are touched, or who made the information too; the days stay out of the period."),
            policy.obstacles_to_consulting(case, user),
            quiet=True,
        )
    yield Offer(
        _("Pass on to another agency"),
        _page(case, "case_transfer"),
        _("What concerns another agency; the reply stays owed."),
        policy.obstacles_to_transferring(case, user),
        quiet=True,
    )
    if not of_2019:
        return
    asked = [each for each in case.letters.all() if each.kind == "reasons" and each.state != LetterState.VOID]
    if not asked:
        yield Offer(
            _("Ask for the reasons"),
            _page(case, "case_reasons"),
            _("When the requests are far too many or too frequent; the period runs on."),
            policy.obstacles_to_asking_for_reasons(case, user),
            quiet=True,
        )
    elif any(each.sent_on for each in asked):
        yield Offer(
            _("Set a later date"),
            _page(case, "case_later_date"),
            _("When the reasons convince and the period is too short; the requester is told by a notice."),
            policy.obstacles_to_setting_a_later_date(case, user),
            quiet=True,
        )


def _fees(case: Case, user: Any) -> Iterator[Offer]:
    day = case.day_received
    if case.kind == RequestKind.INFORMATION and fees.tariff_in_force(day) and not hasattr(case, "fee_notice"):
        yield Offer(
            _("Ask for a processing fee"),
            _page(case, "case_ask_fee"),
            _("Only for far too many requests or pages; the clock stands until it is paid."),
            policy.obstacles_to_asking_for_a_fee(case, user),
            quiet=True,
        )
    if fees.cost_fee_allowed(day):
        yield Offer(
            _("Record a fee"),
            _page(case, "case_fee"),
            _("Money received for this request."),
            policy.obstacles_to_recording_a_fee(case, user),
            quiet=True,
        )
