"""Rows of cells out of what offices keep lists in: XLSX, CSV as their programs write it, and pasted text."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from gongkai.acts import Refused

LARGEST_FILE = 1_000_000  # bytes
LARGEST_UNPACKED = 20_000_000  # bytes; a sheet packs well, a bomb packs better
MOST_ROWS = 1_000
MOST_COLUMNS = 30

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# No program of an office writes a document type into a sheet; entities that grow are declared in one.
_DOCTYPE = (b"<!DOCTYPE", b"<\x00!\x00D\x00", b"\x00<\x00!\x00D")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    OSError,
    EOFError,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number as the reader's own program shows it, from 1; `cells` without outer blanks."""

    number: int
    cells: tuple[str, ...]


def rows_of_file(content: bytes) -> list[Row]:
    """Return the filled rows of a file: of the first sheet of an XLSX, or of a CSV (UTF-8, UTF-16, GB 18030).

    What the file holds decides, not its name. Days come back as 2027-01-01, whole numbers without a
    fraction; a formula as the value last computed.

    Raises Refused when the file is empty, larger than LARGEST_FILE bytes, longer than MOST_ROWS rows or
    cannot be read.
    """
    if not content.strip():
        raise Refused(_("The file is empty."))
    if len(content) > LARGEST_FILE:
        raise Refused(
            _("The file is larger than %(size)s KB. A list like this is not.")
            % {"size": str(LARGEST_FILE // 1000)}
        )
    if content.startswith(_OLD_EXCEL):
        raise Refused(
            _("This is a sheet of the old kind (XLS). Save it as XLSX or CSV and choose that file.")
        )
    if content.startswith(_ZIP):
        return _filled(_sheet_rows(content))
    return rows_of_text(_decoded(content))


def rows_of_text(text: str) -> list[Row]:
    """Return the filled rows of comma-separated or tab-separated lines; also full-width commas separate.

    Raises Refused when there are more than MOST_ROWS lines or a line cannot be taken apart.
    """
    lines = text.lstrip("\ufeff").splitlines()
    parted = csv.reader((_with_commas(line) for line in lines), strict=True)
    return _filled(_numbered(parted))


def _numbered(parted: Any) -> Iterator[Row]:
    while True:
        number = parted.line_num + 1
        try:
            cells = next(parted)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(
                _("Line %(number)s cannot be taken apart into cells. Look at its quotation marks.")
                % {"number": str(number)}
            ) from None
        yield Row(number, tuple(_plain(cell) for cell in cells))


def _with_commas(line: str) -> str:
    if "\t" in line:
        return line.replace("\t", ",")
    return line if "," in line else line.replace("，", ",")


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("The file is neither XLSX nor text. Save the list as XLSX or CSV and choose that file."))


def _sheet_rows(content: bytes) -> Iterator[Row]:
    try:
        _look_into(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a sheet says of its own size is often wrong.
        sheet.reset_dimensions()
        for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            yield Row(number, tuple(_plain(_shown(value)) for value in values))
    except _BROKEN:
        raise Refused(_("The XLSX file cannot be read. Save it again and choose that file.")) from None


def _look_into(content: bytes) -> None:
    """Raise ValueError for an archive that unpacks too large or declares what could grow."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise ValueError("unpacks too large")
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                head = archive.read(member)
                if any(mark in head for mark in _DOCTYPE):
                    raise ValueError("declares a document type")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip()


def _filled(rows: Iterable[Row]) -> list[Row]:
    filled = []
    for row in rows:
        if any(row.cells):
            filled.append(row)
        if len(filled) > MOST_ROWS:
            most = {"rows": str(MOST_ROWS)}
            raise Refused(_("There are more than %(rows)s lines. A list like this has fewer.") % most)
    return filled
