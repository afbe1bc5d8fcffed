"""Forms of the house: every one can be sent only once, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused
from gongkai.files.uploading import PART, finished

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


class Chosen(list[Any]):
    """The files that came with a form, and the ids of those that were sent in parts before it."""

    def __init__(self, files: Iterable[Any], uploads: Iterable[str]) -> None:
        super().__init__(files)
        self.uploads = tuple(dict.fromkeys(uploads))


class FilesInput(forms.ClearableFileInput):
    """The control for files. With script, `upload.js` sends large ones in parts, before the form is sent,
    and puts their ids into hidden controls; without, they come with the form."""

    allow_multiple_selected = True
    in_parts = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.in_parts:
            context["widget"]["attrs"] |= {
                "data-uploads": reverse("desk:uploads"),
                "data-part": PART,
                **_said(),
            }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        # What was sent in parts need not be sent again when the form comes back with something to correct.
        kept = format_html_join(
            "",
            '<input type="hidden" name="{}" value="{}">',
            ((uploads_name(name), each) for each in getattr(value, "uploads", ())),
        )
        return format_html("{}{}", super().render(name, value, attrs, renderer), kept)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        if not isinstance(chosen, list) or not self.in_parts:
            return chosen
        ids = data.getlist(uploads_name(name)) if hasattr(data, "getlist") else ()
        return Chosen(chosen, ids)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and uploads_name(name) not in data


class FilesField(forms.FileField):
    """Several files in one field; its value is a list of open files with a name.

    Large ones may have been sent in parts before; whose uploads are looked for says `taken_by`, which the
    page sets. With `in_parts=False` they never lie on the disk in parts, as for what is kept encrypted.
    """

    widget = FilesInput
    taken_by: Actor | None = None

    def __init__(self, *, in_parts: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.in_parts = in_parts

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        if isinstance(data, (list, tuple)):
            uploads = getattr(data, "uploads", ())
            return [one(each, initial) for each in [*data, *self._sent_before(uploads)]]
        found = one(data, initial)
        return [found] if found else []

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if isinstance(data, Chosen) else super().bound_data(data, initial)

    def _sent_before(self, ids: Iterable[str]) -> list[Any]:
        if not ids:
            return []
        if self.taken_by is None:
            raise ValidationError(_("Choose the file again."))
        try:
            return list(finished(ids, by=self.taken_by))
        except Refused as refused:
            raise ValidationError(refused.reasons) from refused


def uploads_name(name: str) -> str:
    """Return the name of the hidden controls that carry the ids of what was sent in parts."""
    return f"{name}_uploads"


def _said() -> dict[str, str]:
    """What the script says while it sends; the named places are filled in by it."""
    return {
        "data-say-sending": gettext("%(sent)s of %(size)s MB sent"),
        "data-say-waiting": gettext("The connection was lost. Sending goes on as soon as it is back."),
        "data-say-checking": gettext("The file is being checked."),
        "data-say-whole": gettext("The file has arrived. It goes along when you send the form."),
        "data-say-out": gettext("You were logged out. Log in again, then choose the file once more."),
        "data-say-failed": gettext("The file could not be sent. Choose it again."),
        "data-say-held": gettext("The form is sent as soon as all files have arrived."),
        "data-say-remove": gettext("Take out"),
    }


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
