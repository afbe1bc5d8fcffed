"""Forms of the disputes' pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.disputes.models import (
    USUAL_OUTCOMES,
    Against,
    ComplaintCame,
    ComplaintKind,
    ComplaintResult,
    Dispute,
    DisputeKind,
    DisputeOutcome,
    DisputePaperKind,
    Instance,
    Judgment,
    OrderedUnit,
    Procedure,
)
from gongkai.kit.forms import ActForm, DayField, FilesField

LONGEST_PERIOD = 365  # days a decision may order at most, to catch slips of the hand


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OfACase(ActForm):
    """A form that names a request of the agency by its number; the act gets the request itself."""

    case_number = forms.CharField(
        label=_("Number of the request"),
        max_length=60,
        required=False,
        help_text=_(
            "As it stands in the register, such as 建街公开申〔2025〕17号; left empty where it is not known."
        ),
    )

    def __init__(self, *args: Any, agency: Agency, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency, self.user = agency, user

    def clean_case_number(self) -> Case | None:
        number = self.cleaned_data["case_number"].strip()
        if not number:
            return None
        case = Case.objects.visible_to(self.user).filter(agency=self.agency, number=number).first()
        if case is None:
            raise forms.ValidationError(_("There is no request with this number in the register."))
        return case

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return said | {"case": said.pop("case_number")}


class OpenForm(OfACase):
    kind = forms.ChoiceField(label=_("Kind"), choices=DisputeKind.choices, widget=forms.RadioSelect)
    instance = forms.ChoiceField(
        label=_("Instance of the suit"),
        choices=[("", _("not said")), *Instance.choices],
        required=False,
        help_text=_("Left empty, a suit is of first instance. A reconsideration has none."),
    )
    follows = forms.ModelChoiceField(
        label=_("Follows"),
        queryset=Dispute.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("The reconsideration before a suit, or the judgment an appeal is directed against."),
    )
    procedure = forms.ChoiceField(
        label=_("Procedure"), choices=Procedure.choices, required=False, initial=Procedure.ORDINARY
    )
    body = forms.CharField(label=_("Body or court"), max_length=100)
    number = forms.CharField(label=_("Docket number"), max_length=100, required=False)
    claimant = forms.CharField(label=_("Applicant or plaintiff"), max_length=100, required=False)
    against = forms.ChoiceField(
        label=_("Against what"), choices=[("", _("not said")), *Against.choices], required=False
    )
    opened_on = DayField(label=_("Opened on"), help_text=_("The day the body or the court took it up."))
    served_on = DayField(
        label=_("Copy served on us on"),
        required=False,
        help_text=_("The defence is due from this day. Left empty: it is recorded once the copy comes."),
    )
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=lines(3))

    field_order = [
        "kind",
        "instance",
        "follows",
        "case_number",
        "procedure",
        "body",
        "number",
        "claimant",
        "against",
        "opened_on",
        "served_on",
        "note",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [name for name in (self.agency.review_body, self.agency.court) if name]
        if known:
            self.fields["body"].help_text = gettext("For example: %(bodies)s.") % {"bodies": "、".join(known)}
        self.fields["opened_on"].initial = clock.today
        earlier = Dispute.objects.filter(agency=self.agency).order_by("-opened_on", "-pk")
        self.fields["follows"].queryset = earlier  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return said | {"procedure": said["procedure"] or Procedure.ORDINARY}


class ServiceForm(ActForm):
    served_on = DayField(
        label=_("Copy served on us on"),
        help_text=_("The day the copy of the application or complaint reached the office."),
    )
    procedure = forms.ChoiceField(label=_("Procedure"), choices=Procedure.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["served_on"].initial = dispute.served_on or clock.today
        self.fields["procedure"].initial = dispute.procedure


class DefenceForm(ActForm):
    sent_on = DayField(label=_("Defence handed in on"))
    late_reason = forms.CharField(
        label=_("Why the defence is late"),
        max_length=1000,
        required=False,
        widget=lines(3),
        help_text=_("Needed when it was handed in after the due day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = clock.today


class OutcomeForm(ActForm):
    judgment = forms.ChoiceField(
        label=_("What was decided"), choices=Judgment.choices, widget=forms.RadioSelect, required=False
    )
    outcome = forms.ChoiceField(
        label=_("Outcome in the tables"),
        choices=DisputeOutcome.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Left empty: as what was decided is usually counted."),
    )
    decided_on = DayField(label=_("Decided on"))
    decision_served_on = DayField(
        label=_("Decision served on us on"),
        required=False,
        help_text=_("The appeal and the report of a lost case are counted from this day."),
    )
    orders_new_reply = forms.BooleanField(label=_("The decision orders a new reply"), required=False)
    ordered_within_days = forms.IntegerField(
        label=_("Within"),
        min_value=1,
        max_value=LONGEST_PERIOD,
        required=False,
        help_text=_("A number. Left empty where the decision names no period: the full one of the law runs."),
    )
    ordered_unit = forms.ChoiceField(
        label=_("Counted in"), choices=OrderedUnit.choices, required=False, initial=OrderedUnit.DAYS
    )
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=lines(3))

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = clock.today
        self.fields["decision_served_on"].initial = clock.today
        self.fields["judgment"].choice_hints = {  # type: ignore[attr-defined]
            judgment: gettext("Usually counted as: %(outcome)s.") % {"outcome": usual.label}
            for judgment, usual in USUAL_OUTCOMES.items()
        }
        self.fields["outcome"].choice_hints = {  # type: ignore[attr-defined]
            value: Dispute(kind=dispute.kind, outcome=value).outcome_2018 for value in DisputeOutcome.values
        }

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return said | {"ordered_unit": said["ordered_unit"] or OrderedUnit.DAYS}


class FilingForm(ActForm):
    on = DayField(label=_("Reported to the district on"))
    how = forms.CharField(
        label=_("How it was reported"),
        max_length=200,
        help_text=_("For example: by letter, with the number of the letter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class ReplyAnewForm(ActForm):
    effective_on = DayField(
        label=_("The decision took effect on"),
        help_text=_(
            "A reconsideration decision and a judgment of second instance take effect when they are served, "
            "a judgment of first instance when nobody has appealed in time. The ordered period runs "
            "from here."
        ),
    )

    def __init__(self, *args: Any, effective_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = effective_on


class PapersForm(ActForm):
    files = FilesField(  # type: ignore[assignment]
        label=_("Files"), help_text=_("PDF, DOCX, XLSX, JPG, PNG or TXT; several are possible.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=DisputePaperKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty: the file's name.")
    )
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class ComplaintForm(OfACase):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ComplaintKind.choices, required=False, initial=ComplaintKind.COMPLAINT
    )
    how_came = forms.ChoiceField(
        label=_("How it reached us"), choices=[("", _("not said")), *ComplaintCame.choices], required=False
    )
    received_on = DayField(label=_("Received on"))
    about = forms.CharField(label=_("What about"), max_length=5000, widget=lines(5))
    handled = forms.CharField(
        label=_("How it was handled"),
        max_length=5000,
        required=False,
        widget=lines(3),
        help_text=_("Only where it was settled on the spot."),
    )

    field_order = ["kind", "how_came", "received_on", "about", "case_number", "handled"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return said | {"kind": said["kind"] or ComplaintKind.COMPLAINT}


class HandledForm(ActForm):
    handled = forms.CharField(label=_("How it was handled"), max_length=5000, widget=lines(4))
    result = forms.ChoiceField(
        label=_("Result"), choices=[("", _("not said")), *ComplaintResult.choices], required=False
    )
    handled_on = DayField(label=_("Handled on"), required=False, help_text=_("Left empty: today."))
    answered_to = forms.CharField(
        label=_("Answered to whom"),
        max_length=100,
        required=False,
        help_text=_("Left empty where nobody left a name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handled_on"].initial = clock.today
