"""Forms of the acts on the clock."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.cases.models import Answer, Case, Consultation, FeeBasis
from gongkai.cases.policy import clarification_until
from gongkai.desk.cases.forms.fields import LONGEST_TEXT, lines
from gongkai.kit.forms import ActForm, DayField, FilesField
from gongkai.law import terms
from gongkai.law.deadlines import longest_extension
from gongkai.law.fees import LARGEST
from gongkai.law.regimes import Regime
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def proposed_last_day(name: str) -> date | None:
    """Return the last day of a period the office sets for itself, from today; None beyond the calendar."""
    term = terms.find(name, clock.today())
    try:
        return loaded_calendar().add(clock.today(), term.value) if term else None
    except CalendarMissing:
        return None


class ExtendForm(ActForm):
    days = forms.IntegerField(label=_("Working days"), min_value=1)
    on = DayField(label=_("Decided on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=lines(3),
        help_text=_("Stands in the notice to the requester."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = longest_extension(case.governed_from)
        self.fields["days"].initial = longest
        self.fields["days"].help_text = gettext("1 to %(longest)s, once.") % {"longest": longest}
        self.fields["on"].initial = clock.today


class WithdrawForm(ActForm):
    on = DayField(label=_("Withdrawn on"))
    note = forms.CharField(
        label=_("How the requester said so"),
        max_length=500,
        widget=lines(2),
        help_text=_("For example: letter of the same day, filed with the case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class ClarifyForm(ActForm):
    what = forms.CharField(
        label=_("What has to be clarified"),
        max_length=LONGEST_TEXT,
        widget=lines(6),
        help_text=_("Everything at once: it is asked only once. One point a line."),
    )
    until = DayField(label=_("Last day for the clarification"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = proposed_last_day("clarification_answer")
        term = terms.find("clarification_answer", clock.today())
        if term:
            self.fields["until"].help_text = gettext(
                "The law asks for a reasonable time; %(days)s working days are proposed."
            ) % {"days": term.value}


class ClarificationForm(ActForm):
    on = DayField(label=_("Received on"), help_text=_("The period is counted anew from this day."))
    text = forms.CharField(
        label=_("What is asked for now"),
        max_length=LONGEST_TEXT,
        widget=lines(6),
        help_text=_("The whole request as it is now clear."),
    )
    late_reason = forms.CharField(
        label=_("Good reason for the delay"), max_length=1000, required=False, widget=lines(3)
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Scan of the clarification"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, JPG, PNG or TXT; several are possible."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
        self.fields["text"].initial = case.asked_for
        until = clarification_until(case)
        if until is None or until >= clock.today():
            del self.fields["late_reason"]


class AbandonForm(ActForm):
    note = forms.CharField(
        label=_("Remark"),
        max_length=1000,
        required=False,
        widget=lines(3),
        help_text=_("For example: how the requester was reminded. Stands in the journal only."),
    )


class ConsultForm(ActForm):
    to = forms.ChoiceField(
        label=_("Who is consulted"), choices=Consultation.To.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        widget=lines(2),
        help_text=_("Where the letter goes. Kept encrypted."),
    )
    question = forms.CharField(
        label=_("What information the question is about"),
        max_length=LONGEST_TEXT,
        widget=lines(6),
        help_text=_("Describe the information. Who made the request does not stand in the letter."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Regime.on(case.governed_from) is Regime.OF_2007:
            hints = {
                "third_party": gettext("No period for the answer; its days stay out of the period."),
                "agency": gettext("Asking another agency stops nothing."),
            }
        else:
            hints = {
                "third_party": gettext("If it does not answer, this agency decides (article 32)."),
                "agency": gettext("If it does not answer, it is taken to agree (article 34)."),
            }
        self.fields["to"].choice_hints = hints  # type: ignore[attr-defined]


class OpinionForm(ActForm):
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[each for each in Answer.choices if each[0] != Answer.SILENT],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Answered on"), help_text=_("The day the answer came in."))
    reasons = forms.CharField(
        label=_("Reasons given"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=lines(4),
        help_text=_("Needed for an objection. If none was given, write that."),
    )
    file = forms.FileField(label=_("Scan of the answer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class OverrideForm(ActForm):
    reason = forms.CharField(
        label=_("Public interest that outweighs the objection"),
        max_length=5000,
        widget=lines(5),
        help_text=_("Stands in the notice to the third party."),
    )


class ReasonsForm(ActForm):
    text = forms.CharField(
        label=_("What the requester shall explain"), max_length=LONGEST_TEXT, widget=lines(5)
    )
    until = DayField(label=_("Last day for the reasons"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = proposed_last_day("reasons_answer")


class LaterDateForm(ActForm):
    due = DayField(label=_("Reply by"), help_text=_("A working day after the due day."))
    on = DayField(label=_("Decided on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=lines(3),
        help_text=_("Stands in the notice to the requester."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class AskFeeForm(ActForm):
    basis = forms.ChoiceField(label=_("Basis"), choices=FeeBasis.choices, widget=forms.RadioSelect)
    pages = forms.IntegerField(
        label=_("Number of pages"),
        min_value=1,
        max_value=LARGEST,
        required=False,
        help_text=_("Only for a fee by pages."),
    )
    how_to_pay = forms.CharField(
        label=_("How to pay"),
        max_length=1000,
        widget=lines(3),
        help_text=_("Account, counter and hours. Stands in the notice."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("basis") == FeeBasis.PAGES and not said.get("pages"):
            self.add_error("pages", gettext("Fill this in."))
        said["pages"] = said.get("pages") or 0
        return said


class TakeFeeForm(ActForm):
    on = DayField(label=_("Paid on"), help_text=_("The period is counted anew from this day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class FeeForm(ActForm):
    amount = forms.DecimalField(label=_("Amount in yuan"), min_value=0, max_digits=10, decimal_places=2)
    received_on = DayField(label=_("Received on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today


class TransferForm(ActForm):
    to = forms.CharField(label=_("To which agency"), max_length=100)
    address = forms.CharField(label=_("Address"), max_length=500, required=False, widget=lines(2))
    text = forms.CharField(
        label=_("What is passed on, and why"),
        max_length=LONGEST_TEXT,
        widget=lines(6),
        help_text=_("Who made the request does not stand in the letter."),
    )
