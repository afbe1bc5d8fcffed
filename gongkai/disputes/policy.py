"""Who keeps the register of disputes and complaints, and why not; what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.disputes import limits
from gongkai.disputes.models import (
    Against,
    Complaint,
    ComplaintCame,
    ComplaintKind,
    ComplaintResult,
    Dispute,
    DisputeKind,
    DisputeOutcome,
    DisputePaperKind,
    Instance,
    Judgment,
    OrderedUnit,
    Procedure,
)
from gongkai.law.terms import NoSuchTerm
from gongkai.workdays.calendar import Calendar


def obstacles_to_keeping_the_register(agency: Agency, by: Actor) -> Iterator[str]:
    if not (by.has_duty(Duty.FOI_OFFICER, agency) or by.has_duty(Duty.LEGAL_COUNSEL, agency)):
        yield _("Only the FOI officer and the legal counsel of this agency keep the register of disputes.")


def obstacles_to_opening(dispute: Dispute, by: Actor, calendar: Calendar) -> Iterator[str]:
    """Say why `by` cannot register this dispute, not saved yet; nothing said means: go on."""
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if dispute.kind not in DisputeKind.values:
        yield _("Choose whether it is a reconsideration or a suit.")
    if not dispute.body:
        yield _("Name the body or the court that decides.")
    if dispute.against and dispute.against not in Against.values:
        yield _("Choose what it is directed against.")
    if dispute.opened_on > clock.today():
        yield _("The day it was opened lies in the future.")
    case = dispute.case
    if case and case.agency_id != dispute.agency.pk:
        yield _("This request belongs to another agency.")
    if case and dispute.opened_on < case.governed_from:
        yield _("A dispute cannot be older than the request it is about.")
    docket = dispute.number
    if docket and Dispute.objects.filter(agency=dispute.agency, number=docket).exists():
        yield _("A dispute with this docket number is registered already.")
    yield from _wrong_instance(dispute)
    yield from _wrong_procedure(dispute)
    yield from _wrong_day_of_service(dispute)
    if dispute.follows:
        yield from _does_not_follow(dispute, dispute.follows, calendar)


def _wrong_instance(dispute: Dispute) -> Iterator[str]:
    if dispute.kind == DisputeKind.RECONSIDERATION:
        if dispute.instance:
            yield _("A reconsideration has no instances.")
    elif dispute.instance not in Instance.values:
        yield _("Choose the instance of the suit.")


def _wrong_procedure(dispute: Dispute) -> Iterator[str]:
    if dispute.procedure not in Procedure.values:
        yield _("Choose the procedure.")
        return
    try:
        limits.defence_term(
            suit=dispute.is_suit, simple=dispute.procedure == Procedure.SIMPLE, opened_on=dispute.opened_on
        )
    except NoSuchTerm:
        yield _("On the day it was opened the law did not know this procedure.")


def _wrong_day_of_service(dispute: Dispute) -> Iterator[str]:
    served_on = dispute.served_on
    if served_on and served_on < dispute.opened_on:
        yield _("A copy cannot be served before the dispute was opened.")
    if served_on and served_on > clock.today():
        yield _("The day it was served lies in the future.")


def _does_not_follow(dispute: Dispute, earlier: Dispute, calendar: Calendar) -> Iterator[str]:
    if earlier.agency_id != dispute.agency.pk:
        yield _("The dispute it follows belongs to another agency.")
        return
    if earlier.case_id and dispute.case and earlier.case_id != dispute.case.pk:
        yield _("The dispute it follows is about another request.")
    if dispute.opened_on < (earlier.decided_on or earlier.opened_on):
        yield _("A dispute cannot be opened before the one it follows was decided.")
    first = dispute.instance == Instance.FIRST
    if not dispute.is_suit:
        yield _("A reconsideration follows no other dispute.")
    elif first and dispute.kind != DisputeKind.SUIT_AFTER_RECONSIDERATION:
        yield _("A suit without reconsideration follows no other dispute.")
    elif first and earlier.kind != DisputeKind.RECONSIDERATION:
        yield _("A suit after reconsideration follows a reconsideration.")
    elif not first and earlier.kind != dispute.kind:
        yield _("An appeal or a retrial follows a suit of the same kind.")
    elif not earlier.decided_on and not (first and _is_overdue(earlier, dispute.opened_on, calendar)):
        yield _("The dispute it follows has not been decided yet. Record its outcome first.")


def _is_overdue(reconsideration: Dispute, on: date, calendar: Calendar) -> bool:
    simple = reconsideration.procedure == Procedure.SIMPLE
    return limits.time_to_decide_is_over(reconsideration.opened_on, on, calendar, simple=simple)


def obstacles_to_recording_service(
    dispute: Dispute, by: Actor, *, served_on: date | None = None, procedure: str | None = None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if dispute.decided_on:
        yield _("The outcome of this dispute is recorded already.")
    if dispute.defence_sent_on:
        yield _("The defence has been handed in already; the day of service stands.")
    if served_on:
        told = Dispute(
            kind=dispute.kind,
            opened_on=dispute.opened_on,
            served_on=served_on,
            procedure=procedure or dispute.procedure,
        )
        yield from _wrong_procedure(told)
        yield from _wrong_day_of_service(told)


def obstacles_to_recording_the_defence(
    dispute: Dispute, by: Actor, *, sent_on: date | None = None, late_reason: str | None = None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if not dispute.served_on:
        yield _("Record first on which day the copy was served on the office.")
    if dispute.defence_sent_on:
        yield _("The defence is recorded already.")
    if dispute.decided_on:
        yield _("The outcome of this dispute is recorded already.")
    if sent_on is None:
        return
    if dispute.served_on and sent_on < dispute.served_on:
        yield _("A defence cannot be handed in before the copy was served.")
    if sent_on > clock.today():
        yield _("The day it was handed in lies in the future.")
    due = dispute.defence_due_on
    if due and sent_on > due and not (late_reason or "").strip():
        yield _("It was handed in after the due day. Say why it is late.")


def obstacles_to_recording_the_outcome(
    dispute: Dispute, by: Actor, *, decided_on: date | None = None, decision_served_on: date | None = None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if dispute.decided_on:
        yield _("The outcome of this dispute is recorded already.")
    if decided_on and decided_on < dispute.opened_on:
        yield _("A dispute cannot be decided before it was opened.")
    if decided_on and decided_on > clock.today():
        yield _("The day it was decided lies in the future.")
    if decided_on and decision_served_on and decision_served_on < decided_on:
        yield _("A decision cannot be served before it was made.")
    if decision_served_on and decision_served_on > clock.today():
        yield _("The day it was served lies in the future.")


def obstacles_to_the_decision(
    *, judgment: str, outcome: str, orders_new_reply: bool, within_days: int | None, unit: str
) -> Iterator[str]:
    """Say what of a decision does not fit together; nothing said means: it does."""
    if judgment and judgment not in Judgment.values:
        yield _("Choose what was decided.")
    if outcome not in DisputeOutcome.values:
        yield _("Choose the outcome.")
    elif orders_new_reply and outcome != DisputeOutcome.CORRECTED:
        yield _("Only a decision that corrects the agency orders a new reply.")
    if within_days is not None and not orders_new_reply:
        yield _("A period belongs to the order of a new reply.")
    if within_days is not None and within_days < 1:
        yield _("An ordered period has at least one day.")
    if unit not in OrderedUnit.values:
        yield _("Choose the unit of the ordered period.")


def obstacles_to_filing_a_lost_case(
    dispute: Dispute, by: Actor, *, on: date | None = None, how: str | None = None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if dispute.outcome != DisputeOutcome.CORRECTED:
        yield _("Only a lost case is reported to the district.")
    if dispute.filed_on:
        yield _("This case has been reported to the district already.")
    if on and dispute.decided_on and on < dispute.decided_on:
        yield _("A case cannot be reported as lost before it was decided.")
    if on and on > clock.today():
        yield _("The day it was reported lies in the future.")
    if how is not None and not how.strip():
        yield _("Say how it was reported.")


def obstacles_to_replying_anew(
    dispute: Dispute, by: Actor, *, effective_on: date | None = None
) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, dispute.agency):
        yield _("Only an FOI officer of this agency opens the new reply.")
    if not dispute.orders_new_reply:
        yield _("No decision orders a new reply here.")
    if not dispute.case_id:
        yield _("This dispute is not linked to a request, so there is none to reply to anew.")
    if dispute.new_case_id:
        yield _("The new reply has been opened already.")
    appealed = dispute.followed_by.filter(instance=Instance.SECOND, decided_on=None)
    if dispute.orders_new_reply and appealed.exists():
        yield _("The judgment has been appealed against. It takes no effect until the appeal is decided.")
    if effective_on and dispute.decided_on and effective_on < dispute.decided_on:
        yield _("A decision cannot take effect before it was made.")
    if effective_on and effective_on > clock.today():
        yield _("The decision takes no effect before %(day)s.") % {"day": _said(effective_on)}


def _said(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def obstacles_to_adding_papers(
    dispute: Dispute, by: Actor, *, kind: str | None = None, on: date | None = None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if kind is not None and kind not in DisputePaperKind.values:
        yield _("Choose what kind of paper it is.")
    if on and on > clock.today():
        yield _("The day of the paper lies in the future.")


def obstacles_to_recording_a_complaint(agency: Agency, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, agency):
        yield _("Only an FOI officer of this agency records complaints.")


def obstacles_to_the_complaint(complaint: Complaint) -> Iterator[str]:
    """Say what of a complaint, not saved yet, does not fit together."""
    if complaint.kind not in ComplaintKind.values:
        yield _("Choose whether it is a complaint or a report.")
    if complaint.how_came and complaint.how_came not in ComplaintCame.values:
        yield _("Choose how it came.")
    if complaint.received_on > clock.today():
        yield _("The day it was received lies in the future.")
    if not complaint.about.strip():
        yield _("Say what the complaint is about.")
    if complaint.case and complaint.case.agency_id != complaint.agency.pk:
        yield _("This request belongs to another agency.")


def obstacles_to_handling_a_complaint(
    complaint: Complaint, by: Actor, *, handled_on: date | None = None, result: str = ""
) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, complaint.agency):
        yield _("Only an FOI officer of this agency records complaints.")
    if complaint.handled:
        yield _("How this complaint was handled is recorded already.")
    if handled_on and handled_on < complaint.received_on:
        yield _("A complaint cannot be handled before it was received.")
    if handled_on and handled_on > clock.today():
        yield _("The day it was handled lies in the future.")
    if result and result not in ComplaintResult.values:
        yield _("Choose the result.")
