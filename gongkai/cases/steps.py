"""What a case waits for, and on whom: derived from its ledger, letters, consultations and replies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.agencies.models import Section
from gongkai.cases import policy
from gongkai.cases.models import (
    Case,
    Consultation,
    EntryKind,
    LetterKind,
    LetterState,
    OutgoingLetter,
    Reply,
    ReplyState,
)
from gongkai.secrecy.models import State as ReviewState
from gongkai.workdays.calendar import Calendar, CalendarMissing


class Who(StrEnum):
    """Who has to act next."""

    OFFICE = "office"
    SECTION = "section"
    COUNSEL = "counsel"
    REVIEWER = "reviewer"
    LEADER = "leader"
    REQUESTER = "requester"
    OTHERS = "others"  # a third party or another agency that was asked
    NOBODY = "nobody"


class Step(StrEnum):
    """What has to happen next."""

    CONFIRM = "confirm"
    SEND_LETTER = "send_letter"
    AWAIT_CLARIFICATION = "await_clarification"
    AWAIT_FEE = "await_fee"
    CLOSE_UNCLARIFIED = "close_unclarified"
    CLOSE_UNPAID = "close_unpaid"
    RECORD_LETTER_ARRIVAL = "record_letter_arrival"
    NOTE_SILENCE = "note_silence"
    CONSULTING = "consulting"
    NAME_SECTION = "name_section"
    FIND = "find"
    PROPOSE_ANEW = "propose_anew"
    SECTION_OPINION = "section_opinion"
    LEGAL_CHECK = "legal_check"
    SECRECY_OPINION = "secrecy_opinion"
    SECRECY_DECISION = "secrecy_decision"
    SECRECY_APPROVAL = "secrecy_approval"
    SECRECY_REFERRED = "secrecy_referred"
    SECRECY_STOPPED = "secrecy_stopped"
    SIGN = "sign"
    DELIVER = "deliver"
    RECORD_ARRIVAL = "record_arrival"
    READ_MESSAGE = "read_message"
    ARCHIVE = "archive"
    NOTHING = "nothing"


WHO: dict[Step, Who] = {
    Step.AWAIT_CLARIFICATION: Who.REQUESTER,
    Step.AWAIT_FEE: Who.REQUESTER,
    Step.CONSULTING: Who.OTHERS,
    Step.FIND: Who.SECTION,
    Step.SECTION_OPINION: Who.SECTION,
    Step.SECRECY_OPINION: Who.SECTION,
    Step.LEGAL_CHECK: Who.COUNSEL,
    Step.SECRECY_DECISION: Who.REVIEWER,
    Step.SECRECY_REFERRED: Who.OTHERS,
    Step.SECRECY_APPROVAL: Who.LEADER,
    Step.SIGN: Who.LEADER,
    Step.NOTHING: Who.NOBODY,
}

_OF_REPLY: dict[str, Step] = {
    ReplyState.WITH_SECTION: Step.SECTION_OPINION,
    ReplyState.PROPOSED: Step.LEGAL_CHECK,
    ReplyState.CHECKED: Step.SIGN,
    ReplyState.SIGNED: Step.DELIVER,
    ReplyState.SENT: Step.RECORD_ARRIVAL,
}

_OF_REVIEW: dict[str, Step] = {
    ReviewState.AWAITING_OPINION: Step.SECRECY_OPINION,
    ReviewState.AWAITING_DECISION: Step.SECRECY_DECISION,
    ReviewState.AWAITING_APPROVAL: Step.SECRECY_APPROVAL,
    ReviewState.REFERRED: Step.SECRECY_REFERRED,
    ReviewState.WITHHELD: Step.SECRECY_STOPPED,
    ReviewState.SENT_BACK: Step.SECRECY_STOPPED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a case waits for. `until` is the last day for it, where there is one; `count` of what."""

    step: Step
    section: Section | None = None
    until: date | None = None
    since: date | None = None
    count: int = 1

    @property
    def who(self) -> Who:
        return WHO.get(self.step, Who.OFFICE)


def standing_of(case: Case, calendar: Calendar, today: date) -> Standing:
    """Return the step a case waits for on `today`, from what `queries.with_steps` fetched with it.

    Nothing is reckoned anew: that the clock stands still is known from the due day that is not there.
    """
    return next(steps_of(case, calendar, today), Standing(Step.NOTHING))


def steps_of(case: Case, calendar: Calendar, today: date) -> Iterator[Standing]:
    """Yield everything a case waits for: first what is its next step, then what is owed beside it."""
    if case.is_open and not case.is_received:
        yield Standing(Step.CONFIRM, since=case.arrived_on)
        yield from _messages(case)
        return
    unsent = unsent_letters(case)
    if unsent:
        yield Standing(Step.SEND_LETTER, since=min(each.signed_on for each in unsent), count=len(unsent))
    if case.is_open:
        yield from _of_open(case, calendar, today)
    else:
        yield from _of_concluded(case)
    yield from _messages(case)


def unsent_letters(case: Case) -> list[OutgoingLetter]:
    """Return the letters that are written and wait to be sent; a receipt holds nothing up."""
    return [
        letter
        for letter in case.letters.all()
        if letter.state == LetterState.WRITTEN and letter.kind != LetterKind.RECEIPT
    ]


def open_consultations(case: Case) -> list[Consultation]:
    """Return the consultations that were sent and have no answer, nor its lack noted."""
    return [each for each in case.consultations.all() if each.letter.sent_on is not None and not each.answer]


def last_day_to_answer(consultation: Consultation, calendar: Calendar) -> date | None:
    """Return the last day for an answer; None where none runs, or it lies beyond the calendar."""
    try:
        return policy.answer_until(consultation, calendar)
    except CalendarMissing:
        return None


def last_day_to_pay(case: Case, calendar: Calendar) -> date | None:
    """Return the last day to pay the fee; None where none runs, or it lies beyond the calendar."""
    notice = policy.fee_asked(case)
    if notice is None or notice.paid_on:
        return None
    try:
        return policy.fee_until(notice, calendar)
    except CalendarMissing:
        return None


def clock_stands(case: Case) -> bool:
    """Say whether the clock of an open case stands still: neither a due day nor a missing notice."""
    return case.is_open and case.is_received and case.due_on is None and case.due_unknown_year is None


def _of_open(case: Case, calendar: Calendar, today: date) -> Iterator[Standing]:
    turn_of_the_requester = list(_of_the_requester(case, calendar, today)) if clock_stands(case) else []
    yield from turn_of_the_requester
    reply = policy.standing_reply(case)
    if reply is not None:
        yield _of_reply(reply, case)
    yield from _of_those_asked(case, calendar, today)
    if reply is not None or turn_of_the_requester:
        return  # While the requester has the word, nobody owes a reply.
    if any(each.state == ReplyState.SENT_BACK for each in case.replies.all()):
        yield Standing(Step.PROPOSE_ANEW)
    elif case.handling_section is not None:
        yield Standing(Step.FIND, section=case.handling_section, since=case.received_on)
    else:
        yield Standing(Step.NAME_SECTION, since=case.received_on)


def _of_the_requester(case: Case, calendar: Calendar, today: date) -> Iterator[Standing]:
    kinds = {entry.kind: entry.on for entry in case.entries.all()}
    asked_on = kinds.get(EntryKind.CLARIFICATION_ASKED)
    if asked_on and EntryKind.CLARIFICATION_RECEIVED not in kinds:
        until = policy.clarification_until(case)
        lapsed = until is not None and until < today
        yield Standing(
            Step.CLOSE_UNCLARIFIED if lapsed else Step.AWAIT_CLARIFICATION, until=until, since=asked_on
        )
    fee = policy.fee_asked(case)
    if fee is not None and fee.paid_on is None:
        until = last_day_to_pay(case, calendar)
        lapsed = until is not None and until < today
        since = fee.letter.delivered_on or fee.letter.sent_on
        yield Standing(Step.CLOSE_UNPAID if lapsed else Step.AWAIT_FEE, until=until, since=since)
        if fee.letter.delivered_on is None:
            yield Standing(Step.RECORD_LETTER_ARRIVAL, since=fee.letter.sent_on)


def _of_those_asked(case: Case, calendar: Calendar, today: date) -> Iterator[Standing]:
    asked = open_consultations(case)
    last_days = {each.pk: last_day_to_answer(each, calendar) for each in asked}
    silent = [each for each in asked if (last := last_days[each.pk]) is not None and last < today]
    if silent:
        yield Standing(
            Step.NOTE_SILENCE, until=min(last_days[each.pk] or today for each in silent), count=len(silent)
        )
    waiting = [each for each in asked if each not in silent]
    if waiting:
        known = [last for each in waiting if (last := last_days[each.pk])]
        yield Standing(
            Step.CONSULTING,
            until=max(known) if len(known) == len(waiting) else None,
            since=min(each.letter.sent_on or today for each in waiting),
            count=len(waiting),
        )
    on_their_way = [each for each in waiting if each.letter.delivered_on is None]
    if on_their_way:
        yield Standing(
            Step.RECORD_LETTER_ARRIVAL,
            since=min(each.letter.sent_on or today for each in on_their_way),
            count=len(on_their_way),
        )


def _of_reply(reply: Reply, case: Case) -> Standing:
    step = _OF_REPLY.get(reply.state, Step.NOTHING)
    section = case.handling_section if step is Step.SECTION_OPINION else None
    if step is Step.SIGN and reply.package is not None:
        # Nothing is signed before what it encloses is cleared.
        review = getattr(reply.package, "review", None)
        if review is not None and review.state in _OF_REVIEW:
            step = _OF_REVIEW[review.state]
            section = case.handling_section if step is Step.SECRECY_OPINION else None
    return Standing(step, section=section, since=reply.sent_on)


def _of_concluded(case: Case) -> Iterator[Standing]:
    sent = [reply for reply in case.replies.all() if reply.state == ReplyState.SENT]
    if sent:
        yield Standing(Step.RECORD_ARRIVAL, since=sent[0].sent_on)
    elif case.archived_on is None and not unsent_letters(case):
        yield Standing(Step.ARCHIVE, since=case.concluded_on)


def _messages(case: Case) -> Iterator[Standing]:
    count = getattr(case, "new_messages", 0)
    if count:
        yield Standing(Step.READ_MESSAGE, count=count)
