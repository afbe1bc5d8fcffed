"""Acts on the clock: the period extended, reasons asked for, a later date set, the request handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.cases import actions, ledger, letters, policy
from gongkai.cases.models import (
    Case,
    EntryKind,
    OutgoingLetter,
)
from gongkai.desk.cases.forms import period as forms
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.desk.cases.views.letters import Writing, beside_the_letters, written
from gongkai.desk.cases.wording import short_day
from gongkai.law.deadlines import UnlawfulLedger, longest_extension
from gongkai.typesetting.letters import Letter
from gongkai.workdays.queries import loaded_calendar


def due_with(case: Case, kind: str, on: date, **data: Any) -> date | None:
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
            after = due_with(case, EntryKind.EXTENSION, clock.today(), days=longest)
            if after and after > case.due_on:
                yield _("Due now on %(before)s; with %(days)s more working days, on %(after)s.") % {
                    "before": date_format(case.due_on),
                    "days": longest,
                    "after": date_format(after),
                }

    def letter(self, form: Any) -> Letter:
        case = copy(self.subject)
        case.due_on = due_with(case, EntryKind.EXTENSION, form.said["on"], days=form.said["days"])
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
