"""Clarification: asked for, taken, and what its absence means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.cases import actions, letters, policy
from gongkai.cases.models import (
    Case,
    EntryKind,
    OutgoingLetter,
)
from gongkai.desk.cases.forms import period as forms
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.desk.cases.views.letters import beside_the_letters
from gongkai.desk.cases.views.period import WritingOfCase, due_with
from gongkai.desk.cases.wording import short_day
from gongkai.law import terms
from gongkai.law.regimes import Regime
from gongkai.typesetting.letters import Letter
from gongkai.workdays.queries import loaded_calendar


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
            after = due_with(case, EntryKind.CLARIFICATION_RECEIVED, clock.today())
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
