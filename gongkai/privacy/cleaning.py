"""A file cleaned: personal data masked, hidden content taken out, and the result read again.

What is left is not what the cleaner thinks it left, but what is found when its output is searched like any
other file. A page or picture that no program can read can never be cleaned; a person has to look at it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from gongkai.privacy import office_cleaning, web_cleaning
from gongkai.privacy.choosing import TAKEN_OUT, Choice
from gongkai.privacy.office_cleaning import clean_office
from gongkai.privacy.pdf_cleaning import clean_pdf
from gongkai.privacy.picture_cleaning import clean_picture
from gongkai.privacy.places import CannotOpen, FileFinding
from gongkai.privacy.scanning import MARKS, PICTURES, scan_file, text_of
from gongkai.privacy.web_cleaning import clean_page
from gongkai.privacy.web_pages import looks_like_a_page

__all__ = ["CannotOpen", "Cleaned", "clean_file"]

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The new file, how many findings of each kind it no longer has, and those it still has."""

    content: bytes
    name: str
    cleaned: Mapping[str, int]
    left: tuple[FileFinding, ...]

    @property
    def is_clean(self) -> bool:
        return not self.left


def clean_file(
    content: bytes,
    name: str,
    *,
    chosen: Collection[str] | Callable[[FileFinding], bool] | None = None,
    kinds: Collection[str] | None = None,
) -> Cleaned:
    """Return a file with what `scan_file` finds masked or taken out, and what is found in it after that.

    `chosen` are fingerprints (`choosing.fingerprints` with the SHA-256 of `content` in hex digits as key), or
    a function that says of each finding whether it goes; `kinds` are kinds of findings. Without either,
    everything goes. What is hidden in a file in one way (`choosing.TAKEN_OUT`) goes all together or not at
    all. The file stays of its kind; a PDF with data on its pages becomes pictures. Its name is masked, too.

    Raises CannotOpen, with a sentence for people, when the file cannot be searched, holds macros, or cannot
    be cleaned.
    """
    found = list(scan_file(content, name))
    choice = Choice.among(found, hashlib.sha256(content).hexdigest(), chosen, kinds)
    output, unplaced = _cleaned(content, name, choice)
    left = list(scan_file(output, name))
    if still := [each for each in left if each.kind not in TAKEN_OUT and choice.takes(each)]:
        output = _masked_again(output, name, still)
        left = list(scan_file(output, name))
    left += unplaced
    before, after = (Counter(each.kind for each in findings) for findings in (found, left))
    return Cleaned(output, _clean_name(name, choice), dict(before - after), tuple(left))


def _masked_again(output: bytes, name: str, still: list[FileFinding]) -> bytes:
    """Mask what was read together by the scanner and not by the cleaner."""
    if output.startswith(b"PK"):
        return office_cleaning.mask_said(output, still)
    if b"%PDF-" in output[:1024] or output.startswith(PICTURES):
        return output
    text = text_of(output)
    if not looks_like_a_page(text, name):
        return output
    return web_cleaning.mask_said(text, still).encode(_encoding(output, text))


def _cleaned(content: bytes, name: str, choice: Choice) -> tuple[bytes, list[FileFinding]]:
    if b"%PDF-" in content[:1024]:
        return clean_pdf(content, choice)
    if content.startswith(b"PK"):
        return clean_office(content, choice), []
    if content.startswith(PICTURES):
        keeps = not (
            choice.takes_out("exif_position") or choice.takes_out("property") or choice.is_everything
        )
        return (content if keeps else clean_picture(content)), []
    text = text_of(content)
    masked = clean_page(text, choice) if looks_like_a_page(text, name) else choice.masked(text)
    return masked.encode(_encoding(content, text)), []


def _encoding(content: bytes, text: str) -> str:
    """Return in which encoding a text was read; one with broken signs is written in another, whole."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    for encoding in _ENCODINGS:
        with suppress(UnicodeDecodeError):
            if content.decode(encoding) == text:
                return encoding
    return "utf-8"


def _clean_name(name: str, choice: Choice) -> str:
    # An asterisk cannot stand in the names of files.
    return choice.masked(name).replace("*", "＊")
