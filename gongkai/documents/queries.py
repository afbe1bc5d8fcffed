"""The lists others ask for."""

from typing import Any

from django.db.models import Q, QuerySet

from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.documents.models import Document, DocumentQuerySet, Form, OpennessChange, State
from gongkai.secrecy.models import State as ReviewState


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


def withheld(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Return which of `documents` are withheld and assessed again, the first due first (art. 18)."""
    return documents.filter(form=Form.OFFICIAL, state=State.APPROVED, reassess_on__isnull=False).order_by(
        "reassess_on", "pk"
    )


def open_changes_for(user: Any) -> QuerySet[OpennessChange]:
    """Return the proposals to change an attribute that wait for this leader, the longest waiting first."""
    return (
        OpennessChange.objects.filter(
            decided_at=None, document__agency_id__in=user.agency_ids_as(Duty.RESPONSIBLE_LEADER)
        )
        .exclude(proposed_by_id=user.pk)
        .select_related("document", "proposed_by")
        .order_by("proposed_at", "pk")
    )


def with_person(user: Any) -> Q:
    """Return what picks the documents this person goes on with: drafted by them, or handed over to them."""
    return Q(handed_to_id=user.pk) | Q(handed_to=None, drafted_by_id=user.pk)


def unfinished_of(user: Any) -> DocumentQuerySet:
    """What the person drafted or took over and may have to go on with, the longest waiting first.

    That is what is not approved yet, and what the secrecy review sent back after the approval.
    """
    sent_back = Q(state=State.APPROVED, review__state=ReviewState.SENT_BACK)
    unfinished = ~Q(state__in=[State.APPROVED, State.DROPPED]) | sent_back
    open_ones = Document.objects.filter(unfinished, taken_out_at=None)
    return open_ones.filter(with_person(user)).order_by("changed_at", "pk")


def waiting_for(user: Any) -> QuerySet[Document]:
    """What waits for a step of this person, the longest waiting first."""
    step = (
        Q(state=State.WITH_FOI, agency_id__in=user.agency_ids_as(Duty.FOI_OFFICER, Duty.FOI_HEAD))
        | Q(state=State.SUBMITTED, agency_id__in=user.agency_ids_as(Duty.OFFICE_CHECKER))
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
    own = Q(state=State.DRAFTING) & with_person(user)
    return (
        Document.objects.filter((step & ~Q(submitted_by_id=user.pk)) | own)
        .select_related("agency", "section", "drafted_by", "review")
        .order_by("changed_at", "pk")
    )
