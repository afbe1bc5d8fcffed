"""Who may do what to a document or a piece, and why not."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.documents.models import Document, Openness, State
from gongkai.secrecy import policy as secrecy
from gongkai.secrecy.models import State as ReviewState

DRAFTERS = frozenset({Duty.INFORMATION_OFFICER, Duty.SECTION_HEAD, Duty.FOI_OFFICER, Duty.OFFICE_CHECKER})


def obstacles_to_drafting(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in DRAFTERS):
        yield _("Drafts are written by information officers, section heads and the office.")


def _is_author(document: Document, by: Any) -> bool:
    if document.drafted_by_id == by.pk:
        return True
    return document.section is not None and by.has_duty(Duty.SECTION_HEAD, document.agency, document.section)


def obstacles_to_changing(document: Document, by: Any) -> Iterator[str]:
    if not _is_author(document, by):
        yield _("A draft is changed by its drafter or the head of its section.")
    if document.state != State.DRAFTING:
        yield _("It is under way and cannot be changed; it must be sent back first.")


def obstacles_to_setting_openness(document: Document, by: Any) -> Iterator[str]:
    """The drafter chooses; before approval the office may choose anew. Later it is a decision of its own."""
    may = _is_author(document, by) and document.state == State.DRAFTING
    checker = by.has_duty(Duty.OFFICE_CHECKER, document.agency) and document.state == State.SUBMITTED
    if not (may or checker):
        yield _("The openness attribute is chosen by the drafter; the office may change it when it checks.")


def obstacles_to_this_openness(openness: str, reason: str, basis: str) -> Iterator[str]:
    if openness not in Openness.values:
        yield _("Choose the openness attribute: exactly one of three.")
    elif openness != Openness.PROACTIVE and not (reason.strip() and basis.strip()):
        yield (
            _("Non-disclosure needs the provision and the reason.")
            if openness == Openness.NON_DISCLOSURE
            else _("Disclosure on request only needs the provision and the reason.")
        )


def obstacles_to_submitting(document: Document, by: Any) -> Iterator[str]:
    """Without an attribute a draft goes nowhere (国办发〔2016〕80号 part 1)."""
    if not _is_author(document, by):
        yield _("A draft is submitted by its drafter or the head of its section.")
    if document.state != State.DRAFTING:
        yield _("It has been submitted already.")
        return
    if not document.openness:
        yield _("Choose the openness attribute first; then you can submit.")
    elif document.openness != Openness.PROACTIVE and not (
        document.openness_reason.strip() and document.openness_basis.strip()
    ):
        yield from obstacles_to_this_openness(
            document.openness, document.openness_reason, document.openness_basis
        )
    if not document.body.strip() and not document.attachments.exists():
        yield _("There is no text and no attachment yet.")
    if document.is_piece and document.openness and document.openness != Openness.PROACTIVE:
        yield _("A piece is written to be published; choose proactive disclosure or drop it.")
    # Inside the office everybody has a section; the section's opinion needs to be somebody's.
    if document.section is None:
        yield _("Say which section handles it.")


def obstacles_to_checking(document: Document, by: Any) -> Iterator[str]:
    """The office checks before the leader approves (报批前先送办事处办公室进行审查)."""
    if document.is_piece:
        yield _("A piece is adopted by the FOI officer; the office check is for official documents.")
    elif document.state != State.SUBMITTED:
        yield _("It does not wait for the office's check.")
    if by.pk in {document.drafted_by_id, document.submitted_by_id}:
        yield _("Nobody checks a document of their own.")
    if not by.has_duty(Duty.OFFICE_CHECKER, document.agency):
        yield _("Only the office checker of this agency checks.")


def obstacles_to_approving(document: Document, by: Any) -> Iterator[str]:
    if document.is_piece:
        if document.state != State.ADOPTED:
            yield _("The piece has not been adopted yet.")
        # Somebody else may have handed it in; the text stays theirs.
        if document.drafted_by_id == by.pk:
            yield _("You drafted this document, so another person must approve it: the responsible leader.")
        if document.review is not None:
            yield from secrecy.obstacles_to_approving(document.review, by)
        return
    if document.state != State.CHECKED:
        yield _("It does not wait for the leader's approval.")
    if by.pk in {document.drafted_by_id, document.submitted_by_id}:
        yield _("You drafted this document, so another person must approve it: the responsible leader.")
    elif document.checked_by_id == by.pk:
        yield _("You checked this document, so another person must approve it.")
    if not by.has_duty(Duty.RESPONSIBLE_LEADER, document.agency):
        yield _("Only the responsible leader of this agency approves.")


def obstacles_to_sending_back(document: Document, by: Any) -> Iterator[str]:
    """It is sent back by the one whose step it is; an adopted piece not yet reviewed, by the reviewer."""
    undecided = document.review is not None and document.review.state in {
        ReviewState.AWAITING_DECISION,
        ReviewState.REFERRED,
    }
    duty = {
        State.SUBMITTED: Duty.OFFICE_CHECKER,
        State.CHECKED: Duty.RESPONSIBLE_LEADER,
        State.HANDED_IN: Duty.FOI_OFFICER,
        State.ADOPTED: Duty.SECRECY_REVIEWER if undecided else Duty.RESPONSIBLE_LEADER,
    }.get(State(document.state))
    if duty is None:
        yield _("Only what is under way can be sent back.")
    elif not by.has_duty(duty, document.agency):
        yield _("It is sent back by the one whose step it is: %(duty)s.") % {"duty": duty.label}


def obstacles_to_adopting(document: Document, by: Any) -> Iterator[str]:
    if not document.is_piece:
        yield _("Only pieces are adopted.")
    elif document.state != State.HANDED_IN:
        yield _("It does not wait for adoption.")
    if by.pk in {document.drafted_by_id, document.submitted_by_id}:
        yield _("Nobody adopts a piece of their own.")
    if not by.has_duty(Duty.FOI_OFFICER, document.agency):
        yield _("Only the FOI officer of this agency adopts pieces.")


def obstacles_to_revising(document: Document, by: Any) -> Iterator[str]:
    if document.state != State.APPROVED:
        yield _("Only what has been approved is revised; a draft is simply changed.")
    if not _is_author(document, by) and not by.has_duty(Duty.FOI_OFFICER, document.agency):
        yield _("A revision is begun by the drafter, the head of the section or the FOI officer.")


def obstacles_to_asking_for_review(document: Document, by: Any) -> Iterator[str]:
    """A review that was sent back is asked for again with the text as it stands."""
    if document.is_piece or document.state != State.APPROVED or document.openness != Openness.PROACTIVE:
        yield _("Only an approved document for proactive disclosure is handed in for review.")
    elif document.review is not None and document.review.state != ReviewState.SENT_BACK:
        yield _("Its review is under way or has ended.")
    if not _is_author(document, by):
        yield _("It is handed in by its drafter or the head of its section.")


def obstacles_to_dropping(document: Document, by: Any) -> Iterator[str]:
    yield from obstacles_to_changing(document, by)
    if document.number:
        yield _("A document that has a number cannot be dropped.")
    elif document.signed_on:
        yield _("What was approved once cannot be dropped; withdraw the item if it must leave the public.")
