"""What can happen to documents and pieces, from the first draft to the approval."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.duties import Duty
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.numbering import next_serial
from gongkai.documents import policy
from gongkai.documents.models import (
    Attachment,
    Document,
    Form,
    Genre,
    Openness,
    Remark,
    State,
    Version,
)
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import State as ReviewState

label_acts(
    {
        "documents.drafted": _("Drafted"),
        "documents.saved": _("Saved"),
        "documents.openness_set": _("Openness attribute chosen"),
        "documents.submitted": _("Submitted for the office's check"),
        "documents.checked": _("Checked by the office"),
        "documents.approved": _("Approved by the responsible leader"),
        "documents.sent_back": _("Sent back"),
        "documents.handed_in": _("Handed in for adoption"),
        "documents.adopted": _("Adopted by the FOI officer"),
        "documents.revised": _("Revision begun"),
        "documents.review_asked": _("Handed in for secrecy review again"),
        "documents.dropped": _("Dropped"),
    }
)


@transaction.atomic
def draft(
    agency: Agency,
    *,
    by: Any,
    form: str = Form.OFFICIAL,
    genre: str = Genre.NOTICE,
    title: str,
    body: str = "",
    section: Section | None = None,
    is_normative: bool = False,
    files: Iterable[tuple[StoredFile, str]] = (),
    openness: str = "",
    openness_reason: str = "",
    openness_basis: str = "",
) -> Document:
    """Begin a document or a piece. The attribute may be chosen at once or later, but before submission."""
    refuse_if_any(policy.obstacles_to_drafting(agency, by))
    if section is not None and section.agency_id != agency.pk:
        raise Refused(str(_("This section belongs to another agency.")))
    if openness:
        refuse_if_any(policy.obstacles_to_this_openness(openness, openness_reason, openness_basis))
    if openness == Openness.PROACTIVE:
        openness_reason = openness_basis = ""
    now = clock.now()
    document = Document.objects.create(
        agency=agency,
        section=section,
        form=form,
        genre=genre,
        title=title,
        body=body,
        is_normative=is_normative,
        openness=openness,
        openness_reason=openness_reason,
        openness_basis=openness_basis,
        drafted_by=by,
        drafted_at=now,
        changed_by=by,
        changed_at=now,
    )
    files = list(files)
    _attach(document, files)
    _keep_version(document, by, document.files if files else [])
    record(by, "documents.drafted", document, openness=openness)
    return document


@transaction.atomic
def save_version(
    document: Document,
    *,
    by: Any,
    seen_version: int,
    title: str,
    body: str,
    genre: str | None = None,
    is_normative: bool | None = None,
    section: Section | None = None,
    add: Sequence[tuple[StoredFile, str]] = (),
    remove: Iterable[int] = (),
) -> Document:
    """Save a changed draft. `seen_version` is the one the person began with; `remove` are attachments' keys.

    Raises Refused when somebody else saved in between: nothing is overwritten unseen.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    if document.version != seen_version:
        raise Refused(
            gettext("%(name)s changed this draft at %(time)s. Your changes are kept; compare, then save.")
            % {"name": document.changed_by.name, "time": date_format(localtime(document.changed_at), "H:i")}
        )
    document.title, document.body = title, body
    if genre is not None:
        document.genre = genre
    if is_normative is not None:
        document.is_normative = is_normative
    if section is not None:
        if section.agency_id != document.agency_id:
            raise Refused(str(_("This section belongs to another agency.")))
        document.section = section
    document.attachments.filter(pk__in=list(remove)).delete()
    _attach(document, add)
    document.version += 1
    document.changed_by, document.changed_at = by, clock.now()
    document.save()
    _keep_version(document, by, document.files)
    record(by, "documents.saved", document, version=document.version)
    return document


@transaction.atomic
def set_openness(
    document: Document, openness: str, *, by: Any, reason: str = "", basis: str = ""
) -> Document:
    """Choose the openness attribute; other than proactive it needs the provision and the reason.

    Law: 国办发〔2016〕80号 part 1 (attribute fixed when the document is drafted).
    """
    document = _locked(document)
    refuse_if_any(
        [
            *policy.obstacles_to_setting_openness(document, by),
            *policy.obstacles_to_this_openness(openness, reason, basis),
        ]
    )
    proactive = openness == Openness.PROACTIVE
    document.openness = openness
    document.openness_reason = "" if proactive else reason
    document.openness_basis = "" if proactive else basis
    document.save(update_fields=["openness", "openness_reason", "openness_basis"])
    record(by, "documents.openness_set", document, reason=reason, openness=openness, basis=basis)
    return document


@transaction.atomic
def submit(document: Document, *, by: Any, opinion: str = "") -> Document:
    """Submit: an official document goes to the office's check, a piece to the FOI officer.

    A piece is frozen as a package at once, with the section's opinion by the one who hands it in: that is
    the first of the three steps of its secrecy review.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_submitting(document, by))
    document.submitted_by, document.submitted_at = by, clock.now()
    if document.is_piece:
        document.review = _packed(document, by)
        secrecy.state_opinion(
            document.review, by=by, opinion=opinion or gettext("The section proposes publication.")
        )
        document.state = State.HANDED_IN
    else:
        document.state = State.SUBMITTED
    document.save()
    record(by, "documents.handed_in" if document.is_piece else "documents.submitted", document)
    return document


@transaction.atomic
def check(document: Document, *, by: Any, remark: str = "") -> Document:
    """Check, as the office: attribute, form and content are in order. The leader's approval comes next."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_checking(document, by))
    document.checked_by = by
    document.state = State.CHECKED
    document.save()
    _remark(document, "checked", remark, by)
    record(by, "documents.checked", document, reason=remark)
    return document


@transaction.atomic
def adopt(piece: Document, *, by: Any, remark: str = "") -> Document:
    """Adopt a piece as the FOI officer.

    Who is also secrecy reviewer decides as the review body in the same act: that makes three people
    in all. Otherwise the reviewer decides apart.
    """
    piece = _locked(piece)
    refuse_if_any(policy.obstacles_to_adopting(piece, by))
    piece.state = State.ADOPTED
    piece.save(update_fields=["state"])
    review = piece.review
    if (
        review is not None
        and review.state == ReviewState.AWAITING_DECISION
        and by.has_duty(Duty.SECRECY_REVIEWER, piece.agency)
    ):
        piece.review = secrecy.decide(
            review, by=by, opinion=remark or gettext("Nothing secret or private was found.")
        )
    _remark(piece, "adopted", remark, by)
    record(by, "documents.adopted", piece, reason=remark)
    return piece


@transaction.atomic
def approve(document: Document, *, by: Any, remark: str = "") -> Document:
    """Approve as the responsible leader.

    An official document gets its number and, when it is for proactive disclosure, goes on to its secrecy
    review. A piece is cleared with the same act, which is the third step of its review.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_approving(document, by))
    # A revised document keeps the number and the day it was signed under first.
    document.approved_by, document.signed_on = by, document.signed_on or clock.today()
    document.state = State.APPROVED
    if document.is_piece:
        if document.review is not None:
            document.review = secrecy.approve(document.review, by=by, remark=remark)
    else:
        if not document.number:
            document.number = _number(document)
        if document.openness == Openness.PROACTIVE:
            document.review = _packed(document, by)
    document.save()
    _remark(document, "approved", remark, by)
    record(by, "documents.approved", document, reason=remark, number=document.number)
    return document


@transaction.atomic
def send_back(document: Document, *, by: Any, reason: str) -> Document:
    """Send back to the drafter, with a remark that says what has to be changed."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_sending_back(document, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    if document.is_piece:
        _end_review(document, by, reason)
    document.state = State.DRAFTING
    document.checked_by = None
    document.save()
    _remark(document, "sent_back", reason, by)
    record(by, "documents.sent_back", document, reason=reason)
    return document


@transaction.atomic
def revise(document: Document, *, by: Any, reason: str) -> Document:
    """Begin a revision of what was approved: it is a draft again and takes every step anew.

    What is published stays as it was until the new package is cleared and the item corrected.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_revising(document, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    _end_review(document, by, reason)
    document.state = State.DRAFTING
    document.checked_by = document.approved_by = None
    document.save()
    _remark(document, "revised", reason, by)
    record(by, "documents.revised", document, reason=reason)
    return document


@transaction.atomic
def ask_for_review(document: Document, *, by: Any) -> Document:
    """Hand an approved document in for secrecy review again, after its review was sent back."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_asking_for_review(document, by))
    document.review = _packed(document, by)
    document.save(update_fields=["review"])
    record(by, "documents.review_asked", document)
    return document


@transaction.atomic
def drop(document: Document, *, by: Any, reason: str = "") -> Document:
    """Drop a draft. It stays on record and leaves the lists."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_dropping(document, by))
    document.state = State.DROPPED
    document.save(update_fields=["state"])
    record(by, "documents.dropped", document, reason=reason)
    return document


def _locked(document: Document) -> Document:
    document = locked(document, "agency", "section", "drafted_by")
    if document.review is not None:
        # A package is of its document's agency; fetching that twice costs every act.
        document.review.package.agency = document.agency
    return document


def _attach(document: Document, files: Iterable[tuple[StoredFile, str]]) -> None:
    files = list(files)
    if not files:
        return
    last = document.attachments.order_by("-order").values_list("order", flat=True).first() or 0
    Attachment.objects.bulk_create(
        Attachment(document=document, file=file, alternative_text=text, order=last + place)
        for place, (file, text) in enumerate(files, start=1)
    )


def _keep_version(document: Document, by: Any, files: Iterable[Attachment]) -> None:
    Version.objects.create(
        document=document,
        number=document.version,
        title=document.title,
        body=document.body,
        files=[[str(each.file_id), each.file.name, each.file.sha256] for each in files],
        saved_by=by,
        saved_at=clock.now(),
    )


def _remark(document: Document, step: str, text: str, by: Any) -> None:
    if text.strip():
        Remark.objects.create(document=document, step=step, text=text, by=by, at=clock.now())


def _packed(document: Document, by: Any) -> Any:
    return secrecy.pack(
        about=document.key,
        agency=document.agency,
        section=document.section,
        title=document.title,
        body=document.body,
        files=[(each.file, each.alternative_text) for each in document.files],
        submitted_by=document.submitted_by or document.drafted_by,
        drafted_by=document.drafted_by,
        by=by,
    )


def _end_review(document: Document, by: Any, reason: str) -> None:
    """The package comes back with what it froze, whichever step its review had reached."""
    review = document.review
    if review is None or review.state in {ReviewState.CLEARED, ReviewState.WITHHELD, ReviewState.SENT_BACK}:
        return
    review.sent_back_by, review.sent_back_reason = by, reason
    review.state = ReviewState.SENT_BACK
    review.save(update_fields=["sent_back_by", "sent_back_reason", "state"])
    record(by, "secrecy.sent_back", review, reason=reason)


def _number(document: Document) -> str:
    """The document number: the agency's mark, the year in 〔〕, the serial without leading zeros."""
    year = clock.today().year
    serial = next_serial(document.agency, "documents", year)
    return f"{document.agency.number_mark or document.agency.short_name}发〔{year}〕{serial}号"
