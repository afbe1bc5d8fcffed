"""Who may do what to a document or a piece, and why not."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.acts.duties import Duty
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import Document, Openness, Origin, State
from gongkai.secrecy import policy as secrecy
from gongkai.secrecy.gate import Found
from gongkai.secrecy.models import State as ReviewState

FOI_OFFICE = (Duty.FOI_HEAD, Duty.FOI_OFFICER)

DRAFTERS = frozenset({Duty.INFORMATION_OFFICER, Duty.SECTION_HEAD, Duty.FOI_OFFICER, Duty.OFFICE_CHECKER})


def obstacles_to_drafting(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in DRAFTERS):
        yield _("Drafts are written by information officers, section heads and the office.")


def _is_author(document: Document, by: Any) -> bool:
    if by.pk in {document.drafted_by_id, document.handed_to_id}:
        return True
    return document.section is not None and by.has_duty(Duty.SECTION_HEAD, document.agency, document.section)


def obstacles_to_changing(document: Document, by: Any) -> Iterator[str]:
    if not _is_author(document, by):
        yield _("A draft is changed by its drafter or the head of its section.")
    if document.taken_out_at is not None:
        yield _("It was taken out of this system.")
    elif document.state != State.DRAFTING:
        yield _("It is under way and cannot be changed; it must be sent back first.")


def obstacles_to_editing_a_piece(piece: Document, by: Any) -> Iterator[str]:
    """The FOI officer may better the wording of what was handed in; another person then reviews it."""
    if not piece.is_piece or piece.state != State.HANDED_IN:
        yield _("Only a piece that waits for adoption is edited by the FOI officer.")
    if by.pk in {piece.drafted_by_id, piece.submitted_by_id}:
        yield _("Nobody adopts a piece of their own.")
    if not by.has_duty(Duty.FOI_OFFICER, piece.agency):
        yield _("Only the FOI officer of this agency adopts pieces.")


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


def obstacles_without_an_attribute(openness: str) -> Iterator[str]:
    """Without an attribute nothing goes on, or comes in from elsewhere (国办发〔2016〕80号 part 1)."""
    if not openness:
        yield _("Choose the openness attribute first; then you can submit.")


def obstacles_to_submitting(document: Document, by: Any) -> Iterator[str]:
    """Without an attribute a draft goes nowhere (国办发〔2016〕80号 part 1)."""
    if not _is_author(document, by):
        yield _("A draft is submitted by its drafter or the head of its section.")
    if document.state != State.DRAFTING:
        yield _("It has been submitted already.")
        return
    yield from obstacles_without_an_attribute(document.openness)
    if document.openness not in {"", Openness.PROACTIVE} and not (
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
    if document.origin != Origin.OWN and not document.origin_bodies.strip():
        yield _("Say with whom it is issued, or whose document it forwards.")


def obstacles_of_findings(
    document: Document, *, pictures_seen: bool = False, found: Iterable[Found] | None = None
) -> Iterator[str]:
    """What is meant for the public goes on only when every finding was masked or answered for.

    `pictures_seen`: who hands it in says that they looked at every picture. `found` is what was found in
    the document where it was read already.
    """
    if document.openness != Openness.PROACTIVE:
        return
    still = [
        each
        for each in (look_through_document(document) if found is None else found)
        if each.is_open and not (pictures_seen and each.is_picture_to_look_at)
    ]
    if any(not each.is_picture_to_look_at for each in still):
        count = sum(not each.is_picture_to_look_at for each in still)
        yield ngettext(
            "Personal data or hidden content was found in %(count)d place; mask or justify it.",
            "Personal data or hidden content was found in %(count)d places; mask or justify each.",
            count,
        ) % {"count": count}
    elif still:
        yield _("Look at every picture first: no program reads what stands in them.")


def obstacles_to_giving_the_foi_opinion(document: Document, by: Any) -> Iterator[str]:
    """政策性文件拟不公开的，报批前先送政府信息公开工作机构审查 (国办发〔2016〕80号 part 1)."""
    if document.state != State.WITH_FOI:
        yield _("It does not wait for the FOI office's opinion.")
    if by.pk in {document.drafted_by_id, document.submitted_by_id}:
        yield _("Nobody checks a document of their own.")
    if not any(by.has_duty(duty, document.agency) for duty in FOI_OFFICE):
        yield _("The opinion is given by the FOI office: its head or the FOI officer.")


def obstacles_to_checking(document: Document, by: Any) -> Iterator[str]:
    """The office checks before the leader approves (报批前先送办事处办公室进行审查)."""
    if document.is_piece:
        yield _("A piece is adopted by the FOI officer; the office check is for official documents.")
    elif document.state == State.WITH_FOI:
        yield _("It waits for the FOI office's opinion first.")
    elif document.state != State.SUBMITTED:
        yield _("It does not wait for the office's check.")
    if by.pk in {document.drafted_by_id, document.submitted_by_id}:
        yield _("Nobody checks a document of their own.")
    if not by.has_duty(Duty.OFFICE_CHECKER, document.agency):
        yield _("Only the office checker of this agency checks.")


def obstacles_to_approving(document: Document, by: Any) -> Iterator[str]:
    yield from obstacles_before_the_review(document, by)
    if document.is_piece and document.review is not None:
        yield from secrecy.obstacles_to_approving(document.review, by)


def obstacles_before_the_review(document: Document, by: Any) -> Iterator[str]:
    """What bars the approval besides the review of a piece, which the same act approves."""
    if document.is_piece:
        if document.state != State.ADOPTED:
            yield _("The piece has not been adopted yet.")
        # Somebody else may have handed it in; the text stays theirs.
        if document.drafted_by_id == by.pk:
            yield _("You drafted this document, so another person must approve it: the responsible leader.")
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
        State.WITH_FOI: Duty.FOI_OFFICER,
        State.SUBMITTED: Duty.OFFICE_CHECKER,
        State.CHECKED: Duty.RESPONSIBLE_LEADER,
        State.HANDED_IN: Duty.FOI_OFFICER,
        State.ADOPTED: Duty.SECRECY_REVIEWER if undecided else Duty.RESPONSIBLE_LEADER,
    }.get(State(document.state))
    if duty is None:
        yield _("Only what is under way can be sent back.")
    elif document.state == State.WITH_FOI and by.has_duty(Duty.FOI_HEAD, document.agency):
        return
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


def _obstacles_of_a_secret(document: Document) -> Iterator[str]:
    if document.review is not None and document.review.is_secret:
        yield _("A state secret was found in it: it goes nowhere and must be taken out of this system.")


def obstacles_to_revising(document: Document, by: Any) -> Iterator[str]:
    yield from _obstacles_of_a_secret(document)
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
    yield from _obstacles_of_a_secret(document)


def obstacles_to_redacting(document: Document, by: Any) -> Iterator[str]:
    """The section prepares what the public gets, after the leader confirmed that parts are withheld."""
    if document.review is None or document.review.state != ReviewState.IN_PART:
        yield _("A redacted version is prepared when the review has found that parts must be withheld.")
    if not _is_author(document, by):
        yield _("The redacted version is prepared by the drafter or the head of the section.")


def obstacles_to_proposing_a_change(document: Document, by: Any) -> Iterator[str]:
    """After approval another attribute is a new decision: proposed with its reason, decided by a leader."""
    if document.is_piece or document.state != State.APPROVED:
        yield _("Only the attribute of an approved official document is decided anew.")
    yield from _obstacles_of_a_secret(document)
    if document.openness_changes.filter(decided_at=None).exists():
        yield _("A change of its attribute is under way already.")
    if not _is_author(document, by) and not any(by.has_duty(duty, document.agency) for duty in FOI_OFFICE):
        yield _("A change is proposed by the drafter, the head of the section or the FOI office.")


def obstacles_to_deciding_a_change(change: Any, by: Any) -> Iterator[str]:
    document = change.document
    if change.decided_at is not None:
        yield _("This change has been decided already.")
    if change.proposed_by_id == by.pk:
        yield _("You proposed this change, so another person must decide it: the responsible leader.")
    if not by.has_duty(Duty.RESPONSIBLE_LEADER, document.agency):
        yield _("Only the responsible leader of this agency decides about a change.")
    if (
        (document.is_policy or document.is_normative)
        and change.openness != Openness.PROACTIVE
        and not document.foi_by_id
        and not any(change.proposed_by.has_duty(duty, document.agency) for duty in FOI_OFFICE)
    ):
        yield _("Not to disclose a policy document has to be proposed by the FOI office.")


def obstacles_to_assessing(document: Document, by: Any) -> Iterator[str]:
    """What is withheld is assessed again from time to time (Regulations 2019, art. 18)."""
    if document.state != State.APPROVED or document.openness == Openness.PROACTIVE:
        yield _("Only an approved document that is not proactively disclosed is assessed.")
    if not any(by.has_duty(duty, document.agency) for duty in FOI_OFFICE):
        yield _("What is withheld is assessed by the FOI office: its head or the FOI officer.")


def obstacles_to_handing_over(document: Document, by: Any) -> Iterator[str]:
    if document.state == State.DROPPED:
        yield _("What was dropped needs nobody to go on with it.")
    if not any(
        by.has_duty(duty, document.agency) for duty in (Duty.FOI_OFFICER, Duty.OFFICE_CHECKER)
    ) and not (
        document.section is not None and by.has_duty(Duty.SECTION_HEAD, document.agency, document.section)
    ):
        yield _("Drafts are handed over by the head of the section, the office checker or the FOI officer.")


def obstacles_to_dropping(document: Document, by: Any) -> Iterator[str]:
    yield from obstacles_to_changing(document, by)
    if document.number:
        yield _("A document that has a number cannot be dropped.")
    elif document.signed_on:
        yield _("What was approved once cannot be dropped; withdraw the item if it must leave the public.")
