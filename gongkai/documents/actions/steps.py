"""The way of documents and pieces from submission to approval, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.duties import Duty
from gongkai.documents import policy
from gongkai.documents.actions.keeping import (
    answer_for_pictures,
    day_of_reassessment,
    describe_pictures,
    end_review,
    keep_changed,
    keep_remark,
    lock,
    packed,
    refuse_unseen,
)
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import (
    Document,
    Openness,
    Origin,
    State,
    WorkingCopy,
)
from gongkai.documents.numbering import number_of
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Markup
from gongkai.secrecy.models import State as ReviewState
from gongkai.typesetting.rich_text import clean


@transaction.atomic
def submit(
    document: Document,
    *,
    by: Any,
    opinion: str = "",
    pictures_seen: bool = False,
    particulars: secrecy.Particulars | None = None,
) -> Document:
    """Submit: an official document goes to the office's check, a piece to the FOI officer.

    A policy document that shall not be disclosed goes to the FOI office before the check. With
    `pictures_seen` the one who hands it in answers for the pictures, in which no program reads.

    A piece is frozen as a package at once, with the section's opinion by the one who hands it in: that is
    the first of the three steps of its secrecy review.
    """
    document = lock(document)
    files = document.files
    found = look_through_document(document, files)
    refuse_if_any(
        [
            *policy.obstacles_to_submitting(document, by),
            *policy.obstacles_of_findings(document, pictures_seen=pictures_seen, found=found),
        ]
    )
    if pictures_seen:
        answer_for_pictures(document, by, found)
    document.submitted_by, document.submitted_at = by, clock.now()
    document.foi_by, document.foi_opinion = None, ""
    if document.is_piece:
        document.review = packed(document, by, files=files, found=found, particulars=particulars)
        secrecy.state_opinion(
            document.review, by=by, opinion=opinion or gettext("The section proposes publication.")
        )
        document.state = State.HANDED_IN
    else:
        document.state = State.WITH_FOI if document.needs_the_foi_office else State.SUBMITTED
    document.save(update_fields=["submitted_by", "submitted_at", "foi_by", "foi_opinion", "review", "state"])
    WorkingCopy.objects.filter(document=document).delete()
    record(by, "documents.handed_in" if document.is_piece else "documents.submitted", document)
    return document


@transaction.atomic
def give_foi_opinion(document: Document, *, by: Any, opinion: str) -> Document:
    """Agree, as the FOI office, that a policy document is not disclosed; the office's check comes next.

    Law: 国办发〔2016〕80号 part 1. Who does not agree sends it back.
    """
    document = lock(document)
    refuse_if_any(policy.obstacles_to_giving_the_foi_opinion(document, by))
    if not opinion.strip():
        raise Refused(str(_("Write the opinion of the FOI office.")))
    document.foi_by, document.foi_opinion = by, opinion
    document.state = State.SUBMITTED
    document.save(update_fields=["foi_by", "foi_opinion", "state"])
    keep_remark(document, "foi_opinion", opinion, by)
    record(by, "documents.foi_opinion_given", document, reason=opinion)
    return document


@transaction.atomic
def check(document: Document, *, by: Any, remark: str = "", decided_anew: bool = False) -> Document:
    """Check, as the office: attribute, form and content are in order. The leader's approval comes next."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_checking(document, by))
    if document.origin != Origin.OWN and not decided_anew:
        raise Refused(
            str(
                _(
                    "A document issued jointly or forwarded has its attribute decided anew: confirm that "
                    "it was, and not taken over from the original."
                )
            )
        )
    document.checked_by = by
    document.state = State.CHECKED
    document.save()
    keep_remark(document, "checked", remark, by)
    record(by, "documents.checked", document, reason=remark)
    return document


@transaction.atomic
def edit_piece(
    piece: Document,
    *,
    by: Any,
    seen_version: int,
    title: str,
    body: str,
    add: Sequence[tuple[StoredFile, str]] = (),
    remove: Iterable[int] = (),
    words: Mapping[int, str] | None = None,
    pictures_seen: bool = False,
) -> Document:
    """Better the wording of a piece that was handed in, as the FOI officer who then adopts it.

    With `pictures_seen` the editor answers for the pictures that came with the edit.

    The changed text is a new package. The section's opinion goes along and says that the text was edited
    after it; the review body is somebody else than the editor.
    """
    piece = lock(piece)
    refuse_if_any(policy.obstacles_to_editing_a_piece(piece, by))
    refuse_unseen(piece, seen_version)
    piece.title, piece.body = title, clean(body) if piece.markup == Markup.HTML else body
    describe_pictures(piece, words or {})
    keep_changed(piece, by, add=add, remove=remove)
    found = look_through_document(piece)
    refuse_if_any(policy.obstacles_of_findings(piece, pictures_seen=pictures_seen, found=found))
    if pictures_seen:
        answer_for_pictures(piece, by, found)
    earlier = piece.review
    reason = gettext("The FOI officer edited the text.")
    end_review(piece, by, reason)
    piece.review = packed(piece, by, edited_by=by)
    if earlier is not None and earlier.opinion_by is not None:
        piece.review = secrecy.carry_opinion(piece.review, earlier, by=by)
    piece.save(update_fields=["review"])
    record(by, "documents.edited_for_adoption", piece, version=piece.version)
    return piece


@transaction.atomic
def adopt(piece: Document, *, by: Any, remark: str = "") -> Document:
    """Adopt a piece as the FOI officer.

    Who is also secrecy reviewer decides as the review body in the same act: that makes three people
    in all. Otherwise, and where the FOI officer edited the text, the reviewer decides apart.
    """
    piece = lock(piece)
    refuse_if_any(policy.obstacles_to_adopting(piece, by))
    piece.state = State.ADOPTED
    piece.save(update_fields=["state"])
    review = piece.review
    if (
        review is not None
        and review.state == ReviewState.AWAITING_DECISION
        and by.has_duty(Duty.SECRECY_REVIEWER, piece.agency)
        and review.package.edited_by_id != by.pk
    ):
        piece.review = secrecy.decide(
            review, by=by, opinion=remark or gettext("Nothing secret or private was found.")
        )
    keep_remark(piece, "adopted", remark, by)
    record(by, "documents.adopted", piece, reason=remark)
    return piece


@transaction.atomic
def approve(document: Document, *, by: Any, remark: str = "") -> Document:
    """Approve as the responsible leader.

    An official document gets its number and, when it is for proactive disclosure, goes on to its secrecy
    review. A piece is cleared with the same act, which is the third step of its review.
    """
    document = lock(document)
    if any(policy.obstacles_before_the_review(document, by)):
        refuse_if_any(policy.obstacles_to_approving(document, by))
    # A revised document keeps the number and the day it was signed under first.
    document.approved_by, document.signed_on = by, document.signed_on or clock.today()
    document.state = State.APPROVED
    if document.is_piece:
        if document.review is not None:
            # The review's own obstacles are asked by its act.
            document.review = secrecy.approve(document.review, by=by, remark=remark)
    else:
        if not document.number:
            document.number = number_of(document)
        if document.openness == Openness.PROACTIVE:
            document.review = packed(document, by)
        document.reassess_on = day_of_reassessment(document, document.signed_on)
    document.save(
        update_fields=["approved_by", "signed_on", "state", "number", "review", "reassess_on"],
    )
    keep_remark(document, "approved", remark, by)
    record(by, "documents.approved", document, reason=remark, number=document.number)
    return document


@transaction.atomic
def approve_orally(piece: Document, *, by: Any, leader: User, said_at: datetime, reason: str) -> Document:
    """Note the leader's approval of a piece by word of mouth in an emergency: `secrecy.approve_orally`."""
    piece = lock(piece)
    refuse_if_any(policy.obstacles_to_approving(piece, leader))
    if not piece.is_piece or piece.review is None:
        raise Refused(str(_("The approval of an official document is given in writing.")))
    piece.review = secrecy.approve_orally(piece.review, by=by, leader=leader, said_at=said_at, reason=reason)
    piece.approved_by, piece.signed_on = leader, piece.signed_on or clock.today()
    piece.state = State.APPROVED
    piece.save()
    record(by, "documents.approved_orally", piece, reason=reason, leader=leader.key)
    return piece


@transaction.atomic
def send_back(document: Document, *, by: Any, reason: str) -> Document:
    """Send back to the drafter, with a remark that says what has to be changed."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_sending_back(document, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    if document.is_piece:
        end_review(document, by, reason)
    document.state = State.DRAFTING
    document.checked_by = document.foi_by = None
    document.save()
    keep_remark(document, "sent_back", reason, by)
    record(by, "documents.sent_back", document, reason=reason)
    return document


@transaction.atomic
def revise(document: Document, *, by: Any, reason: str) -> Document:
    """Begin a revision of what was approved: it is a draft again and takes every step anew.

    What is published stays as it was until the new package is cleared and the item corrected.
    """
    document = lock(document)
    refuse_if_any(policy.obstacles_to_revising(document, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    end_review(document, by, reason)
    document.state = State.DRAFTING
    document.checked_by = document.approved_by = document.foi_by = None
    document.save()
    keep_remark(document, "revised", reason, by)
    record(by, "documents.revised", document, reason=reason)
    return document


@transaction.atomic
def ask_for_review(document: Document, *, by: Any) -> Document:
    """Hand an approved document in for secrecy review again, after its review was sent back."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_asking_for_review(document, by))
    document.review = packed(document, by)
    document.save(update_fields=["review"])
    record(by, "documents.review_asked", document)
    return document
