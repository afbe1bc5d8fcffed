"""Forms of the house: every one can be sent only once, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

#: What Django writes where nothing has been chosen.
BLANK_CHOICE_LABEL = "---------"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """A day, typed or picked; always year-month-day."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"])
        super().__init__(**kwargs)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; its value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        if isinstance(data, (list, tuple)):
            return [one(each, initial) for each in data]
        found = one(data, initial)
        return [found] if found else []


class ActForm(forms.Form):
    """The form of an act. Its token is made with the page: a double click, or a second tab of the
    same page, sends the same token and does the act once."""

    submission = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("Open the page again.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            theirs = field.error_messages["required"] == forms.Field.default_error_messages["required"]
            if theirs and (
                chosen or isinstance(field, (forms.CharField, forms.DateField, forms.DecimalField))
            ):
                field.error_messages["required"] = _("Choose one of these.") if chosen else _("Fill this in.")
            # Django's own word for "nothing yet" is a row of dashes.
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == BLANK_CHOICE_LABEL:
                field.empty_label = _("Choose") if field.required else _("none")

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, without the token: the arguments of the act."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission"}

    def add_refusals(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.add_error(None, reason)


class ReasonForm(ActForm):
    """An act that only needs its reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class RemarkForm(ActForm):
    """An act that may carry a remark."""

    remark = forms.CharField(
        label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
