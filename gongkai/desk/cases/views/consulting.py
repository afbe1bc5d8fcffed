"""Consultation of third parties and other bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.cases import actions, letters, policy
from gongkai.cases.models import (
    Consultation,
    OutgoingLetter,
)
from gongkai.desk.cases.forms import period as forms
from gongkai.desk.cases.views.letters import Writing, beside_the_letters, written
from gongkai.desk.cases.views.period import WritingOfCase
from gongkai.desk.cases.wording import short_day
from gongkai.kit.views import ActPage
from gongkai.law import terms
from gongkai.law.regimes import Regime
from gongkai.typesetting.letters import Letter
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar


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
