"""The file to fill in: the newest shipped notice as an example, in the columns that are read."""

import csv
import io
from collections.abc import Iterator

import openpyxl
from openpyxl.styles import Font

from gongkai.workdays.reading import OFFICIAL_NAMES
from gongkai.workdays.shipped import Notice, shipped_notices

_IN_CHINESE = {name: official for official, name in OFFICIAL_NAMES.items()}

Cell = object


def as_csv(notice: Notice | None = None) -> bytes:
    """Return the file as CSV, marked so that Excel knows UTF-8; without a notice the newest shipped."""
    written = io.StringIO()
    csv.writer(written).writerows(_rows(notice or shipped_notices()[-1]))
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(notice: Notice | None = None) -> bytes:
    """Return the file as XLSX; without a notice the newest shipped."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "节假日安排"
    for row in _rows(notice or shipped_notices()[-1]):
        sheet.append(row)
    for cell in sheet[_HEADING_ROW]:
        cell.font = Font(bold=True)
    for column, width in (("A", 14), ("B", 24), ("C", 14)):
        sheet.column_dimensions[column].width = width
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_HEADING_ROW = 4


def _rows(notice: Notice) -> Iterator[list[Cell]]:
    yield ["年份", notice.year]
    yield ["文号", notice.number]
    yield ["发文日期", notice.issued_on]
    yield ["日期", "类型", "名称"]
    for day, what in notice.days.items():
        yield [day, "班" if what.works else "休", _IN_CHINESE.get(what.name, what.name)]
