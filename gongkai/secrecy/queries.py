"""The lists others ask for."""

from typing import Any

from django.db.models import Q, QuerySet

from gongkai.acts.duties import Duty
from gongkai.secrecy.models import Review, State


def waiting_for(user: Any) -> QuerySet[Review]:
    """Reviews whose next step is this person's, the longest waiting first.

    The approval of a piece and of its review are one act and wait among the documents.
    """
    sections = {section for each in user.sections_by_agency.values() for section in each}
    reviewing = user.agency_ids_as(Duty.SECRECY_REVIEWER)
    leading = user.agency_ids_as(Duty.RESPONSIBLE_LEADER)
    return (
        Review.objects.filter(
            Q(state=State.AWAITING_OPINION, package__section_id__in=sections)
            | Q(state__in=[State.AWAITING_DECISION, State.REFERRED], package__agency_id__in=reviewing)
            & ~Q(package__submitted_by_id=user.pk)
            & ~Q(package__drafted_by_id=user.pk)
            & ~Q(opinion_by_id=user.pk)
            | Q(state=State.AWAITING_APPROVAL, package__agency_id__in=leading)
        )
        .select_related("package__section", "package__submitted_by")
        .order_by("pk")
    )
