"""The openness attribute with its provision and reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.documents.models import Openness
from gongkai.kit.forms import ActForm


class OpennessFields(forms.Form):
    LONGEST_BASIS = 200

    openness = forms.ChoiceField(
        label=_("Openness attribute"), choices=Openness.choices, widget=forms.RadioSelect, required=False
    )
    openness_basis = forms.CharField(
        label=_("Provision"),
        help_text=_("Needed unless proactive: the article it rests on, such as Regulations, art. 16."),
        max_length=LONGEST_BASIS,
        required=False,
    )
    openness_reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed unless proactive: why it is not published."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


class OpennessForm(ActForm, OpennessFields):
    field_order = ["openness", "openness_basis", "openness_reason"]
