"""What of the cases is due besides the replies, what waits to be sent, and what became of a granted reply."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, Inquiry, LetterState, OutgoingLetter, Reassessment, Reply, ReplyState
from gongkai.documents.models import Document, State
from gongkai.journal.models import Entry

# How long before its day a re-assessment is put before the officer.
AHEAD = timedelta(days=30)


def reassessments_due(user: Any, today: date, *, ahead: timedelta = AHEAD) -> QuerySet[Reassessment]:
    """Return what `user`, as FOI officer, has to look at again until `ahead` of today, overdue first.

    Law: Regulations (2019), art. 18.
    """
    agencies = user.agency_ids_as(Duty.FOI_OFFICER)
    return (
        Reassessment.objects.open()
        .filter(case__agency__in=agencies, due_on__lte=today + ahead)
        .select_related("case__agency", "reply")
        .order_by("due_on", "pk")
    )


def inquiries_waiting(user: Any) -> QuerySet[Inquiry]:
    """Return the inquiries that wait for an answer of `user`; those without a due day stand first."""
    agencies = user.agency_ids_as(Duty.FOI_OFFICER)
    return by_due_day(Inquiry.objects.open().filter(agency__in=agencies))


def by_due_day(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Put inquiries whose due day is not known first, then the nearest due day."""
    return inquiries.select_related("agency", "handling_section").order_by(
        F("due_on").asc(nulls_first=True), "received_on", "pk"
    )


def letters_to_send(user: Any) -> QuerySet[OutgoingLetter]:
    """Return the letters that wait to be sent by `user`, the oldest first."""
    agencies = user.agency_ids_as(Duty.FOI_OFFICER)
    return (
        OutgoingLetter.objects.visible_to(user)
        .filter(state=LetterState.WRITTEN, agency__in=agencies)
        .select_related("case__agency", "docx", "pdf")
        .order_by("signed_on", "pk")
    )


def replies_to_send(user: Any) -> QuerySet[Reply]:
    """Return the signed replies that wait to be sent by `user`, the oldest first."""
    agencies = user.agency_ids_as(Duty.FOI_OFFICER)
    return (
        Reply.objects.visible_to(user)
        .filter(state=ReplyState.SIGNED, case__agency__in=agencies)
        .select_related("case__agency", "docx", "pdf")
        .order_by("signed_on", "pk")
    )


def drafts_from(case: Case) -> list[Document]:
    """Return the documents that were begun from the reply to a case and not dropped."""
    told = Entry.objects.filter(subject_key=case.key, act="cases.turned_proactive")
    keys = [str(details.get("document", "")) for details in told.values_list("details", flat=True)]
    numbers = [int(key.rpartition(":")[2]) for key in keys if key.rpartition(":")[2].isdigit()]
    return list(Document.objects.filter(pk__in=numbers).exclude(state=State.DROPPED)) if numbers else []
