"""PDF files without what they carry beside their pages; and, where pages show or hide data, drawn anew.

As long as only companions of the pages have to go, the text stays text. Where something on a page is masked,
or text is hidden in it, all pages become pictures with black boxes (see `redaction`).
"""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import sanitize

from gongkai.acts import Refused
from gongkai.privacy.choosing import TAKEN_OUT, Choice, plain
from gongkai.privacy.pages import Box, boxes_around, opened, proposals, readings, size_of_page
from gongkai.privacy.pdf_files import scan_pdf
from gongkai.privacy.places import CannotOpen, FileFinding
from gongkai.privacy.redaction import redact

_SPOKEN = ("/Alt", "/ActualText", "/E")
_STAYS = ("/Link", "/Widget")


def clean_pdf(content: bytes, choice: Choice) -> tuple[bytes, list[FileFinding]]:
    """Return the file cleaned of what was chosen, and what its pages show that reading it does not tell.

    Raises CannotOpen when it is encrypted, broken or too long, or what was drawn anew still shows something.
    """
    tidied = _tidied(content, choice)
    found = [each for each in scan_pdf(tidied) if each.kind not in ("unreadable", "property")]
    data = [each for each in found if choice.takes(each) and each.kind not in TAKEN_OUT]
    is_hiding = any(each.kind == "hidden_text" for each in found) and choice.takes_out("hidden_text")
    if not data and not is_hiding:
        return tidied, []
    try:
        boxes, unplaced = _placed(tidied, data)
        # What was not chosen shows in the pictures, where no program finds it again.
        shown = [each for each in found if each not in data and each.kind not in TAKEN_OUT]
        return redact(tidied, boxes).pdf, [*shown, *unplaced]
    except Refused as refused:
        raise CannotOpen(" ".join(str(reason) for reason in refused.reasons)) from None


def _placed(pdf: bytes, data: Sequence[FileFinding]) -> tuple[list[Box], list[FileFinding]]:
    """Return where the findings stand on the pages, and those of which that is not known."""
    wanted = {(each.kind, plain(each.masked)) for each in data}
    proposed = [each for each in proposals(pdf) if (each.kind, plain(each.masked)) in wanted]
    known = {(each.kind, plain(each.masked)) for each in proposed}
    boxes = [box for each in proposed for box in each.boxes]
    # A name is hidden where it stands beside an illness; a number, wherever it stands.
    searched = [
        each for each in data if each.kind != "health_welfare" or (each.kind, plain(each.masked)) not in known
    ]
    found, met = _standing(pdf, {plain(each.text) for each in searched})
    return list(dict.fromkeys(boxes + found)), [each for each in searched if plain(each.text) not in met]


def _standing(pdf: bytes, words: set[str]) -> tuple[list[Box], set[str]]:
    """Return the boxes of all `words` on the pages, and which were met, be it where nobody sees them."""
    boxes: list[Box] = []
    met: set[str] = set()
    with opened(pdf) as document:
        for n in range(len(document)):
            size = size_of_page(document, n)
            for characters in readings(document, n):
                signs = [(part, at) for at, each in enumerate(characters) for part in plain(each.sign)]
                stream = "".join(part for part, _at in signs)
                for word in words - {""}:
                    start = stream.find(word)
                    while start >= 0:
                        met.add(word)
                        first, last = signs[start][1], signs[start + len(word) - 1][1]
                        boxes += boxes_around(n, size, characters[first : last + 1])
                        start = stream.find(word, start + len(word))
    return boxes, met


def _tidied(content: bytes, choice: Choice) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _tidy(pdf, choice)
            out = io.BytesIO()
            # Written anew, with what something still points to: earlier states of the file stay behind.
            pdf.save(out)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise CannotOpen(_("The file is encrypted.")) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, RecursionError):
        raise CannotOpen(_("The file is broken.")) from None


def _tidy(pdf: pikepdf.Pdf, choice: Choice) -> None:
    root = pdf.Root
    if choice.takes_out("embedded_file"):
        sanitize.remove_attachments(pdf)
        sanitize.remove_collection(pdf)
        sanitize.remove_multimedia(pdf)
    if choice.takes_out("macro"):
        sanitize.remove_javascript(pdf)
        for each in pdf.objects:
            _drop_launching(each)
    sanitize.remove_private_app_data(pdf)
    sanitize.remove_thumbnails(pdf)
    sanitize.remove_search_index(pdf)
    sanitize.remove_web_capture(pdf)
    if choice.takes_out("property") or choice.takes_out("exif_position") or choice.is_everything:
        _drop(root, "/Metadata")
        _drop(pdf.trailer, "/Info")
    else:
        _mask_properties(pdf, choice)
    for page in pdf.pages:
        _tidy_annotations(page.obj, choice)
    if _says(root.get("/Outlines"), choice):
        _drop(root, "/Outlines")
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            if choice.takes_out("property") or choice.takes_out("exif_position"):
                _drop(each, "/Metadata")
            for key in _SPOKEN:
                if _is_chosen(each.get(key), choice):
                    _drop(each, key)


def _mask_properties(pdf: pikepdf.Pdf, choice: Choice) -> None:
    info = pdf.trailer.get("/Info")
    for key in list(info.keys()) if isinstance(info, pikepdf.Dictionary) else []:
        if _is_chosen(info.get(key), choice):
            _drop(info, key)
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        said = metadata.read_bytes().decode("utf-8", "replace")
        if choice.masked(said) != said:
            _drop(pdf.Root, "/Metadata")


def _tidy_annotations(page: Any, choice: Choice) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [note for note in notes if not _goes(note, choice)]
    if kept:
        page["/Annots"] = pikepdf.Array(kept)
    else:
        _drop(page, "/Annots")


def _goes(note: Any, choice: Choice) -> bool:
    if not isinstance(note, pikepdf.Dictionary):
        return True
    kind = str(note.get("/Subtype", ""))
    if kind == "/FileAttachment":
        return choice.takes_out("embedded_file")
    if kind == "/Link":
        action = note.get("/A")
        return _is_chosen(note.get("/Contents"), choice) or (
            isinstance(action, pikepdf.Dictionary) and _is_chosen(action.get("/URI"), choice)
        )
    if kind in _STAYS:
        return False
    return choice.takes_out("comment") or _is_chosen(note.get("/Contents"), choice)


def _drop_launching(each: Any) -> None:
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return
    _drop(each, "/AA")
    for key in ("/A", "/OpenAction"):
        action = each.get(key)
        if isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) == "/Launch":
            _drop(each, key)


def _says(item: Any, choice: Choice, met: set[tuple[int, int]] | None = None) -> bool:
    """Say whether the title of any bookmark holds what was chosen."""
    met = set() if met is None else met
    waiting = [item]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, pikepdf.Dictionary) or (each.is_indirect and each.objgen in met):
            continue
        met.add(each.objgen)
        if _is_chosen(each.get("/Title"), choice):
            return True
        waiting += [each.get("/First"), each.get("/Next")]
    return False


def _is_chosen(value: Any, choice: Choice) -> bool:
    said = str(value).removeprefix("mailto:") if isinstance(value, pikepdf.String) else ""
    return bool(said) and choice.masked(said) != said


def _drop(holder: Any, key: str) -> None:
    if key in holder:
        del holder[key]
