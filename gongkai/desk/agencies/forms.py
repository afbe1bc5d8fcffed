"""The form of an office's own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.particulars import PARTICULARS, label_of_particular
from gongkai.kit.forms import ActForm

HINTS = {
    "foi_office": _("Named on the portal, in receipts and in letters."),
    "address": _("Where requests are handed in and posted to."),
    "review_body": _("Named in every reply letter. Without it no reply can be signed."),
    "court": _("Named in every reply letter. Without it no reply can be signed."),
}


class OfficeForm(ActForm):
    """Carries the stand of the data that was shown, so that nobody overwrites what they have not seen."""

    seen = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages={"required": _("Open the page again.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PARTICULARS:
            kind = forms.EmailField if name == "email" else forms.CharField
            self.fields[name] = kind(
                label=label_of_particular(name),
                help_text=HINTS.get(name, ""),
                max_length=Agency._meta.get_field(name).max_length,  # type: ignore[union-attr]
                required=False,
            )
