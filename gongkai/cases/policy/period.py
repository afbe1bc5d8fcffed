"""Who may make the clock stand, start anew or run longer, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, Consultation, EntryKind, FeeBasis, FeeKind, FeeNotice, RequestKind
from gongkai.cases.policy.everywhere import (
    has_entry,
    in_the_future,
    names_the_requester,
    only_open,
    only_received,
    only_running,
    only_the_officer,
    out_of_place,
    reckoned_today,
    stands,
)
from gongkai.law import deadlines, fees, periods, terms
from gongkai.law.regimes import Regime
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def obstacles_to_extending(
    case: Case, by: Actor, *, days: int | None = None, on: date | None = None, reason: str | None = None
) -> Iterator[str]:
    """Say why the period cannot be extended: once, by the due day, by the head of the FOI office.

    A period that started anew is another one, and can be extended again.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    yield from only_open(case)
    yield from only_received(case)
    if not by.has_duty(Duty.FOI_HEAD, case.agency):
        yield _("Only the head of the FOI office extends the period.")
    if case.ordered_due_on:
        yield _("The decision itself sets the term for the new reply; it cannot be extended.")
    if not case.is_received:
        return
    if stands(case, EntryKind.EXTENSION):
        yield _("The period was extended already; it can be extended only once.")
        return
    if stands(case, EntryKind.LATER_DATE):
        yield _("A later date has been set for the reply; the period cannot be extended as well.")
    yield from only_running(case)
    longest = deadlines.longest_extension(case.day_received)
    if days is not None and not 1 <= days <= longest:
        yield _("An extension has 1 to %(longest)s working days, not %(days)s.") % {
            "longest": longest,
            "days": days,
        }
    if reason is not None and not reason.strip():
        yield _("Give the reason for the extension.")
    day = on or clock.today()
    if day > clock.today():
        yield in_the_future(day)
    if day < case.day_received:
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
    return case.day_received + timedelta(days=terms.term("reply", case.day_received).value)


def obstacles_to_withdrawing(case: Case, by: Actor, *, on: date | None = None) -> Iterator[str]:
    yield from only_open(case)
    yield from only_received(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency records a withdrawal.")
    day = on or clock.today()
    if day > clock.today():
        yield in_the_future(day)
    if case.received_on and day < case.received_on:
        yield _("A request cannot be withdrawn before it was received.")
    if any(entry.on > day for entry in case.entries.all()):
        yield _("Something happened in this case after %(day)s.") % {"day": date_format(day)}


def obstacles_to_asking_to_clarify(
    case: Case,
    by: Actor,
    *,
    what: str | None = None,
    until: date | None = None,
) -> Iterator[str]:
    """Say why the requester cannot be asked to clarify: once, completely, with a reasonable period.

    After the 7th working day the question is still possible; it starts nothing anew then.

    Law: Regulations (2019), art. 30.
    """
    yield from only_open(case)
    yield from only_received(case)
    yield from only_the_officer(case, by)
    if case.regime == Regime.OF_2007:
        yield _(
            "Under the Regulations of 2007 the notice to amend is itself the reply. Propose the reply "
            "“Asked to amend or supplement” instead."
        )
    if asked_already(case):
        yield _("The requester was asked to clarify already; that is done once and completely.")
    if what is not None and not what.strip():
        yield _("Say what has to be clarified.")
    if until and until <= clock.today():
        yield _("The requester needs time: the last day for the clarification lies after today.")
    if what is not None and not loaded_calendar().covers(clock.today()):
        # The letter says whether the period starts anew, and that depends on the 7th working day.
        yield str(CalendarMissing(clock.today().year))


def asked_already(case: Case) -> bool:
    """Say whether a clarification was asked for, or its letter is written."""
    return has_entry(case, EntryKind.CLARIFICATION_ASKED) or any(
        letter.kind == "clarification" and letter.state == "written" for letter in case.letters.all()
    )


def obstacles_to_taking_a_clarification(
    case: Case, by: Actor, *, on: date | None = None, text: str | None = None, late_reason: str | None = None
) -> Iterator[str]:
    """Say why a clarification cannot be taken; one that comes late needs a good reason.

    Law: Regulations (2019), art. 30.
    """
    yield from only_open(case)
    yield from only_the_officer(case, by)
    if not has_entry(case, EntryKind.CLARIFICATION_ASKED):
        yield _("Nobody has asked the requester to clarify.")
        return
    if has_entry(case, EntryKind.CLARIFICATION_RECEIVED):
        yield _("The clarification was received already.")
    if text is not None and not text.strip():
        yield _("Enter what the requester clarified.")
    if on:
        yield from out_of_place(case, on)
        asked = [entry.on for entry in case.entries.all() if entry.kind == EntryKind.CLARIFICATION_ASKED]
        if asked and on < min(asked):
            yield _("The clarification cannot come before it was asked for on %(day)s.") % {
                "day": date_format(min(asked))
            }
        until = clarification_until(case)
        if until and on > until and late_reason is not None and not late_reason.strip():
            yield _(
                "The last day for the clarification was %(day)s. It can be taken only for a good reason; "
                "state it."
            ) % {"day": date_format(until)}


def obstacles_to_clarifying_oneself(case: Case, *, on: date, text: str) -> Iterator[str]:
    """Say why a requester cannot hand in the clarification at the portal."""
    yield from only_open(case)
    if not has_entry(case, EntryKind.CLARIFICATION_ASKED):
        yield _("Nothing was asked of you.")
        return
    if has_entry(case, EntryKind.CLARIFICATION_RECEIVED):
        yield _("Your clarification was received already.")
    if not text.strip():
        yield _("Write what you ask for, as exactly as you can.")
    until = clarification_until(case)
    if until and on > until:
        yield _("The last day for your clarification was %(day)s. Telephone the office.") % {
            "day": date_format(until)
        }


def clarification_until(case: Case) -> date | None:
    """Return the last day set for the clarification; None while nobody asked."""
    for entry in case.entries.all():
        if entry.kind == EntryKind.CLARIFICATION_ASKED and entry.data.get("until"):
            return date.fromisoformat(entry.data["until"])
    return None


def obstacles_to_deeming_abandoned(case: Case, by: Actor) -> Iterator[str]:
    """Say why the request cannot be treated as given up; the law's own reckoning has to say that it is.

    Law: Regulations (2019), arts. 30 and 42.
    """
    yield from only_open(case)
    yield from only_received(case)
    yield from only_the_officer(case, by)
    if not case.is_received:
        return
    notice = fee_asked(case)
    if notice and notice.letter.delivered_on is None and gave_up_by_not_paying(case):
        yield _("The 30 days for the payment run from the delivery of the fee notice. Record it first.")
    reckoned = reckoned_today(case)
    if isinstance(reckoned, str):
        yield reckoned
        return
    if reckoned.state is not deadlines.State.ABANDONED:
        yield _(
            "A request is given up only when the last day for the clarification, or for the fee, has passed."
        )


def gave_up_by_not_paying(case: Case) -> bool:
    """Say whether it is the fee that was not paid in time, and not the clarification that did not come."""
    clarified = not has_entry(case, EntryKind.CLARIFICATION_ASKED) or has_entry(
        case, EntryKind.CLARIFICATION_RECEIVED
    )
    notice = fee_asked(case)
    if notice is None:
        return False
    if clarified:
        return True
    until = clarification_until(case)
    lapsed = until is not None and until < clock.today() and _stops_the_clock(case)
    return not lapsed


def _stops_the_clock(case: Case) -> bool:
    """Say whether the question was sent within the 7 working days, so that its lapse means anything."""
    last = last_day_to_ask(case)
    asked = [entry.on for entry in case.entries.all() if entry.kind == EntryKind.CLARIFICATION_ASKED]
    return bool(asked) and (last is None or min(asked) <= last)


def last_day_to_ask(case: Case) -> date | None:
    """Return the last day on which a question starts the period anew; None where that is not known.

    Law: Regulations (2019), art. 30.
    """
    try:
        return deadlines.last_day_to_ask(case.day_received, loaded_calendar())
    except CalendarMissing:
        return None


def would_start_anew(case: Case, on: date) -> bool:
    """Say whether a question sent on that day starts the period anew once it is answered.

    Where the 7th working day lies beyond the calendar, every day within the calendar is before it.
    """
    if case.ordered_due_on:
        return False  # The term is the decision's.
    last = last_day_to_ask(case)
    return last is None or on <= last


def fee_asked(case: Case) -> FeeNotice | None:
    """Return the fee notice of a case once its letter was sent."""
    notice: FeeNotice | None = getattr(case, "fee_notice", None)
    return notice if notice is not None and notice.entry_id else None


def fee_until(notice: FeeNotice, calendar: Calendar) -> date | None:
    """Return the last day to pay; None as long as the notice was not delivered.

    Raises CalendarMissing when that day lies beyond the loaded years.

    Law: 国办函〔2020〕109号.
    """
    delivered = notice.letter.delivered_on
    if delivered is None:
        return None
    return periods.ends_on(delivered, terms.term("fee_payment", notice.case.governed_from), calendar)


def answer_until(consultation: Consultation, calendar: Calendar) -> date | None:
    """Return the last day for an answer, 15 working days from delivery; None where none runs.

    Raises CalendarMissing when that day lies beyond the loaded years.

    Law: Regulations (2019), arts. 32 and 34. The text of 2007 sets no period.
    """
    delivered = consultation.letter.delivered_on
    name = "third_party_answer" if consultation.to == Consultation.To.THIRD_PARTY else "agency_answer"
    term = terms.find(name, consultation.case.governed_from)
    if delivered is None or term is None:
        return None
    return calendar.add(delivered, term.value)


def obstacles_to_consulting(
    case: Case,
    by: Actor,
    *,
    name: str | None = None,
    question: str | None = None,
) -> Iterator[str]:
    """Say why nobody can be consulted.

    Law: Regulations (2019), arts. 32 to 34; (2007), art. 23.
    """
    yield from only_open(case)
    yield from only_received(case)
    yield from only_the_officer(case, by)
    if case.is_about_correction:
        yield _("A correction of one's own records concerns nobody else.")
    if name is not None and not name.strip():
        yield _("Say who is asked.")
    if question is not None and not question.strip():
        yield _("Say what information the question is about.")
    yield from names_the_requester(case, question or "")


def obstacles_to_taking_an_opinion(
    consultation: Consultation,
    by: Actor,
    *,
    on: date | None = None,
    answer: str = "",
    reasons: str | None = None,
) -> Iterator[str]:
    """Say why an answer cannot be recorded.

    Law: Regulations (2019), arts. 32 and 34.
    """
    yield from only_open(consultation.case)
    yield from only_the_officer(consultation.case, by)
    if consultation.letter.sent_on is None:
        yield _("The letter has not been sent yet.")
    if consultation.answered_on:
        yield _("The answer is recorded already.")
    if on:
        yield from out_of_place(consultation.case, on)
        reached = consultation.letter.delivered_on or consultation.letter.sent_on
        if reached and on < reached:
            yield _("The answer cannot come before the letter arrived.")
    if answer == "silent":
        yield _("Silence is no answer; it is noted once the time for the answer is over.")
    if answer in {"refuses", "partly"} and reasons is not None and not reasons.strip():
        yield _(
            "An objection counts only with a reasonable ground. Enter what was given, or that none was given."
        )


def obstacles_to_noting_silence(consultation: Consultation, by: Actor) -> Iterator[str]:
    """Say why it cannot be noted that no answer came: its 15 working days must have passed."""
    yield from only_open(consultation.case)
    yield from only_the_officer(consultation.case, by)
    if consultation.answer:
        yield _("The answer is recorded already.")
    if consultation.letter.sent_on is None:
        yield _("The letter has not been sent yet.")
        return
    if consultation.case.regime == Regime.OF_2007:
        yield _("The Regulations of 2007 set no period for the answer.")
        return
    if consultation.letter.delivered_on is None:
        yield _("The 15 working days run from the delivery of the letter. Record the delivery first.")
        return
    try:
        last = answer_until(consultation, loaded_calendar())
    except CalendarMissing as missing:
        yield str(missing)
        return
    if last and clock.today() <= last:
        yield _("There is time for the answer until %(day)s.") % {"day": date_format(last)}


def obstacles_to_overriding(
    consultation: Consultation, by: Actor, *, reason: str | None = None
) -> Iterator[str]:
    """Say why an objection cannot be overridden in the public interest.

    Law: Regulations (2019), art. 32; (2007), art. 23.
    """
    yield from only_open(consultation.case)
    if not by.has_duty(Duty.FOI_HEAD, consultation.case.agency):
        yield _("Only the head of the FOI office decides that the public interest outweighs an objection.")
    if consultation.to != Consultation.To.THIRD_PARTY:
        yield _("Only the objection of a third party can be overridden.")
    if consultation.answer not in {"refuses", "partly"}:
        yield _("There is no objection.")
    if consultation.override_letter_id:
        yield _("The objection was overridden already.")
    if reason is not None and not reason.strip():
        yield _("State the public interest that outweighs the objection.")


def obstacles_to_setting_a_later_date(
    case: Case, by: Actor, *, due: date | None = None, on: date | None = None, reason: str | None = None
) -> Iterator[str]:
    """Say why no later date can be set.

    Law: Regulations (2019), art. 35: number or frequency clearly exceed what is reasonable, the reasons
    given are accepted, and the reply cannot be made within the period.
    """
    yield from only_open(case)
    yield from only_received(case)
    if not by.has_duty(Duty.FOI_HEAD, case.agency):
        yield _("Only the head of the FOI office sets a later date.")
    if case.regime == Regime.OF_2007:
        yield _("The Regulations of 2007 know no later date; the period can only be extended.")
    if stands(case, EntryKind.LATER_DATE):
        yield _("A later date was set already.")
    if case.ordered_due_on:
        yield _("The decision itself sets the term for the new reply; it cannot be extended.")
    yield from only_running(case)
    day = on or clock.today()
    if case.due_on and day > case.due_on:
        yield _("The period ended on %(day)s; it cannot be extended. Reply now and state why it is late.") % {
            "day": date_format(case.due_on)
        }
    if reason is not None and not reason.strip():
        yield _("State why number or frequency of the requests are beyond reason, and why this date.")
    if on:
        yield from out_of_place(case, on)
    if due:
        yield from _no_later_day(case, due, day)


def _no_later_day(case: Case, due: date, on: date) -> Iterator[str]:
    """Say why the reply cannot be put off to `due`."""
    if case.due_unknown_year:
        # Whether it is later than the due day cannot be told.
        yield str(CalendarMissing(case.due_unknown_year))
        return
    if case.due_on and due <= case.due_on:
        yield _("The later date has to lie after the due day, %(day)s.") % {"day": date_format(case.due_on)}
    if due <= on:
        yield _("The later date has to lie after the day it is set on.")
    try:
        works = loaded_calendar().is_working(due)
    except CalendarMissing as missing:
        yield str(missing)
        return
    if not works:
        yield _("%(day)s is no working day. Choose one.") % {"day": date_format(due)}


def obstacles_to_asking_for_reasons(
    case: Case, by: Actor, *, text: str | None = None, until: date | None = None
) -> Iterator[str]:
    """Say why the requester cannot be asked for the reasons of so many requests.

    Law: Regulations (2019), art. 35.
    """
    yield from only_open(case)
    yield from only_received(case)
    yield from only_the_officer(case, by)
    if case.regime == Regime.OF_2007:
        yield _("The Regulations of 2007 do not ask for the reasons of many requests.")
    if any(letter.kind == "reasons" and letter.state != "void" for letter in case.letters.all()):
        yield _("The reasons were asked for already.")
    if text is not None and not text.strip():
        yield _("Say what the requester shall explain.")
    if until and until <= clock.today():
        yield _("The requester needs time: the last day for the reasons lies after today.")


def obstacles_to_asking_for_a_fee(
    case: Case, by: Actor, *, basis: str | None = None, amount: Decimal | None = None
) -> Iterator[str]:
    """Say why no processing fee can be asked for: inside the period, once, and only where the tariff has one.

    Law: Regulations (2019), art. 42; 国办函〔2020〕109号, arts. 3 to 5.
    """
    yield from only_open(case)
    yield from only_received(case)
    yield from only_the_officer(case, by)
    if case.regime == Regime.OF_2007:
        yield _("Under the Regulations of 2007 there is no processing fee, only costs.")
    elif case.is_received and not fees.tariff_in_force(case.day_received):
        yield _("No tariff was in force on the day this request was received.")
    if case.kind != RequestKind.INFORMATION:
        yield _("A processing fee is asked only for a request for information.")
    if getattr(case, "fee_notice", None) is not None:
        yield _("A fee was asked for already; it is asked for once, by cases or by pages, never both.")
    if basis is not None and basis not in FeeBasis.values:
        yield _("Choose one of the two bases.")
    if amount is not None and amount <= 0:
        yield _("This number is free of charge; there is nothing to ask for.")
    if case.due_on and clock.today() > case.due_on:
        yield _("The period ended on %(day)s; a fee can no longer be asked for.") % {
            "day": date_format(case.due_on)
        }


def obstacles_to_taking_the_fee(notice: FeeNotice, by: Actor, *, on: date | None = None) -> Iterator[str]:
    yield from only_open(notice.case)
    yield from only_the_officer(notice.case, by)
    if notice.entry_id is None:
        yield _("The letter has not been sent yet.")
    if notice.paid_on:
        yield _("The fee was paid already.")
    if on:
        yield from out_of_place(notice.case, on)
        yield from _paid_out_of_time(notice, on)


def _paid_out_of_time(notice: FeeNotice, on: date) -> Iterator[str]:
    letter = notice.letter
    if letter.sent_on and on < letter.sent_on:
        yield _("The fee cannot be paid before it was asked for.")
        return
    if letter.sent_on is None:
        return
    term = terms.term("fee_payment", notice.case.governed_from)
    reached = letter.delivered_on or letter.sent_on
    try:
        last = periods.ends_on(reached, term, loaded_calendar())
    except CalendarMissing as missing:
        if on > reached + timedelta(days=term.value):
            yield str(missing)  # The last day moves on to a working day; whether as far as this is not known.
        return
    if on <= last:
        return
    if letter.delivered_on is None:
        yield _("The 30 days for the payment run from the delivery of the fee notice. Record it first.")
    else:
        yield _("The last day for the payment was %(day)s; the request counts as given up. Close it.") % {
            "day": date_format(last)
        }


def obstacles_to_recording_a_fee(
    case: Case,
    by: Actor,
    *,
    amount: Decimal | None = None,
    received_on: date | None = None,
    kind: str = FeeKind.COST,
) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency records fees.")
    if kind != FeeKind.COST:
        yield _("The processing fee is recorded with the notice that asked for it.")
    else:
        # What may be charged can only become less: not allowed when the request came, not allowed ever.
        yield from _costs_not_allowed(received_on or case.governed_from)
    if amount is not None and amount < 0:
        yield _("A fee cannot be less than nothing.")
    if received_on and case.received_on and received_on < case.received_on:
        yield _("A fee cannot be paid before the request was received.")
    if received_on and received_on > clock.today():
        yield in_the_future(received_on)


def _costs_not_allowed(on: date) -> Iterator[str]:
    """Say by which act nothing may be charged for search, copying and posting on that day."""
    try:
        if not fees.cost_fee_allowed(on):
            yield fees.cost_rule(on).reason
    except fees.NoTariff:
        yield _("Before 1 May 2008 the Regulations were not in force.")
