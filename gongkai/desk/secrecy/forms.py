"""Forms of the steps of a secrecy review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.kit.forms import ActForm, DayField
from gongkai.secrecy.models import Decision, Ground


class OpinionForm(ActForm):
    opinion = forms.CharField(
        label=_("Section's opinion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        initial=_("No state secret, no work secret, no personal data. The section proposes publication."),
    )


class DecisionForm(ActForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[("", "—"), *Ground.choices],
        required=False,
        help_text=_("Only where it must not be published."),
    )
    opinion = forms.CharField(
        label=_("Opinion of the review body"),
        help_text=_("The responsible leader reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )


class ReferForm(ActForm):
    to = forms.CharField(label=_("Who is asked"), max_length=100)
    question = forms.CharField(
        label=_("What is asked"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )


class AnswerForm(ActForm):
    answered_on = DayField(label=_("Day of the answer"), initial=clock.today)
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
