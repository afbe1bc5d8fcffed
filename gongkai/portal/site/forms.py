"""The form of the box for faults of the website."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.channels.faults import LONGEST, SHORTEST
from gongkai.channels.models import FaultKind
from gongkai.kit.forms import ActForm


class FaultForm(ActForm):
    kind = forms.ChoiceField(label=_("What is wrong"), choices=FaultKind.choices, widget=forms.RadioSelect)
    path = forms.CharField(
        label=_("Page of the website"),
        max_length=300,
        required=False,
        help_text=_("The address of the page, as it stands above in your browser."),
    )
    text = forms.CharField(
        label=_("Text of the report"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What stands there, and what should. Do not write personal data here."),
    )
    contact = forms.CharField(
        label=_("How to reach you"),
        max_length=200,
        required=False,
        help_text=_("Telephone or e-mail, if the office may ask you back. It is kept encrypted."),
    )

    @property
    def as_report(self) -> dict[str, Any]:
        return self.said


class NumberForm(forms.Form):
    number = forms.CharField(label=_("Progress number"), max_length=40)
