"""What can happen to a package: it is packed, the section states its opinion, the review body decides or
refers the question upward, the responsible leader approves; or it is sent back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import keep_known
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.numbering import next_serial
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.channels import ChannelKind
from gongkai.people.models import User
from gongkai.secrecy import events, gate, policy
from gongkai.secrecy.models import (
    ENDED,
    Carrier,
    Decision,
    FileScan,
    Justification,
    Markup,
    Package,
    PackageFile,
    Review,
    State,
    checksum_of,
)
from gongkai.secrecy.periods import countersign_due_on
from gongkai.workdays.queries import loaded_calendar

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
        "secrecy.justified": _("Finding justified"),
        "secrecy.in_part": _("Confirmed by the responsible leader: to be published only redacted"),
        "secrecy.approved_orally": _("Approved by word of mouth in an emergency"),
        "secrecy.countersigned": _("Oral approval countersigned"),
        "secrecy.revoked": _("Oral approval denied: the clearance is taken back"),
        "secrecy.procedure_checked": _("Procedure checked before upload"),
        "secrecy.read_again": _("Read again for personal data"),
        "secrecy.taken_out": _("Taken out of this system: text and files erased"),
    }
)


@dataclass(frozen=True)
class Particulars:
    """What the form of the review asks besides: ways of publication (codes of channels), day, summary."""

    channels: tuple[str, ...] = ()
    planned_on: date | None = None
    summary: str = ""
    picture_author: str = ""


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
    markup: str = Markup.PLAIN,
    carrier: str = Carrier.DOCUMENT,
    is_for_public: bool = True,
    rule_set: str = "ordinary",
    is_redacted: bool = False,
    edited_by: User | None = None,
    particulars: Particulars | None = None,
    found: Collection[gate.Found] | None = None,
) -> Review:
    """Freeze a text and its files (with their alternative texts) as a package and open its review.

    What personal data, markings and hidden content it holds is found at once and kept with it: `found`
    where the caller has read exactly this text with these files in the same act. With `is_for_public` none
    of it may be left unanswered when it is cleared; without, it is only shown.

    Law: Regulation on the Disclosure of Government Information, art. 17 (2019), art. 14 (2007).
    """
    if found is None:
        found = gate.look_through(
            about, agency, title=title, body=body, markup=markup, files=files, rules=rule_set
        )
    package = Package.objects.create(
        about=about,
        agency=agency,
        section=section,
        title=title,
        body=body,
        markup=markup,
        carrier=carrier,
        is_for_public=is_for_public,
        rule_set=rule_set,
        is_redacted=is_redacted,
        scanned_with=gate.RULES,
        has_findings=bool(found),
        checksum=checksum_of(title, body, [(file.name, file.sha256, text) for file, text in files], markup),
        submitted_by=submitted_by,
        drafted_by=drafted_by,
        edited_by=edited_by,
        submitted_at=clock.now(),
    )
    PackageFile.objects.bulk_create(
        PackageFile(
            package=package, file=file, name=file.name, alternative_text=text, sha256=file.sha256, order=order
        )
        for order, (file, text) in enumerate(files, start=1)
    )
    gate.keep_findings(package, found)
    year = clock.today().year
    review = Review(package=package, number=f"{year}-{next_serial(agency, 'reviews', year):04d}")
    if particulars is not None:
        _tell(review, particulars)
    review.save(force_insert=True)
    record(by, "secrecy.packed", review, checksum=package.checksum, about=about)
    return review


@transaction.atomic
def state_opinion(review: Review, *, by: Any, opinion: str, particulars: Particulars | None = None) -> Review:
    """State, for the handling section, why the package may be published. First of the three steps.

    With `particulars` what the form of the review asks besides is told anew.
    """
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_stating_an_opinion(review, by))
    if not opinion.strip():
        raise Refused(str(_("Write the section's opinion.")))
    if particulars is not None:
        _tell(review, particulars)
    review.opinion, review.opinion_by, review.opinion_at = opinion, by, clock.now()
    review.state = State.AWAITING_DECISION
    review.save(
        update_fields=[
            "opinion",
            "opinion_by",
            "opinion_at",
            "state",
            *(each.name for each in fields(Particulars)),
        ]
    )
    record(by, "secrecy.opinion_stated", review, reason=opinion)
    return review


@transaction.atomic
def carry_opinion(review: Review, earlier: Review, *, by: Any) -> Review:
    """Let the section's opinion about an earlier package hold for one in which only the wording was bettered.

    The opinion says so; who edited the text is written in the package and reviews nothing of it.
    Raises Refused where the earlier package froze another paper or has no opinion.
    """
    review = _locked(review)
    if earlier.package.about != review.package.about or earlier.opinion_by is None:
        raise Refused(str(_("Write the section's opinion.")))
    review.opinion = gettext("%(opinion)s (Given before the wording was edited by %(name)s.)") % {
        "opinion": earlier.opinion,
        "name": by.name,
    }
    review.opinion_by, review.opinion_at = earlier.opinion_by, earlier.opinion_at
    _tell(
        review,
        Particulars(
            channels=tuple(earlier.channels),
            planned_on=earlier.planned_on,
            summary=earlier.summary,
            picture_author=earlier.picture_author,
        ),
    )
    review.state = State.AWAITING_DECISION
    review.save()
    record(by, "secrecy.opinion_stated", review, reason=review.opinion)
    return review


@transaction.atomic
def decide(
    review: Review,
    *,
    by: Any,
    opinion: str,
    decision: str = Decision.OPEN,
    ground: str = "",
    withheld_parts: str = "",
) -> Review:
    """Decide, as the review body, whether the package may be released; the leader's approval comes after.

    `withheld_parts` says, for a decision in part, what the redacted version must not show.

    Raises Refused, with reasons for the user, when `by` cannot decide it now.

    Law: Regulation on the Disclosure of Government Information, art. 17.
    """
    review = _locked(review)
    gate.read_again(review.package)
    refuse_if_any(
        [
            *policy.obstacles_to_deciding(review, by),
            *policy.obstacles_to_this_decision(review, decision, ground, withheld_parts),
        ]
    )
    review.decision, review.ground, review.decision_text = decision, ground, opinion
    review.withheld_parts = withheld_parts if decision == Decision.IN_PART else ""
    review.decided_by, review.decided_at = by, clock.now()
    review.state = State.AWAITING_APPROVAL
    review.save(
        update_fields=[
            "decision",
            "ground",
            "decision_text",
            "withheld_parts",
            "decided_by",
            "decided_at",
            "state",
        ]
    )
    record(by, "secrecy.decided", review, reason=opinion, decision=decision, ground=ground)
    return review


@transaction.atomic
def approve(review: Review, *, by: Any, remark: str = "") -> Review:
    """Approve the review body's decision, as the responsible leader: it clears or withholds the package."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_approving(review, by))
    review.approved_by, review.approved_at = by, clock.now()
    review.state, act, news = _ENDS[Decision(review.decision)]
    review.save(update_fields=["approved_by", "approved_at", "state"])
    record(by, act, review, reason=remark)
    if news is not None:
        transaction.on_commit(lambda: news.send(Review, review=review))
    return review


_ENDS = {
    Decision.OPEN: (State.CLEARED, "secrecy.approved", events.cleared),
    Decision.IN_PART: (State.IN_PART, "secrecy.in_part", events.in_part),
    Decision.WITHHOLD: (State.WITHHELD, "secrecy.withheld", None),
}


@transaction.atomic
def approve_orally(review: Review, *, by: Any, leader: User, said_at: datetime, reason: str) -> Review:
    """Note, in an emergency, the approval the responsible leader `leader` gave by word of mouth at `said_at`.

    Opinion and decision stand in writing before; only this last step may be oral. It is to be countersigned
    within the dated term "countersignature", counted in working days from the day it was said.
    Raises Refused when a step is missing, when `by` is the leader, or no emergency is named.
    """
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_approving_orally(review, leader, by))
    if not reason.strip():
        raise Refused(str(_("Say what the emergency is.")))
    if review.decision != Decision.OPEN:
        raise Refused(str(_("Only a clearance can be given by word of mouth.")))
    # People tell the time to the minute: what was said in the minute of the decision came after it.
    decided_at = review.decided_at and review.decided_at.replace(second=0, microsecond=0)
    if said_at > clock.now() or (decided_at and said_at < decided_at):
        raise Refused(str(_("The leader spoke after the review body decided and not in the future.")))
    review.approved_by, review.approved_at = leader, said_at
    review.is_oral, review.oral_reason, review.oral_at, review.oral_noted_by = True, reason, said_at, by
    review.countersign_due_on = countersign_due_on(
        said_at.astimezone(clock.BEIJING).date(), loaded_calendar()
    )
    review.state = State.CLEARED
    review.save()
    record(by, "secrecy.approved_orally", review, reason=reason, leader=leader.key)
    transaction.on_commit(lambda: events.cleared.send(Review, review=review))
    return review


@transaction.atomic
def countersign(review: Review, *, by: Any) -> Review:
    """Sign, as the leader, what was approved by word of mouth."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_countersigning(review, by))
    review.countersigned_at = clock.now()
    review.save(update_fields=["countersigned_at"])
    record(by, "secrecy.countersigned", review)
    return review


@transaction.atomic
def deny(review: Review, *, by: Any, reason: str) -> Review:
    """Deny, as the leader, having approved: the clearance is taken back and what was published leaves."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_countersigning(review, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    review.sent_back_by, review.sent_back_reason = by, reason
    review.state = State.SENT_BACK
    review.save()
    record(by, "secrecy.revoked", review, reason=reason)
    transaction.on_commit(lambda: events.revoked.send(Review, review=review))
    return review


@transaction.atomic
def check_procedure(review: Review, *, by: Any, remark: str = "") -> Review:
    """Note that who uploads has checked that every step of the review was taken (网站责任人意见)."""
    review = _locked(review)
    if review.procedure_at is not None:
        return review
    refuse_if_any(policy.obstacles_to_checking_the_procedure(review, by))
    review.procedure_by, review.procedure_at, review.procedure_remark = by, clock.now(), remark
    review.save(update_fields=["procedure_by", "procedure_at", "procedure_remark"])
    record(by, "secrecy.procedure_checked", review, reason=remark)
    return review


@transaction.atomic
def justify(subject: Any, found: Iterable[Any], *, by: Any, reason: str) -> None:
    """Answer for findings of the paper `subject` that stay in it. `found`: as `gate.look_through` gives them.

    The room of the paper asks who may. Raises Refused without a reason, or for a file not yet read.
    """
    if not reason.strip():
        raise Refused(str(_("Say why it may stay.")))
    chosen = list(found)
    if any(each.kind == gate.UNREAD for each in chosen):
        raise Refused(str(_("A file is still being read; wait a minute.")))
    for each in chosen:
        _keep_answer(subject.key, subject, each, by, reason)


@transaction.atomic
def justify_in_package(review: Review, fingerprints: Iterable[str], *, by: Any, reason: str) -> Review:
    """Answer for findings of a package: while the review is under way, or when new rules found them later."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_justifying(review, by))
    if not reason.strip():
        raise Refused(str(_("Say why it may stay.")))
    chosen = list(review.package.findings.filter(fingerprint__in=list(fingerprints)))
    for each in chosen:
        if each.kind == gate.UNREAD:
            raise Refused(str(_("A file is still being read; wait a minute.")))
        _keep_answer(review.package.about, review, each, by, reason)
    return review


@transaction.atomic
def read_again(review: Review, *, by: Any) -> Review:
    """Read a package anew because other rules hold now, or a large file has been read meanwhile."""
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_reading_again(review, by))
    gate.read_again(review.package)
    record(by, "secrecy.read_again", review, rules=gate.RULES)
    return review


@transaction.atomic
def take_out(review: Review, *, by: Any, to: str) -> Review:
    """Take a paper with a state secret out of this system: text and files of all its packages are erased.

    `to` says who keeps the paper now. What was made of the same paper in other rooms goes by the signal.
    """
    review = _locked(review)
    refuse_if_any(policy.obstacles_to_taking_out(review, by))
    if not to.strip():
        raise Refused(str(_("Say to whom the paper was handed over.")))
    # Earlier packages froze the same paper.
    for package in Package.objects.filter(about=review.package.about).prefetch_related("files__file"):
        for each in package.files.all():
            erase(each.file, by)
            FileScan.objects.filter(sha256=each.sha256).delete()
        package.files.update(name=gettext("Taken out of this system"), alternative_text="")
        package.findings.all().delete()
        package.title, package.body = gettext("Taken out of this system"), ""
        package.save(update_fields=["title", "body"])
        Review.objects.filter(package=package).update(summary="", withheld_parts="")
    Justification.objects.filter(about=review.package.about).delete()
    review = _locked(review)
    review.taken_out_at, review.taken_out_by, review.taken_out_to = clock.now(), by, to
    review.save(update_fields=["taken_out_at", "taken_out_by", "taken_out_to"])
    record(by, "secrecy.taken_out", review, to=to)
    events.taken_out.send(Review, review=review, by=by)
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


def _keep_answer(about: str, subject: Any, found: Any, by: Any, reason: str) -> None:
    _answer, new = Justification.objects.get_or_create(
        about=about,
        fingerprint=found.fingerprint,
        defaults={
            "kind": found.kind,
            "where": found.where[: gate.LONGEST],
            "masked": found.masked[: gate.LONGEST],
            "reason": reason,
            "by": by,
            "at": clock.now(),
        },
    )
    if new:
        record(by, "secrecy.justified", subject, reason=reason, kind=found.kind, masked=found.masked)


def _tell(review: Review, told: Particulars) -> None:
    if unknown := set(told.channels) - set(ChannelKind.values):
        raise ValueError(f"There is no channel called {sorted(unknown)}.")
    review.channels, review.planned_on = list(told.channels), told.planned_on
    review.summary, review.picture_author = told.summary, told.picture_author


def _locked(review: Review) -> Review:
    """The review and its package as they stand now: what is approved is compared with what was frozen."""
    rows = Review.objects.select_for_update(of=("self", "package")).select_related("package")
    fresh = rows.get(pk=review.pk)
    if Review._meta.get_field("package").is_cached(review):
        keep_known(fresh.package, review.package, "agency", "section", "submitted_by")
    return fresh
