from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.kit.forms import ActForm


class WaysForm(ActForm):
    """How a person wants to be told outside the desk."""

    email_on = forms.BooleanField(label=_("Tell me by e-mail"), required=False)
    email = forms.CharField(
        label=_("E-mail"),
        help_text=_("Left empty: the address of your account, if it has one."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    sms_on = forms.BooleanField(label=_("Tell me by SMS"), required=False)
    mobile = forms.CharField(
        label=_("Mobile number"),
        help_text=_("11 digits. It is kept encrypted and shown to you only."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
