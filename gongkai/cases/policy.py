"""Who may do what with a case, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.cases import receipt
from gongkai.cases.ledger import regime_on
from gongkai.cases.models import Case, DeliveredHow, EntryKind, Paper, Reply, ReplyState
from gongkai.cases.receipt import Basis
from gongkai.law import deadlines, terms
from gongkai.law.outcomes import NoSuchOutcome, OutcomeGroup, outcome, outcomes
from gongkai.law.remedies import remedy


def obstacles_to_opening_the_register(agency: Agency, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, agency):
        yield _("Only an FOI officer of this agency registers requests.")


def obstacles_to_registering(
    agency: Agency,
    by: Actor,
    *,
    how_came: str,
    submitted_on: date,
    arrived_on: date,
    received_on: date | None,
    confirmed_on: date | None,
    confirmed_how: str,
    requester_name: str,
    requester_contact: str,
    description: str,
) -> Iterator[str]:
    """Say why `by` cannot register the request; the days must be in order and fit the way it came.

    Law: Regulations (2019), arts. 29 and 31; 国办公开办函〔2015〕207号.
    """
    yield from obstacles_to_opening_the_register(agency, by)
    if not requester_name.strip():
        yield _("A request needs the requester's name.")
    if not requester_contact.strip():
        yield _("A request needs a way to reach the requester.")
    if not description.strip():
        yield _("A request says what is asked for.")
    yield from _days_out_of_order(submitted_on, arrived_on, confirmed_on)
    basis = receipt.basis(how_came, arrived_on)
    if basis is Basis.SAME_DAY and submitted_on != arrived_on:
        yield _("A request over the counter is submitted, arrives and is received on the same day.")
    if basis is Basis.CONFIRMATION and confirmed_on is None:
        yield _(
            "A request that came this way is received on the day it is confirmed with the requester. "
            "Enter that day and how it was confirmed."
        )
    if confirmed_on and not confirmed_how.strip():
        yield _("Enter how it was confirmed with the requester, for example by telephone.")
    lawful = receipt.received_on(how_came, arrived_on, confirmed_on)
    if received_on and lawful and received_on != lawful:
        yield _("A request that came this way is legally received on %(lawful)s, not on %(received)s.") % {
            "lawful": date_format(lawful),
            "received": date_format(received_on),
        }


def _days_out_of_order(submitted_on: date, arrived_on: date, confirmed_on: date | None) -> Iterator[str]:
    if not regime_on(submitted_on):
        yield _("The Regulations took effect on 1 May 2008; the request cannot be older.")
    if arrived_on < submitted_on:
        yield _("The request cannot arrive before it was submitted.")
    if confirmed_on and confirmed_on < arrived_on:
        yield _("The request cannot be confirmed before it arrived.")
    for day in sorted({submitted_on, arrived_on, confirmed_on or arrived_on}):
        if day > clock.today():
            yield _in_the_future(day)


def obstacles_to_assigning_a_section(case: Case, section: Section | None, by: Actor) -> Iterator[str]:
    yield from _only_open(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency names the handling section.")
    if section and section.agency_id != case.agency_id:
        yield _("This section belongs to another agency.")


def obstacles_to_extending(
    case: Case, by: Actor, *, days: int | None = None, on: date | None = None, reason: str | None = None
) -> Iterator[str]:
    """Say why the period cannot be extended: once, by the due day, by the head of the FOI office.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    yield from _only_open(case)
    if not by.has_duty(Duty.FOI_HEAD, case.agency):
        yield _("Only the head of the FOI office extends the period.")
    if any(entry.kind == EntryKind.EXTENSION for entry in case.entries.all()):
        yield _("The period was extended already; it can be extended only once.")
        return
    longest = deadlines.longest_extension(case.received_on)
    if days is not None and not 1 <= days <= longest:
        yield _("An extension has 1 to %(longest)s working days, not %(days)s.") % {
            "longest": longest,
            "days": days,
        }
    if reason is not None and not reason.strip():
        yield _("Give the reason for the extension.")
    day = on or clock.today()
    if day > clock.today():
        yield _in_the_future(day)
    if day < case.received_on:
        yield _("The extension cannot be decided before the request was received.")
    if case.due_on and day > case.due_on:
        yield _("The period ended on %(day)s; it cannot be extended. Reply now and state why it is late.") % {
            "day": date_format(case.due_on)
        }
    if case.due_unknown_year and day > _surely_within(case):
        # A period of working days is never shorter than so many calendar days: until then it is in time.
        yield _(
            "The due day is not known until the holiday notice for %(year)s is loaded, so the extension "
            "might come too late. Ask the system administrator to load it."
        ) % {"year": str(case.due_unknown_year)}


def _surely_within(case: Case) -> date:
    return case.received_on + timedelta(days=terms.term("reply", case.received_on).value)


def obstacles_to_withdrawing(case: Case, by: Actor, *, on: date | None = None) -> Iterator[str]:
    yield from _only_open(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency records a withdrawal.")
    day = on or clock.today()
    if day > clock.today():
        yield _in_the_future(day)
    if day < case.received_on:
        yield _("A request cannot be withdrawn before it was received.")
    if any(entry.on > day for entry in case.entries.all()):
        yield _("Something happened in this case after %(day)s.") % {"day": date_format(day)}


def obstacles_to_opening_a_reply(case: Case, by: Actor) -> Iterator[str]:
    yield from _only_open(case)
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
    if kind not in outcomes(case.received_on) or not kind.letter:
        yield _("“%(kind)s” is no kind of reply under the Regulations that govern this request.") % {
            "kind": kind.label
        }
    if kind.needs_ground and not ground.strip():
        yield _("“%(kind)s” needs the legal ground: article and paragraph.") % {"kind": kind.label}
    if kind.needs_ground and not reasons.strip():
        yield _("“%(kind)s” needs the reasons.") % {"kind": kind.label}
    if not text.strip():
        yield _("Write what the reply says.")
    clarified = any(entry.kind == EntryKind.CLARIFICATION_RECEIVED for entry in case.entries.all())
    if kind.code == "still_unclear" and not clarified:
        yield _("A request can be still unclear only after a clarification was asked for and received.")
    enclosures = list(enclosures)
    if any(paper.case_id != case.pk for paper in enclosures):
        yield _("An enclosure belongs to another case.")
    if any(paper.file_id is None for paper in enclosures):
        yield _("An enclosure has no file.")
    if enclosures and kind.group not in {OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL}:
        yield _("“%(kind)s” gives no information, so nothing is enclosed.") % {"kind": kind.label}


def obstacles_to_checking(reply: Reply, by: Actor, *, opinion: str | None = None) -> Iterator[str]:
    if reply.state != ReplyState.PROPOSED:
        yield _("This reply does not wait for a legal check: %(state)s.") % {
            "state": reply.get_state_display()
        }
    if not by.has_duty(Duty.LEGAL_COUNSEL, reply.case.agency):
        yield _("Only the legal counsel of this agency checks replies.")
    if reply.proposed_by.key == by.key:
        yield _("Nobody checks a reply of their own.")
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
    agency = reply.case.agency
    if remedy(reply.outcome, clock.today()).text and not (agency.review_body and agency.court):
        yield _(
            "A reply names the body for reconsideration and the court. "
            "Ask the system administrator to enter them."
        )


def obstacles_to_sending_back(reply: Reply, by: Actor, *, reason: str | None = None) -> Iterator[str]:
    steps: dict[str, tuple[Duty, str]] = {
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
        if not by.has_duty(duty, reply.case.agency):
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
    yield from _only_open(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency delivers replies.")
    if to is not None and to != case.requester_name:
        yield _(
            "The recipient of this reply is %(name)s. Check that the letter lies in the right envelope."
        ) % {"name": case.requester_name}
    if sent_on is None:
        return
    if sent_on > clock.today():
        yield _in_the_future(sent_on)
    if reply.signed_on and sent_on < reply.signed_on:
        yield _("The reply was signed on %(day)s; it cannot be sent before.") % {
            "day": date_format(reply.signed_on)
        }
    yield from _arrival_out_of_order(sent_on, delivered_on)
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
        yield _in_the_future(delivered_on)


def obstacles_to_recording_a_fee(
    case: Case, by: Actor, *, amount: Decimal | None = None, received_on: date | None = None
) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency records fees.")
    if amount is not None and amount < 0:
        yield _("A fee cannot be less than nothing.")
    if received_on and received_on < case.received_on:
        yield _("A fee cannot be paid before the request was received.")
    if received_on and received_on > clock.today():
        yield _in_the_future(received_on)


def obstacles_to_adding_papers(case: Case, by: Actor, *, on: date | None = None) -> Iterator[str]:
    may = by.has_duty(Duty.FOI_OFFICER, case.agency) or (
        case.handling_section is not None
        and by.has_duty(Duty.SECTION_HEAD, case.agency, case.handling_section)
    )
    if not may:
        yield _("Only an FOI officer, or the head of the handling section, adds papers.")
    if on and on > clock.today():
        yield _in_the_future(on)


def obstacles_to_showing_contact(case: Case, by: Actor) -> Iterator[str]:
    if not (by.has_duty(Duty.FOI_OFFICER, case.agency) or by.has_duty(Duty.FOI_HEAD, case.agency)):
        yield _("Only the FOI office sees how to reach the requester.")


def standing_reply(case: Case) -> Reply | None:
    """Return the reply that stands: neither sent back nor dropped. Uses what was fetched with the case."""
    gone = {ReplyState.SENT_BACK, ReplyState.DROPPED}
    return next((reply for reply in case.replies.all() if reply.state not in gone), None)


def _only_open(case: Case) -> Iterator[str]:
    if case.withdrawn_on:
        yield _("This request was withdrawn on %(day)s.") % {"day": date_format(case.withdrawn_on)}
    elif case.concluded_on:
        yield _("This request was concluded on %(day)s.") % {"day": date_format(case.concluded_on)}


def _in_the_future(day: date) -> str:
    return _("%(day)s lies in the future.") % {"day": date_format(day)}
