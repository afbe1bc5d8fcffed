"""Title, text and files of a draft, and what an official document tells of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Section
from gongkai.desk.documents.forms.editor import RichTextField
from gongkai.desk.documents.forms.openness import OpennessFields
from gongkai.documents.models import OFFICIAL_GENRES, PIECE_GENRES, Genre, Openness, Origin
from gongkai.inventory.models import Matter, Method, Phase
from gongkai.inventory.queries import matters_for_drafting
from gongkai.kit.forms import ActForm, FilesField

LONGEST_TEXT = 100_000


def _genres(chosen: Any) -> list[tuple[str, Any]]:
    return [(genre.value, genre.label) for genre in chosen]


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
        help_text=_("PDF, DOCX, XLSX, PPTX, OFD, JPG, PNG and TXT, at most 200 MB each."),
        required=False,
    )

    def __init__(self, *args: Any, agency: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_choices_of(agency)
        self.fields["genre"].choices = _genres(self.genres)  # type: ignore[attr-defined]
        sections = Section.objects.filter(agency=agency)
        own = user.sections_by_agency.get(agency.pk, set())
        if own:
            sections = sections.filter(pk__in=own)
            self.fields["section"].initial = sections.first()
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]

    def offer_choices_of(self, agency: Any) -> None:
        """Fill what can be chosen in this agency only."""

    def words_for(self, files: Sequence[Any]) -> list[str]:
        """Return what each of the chosen files shows, where the form asks for it."""
        return [""] * len(files)


class MatterSelect(forms.Select):
    """The matters of the inventory; each option carries what it proposes."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        matter = getattr(value, "instance", None)
        if matter is not None:
            option["attrs"] |= {f"data-{key}": said for key, said in proposed_by(matter).items()}
        return option


def proposed_by(matter: Matter) -> Mapping[str, str]:
    """Return what a matter proposes for a draft: attribute, provision and phase."""
    on_request = matter.method == Method.ON_REQUEST
    basis = " ".join(matter.legal_basis.split())
    return {
        "openness": Openness.ON_REQUEST if on_request else Openness.PROACTIVE,
        "openness_basis": basis if on_request and len(basis) <= OpennessFields.LONGEST_BASIS else "",
        "phase": matter.phase,
    }


class FactsFields(TextForm):
    """What an official document tells of itself besides its text."""

    body = RichTextField(label=_("Text"), required=False)
    addressees = forms.CharField(label=_("Addressees"), max_length=300, required=False)
    copies_to = forms.CharField(label=_("Copies to"), max_length=300, required=False)
    matter = forms.ModelChoiceField(
        label=_("Disclosure matter"),
        help_text=_("The matter of the inventory proposes the attribute, the provision and the phase."),
        queryset=Matter.objects.none(),
        widget=MatterSelect,
        required=False,
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=[("", _("none")), *Phase.choices], required=False)
    is_normative = forms.BooleanField(label=_("This is a normative document"), required=False)
    is_policy = forms.BooleanField(
        label=_("This is a policy document"),
        help_text=_("Not to disclose it needs the opinion of the FOI office before the check."),
        required=False,
    )
    origin = forms.ChoiceField(
        label=_("Whose document"),
        choices=Origin.choices,
        widget=forms.RadioSelect,
        initial=Origin.OWN,
        required=False,
    )
    origin_bodies = forms.CharField(
        label=_("Other bodies"),
        help_text=_("With whom it is issued, or whose document it forwards."),
        max_length=300,
        required=False,
    )
    origin_number = forms.CharField(label=_("Number of the original"), max_length=50, required=False)
    origin_openness = forms.ChoiceField(
        label=_("Attribute the original carries"),
        help_text=_("It is not taken over: the attribute is decided anew here."),
        choices=[("", _("none")), *Openness.choices],
        required=False,
    )

    def offer_choices_of(self, agency: Any) -> None:
        self.fields["matter"].queryset = matters_for_drafting(agency)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("origin", Origin.OWN) in {"", Origin.OWN}:
            empty = {"origin_bodies": "", "origin_number": "", "origin_openness": ""}
            said |= {"origin": Origin.OWN, **empty}
        return said


class DocumentForm(FactsFields, OpennessFields):
    """A new official document."""

    field_order = [
        "title",
        "genre",
        "section",
        "addressees",
        "copies_to",
        "body",
        "files",
        "matter",
        "phase",
        "openness",
        "openness_basis",
        "openness_reason",
        "is_normative",
        "is_policy",
        "origin",
    ]


class EditForm(TextForm):
    """A change of a draft; it knows the version it began with."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    remove = forms.MultipleChoiceField(
        label=_("Take out attachments"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["title", "genre", "section", "body", "remove", "files"]

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


class EditDocumentForm(FactsFields, EditForm):
    """A change of the draft of an official document. Its attribute has a page of its own."""

    field_order = [
        "title",
        "genre",
        "section",
        "addressees",
        "copies_to",
        "body",
        "remove",
        "files",
        "matter",
        "phase",
        "is_normative",
        "is_policy",
        "origin",
    ]
