"""The fee for information handling: asked for, paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused, clock
from gongkai.cases import actions, counting, letters, policy
from gongkai.cases.models import (
    Case,
    EntryKind,
    FeeBasis,
    FeeNotice,
    OutgoingLetter,
    RequestKind,
)
from gongkai.desk.cases.forms import period as forms
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.desk.cases.views.period import WritingOfCase, due_with
from gongkai.desk.cases.views.period_shown import pay_until
from gongkai.desk.cases.wording import short_day
from gongkai.kit.views import ActPage
from gongkai.law import fees
from gongkai.typesetting.letters import Letter


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
        after = due_with(notice.case, EntryKind.FEE_PAID, clock.today())
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
