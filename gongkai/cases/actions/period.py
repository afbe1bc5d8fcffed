"""What makes the clock of a case run, stand, start anew or run longer; and what ends it without a reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.cases import counting, letters, policy
from gongkai.cases.actions.keeping import (
    change_entry,
    conclude,
    enter,
    file_paper,
    locked_case,
    locked_letter,
    write_letter,
)
from gongkai.cases.events import announce, heard_requester, told_requester
from gongkai.cases.models import (
    Answer,
    Case,
    Consultation,
    EntryKind,
    FeeBasis,
    FeeKind,
    FeeNotice,
    FeeReceipt,
    LedgerEntry,
    LetterKind,
    LetterState,
    OutgoingLetter,
    PaperKind,
    ReplyState,
)
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law import fees
from gongkai.law.deadlines import State
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.workdays.queries import loaded_calendar

label_acts(
    {
        "cases.extended": _("Period extended"),
        "cases.withdrawn": _("Withdrawn by the requester"),
        "cases.fee_received": _("Fee received"),
        "cases.clarification_written": _("Clarification notice written"),
        "cases.clarification_taken": _("Clarification received"),
        "cases.abandoned": _("Closed: given up by the requester"),
        "cases.consultation_written": _("Consultation letter written"),
        "cases.opinion_taken": _("Answer to a consultation recorded"),
        "cases.silence_noted": _("No answer to a consultation"),
        "cases.objection_overridden": _("Objection overridden in the public interest"),
        "cases.reasons_asked": _("Asked to give reasons"),
        "cases.later_date_set": _("Later date set"),
        "cases.fee_asked": _("Fee notice written"),
        "cases.transfer_written": _("Transfer written"),
        "cases.letter_sent": _("Letter sent"),
        "cases.letter_delivered": _("Letter delivered"),
        "cases.letter_void": _("Letter not sent"),
    }
)


# Letters the requester reads on the progress page; the others go to somebody else.
TO_THE_REQUESTER = frozenset(
    {
        LetterKind.RECEIPT,
        LetterKind.CLARIFICATION,
        LetterKind.EXTENSION,
        LetterKind.REASONS,
        LetterKind.LATER_DATE,
        LetterKind.FEE,
        LetterKind.CLOSED,
    }
)


@transaction.atomic
def extend(case: Case, *, by: User, days: int, reason: str, on: date | None = None) -> Case:
    """Extend the period by `days` working days (1 to 20, under the Regulations of 2007 1 to 15).

    `on` is the day of the decision (today). The notice to the requester is written.

    Raises Refused when the period was extended before, has ended, or `by` is not the head of the FOI office.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    case = locked_case(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_extending(case, by, days=days, on=on, reason=reason))
    enter(case, EntryKind.EXTENSION, on, by, days=days)
    letter = letters.extension_letter(case, days=days, on=clock.today(), reason=reason)
    _write_to_requester(case, LetterKind.EXTENSION, letter, by=by)
    record(by, "cases.extended", case, reason=reason, days=days, on=on, due_on=case.due_on)
    return case


@transaction.atomic
def set_later_date(case: Case, *, by: User, due: date, reason: str, on: date | None = None) -> Case:
    """Set a later date for the reply to excessive requests whose reasons were accepted; tell the requester.

    Raises Refused when one was set before, it is not later than the due day, or `by` may not.

    Law: Regulations (2019), art. 35.
    """
    case = locked_case(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_setting_a_later_date(case, by, due=due, on=on, reason=reason))
    enter(case, EntryKind.LATER_DATE, on, by, due=due.isoformat())
    letter = letters.later_date_letter(case, due=due, on=clock.today(), reason=reason)
    _write_to_requester(case, LetterKind.LATER_DATE, letter, by=by)
    record(by, "cases.later_date_set", case, reason=reason, due=due, on=on)
    return case


@transaction.atomic
def ask_for_reasons(case: Case, *, by: User, text: str, until: date) -> OutgoingLetter:
    """Ask the requester why so many requests, or so often, are needed. The clock runs on.

    Law: Regulations (2019), art. 35.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_asking_for_reasons(case, by, text=text, until=until))
    letter = letters.reasons_letter(case, text=text, until=until, on=clock.today())
    written = _write_to_requester(case, LetterKind.REASONS, letter, by=by, until=until)
    record(by, "cases.reasons_asked", case, number=written.number, until=until)
    return written


@transaction.atomic
def ask_to_clarify(case: Case, *, by: User, what: str, until: date) -> OutgoingLetter:
    """Write the one clarification notice. Sent by the 7th working day, it makes the clock stand.

    `what` says completely what has to be corrected; `until` is the last day for it, set by the office.

    Raises Refused when it was asked for before, under the text of 2007, or something is missing.

    Law: Regulations (2019), art. 30.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_asking_to_clarify(case, by, what=what, until=until))
    letter = letters.clarification_letter(
        case,
        what=what,
        until=until,
        on=clock.today(),
        starts_anew=policy.would_start_anew(case, clock.today()),
    )
    written = _write_to_requester(case, LetterKind.CLARIFICATION, letter, by=by, until=until)
    record(by, "cases.clarification_written", case, number=written.number, until=until)
    return written


@transaction.atomic
def take_clarification(
    case: Case,
    *,
    by: Any,
    on: date,
    text: str,
    late_reason: str = "",
    files: Iterable[Any] = (),
    by_requester: bool = False,
) -> Case:
    """Take the requester's correction: the period starts anew from that day.

    `text` is what is asked for now. After the last day set for it, it is taken only for a good reason
    (`late_reason`). `by_requester`: it came through the progress page, in the requester's own hand.

    Law: Regulations (2019), art. 30.
    """
    case = locked_case(case)
    obstacles = policy.obstacles_to_taking_a_clarification(
        case, by, on=on, text=text, late_reason=late_reason
    )
    if by_requester:
        refuse_if_any(policy.obstacles_to_clarifying_oneself(case, on=on, text=text))
    else:
        refuse_if_any(obstacles)
    enter(case, EntryKind.CLARIFICATION_RECEIVED, on, by, note=late_reason)
    case.clarified = text.strip()
    case.save(update_fields=["clarified"])
    for file in files:
        file_paper(case, file, kind=PaperKind.INCOMING, title=file.name, on=on, by=by)
    if by_requester:
        announce(heard_requester, case, f"clarified:{on.isoformat()}")
    record(by, "cases.clarification_taken", case, reason=late_reason, on=on, due_on=case.due_on)
    return case


@transaction.atomic
def deem_abandoned(case: Case, *, by: User, note: str = "") -> Case:
    """Close a case whose requester did not clarify, or did not pay, in time; write the notice.

    Raises Refused while the law's reckoning does not say that it is given up.

    Law: Regulations (2019), arts. 30 and 42.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_deeming_abandoned(case, by))
    outcome_code = "fee_unpaid" if policy.gave_up_by_not_paying(case) else "clarification_lapsed"
    today = clock.today()
    letter = letters.closed_letter(case, outcome_code=outcome_code, on=today)
    _write_to_requester(case, LetterKind.CLOSED, letter, by=by)
    _drop_replies(case, by=by)
    conclude(case, today, outcome_code)
    record(by, "cases.abandoned", case, reason=note, outcome=outcome_code)
    return case


@transaction.atomic
def withdraw(case: Case, *, by: User, on: date | None = None, note: str = "") -> Case:
    """Conclude a case because the requester withdrew the request on `on`; a reply under way is dropped.

    Raises Refused when it is concluded already or `by` may not.
    """
    case = locked_case(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_withdrawing(case, by, on=on))
    enter(case, EntryKind.WITHDRAWN, on, by)
    _drop_replies(case, by=by)
    conclude(case, on, "withdrawn", withdrawn_on=on)
    record(by, "cases.withdrawn", case, reason=note, on=on)
    return case


@transaction.atomic
def consult(
    case: Case,
    *,
    by: User,
    to: str,
    name: str,
    question: str,
    address: str = "",
) -> Consultation:
    """Write to a third party whose rights are touched, or to an agency that made the information too.

    Its days stay out of the period from the day the letter is sent. `question` describes the information;
    who the requester is does not stand in the letter.

    Law: Regulations (2019), arts. 32 to 34; (2007), art. 23.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_consulting(case, by, name=name, question=question))
    if to not in Consultation.To.values:
        raise Refused(gettext("Choose one of these."))
    third_party = to == Consultation.To.THIRD_PARTY
    kind = LetterKind.THIRD_PARTY if third_party else LetterKind.AGENCY
    make = letters.third_party_letter if third_party else letters.agency_letter
    letter = make(case, name=name.strip(), question=question, on=clock.today())
    written = write_letter(case, kind, letter, by=by, recipient=name.strip(), address=address)
    consultation = Consultation.objects.create(
        case=case, to=to, name=name.strip(), question=question, letter=written
    )
    record(by, "cases.consultation_written", case, number=written.number, to=to)
    return consultation


@transaction.atomic
def take_opinion(
    consultation: Consultation,
    *,
    by: User,
    answer: str,
    on: date,
    reasons: str = "",
    file: Any = None,
) -> Consultation:
    """Record what was answered on that day; the clock goes on from the next.

    Law: Regulations (2019), arts. 32 and 34.
    """
    consultation = _locked_consultation(consultation)
    refuse_if_any(
        policy.obstacles_to_taking_an_opinion(consultation, by, on=on, answer=answer, reasons=reasons)
    )
    if answer not in set(Answer.values) - {Answer.SILENT}:
        raise Refused(gettext("Choose one of these."))
    consultation.answer, consultation.answered_on, consultation.reasons = answer, on, reasons
    if file:
        consultation.paper = file_paper(
            consultation.case,
            file,
            kind=PaperKind.INCOMING,
            title=gettext("Answer of %(name)s") % {"name": consultation.name},
            on=on,
            by=by,
        )
    consultation.save(update_fields=["answer", "answered_on", "reasons", "paper"])
    if consultation.entry:
        change_entry(consultation.entry, consultation.case, answered=on.isoformat())
    record(by, "cases.opinion_taken", consultation.case, answer=answer, on=on)
    return consultation


@transaction.atomic
def note_silence(consultation: Consultation, *, by: User) -> Consultation:
    """Note that no answer came within 15 working days of delivery; the ledger reckons it by itself.

    What it means is opposite: a third party's silence leaves the decision to the agency (art. 32), a
    co-producing agency's silence is consent (art. 34).
    """
    consultation = _locked_consultation(consultation)
    refuse_if_any(policy.obstacles_to_noting_silence(consultation, by))
    consultation.answer = Answer.SILENT
    consultation.save(update_fields=["answer"])
    record(by, "cases.silence_noted", consultation.case, to=consultation.to)
    return consultation


@transaction.atomic
def override_objection(consultation: Consultation, *, by: User, reason: str) -> OutgoingLetter:
    """Decide that the public interest outweighs a third party's objection; write what is disclosed, and why.

    Law: Regulations (2019), art. 32; (2007), art. 23.
    """
    consultation = _locked_consultation(consultation)
    refuse_if_any(policy.obstacles_to_overriding(consultation, by, reason=reason))
    case = consultation.case
    letter = letters.override_letter(case, consultation, reason=reason, on=clock.today())
    written = write_letter(
        case,
        LetterKind.OVERRIDE,
        letter,
        by=by,
        recipient=consultation.name,
        address=consultation.letter.recipient_address,
    )
    consultation.override_reason, consultation.override_letter = reason, written
    consultation.save(update_fields=["override_reason", "override_letter"])
    record(by, "cases.objection_overridden", case, reason=reason, number=written.number)
    return written


@transaction.atomic
def ask_for_fee(case: Case, *, by: User, basis: str, pages: int = 0, how_to_pay: str = "") -> FeeNotice:
    """Write the fee notice of a case: by its place among the requester's of the month, or by its pages.

    With `basis` cases the amount is what this case adds to the month's fee; the place counts the requests
    of the same requester, merged ones included, in the calendar month of receipt.

    Raises Refused when nothing is due, a fee was asked for before, or the period has ended.

    Law: Regulations (2019), art. 42; 国办函〔2020〕109号, arts. 3 to 5.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_asking_for_a_fee(case, by, basis=basis))
    try:
        number, fee = fee_of(case, basis, pages)
    except fees.NoTariff:
        raise Refused(gettext("No tariff was in force on the day this request was received.")) from None
    except ValueError as unfit:
        raise Refused(str(unfit)) from None
    refuse_if_any(policy.obstacles_to_asking_for_a_fee(case, by, basis=basis, amount=fee.amount))
    letter = letters.fee_letter(
        case, basis=basis, number=number, fee=fee, how_to_pay=how_to_pay, on=clock.today()
    )
    written = _write_to_requester(case, LetterKind.FEE, letter, by=by)
    notice = FeeNotice.objects.create(
        case=case, basis=basis, number=number, amount=fee.amount, letter=written
    )
    record(by, "cases.fee_asked", case, basis=basis, count=number, amount=str(fee.amount))
    return notice


def fee_of(case: Case, basis: str, pages: int = 0) -> tuple[int, fees.Fee]:
    """Return the number a fee is reckoned from, and the fee of this case.

    Raises NoTariff on a day without one, ValueError for a number outside its limits.
    """
    if basis == FeeBasis.PAGES:
        return pages, fees.by_pages(pages, case.day_received)
    place = counting.place_in_month(case)
    return place, fees.of_one_case(place, case.day_received)


@transaction.atomic
def take_fee(notice: FeeNotice, *, by: User, on: date) -> FeeNotice:
    """Record that the fee was paid on that day: the period starts anew from it.

    Law: 国办函〔2020〕109号.
    """
    case = locked_case(notice.case)
    notice = FeeNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    notice.case = case
    refuse_if_any(policy.obstacles_to_taking_the_fee(notice, by, on=on))
    enter(case, EntryKind.FEE_PAID, on, by)
    notice.paid_on = on
    notice.save(update_fields=["paid_on"])
    FeeReceipt.objects.create(case=case, kind=FeeKind.PROCESSING, amount=notice.amount, received_on=on)
    record(by, "cases.fee_received", case, amount=str(notice.amount), received_on=on)
    return notice


@transaction.atomic
def record_fee(
    case: Case, *, by: User, amount: Decimal, received_on: date, kind: str = FeeKind.COST
) -> FeeReceipt:
    """Record money received for a case, in yuan (row 7 of the table of 2018)."""
    case = locked_case(case)
    refuse_if_any(
        policy.obstacles_to_recording_a_fee(case, by, amount=amount, received_on=received_on, kind=kind)
    )
    fee = FeeReceipt.objects.create(case=case, amount=amount, received_on=received_on, kind=kind)
    record(by, "cases.fee_received", case, amount=str(amount), received_on=received_on)
    return fee


@transaction.atomic
def transfer(case: Case, *, by: User, to: str, text: str, address: str = "") -> OutgoingLetter:
    """Write to another agency what of the request concerns it. The reply to the requester stays owed."""
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_transferring(case, by, to=to, text=text))
    letter = letters.transfer_letter(case, to=to.strip(), text=text, on=clock.today())
    written = write_letter(case, LetterKind.TRANSFER, letter, by=by, recipient=to.strip(), address=address)
    record(by, "cases.transfer_written", case, number=written.number, to=to)
    return written


@transaction.atomic
def send_letter(
    letter: OutgoingLetter,
    *,
    by: User,
    to: str,
    how: str,
    sent_on: date | None = None,
    delivered_on: date | None = None,
    tracking_number: str = "",
    note: str = "",
) -> OutgoingLetter:
    """Record that a letter left. From this day what it asks stands in the case's time ledger.

    `to` is the recipient as the sender read it on the envelope; it has to be the letter's.

    Raises Refused when it is another, the days are out of order, or the ledger does not allow it.

    Law: 国办公开办函〔2016〕235号 (the day of handing over, or of posting).
    """
    letter = locked_letter(letter)
    sent_on = sent_on or clock.today()
    if how == "in_person":
        delivered_on = delivered_on or sent_on
    refuse_if_any(
        policy.obstacles_to_sending_a_letter(
            letter,
            by,
            to=to,
            how=how,
            sent_on=sent_on,
            delivered_on=delivered_on,
            tracking_number=tracking_number,
        )
    )
    letter.state = LetterState.DELIVERED if delivered_on else LetterState.SENT
    letter.sent_on, letter.delivered_on = sent_on, delivered_on
    letter.delivered_how, letter.tracking_number, letter.delivery_note = how, tracking_number.strip(), note
    letter.save(
        update_fields=[
            "state",
            "sent_on",
            "delivered_on",
            "delivered_how",
            "tracking_number",
            "delivery_note",
        ]
    )
    _enter_what_it_asks(letter, by)
    if letter.kind in TO_THE_REQUESTER:
        announce(told_requester, letter.case, f"letter:{letter.pk}")
    record(
        by, "cases.letter_sent", letter.case, number=letter.number, sent_on=sent_on, delivered_on=delivered_on
    )
    return letter


@transaction.atomic
def record_letter_arrival(
    letter: OutgoingLetter, *, by: User, delivered_on: date, note: str = ""
) -> OutgoingLetter:
    """Record the day a letter arrived. The periods for an answer, or for a fee, run from it."""
    letter = locked_letter(letter)
    refuse_if_any(policy.obstacles_to_recording_a_letters_arrival(letter, by, delivered_on=delivered_on))
    letter.state, letter.delivered_on = LetterState.DELIVERED, delivered_on
    letter.delivery_note = note or letter.delivery_note
    letter.save(update_fields=["state", "delivered_on", "delivery_note"])
    entry = _entry_of(letter)
    if entry and letter.case.is_open:
        change_entry(entry, letter.case, delivered=delivered_on.isoformat())
    record(by, "cases.letter_delivered", letter.case, number=letter.number, delivered_on=delivered_on)
    return letter


@transaction.atomic
def void_letter(letter: OutgoingLetter, *, by: User, reason: str) -> OutgoingLetter:
    """Leave a written letter unsent; its number stays void, so that none is missing in the row.

    A fee notice, a consultation or an override that is not sent can be written again.
    """
    letter = locked_letter(letter)
    refuse_if_any(policy.obstacles_to_voiding_a_letter(letter, by, reason=reason))
    letter.state, letter.delivery_note = LetterState.VOID, reason[:500]
    letter.save(update_fields=["state", "delivery_note"])
    FeeNotice.objects.filter(letter=letter).delete()
    Consultation.objects.filter(letter=letter).delete()
    # A decision nobody is told of does not stand.
    Consultation.objects.filter(override_letter=letter).update(override_letter=None, override_reason="")
    record(by, "cases.letter_void", letter.case, reason=reason, number=letter.number)
    return letter


def _write_to_requester(
    case: Case, kind: LetterKind, letter: Any, *, by: User, until: date | None = None
) -> OutgoingLetter:
    return write_letter(
        case,
        kind,
        letter,
        by=by,
        recipient=case.requester_name,
        address=case.requester_contact,
        until=until,
    )


def _enter_what_it_asks(letter: OutgoingLetter, by: User) -> None:
    """Write into the ledger what a letter asks for, on the day it was sent."""
    sent = letter.sent_on
    if sent is None:
        return
    delivered = {"delivered": letter.delivered_on.isoformat()} if letter.delivered_on else {}
    case = letter.case
    if letter.kind == LetterKind.CLARIFICATION:
        until = {"until": letter.until.isoformat()} if letter.until else {}
        enter(case, EntryKind.CLARIFICATION_ASKED, sent, by, **until)
    elif letter.kind == LetterKind.FEE:
        notice = letter.fee_notice
        notice.entry = enter(case, EntryKind.FEE_NOTICE, sent, by, **delivered)
        notice.save(update_fields=["entry"])
    elif letter.kind in {LetterKind.THIRD_PARTY, LetterKind.AGENCY}:
        consultation = letter.consultation
        consultation.entry = enter(
            case, EntryKind.CONSULTATION, sent, by, to=consultation.to, answered=None, **delivered
        )
        consultation.save(update_fields=["entry"])


def _entry_of(letter: OutgoingLetter) -> LedgerEntry | None:
    if letter.kind == LetterKind.FEE:
        return letter.fee_notice.entry
    if letter.kind in {LetterKind.THIRD_PARTY, LetterKind.AGENCY}:
        return letter.consultation.entry
    return None


def _locked_consultation(consultation: Consultation) -> Consultation:
    case = locked_case(consultation.case)
    consultation = (
        Consultation.objects.select_for_update(of=("self",)).select_related("letter").get(pk=consultation.pk)
    )
    consultation.case = case
    return consultation


def _drop_replies(case: Case, *, by: User) -> None:
    under_way = [ReplyState.WITH_SECTION, ReplyState.PROPOSED, ReplyState.CHECKED, ReplyState.SIGNED]
    dropped = list(case.replies.filter(state__in=under_way).select_related("package"))
    case.replies.filter(pk__in=[reply.pk for reply in dropped]).update(state=ReplyState.DROPPED)
    for reply in dropped:
        if reply.package:
            secrecy.supersede(reply.package, by=by, reason=gettext("The request ended without this reply."))


def is_abandoned(case: Case) -> bool:
    """Say whether the law's reckoning treats the request as given up today. Raises CalendarMissing."""
    return case.reckoning(loaded_calendar(), clock.today()).state is State.ABANDONED
