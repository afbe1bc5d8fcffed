"""Check, opinion of the FOI office, another attribute, assessment, the redacted version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.desk.documents.forms.editor import RichTextField
from gongkai.desk.documents.forms.openness import OpennessForm
from gongkai.desk.documents.forms.text import LONGEST_TEXT
from gongkai.documents.models import Document, Origin
from gongkai.kit.forms import ActForm, FilesField, RemarkForm
from gongkai.secrecy.models import Markup


class CheckForm(RemarkForm):
    """The office's check; of a document issued jointly or forwarded the attribute is confirmed."""

    decided_anew = forms.BooleanField(
        label=_("The attribute was decided anew here, not taken over from the original"), required=False
    )
    field_order = ["decided_anew", "remark"]

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if document.origin == Origin.OWN:
            del self.fields["decided_anew"]


class FoiOpinionForm(ActForm):
    opinion = forms.CharField(
        label=_("Opinion of the FOI office"),
        help_text=_("Why it is right not to disclose it. Who does not agree sends it back."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )


class ChangeForm(OpennessForm):
    """A proposal to change the attribute; here the reason is always needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["openness"].label = _("New attribute")
        self.fields["openness_reason"].help_text = _("Why the attribute changes now.")
        self.fields["openness_reason"].required = True


class DecideChangeForm(ActForm):
    agreed = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("The new attribute holds from now on")), ("no", _("It stays as it was"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("Remark"),
        help_text=_("Needed where it stays as it was."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class AssessForm(ActForm):
    reason = forms.CharField(
        label=_("Why it stays withheld"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class RedactForm(ActForm):
    """What the public gets: the text without the parts withheld, and the files that may go along."""

    title = forms.CharField(label=_("Title"), max_length=300)
    body = forms.CharField(
        label=_("Text"),
        help_text=_("Take out the parts that are withheld and say where something was taken out."),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    keep = forms.MultipleChoiceField(
        label=_("Attachments that go along as they are"), widget=forms.CheckboxSelectMultiple, required=False
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Redacted attachments"),
        help_text=_("In place of those that cannot go along as they are."),
        required=False,
    )

    def __init__(self, *args: Any, document: Document, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if document.markup == Markup.HTML:
            said = self.fields["body"]
            self.fields["body"] = RichTextField(label=said.label, help_text=said.help_text, required=False)
        if choices:
            self.fields["keep"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["keep"]
