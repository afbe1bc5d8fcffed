"""Workbooks: what cells, headers and comments say; hidden sheets, rows, columns and cells."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from gongkai.privacy.cell_looks import CellLooks
from gongkai.privacy.drawings import scan_drawings
from gongkai.privacy.office_reading import Parts, R, S, as_number
from gongkai.privacy.places import (
    FileFinding,
    are_headings,
    hidden,
    in_paragraphs,
    in_passage,
    in_row,
    names_of_columns,
)


def scan_workbook(parts: Parts) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in a workbook and its sheets."""
    words = _Words(parts)
    looks = CellLooks(parts.tree("xl/styles.xml") if "xl/styles.xml" in parts.names else None)
    relations = parts.relations("xl/workbook.xml")
    book = parts.tree("xl/workbook.xml")
    read = set()
    for sheet in book.iter(f"{S}sheet"):
        name, part = sheet.get("name", ""), relations.get(sheet.get(f"{R}id", ""), "")
        where = _("sheet %(sheet)s") % {"sheet": name}
        if sheet.get("state", "visible") != "visible":
            yield FileFinding("hidden_sheet", where, "")
        yield from in_passage(name, where)
        if part in parts.names and "sheets/" in part:
            read.add(part)
            yield from _scan_sheet(parts.tree(part), name, words, looks)
            yield from _scan_sheet_comments(parts, part, name)
    for part in parts.matching(r"xl/worksheets/[^/]+\.xml"):
        if part not in read:  # a sheet that the workbook does not name is hidden better than a hidden one
            yield FileFinding("hidden_sheet", part, "")
            yield from _scan_sheet(parts.tree(part), part, words, looks)
            yield from _scan_sheet_comments(parts, part, part)
    yield from in_paragraphs((each, _("strings that no cell shows")) for each in words.unused())
    for each in book.iter(f"{S}definedName"):
        yield from in_passage(each.text or "", _("defined names"))
    for part in parts.matching(r"xl/revisions/revisionLog\d*\.xml"):
        text = " ".join(each.text or "" for each in parts.tree(part).iter() if each.tag in (f"{S}t", f"{S}v"))
        yield hidden("tracked_change", _("log of changes"), text)
        yield from in_passage(text, _("log of changes"))
    yield from scan_drawings(
        parts, r"xl/(?:drawings/[^/]+|charts/[^/]+|diagrams/[^/]+|externalLinks/[^/]+|pivotCache/[^/]+)\.xml"
    )


class _Words(list[str]):
    """The strings the sheets of a workbook share, and which of them a cell shows."""

    def __init__(self, parts: Parts) -> None:
        self.used: set[int] = set()
        if "xl/sharedStrings.xml" in parts.names:
            self += map(string_of, parts.tree("xl/sharedStrings.xml").iter(f"{S}si"))

    def unused(self) -> Iterator[str]:
        return (word for number, word in enumerate(self) if number not in self.used)


_FIRST_DAY = date(1899, 12, 30)


def string_of(item: ET.Element) -> str:
    """Return a string of a sheet, without the reading aids that stand beside it."""
    runs = [item, *item.findall(f"{S}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{S}t"))


def _scan_sheet(root: ET.Element, sheet: str, words: _Words, looks: CellLooks) -> Iterator[FileFinding]:
    hidden_columns = columns_out_of_sight(root)
    covered = covered_cells(root)
    all_flat = any(form.get("zeroHeight") in ("1", "true") for form in root.iter(f"{S}sheetFormatPr"))
    columns_used: set[int] = set()
    hidden_rows: list[int] = []
    unseen: list[tuple[str, str]] = []
    headings: dict[int, str] = {}
    for number, row in enumerate(root.iter(f"{S}row"), 1):
        row_number = int(row.get("r", "")) if row.get("r", "").isdigit() else number
        cells = {}
        for at, cell in enumerate(row.findall(f"{S}c"), 1):
            column = column_number(cell.get("r", "")) or at
            value = value_of(cell, words)
            if value and int(cell.get("s") or "0") in looks.days:
                value = as_day(value)
            if value:
                cells[column] = value
                if int(cell.get("s") or 0) in looks.unseen or (row_number, column) in covered:
                    unseen.append((f"{_letters(column)}{row_number}", value))
        columns_used |= set(cells)
        flat = row.get("ht") is not None and as_number(row.get("ht", "")) < THINNEST
        if cells and (
            row.get("hidden", "0") in ("1", "true") or flat or (all_flat and row.get("ht") is None)
        ):
            hidden_rows.append(row_number)
        yield from in_row(
            (
                headings.get(column, ""),
                as_announced(headings.get(column, ""), value),
                _("cell %(cell)s of sheet %(sheet)s")
                % {"cell": f"{_letters(column)}{row_number}", "sheet": sheet},
            )
            for column, value in sorted(cells.items())
        )
        values = list(cells.values())
        if are_headings(values) and (
            not headings or names_of_columns(values) > names_of_columns(headings.values())
        ):
            headings = cells
    for cell_name, value in unseen[:_MOST_UNSEEN]:
        yield hidden(
            "hidden_text", _("cell %(cell)s of sheet %(sheet)s") % {"cell": cell_name, "sheet": sheet}, value
        )
    for first, last in _runs(hidden_rows):
        said = {"rows": str(first) if first == last else f"{first}–{last}", "sheet": sheet}
        yield FileFinding("hidden_row", _("row %(rows)s of sheet %(sheet)s") % said, "")
    for first, last in _runs(sorted(hidden_columns & columns_used)):
        letters = _letters(first) if first == last else f"{_letters(first)}–{_letters(last)}"
        where = _("column %(column)s of sheet %(sheet)s") % {"column": letters, "sheet": sheet}
        yield FileFinding("hidden_row", where, "")
    yield from _scan_beside_cells(root, _("sheet %(sheet)s") % {"sheet": sheet})


THINNEST = 0.5  # points, or characters: nobody sees what is narrower
_MOST_UNSEEN = 200  # cells of a sheet that are named one by one
BESIDE_CELLS = {
    f"{S}{name}"
    for name in (
        *("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
        *("dataValidation", "hyperlink", "inputCells"),
    )
}
SPOKEN = ("prompt", "promptTitle", "error", "errorTitle", "tooltip", "display", "val")


def _scan_beside_cells(root: ET.Element, where: str) -> Iterator[FileFinding]:
    """Yield what heads, choices, links and scenarios of a sheet say."""
    for each in root.iter():
        if each.tag in BESIDE_CELLS:
            said = [
                each.text or "",
                *(each.get(key, "") for key in SPOKEN),
                *(part.text or "" for part in each),
            ]
            yield from in_passage("，".join(filter(None, said)), where)


def covered_cells(root: ET.Element) -> set[tuple[int, int]]:
    """Return the cells, by row and column, that a merged cell lies over; what they hold is kept unseen."""
    covered: set[tuple[int, int]] = set()
    for merged in root.iter(f"{S}mergeCell"):
        ends = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", merged.get("ref", ""))
        if ends is None:
            continue
        left, right = column_number(ends.group(1) + "1"), column_number(ends.group(3) + "1")
        top, bottom = int(ends.group(2)), int(ends.group(4))
        if (bottom - top + 1) * (right - left + 1) <= _LARGEST_MERGED:
            covered |= {
                (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
            } - {(top, left)}
    return covered


_LARGEST_MERGED = 100_000  # cells
_LOST_DIGITS = re.compile(r"[1-8][0-9]{14}000")
_NAMES_IDENTITY = re.compile("身份证|证件号|公民身份")


def as_announced(heading: str, value: str) -> str:
    """Return an identity number that lost its last digits as a number in the form issued before 1999.

    Region and day of birth are in it all the same.
    """
    if _LOST_DIGITS.fullmatch(value) and _NAMES_IDENTITY.search(heading) and value[6:8] in ("19", "20"):
        return f"{value[:6]}{value[8:15]}00"
    return value


def as_day(value: str) -> str:
    """Return the number by which a sheet keeps a day as that day."""
    days = int(as_number(value))
    return (_FIRST_DAY + timedelta(days)).isoformat() if 0 < days < 80_000 else value


def value_of(cell: ET.Element, words: list[str]) -> str:
    """Return what a cell holds, numbers in full; of a shared string it is noted that a cell shows it."""
    if cell.get("t") == "inlineStr":
        inline = cell.find(f"{S}is")
        return string_of(inline).strip() if inline is not None else ""
    raw = (cell.findtext(f"{S}v") or "").strip()
    if cell.get("t") == "s":
        if not raw.isdigit() or int(raw) >= len(words):
            return ""
        if isinstance(words, _Words):
            words.used.add(int(raw))
        return words[int(raw)].strip()
    if cell.get("t") in ("str", "e", "b"):
        return raw
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]{1,2}|[0-9]+\.0", raw):
        return str(int(float(raw))) if float(raw) < 1e19 else raw
    return raw


def column_number(reference: str) -> int:
    """Return the column of a cell such as AB12 as a number from 1, and 0 for what is no cell."""
    number = 0
    for sign in reference.rstrip("0123456789"):
        if not ("A" <= sign <= "Z"):
            return 0
        number = number * 26 + ord(sign) - 64
    return number


def _letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def columns_out_of_sight(root: ET.Element) -> set[int]:
    """Return the columns of a sheet that are hidden or too narrow to be seen."""
    found: set[int] = set()
    for column in root.iter(f"{S}col"):
        first, last = column.get("min", ""), column.get("max", "")
        unseen = column.get("hidden", "0") in ("1", "true") or as_number(column.get("width", "9")) < THINNEST
        if unseen and first.isdigit() and last.isdigit():
            found |= set(range(int(first), min(int(last), 16_384) + 1))
    return found


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each unbroken run of `numbers`, which rise."""
    for _distance, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _place, number in run]
        yield members[0], members[-1]


def _scan_sheet_comments(parts: Parts, part: str, sheet: str) -> Iterator[FileFinding]:
    for target in parts.relations(part).values():
        if "omment" not in target or target not in parts.names or not target.endswith(".xml"):
            continue
        for comment in parts.tree(target).iter():
            if comment.tag.rsplit("}", 1)[-1] not in ("comment", "threadedComment"):
                continue
            where = _("cell %(cell)s of sheet %(sheet)s") % {"cell": comment.get("ref", "?"), "sheet": sheet}
            text = "".join(
                each.text or "" for each in comment.iter() if each.tag.rsplit("}", 1)[-1] in ("t", "text")
            )
            yield hidden("comment", where, text)
            yield from in_passage(text, where)
