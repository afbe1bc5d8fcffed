"""Reading the words out of a file, within bounds, whatever is in it."""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import openpyxl
import pypdfium2
from django.conf import settings
from lxml import etree, html  # type: ignore[import-untyped]

from gongkai.acts import Refused
from gongkai.files.models import StoredFile
from gongkai.files.packages import EXCEL, OFD, SLIDES, WORD, kind_of_package
from gongkai.files.sniffing import PDF

MOST_TEXT = 2_000_000  # characters of one file
MOST_CELLS = 500_000  # of all visible sheets of a workbook
LARGEST_PART = 100_000_000  # bytes of one part of a package, unpacked

_WORD_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ANY_SPACE = re.compile(r"\{[^}]*\}")
_UNREADABLE = dict.fromkeys([*range(9), 11, *range(14, 32), 127, *range(0xD800, 0xE000)])
_NUMBERS = re.compile(r"\d+")
# 0, 0.00, #,##0.00, 0.0%; in another form a number is told as it is kept.
_FORM_OF_NUMBER = re.compile(r"(#,##)?0(\.0+)?(%?)(?![0-9#.Ee/])")


def read_text(file: StoredFile) -> tuple[str, str]:
    """Return the words of a file that is not sealed, and what was wrong with it ("" when nothing was).

    Raises nothing: the readers of broken files raise whatever they like.
    """
    try:
        with file.open_plain() as source:
            return _bounded(_pieces(source, file.content_type)), ""
    except Refused as refused:
        return "", " ".join(refused.reasons)
    except Exception as fault:
        return "", f"{type(fault).__name__}: {fault}"


def _bounded(pieces: Iterator[str]) -> str:
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length >= MOST_TEXT:
            break
    return "".join(kept)[:MOST_TEXT].translate(_UNREADABLE).strip()


def _pieces(source: BinaryIO, kind: str) -> Iterator[str]:
    if kind == PDF:
        return _of_pdf(source)
    if kind in (WORD, EXCEL, SLIDES, OFD):
        kind_of_package(source, "")
        source.seek(0)
        return {WORD: _of_word, EXCEL: _of_sheets, SLIDES: _of_slides, OFD: _of_ofd}[kind](source)
    text = _decoded(source.read(4 * MOST_TEXT))
    return iter([text]) if kind == "text/plain" else _of_page(text)


def _decoded(content: bytes) -> str:
    """Return a text as it was written: with a mark of its encoding, in UTF-8, else in GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "ignore")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        # Cut in the middle of a character at the bound it is still UTF-8.
        if fault.start > len(content) - 4:
            return content.decode("utf-8-sig", "ignore")
        return content.decode("gb18030", "replace")


def _of_page(text: str) -> Iterator[str]:
    if not text.strip():
        return
    page = html.document_fromstring(text.encode("utf-8", "ignore"), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(page, "script", "style", "template", "noscript", with_tail=False)
    for line in page.itertext():
        if line.strip():
            yield " ".join(line.split()) + "\n"


def _of_pdf(source: BinaryIO) -> Iterator[str]:
    with pypdfium2.PdfDocument(source.read()) as document:
        for number in range(min(len(document), settings.MOST_PDF_PAGES)):
            page = document[number]
            layer = page.get_textpage()
            yield layer.get_text_bounded().replace("\r\n", "\n") + "\n"
            layer.close()
            page.close()


def _of_word(source: BinaryIO) -> Iterator[str]:
    """Heads, text with its tables, notes and feet; not what is hidden or was struck out."""
    with zipfile.ZipFile(source) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/[a-z]+\d*\.xml", name)]
        for kind in ("document", "header", "footer", "footnotes", "endnotes"):
            for name in sorted(names, key=_in_order):
                if re.fullmatch(rf"word/{kind}\d*\.xml", name):
                    yield from _of_word_part(_part(package, name))


def _of_word_part(content: BinaryIO) -> Iterator[str]:
    written = {"tab": "\t", "br": "\n", "cr": "\n", "p": "\n", "noBreakHyphen": "-"}
    apart = in_run = hidden = 0
    for event, element in _events(content):
        name = element.tag.removeprefix(_WORD_SPACE)
        if name == "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback":
            apart += 1 if event == "start" else -1
        elif name == "r":
            in_run, hidden = event == "start", 0
        elif event == "end":
            if name == "vanish" and in_run:
                hidden = element.get(f"{_WORD_SPACE}val") not in ("0", "false", "off")
            elif not apart and not hidden:
                yield (element.text or "") if name == "t" else written.get(name, "")
            if name == "p":
                element.clear()


def _of_slides(source: BinaryIO) -> Iterator[str]:
    """The slides that are shown, in their order by number."""
    with zipfile.ZipFile(source) as package:
        for name in sorted(package.namelist(), key=_in_order):
            if not re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                continue
            for event, element in _events(_part(package, name)):
                tag = _ANY_SPACE.sub("", element.tag)
                if tag == "sld" and event == "start" and element.get("show") in ("0", "false"):
                    break
                if event == "end" and tag in ("t", "p"):
                    yield "\n" if tag == "p" else element.text or ""


def _of_ofd(source: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(source) as package:
        for name in sorted(package.namelist(), key=_in_order):
            if name.endswith("Content.xml") and "/Pages/" in name:
                for event, element in _events(_part(package, name)):
                    if event == "end" and element.tag.endswith("}TextCode"):
                        yield (element.text or "") + "\n"


def _of_sheets(source: BinaryIO) -> Iterator[str]:
    """The cells of the sheets that are shown, row by row, as a reader of the sheet sees them."""
    book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    left = MOST_CELLS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        yield f"{sheet.title}\n"
        for row in sheet.iter_rows():
            left -= len(row)
            if left < 0:
                return
            told = [_shown(cell.value, cell.number_format) for cell in row if cell.value is not None]
            if told:
                yield "\t".join(told) + "\n"


def _shown(value: object, code: str) -> str:
    """Return a day or a number the way its format shows it: in this form people look for it."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        if "年" in code:
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value.year}/{value.month}/{value.day}" if "/" in code else value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if (form := _FORM_OF_NUMBER.search(code)) is None or not math.isfinite(value):
            return f"{value:.15g}" if isinstance(value, float) else str(value)
        grouped, places, percent = form.groups()
        shown = 100 * value if percent else value
        return f"{shown:{',' if grouped else ''}.{len(places or '.') - 1}f}{percent}"
    return str(value)


def _part(package: zipfile.ZipFile, name: str) -> BinaryIO:
    with package.open(name) as part:
        return io.BytesIO(part.read(LARGEST_PART))


def _events(content: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Yield elements as they begin and end; nothing is fetched, and no entity is worked out."""
    for event, element in etree.iterparse(
        content, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
    ):
        if isinstance(element.tag, str):
            yield event, element


def _in_order(name: str) -> tuple[list[int], str]:
    return [int(number) for number in _NUMBERS.findall(name)], name
