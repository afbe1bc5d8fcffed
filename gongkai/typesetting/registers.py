"""Registers: long tables, printed across the page or opened as a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment as SheetAlignment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from .characters import printable, printable_lines, width
from .letters import chinese_date
from .tables import Alignment, Cell, Column, Row, Table

Value = str | int | Decimal | bool | date | datetime | None

# 小五: a register has many columns.
TYPE_SIZE = 9.0
BEIJING = ZoneInfo("Asia/Shanghai")
# What a spreadsheet takes for a formula, or for the start of one behind a blank.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# What a spreadsheet allows: characters in a cell and in a sheet's name, digits of a number it keeps whole.
CELL_AT_MOST, SHEET_NAME_AT_MOST, DIGITS_AT_MOST = 32_767, 31, 15
NARROWEST, WIDEST = 6.0, 60.0
ROWS_MEASURED = 500
HEAD_ROW = 3
THIN = Side(style="thin", color="808080")


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register as printed.

    subtitle     below the title: the office, the period
    columns      labels, shares of the width, alignment
    rows         values a column; days stay days, and figures figures, in the spreadsheet
    printed_on   stands at the foot of every page
    author       for the file's properties
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    printed_on: date
    subtitle: str = ""
    author: str = ""


def in_words(value: Value) -> str:
    """Return `value` as a register prints it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{_local(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    return str(value)


def paper_table(register: Register) -> Table:
    """Return `register` as a table for the page.

    Raises ValueError when a row has more or fewer values than there are columns.
    """
    _check(register)
    return Table(
        register.columns,
        tuple(Row(tuple(Cell(in_words(value)) for value in row)) for row in register.rows),
        size=TYPE_SIZE,
    )


def register_xlsx(register: Register) -> bytes:
    """Return `register` as a spreadsheet: days are days, the head stays in sight, no text becomes a formula.

    The same register always gives the same bytes. Raises ValueError as `paper_table` does.
    """
    _check(register)
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = _sheet_name(register.title)
    _write(sheet.cell(1, 1), register.title)
    sheet.cell(1, 1).font = Font(size=16, bold=True)
    below = (*printable_lines(register.subtitle), f"打印日期：{chinese_date(register.printed_on)}")
    _write(sheet.cell(2, 1), "　".join(below))
    for place, column in enumerate(register.columns, 1):
        head = sheet.cell(HEAD_ROW, place)
        _write(head, column.label)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="EEEEEE")
        head.alignment = SheetAlignment(horizontal="center", vertical="center", wrap_text=True)
        head.border = Border(THIN, THIN, THIN, THIN)
    for number, row in enumerate(register.rows, HEAD_ROW + 1):
        for place, (value, column) in enumerate(zip(row, register.columns, strict=True), 1):
            cell = sheet.cell(number, place)
            _write(cell, value)
            cell.alignment = SheetAlignment(
                horizontal=None if column.alignment == Alignment.LEFT else column.alignment.value,
                vertical="center",
                wrap_text=True,
            )
            cell.border = Border(THIN, THIN, THIN, THIN)
    _set_up(sheet, register)
    return _saved(book, register)


def _check(register: Register) -> None:
    for number, row in enumerate(register.rows, 1):
        if len(row) != len(register.columns):
            raise ValueError(f"row {number} has {len(row)} values for {len(register.columns)} columns")


def _write(cell: SheetCell, value: Value) -> None:
    match value:
        case bool() | str():
            _write_text(cell, in_words(value))
        case datetime():
            cell.value, cell.number_format = _local(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
        case date():
            cell.value, cell.number_format = value, "yyyy-mm-dd"
        case int() if len(str(abs(value))) > DIGITS_AT_MOST:
            _write_text(cell, str(value))
        case Decimal():
            places = max(0, -int(value.as_tuple().exponent)) if value.is_finite() else 0
            cell.value, cell.number_format = value, f"0.{'0' * places}" if places else "0"
        case _:
            cell.value = value


def _write_text(cell: SheetCell, text: str) -> None:
    clean = "\n".join(printable_lines(text))[:CELL_AT_MOST]
    cell.value = clean or None
    if clean:
        cell.data_type = "s"
    # Figures such as 007 and long numbers of documents stay as they were written.
    cell.number_format = "@"
    # The mark of a typed apostrophe: stays text when someone edits the cell.
    cell.quotePrefix = clean.startswith(FORMULA_SIGNS)


def _set_up(sheet: Worksheet, register: Register) -> None:
    last = get_column_letter(max(1, len(register.columns)))
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    if register.columns:
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + len(register.rows)}"
    for place, column in enumerate(register.columns):
        shown = [column.label, *(in_words(row[place]) for row in register.rows[:ROWS_MEASURED])]
        widest = max(2 * width(line) for text in shown for line in (printable_lines(text) or ("",)))
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(WIDEST, max(NARROWEST, widest + 3))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.oddFooter.right.text = "第&P页 共&N页"


def _sheet_name(title: str) -> str:
    name = "".join(character for character in printable(title) if character not in "[]:*?/\\'")
    return name[:SHEET_NAME_AT_MOST].strip() or "登记簿"


def _local(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING) if moment.tzinfo else moment


def _saved(book: Workbook, register: Register) -> bytes:
    properties = book.properties
    properties.title, properties.creator = printable(register.title)[:255], printable(register.author)[:255]
    saved, packed = BytesIO(), BytesIO()
    book.save(saved)
    day = register.printed_on
    properties.created = properties.modified = datetime(day.year, day.month, day.day)
    with ZipFile(saved) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as out:
        for name in parts.namelist():
            # The library stamps the moment of saving over the day of printing.
            content = tostring(properties.to_tree()) if name == "docProps/core.xml" else parts.read(name)
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            out.writestr(entry, content)
    return packed.getvalue()
