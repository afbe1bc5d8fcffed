"""What of the disputes waits for a person: nothing with a day of its own yet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.disputes.models import Complaint
from gongkai.kit.waiting import Waiting

AT_MOST = 20


def waiting_for(user: Any) -> list[Waiting]:
    """Return the complaints nobody has handled yet, for the FOI officer."""
    agencies = user.agency_ids_as(Duty.FOI_OFFICER)
    if not agencies:
        return []
    complaints = Complaint.objects.filter(agency__in=agencies, handled="").order_by("received_on")
    return [
        Waiting(
            kind=_("Complaint"),
            title=str(complaint),
            url=complaint.get_absolute_url(),
            says=_("Record how it was handled."),
            button=_("Open"),
            since=complaint.received_on,
        )
        for complaint in complaints[:AT_MOST]
    ]
