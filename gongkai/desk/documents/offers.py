"""What can be done with a document now. Only what makes sense in its state is offered, so that the list of
refusals stays short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.catalogue.policy import obstacles_to_correcting, obstacles_to_publishing
from gongkai.documents import policy
from gongkai.documents.models import Document, Openness, State
from gongkai.kit.views import Offer
from gongkai.secrecy.models import Decision
from gongkai.secrecy.models import State as ReviewState
from gongkai.secrecy.policy import obstacles_to_noting_an_oral_approval

UNDER_WAY = {State.WITH_FOI, State.SUBMITTED, State.CHECKED, State.HANDED_IN, State.ADOPTED}


def offers_for(document: Document, by: Any) -> Iterator[Offer]:
    """Yield what this person is shown, the likeliest first."""
    yield from _writing(document, by)
    yield from _steps(document, by)
    yield from _publishing(document, by)
    yield from _review(document, by)
    if document.state == State.APPROVED:
        if not document.is_piece:
            yield from _attribute(document, by)
        yield _offer(
            document,
            _("Revise"),
            "document_revise",
            _("What is published stays until the new text is cleared."),
            policy.obstacles_to_revising(document, by),
            quiet=True,
        )
    if document.state == State.DRAFTING:
        yield _offer(
            document,
            _("Drop the draft"),
            "document_drop",
            "",
            policy.obstacles_to_dropping(document, by),
            grave=True,
        )


def _offer(
    document: Document, label: str, name: str, says: str, obstacles: Iterable[str], **more: bool
) -> Offer:
    return Offer(label, reverse(f"desk:{name}", args=[document.pk]), says, obstacles, **more)


def _writing(document: Document, by: Any) -> Iterator[Offer]:
    if document.state == State.DRAFTING:
        yield _offer(
            document,
            _("Submit"),
            "document_submit",
            _where_it_goes(document),
            policy.obstacles_to_submitting(document, by),
        )
        yield _offer(
            document,
            _("Change"),
            "document_edit",
            _("A new version is kept; the old ones stay."),
            policy.obstacles_to_changing(document, by),
        )
    if document.state in {State.DRAFTING, State.SUBMITTED}:
        yield _offer(
            document,
            _("Choose the openness attribute"),
            "document_openness",
            _("Exactly one of three; other than proactive it needs a reason."),
            policy.obstacles_to_setting_openness(document, by),
        )


def _where_it_goes(document: Document) -> str:
    if document.is_piece:
        return _("It goes to the FOI officer.")
    if document.needs_the_foi_office and document.openness:
        return _("It goes to the FOI office first: a policy document that is not disclosed.")
    return _("It goes to the office's check.")


def _steps(document: Document, by: Any) -> Iterator[Offer]:
    if document.state == State.WITH_FOI:
        yield _offer(
            document,
            _("Give the opinion of the FOI office"),
            "document_foi_opinion",
            _("It goes on to the office's check."),
            policy.obstacles_to_giving_the_foi_opinion(document, by),
        )
    if document.is_piece and document.state in {State.DRAFTING, State.HANDED_IN}:
        yield _offer(
            document,
            _("Adopt"),
            "document_adopt",
            _("It goes on to the responsible leader."),
            policy.obstacles_to_adopting(document, by),
        )
        if document.state == State.HANDED_IN:
            yield _offer(
                document,
                _("Edit"),
                "piece_edit",
                _("The wording is bettered; somebody else then reviews it."),
                policy.obstacles_to_editing_a_piece(document, by),
                quiet=True,
            )
    elif document.state in {State.DRAFTING, State.WITH_FOI, State.SUBMITTED}:
        yield _offer(
            document,
            _("Check"),
            "document_check",
            _("It goes on to the responsible leader."),
            policy.obstacles_to_checking(document, by),
        )
    if document.state in {State.DRAFTING, *UNDER_WAY}:
        yield _offer(
            document,
            _("Approve"),
            "document_approve",
            what_approval_does(document),
            policy.obstacles_to_approving(document, by),
        )
    if document.is_piece and document.state == State.ADOPTED:
        yield from _of_word_of_mouth(document, by)
    if document.state in UNDER_WAY:
        yield _offer(
            document,
            _("Send back"),
            "document_send_back",
            _("The drafter changes it and submits it again."),
            policy.obstacles_to_sending_back(document, by),
        )


def _of_word_of_mouth(document: Document, by: Any) -> Iterator[Offer]:
    review = document.review
    if review is None or review.state != ReviewState.AWAITING_APPROVAL or review.decision != Decision.OPEN:
        return
    yield Offer(
        _("Note an oral approval"),
        reverse("desk:review_approve_orally", args=[review.pk]),
        _("Only in an emergency: the leader said yes by word of mouth and signs for it afterwards."),
        obstacles_to_noting_an_oral_approval(review, by),
        quiet=True,
    )


def what_approval_does(document: Document) -> str:
    if document.is_piece:
        if document.review is not None and document.review.decision == Decision.WITHHOLD:
            return _("You confirm that it is not published.")
        return _("It is cleared for publication with your approval.")
    if document.openness == Openness.PROACTIVE:
        return _("It gets its number and goes to the secrecy review.")
    return _("It gets its number.")


def _publishing(document: Document, by: Any) -> Iterator[Offer]:
    review = document.review
    if review is None:
        return
    item = Item.objects.filter(document=document).first()
    if item is None:
        yield _offer(
            document,
            _("Publish"),
            "item_publish",
            _("It becomes an information item with an index number."),
            obstacles_to_publishing(review.package, by),
        )
    elif review.package_id != item.package_id:
        yield Offer(
            _("Correct the item"),
            reverse("desk:item_correct", args=[item.pk]),
            _("The public sees the new text and what was corrected."),
            obstacles_to_correcting(item, review.package, by),
        )


def _review(document: Document, by: Any) -> Iterator[Offer]:
    review = document.review
    if review is None:
        return
    if review.state == ReviewState.SENT_BACK and not document.is_piece:
        yield _offer(
            document,
            _("Hand in for secrecy review again"),
            "document_review_again",
            "",
            policy.obstacles_to_asking_for_review(document, by),
        )
    if review.state == ReviewState.IN_PART:
        yield _offer(
            document,
            _("Prepare the redacted version"),
            "document_redact",
            _("Without the parts withheld; it has a review of its own."),
            policy.obstacles_to_redacting(document, by),
        )


def _attribute(document: Document, by: Any) -> Iterator[Offer]:
    change = document.openness_changes.filter(decided_at=None).first()
    if change is not None:
        change.document = document
        yield _offer(
            document,
            _("Decide about the attribute"),
            "document_decide_change",
            _("Another attribute is proposed; the responsible leader decides."),
            policy.obstacles_to_deciding_a_change(change, by),
        )
        return
    if document.openness != Openness.PROACTIVE:
        yield _offer(
            document,
            _("Assess again"),
            "document_assess",
            _("Say why it stays withheld."),
            policy.obstacles_to_assessing(document, by),
            quiet=document.reassess_on is None or document.reassess_on > clock.today(),
        )
    yield _offer(
        document,
        _("Propose another attribute"),
        "document_propose_change",
        _("A new decision with its reason; the responsible leader decides."),
        policy.obstacles_to_proposing_a_change(document, by),
        quiet=True,
    )
