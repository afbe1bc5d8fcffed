"""What of the disputes waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.desk.disputes.deadlines import next_of
from gongkai.disputes.models import (
    DEFENCE_OWED,
    FILING_OWED,
    REPLY_OWED,
    Complaint,
    Dispute,
    Instance,
)
from gongkai.kit.waiting import Question, Waiting, told

AT_MOST = 20

# An appeal may be our own, and then no copy is served on us.
NOT_SERVED = Q(decided_on=None, served_on=None) & ~Q(instance__in=[Instance.SECOND, Instance.RETRIAL])


def waiting_for(user: Any) -> list[Waiting]:
    """Return what the disputes ask of the person, the most pressing first, and complaints not handled."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    replying = user.agency_ids_as(Duty.FOI_OFFICER)
    if keeping := user.agency_ids_as(Duty.FOI_OFFICER, Duty.LEGAL_COUNSEL):
        wanted = Q(agency__in=keeping) & (DEFENCE_OWED | FILING_OWED | NOT_SERVED)
        wanted |= Q(agency__in=replying) & REPLY_OWED
        disputes = Dispute.objects.filter(wanted)
        yield Question(disputes, lambda: _disputes(disputes))
    if replying:
        complaints = Complaint.objects.filter(agency__in=replying, handled="")
        yield Question(complaints, lambda: _complaints(complaints))


def _disputes(wanted: Any) -> list[Waiting]:
    today = clock.today()
    rows = []
    for dispute in wanted.by_what_is_due()[:AT_MOST]:
        owed = next_of(dispute, today)
        rows.append(
            Waiting(
                kind=dispute.get_kind_display(),
                title=str(dispute),
                url=dispute.get_absolute_url(),
                says=owed.what if owed else _without_a_day(dispute),
                button=_("Open"),
                deadline=owed.deadline if owed else None,
                since=dispute.decided_on or dispute.opened_on,
            )
        )
    return rows


def _without_a_day(dispute: Dispute) -> str:
    if dispute.owes_new_reply:
        return _("Open the new reply the decision orders.")
    return _("Record on which day the copy was served.")


def _complaints(complaints: Any) -> list[Waiting]:
    return [
        Waiting(
            kind=complaint.get_kind_display(),
            title=str(complaint),
            url=complaint.get_absolute_url(),
            says=_("Record how it was handled."),
            button=_("Open"),
            since=complaint.received_on,
        )
        for complaint in complaints.order_by("received_on")[:AT_MOST]
    ]
