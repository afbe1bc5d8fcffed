"""Who may take which step of a review, and why not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.secrecy.gate import is_to_be_read_again
from gongkai.secrecy.models import ENDED, Decision, Ground, Review, State

# As many characters as the review has room for.
EARLIER_BY, EARLIER_PAPER = 200, 300


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
    package = review.package
    if by.pk in {package.submitted_by_id, package.drafted_by_id, package.edited_by_id}:
        yield _("Nobody reviews a package of their own.")
    elif review.opinion_by_id == by.pk:
        yield _("Who stated the section's opinion cannot decide as the review body.")
    if not by.has_duty(Duty.SECRECY_REVIEWER, review.package.agency):
        yield _("Only a secrecy reviewer of this agency decides.")


def obstacles_to_this_decision(
    review: Review, decision: str, ground: str, withheld_parts: str = ""
) -> Iterator[str]:
    if decision == Decision.WITHHOLD and not ground:
        yield _("“Must not be published” needs its ground.")
    if decision == Decision.OPEN and ground:
        yield _("A ground belongs to “must not be published” only.")
    if decision == Decision.IN_PART:
        if not review.package.is_for_public:
            yield _("What a reply encloses is redacted before it is handed in; send it back instead.")
        if not ground:
            yield _("Withholding parts needs its ground.")
        elif ground == Ground.STATE_SECRET:
            yield _("A paper with a state secret is not redacted here; it must be taken out of this system.")
        if not withheld_parts.strip():
            yield _("Say which parts are withheld; the section prepares the redacted version from it.")
    if decision == Decision.OPEN:
        yield from obstacles_of_findings(review.package)


def obstacles_of_findings(package: Any) -> Iterator[str]:
    """Personal data, markings and hidden content that nobody has masked or answered for."""
    if not (package.is_for_public and package.has_findings):
        return
    count = package.unresolved().count()
    if count:
        yield ngettext(
            "Personal data or hidden content was found in %(count)d place; mask or justify it.",
            "Personal data or hidden content was found in %(count)d places; mask or justify each.",
            count,
        ) % {"count": count}


def obstacles_to_justifying(review: Review, by: Any) -> Iterator[str]:
    """Who hands a package in answers for what stays in it; the review body may answer as well.

    What new rules find in a package that was cleared before is answered for by the review body alone.
    """
    package = review.package
    if review.state == State.CLEARED:
        if not by.has_duty(Duty.SECRECY_REVIEWER, package.agency):
            yield _("It has been cleared; what is found in it now is justified by a secrecy reviewer.")
        return
    if review.state in ENDED:
        yield _("This review has ended.")
    in_section = any(
        by.has_duty(duty, package.agency, package.section)
        for duty in (Duty.SECTION_HEAD, Duty.INFORMATION_OFFICER)
    )
    if not (in_section or by.has_duty(Duty.SECRECY_REVIEWER, package.agency)):
        yield _("A finding is justified by the handling section or by a secrecy reviewer.")


def obstacles_to_reading_again(review: Review, by: Any) -> Iterator[str]:
    if review.taken_out_at is not None:
        yield _("It was taken out of this system.")
    elif not is_to_be_read_again(review.package):
        yield _("It was read by the rules that hold now.")


def obstacles_to_approving_orally(review: Review, leader: Any, by: Any) -> Iterator[str]:
    """Only the leader's approval may be oral; section and review body have decided before (in writing)."""
    yield from obstacles_to_approving(review, leader)
    if by.pk == leader.pk:
        yield _("Nobody notes an approval of their own; approve it in writing instead.")
    yield from _obstacles_for_who_notes(review, by)


def obstacles_to_noting_an_oral_approval(review: Review, by: Any) -> Iterator[str]:
    """Say, before it is known which leader spoke, why `by` cannot note an oral approval now."""
    if review.state != State.AWAITING_APPROVAL:
        yield _("There is no decision of the review body waiting for approval.")
    elif review.decision != Decision.OPEN:
        yield _("Only a clearance can be given by word of mouth.")
    yield from _obstacles_for_who_notes(review, by)


def _obstacles_for_who_notes(review: Review, by: Any) -> Iterator[str]:
    if not any(
        by.has_duty(duty, review.package.agency)
        for duty in (Duty.SECRECY_REVIEWER, Duty.FOI_OFFICER, Duty.OFFICE_CHECKER)
    ):
        yield _("An oral approval is noted by the secrecy reviewer, the FOI officer or the office checker.")


def obstacles_to_countersigning(review: Review, by: Any) -> Iterator[str]:
    if not review.is_oral:
        yield _("It was not approved by word of mouth.")
    elif review.countersigned_at is not None:
        yield _("It has been countersigned already.")
    elif review.state != State.CLEARED:
        yield _("This clearance has been taken back.")
    if review.approved_by_id != by.pk and not by.has_duty(Duty.PRINCIPAL_LEADER, review.package.agency):
        yield _("It is countersigned by the leader who approved it, or by the principal leader.")
    if by.pk in {review.opinion_by_id, review.decided_by_id, review.oral_noted_by_id}:
        yield _("Who stated the opinion, decided or noted the approval does not countersign it.")


def obstacles_to_checking_the_procedure(review: Review, by: Any) -> Iterator[str]:
    if review.state != State.CLEARED:
        yield _("The review has not ended with a clearance.")
    if not any(by.has_duty(duty, review.package.agency) for duty in (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)):
        yield _("The procedure is checked by the one who uploads: the FOI officer or the channel editor.")


def obstacles_to_taking_out(review: Review, by: Any) -> Iterator[str]:
    if not review.is_secret:
        yield _("Only a paper in which the review body found a state secret is taken out of this system.")
    elif review.taken_out_at is not None:
        yield _("It has been taken out already.")
    if not by.has_duty(Duty.SECRECY_REVIEWER, review.package.agency):
        yield _("Only a secrecy reviewer of this agency takes a paper out.")


def obstacles_to_approving(review: Review, by: Any) -> Iterator[str]:
    """The responsible leader approves last (分管领导审批): the third person."""
    if review.state != State.AWAITING_APPROVAL:
        yield _("There is no decision of the review body waiting for approval.")
    package = review.package
    before = {
        *(package.submitted_by_id, package.drafted_by_id, package.edited_by_id),
        *(review.opinion_by_id, review.decided_by_id),
    }
    if by.pk in before:
        yield _("Opinion, decision and approval are given by three different people.")
    if not by.has_duty(Duty.RESPONSIBLE_LEADER, review.package.agency):
        yield _("Only the responsible leader of this agency approves.")
    # What was taken out of this system is gone; that it is not published is still to be confirmed.
    if review.taken_out_at is None and not review.package.is_unchanged():
        yield _("Text or files are no longer what was packed. Pack them again.")
    if review.decision == Decision.OPEN:
        yield from obstacles_of_findings(review.package)


def obstacles_to_sending_back(review: Review, by: Any) -> Iterator[str]:
    if review.state not in {State.AWAITING_DECISION, State.AWAITING_APPROVAL, State.REFERRED}:
        yield _("Only a review under way can be sent back.")
    if review.is_secret:
        yield _("A paper with a state secret is not sent back; it is taken out of this system.")
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


# Papers of these rooms are reviewed here: a clearance from elsewhere is none for them.
_REVIEWED_HERE = ("documents.", "cases.")


def obstacles_to_admitting_earlier(agency: Any, about: str, by: Any) -> Iterator[str]:
    """What was cleared before this program came is admitted by those who answer for what is published."""
    if not any(by.has_duty(duty, agency) for duty in (Duty.FOI_OFFICER, Duty.FOI_HEAD)):
        yield _(
            "Only the FOI officer or the head of the FOI office of this agency admits an earlier clearance."
        )
    if about.startswith(_REVIEWED_HERE):
        yield _("What was written in this program is reviewed in it.")


def obstacles_to_this_earlier_clearance(
    cleared_by: str, cleared_on: date | None, paper: str, published_on: date | None
) -> Iterator[str]:
    """先审查、后公开 held in its own time too: who, when, on which paper, and before it was published."""
    if not (cleared_by.strip() and paper.strip() and cleared_on):
        yield _("An earlier clearance names who gave it, the day and the paper.")
        return
    if len(cleared_by) > EARLIER_BY or len(paper) > EARLIER_PAPER:
        yield _("Who gave the earlier clearance, or its paper, is told at too great length.")
    if cleared_on > clock.today():
        yield _("The day of an earlier clearance does not lie in the future.")
    elif published_on is not None and cleared_on > published_on:
        yield _("It was published before it was cleared: the clearance is of a later day.")


def is_grave(ground: str) -> bool:
    """A state secret found: the paper must be taken out of this system, which is no place for it."""
    return ground == Ground.STATE_SECRET
