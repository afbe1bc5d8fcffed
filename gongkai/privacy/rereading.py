"""Reading a redacted file again, as somebody would who looks for what was hidden.

Two libraries that share no code read it. It has to consist of pages with one picture each and nothing else:
whatever is not known to be harmless counts as found.
"""

import io
import math
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from django.utils.translation import gettext as _
from PIL import Image

from gongkai.privacy.pages import ONE_AT_A_TIME, Box, CannotRedact, drawn, page_of, size_of

# In a JPEG, the edge of a box shares squares of eight points with what stands beside it.
SOFT_EDGE, DARK_ENOUGH, BLACK_ENOUGH = 8, 96, 4
# A page that measures no whole number of points may be drawn a point larger or smaller.
HARD_EDGE = 2

# How a page without a picture of its own is drawn, in points for one of 1/72 inch; and the largest picture.
PLAIN_SCALE, LARGEST_DRAWN = 2.0, 50_000_000

# Searched for in the bytes of pictures, a shorter text would be found there by chance.
LEAST_BYTES, LEAST_SIGNS = 6, 2
LEAST_PLAIN_BYTES = 8
ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "big5")

CONTENT = re.compile(rb"q [0-9.]{1,12} 0 0 [0-9.]{1,12} 0 0 cm /Picture Do Q")
IN_CATALOG = {"/Type", "/Pages"}
IN_TREE = {"/Type", "/Kids", "/Count", "/Parent"}
IN_PAGE = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/UserUnit"}
IN_PICTURE = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Filter",
    "/Length",
}
IN_TRAILER = {"/Root", "/Size", "/ID", "/Type", "/W", "/Index", "/Filter", "/Length", "/DecodeParms"}
# The parts of a JPEG that belong to its picture; all others tell of it.
JPEG_PARTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0}


@dataclass(frozen=True)
class Check:
    """One thing that was examined in the finished file, as a sentence for the record, and what was found."""

    says: str
    found: tuple[str, ...] = ()


def residue(
    output: bytes, boxes: Sequence[Box], originals: Sequence[str], *, pages: int | None = None
) -> list[str]:
    """Return what a redacted file holds that it must not, as sentences; nothing said means: release it.

    `boxes` have to be black in it, `originals` are the hidden words, and `pages` is how many it has
    to have when that is known.
    """
    return [sentence for check in examine(output, boxes, originals, pages=pages) for sentence in check.found]


def examine(
    output: bytes, boxes: Sequence[Box], originals: Sequence[str], *, pages: int | None = None
) -> tuple[Check, ...]:
    """Return everything that was looked for in a redacted file, and what was found; see `residue`."""
    try:
        with (
            ONE_AT_A_TIME,
            pikepdf.open(io.BytesIO(output)) as by_qpdf,
            pdfium.PdfDocument(output) as by_pdfium,
        ):
            return tuple(
                Check(says, tuple(dict.fromkeys(look())))
                for says, look in _looks(
                    output, by_qpdf, by_pdfium, boxes=boxes, originals=originals, pages=pages
                )
            )
    except (
        pikepdf.PdfError,
        pdfium.PdfiumError,
        CannotRedact,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ):
        # What is built otherwise than a PDF has to be is not what was written.
        says = _("The finished file can be read.")
        return (Check(says, (_("The finished file cannot be read again."),)),)


def _looks(
    output: bytes,
    by_qpdf: pikepdf.Pdf,
    by_pdfium: pdfium.PdfDocument,
    *,
    boxes: Sequence[Box],
    originals: Sequence[str],
    pages: int | None,
) -> list[tuple[str, Callable[[], Iterator[str]]]]:
    return [
        (_("It has all pages."), lambda: _wrong_pages(by_qpdf, by_pdfium, boxes, pages)),
        (_("No text can be read from it."), lambda: _text(by_pdfium)),
        (
            _("It holds no remarks, fields, bookmarks, attachments, layers, scripts or data on itself."),
            lambda: _companions(by_qpdf, by_pdfium),
        ),
        (_("Each page is one picture and nothing else."), lambda: _strange_objects(by_qpdf)),
        (_("It holds no earlier version and no forgotten part."), lambda: _slack(output, by_qpdf)),
        (_("None of the hidden words stands in its bytes."), lambda: _words(output, by_qpdf, originals)),
        (_("Every hidden place is black."), lambda: _not_black(by_pdfium, boxes)),
    ]


def _wrong_pages(
    by_qpdf: pikepdf.Pdf, by_pdfium: pdfium.PdfDocument, boxes: Sequence[Box], pages: int | None
) -> Iterator[str]:
    counted = len(by_pdfium)
    expected = counted if pages is None else pages
    if len(by_qpdf.pages) != counted or counted != expected or not counted:
        yield _("The finished file has %(counted)s pages instead of %(expected)s.") % {
            "counted": counted,
            "expected": expected,
        }
    if any(not 0 <= box.page < counted for box in boxes):
        yield _("A page with a hidden place is missing.")


def _text(by_pdfium: pdfium.PdfDocument) -> Iterator[str]:
    for n, page in enumerate(by_pdfium):
        text = page.get_textpage()
        if text.count_chars():
            yield _("Text can still be read on page %(page)s.") % {"page": n + 1}
        text.close()
        page.close()


def _companions(by_qpdf: pikepdf.Pdf, by_pdfium: pdfium.PdfDocument) -> Iterator[str]:
    root, trailer = by_qpdf.Root, by_qpdf.trailer
    names = root.get("/Names", pikepdf.Dictionary())
    if by_pdfium.count_attachments() or "/AF" in root or "/EmbeddedFiles" in names:
        yield _("The file still has attachments.")
    if any("/Annots" in page.obj for page in by_qpdf.pages) or _has_annotations(by_pdfium):
        yield _("The file still has remarks or links.")
    if "/AcroForm" in root or by_pdfium.get_formtype() != pdfium_c.FORMTYPE_NONE:
        yield _("The file still has form fields.")
    if "/Outlines" in root or next(iter(by_pdfium.get_toc()), None) is not None:
        yield _("The file still has bookmarks.")
    if "/OCProperties" in root:
        yield _("The file still has layers.")
    if "/JavaScript" in names or "/OpenAction" in root or "/AA" in root:
        yield _("The file still has scripts or actions.")
    if "/Metadata" in root or "/Info" in trailer or any(by_pdfium.get_metadata_dict(skip_empty=True)):
        yield _("The file still has data about itself: author, title, program or the like.")
    if "/PageLabels" in root or "/PieceInfo" in root or "/StructTreeRoot" in root:
        yield _("The file still has page labels, structure or data of the program that made it.")


def _has_annotations(by_pdfium: pdfium.PdfDocument) -> bool:
    for page in by_pdfium:
        count = pdfium_c.FPDFPage_GetAnnotCount(page)
        page.close()
        if count:
            return True
    return False


def _strange_objects(by_qpdf: pikepdf.Pdf) -> Iterator[str]:
    """Name what is there besides pages that show one picture each, so that nothing unthought-of gets by."""
    strange = _("The file holds something besides pages and pictures: %(what)s.")
    yield from (strange % {"what": key} for key in set(by_qpdf.Root.keys()) - IN_CATALOG)
    yield from (strange % {"what": key} for key in set(by_qpdf.trailer.keys()) - IN_TRAILER)
    expected = {by_qpdf.Root.objgen}
    for n, page in enumerate(by_qpdf.pages):
        node = page.obj.get("/Parent")
        while node is not None and node.objgen not in expected:
            yield from (strange % {"what": key} for key in set(node.keys()) - IN_TREE)
            expected.add(node.objgen)
            node = node.get("/Parent")
        contents = page.obj.get("/Contents")
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        pictures = resources.get("/XObject", pikepdf.Dictionary())
        picture = pictures.get("/Picture")
        plain = (
            set(page.obj.keys()) <= IN_PAGE
            and set(resources.keys()) == {"/XObject"}
            and set(pictures.keys()) == {"/Picture"}
            and isinstance(contents, pikepdf.Stream)
            and set(contents.keys()) == {"/Length"}
            and CONTENT.fullmatch(contents.read_raw_bytes()) is not None
            and isinstance(picture, pikepdf.Stream)
            and _is_plain_picture(picture)
        )
        if plain:
            expected |= {page.obj.objgen, contents.objgen, picture.objgen}
        else:
            yield _("Page %(page)s is not one picture and nothing else.") % {"page": n + 1}
    if {each.objgen for each in by_qpdf.objects if each.is_indirect} - expected:
        yield _("The file holds parts that belong to no page.")


def _is_plain_picture(picture: pikepdf.Stream) -> bool:
    if set(picture.keys()) - IN_PICTURE or picture.get("/Subtype") != "/Image":
        return False
    if picture.get("/ColorSpace") not in ("/DeviceGray", "/DeviceRGB"):
        return False
    data = picture.read_raw_bytes()
    if picture.get("/Filter") == "/DCTDecode":
        return _is_plain_jpeg(data)
    if picture.get("/Filter") != "/FlateDecode" or picture.get("/ColorSpace") != "/DeviceGray":
        return False
    row = -(-int(picture.Width) * int(picture.BitsPerComponent) // 8)
    opening = zlib.decompressobj()
    try:
        unpacked = opening.decompress(data, row * int(picture.Height) + 1)
    except zlib.error:
        return False
    # No byte too many inside, and none behind.
    return len(unpacked) == row * int(picture.Height) and opening.eof and not opening.unused_data


def _is_plain_jpeg(data: bytes) -> bool:
    """Say whether a JPEG holds its picture only: no position, no camera, no preview, no comment, no tail."""
    at = 2
    if data[:2] != b"\xff\xd8" or data[-2:] != b"\xff\xd9":
        return False
    while at + 4 <= len(data):
        mark, part = data[at], data[at + 1]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if mark != 0xFF or part not in JPEG_PARTS or (part == 0xE0 and length != 16):
            return False
        at += 2 + length
        if part == 0xDA:
            # In the picture's own bytes, a marker is its end or one of those where a reader may start anew.
            ends = [found.start() for found in re.finditer(rb"\xff[^\x00\xd0-\xd7]", data[at:], re.DOTALL)]
            return ends == [len(data) - at - 2]
    return False


def _slack(output: bytes, by_qpdf: pikepdf.Pdf) -> Iterator[str]:
    if output.count(b"%%EOF") != 1 or output.count(b"startxref") != 1 or "/Prev" in by_qpdf.trailer:
        yield _("The file holds an earlier version of itself.")
    # Written anew, a file of known parts has the same bytes; others belong to none of its parts.
    again = io.BytesIO()
    save_plainly(by_qpdf, again)
    if again.getvalue() != output:
        yield _("The file has bytes that belong to none of its parts.")


def _words(output: bytes, by_qpdf: pikepdf.Pdf, originals: Sequence[str]) -> Iterator[str]:
    wanted = [word for word in dict.fromkeys(originals) if len(word.strip()) >= LEAST_SIGNS]
    if not wanted:
        return
    anywhere = {form for word in wanted for form in _forms(word) if _is_telling(form)}
    said = {form for word in wanted for form in _forms(word)}
    found = any(form in output for form in anywhere)
    lower = output.lower()
    found = found or any(form.hex().encode() in lower for form in anywhere)
    for each in by_qpdf.objects:
        if found:
            break
        if isinstance(each, pikepdf.Stream):
            try:
                content = each.read_bytes(pikepdf.StreamDecodeLevel.generalized)
            except pikepdf.PdfError:
                content = each.read_raw_bytes()
            if CONTENT.fullmatch(content):
                continue  # The measures of a page are figures, and so may be what was hidden.
            is_picture = each.get("/Subtype") == "/Image"
            found = any(form in content for form in (anywhere if is_picture else said))
        found = found or any(form in text for text in _strings(each) for form in said)
    if found:
        # The word itself is not told: what is said here may go into logs.
        yield _("Hidden words still stand in the file.")


def _forms(word: str) -> set[bytes]:
    forms = set()
    for encoding in ENCODINGS:
        try:
            forms.add(word.encode(encoding))
        except UnicodeEncodeError:
            continue
    return {form for form in forms if len(form) >= LEAST_SIGNS}


def _is_telling(form: bytes) -> bool:
    """Say whether bytes would not stand in pictures, or in any PDF, by chance."""
    plain = all(byte < 0x80 for byte in form)
    in_any_pdf = any(
        form in key.encode() for key in IN_PAGE | IN_PICTURE | IN_TRAILER | {"/DeviceGray", "/FlateDecode"}
    )
    least = LEAST_PLAIN_BYTES if plain else LEAST_BYTES
    return len(form) >= least and len(set(form)) > 2 and not in_any_pdf


def _strings(each: pikepdf.Object, depth: int = 0) -> Iterator[bytes]:
    if depth > 20:
        return
    if isinstance(each, pikepdf.String):
        yield bytes(each)
    elif isinstance(each, pikepdf.Array):
        for part in each:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from _strings(part, depth + 1)
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        for _key, part in each.items():
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                yield from _strings(part, depth + 1)


def _not_black(by_pdfium: pdfium.PdfDocument, boxes: Sequence[Box]) -> Iterator[str]:
    for n in sorted({box.page for box in boxes if 0 <= box.page < len(by_pdfium)}):
        with page_of(by_pdfium, n) as page:
            width, height = size_of(page)
            picture = drawn(page, _own_scale(page, width, height)).convert("L")
        for box in boxes:
            if box.page == n and not _is_black(picture, place_of(box, picture.size)):
                yield _("A place to be hidden on page %(page)s is not black.") % {"page": n + 1}


def _own_scale(page: pdfium.PdfPage, width: float, height: float) -> float:
    """Return the scale at which the picture on `page` is drawn point by point."""
    for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=1):
        across, down = each.get_px_size()
        if across * down <= LARGEST_DRAWN:
            return float(max(1 / max(width, height), (across - 0.5) / width))
    return PLAIN_SCALE


def _is_black(picture: Image.Image, place: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = place
    if right <= left or bottom <= top:
        return False
    for edge, enough in ((HARD_EDGE, DARK_ENOUGH), (SOFT_EDGE, BLACK_ENOUGH)):
        across, down = (min(edge, (size - 1) // 2) for size in (right - left, bottom - top))
        within = picture.crop((left + across, top + down, right - across, bottom - down))
        if brightest(within) > (enough if min(across, down) == edge else DARK_ENOUGH):
            return False
    return True


def place_of(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of `box` in a picture of `size`, every touched point included."""
    width, height = size
    return (
        max(0, math.floor(box.x * width)),
        max(0, math.floor(box.y * height)),
        min(width, math.ceil((box.x + box.width) * width)),
        min(height, math.ceil((box.y + box.height) * height)),
    )


def brightest(picture: Image.Image) -> int:
    """Return the highest value of a picture of one colour."""
    _lowest, highest = cast(tuple[int, int], picture.getextrema())
    return highest


def save_plainly(pdf: pikepdf.Pdf, out: io.BytesIO) -> None:
    """Write `pdf` so that the same parts always give the same bytes."""
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
    )
