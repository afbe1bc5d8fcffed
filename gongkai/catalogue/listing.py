"""The catalogue of what is public (政府信息公开目录) as a table: CSV or XLSX, written line by line.

Law: Regulations on the Disclosure of Government Information (2019), art. 12: index, name, abstract, day.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

from gongkai.catalogue.models import Validity
from gongkai.documents.models import Genre

HEADINGS = (
    "索引号",
    "名称",
    "内容概述",
    "生成日期",
    "发布日期",
    "发布机构",
    "栏目",
    "主题分类",
    "体裁",
    "发文字号",
    "有效性",
    "公开方式",
    "网址",
)
#: The values of an item in this order, for `values_list`; the way of disclosure and the address come after.
FIELDS = (
    "index_number",
    "title",
    "abstract",
    "document_date",
    "published_on",
    "agency__name",
    "column__name",
    "subject_category",
    "genre",
    "document_number",
    "validity",
    "pk",
)
PROACTIVE = "主动公开"

_WIDTHS = (24, 60, 40, 12, 12, 36, 16, 16, 10, 20, 10, 10, 40)
# A cell that begins so would be computed by the program that opens the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What XML 1.0 has no place for.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Line = list[str]


def lines(rows: Iterable[tuple[object, ...]], place: str) -> Iterator[Line]:
    """Yield a line of text cells for each row of FIELDS; `place` is an address with %d for the item."""
    genres = {key: str(label) for key, label in Genre.choices}
    validities = {key: str(label) for key, label in Validity.choices}
    for row in rows:
        *said, pk = row
        said[8], said[10] = genres.get(str(said[8]), ""), validities.get(str(said[10]), "")
        yield [_harmless(_text(each)) for each in (*said, PROACTIVE, place % pk)]


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else " ".join(str(value or "").split())


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_csv(found: Iterable[Line]) -> Iterator[bytes]:
    """Yield the table as CSV in UTF-8, marked so that Excel knows it, some lines at a time."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    yield b"\xef\xbb\xbf"
    for number, line in enumerate(found, start=1):
        writer.writerow(line)
        if number % 500 == 0:
            yield _taken(written)
    yield _taken(written)


def _taken(written: io.StringIO) -> bytes:
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text.encode("utf-8", "replace")


def as_xlsx(found: Iterable[Line], into: IO[bytes]) -> None:
    """Write the table as XLSX; a line is written as it comes, so that 30,000 need no room at once."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET_HEAD.encode())
            sheet.write(_row(1, HEADINGS, ' s="1"').encode())
            kept: list[str] = []
            for number, line in enumerate(found, start=2):
                kept.append(_row(number, line))
                if len(kept) == 500:
                    sheet.write("".join(kept).encode("utf-8", "replace"))
                    kept.clear()
            sheet.write("".join(kept).encode("utf-8", "replace"))
            sheet.write(b"</sheetData></worksheet>")


def _row(number: int, cells: Iterable[str], style: str = "") -> str:
    told = (
        f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(_NO_XML.sub("", cell))}</t></is></c>'
        for cell in cells
    )
    return f'<row r="{number}">{"".join(told)}</row>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_COLS = "".join(
    f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
    for place, width in enumerate(_WIDTHS, start=1)
)
_SHEET_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    f"<cols>{_COLS}</cols><sheetData>"
)
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="政府信息公开目录" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
    ),
}
