"""What was found in a draft: masked, cleaned out of a file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.kit.forms import ActForm
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy.gate import Found

# A form with more boxes than this is none that anybody reads; the rest comes when these are done.
CHOICES_AT_MOST = 200


class FingerprintsField(forms.MultipleChoiceField):
    """Findings by their fingerprints. One that stands there no longer is told by the act."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= 64


class FoundForm(ActForm):
    """A choice among findings; all of them are ticked to begin with. Knows the version it was made for."""

    findings = FingerprintsField(
        label=_("What was found"), error_messages={"required": _("Choose at least one.")}
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Iterable[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(found)

    def offer(self, found: Iterable[Found]) -> None:
        """Show these findings to choose from."""
        choices = [
            (each.fingerprint, f"{KIND_LABELS.get(each.kind, each.kind)} {each.masked} ({each.where})")
            for each in list(found)[:CHOICES_AT_MOST]
        ]
        self.fields["findings"].choices = choices  # type: ignore[attr-defined]
        self.fields["findings"].initial = [fingerprint for fingerprint, _words in choices]
