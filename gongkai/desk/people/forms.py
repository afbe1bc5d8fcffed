"""Forms of accounts and duties."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.agencies.models import Section
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.people.models import Scope

_rules = lazy(lambda: " ".join(password_validators_help_texts()), str)


class _PasswordForm(ActForm):
    password = forms.CharField(
        label=_("First password"),
        help_text=_rules(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        max_length=128,
        strip=False,
    )


class AccountForm(_PasswordForm):
    username = forms.CharField(label=_("User name"), max_length=50)
    name = forms.CharField(label=_("Name"), max_length=50)
    field_order = ["username", "name", "password"]


class PasswordForm(_PasswordForm):
    pass


class PostForm(ActForm):
    duty = forms.ChoiceField(label=_("Duty"), choices=Duty.choices)
    section = forms.ModelChoiceField(label=_("Section"), queryset=Section.objects.none(), required=False)

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = Section.objects.filter(agency=agency)  # type: ignore[attr-defined]


class CloseForm(ReasonForm):
    pass


class SystemForm(ActForm):
    name = forms.CharField(
        label=_("Name of the system"),
        help_text=_("As people call it, such as the office automation of the district."),
        max_length=100,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Scope.values,
        error_messages={"required": _("Choose what the system may do.")},
    )
