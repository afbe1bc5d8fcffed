"""Who may propose, check, sign and deliver a reply, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import (
    Case,
    Consultation,
    DeliveredHow,
    EntryKind,
    LetterKind,
    LetterState,
    OutgoingLetter,
    Paper,
    Reassessment,
    Reply,
    ReplyState,
)
from gongkai.cases.policy.everywhere import (
    has_entry,
    in_the_future,
    names_the_requester,
    only_open,
    only_received,
    only_the_officer,
)
from gongkai.cases.policy.period import answer_until, last_day_to_ask
from gongkai.cases.prepared import first_gap
from gongkai.law.outcomes import (
    NoSuchOutcome,
    Outcome,
    OutcomeGroup,
    outcome,
    outcomes,
    outcomes_of_corrections,
)
from gongkai.law.regimes import Regime
from gongkai.law.remedies import remedy
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

# Letters that ask somebody for something; the others tell what was decided.
ASKING = frozenset(
    {
        LetterKind.CLARIFICATION,
        LetterKind.THIRD_PARTY,
        LetterKind.AGENCY,
        LetterKind.REASONS,
        LetterKind.FEE,
    }
)


def obstacles_to_opening_a_reply(case: Case, by: Actor) -> Iterator[str]:
    yield from only_open(case)
    yield from only_received(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency proposes a reply.")
    standing = standing_reply(case)
    if standing is not None:
        yield _("There is a reply to this request already: %(state)s.") % {
            "state": standing.get_state_display()
        }


def obstacles_to_proposing(
    case: Case,
    by: Actor,
    *,
    outcome_code: str,
    ground: str,
    reasons: str,
    text: str,
    enclosures: Iterable[Paper] = (),
) -> Iterator[str]:
    """Say why `by` cannot propose this reply: its kind must be open under the governing Regulations.

    Law: Regulations (2019), arts. 36 to 40; (2007), arts. 21 and 22.
    """
    yield from obstacles_to_opening_a_reply(case, by)
    try:
        kind = outcome(outcome_code)
    except NoSuchOutcome:
        yield _("Choose the kind of reply.")
        return
    if kind not in kinds_of_reply(case) or not kind.letter:
        yield _("“%(kind)s” is no kind of reply under the Regulations that govern this request.") % {
            "kind": kind.label
        }
    if kind.needs_ground and not ground.strip():
        yield _("“%(kind)s” needs the legal ground: article and paragraph.") % {"kind": kind.label}
    if kind.needs_ground and not reasons.strip():
        yield _("“%(kind)s” needs the reasons.") % {"kind": kind.label}
    if not text.strip():
        yield _("Write what the reply says.")
    if gap := first_gap(text):
        yield _("Complete the text where it still says “%(gap)s”, or take that out.") % {"gap": gap}
    if kind.code == "still_unclear" and not has_entry(case, EntryKind.CLARIFICATION_RECEIVED):
        yield _("A request can be still unclear only after a clarification was asked for and received.")
    enclosures = list(enclosures)
    if any(paper.case_id != case.pk for paper in enclosures):
        yield _("An enclosure belongs to another case.")
    if any(paper.file_id is None for paper in enclosures):
        yield _("An enclosure has no file.")
    if kind.group == OutcomeGroup.PARTIAL and not any(paper.redacted_from_id for paper in enclosures):
        yield _("“%(kind)s” encloses the open part: redact a paper of this case and choose it.") % {
            "kind": kind.label
        }
    if kind.group in {OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL}:
        yield from _objections_standing(case, enclosures)
    if enclosures and kind.group not in {OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL}:
        yield _("“%(kind)s” gives no information, so nothing is enclosed.") % {"kind": kind.label}


def obstacles_to_agreeing_for_the_section(
    reply: Reply, by: Actor, *, opinion: str | None = None
) -> Iterator[str]:
    """Say why `by` cannot agree to a reply for the section that found the information."""
    if reply.state != ReplyState.WITH_SECTION:
        yield _("This reply does not wait for the handling section: %(state)s.") % {
            "state": reply.get_state_display()
        }
    if not by.has_duty(Duty.SECTION_HEAD, reply.case.agency, reply.case.handling_section):
        yield _("Only the head of the handling section gives the section's opinion.")
    if reply.proposed_by.key == by.key:
        yield _("Nobody checks a reply of their own.")
    if opinion is not None and not opinion.strip():
        yield _("Write the section's opinion.")


def kinds_of_reply(case: Case) -> tuple[Outcome, ...]:
    """Return the kinds of reply open to the case: those of a correction of records, or of a request.

    A new reply by order is of the kind of the request it replies to, under the text in force when the order
    was served: the agency decides anew by the law of the day it decides.
    """
    if case.is_about_correction:
        return outcomes_of_corrections(case.governed_from)
    return outcomes(case.governed_from)


def _objections_standing(case: Case, enclosures: Iterable[Paper]) -> Iterator[str]:
    """A third party's objection with a ground bars disclosure, unless the public interest outweighs it."""
    redacted = any(paper.redacted_from_id for paper in enclosures)
    for each in case.consultations.all():
        if (
            each.to == Consultation.To.THIRD_PARTY
            and each.answer == "refuses"
            and each.override_letter_id is None
            and not redacted
        ):
            yield _(
                "%(name)s does not agree to disclosure. Redact what concerns them, or let the head of the "
                "FOI office decide that the public interest outweighs the objection."
            ) % {"name": each.name}


def _still_asked(case: Case) -> Iterator[str]:
    """Say who was asked, under the text of 2019, and may still answer: nothing is disclosed before."""
    for each in case.consultations.all():
        if each.answer or each.letter.sent_on is None or case.regime == Regime.OF_2007:
            continue
        try:
            last = answer_until(each, loaded_calendar())
        except CalendarMissing as missing:
            yield str(missing)
            continue
        if last is None:
            yield _(
                "%(name)s was asked, and the delivery of the letter is not recorded. Record it, or the "
                "answer."
            ) % {"name": each.name}
        elif clock.today() <= last:
            yield _("%(name)s was asked and has time for the answer until %(day)s.") % {
                "name": each.name,
                "day": date_format(last),
            }


def obstacles_to_checking(reply: Reply, by: Actor, *, opinion: str | None = None) -> Iterator[str]:
    if reply.state != ReplyState.PROPOSED:
        yield _("This reply does not wait for a legal check: %(state)s.") % {
            "state": reply.get_state_display()
        }
    if not by.has_duty(Duty.LEGAL_COUNSEL, reply.case.agency):
        yield _("Only the legal counsel of this agency checks replies.")
    if reply.proposed_by.key == by.key:
        yield _("Nobody checks a reply of their own.")
    if reply.section_by_id and reply.section_by_id == getattr(by, "pk", None):
        yield _("Who gave the section's opinion cannot check the reply as well.")
    if opinion is not None and not opinion.strip():
        yield _("Write the legal opinion.")


def obstacles_to_signing(reply: Reply, by: Actor) -> Iterator[str]:
    """Say why `by` cannot sign: proposer, counsel and signer are three people; the remedy must be named."""
    if reply.state != ReplyState.CHECKED:
        yield _("This reply does not wait for a signature: %(state)s.") % {"state": reply.get_state_display()}
    if not by.has_duty(Duty.RESPONSIBLE_LEADER, reply.case.agency):
        yield _("Only the responsible leader of this agency signs replies.")
    if reply.proposed_by.key == by.key:
        yield _("Nobody signs a reply of their own.")
    if reply.checked_by and reply.checked_by.key == by.key:
        yield _("Who checked the reply cannot sign it as well.")
    if reply.section_by_id and reply.section_by_id == getattr(by, "pk", None):
        yield _("Who gave the section's opinion cannot sign the reply as well.")
    if reply.package and not reply.package.is_cleared:
        yield _("What is enclosed has not passed the secrecy review yet.")
    if reply.package and not reply.package.is_unchanged():
        yield _("An enclosure is no longer what was reviewed. Send the reply back.")
    kind = outcome(reply.outcome)
    if kind.group in {OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL}:
        # An objection may have come since the reply was proposed.
        yield from _objections_standing(reply.case, reply.enclosures.all())
        yield from _still_asked(reply.case)
    agency = reply.case.agency
    if remedy(reply.outcome, clock.today()).text and not (agency.review_body and agency.court):
        yield _(
            "A reply names the body for reconsideration and the court. "
            "Ask the system administrator to enter them."
        )


def obstacles_to_sending_back(reply: Reply, by: Actor, *, reason: str | None = None) -> Iterator[str]:
    steps: dict[str, tuple[Duty, str]] = {
        ReplyState.WITH_SECTION: (
            Duty.SECTION_HEAD,
            _("Only the head of the handling section sends back a reply that waits for the section."),
        ),
        ReplyState.PROPOSED: (
            Duty.LEGAL_COUNSEL,
            _("Only the legal counsel sends back a reply that waits for the legal check."),
        ),
        ReplyState.CHECKED: (
            Duty.RESPONSIBLE_LEADER,
            _("Only the responsible leader sends back a reply that waits for the signature."),
        ),
    }
    if reply.state not in steps:
        yield _("This reply can no longer be sent back: %(state)s.") % {"state": reply.get_state_display()}
    else:
        duty, sentence = steps[reply.state]
        section = reply.case.handling_section if duty is Duty.SECTION_HEAD else None
        if not by.has_duty(duty, reply.case.agency, section):
            yield sentence
    if reply.proposed_by.key == by.key:
        yield _("Nobody sends back a reply of their own.")
    if reason is not None and not reason.strip():
        yield _("Say what has to be changed.")


def obstacles_to_delivering(
    reply: Reply,
    by: Actor,
    *,
    to: str | None = None,
    sent_on: date | None = None,
    delivered_on: date | None = None,
    how: str = "",
    tracking_number: str | None = None,
    late_reason: str | None = None,
) -> Iterator[str]:
    """Say why the delivery cannot be recorded. The day of sending decides whether the reply is in time.

    Law: 国办公开办函〔2016〕235号.
    """
    case = reply.case
    if reply.state != ReplyState.SIGNED:
        yield _("There is no signed reply that waits for delivery.")
        return
    yield from only_open(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency delivers replies.")
    if to is not None and to != case.requester_name:
        yield _(
            "The recipient of this reply is %(name)s. Check that the letter lies in the right envelope."
        ) % {"name": case.requester_name}
    if sent_on is None:
        return
    if sent_on > clock.today():
        yield in_the_future(sent_on)
    if reply.signed_on and sent_on < reply.signed_on:
        yield _("The reply was signed on %(day)s; it cannot be sent before.") % {
            "day": date_format(reply.signed_on)
        }
    yield from _arrival_out_of_order(sent_on, delivered_on)
    if how not in DeliveredHow.values:
        yield _("Choose how it is delivered.")
    if how == DeliveredHow.POST and not (tracking_number or "").strip():
        yield _("Enter the tracking number of the post.")
    if case.due_on and sent_on > case.due_on and late_reason is not None and not late_reason.strip():
        yield _("The reply was due on %(day)s. State why it is late.") % {"day": date_format(case.due_on)}


def obstacles_to_recording_arrival(
    reply: Reply, by: Actor, *, delivered_on: date | None = None
) -> Iterator[str]:
    if reply.state != ReplyState.SENT:
        yield _("No reply is on its way to the requester.")
        return
    if not by.has_duty(Duty.FOI_OFFICER, reply.case.agency):
        yield _("Only an FOI officer of this agency records the arrival of a reply.")
    if reply.sent_on:
        yield from _arrival_out_of_order(reply.sent_on, delivered_on)


def _arrival_out_of_order(sent_on: date, delivered_on: date | None) -> Iterator[str]:
    if delivered_on and delivered_on < sent_on:
        yield _("The reply cannot arrive before it was sent.")
    if delivered_on and delivered_on > clock.today():
        yield in_the_future(delivered_on)


def standing_reply(case: Case) -> Reply | None:
    """Return the reply that stands: neither sent back nor dropped. Uses what was fetched with the case."""
    gone = {ReplyState.SENT_BACK, ReplyState.DROPPED}
    return next((reply for reply in case.replies.all() if reply.state not in gone), None)


def obstacles_to_sending_a_letter(
    letter: OutgoingLetter,
    by: Actor,
    *,
    to: str | None = None,
    how: str = "",
    sent_on: date | None = None,
    delivered_on: date | None = None,
    tracking_number: str | None = None,
) -> Iterator[str]:
    """Say why the sending of a letter cannot be recorded. The recipient is confirmed before it leaves.

    Law: 国办公开办函〔2016〕235号.
    """
    if letter.state != LetterState.WRITTEN:
        yield _("This letter does not wait to be sent: %(state)s.") % {"state": letter.get_state_display()}
        return
    # What asks for something changes the clock; what only tells something is owed to the end and beyond.
    if letter.kind in ASKING:
        yield from only_open(letter.case)
    yield from only_the_officer(letter.case, by)
    if to is not None and to != letter.recipient:
        yield _(
            "The recipient of this letter is %(name)s. Check that the letter lies in the right envelope."
        ) % {"name": letter.recipient}
    if sent_on is None:
        return
    if sent_on > clock.today():
        yield in_the_future(sent_on)
    if sent_on < letter.signed_on:
        yield _("The letter was written on %(day)s; it cannot be sent before.") % {
            "day": date_format(letter.signed_on)
        }
    yield from _letter_out_of_order(sent_on, delivered_on)
    if how not in DeliveredHow.values:
        yield _("Choose how it is delivered.")
    if how == DeliveredHow.POST and not (tracking_number or "").strip():
        yield _("Enter the tracking number of the post.")
    if letter.kind == LetterKind.CLARIFICATION:
        last = last_day_to_ask(letter.case)
        if last and letter.signed_on <= last < sent_on:
            yield _(
                "The letter promises a new period, and for that it had to be sent by %(day)s. Leave it "
                "unsent and write the question anew."
            ) % {"day": date_format(last)}


def obstacles_to_recording_a_letters_arrival(
    letter: OutgoingLetter, by: Actor, *, delivered_on: date | None = None
) -> Iterator[str]:
    if letter.state != LetterState.SENT:
        yield _("This letter is not on its way: %(state)s.") % {"state": letter.get_state_display()}
        return
    yield from only_the_officer(letter.case, by)
    if letter.sent_on:
        yield from _letter_out_of_order(letter.sent_on, delivered_on)


def _letter_out_of_order(sent_on: date, delivered_on: date | None) -> Iterator[str]:
    if delivered_on and delivered_on < sent_on:
        yield _("The letter cannot arrive before it was sent.")
    if delivered_on and delivered_on > clock.today():
        yield in_the_future(delivered_on)


def obstacles_to_voiding_a_letter(
    letter: OutgoingLetter, by: Actor, *, reason: str | None = None
) -> Iterator[str]:
    if letter.state != LetterState.WRITTEN:
        yield _("Only a letter that has not been sent can be left unsent.")
    if letter.kind in {LetterKind.EXTENSION, LetterKind.LATER_DATE, LetterKind.CLOSED}:
        yield _("This was decided; the requester has to be told.")
    if letter.kind == LetterKind.OVERRIDE and _rests_on_an_override(letter.case):
        yield _("The reply rests on this decision; the third party has to be told.")
    yield from only_the_officer(letter.case, by)
    if reason is not None and not reason.strip():
        yield _("Say why the letter is not sent.")


def _rests_on_an_override(case: Case) -> bool:
    reply = standing_reply(case)
    return reply is not None and outcome(reply.outcome).group in {OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL}


def obstacles_to_transferring(
    case: Case, by: Actor, *, to: str | None = None, text: str | None = None
) -> Iterator[str]:
    yield from only_open(case)
    yield from only_received(case)
    yield from only_the_officer(case, by)
    if to is not None and not to.strip():
        yield _("Say to which agency.")
    if text is not None and not text.strip():
        yield _("Say what is passed on, and why.")
    yield from names_the_requester(case, text or "")


def obstacles_to_reassessing(
    reassessment: Reassessment, by: Actor, *, reason: str | None = None
) -> Iterator[str]:
    """Say why `by` cannot look again at what was withheld.

    Law: Regulations (2019), art. 18.
    """
    if reassessment.done_on:
        yield _("This was looked at again already.")
    yield from only_the_officer(reassessment.case, by)
    if reason is not None and not reason.strip():
        yield _("Give the reason.")


def obstacles_to_reopening(
    case: Case, by: Actor, *, ordered_on: date, due_on: date | None, basis: str
) -> Iterator[str]:
    """Say why no new reply can be opened by order: one at a time, after the case was concluded."""
    yield from only_the_officer(case, by)
    if case.is_open:
        yield _("The case is still open.")
    if case.followed_by.filter(concluded_on=None).exists():
        yield _("A new reply to this request is under way already.")
    if ordered_on > clock.today():
        yield in_the_future(ordered_on)
    if case.concluded_on and ordered_on < case.concluded_on:
        yield _("The decision cannot lie before the reply it is about.")
    if due_on and due_on <= ordered_on:
        yield _("The term ends after the day the decision was served.")
    if not basis.strip():
        yield _("Name the decision that orders the new reply.")
