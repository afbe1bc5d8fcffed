"""Acts on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused, clock
from gongkai.cases import actions, counting, ledger, letters, policy
from gongkai.cases.models import (
    Answer,
    Case,
    Consultation,
    EntryKind,
    FeeBasis,
    FeeNotice,
    OutgoingLetter,
    RequestKind,
)
from gongkai.desk.cases.deadlines import asks_still, caption_of, weeks_of
from gongkai.desk.cases.forms import period as forms
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.desk.cases.views.letters import Writing, beside_the_letters, written
from gongkai.desk.cases.wording import short_day
from gongkai.kit.views import ActPage
from gongkai.law import fees, terms
from gongkai.law.deadlines import Reckoning, UnlawfulLedger, longest_extension
from gongkai.law.regimes import Regime
from gongkai.typesetting.letters import Letter
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def _due_with(case: Case, kind: str, on: date, **data: Any) -> date | None:
    """Return the due day as it would be with one more line in the ledger; None where that cannot be told."""
    lines: list[Any] = [*case.entries.all(), ledger.Planned(kind, on, data)]
    try:
        return ledger.due_day(case.day_received, lines, loaded_calendar())[0]
    except UnlawfulLedger:
        return None


class WritingOfCase(Writing, CaseAct):
    """An act on a case that writes a letter."""

    template_name = "desk/cases/writing.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("letters")

    def run(self, form: Any) -> str:
        self.outgoing = self.write(form)
        return beside_the_letters(self.subject)

    def write(self, form: Any) -> OutgoingLetter:
        raise NotImplementedError

    def get_done(self, result: Any) -> str:
        return written(self.outgoing)


# Extension and later date


class Extend(WritingOfCase):
    form_class = forms.ExtendForm
    heading = gettext_lazy("Extend the period")
    button = gettext_lazy("Extend")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_extending(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_extending(self.subject, self.request.user, **form.said)

    def explain(self) -> Iterator[str]:
        case = self.subject
        longest = longest_extension(case.governed_from)
        yield _("Once, and decided by the due day. The days are added at the end of the period.")
        if case.due_on:
            after = _due_with(case, EntryKind.EXTENSION, clock.today(), days=longest)
            if after and after > case.due_on:
                yield _("Due now on %(before)s; with %(days)s more working days, on %(after)s.") % {
                    "before": date_format(case.due_on),
                    "days": longest,
                    "after": date_format(after),
                }

    def letter(self, form: Any) -> Letter:
        case = copy(self.subject)
        case.due_on = _due_with(case, EntryKind.EXTENSION, form.said["on"], days=form.said["days"])
        return letters.with_number(
            letters.extension_letter(
                case, days=form.said["days"], on=clock.today(), reason=form.said["reason"]
            ),
            letters.NUMBER_TO_COME,
        )

    def run(self, form: Any) -> Any:
        return actions.extend(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _("Extended. Reply by %(day)s. The notice is written; the FOI officer sends it.") % {
                "day": short_day(result.due_on)
            }
        return _("Extended. The notice is written; the FOI officer sends it.")


class AskForReasons(WritingOfCase):
    form_class = forms.ReasonsForm
    heading = gettext_lazy("Ask for the reasons")
    button = gettext_lazy("Write the letter")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_asking_for_reasons(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_asking_for_reasons(self.subject, self.request.user, **form.said)

    def explain(self) -> Iterator[str]:
        yield _(
            "For requests whose number or frequency clearly exceeds what is reasonable (article 35). The "
            "period runs on while the requester explains."
        )
        yield _(
            "Reasons that do not convince: propose the reply that the request is not processed. Reasons that "
            "do: a later date can be set where the period is too short."
        )

    def letter(self, form: Any) -> Letter:
        letter = letters.reasons_letter(self.subject, on=clock.today(), **form.said)
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def write(self, form: Any) -> OutgoingLetter:
        return actions.ask_for_reasons(self.subject, by=self.request.user, **form.said)


class SetLaterDate(WritingOfCase):
    form_class = forms.LaterDateForm
    heading = gettext_lazy("Set a later date")
    button = gettext_lazy("Set the date")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_setting_a_later_date(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_setting_a_later_date(self.subject, self.request.user, **form.said)

    def explain(self) -> Iterator[str]:
        case = self.subject
        yield _(
            "Where the reasons for many requests were accepted and the period is too short, a reasonable "
            "later date is set and the requester is told (article 35). It is set once, and the period can "
            "no longer be extended."
        )
        if case.due_on:
            yield _("The reply is due on %(day)s now.") % {"day": date_format(case.due_on)}

    def letter(self, form: Any) -> Letter:
        letter = letters.later_date_letter(
            self.subject, due=form.said["due"], on=clock.today(), reason=form.said["reason"]
        )
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def run(self, form: Any) -> Any:
        return actions.set_later_date(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _("Reply by %(day)s. Send the notice to the requester.") % {
                "day": short_day(result.due_on)
            }
        return _("The later date is set. Send the notice to the requester.")


# Clarification


class AskToClarify(WritingOfCase):
    form_class = forms.ClarifyForm
    heading = gettext_lazy("Ask the requester to clarify")
    button = gettext_lazy("Write the letter")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_asking_to_clarify(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_asking_to_clarify(self.subject, self.request.user, **form.said)

    def explain(self) -> Iterator[str]:
        case = self.subject
        last = policy.last_day_to_ask(case) if case.is_received else None
        if last is None or case.regime != Regime.OF_2019:
            return
        yield _("It is asked once and for everything.")
        if clock.today() <= last:
            number = loaded_calendar().between(case.day_received, clock.today())
            yield _(
                "Today is working day %(number)s after receipt. Sent by %(day)s, working day %(limit)s, the "
                "question makes the clock stand; the period starts anew on the day the correction comes."
            ) % {
                "number": number,
                "day": date_format(last),
                "limit": terms.term("clarification_notice", case.day_received).value,
            }
            yield _(
                "Without a correction by the last day, and without a good reason, the request is given up."
            )

    def warning(self) -> tuple[str, str] | None:
        case = self.subject
        last = policy.last_day_to_ask(case) if case.is_received else None
        if last is None or case.regime != Regime.OF_2019 or clock.today() <= last:
            return None
        said = _(
            "They ended on %(day)s. The question is still possible, but it stops nothing, starts nothing "
            "anew, and who does not answer has given nothing up."
        ) % {"day": date_format(last)}
        if case.due_on:
            said += " " + _("The reply stays due on %(day)s.") % {"day": date_format(case.due_on)}
        return _("The 7 working days for the question are over"), said

    def letter(self, form: Any) -> Letter:
        today = clock.today()
        letter = letters.clarification_letter(
            self.subject, on=today, starts_anew=policy.would_start_anew(self.subject, today), **form.said
        )
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def write(self, form: Any) -> OutgoingLetter:
        return actions.ask_to_clarify(self.subject, by=self.request.user, **form.said)


class TakeClarification(CaseAct):
    form_class = forms.ClarificationForm
    template_name = "desk/cases/explained.html"
    heading = gettext_lazy("Take the clarification")
    button = gettext_lazy("Take it")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_taking_a_clarification(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.take_clarification(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _("Taken. Reply by %(day)s.") % {"day": short_day(result.due_on)}
        return _("The clarification is taken.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(says=self.explain(), warning=self.warning(), **kwargs)

    def explain(self) -> Iterator[str]:
        case = self.subject
        asked = next(
            (each for each in case.entries.all() if each.kind == EntryKind.CLARIFICATION_ASKED), None
        )
        if asked is None:
            return
        if policy.would_start_anew(case, asked.on):
            after = _due_with(case, EntryKind.CLARIFICATION_RECEIVED, clock.today())
            if after:
                yield _(
                    "The period starts anew on the day the correction came. If that is today, the reply is "
                    "due on %(day)s."
                ) % {"day": date_format(after)}
        elif case.due_on:
            yield _(
                "The question was sent after the 7 working days: the reply stays due on %(day)s, whatever "
                "comes."
            ) % {"day": date_format(case.due_on)}

    def warning(self) -> tuple[str, str] | None:
        until = policy.clarification_until(self.subject)
        if until is None or until >= clock.today():
            return None
        return (
            _("The last day for the clarification was %(day)s") % {"day": date_format(until)},
            _("What came later is taken only where the requester had a good reason for the delay."),
        )


class DeemAbandoned(WritingOfCase):
    form_class = forms.AbandonForm
    heading = gettext_lazy("Close as given up")
    button = gettext_lazy("Close the request")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_deeming_abandoned(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return self.obstacles()

    def explain(self) -> Iterator[str]:
        if policy.gave_up_by_not_paying(self.subject):
            yield _("The fee was not paid in time. The request counts as given up (article 42).")
        else:
            yield _("No clarification came in time. The request counts as given up (article 30).")
        yield _(
            "The case ends, a reply under way is dropped, and a notice to the requester is written; send it. "
            "The requester may ask again; that is a new request."
        )

    def letter(self, form: Any) -> Letter:
        code = "fee_unpaid" if policy.gave_up_by_not_paying(self.subject) else "clarification_lapsed"
        letter = letters.closed_letter(self.subject, outcome_code=code, on=clock.today())
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def run(self, form: Any) -> Any:
        actions.deem_abandoned(self.subject, by=self.request.user, **form.said)
        return beside_the_letters(self.subject)

    def get_done(self, result: Any) -> str:
        return _("Closed. Send the notice to the requester.")


class Withdraw(CaseAct):
    form_class = forms.WithdrawForm
    template_name = "desk/cases/withdraw.html"
    heading = gettext_lazy("Record a withdrawal")
    button = gettext_lazy("Conclude as withdrawn")
    done = gettext_lazy("Concluded: the request was withdrawn.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_withdrawing(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.withdraw(self.subject, by=self.request.user, **form.said)


# Consultations


class Consult(WritingOfCase):
    form_class = forms.ConsultForm
    heading = gettext_lazy("Consult a third party or an agency")
    button = gettext_lazy("Write the letter")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_consulting(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_consulting(
            self.subject, self.request.user, name=form.said["name"], question=form.said["question"]
        )

    def explain(self) -> Iterator[str]:
        case = self.subject
        yield _("Several can be asked at the same time; days that fall together count once.")
        if Regime.on(case.governed_from) is Regime.OF_2007:
            yield _("The days until a third party answers stay out of the period, however many they are.")
            return
        days = terms.term("third_party_answer", case.governed_from).value
        try:
            last = loaded_calendar().add(clock.today(), days)
        except CalendarMissing:
            return
        yield _(
            "The days after the sending stay out of the period until the answer comes, at most until working "
            "day %(days)s after the delivery. Delivered today, that is %(day)s."
        ) % {"days": days, "day": date_format(last)}

    def letter(self, form: Any) -> Letter:
        to_third_party = form.said["to"] == Consultation.To.THIRD_PARTY
        make = letters.third_party_letter if to_third_party else letters.agency_letter
        letter = make(
            self.subject,
            name=form.said["name"].strip(),
            question=form.said["question"],
            on=clock.today(),
        )
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def write(self, form: Any) -> OutgoingLetter:
        return actions.consult(self.subject, by=self.request.user, **form.said).letter


class ConsultationAct(ActPage):
    """An act on one consultation, named in the address."""

    model = Consultation
    nav = "cases"
    template_name = "desk/cases/explained.html"

    def get_queryset(self) -> Any:
        found = super().get_queryset().select_related("case__agency", "case__handling_section", "letter")
        return found.prefetch_related("case__entries")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"case": self.subject.case, "consultation": self.subject, "says": self.explain()} | kwargs
        )

    def explain(self) -> Iterable[str]:
        return ()

    def last_day(self) -> date | None:
        try:
            return policy.answer_until(self.subject, loaded_calendar())
        except CalendarMissing:
            return None


class TakeOpinion(ConsultationAct):
    form_class = forms.OpinionForm
    heading = gettext_lazy("Record the answer")
    button = gettext_lazy("Record it")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_taking_an_opinion(self.subject, self.request.user)

    def explain(self) -> Iterator[str]:
        last = self.last_day()
        if last:
            yield _(
                "The last day for the answer is %(day)s. The days until the answer stay out of the period; a "
                "later answer changes nothing in it."
            ) % {"day": date_format(last)}
        elif self.subject.case.regime == Regime.OF_2019:
            yield _("The delivery of the letter is not recorded yet; until then its sending counts.")

    def run(self, form: Any) -> Consultation:
        return actions.take_opinion(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Consultation) -> str:
        if result.case.due_on:
            return _("The answer is recorded. Reply by %(day)s.") % {"day": short_day(result.case.due_on)}
        return _("The answer is recorded.")


class NoteSilence(ConsultationAct):
    heading = gettext_lazy("Note that no answer came")
    button = gettext_lazy("Note it")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_noting_silence(self.subject, self.request.user)

    def explain(self) -> Iterator[str]:
        last = self.last_day()
        if last:
            yield _("The 15 working days ended on %(day)s; from the next day on the period goes on.") % {
                "day": date_format(last)
            }
        if self.subject.to == Consultation.To.THIRD_PARTY:
            yield _("A third party that does not answer leaves the decision to this agency (article 32).")
        else:
            yield _("An agency that does not answer is taken to agree to disclosure (article 34).")

    def run(self, form: Any) -> Consultation:
        return actions.note_silence(self.subject, by=self.request.user)

    def get_done(self, result: Consultation) -> str:
        if result.to == Consultation.To.THIRD_PARTY:
            return _("Noted. This agency decides.")
        return _("Noted. The agency is taken to agree.")


class OverrideObjection(Writing, ConsultationAct):
    form_class = forms.OverrideForm
    heading = gettext_lazy("Override the objection")
    button = gettext_lazy("Disclose in the public interest")
    grave = True
    template_name = "desk/cases/writing.html"

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_overriding(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_overriding(self.subject, self.request.user, **form.said)

    def explain(self) -> Iterator[str]:
        yield _(
            "The information is disclosed although %(name)s does not agree, because keeping it back could "
            "gravely affect the public interest (article 32)."
        ) % {"name": self.subject.name}
        if self.subject.reasons.strip():
            yield _("The objection: %(reasons)s") % {"reasons": self.subject.reasons}
        yield _("What is disclosed, and why, is told to them in writing; send the notice.")

    def letter(self, form: Any) -> Letter:
        letter = letters.override_letter(
            self.subject.case, self.subject, reason=form.said["reason"], on=clock.today()
        )
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def run(self, form: Any) -> str:
        self.outgoing = actions.override_objection(self.subject, by=self.request.user, **form.said)
        return beside_the_letters(self.subject.case)

    def get_done(self, result: Any) -> str:
        return written(self.outgoing)


# Fees


class AskForFee(WritingOfCase):
    form_class = forms.AskFeeForm
    template_name = "desk/cases/ask_fee.html"
    heading = gettext_lazy("Ask for a processing fee")
    button = gettext_lazy("Write the fee notice")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_asking_for_a_fee(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterator[str]:
        yield from policy.obstacles_to_asking_for_a_fee(
            self.subject, self.request.user, basis=form.said["basis"]
        )
        try:
            amount = actions.fee_of(self.subject, form.said["basis"], form.said["pages"])[1].amount
        except (fees.NoTariff, ValueError):
            return  # Said above, or by the field.
        if amount <= 0:
            yield _("This number is free of charge; there is nothing to ask for.")

    def explain(self) -> Iterator[str]:
        yield _(
            "Only where number or frequency clearly exceeds what is reasonable (article 42). By cases or by "
            "pages, never both; not for what is published already."
        )
        yield _(
            "The clock stands from the sending of the notice until the payment and then starts anew. Whoever "
            "does not pay within 30 days of delivery has given the request up."
        )

    def letter(self, form: Any) -> Letter:
        try:
            number, self.fee = actions.fee_of(self.subject, form.said["basis"], form.said["pages"])
        except (fees.NoTariff, ValueError) as unfit:
            raise Refused(str(unfit)) from None
        letter = letters.fee_letter(
            self.subject,
            basis=form.said["basis"],
            number=number,
            fee=self.fee,
            how_to_pay=form.said["how_to_pay"],
            on=clock.today(),
        )
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def write(self, form: Any) -> OutgoingLetter:
        return actions.ask_for_fee(self.subject, by=self.request.user, **form.said).letter

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            month=_month_of(self.subject), fee=getattr(self, "fee", None), **kwargs
        )


def _month_of(case: Case) -> dict[str, Any] | None:
    """Return the requests of the same person in the month of receipt, and what they come to."""
    if not case.is_received or case.request is None or case.kind != RequestKind.INFORMATION:
        return None
    day = case.day_received
    cases = list(counting.cases_in_month(case.request.requester, day.year, day.month))
    place = counting.place_in_month(case)
    try:
        this, whole = actions.fee_of(case, FeeBasis.CASES)[1], fees.by_cases(place, day)
    except fees.NoTariff:
        return None
    return {
        "cases": [(number, each, each.pk == case.pk) for number, each in enumerate(cases, 1)],
        "place": place,
        "this": this,
        "whole": whole,
        "day": day,
    }


class TakeFee(ActPage):
    model = FeeNotice
    nav = "cases"
    form_class = forms.TakeFeeForm
    template_name = "desk/cases/explained.html"
    heading = gettext_lazy("Record the payment")
    button = gettext_lazy("Record it")

    def get_queryset(self) -> Any:
        found = super().get_queryset().select_related("case__agency", "case__handling_section", "letter")
        return found.prefetch_related("case__entries")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_taking_the_fee(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.take_fee(self.subject, by=self.request.user, **form.said).case

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _("Paid. Reply by %(day)s.") % {"day": short_day(result.due_on)}
        return _("The payment is recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.subject.case, says=self.explain(), **kwargs)

    def explain(self) -> Iterator[str]:
        notice = self.subject
        yield _("%(amount)s yuan were asked for by %(number)s.") % {
            "amount": notice.amount,
            "number": notice.letter.number,
        }
        until = pay_until(notice)
        if until:
            yield _("The last day for the payment is %(day)s.") % {"day": date_format(until)}
        after = _due_with(notice.case, EntryKind.FEE_PAID, clock.today())
        if after and notice.paid_on is None:
            yield _(
                "The period starts anew on the day of the payment. If that is today, the reply is due on "
                "%(day)s."
            ) % {"day": date_format(after)}


class RecordFee(CaseAct):
    form_class = forms.FeeForm
    template_name = "desk/cases/explained.html"
    heading = gettext_lazy("Record a fee")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The fee is recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_a_fee(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.record_fee(self.subject, by=self.request.user, **form.said).case

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(says=self.explain(), **kwargs)

    def explain(self) -> Iterator[str]:
        try:
            rule = fees.cost_rule(self.subject.governed_from)
        except fees.NoTariff:
            return
        if rule.kinds:
            yield _("Only these could be charged until 31 March 2017: %(kinds)s. %(article)s.") % {
                "kinds": _(", ").join(kind.label for kind in rule.kinds),
                "article": rule.article,
            }


# Transfer


class Transfer(WritingOfCase):
    form_class = forms.TransferForm
    heading = gettext_lazy("Pass on to another agency")
    button = gettext_lazy("Write the letter")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_transferring(self.subject, self.request.user)

    def refusals(self, form: Any) -> Iterable[str]:
        return policy.obstacles_to_transferring(
            self.subject, self.request.user, to=form.said["to"], text=form.said["text"]
        )

    def explain(self) -> Iterator[str]:
        yield _("What concerns another agency is passed on to it. The reply to the requester stays owed.")

    def letter(self, form: Any) -> Letter:
        letter = letters.transfer_letter(
            self.subject, to=form.said["to"].strip(), text=form.said["text"], on=clock.today()
        )
        return letters.with_number(letter, letters.NUMBER_TO_COME)

    def write(self, form: Any) -> OutgoingLetter:
        return actions.transfer(self.subject, by=self.request.user, **form.said)


# What the case's page shows of it


def working_of(case: Case, calendar: Calendar) -> dict[str, Any]:
    """Return what the calendar of counted days shows, or the sentence that stands in its place."""
    today = clock.today()
    if not case.is_received:
        return {"missing": _("The period begins on the day the receipt is confirmed with the requester.")}
    if case.ordered_due_on:
        return {
            "title": _("The decision sets the term"),
            "missing": _("The new reply is due on %(day)s, as the decision orders.")
            % {"day": date_format(case.ordered_due_on)},
        }
    try:
        reckoning: Reckoning = case.reckoning(calendar, today)
        return {
            "weeks": weeks_of(case, reckoning, calendar, today),
            "caption": caption_of(case, reckoning, calendar, today),
            "notes": list(_notes(case, calendar, today)),
        }
    except CalendarMissing as missing:
        return {"missing": str(missing)}
    except UnlawfulLedger as unlawful:
        return {"missing": unlawful.sentence}


def _notes(case: Case, calendar: Calendar, today: date) -> Iterator[str]:
    """Say in sentences what made the clock stand, start anew or run longer."""
    for entry in case.entries.all():
        day = {"day": date_format(entry.on)}
        match entry.kind:
            case EntryKind.CLARIFICATION_ASKED:
                if not policy.would_start_anew(case, entry.on):
                    yield (
                        _(
                            "Asked to clarify on %(day)s, after the 7 working days: nothing stops, nothing "
                            "starts anew."
                        )
                        % day
                    )
                elif entry.data.get("until"):
                    until = date_format(date.fromisoformat(entry.data["until"]))
                    yield _("Asked to clarify on %(day)s, by %(until)s.") % (day | {"until": until})
            case EntryKind.CLARIFICATION_RECEIVED:
                yield _("The clarification came on %(day)s.") % day
            case EntryKind.EXTENSION:
                yield _("Extended on %(day)s by %(days)s working days.") % (
                    day | {"days": entry.data["days"]}
                )
            case EntryKind.LATER_DATE:
                yield _("On %(day)s a later date was set under article 35.") % day
            case EntryKind.FEE_NOTICE:
                yield _("A fee was asked for on %(day)s.") % day
            case EntryKind.FEE_PAID:
                yield _("The fee was paid on %(day)s; counted anew from it.") % day
    if case.is_open and asks_still(case, calendar, today):
        unknown = [
            each
            for each in case.entries.all()
            if each.kind == EntryKind.CONSULTATION
            and not each.data.get("delivered")
            and not each.data.get("answered")
        ]
        if unknown:
            yield _(
                "The delivery of a consultation letter is not recorded yet. Until it is, the letter counts "
                "as delivered on the day it was sent."
            )


def pay_until(notice: FeeNotice) -> date | None:
    try:
        return policy.fee_until(notice, loaded_calendar())
    except CalendarMissing:
        return None


def fee_row(case: Case, user: Any) -> dict[str, Any] | None:
    """Return the fee notice as the case's page shows it; None where there is none."""
    notice = FeeNotice.objects.visible_to(user).filter(case=case).select_related("letter").first()
    if notice is None:
        return None
    notice.case = case
    payable = not list(policy.obstacles_to_taking_the_fee(notice, user))
    return {
        "notice": notice,
        "until": pay_until(notice),
        "url": reverse("desk:case_take_fee", args=[notice.pk]) if payable else "",
    }


def consultation_rows(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return the consultations as the case's page shows them, with what can be done to each."""
    rows = []
    seen = Consultation.objects.visible_to(user).filter(case=case).select_related("letter", "override_letter")
    for consultation in seen.select_related("paper"):
        consultation.case = case
        try:
            until = policy.answer_until(consultation, loaded_calendar())
        except CalendarMissing:
            until = None
        rows.append(
            {
                "consultation": consultation,
                "until": until,
                "kind": _kind_of(consultation),
                "means": _meaning(consultation),
                "acts": list(_acts_on(consultation, user)),
            }
        )
    return rows


def _kind_of(consultation: Consultation) -> str:
    if consultation.answer == Answer.AGREES:
        return "fine"
    if consultation.answer in {Answer.REFUSES, Answer.PARTLY}:
        return "soon"
    return "new" if consultation.answer else "held"


def _meaning(consultation: Consultation) -> str:
    """Say what silence means, or meant."""
    if consultation.answered_on or consultation.case.regime == Regime.OF_2007:
        return ""
    if consultation.to == Consultation.To.THIRD_PARTY:
        return _("Without an answer this agency decides.")
    return _("Without an answer it is taken to agree.")


def _acts_on(consultation: Consultation, user: Any) -> Iterator[tuple[str, str]]:
    args = [consultation.pk]
    if not list(policy.obstacles_to_taking_an_opinion(consultation, user)):
        yield _("Record the answer"), reverse("desk:consultation_answer", args=args)
    if not list(policy.obstacles_to_noting_silence(consultation, user)):
        yield _("Note that no answer came"), reverse("desk:consultation_silence", args=args)
    if not list(policy.obstacles_to_overriding(consultation, user)):
        yield _("Override the objection"), reverse("desk:consultation_override", args=args)
