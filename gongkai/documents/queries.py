"""The lists others ask for."""

from typing import Any

from django.db.models import QuerySet

from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.documents.models import Document, Form, State


def document_about(about: str) -> Document | None:
    """Return the document a package freezes, from its text key; None for packages of other rooms."""
    kind, _colon, pk = about.partition(":")
    if kind != "documents.document" or not pk.isdecimal():
        return None
    return Document.objects.select_related("review").filter(pk=int(pk)).first()


def normative_documents_issued(agency: Agency, year: int) -> QuerySet[Document]:
    """Normative documents signed in the year, disclosed or not (row 1.1.b of the 2018 table)."""
    return Document.objects.filter(
        agency=agency, is_normative=True, form=Form.OFFICIAL, signed_on__year=year
    ).exclude(state=State.DROPPED)


def waiting_for(user: Any) -> QuerySet[Document]:
    """What waits for a step of this person, the longest waiting first."""
    from django.db.models import Q

    step = (
        Q(state=State.SUBMITTED, agency_id__in=user.agency_ids_as(Duty.OFFICE_CHECKER))
        | Q(state=State.HANDED_IN, agency_id__in=user.agency_ids_as(Duty.FOI_OFFICER))
        | Q(
            state__in=[State.CHECKED],
            agency_id__in=user.agency_ids_as(Duty.RESPONSIBLE_LEADER),
        )
        | Q(
            state=State.ADOPTED,
            review__state="awaiting_approval",
            agency_id__in=user.agency_ids_as(Duty.RESPONSIBLE_LEADER),
        )
    )
    own = Q(state=State.DRAFTING, drafted_by_id=user.pk)
    return (
        Document.objects.filter((step & ~Q(submitted_by_id=user.pk)) | own)
        .select_related("agency", "section", "drafted_by", "review")
        .order_by("changed_at", "pk")
    )
