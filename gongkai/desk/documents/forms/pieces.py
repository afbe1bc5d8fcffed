"""Pieces: one, its edit by the FOI officer, and several in one go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.desk.documents.forms.editor import RichTextField
from gongkai.desk.documents.forms.steps import PicturesSeenFields, ReviewFields
from gongkai.desk.documents.forms.text import EditForm, TextForm
from gongkai.documents.models import PIECE_GENRES, Genre
from gongkai.kit.forms import ActForm

# A post shows nine pictures at most.
PICTURES = 9
LONGEST_WORDS = 200  # characters of what a picture shows, as its attachment keeps them
_PICTURE_ENDINGS = frozenset({"jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff"})


def is_picture_name(name: str) -> bool:
    return name.rpartition(".")[2].lower() in _PICTURE_ENDINGS


class PicturesFields(TextForm):
    """What each new picture shows, in the order of the files; a script adds for which file it was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].label = _("Pictures and attachments")
        for number in range(1, PICTURES + 1):
            self.fields[f"words_{number}"] = forms.CharField(
                label=gettext("What picture %(number)d shows") % {"number": number},
                max_length=LONGEST_WORDS,
                required=False,
            )
            self.fields[f"words_file_{number}"] = forms.CharField(
                widget=forms.HiddenInput, max_length=255, required=False
            )

    @property
    def says_words(self) -> str:
        """What the script calls the field of a picture, with the name left to fill in."""
        return gettext("What “%(name)s” shows")

    @property
    def new_words(self) -> list[Any]:
        return [self[f"words_{number}"] for number in range(1, PICTURES + 1)]

    def words_for(self, files: Sequence[Any]) -> list[str]:
        typed = [
            (self.cleaned_data.get(f"words_file_{number}", ""), self.cleaned_data.get(f"words_{number}", ""))
            for number in range(1, PICTURES + 1)
        ]
        named = {name: words for name, words in typed if name}
        in_order = iter(words for _name, words in typed)
        return [
            (named.get(file.name, "") if named else next(in_order, "")) if is_picture_name(file.name) else ""
            for file in files
        ]

    @property
    def has_new_pictures(self) -> bool:
        return any(is_picture_name(file.name) for file in self.cleaned_data.get("files") or [])

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in super().said.items() if not name.startswith("words_")}


class PieceForm(PicturesFields, PicturesSeenFields, ReviewFields):
    genres = PIECE_GENRES
    # Asked by the form of the review; most pieces need nothing else than what stands there.
    folded = ("opinion", "channels", "picture_author")

    then = forms.ChoiceField(
        label=_("And then"),
        choices=[("hand_in", _("Hand it in for adoption")), ("keep", _("Keep it as a draft"))],
        widget=forms.RadioSelect,
        initial="hand_in",
    )
    field_order = ["title", "genre", "section", "body", "files", "pictures_seen", "then", *folded]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["genre"].initial = Genre.NEWS

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("then") == "hand_in" and self.has_new_pictures and not said.get("pictures_seen"):
            self.add_error(
                "pictures_seen", _("Look at every picture first: no program reads what stands in them.")
            )
        return said


class EditPieceForm(PicturesFields, EditForm):
    """A change of a piece, with what each of its pictures shows."""

    field_order = ["title", "genre", "section", "body", "remove", "files"]

    def __init__(self, *args: Any, document: Any, **kwargs: Any) -> None:
        super().__init__(*args, document=document, **kwargs)
        self.attached = [each for each in document.files if each.file.is_picture]
        for each in self.attached:
            self.fields[f"words_of_{each.pk}"] = forms.CharField(
                label=gettext("What “%(name)s” shows") % {"name": each.file.name},
                max_length=LONGEST_WORDS,
                required=False,
                initial=each.alternative_text,
            )

    @cached_property
    def own_words(self) -> list[tuple[Any, Any]]:
        """The pictures the piece has, each with its field."""
        return [(each, self[f"words_of_{each.pk}"]) for each in self.attached]

    @property
    def said(self) -> dict[str, Any]:
        words = {each.pk: self.cleaned_data[f"words_of_{each.pk}"] for each in self.attached}
        return {**super().said, "words": words}


class EditRichPieceForm(EditPieceForm):
    """A change of a piece that came in as rich text."""

    body = RichTextField(label=_("Text"), required=False)


class AdoptingEditForm(EditPieceForm, PicturesSeenFields):
    """What the FOI officer betters in a piece that was handed in; kind and section stay."""

    field_order = ["title", "body", "remove", "files", "pictures_seen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["genre"], self.fields["section"]


class AdoptingRichEditForm(AdoptingEditForm):
    body = RichTextField(label=_("Text"), required=False)


class BatchForm(ActForm):
    """Pieces ticked; or one of them, by its button, that goes back with its reason."""

    chosen = forms.MultipleChoiceField(label=_("Pieces"), widget=forms.CheckboxSelectMultiple, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)

    @property
    def returned(self) -> str:
        """The key of the piece whose button to return it was pressed."""
        return str(self.data.get("return", ""))

    @property
    def reason(self) -> str:
        return str(self.data.get(f"reason_{self.returned}", "")).strip()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.returned and not said.get("chosen") and "chosen" not in self.errors:
            self.add_error("chosen", _("Choose at least one."))
        return said
