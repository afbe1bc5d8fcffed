"""Forms of drafting and its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Section
from gongkai.documents.models import OFFICIAL_GENRES, PIECE_GENRES, Genre, Openness
from gongkai.kit.forms import ActForm, FilesField

LONGEST_TEXT = 100_000


def _genres(chosen: Any) -> list[tuple[str, Any]]:
    return [(genre.value, genre.label) for genre in chosen]


class OpennessFields(forms.Form):
    openness = forms.ChoiceField(
        label=_("Openness attribute"), choices=Openness.choices, widget=forms.RadioSelect, required=False
    )
    openness_basis = forms.CharField(
        label=_("Provision"),
        help_text=_("Needed unless proactive: the article it rests on, such as Regulations, art. 16."),
        max_length=200,
        required=False,
    )
    openness_reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed unless proactive: why it is not published."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


class TextForm(ActForm):
    """Title, kind, section, text and files of a draft."""

    genres: tuple[Genre, ...] = OFFICIAL_GENRES

    title = forms.CharField(label=_("Title"), max_length=300)
    genre = forms.ChoiceField(label=_("Kind"))
    section = forms.ModelChoiceField(label=_("Handling section"), queryset=Section.objects.none())
    body = forms.CharField(
        label=_("Text"),
        help_text=_("An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Attachments"),
        help_text=_("PDF, DOCX, XLSX, JPG, PNG and TXT, at most 50 MB each."),
        required=False,
    )

    def __init__(self, *args: Any, agency: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["genre"].choices = _genres(self.genres)  # type: ignore[attr-defined]
        sections = Section.objects.filter(agency=agency)
        own = user.sections_by_agency.get(agency.pk, set())
        if own:
            sections = sections.filter(pk__in=own)
            self.fields["section"].initial = sections.first()
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class DocumentForm(TextForm, OpennessFields):
    is_normative = forms.BooleanField(label=_("This is a normative document"), required=False)

    field_order = [
        "title",
        "genre",
        "section",
        "body",
        "files",
        "is_normative",
        "openness",
        "openness_basis",
        "openness_reason",
    ]


class PieceForm(TextForm):
    genres = PIECE_GENRES

    then = forms.ChoiceField(
        label=_("And then"),
        choices=[("hand_in", _("Hand it in for adoption")), ("keep", _("Keep it as a draft"))],
        widget=forms.RadioSelect,
        initial="hand_in",
    )
    opinion = forms.CharField(
        label=_("Section's opinion"),
        help_text=_("First step of the secrecy review: why this may be published."),
        max_length=500,
        required=False,
        initial=_("No state secret, no work secret, no personal data. The section proposes publication."),
    )
    field_order = ["title", "genre", "section", "body", "files", "opinion", "then"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["genre"].initial = Genre.NEWS
        self.fields["files"].label = _("Pictures and attachments")


class EditForm(TextForm):
    """A change of a draft; it knows the version it began with."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    is_normative = forms.BooleanField(label=_("This is a normative document"), required=False)
    remove = forms.MultipleChoiceField(
        label=_("Take out attachments"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["title", "genre", "section", "body", "remove", "files", "is_normative"]

    def __init__(self, *args: Any, document: Any, **kwargs: Any) -> None:
        self.genres = PIECE_GENRES if document.is_piece else OFFICIAL_GENRES
        super().__init__(*args, agency=document.agency, **kwargs)
        if document.section_id and not self.fields["section"].queryset.filter(pk=document.section_id):  # type: ignore[attr-defined]
            self.fields["section"].queryset = Section.objects.filter(agency=document.agency)  # type: ignore[attr-defined]
        attached = [(str(each.pk), each.file.name) for each in document.files]
        if attached:
            self.fields["remove"].choices = attached  # type: ignore[attr-defined]
        else:
            del self.fields["remove"]
        if document.is_piece:
            del self.fields["is_normative"]


class OpennessForm(ActForm, OpennessFields):
    field_order = ["openness", "openness_basis", "openness_reason"]


class SubmitForm(ActForm):
    pass


class PieceSubmitForm(ActForm):
    opinion = forms.CharField(
        label=_("Section's opinion"),
        help_text=_("First step of the secrecy review: why this may be published."),
        max_length=500,
        initial=_("No state secret, no work secret, no personal data. The section proposes publication."),
    )


class BatchForm(ActForm):
    chosen = forms.MultipleChoiceField(
        label=_("Pieces"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)
