"""The inventory as a file in the columns of the standard catalogues: XLSX with merged headings, or CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from gongkai.inventory.models import Audience, GrassRootsLevel, Matter, Method
from gongkai.inventory.reading import CHANNELS, PHASES, in_words, ticked

TICK = "√"
# A cell that begins so would be computed by the program that opens the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

# Heading, heading below it, width in characters.
_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("序号", "", 6),
    ("领域", "", 12),
    ("公开事项", "一级事项", 16),
    ("公开事项", "二级事项", 16),
    ("公开内容（要素）", "", 36),
    ("公开依据", "", 28),
    ("公开时限", "", 22),
    ("公开主体", "", 18),
    ("公开渠道和载体", "", 30),
    ("公开对象", "全社会", 8),
    ("公开对象", "特定群体", 8),
    ("公开方式", "主动", 8),
    ("公开方式", "依申请", 8),
    ("公开层级", "县级", 8),
    ("公开层级", "乡级", 8),
    ("公开阶段", "", 10),
    ("事项编码", "", 16),
)
_INSIDE = (("责任科室", "", 14), ("栏目", "", 12))

_EXAMPLE = Matter(
    code="社会救助-01",
    field="社会救助",
    level1="最低生活保障",
    level2="办事指南",
    content_elements="办理事项、办理条件、最低生活保障标准、申请材料、办理流程、办理时间、地点、联系方式",
    legal_basis="《社会救助暂行办法》",
    time_limit="制定或获取信息之日起10个工作日内",
    responsible_body="街道办事处",
    channels=("website", "service_centre"),
    audience="everybody",
    method="proactive",
    levels=("township",),
    phase="service",
)


def as_xlsx(matters: Iterable[Matter], *, title: str, inside: bool = False) -> bytes:
    """Return the matters as XLSX; `inside` adds what only the office needs: the section and the column."""
    columns = _COLUMNS + (_INSIDE if inside else ())
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "公开事项"
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append([over for over, _below, _width in columns])
    sheet.append([below for _over, below, _width in columns])
    _merge_headings(sheet, columns)
    for cells in _rows(matters, inside=inside):
        sheet.append(cells)
    _lay_out(sheet, columns)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(matters: Iterable[Matter]) -> bytes:
    """Return the matters as CSV with one row of headings, marked so that Excel knows UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([below or over for over, below, _width in _COLUMNS])
    writer.writerows(_rows(matters))
    return written.getvalue().encode("utf-8-sig")


def template() -> bytes:
    """Return the file to fill in, with one matter as an example."""
    return as_xlsx([_EXAMPLE], title="社会救助领域基层政务公开标准目录", inside=True)


def _rows(matters: Iterable[Matter], *, inside: bool = False) -> Iterator[list[Any]]:
    for number, matter in enumerate(matters, start=1):
        cells: list[Any] = [
            number,
            matter.field,
            matter.level1,
            matter.level2,
            matter.content_elements,
            matter.legal_basis,
            matter.time_limit,
            matter.responsible_body,
            "\n".join(ticked(CHANNELS, matter.channels)),
            _tick(matter.audience == Audience.EVERYBODY),
            _tick(matter.audience == Audience.GROUPS),
            _tick(matter.method == Method.PROACTIVE),
            _tick(matter.method == Method.ON_REQUEST),
            _tick(GrassRootsLevel.COUNTY in matter.levels),
            _tick(GrassRootsLevel.TOWNSHIP in matter.levels),
            in_words(PHASES, matter.phase),
            matter.code,
        ]
        if inside:
            cells += [matter.section.name if matter.section else "", matter.column]
        yield [_harmless(cell) for cell in cells]


def _tick(holds: bool) -> str:
    return TICK if holds else ""


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _merge_headings(sheet: Any, columns: tuple[tuple[str, str, int], ...]) -> None:
    place = 1
    while place <= len(columns):
        over, below, _width = columns[place - 1]
        last = place
        while below and last < len(columns) and columns[last][0] == over:
            last += 1
        sheet.merge_cells(
            start_row=2, start_column=place, end_row=2 if below else 3, end_column=last if below else place
        )
        place = last + 1


def _lay_out(sheet: Any, columns: tuple[tuple[str, str, int], ...]) -> None:
    thin = Side(style="thin")
    border, wrapped = Border(thin, thin, thin, thin), Alignment(wrap_text=True, vertical="center")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border, cell.alignment = border, wrapped
            if cell.row <= 3:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for place, (_over, _below, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
