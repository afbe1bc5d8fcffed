"""What the acts on documents share: one locked row, its versions, attachments, remarks and packages."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock
from gongkai.acts.locking import keep_known
from gongkai.documents.models import (
    Attachment,
    Document,
    Openness,
    OpennessDecision,
    Remark,
    Version,
)
from gongkai.documents.pictures import attach_pictures, keys_in
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.law.periods import months_after
from gongkai.law.terms import find as find_term
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.gate import Found
from gongkai.secrecy.models import ENDED, Carrier, Markup, Review
from gongkai.secrecy.models import State as ReviewState

# What a draft tells of itself besides title, text, section and attribute.
FACTS = (
    "addressees",
    "copies_to",
    "is_policy",
    "origin",
    "origin_bodies",
    "origin_number",
    "origin_openness",
    "matter",
    "phase",
)


def lock(document: Document) -> Document:
    rows = Document._base_manager.select_for_update(of=("self",))
    if document.review_id is not None:
        rows = rows.select_related("review__package")
    document = keep_known(rows.get(pk=document.pk), document, "agency", "section", "drafted_by")
    if document.review is not None:
        # A package is of its document's agency; fetching that twice costs every act.
        document.review.package.agency = document.agency
    return document


def tell(document: Document, facts: dict[str, Any]) -> None:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"A document has no {sorted(unknown)}.")
    for name, value in facts.items():
        setattr(document, name, value)
    if document.matter is not None and document.matter.agency_id != document.agency_id:
        raise Refused(str(_("This matter belongs to another agency.")))


def refuse_unseen(document: Document, seen_version: int) -> None:
    if document.version != seen_version:
        raise Refused(
            gettext("%(name)s changed this draft at %(time)s. Your changes are kept; compare, then save.")
            % {"name": document.changed_by.name, "time": date_format(localtime(document.changed_at), "H:i")}
        )


def keep_changed(
    document: Document, by: Any, *, add: Iterable[tuple[StoredFile, str]], remove: Iterable[int]
) -> None:
    """Save a changed text with its attachments as a new version."""
    document.attachments.filter(pk__in=list(remove)).delete()
    attach(document, add)
    attach_pictures(document, by)
    document.version += 1
    document.changed_by, document.changed_at = by, clock.now()
    document.save()
    keep_version(document, by, document.files)


def attach_pictures_of_a_new_draft(document: Document, by: Any) -> bool:
    """Attach the pictures of a text just begun; say whether there are any."""
    if document.markup != Markup.HTML or not keys_in(document.body):
        return False
    attach_pictures(document, by)
    document.save(update_fields=["body"])
    return True


def keep_openness(document: Document, by: Any) -> None:
    OpennessDecision.objects.create(
        document=document,
        openness=document.openness,
        basis=document.openness_basis,
        reason=document.openness_reason,
        by=by,
        at=clock.now(),
    )


def describe_pictures(document: Document, words: Mapping[int, str]) -> None:
    for attachment in document.attachments.filter(pk__in=words):
        if attachment.alternative_text != words[attachment.pk]:
            attachment.alternative_text = words[attachment.pk]
            attachment.save(update_fields=["alternative_text"])


def answer_for_pictures(document: Document, by: Any, found: Iterable[Found]) -> None:
    """Who hands it in looked at every picture: no program reads in them."""
    pictures = [each for each in found if each.is_open and each.is_picture_to_look_at]
    if pictures:
        secrecy.justify(
            document, pictures, by=by, reason=gettext("Looked at: nothing personal can be read in it.")
        )


def day_of_reassessment(document: Document, since: date) -> date | None:
    """Return when what is withheld is looked at again: the dated term "document_reassessment", in months."""
    if document.openness == Openness.PROACTIVE:
        return None
    term = find_term("document_reassessment", since)
    return months_after(since, term.value) if term else None


def attach(document: Document, files: Iterable[tuple[StoredFile, str]]) -> None:
    files = list(files)
    if not files:
        return
    last = document.attachments.order_by("-order").values_list("order", flat=True).first() or 0
    Attachment.objects.bulk_create(
        Attachment(document=document, file=file, alternative_text=text, order=last + place)
        for place, (file, text) in enumerate(files, start=1)
    )


def keep_version(document: Document, by: Any, files: Iterable[Attachment]) -> None:
    Version.objects.create(
        document=document,
        number=document.version,
        title=document.title,
        body=document.body,
        markup=document.markup,
        files=[[str(each.file_id), each.file.name, each.file.sha256] for each in files],
        saved_by=by,
        saved_at=clock.now(),
    )


def keep_remark(document: Document, step: str, text: str, by: Any) -> None:
    if text.strip():
        Remark.objects.create(document=document, step=step, text=text, by=by, at=clock.now())


def packed(
    document: Document,
    by: Any,
    *,
    files: Iterable[Attachment] | None = None,
    found: Collection[Found] | None = None,
    particulars: secrecy.Particulars | None = None,
    edited_by: User | None = None,
) -> Review:
    return secrecy.pack(
        about=document.key,
        agency=document.agency,
        section=document.section,
        title=document.title,
        body=document.body,
        markup=document.markup,
        files=[(each.file, each.alternative_text) for each in (document.files if files is None else files)],
        found=found,
        submitted_by=document.submitted_by or document.drafted_by,
        drafted_by=document.drafted_by,
        edited_by=edited_by,
        by=by,
        carrier=Carrier.OTHER if document.is_piece else Carrier.DOCUMENT,
        rule_set=document.rule_set,
        particulars=particulars,
    )


def end_review(document: Document, by: Any, reason: str) -> None:
    """The package comes back with what it froze, whichever step its review had reached."""
    review = document.review
    if review is None or review.state in ENDED:
        return
    review.sent_back_by, review.sent_back_reason = by, reason
    review.state = ReviewState.SENT_BACK
    review.save(update_fields=["sent_back_by", "sent_back_reason", "state"])
    record(by, "secrecy.sent_back", review, reason=reason)
