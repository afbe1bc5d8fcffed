"""Hiding parts of a PDF for good, and proving it.

Every page becomes a picture in a new file; nothing of the old file is copied. So what cannot be seen on it
(text under a box, layers, remarks, form fields, attachments, earlier revisions, scripts, data about the file)
is not there any more. The new file is read again (see `rereading`) and released only if nothing is found.
"""

import io
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import pikepdf
import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw

from gongkai.acts import Refused
from gongkai.privacy.pages import (
    ONE_AT_A_TIME,
    Box,
    CannotRedact,
    Character,
    drawn,
    opened,
    page_of,
    readings,
    size_of,
)
from gongkai.privacy.rereading import Check, brightest, examine, place_of, residue, save_plainly

__all__ = ["Box", "CannotRedact", "Check", "Redacted", "Residue", "hidden_words", "redact", "residue"]

DPI, LEAST_DPI, MOST_DPI = 200, 72, 400
# A sheet of A0 is drawn more coarsely than 200 dots per inch; a larger one than this allows, not at all.
MOST_POINTS = 25_000_000
LARGEST_PICTURE = 300_000  # bytes for a sheet of A4, more for a larger one
POINTS_OF_A4 = 3_900_000  # at 200 dots per inch
QUALITIES = (82, 70, 55, 40)
GREYS = 16
# Less than that between red, green and blue is the yellow of old paper or the noise of a scanner.
COLOURED = 40
BLACK = (0, 0, 0)


class Residue(Refused):
    """The redacted file still holds something it must not; it is not released. The reasons say what."""


@dataclass(frozen=True)
class Redacted:
    """The file to release and the checks it has passed."""

    pdf: bytes
    checks: tuple[Check, ...]


def redact(pdf: bytes, boxes: Sequence[Box], *, dpi: int = DPI) -> Redacted:
    """Return `pdf` as pictures with `boxes` painted black, at `dpi` (72 to 400) dots per inch.

    Number, order and size of the pages stay. A box that reaches over the edge of its page is cut there.

    Raises CannotRedact when the file or a box is not such that it could be done, and Residue when the result,
    read again, holds anything it must not.
    """
    dpi = min(max(dpi, LEAST_DPI), MOST_DPI)
    with ONE_AT_A_TIME:
        with opened(pdf) as document:
            kept = [_checked(box, len(document)) for box in boxes]
            units = _user_units(pdf, len(document))
            output = _drawn_anew(document, kept, units, dpi)
            originals = _hidden_words(document, kept)
            pages = len(document)
        checks = examine(output, kept, originals, pages=pages)
    found = [sentence for check in checks for sentence in check.found]
    if found:
        raise Residue(found)
    return Redacted(output, checks)


def hidden_words(pdf: bytes, boxes: Sequence[Box]) -> list[str]:
    """Return the words of `pdf` under `boxes`, each once; a character counts when its middle is covered."""
    with opened(pdf) as document:
        return _hidden_words(document, [_checked(box, len(document)) for box in boxes])


def _checked(box: Box, pages: int) -> Box:
    if isinstance(box.page, bool) or not isinstance(box.page, int) or not 0 <= box.page < pages:
        shown = box.page + 1 if isinstance(box.page, int) else box.page
        raise CannotRedact(
            _("A box stands on page %(page)s; the PDF has %(pages)s pages.") % {"page": shown, "pages": pages}
        )
    numbers = (box.x, box.y, box.width, box.height)
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in numbers):
        raise CannotRedact(_("A box on page %(page)s has no proper place.") % {"page": box.page + 1})
    if box.width <= 0 or box.height <= 0:
        raise CannotRedact(_("A box on page %(page)s has no area.") % {"page": box.page + 1})
    left, top = max(box.x, 0.0), max(box.y, 0.0)
    right, bottom = min(box.x + box.width, 1.0), min(box.y + box.height, 1.0)
    if right <= left or bottom <= top:
        raise CannotRedact(_("A box stands outside page %(page)s.") % {"page": box.page + 1})
    return Box(box.page, left, top, right - left, bottom - top)


def _user_units(pdf: bytes, pages: int) -> list[float]:
    """Return how many points each page counts as one; 1 but on very large sheets."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as source:
            units = [float(page.obj.get("/UserUnit", 1)) for page in source.pages]
    except (pikepdf.PdfError, ValueError, TypeError, ArithmeticError):
        raise CannotRedact(
            _("The file cannot be read as a PDF. Save it again and hand in that file.")
        ) from None
    if len(units) != pages:
        raise CannotRedact(
            _(
                "The PDF is damaged: it is not certain how many pages it has."
                " Save it again and hand in that file."
            )
        )
    return [unit if 0 < unit <= 1000 else 1.0 for unit in units]


def _drawn_anew(
    document: pdfium.PdfDocument, boxes: Sequence[Box], units: Sequence[float], dpi: int
) -> bytes:
    new = pikepdf.new()
    for n, unit in enumerate(units):
        with page_of(document, n) as page:
            width, height = size_of(page)
            picture = drawn(page, _scale(n, width, height, unit, dpi))
        pen = ImageDraw.Draw(picture)
        for box in boxes:
            if box.page == n:
                left, top, right, bottom = place_of(box, picture.size)
                pen.rectangle((left, top, right - 1, bottom - 1), fill=BLACK)
        _add_page(new, picture, width, height, unit)
    out = io.BytesIO()
    save_plainly(new, out)
    return out.getvalue()


def _scale(n: int, width: float, height: float, unit: float, dpi: int) -> float:
    """Return pixels for a point: `dpi`, or as much less as a large sheet needs."""
    fits = math.sqrt(MOST_POINTS / (width * height))
    scale = min(dpi / 72 * unit, fits)
    if scale * 72 / unit < LEAST_DPI - 1e-6:
        raise CannotRedact(
            _("Page %(page)s is %(width)s mm wide and %(height)s mm high; such a page cannot be drawn.")
            % {
                "page": n + 1,
                "width": round(width * unit * 25.4 / 72),
                "height": round(height * unit * 25.4 / 72),
            }
        )
    return scale


def _add_page(new: pikepdf.Pdf, picture: Image.Image, width: float, height: float, unit: float) -> None:
    data, keys = _encoded(picture)
    stream = pikepdf.Stream(new, data)
    for key, value in {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": picture.width,
        "/Height": picture.height,
        **keys,
    }.items():
        stream[key] = value
    across, up = _number(width), _number(height)
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, pikepdf.Object.parse(across), pikepdf.Object.parse(up)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=stream)),
        Contents=pikepdf.Stream(new, b"q %b 0 0 %b 0 0 cm /Picture Do Q" % (across, up)),
    )
    if unit != 1:
        page.UserUnit = pikepdf.Object.parse(_number(unit))
    new.pages.append(pikepdf.Page(new.make_indirect(page)))


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()


def _encoded(picture: Image.Image) -> tuple[bytes, dict[str, object]]:
    """Return the bytes of a picture and how a PDF has to read them.

    Writing is kept exactly, in sixteen greys; what would be too large that way, or is coloured, becomes a
    JPEG as good as the size allows.
    """
    largest = LARGEST_PICTURE * max(1.0, picture.width * picture.height / POINTS_OF_A4)
    grey = picture.convert("L")
    if not _is_coloured(picture):
        levels = grey.point([(level * (GREYS - 1) + 127) // 255 for level in range(256)])
        levels.putpalette([0, 0, 0])
        data = zlib.compress(levels.tobytes("raw", "P;4"), 6)
        if len(data) <= largest:
            return data, {
                "/ColorSpace": pikepdf.Name.DeviceGray,
                "/BitsPerComponent": 4,
                "/Filter": pikepdf.Name.FlateDecode,
            }
        picture = grey
    for quality in QUALITIES:
        out = io.BytesIO()
        # Colours at full resolution: at half of it, a seal would bleed into a box beside it.
        picture.save(out, "JPEG", quality=quality, subsampling=0)
        if out.tell() <= largest:
            break
    return out.getvalue(), {
        "/ColorSpace": pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        "/BitsPerComponent": 8,
        "/Filter": pikepdf.Name.DCTDecode,
    }


def _is_coloured(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return any(
        brightest(ImageChops.difference(one, other)) >= COLOURED
        for one, other in ((red, green), (green, blue))
    )


def _hidden_words(document: pdfium.PdfDocument, boxes: Sequence[Box]) -> list[str]:
    words: dict[str, None] = {}
    for n in sorted({box.page for box in boxes}):
        with page_of(document, n) as page:
            width, height = size_of(page)
        places = [
            (box.x * width, box.y * height, (box.x + box.width) * width, (box.y + box.height) * height)
            for box in boxes
            if box.page == n
        ]
        for characters in readings(document, n):
            for hidden, run in groupby(characters, partial(_lies_in, places)):
                if hidden:
                    run_of_words = "".join(each.sign for each in run).split()
                    words.update(dict.fromkeys((*run_of_words, "".join(run_of_words))))
    return list(words)


def _lies_in(places: Sequence[tuple[float, float, float, float]], each: Character) -> bool:
    if each.sign == "\n" or not each.place:
        return False
    x, y = (each.place[0] + each.place[2]) / 2, (each.place[1] + each.place[3]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in places)
