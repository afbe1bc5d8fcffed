"""Rows of a list of items out of XLSX or CSV: long lists with whole texts in their cells, within bounds."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from gongkai.acts import Refused
from gongkai.catalogue.importing.days import of_cell
from gongkai.catalogue.importing.fields import field_called, printable

MOST_ROWS = 50_000
MOST_COLUMNS = 100
LARGEST_CELL = 1_000_000  # characters
LARGEST_UNPACKED = 400_000_000  # bytes of a workbook
HEADINGS_WITHIN = 20  # rows
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DOCTYPE = (b"<!DOCTYPE", b"<\x00!\x00D\x00", b"\x00<\x00!\x00D")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
# What a sheet shows where a formula failed.
_FAULT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, IndexError, ValueError),
    *(TypeError, AttributeError, RuntimeError, OSError, EOFError),
)
# What a spreadsheet would take for a formula. Written with an apostrophe before it, and read without.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_KEPT_AS_TEXT = re.compile(r"'+[=+\-@\t\r]")
csv.field_size_limit(max(csv.field_size_limit(), 4 * LARGEST_CELL))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its number as the reader's own program shows it, from 1; what stands under each heading."""

    number: int
    cells: dict[str, str]
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """The headings, each once, and the rows below them."""

    headings: tuple[str, ...]
    rows: list[TableRow]


def read_table(content: bytes) -> Table:
    """Return the list in a file: a sheet of an XLSX, or a CSV (UTF-8, UTF-16, GB 18030).

    Of several sheets it is the one with most headings known to mean something, among those not hidden. The
    row of headings is the one among the first twenty that holds most of them, else the first. Cells merged
    over rows or columns count for each. Empty rows are left out.

    Raises Refused when it cannot be read, is longer than MOST_ROWS rows or has a cell beyond LARGEST_CELL.
    """
    if not content.strip():
        raise Refused(_("The file is empty."))
    if content.startswith(_OLD_EXCEL):
        raise Refused(
            _("This is a sheet of the old kind (XLS). Save it as XLSX or CSV and choose that file.")
        )
    hidden: set[int] = set()
    numbered = list(_sheet(content, hidden) if content.startswith(_ZIP) else _lines(_decoded(content)))
    if not numbered:
        raise Refused(_("The file is empty."))
    place = _place_of_headings(numbered)
    headings = _once(numbered[place][1])
    if not headings:
        raise Refused(_("The list has no headings."))
    rows = [
        TableRow(
            number,
            {name: cell for name, cell in zip(headings, cells, strict=False) if name and cell},
            number in hidden,
        )
        for number, cells in numbered[place + 1 :]
    ]
    return Table(tuple(name for name in headings if name), [row for row in rows if row.cells])


def csv_text(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV a spreadsheet opens without taking a cell for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_guarded(str(cell)) if cell is not None else "" for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _KEPT_AS_TEXT.match(cell) else cell


def _place_of_headings(rows: list[tuple[int, list[str]]]) -> int:
    known = [_known(cells) for _number, cells in rows[:HEADINGS_WITHIN]]
    return known.index(max(known)) if max(known) > 1 else 0


def _known(cells: Sequence[str]) -> int:
    return sum(bool(field_called(cell)) for cell in set(cells))


def _once(cells: Sequence[str]) -> list[str]:
    """Headings are names: the second of a name is left out."""
    seen: set[str] = set()
    names = []
    for cell in cells:
        name = re.sub(r"\s+", " ", cell).strip()[:100]
        names.append("" if name in seen else name)
        seen.add(name)
    return names


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("The file is neither XLSX nor text. Save the list as XLSX or CSV and choose that file."))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    parted = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(parted)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(
                _("Line %(number)s cannot be taken apart into cells. Look at its quotation marks.")
                % {"number": str(number)}
            ) from None
        yield from _kept(number, [_unguarded(cell) for cell in cells])


def _delimiter(text: str) -> str:
    """The sign that parts a row of headings known here; a comma where none is."""
    heads = text[:10_000].splitlines()[:HEADINGS_WITHIN]
    for sign in ",\t;，|":
        if any(sum(bool(field_called(cell.strip('"'))) for cell in head.split(sign)) > 1 for head in heads):
            return sign
    return ","


def _kept(number: int, cells: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield a row unless it is empty. Raises Refused beyond the bounds."""
    kept = [printable(cell).strip() for cell in cells[:MOST_COLUMNS]]
    if any(len(cell) > LARGEST_CELL for cell in kept):
        raise Refused(
            _("Line %(number)s: a cell is longer than %(most)s characters.")
            % {"number": str(number), "most": str(LARGEST_CELL)}
        )
    if number > MOST_ROWS + HEADINGS_WITHIN and any(kept):
        raise Refused(
            _("There are more than %(rows)s lines. Part the list and import the parts one after the other.")
            % {"rows": str(MOST_ROWS)}
        )
    if any(kept):
        yield number, kept


def _sheet(content: bytes, hidden: set[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the sheet that holds the list; add to `hidden` the numbers of those nobody sees."""
    try:
        _refuse_what_could_grow(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = _with_the_list(book)
        merged, unseen = _looked_into(content, sheet)
        hidden |= unseen
        above: dict[tuple[int, int], str] = {}
        for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            cells = [_of_sheet(value) for value in values]
            _fill(cells, merged, number, above)
            yield from _kept(number, cells)
    except _BROKEN:
        raise Refused(_("The XLSX file cannot be read. Save it again and choose that file.")) from None


def _of_sheet(value: object) -> str:
    cell = of_cell(value)
    return "" if _FAULT.fullmatch(cell) else cell


def _with_the_list(book: Any) -> Any:
    """The sheet with most known headings among those that are seen; the first of them where none has any."""
    sheets = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets
    for sheet in sheets:
        # What a sheet says of its own size is often wrong.
        sheet.reset_dimensions()
    return max(sheets, key=_headings_of) if len(sheets) > 1 else sheets[0]


def _headings_of(sheet: Any) -> int:
    first = sheet.iter_rows(max_row=HEADINGS_WITHIN, max_col=MOST_COLUMNS, values_only=True)
    return max((_known([of_cell(value) for value in values]) for values in first), default=0)


def _fill(cells: list[str], merged: list[_Range], number: int, above: dict[tuple[int, int], str]) -> None:
    """Give every cell of a merged range what its first cell holds."""
    for each in merged:
        if not each.first_row <= number <= each.last_row:
            continue
        place = (each.first_row, each.first_column)
        if number == each.first_row and each.first_column <= len(cells):
            above[place] = cells[each.first_column - 1]
        last = min(each.last_column, MOST_COLUMNS)
        cells.extend("" for _place in range(len(cells), last))
        cells[each.first_column - 1 : last] = [above.get(place, "")] * (last - each.first_column + 1)


@dataclass(frozen=True, slots=True)
class _Range:
    first_column: int
    first_row: int
    last_column: int
    last_row: int


def _refuse_what_could_grow(content: bytes) -> None:
    """Raises ValueError for an archive that unpacks too large or could grow."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise ValueError("unpacks too large")
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    head = part.read(1000)
                if any(mark in head for mark in _DOCTYPE):
                    raise ValueError("declares a document type")


def _looked_into(content: bytes, sheet: Any) -> tuple[list[_Range], set[int]]:
    """Return what is merged in a sheet, and which of its rows are hidden."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(sheet._worksheet_path.removeprefix("/"))
    found = [_Range(*range_boundaries(each.decode())) for each in _MERGED.findall(text)]
    hidden = {int(number[1]) for row in _HIDDEN.findall(text) if (number := _NUMBER.search(row))}
    return [each for each in found if each.first_column <= MOST_COLUMNS][:2000], hidden
