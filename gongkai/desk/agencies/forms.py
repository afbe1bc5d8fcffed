"""The forms of an office's own data, and of its sections."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.index_numbers import faults_of_pattern
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.particulars import (
    IN_LINES,
    LONGEST_FUNCTIONS,
    OF_SECTIONS,
    PARTICULARS,
    label_of_particular,
)
from gongkai.catalogue.numbering import coming_index_number
from gongkai.kit.forms import ActForm

HINTS = {
    "foi_office": _("Named on the portal, in receipts and in letters."),
    "address": _("Where requests are handed in and posted to."),
    "functions": _("One function to a line; the portal shows them."),
    "review_body": _("Named in every reply letter. Without it no reply can be signed."),
    "court": _("Named in every reply letter. Without it no reply can be signed."),
    "site_domain": _("As www.example.gov.cn, without http://."),
    "site_code": _("Ten characters; it stands on every page."),
}


class OfficeForm(ActForm):
    """Carries the stand of the data that was shown, so that nobody overwrites what they have not seen."""

    seen = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages={"required": _("Open the page again.")}
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PARTICULARS:
            kind = forms.EmailField if name == "email" else forms.CharField
            lines: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 8})} if name in IN_LINES else {}
            self.fields[name] = kind(
                label=label_of_particular(name),
                help_text=HINTS.get(name, ""),
                max_length=LONGEST_FUNCTIONS if name in IN_LINES else Agency._meta.get_field(name).max_length,  # type: ignore[union-attr]
                required=False,
                **lines,
            )
        self.fields["index_pattern"].help_text = self._coming_number(agency)

    def _coming_number(self, agency: Agency) -> str:
        """What the next item would be called by the pattern as it was typed, or as it stands."""
        typed = str(self.data.get("index_pattern", "")) if self.is_bound else ""
        pattern = typed if typed and not list(faults_of_pattern(typed, agency.code)) else ""
        return gettext(
            "{code}, {year}, {month} and {serial:05d} stand for their parts. The next item would get "
            "%(number)s. Numbers that were given stay."
        ) % {"number": coming_index_number(agency, clock.today(), pattern)}


class SectionForm(ActForm):
    """What a section or community tells of itself on the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_SECTIONS:
            field = Section._meta.get_field(name)
            lines: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 6})} if name in IN_LINES else {}
            self.fields[name] = forms.CharField(
                label=field.verbose_name,  # type: ignore[union-attr]
                help_text=HINTS["functions"] if name in IN_LINES else "",
                max_length=LONGEST_FUNCTIONS if name in IN_LINES else field.max_length,  # type: ignore[union-attr]
                required=False,
                **lines,
            )
