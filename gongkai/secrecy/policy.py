"""Who may take which step of a review, and why not."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.secrecy.models import Decision, Ground, Review, State


def obstacles_to_stating_an_opinion(review: Review, by: Any) -> Iterator[str]:
    """The handling section states its opinion first (承办部门提出具体意见)."""
    if review.state != State.AWAITING_OPINION:
        yield _("The section's opinion has been stated already.")
    package = review.package
    in_section = any(
        by.has_duty(duty, package.agency, package.section)
        for duty in (Duty.SECTION_HEAD, Duty.INFORMATION_OFFICER)
    )
    if not in_section:
        yield _("The opinion is stated by the handling section: its head or its information officer.")


def obstacles_to_deciding(review: Review, by: Any) -> Iterator[str]:
    """The review body decides (保密审查机构审查); nobody decides about a package of their own."""
    if review.state == State.AWAITING_OPINION:
        yield _("The handling section has not stated its opinion yet.")
    elif review.state == State.REFERRED:
        yield _("The question was referred upward; the answer has not come yet.")
    elif review.state != State.AWAITING_DECISION:
        yield _("This review has been decided already.")
    if by.pk in {review.package.submitted_by_id, review.package.drafted_by_id}:
        yield _("Nobody reviews a package of their own.")
    elif review.opinion_by_id == by.pk:
        yield _("Who stated the section's opinion cannot decide as the review body.")
    if not by.has_duty(Duty.SECRECY_REVIEWER, review.package.agency):
        yield _("Only a secrecy reviewer of this agency decides.")


def obstacles_to_this_decision(decision: str, ground: str) -> Iterator[str]:
    if decision == Decision.WITHHOLD and not ground:
        yield _("“Must not be published” needs its ground.")
    if decision == Decision.OPEN and ground:
        yield _("A ground belongs to “must not be published” only.")


def obstacles_to_approving(review: Review, by: Any) -> Iterator[str]:
    """The responsible leader approves last (分管领导审批): the third person."""
    if review.state != State.AWAITING_APPROVAL:
        yield _("There is no decision of the review body waiting for approval.")
    package = review.package
    before = {package.submitted_by_id, package.drafted_by_id, review.opinion_by_id, review.decided_by_id}
    if by.pk in before:
        yield _("Opinion, decision and approval are given by three different people.")
    if not by.has_duty(Duty.RESPONSIBLE_LEADER, review.package.agency):
        yield _("Only the responsible leader of this agency approves.")
    if not review.package.is_unchanged():
        yield _("Text or files are no longer what was packed. Pack them again.")


def obstacles_to_sending_back(review: Review, by: Any) -> Iterator[str]:
    if review.state not in {State.AWAITING_DECISION, State.AWAITING_APPROVAL, State.REFERRED}:
        yield _("Only a review under way can be sent back.")
    duty = Duty.RESPONSIBLE_LEADER if review.state == State.AWAITING_APPROVAL else Duty.SECRECY_REVIEWER
    if not by.has_duty(duty, review.package.agency):
        yield _("It can be sent back by the one whose step it is: the reviewer, then the responsible leader.")


def obstacles_to_referring(review: Review, by: Any) -> Iterator[str]:
    """Unclear whether secret: the competent authority is asked (art. 17 para 3)."""
    if review.state != State.AWAITING_DECISION:
        yield _("Only a review that waits for the review body can be referred upward.")
    if not by.has_duty(Duty.SECRECY_REVIEWER, review.package.agency):
        yield _("Only a secrecy reviewer of this agency refers a question upward.")


def obstacles_to_recording_an_answer(review: Review, by: Any) -> Iterator[str]:
    if review.state != State.REFERRED:
        yield _("No question was referred upward.")
    if not by.has_duty(Duty.SECRECY_REVIEWER, review.package.agency):
        yield _("Only a secrecy reviewer of this agency records the answer.")


def is_grave(ground: str) -> bool:
    """A state secret found: the paper must be taken out of this system, which is no place for it."""
    return ground == Ground.STATE_SECRET
