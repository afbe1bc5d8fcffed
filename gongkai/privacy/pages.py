"""The pages of a PDF as a person sees them: their pictures, and where on them their words stand.

Places are fractions of the page as it is shown, after its rotation and its crop, so they hold for a picture
of any size.
"""

import ctypes
import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from django.utils.translation import gettext as _
from PIL import Image

from gongkai.acts import Refused
from gongkai.privacy.finding import find

MOST_PAGES = 500
NARROWEST_PICTURE, WIDEST_PICTURE = 64, 2400
# A page larger than five metres a side, or smaller than a millimetre, is a mistake or an attack.
LONGEST_SIDE, SHORTEST_SIDE = 14400.0, 3.0
# Places are asked for on a grid this fine.
GRID = 1_000_000
# A mark of secrecy is for the secrecy review; it names nobody.
NOT_PERSONAL = ("marking",)
# PDFium keeps one state for the whole process: two threads in it at once would ruin both.
ONE_AT_A_TIME = RLock()

PASSWORD_WANTED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
NOT_ENCRYPTED = -1
HYPHENS_AT_LINE_ENDS = "\x02\ufffe"
# How far the cell of a character may reach over its ink, in widths of the character.
AROUND_THE_INK = 0.3
# Two characters stand in one run when the gap between them is smaller than this many characters.
WITHIN_A_RUN = 1.5


class CannotRedact(Refused):
    """The file or a box is not such that it can be done; the reason is a sentence for people."""


@dataclass(frozen=True)
class Box:
    """A place on a page: `page` from 0, the rest as fractions of the page as seen, from its top left."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Hit:
    """A place where searched words stand: a box for each line they cover."""

    page: int
    boxes: tuple[Box, ...]
    text: str


@dataclass(frozen=True)
class Proposal:
    """Personal data found on a page: a box for each line, its kind, and the data masked for display."""

    page: int
    boxes: tuple[Box, ...]
    kind: str
    masked: str


@dataclass(frozen=True)
class Character:
    """A character of a page and its left, top, right and bottom in points as seen; nothing when not seen."""

    sign: str
    place: tuple[float, float, float, float] | None


def page_count(pdf: bytes) -> int:
    """Return how many pages `pdf` has. Raises CannotRedact when it cannot be read, or has too many."""
    with opened(pdf) as document:
        return len(document)


def page_size(pdf: bytes, n: int) -> tuple[float, float]:
    """Return width and height of page `n` (from 0) as seen, in points of 1/72 inch without user units."""
    with opened(pdf) as document, page_of(document, n) as page:
        return size_of(page)


def page_picture(pdf: bytes, n: int, width_px: int) -> bytes:
    """Return page `n` (from 0) as a JPEG of `width_px` pixels (64 to 2400), drawn as redaction draws it."""
    width_px = min(max(width_px, NARROWEST_PICTURE), WIDEST_PICTURE)
    with opened(pdf) as document, page_of(document, n) as page:
        width, height = size_of(page)
        if height > 10 * width:
            # A paper strip would be drawn many times as high as wide; its length is what has to be bounded.
            width_px = max(1, int(10 * width_px * width / height))
        picture = drawn(page, width_px / width)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def page_text(pdf: bytes, n: int) -> str:
    """Return the text of page `n` (from 0), filled-in form fields and remarks included; lines end with LF."""
    with opened(pdf) as document:
        return "".join(each.sign for each in readings(document, n)[0])


def pages_without_text(pdf: bytes) -> list[int]:
    """Return the pages (from 0) that hold no readable text, as scans do: on them nothing can be proposed."""
    with opened(pdf) as document:
        return [
            n
            for n in range(len(document))
            if not any(each.sign.strip() and each.place for each in readings(document, n)[0])
        ]


def text_boxes(pdf: bytes, n: int, start: int, end: int) -> list[Box]:
    """Return a box for each line that characters `start` to `end` of `page_text(pdf, n)` cover."""
    with opened(pdf) as document:
        size = size_of_page(document, n)
        return boxes_around(n, size, readings(document, n)[0][max(start, 0) : max(end, 0)])


def search(pdf: bytes, words: str) -> list[Hit]:
    """Return every place where `words` stand, from the first page to the last.

    Full and half width, upper and lower case, spaces and line ends make no difference.
    """
    wanted = "".join(part for sign in words for part in _plain(sign))
    found: list[Hit] = []
    if not wanted:
        return found
    with opened(pdf) as document:
        for n in range(len(document)):
            size = size_of_page(document, n)
            for characters in readings(document, n):
                for start, end in _places_of(wanted, characters):
                    boxes = tuple(boxes_around(n, size, characters[start:end]))
                    if boxes and not any(_same_place(boxes, hit.boxes) for hit in found if hit.page == n):
                        found.append(Hit(n, boxes, _said(characters[start:end])))
    return found


def proposals(pdf: bytes) -> list[Proposal]:
    """Return the personal data on each page with its boxes; data broken over two lines is found too.

    What is proposed is for a person to judge. Scans have no text: see `pages_without_text`.
    """
    found: list[Proposal] = []
    with opened(pdf) as document:
        for n in range(len(document)):
            size = size_of_page(document, n)
            on_page: list[Proposal] = []
            for characters in readings(document, n):
                # Once with the line ends, which part what stands in two cells, and once without.
                for run in (characters, [each for each in characters if each.sign != "\n"]):
                    for finding in find("".join(each.sign for each in run)):
                        if finding.kind in NOT_PERSONAL:
                            continue
                        boxes = tuple(boxes_around(n, size, run[finding.start : finding.end]))
                        kind = str(finding.kind)
                        known = (each.boxes for each in on_page if each.kind == kind)
                        if boxes and not any(_same_place(boxes, places) for places in known):
                            on_page.append(Proposal(n, boxes, kind, finding.masked.replace("\n", "")))
            found.extend(on_page)
    return found


@contextmanager
def opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open `pdf` for reading, nobody else being in PDFium meanwhile.

    Raises CannotRedact when it is encrypted, cannot be read, or has no page or more than MOST_PAGES.
    """
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in PASSWORD_WANTED:
                raise CannotRedact(_encrypted()) from None
            raise CannotRedact(
                _("The file cannot be read as a PDF. Save it again and hand in that file.")
            ) from None
        try:
            if pdfium_c.FPDF_GetSecurityHandlerRevision(document) != NOT_ENCRYPTED:
                raise CannotRedact(_encrypted())
            if not len(document):
                raise CannotRedact(_("The PDF has no pages."))
            if len(document) > MOST_PAGES:
                raise CannotRedact(
                    _("The PDF has %(pages)s pages; at most %(most)s can be worked on. Split it into parts.")
                    % {"pages": len(document), "most": MOST_PAGES}
                )
            document.init_forms()  # Without it, what is filled into form fields would not be drawn.
            yield document
        finally:
            document.close()


@contextmanager
def page_of(document: pdfium.PdfDocument, n: int) -> Iterator[pdfium.PdfPage]:
    """Open page `n` (from 0). Raises CannotRedact when there is none, or its size makes no sense."""
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n < len(document):
        raise CannotRedact(
            _("There is no page %(page)s; the PDF has %(pages)s.")
            % {"page": n + 1 if isinstance(n, int) else n, "pages": len(document)}
        )
    try:
        page = document[n]
    except pdfium.PdfiumError:
        raise CannotRedact(
            _("Page %(page)s of the PDF cannot be read. Save it again and hand in that file.")
            % {"page": n + 1}
        ) from None
    try:
        width, height = page.get_size()
        if not (SHORTEST_SIDE <= width <= LONGEST_SIDE and SHORTEST_SIDE <= height <= LONGEST_SIDE):
            raise CannotRedact(
                _("Page %(page)s is %(width)s mm wide and %(height)s mm high; such a page cannot be drawn.")
                % {"page": n + 1, "width": round(width * 25.4 / 72), "height": round(height * 25.4 / 72)}
            )
        yield page
    finally:
        page.close()


def size_of(page: pdfium.PdfPage) -> tuple[float, float]:
    """Return width and height of `page` as seen, in points without user units."""
    width, height = page.get_size()
    return float(width), float(height)


def drawn(page: pdfium.PdfPage, scale: float) -> Image.Image:
    """Return the picture of `page` in colour, `scale` pixels for a point, sizes rounded up.

    Remarks and form fields are drawn as on a screen; layers and fields that are switched off are not.
    """
    bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)
    try:
        picture: Image.Image = bitmap.to_pil()
        # A copy, since the bitmap's memory goes with it.
        return picture.convert("RGB") if picture.mode != "RGB" else picture.copy()
    finally:
        bitmap.close()


def readings(document: pdfium.PdfDocument, n: int) -> list[list[Character]]:
    """Return the characters of page `n` in the order of reading; of a rotated page in two orders.

    Which order is right depends on whether the writing was turned or the sheet: one who looks for something
    looks in both.
    """
    with page_of(document, n) as page:
        rotation = page.get_rotation()
        # Remarks and fields become part of the page, in this copy only, so that their words are read as well.
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    with page_of(document, n) as page:
        size = size_of(page)
        found = [_characters(page, size, turned=0)]
        if rotation:
            page.set_rotation(0)
            try:
                found.append(_characters(page, size, turned=rotation // 90))
            finally:
                page.set_rotation(rotation)
    return found


def _characters(page: pdfium.PdfPage, size: tuple[float, float], *, turned: int) -> list[Character]:
    text = page.get_textpage()
    try:
        characters: list[Character] = []
        half = 0
        for index in range(text.count_chars()):
            code = pdfium_c.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                half = code
                continue
            if 0xDC00 <= code < 0xE000:
                # Rare characters come in two halves that share one place.
                code, half = 0x10000 + ((half & 0x3FF) << 10) + (code & 0x3FF), 0
            if code in (0, 0x0D) or code > 0x10FFFF:
                continue
            sign = chr(code)
            if sign in HYPHENS_AT_LINE_ENDS:
                sign = "-"
            characters.append(Character(sign, _place(page, text, index, size, turned)))
        return characters
    finally:
        text.close()


def _place(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, index: int, size: tuple[float, float], turned: int
) -> tuple[float, float, float, float] | None:
    try:
        left, bottom, right, top = text.get_charbox(index)
        cell = text.get_charbox(index, loose=True)
    except pdfium.PdfiumError:
        return None
    # The ink alone would show how high a character is; the cell, as some fonts state it, covers lines around.
    reach = AROUND_THE_INK * max(right - left, top - bottom, min(cell[2] - cell[0], cell[3] - cell[1]))
    left, bottom = min(left, max(cell[0], left - reach)), min(bottom, max(cell[1], bottom - reach))
    right, top = max(right, min(cell[2], right + reach)), max(top, min(cell[3], top + reach))
    corners = [_as_seen(page, size, turned, x, y) for x, y in ((left, bottom), (right, top))]
    (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
    x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, size[0]), min(y1, size[1])
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _as_seen(
    page: pdfium.PdfPage, size: tuple[float, float], turned: int, x: float, y: float
) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, GRID, GRID, turned, x, y, across, down)
    return across.value / GRID * size[0], down.value / GRID * size[1]


def size_of_page(document: pdfium.PdfDocument, n: int) -> tuple[float, float]:
    with page_of(document, n) as page:
        return size_of(page)


def _plain(sign: str) -> str:
    """Return `sign` as it is compared: half width, lower case, and nothing for what has no shape."""
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(
        part for part in folded if not (part.isspace() or unicodedata.category(part) in ("Cc", "Cf"))
    )


def _places_of(wanted: str, characters: Sequence[Character]) -> Iterator[tuple[int, int]]:
    parts = [(part, index) for index, each in enumerate(characters) for part in _plain(each.sign)]
    text = "".join(part for part, _index in parts)
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        yield parts[start][1], parts[end - 1][1] + 1
        start = text.find(wanted, end)


def _said(characters: Sequence[Character]) -> str:
    return "".join(each.sign for each in characters if each.sign != "\n").strip()


def boxes_around(n: int, size: tuple[float, float], characters: Sequence[Character]) -> list[Box]:
    runs: list[_Run] = []
    for each in characters:
        if each.place and not each.sign.isspace() and not (runs and runs[-1].took(each.place)):
            runs.append(_Run(each.place))
    width, height = size
    return [
        Box(n, x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height)
        for x0, y0, x1, y1 in (run.place for run in runs)
    ]


class _Run:
    """Characters side by side, or one over the other, that one box covers."""

    def __init__(self, place: tuple[float, float, float, float]) -> None:
        self.place = self.last = place
        self.axis: int | None = None

    def took(self, place: tuple[float, float, float, float]) -> bool:
        """Take a further character in if it stands in this run."""
        for axis in (0, 1) if self.axis is None else (self.axis,):
            if self._goes_on(place, axis):
                self.axis = axis
                self.place = (
                    min(self.place[0], place[0]),
                    min(self.place[1], place[1]),
                    max(self.place[2], place[2]),
                    max(self.place[3], place[3]),
                )
                self.last = place
                return True
        return False

    def _goes_on(self, place: tuple[float, float, float, float], axis: int) -> bool:
        across = 1 - axis
        shared = min(self.last[across + 2], place[across + 2]) - max(self.last[across], place[across])
        extents = [each[across + 2] - each[across] for each in (self.last, place)]
        gap = max(self.last[axis], place[axis]) - min(self.last[axis + 2], place[axis + 2])
        widest = max(each[side + 2] - each[side] for each in (self.last, place) for side in (0, 1))
        return shared >= 0.5 * min(extents) and gap <= WITHIN_A_RUN * widest


def _same_place(some: Sequence[Box], others: Sequence[Box]) -> bool:
    """Say whether every box of `some` lies within one of `others`, but for a hair."""
    return all(any(_within(box, other) for other in others) for box in some)


def _within(box: Box, other: Box) -> bool:
    hair = 1e-4
    return (
        box.x >= other.x - hair
        and box.y >= other.y - hair
        and box.x + box.width <= other.x + other.width + hair
        and box.y + box.height <= other.y + other.height + hair
    )


def _encrypted() -> str:
    return _(
        "The PDF is encrypted or protected by a password. Save it without protection and hand in that file."
    )
