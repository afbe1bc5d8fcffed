"""PDF files: the text of each page, what lies under it, and everything a PDF carries besides its pages."""

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from pypdfium2 import raw

from gongkai.privacy.finding import find
from gongkai.privacy.pages import ONE_AT_A_TIME
from gongkai.privacy.places import CannotOpen, FileFinding, found_at, hidden, in_passage, named

_MOST_PAGES = 5_000
_MOST_REVISIONS = 5  # earlier states of the file that are read
_MOST_COVERS = 2_000  # boxes and pictures of one page that text is compared with
_SMALL_PICTURE = 0.01  # of the page's area; below it a picture is a line, a bullet or a logo
_PAPER = (255, 255, 255)
_SAME = 8  # of 255 in each colour, between what is not told apart
_ENOUGH = 0.8  # of a text's box that must be covered
_SMALLEST_TYPE = 1.5  # points
_NAMED = {
    "/Author": "Author",
    "/Company": "Company",
    "/LastModifiedBy": "Last modified by",
    "/Manager": "Manager",
}
_PROGRAM_KEYS = {"/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", *_NAMED}
_REMARKS = {"/Keywords", "/Subject", "/Comments"}
_NOT_REMARKS = {"/Link", "/Widget", "/Popup"}
_SPOKEN = {"/Alt": "alternative text", "/ActualText": "replacement text"}


def scan_pdf(
    content: bytes, inside: Callable[[bytes, str], Iterator[FileFinding]] = lambda _content, _name: iter(())
) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in a PDF; `inside` reads the files it carries."""
    with _opened(content) as document:
        seen: set[tuple[str, str]] = set()
        # Found to the end before anything is handed out: nobody else waits for whoever reads slowly.
        with ONE_AT_A_TIME:
            drawn = [*_scan_pages(content, seen), *_scan_earlier_versions(content, seen)]
        yield from drawn
        yield from _scan_structure(document)
        yield from _scan_attachments(document, inside)


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise CannotOpen(_("The file is encrypted.")) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise CannotOpen(_("The file is broken.")) from None


# Pages


def _pages_of(content: bytes) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        raise CannotOpen(_("The file is broken.")) from None


def _scan_pages(content: bytes, seen: set[tuple[str, str]]) -> Iterator[FileFinding]:
    document = _pages_of(content)
    try:
        if len(document) > _MOST_PAGES:
            raise CannotOpen(_("The file is too large to be searched."))
        for number in range(1, len(document) + 1):
            where = _("page %(number)d") % {"number": number}
            try:
                page = document[number - 1]
                text = _text_of(page)
            except pdfium.PdfiumError:
                yield FileFinding("unreadable", where, "")
                continue
            for each in find(text):
                seen.add((each.kind, each.text))
                yield found_at(text, each, where)
            yield from _scan_objects(page, text, where)
            page.close()
    finally:
        document.close()


def _text_of(page: Any) -> str:
    reader = page.get_textpage()
    try:
        said: str = reader.get_text_range()
    finally:
        reader.close()
    # A soft hyphen as some programs write it, and the sign for what a font does not name.
    return said.replace("\ufffe", "").replace("\x02", "")


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)

    def common(self, other: "_Box") -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, width) * max(0.0, height)


@dataclass(frozen=True, slots=True)
class _Drawn:
    order: int
    what: str  # text, cover, light, picture
    box: _Box
    unseen: bool = False
    colour: tuple[int, int, int] | None = None  # not known of pictures


def _scan_objects(page: Any, text: str, where: str) -> Iterator[FileFinding]:
    left, bottom, right, top = page.get_cropbox()
    sheet = _Box(left, bottom, right, top)
    drawn = list(_drawn(page))
    covers = [each for each in drawn if each.what in ("cover", "picture")][:_MOST_COVERS]
    pictures = [each for each in drawn if each.what == "picture"]
    concealed = [
        each.box
        for each in drawn
        if each.what == "text" and each.box.area and _is_concealed(each, covers, sheet)
    ]
    if concealed:
        yield hidden("hidden_text", where, _text_in(page, concealed))
    if not text.strip():
        if drawn or raw.FPDFPage_GetAnnotCount(page) > 0:
            yield FileFinding("unreadable", where, "")
        return
    texts = [each.box for each in drawn if each.what == "text"]
    for picture in pictures:
        large = picture.box.common(sheet) > _SMALL_PICTURE * sheet.area
        if large and not any(picture.box.common(box) > _ENOUGH * box.area > 0 for box in texts):
            yield FileFinding("unreadable", _("picture on %(page)s") % {"page": where}, "")


def _is_concealed(text: _Drawn, covers: list[_Drawn], sheet: _Box) -> bool:
    if text.unseen or text.box.common(sheet) == 0:
        return True
    under = [each for each in covers if each.box.common(text.box) > _ENOUGH * text.box.area]
    if any(each.order > text.order and not each.unseen for each in under):
        return True
    # Letters in the colour of what was painted before them, or of the paper.
    grounds = [each for each in under if each.order < text.order and not each.unseen]
    ground = grounds[-1].colour if grounds else _PAPER
    return text.colour is not None and ground is not None and _are_alike(text.colour, ground)


def _are_alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _drawn(page: Any) -> Iterator[_Drawn]:
    for order, item in enumerate(page.get_objects(max_depth=8)):
        try:
            box = _Box(*item.get_bounds())
        except pdfium.PdfiumError:
            continue
        colour = _fill_of(item)
        paint = None if colour is None else colour[:3]
        clear = colour is not None and colour[3] < 20
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            mode = raw.FPDFTextObj_GetTextRenderMode(item.raw)
            unseen = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or clear
            yield _Drawn(order, "text", box, unseen=unseen or _type_is_tiny(item), colour=paint)
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            yield _Drawn(order, "picture", box, unseen=_is_see_through(item))
        elif item.type == raw.FPDF_PAGEOBJ_PATH and _is_filled(item) and box.area > 20:
            see_through = colour is not None and colour[3] < 230
            yield _Drawn(order, "cover", box, unseen=see_through, colour=paint)


def _fill_of(item: Any) -> tuple[int, int, int, int] | None:
    red, green, blue, alpha = (ctypes.c_uint() for _each in range(4))
    if not raw.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def _is_filled(item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(item.raw, mode, stroke)) and mode.value != raw.FPDF_FILLMODE_NONE


def _type_is_tiny(item: Any) -> bool:
    size = ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(item.raw, size):
        return False
    form = item.get_matrix()
    return bool(0 < size.value * max(abs(form.a), abs(form.b), abs(form.c), abs(form.d)) < _SMALLEST_TYPE)


def _is_see_through(item: Any) -> bool:
    """Whether most of a picture lets through what is under it, as a seal over a signature does."""
    try:
        drawn = item.get_bitmap(render=True).to_pil()
    except (pdfium.PdfiumError, ValueError, RuntimeError, AttributeError):
        return False
    if "A" not in drawn.getbands():
        return False
    # The lower half of the counts: points that are more open than closed.
    return bool(sum(drawn.getchannel("A").histogram()[:128]) * 2 > drawn.width * drawn.height)


def _text_in(page: Any, boxes: list[_Box]) -> str:
    reader = page.get_textpage()
    try:
        said = [reader.get_text_bounded(box.left, box.bottom, box.right, box.top) for box in boxes[:50]]
    finally:
        reader.close()
    return " ".join(part.strip() for part in said if part.strip())


# Earlier states of the file, which an incremental update leaves inside it


def _scan_earlier_versions(content: bytes, seen: set[tuple[str, str]]) -> Iterator[FileFinding]:
    ends = [found.end() for found in re.finditer(rb"startxref\s+(?!0\s)\d+\s+%%EOF", content)]
    linear = b"/Linearized" in content[:2048]
    earlier = [end for end in ends[:-1] if not (linear and end < 4096)]
    where = _("an earlier version inside the file")
    if earlier:
        yield FileFinding("hidden_text", where, "")
    for end in earlier[-_MOST_REVISIONS:]:
        try:
            document = pdfium.PdfDocument(content[:end])
        except pdfium.PdfiumError:
            continue
        try:
            for number in range(min(len(document), _MOST_PAGES)):
                text = _text_of(document[number])
                for each in find(text):
                    if (each.kind, each.text) not in seen:
                        seen.add((each.kind, each.text))
                        said = {"where": where, "page": _("page %(number)d") % {"number": number + 1}}
                        yield found_at(text, each, _("%(where)s: %(page)s") % said)
        except pdfium.PdfiumError:
            continue
        finally:
            document.close()


# Everything beside the pages


def _scan_structure(document: pikepdf.Pdf) -> Iterator[FileFinding]:
    try:
        yield from _scan_properties(document)
        yield from _scan_annotations(document)
        yield from _scan_bookmarks(document)
        yield from _scan_objects_of_file(document)
        yield from _scan_layers(document)
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, AttributeError, KeyError):
        # What cannot be followed was not read: a person must clear it.
        yield FileFinding("unreadable", _("structure of the file"), "")


def _words(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""


def _scan_properties(document: pikepdf.Pdf) -> Iterator[FileFinding]:
    info = document.trailer.get("/Info", {})
    told = set()
    for key, value in dict(info).items():
        said = _words(value)
        if key in _NAMED:
            told.add(said.strip())
            yield from named(_NAMED[key], said, person=key != "/Company")
        elif key not in _PROGRAM_KEYS:
            if key in _REMARKS:
                yield from named(key.lstrip("/"), said, person=False)
            yield from in_passage(said, _("file property “%(label)s”") % {"label": key.lstrip("/")})
    metadata = document.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        yield from _scan_xmp(metadata.read_bytes()[:2_000_000], told)


def _scan_xmp(packet: bytes, told: set[str]) -> Iterator[FileFinding]:
    where = _("file properties (XMP)")
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        yield FileFinding("unreadable", where, "")
        return
    try:
        root = ET.fromstring(packet.strip(b"\x00 \r\n\t"))  # noqa: S314
    except (ET.ParseError, ValueError, LookupError):
        yield from in_passage(re.sub("<[^>]*>", " ", packet.decode("utf-8", "replace")), where)
        return
    for element in root.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        said = [(key.rsplit("}", 1)[-1], value) for key, value in element.items()]
        if tag in ("creator", "Company", "LastModifiedBy", "Author", "Manager", "AuthorsPosition"):
            said.append((tag, "".join(element.itertext())))
        for label, value in said:
            if (
                label in ("creator", "Company", "LastModifiedBy", "Author", "Manager")
                and value.strip() not in told
            ):
                told.add(value.strip())
                yield from named(label, value, person=label != "Company")
        if "GPSLatitude" in tag or any("GPSLatitude" in label for label, _value in said):
            yield FileFinding("exif_position", where, "***")
        yield from in_passage(
            " ".join([(element.text or "").strip(), *(value for _label, value in said)]), where
        )


def _scan_annotations(document: pikepdf.Pdf) -> Iterator[FileFinding]:
    for number, page in enumerate(document.pages, 1):
        where = _("page %(number)d") % {"number": number}
        for note in page.obj.get("/Annots", []):
            if not isinstance(note, pikepdf.Dictionary):
                continue
            kind = str(note.get("/Subtype", ""))
            said = " ".join(filter(None, (_words(note.get(key)) for key in ("/Contents", "/RC", "/Subj"))))
            if kind == "/FileAttachment":
                yield FileFinding("embedded_file", where, "")
            elif kind not in _NOT_REMARKS:
                yield hidden("comment", where, said)
            yield from in_passage(said, _("comment on %(page)s") % {"page": where})
            if kind == "/Link" and isinstance(note.get("/A"), pikepdf.Dictionary):
                yield from in_passage(_words(note.A.get("/URI")).removeprefix("mailto:"), where)
            if kind == "/Widget":
                yield from _scan_field(note, where)
    form = document.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield FileFinding("unreadable", _("form (XFA)"), "")
        for field in _fields(form.get("/Fields", []), 0):
            if str(field.get("/Subtype", "")) != "/Widget":
                yield from _scan_field(field, _("form"))


def _fields(fields: Any, depth: int) -> Iterator[Any]:
    for field in fields:
        if isinstance(field, pikepdf.Dictionary) and depth < 20:
            yield field
            yield from _fields(field.get("/Kids", []), depth + 1)


def _scan_field(field: Any, where: str) -> Iterator[FileFinding]:
    name = _words(field.get("/TU")) or _words(field.get("/T"))
    parent = field.get("/Parent")
    holders = [field, parent] if isinstance(parent, pikepdf.Dictionary) else [field]
    values = {_words(holder.get(key)) for holder in holders for key in ("/V", "/DV")} - {""}
    place = _("form field “%(name)s” on %(page)s") % {"name": name, "page": where}
    for value in sorted(values):
        prefix = f"{name}：" if name else ""
        for each in find(prefix + value):
            if each.start >= len(prefix):
                yield found_at(prefix + value, each, place)
    if int(field.get("/F", 0)) & 0b100010 and values:  # hidden, or never shown on the screen
        yield hidden("hidden_text", place, " ".join(sorted(values)))


def _scan_bookmarks(document: pikepdf.Pdf) -> Iterator[FileFinding]:
    outlines = document.Root.get("/Outlines")
    waiting = [outlines.get("/First")] if isinstance(outlines, pikepdf.Dictionary) else []
    met: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in met or len(met) > 50_000:
            continue
        met.add(item.objgen)
        yield from in_passage(_words(item.get("/Title")), _("bookmark"))
        waiting += [item.get("/Next"), item.get("/First")]


def _scan_objects_of_file(document: pikepdf.Pdf) -> Iterator[FileFinding]:
    """Read every object of the file once: what nothing points to is in the file all the same."""
    scripts = 0
    for item in document.objects:
        if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if str(item.get("/Type", "")) == "/Filespec" or "/EF" in item:
            label = _words(item.get("/UF")) or _words(item.get("/F"))
            yield hidden("embedded_file", _("attachment"), label)
            yield from in_passage(label, _("attachment"))
        if _is_script(item):
            scripts += 1
        for action in (item, item.get("/OpenAction"), item.get("/A"), *_triggers(item.get("/AA"))):
            # An action that is an object of its own comes by itself.
            if isinstance(action, pikepdf.Dictionary) and (action is item or not action.is_indirect):
                yield from in_passage(_script_of(action), _("script in the file"))
        for key, _label in _SPOKEN.items():
            yield from in_passage(_words(item.get(key)), _("alternative text of a picture"))
        if str(item.get("/Subtype", "")) == "/Image" and isinstance(item.get("/Metadata"), pikepdf.Stream):
            yield from _scan_xmp(item.Metadata.read_bytes()[:2_000_000], set())
    if scripts:
        yield FileFinding("macro", _("script in the file"), "")


_LARGEST_ATTACHMENT = 64 * 1024 * 1024  # bytes, unpacked


def _scan_attachments(
    document: pikepdf.Pdf, inside: Callable[[bytes, str], Iterator[FileFinding]]
) -> Iterator[FileFinding]:
    for item in document.objects:
        try:
            if not isinstance(item, pikepdf.Dictionary) or "/EF" not in item:
                continue
            kept = item.EF.get("/F") or item.EF.get("/UF")
            if isinstance(kept, pikepdf.Stream) and len(kept.read_raw_bytes()) <= _LARGEST_ATTACHMENT:
                content = kept.read_bytes()
                yield from inside(content, _words(item.get("/UF")) or _words(item.get("/F")))
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
            continue  # that there is one is found already


def _is_script(item: Any) -> bool:
    if str(item.get("/S", "")) in ("/JavaScript", "/Launch") or "/JS" in item:
        return True
    return any(
        isinstance(action, pikepdf.Dictionary)
        and (str(action.get("/S", "")) in ("/JavaScript", "/Launch") or "/JS" in action)
        for action in (item.get("/OpenAction"), item.get("/A"), *_triggers(item.get("/AA")))
    )


def _script_of(item: Any) -> str:
    script = item.get("/JS")
    if isinstance(script, pikepdf.Stream):
        return bytes(script.read_bytes()[:2_000_000]).decode("utf-8", "replace")
    return _words(script)


def _triggers(actions: Any) -> list[Any]:
    return [each for _key, each in actions.items()] if isinstance(actions, pikepdf.Dictionary) else []


def _scan_layers(document: pikepdf.Pdf) -> Iterator[FileFinding]:
    layers = document.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return
    default = layers.get("/D", pikepdf.Dictionary())
    off = {layer.objgen for layer in default.get("/OFF", []) if isinstance(layer, pikepdf.Dictionary)}
    on = {layer.objgen for layer in default.get("/ON", []) if isinstance(layer, pikepdf.Dictionary)}
    all_off = str(default.get("/BaseState", "/ON")) == "/OFF"
    for layer in layers.get("/OCGs", []):
        if layer.objgen in off or (all_off and layer.objgen not in on):
            said = {"name": _words(layer.get("/Name"))}
            yield FileFinding("hidden_text", _("layer “%(name)s”, switched off") % said, "")
