"""What can happen to a dispute or a complaint."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, refuse_if_any
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.disputes import policy
from gongkai.disputes.models import Complaint, Dispute, DisputeOutcome
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people.models import User

label_acts(
    {
        "disputes.opened": _("Dispute registered"),
        "disputes.decided": _("Outcome of the dispute recorded"),
        "disputes.complaint_received": _("Complaint registered"),
        "disputes.complaint_handled": _("Complaint handled"),
    }
)


@transaction.atomic
def open_dispute(
    agency: Agency,
    *,
    by: User,
    kind: str,
    body: str,
    opened_on: date,
    number: str = "",
    case: Case | None = None,
    note: str = "",
) -> Dispute:
    """Register a reconsideration or a suit before `body`, opened on that day; `case` is the one it is about.

    Raises Refused when the docket number stands in the register, the case is another agency's, or
    `by` may not.
    """
    # The agency's row is the lock that keeps one docket number from being registered twice.
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    refuse_if_any(
        policy.obstacles_to_opening(
            agency, by, kind=kind, body=body, number=number, opened_on=opened_on, case=case
        )
    )
    dispute = Dispute.objects.create(
        agency=agency,
        kind=kind,
        body=body.strip(),
        number=number.strip(),
        opened_on=opened_on,
        case=case,
        note=note,
    )
    record(
        by,
        "disputes.opened",
        dispute,
        kind=kind,
        body=body,
        opened_on=opened_on,
        case=case.number if case else "",
    )
    return dispute


@transaction.atomic
def record_outcome(dispute: Dispute, *, by: User, outcome: str, decided_on: date, note: str = "") -> Dispute:
    """Record how a dispute was decided: upheld, corrected or otherwise.

    Raises Refused when it is decided already, or the day lies before the opening or in the future.
    """
    dispute = Dispute.objects.select_for_update(of=("self",)).select_related("agency").get(pk=dispute.pk)
    refuse_if_any(policy.obstacles_to_recording_the_outcome(dispute, by, decided_on=decided_on))
    if outcome not in DisputeOutcome.values:
        raise Refused(str(_("Choose the outcome.")))
    dispute.outcome, dispute.decided_on = outcome, decided_on
    dispute.note = note or dispute.note
    dispute.save(update_fields=["outcome", "decided_on", "note"])
    record(by, "disputes.decided", dispute, reason=note, outcome=outcome, decided_on=decided_on)
    return dispute


@transaction.atomic
def record_complaint(
    agency: Agency, *, by: User, received_on: date, about: str, handled: str = ""
) -> Complaint:
    """Register a complaint or report about the agency's disclosure (row 6 of the table of 2018)."""
    refuse_if_any(policy.obstacles_to_recording_a_complaint(agency, by, received_on=received_on, about=about))
    complaint = Complaint.objects.create(agency=agency, received_on=received_on, about=about, handled=handled)
    record(by, "disputes.complaint_received", complaint, received_on=received_on)
    return complaint


@transaction.atomic
def handle_complaint(complaint: Complaint, *, by: User, handled: str) -> Complaint:
    """Record how a complaint was handled. Raises Refused when that is recorded already."""
    complaint = (
        Complaint.objects.select_for_update(of=("self",)).select_related("agency").get(pk=complaint.pk)
    )
    refuse_if_any(policy.obstacles_to_handling_a_complaint(complaint, by))
    if not handled.strip():
        raise Refused(str(_("Say how the complaint was handled.")))
    complaint.handled = handled
    complaint.save(update_fields=["handled"])
    record(by, "disputes.complaint_handled", complaint, reason=handled)
    return complaint
