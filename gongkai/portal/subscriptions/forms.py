"""The form by which somebody asks for the daily digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.kit.forms import ActForm


class SubscribeForm(ActForm):
    address = forms.EmailField(
        label=_("E-mail"),
        max_length=100,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    columns = forms.ModelMultipleChoiceField(
        label=_("Columns"),
        queryset=Column.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each with all that stands under it. None chosen: all."),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].queryset = Column.objects.open().filter(agency=agency)  # type: ignore[attr-defined]
