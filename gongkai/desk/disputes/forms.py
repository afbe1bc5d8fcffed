"""Forms of the disputes' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.disputes.models import Dispute, DisputeKind, DisputeOutcome
from gongkai.kit.forms import ActForm, DayField


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OpenForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=DisputeKind.choices, widget=forms.RadioSelect)
    body = forms.CharField(label=_("Body or court"), max_length=100)
    number = forms.CharField(label=_("Docket number"), max_length=100, required=False)
    opened_on = DayField(label=_("Opened on"))
    case_number = forms.CharField(
        label=_("Number of the request"),
        max_length=60,
        required=False,
        help_text=_(
            "As it stands in the register, such as 建街公开申〔2025〕17号; left empty where it is not known."
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=lines(3))

    def __init__(self, *args: Any, agency: Agency, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency, self.user = agency, user
        known = [name for name in (agency.review_body, agency.court) if name]
        if known:
            self.fields["body"].help_text = gettext("For example: %(bodies)s.") % {"bodies": "、".join(known)}
        self.fields["opened_on"].initial = clock.today

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


class OutcomeForm(ActForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=DisputeOutcome.choices, widget=forms.RadioSelect)
    decided_on = DayField(label=_("Decided on"))
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=lines(3))

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = clock.today
        self.fields["outcome"].choice_hints = {  # type: ignore[attr-defined]
            value: Dispute(kind=dispute.kind, outcome=value).outcome_2018 for value in DisputeOutcome.values
        }


class ComplaintForm(ActForm):
    received_on = DayField(label=_("Received on"))
    about = forms.CharField(label=_("What about"), max_length=5000, widget=lines(5))
    handled = forms.CharField(label=_("How it was handled"), max_length=5000, required=False, widget=lines(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today


class HandledForm(ActForm):
    handled = forms.CharField(label=_("How it was handled"), max_length=5000, widget=lines(4))
