"""Forms for the words that mean the same."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongkai.kit.forms import ActForm
from gongkai.search import synonyms

SCOPES = (
    ("", _("In the portal and in the desk")),
    ("public", _("In the portal")),
    ("desk", _("In the desk")),
)


class SynonymsForm(ActForm):
    words = forms.CharField(
        label=_("Words that mean the same"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=(synonyms.LONGEST_WORD + 2) * synonyms.MOST_WORDS,
        help_text=_("One in a line, such as 低保 and 最低生活保障."),
    )
    scope = forms.ChoiceField(label=_("Where it applies"), choices=SCOPES, required=False)

    def clean_words(self) -> list[Any]:
        words = [word.strip() for word in re.split(r"[\r\n,，、;；=]+", self.cleaned_data["words"])]
        if not any(words):
            raise ValidationError(_("Enter at least two different words."))
        return [word for word in words if word]
