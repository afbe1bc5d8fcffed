"""What of documents and pieces is found in the desk, and by whom: the rule of `visible_to`, as tokens."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet

from gongkai.acts.duties import Duty
from gongkai.documents.models import Attachment, Document, State
from gongkai.files import texts
from gongkai.search import Entry
from gongkai.secrecy.models import Decision, Ground, Markup, Review
from gongkai.secrecy.models import State as ReviewState
from gongkai.typesetting.rich_text import plain_text

MODEL = Document
KINDS = ("document", "piece")

_AT_ONCE = 200
_OFFICE_WIDE = (
    Duty.OFFICE_CHECKER,
    Duty.SECRECY_REVIEWER,
    Duty.RESPONSIBLE_LEADER,
    Duty.PRINCIPAL_LEADER,
    Duty.FOI_OFFICER,
    Duty.FOI_HEAD,
    Duty.CHANNEL_EDITOR,
)


def key_for(pk: int) -> str:
    return f"document:{pk}"


def readers_of(user: Any) -> set[str]:
    """Return the tokens of what this person may read of this room."""
    sections = {section for own in user.sections_by_agency.values() for section in own}
    return {
        f"user:{user.pk}",
        *(f"papers:{agency}" for agency in user.agency_ids_as(*_OFFICE_WIDE)),
        *(f"section:{section}" for section in sections),
        *(f"supervised:{agency}" for agency in user.supervised_agency_ids),
    }


def found() -> QuerySet[Document]:
    """What is found at all: nothing in which a state secret was found, not even by those who may see it."""
    return Document.objects.exclude(
        review__decision=Decision.WITHHOLD, review__ground=Ground.STATE_SECRET, taken_out_at=None
    )


def affected(subject: Any) -> Iterable[int]:
    """Return the numbers of the documents that an act on `subject` may change for the search."""
    if isinstance(subject, Document):
        return (subject.pk,)
    if isinstance(subject, Review) and may_be_about_secrets(subject):
        return Document.objects.filter(review=subject).values_list("pk", flat=True)
    return ()


def may_be_about_secrets(review: Review) -> bool:
    """Say whether a review found a ground to withhold, or was begun anew and may have found one before."""
    return bool(review.ground) or review.state in (ReviewState.SENT_BACK, ReviewState.WITHHELD)


def entries(documents: QuerySet[Document]) -> Iterator[Entry]:
    """Yield the entries of `documents`, of those that may be found."""
    files = Attachment.objects.select_related("file").order_by("order")
    rows = (
        documents.filter(pk__in=found().values("pk"))
        .select_related("agency")
        .prefetch_related(Prefetch("attachments", queryset=files))
        .order_by("pk")
        .iterator(chunk_size=_AT_ONCE)
    )
    while chunk := list(islice(rows, _AT_ONCE)):
        words = texts.texts_of([each.file for row in chunk for each in row.attachments.all()])
        for row in chunk:
            yield _entry(row, words)


def _entry(document: Document, words: dict[str, str]) -> Entry:
    body = plain_text(document.body) if document.markup == Markup.HTML else document.body
    readers = [f"papers:{document.agency_id}", f"user:{document.drafted_by_id}"]
    if document.section_id:
        readers.append(f"section:{document.section_id}")
    if document.handed_to_id:
        readers.append(f"user:{document.handed_to_id}")
    if document.state == State.APPROVED:
        readers.append(f"supervised:{document.agency_id}")
    return Entry(
        space="desk",
        key=key_for(document.pk),
        day=document.changed_at.date(),
        title=document.title,
        numbers=tuple(number for number in (document.number, document.origin_number) if number),
        body=body,
        attachments=tuple(
            f"{each.file.name}\n{words.get(each.file.sha256, '')}"
            for each in document.attachments.all()
            if not each.file.is_picture
        ),
        facets={
            "kind": ("piece" if document.is_piece else "document",),
            "year": (str(document.changed_at.year),),
            "office": (document.agency.slug.lower(),),
        },
        readers=tuple(readers),
    )
