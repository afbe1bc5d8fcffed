"""DOCX, XLSX and PPTX cleaned: data masked where it stands, and gone what is carried along unseen."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from gongkai.privacy import sheet_cleaning, slide_cleaning, word_cleaning
from gongkai.privacy.choosing import TAKEN_OUT, Choice, Passage
from gongkai.privacy.office_parts import Package, R
from gongkai.privacy.picture_cleaning import clean_picture
from gongkai.privacy.places import CannotOpen, FileFinding

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_O = "{urn:schemas-microsoft-com:office:office}"
_PICTURES = (".jpg", ".jpeg", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_EMBEDDED = ("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "ctrlProp", "subDocument")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_ABOUT = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
}


def clean_office(content: bytes, choice: Choice) -> bytes:
    """Return an Office file with what was chosen masked or taken out.

    Raises CannotOpen when it is broken or holds macros.
    """
    package = Package(content)
    if any(name.lower().endswith(_MACROS) or "/macrosheets/" in name.lower() for name in package.names):
        raise CannotOpen(
            _("The file holds macros. Save it in a format without macros and hand in that file.")
        )
    _clean(package, choice)
    return package.written()


def mask_said(content: bytes, left: Iterable[FileFinding]) -> bytes:
    """Mask what reading the file again still shows, wherever in a part its signs follow each other."""
    package = Package(content)
    said = [each for each in left if each.kind not in TAKEN_OUT and each.text]
    for passage in _whole_texts(package):
        for each in said:
            passage.mask_said(each)
    if "xl/workbook.xml" in package:
        sheet_cleaning.forget_unused_words(package)
    return package.written()


def _clean(package: Package, choice: Choice) -> None:
    if _is_word(package):
        word_cleaning.clean_word(package, choice)
    elif "xl/workbook.xml" in package:
        sheet_cleaning.clean_workbook(package, choice)
    elif "ppt/presentation.xml" in package:
        slide_cleaning.clean_slides(package, choice)
    slide_cleaning.mask_drawn(package, choice)
    if choice.takes_out("embedded_file"):
        _take_out_embedded(package)
    _take_out_stored_data(package, choice)
    _forget_properties(package, choice)
    _clean_pictures(package, choice)
    for link in package.outside():
        _mask_link(link, choice)
    # A preview shows the first page as it was before.
    package.unlink_where(("thumbnail",))


def _is_word(package: Package) -> bool:
    return any(re.fullmatch(r"word/document\d*\.xml", name) for name in package.names)


def _whole_texts(package: Package) -> Iterator[Passage]:
    if _is_word(package):
        yield from word_cleaning.whole_texts(package)
    elif "xl/workbook.xml" in package:
        yield from sheet_cleaning.whole_texts(package)
    yield from slide_cleaning.whole_texts(package)


def _take_out_embedded(package: Package) -> None:
    """Take out embedded files; the picture that stands for one on the page stays."""
    for owner, relation in package.unlink_where(_EMBEDDED):
        if owner in package and owner.endswith(".xml"):
            for each in [each for each in package.tree(owner).iter() if each.get(f"{R}id") == relation]:
                _take_out_object(each)


def _take_out_object(element: Any) -> None:
    holder = element.getparent()
    if holder is None:
        return
    if element.tag == f"{_O}OLEObject" and holder.tag == f"{_W}object":
        holder.remove(element)
        holder.tag = f"{_W}pict"
        return
    frame = next((each for each in element.iterancestors(f"{_P}graphicFrame", f"{_S}oleObjects")), None)
    frame = frame if frame is not None else next(iter(element.iterancestors(f"{_S}controls")), None)
    if frame is None or frame.getparent() is None:
        holder.remove(element)
        return
    picture = next(frame.iter(f"{_P}pic"), None)
    if picture is None:
        frame.getparent().remove(frame)
    else:
        frame.getparent().replace(frame, picture)


def _take_out_stored_data(package: Package, choice: Choice) -> None:
    goes = choice.takes_out("property")
    for name in package.names:
        if (
            name.lower().startswith("customxml/item")
            and name.endswith(".xml")
            and "props" not in name.lower()
        ):
            said = " ".join(part.strip() for part in package.tree(name).itertext())
            goes = goes or choice.masked(said) != said
    if goes:
        package.unlink_where(("customXml", "customXmlProps", "tags", "printerSettings"))
        for owner in package.names:
            if owner.startswith("ppt/") and owner.endswith(".xml"):
                for each in list(package.tree(owner).iter(f"{_P}custDataLst")):
                    each.getparent().remove(each)
            if re.fullmatch(r"xl/\w+sheets/[^/]+\.xml", owner):
                for each in package.tree(owner).iter(f"{_S}pageSetup"):
                    each.attrib.pop(f"{R}id", None)
            if re.fullmatch(r"word/document\d*\.xml", owner):
                for each in list(package.tree(owner).iter(f"{_W}printerSettings")):
                    each.getparent().remove(each)


def _forget_properties(package: Package, choice: Choice) -> None:
    for name, empty in _ABOUT.items():
        if name in package and (choice.takes_out("property") or _says_chosen(package, name, choice)):
            package.put(name, empty)
    custom = "docProps/custom.xml"
    if custom in package and (choice.takes_out("property") or _says_chosen(package, custom, choice)):
        package.unlink_where(("custom-properties",))


def _says_chosen(package: Package, name: str, choice: Choice) -> bool:
    return any(choice.masked(each) != each for each in package.tree(name).itertext() if each.strip())


def _clean_pictures(package: Package, choice: Choice) -> None:
    if not (choice.takes_out("exif_position") or choice.takes_out("property") or choice.is_everything):
        return
    for name in package.names:
        if posixpath.splitext(name)[1].lower() in _PICTURES:
            with suppress(CannotOpen):  # a broken one stays unread, and reading the file again says so
                package.put(name, clean_picture(package.content(name), upright=False))


def _mask_link(link: Any, choice: Choice) -> None:
    target = link.get("Target", "")
    scheme = next((each for each in ("mailto:", "tel:", "sms:") if target.lower().startswith(each)), "")
    before = "电话：" if scheme in ("tel:", "sms:") else ""
    said = before + target[len(scheme) :]
    masked = choice.masked(said)
    if masked != said:
        link.set("Target", scheme + masked[len(before) :])
