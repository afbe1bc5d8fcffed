"""A document written in Word or WPS comes into a draft: its text, and its pictures as files of our own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.acts import Refused
from gongkai.files.storing import store
from gongkai.typesetting.word_import import CannotRead, read_docx

LARGEST = 100_000_000  # bytes
_ENDINGS = {"image/jpeg": "jpg", "image/svg+xml": "svg"}


@dataclass(frozen=True)
class FromWord:
    """What a file said; `notes` are sentences for the one who brought it."""

    title: str
    html: str
    notes: list[str]


def from_word(file: Any, *, by: Any, agency: Any) -> FromWord:
    """Read an uploaded DOCX and keep its pictures. Nothing of a draft is changed.

    Raises Refused with a sentence for people when the file cannot be read.
    """
    if file.size > LARGEST:
        raise Refused(
            _("The file “%(name)s” has %(size)s MB; at most %(largest)s MB can be taken.")
            % {"name": file.name, "size": -(-file.size // 1_000_000), "largest": LARGEST // 1_000_000}
        )
    try:
        read = read_docx(file.read())
    except CannotRead as wrong:
        raise Refused(str(wrong)) from wrong
    html, notes = read.html, list(read.notes)
    for number, picture in enumerate(read.pictures, start=1):
        ending = _ENDINGS.get(picture.content_type, picture.content_type.rpartition("/")[2])
        name = _("Picture %(number)s") % {"number": number}
        try:
            kept = store(picture.content, name=f"{name}.{ending}", by=by, agency=agency)
        except Refused as refused:
            notes += refused.reasons
        else:
            html = html.replace(picture.key, str(kept.pk))
    without = sum(not picture.alt.strip() for picture in read.pictures)
    if without:
        notes.append(
            ngettext(
                "%(count)s picture has no words for those who cannot see it: choose it, press “Picture”.",
                "%(count)s pictures have no words for those who cannot see: choose each, press “Picture”.",
                without,
            )
            % {"count": without}
        )
    return FromWord(read.title, html, notes)
