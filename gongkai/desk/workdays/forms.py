"""The form of a holiday notice: its days are typed from the paper, one day or span to a line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.kit.forms import ActForm, DayField


class NoticeForm(ActForm):
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    number = forms.CharField(
        label=_("Number of the notice"),
        help_text=_("As printed on the State Council's notice."),
        max_length=50,
        required=False,
    )
    issued_on = DayField(label=_("Date of the notice"), required=False)
    days = forms.CharField(
        label=_("Days"),
        help_text=_(
            "One day or span to a line, such as 2027-01-01,休,元旦 or 2027-02-06..2027-02-12,休,春节; "
            "班 marks a make-up working day: 2027-02-14,班,春节."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=10_000,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only when a loaded notice is replaced: why."),
        max_length=500,
        required=False,
    )
