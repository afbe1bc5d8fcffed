"""What can happen to a package: it is packed, the section states its opinion, the review body decides or
refers the question upward, the responsible leader approves; or it is sent back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.numbering import next_serial
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people.models import User
from gongkai.secrecy import events, policy
from gongkai.secrecy.models import ENDED, Decision, Package, PackageFile, Review, State, checksum_of

label_acts(
    {
        "secrecy.packed": _("Handed in for secrecy review"),
        "secrecy.opinion_stated": _("Section's opinion stated"),
        "secrecy.decided": _("Decided by the review body"),
        "secrecy.approved": _("Approved by the responsible leader: cleared for publication"),
        "secrecy.withheld": _("Confirmed by the responsible leader: not to be published"),
        "secrecy.sent_back": _("Sent back"),
        "secrecy.referred": _("Referred upward"),
        "secrecy.answered": _("Answer from above recorded"),
        "secrecy.superseded": _("Review ended: what was packed goes nowhere"),
    }
)


@transaction.atomic
def pack(
    *,
    about: str,
    agency: Agency,
    section: Section | None,
    title: str,
    body: str,
    files: Sequence[tuple[StoredFile, str]],
    submitted_by: User,
    drafted_by: User,
    by: Any,
) -> Review:
    """Freeze a text and its files (with their alternative texts) as a package and open its review.

    Law: Regulation on the Disclosure of Government Information, art. 17 (2019), art. 14 (2007).
    """
    package = Package.objects.create(
        about=about,
        agency=agency,
        section=section,
        title=title,
        body=body,
        checksum=checksum_of(title, body, [(file.name, file.sha256, text) for file, text in files]),
        submitted_by=submitted_by,
        drafted_by=drafted_by,
        submitted_at=clock.now(),
    )
    PackageFile.objects.bulk_create(
        PackageFile(
            package=package, file=file, name=file.name, alternative_text=text, sha256=file.sha256, order=order
        )
        for order, (file, text) in enumerate(files, start=1)
    )
    year = clock.today().year
    review = Review.objects.create(
        package=package, number=f"{year}-{next_serial(agency, 'reviews', year):04d}"
    )
    record(by, "secrecy.packed", review, checksum=package.checksum, about=about)
    return review


@transaction.atomic
def state_opinion(review: Review, *, by: Any, opinion: str) -> Review:
    """State, for the handling section, why the package may be published. First of the three steps."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_stating_an_opinion(review, by))
    if not opinion.strip():
        raise Refused(str(_("Write the section's opinion.")))
    review.opinion, review.opinion_by, review.opinion_at = opinion, by, clock.now()
    review.state = State.AWAITING_DECISION
    review.save()
    record(by, "secrecy.opinion_stated", review, reason=opinion)
    return review


@transaction.atomic
def decide(
    review: Review, *, by: Any, opinion: str, decision: str = Decision.OPEN, ground: str = ""
) -> Review:
    """Decide, as the review body, whether the package may be released; the leader's approval comes after.

    Raises Refused, with reasons for the user, when `by` cannot decide it now.

    Law: Regulation on the Disclosure of Government Information, art. 17.
    """
    review = _locked(review)
    refuse_if_any(
        [
            *policy.obstacles_to_deciding(review, by),
            *policy.obstacles_to_this_decision(decision, ground),
        ]
    )
    review.decision, review.ground, review.decision_text = decision, ground, opinion
    review.decided_by, review.decided_at = by, clock.now()
    review.state = State.AWAITING_APPROVAL
    review.save()
    record(by, "secrecy.decided", review, reason=opinion, decision=decision, ground=ground)
    return review


@transaction.atomic
def approve(review: Review, *, by: Any, remark: str = "") -> Review:
    """Approve the review body's decision, as the responsible leader: it clears or withholds the package."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_approving(review, by))
    review.approved_by, review.approved_at = by, clock.now()
    cleared = review.decision == Decision.OPEN
    review.state = State.CLEARED if cleared else State.WITHHELD
    review.save()
    record(by, "secrecy.approved" if cleared else "secrecy.withheld", review, reason=remark)
    if cleared:
        transaction.on_commit(lambda: events.cleared.send(Review, review=review))
    return review


@transaction.atomic
def send_back(review: Review, *, by: Any, reason: str) -> Review:
    """Send the package back to the handling section; a changed text comes as a new package."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_sending_back(review, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    review.sent_back_by, review.sent_back_reason = by, reason
    review.state = State.SENT_BACK
    review.save()
    record(by, "secrecy.sent_back", review, reason=reason)
    transaction.on_commit(lambda: events.sent_back.send(Review, review=review))
    return review


@transaction.atomic
def supersede(package: Package, *, by: Any, reason: str) -> None:
    """End the review of a package that goes nowhere any more, so that nobody goes on reviewing it.

    The room that packed it asks who may, as it did when packing. A review that has ended stays as it is.
    Raises Refused when no reason is given.
    """
    review = Review.objects.open().filter(package=package).first()
    if review is None:
        return
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    review = _locked(review)
    if review.state in ENDED:
        return
    # The program has no account; the journal names it.
    review.sent_back_by = by if isinstance(by, User) else None
    review.sent_back_reason = reason
    review.state = State.SENT_BACK
    review.save()
    record(by, "secrecy.superseded", review, reason=reason)


@transaction.atomic
def refer(review: Review, *, by: Any, to: str, question: str) -> Review:
    """Ask the competent department or the secrecy administration whether it is secret (art. 17 para 3)."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_referring(review, by))
    if not (to.strip() and question.strip()):
        raise Refused(str(_("Say who is asked, and what.")))
    review.referred_to, review.referred_question, review.referred_at = to, question, clock.now()
    review.state = State.REFERRED
    review.save()
    record(by, "secrecy.referred", review, reason=question, to=to)
    return review


@transaction.atomic
def record_answer(review: Review, *, by: Any, answer: str, answered_on: date) -> Review:
    """Record the answer from above; the review body then decides."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_recording_an_answer(review, by))
    if not answer.strip():
        raise Refused(str(_("Write what the answer says.")))
    asked_on = review.referred_at and review.referred_at.astimezone(clock.BEIJING).date()
    if answered_on > clock.today() or (asked_on and answered_on < asked_on):
        raise Refused(str(_("The answer came between the day of the question and today.")))
    review.answer, review.answered_on = answer, answered_on
    review.state = State.AWAITING_DECISION
    review.save()
    record(by, "secrecy.answered", review, reason=answer)
    return review


def _locked(review: Review) -> Review:
    """The review and its package as they stand now: what is approved is compared with what was frozen."""
    fresh = locked(review)
    fresh.package = locked(review.package, "agency", "section", "submitted_by")
    return fresh
