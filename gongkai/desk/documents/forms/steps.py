"""Handing a draft in: pictures looked at, the section's opinion, what the form of the review asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.kit.forms import ActForm
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.actions import Particulars


class PicturesSeenFields(ActForm):
    """Who hands it in answers for the pictures."""

    pictures_seen = forms.BooleanField(
        label=_("I have looked at every picture: nothing personal can be read in it."),
        help_text=_("Faces, door plates, number plates, screens and papers on a table."),
        required=False,
    )


class ReviewFields(ActForm):
    """What the section tells of a piece when it hands it in: the first step of the secrecy review."""

    opinion = forms.CharField(
        label=_("Section's opinion"),
        help_text=_("First step of the secrecy review: why this may be published."),
        max_length=500,
        required=False,
        initial=_("No state secret, no work secret, no personal data. The section proposes publication."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Ways of publication proposed"),
        choices=ChannelKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    picture_author = forms.CharField(label=_("Author of the pictures"), max_length=100, required=False)

    @property
    def particulars(self) -> Particulars:
        said = self.cleaned_data
        return Particulars(channels=tuple(said["channels"]), picture_author=said.get("picture_author", ""))


class SubmitForm(PicturesSeenFields):
    """`has_pictures`: they have to be looked at before the document goes on."""

    def __init__(self, *args: Any, has_pictures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_pictures:
            del self.fields["pictures_seen"]


class PieceSubmitForm(SubmitForm, ReviewFields):
    field_order = ["pictures_seen", "opinion", "channels", "picture_author"]

    def __init__(self, *args: Any, has_pictures: bool, **kwargs: Any) -> None:
        super().__init__(*args, has_pictures=has_pictures, **kwargs)
        if not has_pictures:
            del self.fields["picture_author"]

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        told: dict[str, Any] = {name: said[name] for name in ("opinion", "pictures_seen") if name in said}
        return {**told, "particulars": self.particulars}
