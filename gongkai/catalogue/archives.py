"""The items of a year for the archives bureau (档案移交): each as PDF with its files, a list, checksums.

What is handed over is what was published in the year and cleared; how long it is kept is for the office to
decide, the list proposes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pikepdf
from django.utils import translation

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.catalogue.packing import Packing, file_name
from gongkai.documents.models import Form
from gongkai.documents.pictures import shown_in
from gongkai.documents.printing import GENRES
from gongkai.files.models import ContentErased
from gongkai.secrecy.models import Markup, PackageFile, State
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.official import OfficialDocument
from gongkai.typesetting.pdf import official_pdf, register_pdf
from gongkai.typesetting.registers import Register, register_xlsx
from gongkai.typesetting.rich_text import blocks, from_plain
from gongkai.typesetting.tables import Alignment, Column

# 保管期限: 永久 for normative documents; for all others what the office says, 30 years unless told.
PERMANENT, USUAL, PERIODS = "永久", "30年", ("永久", "30年", "10年")
CENTRE = Alignment.CENTRE
_BLANK = "\u3000" * 8
COLUMNS = (
    Column("件号", 0.8, CENTRE),
    Column("责任者", 2.2),
    Column("文号", 2),
    Column("题名", 5),
    Column("日期", 1.5, CENTRE),
    Column("页数", 0.8, CENTRE),
    Column("保管期限", 1.2, CENTRE),
    Column("备注", 2.5),
)


@dataclass(frozen=True)
class _Piece:
    """件: an item in the package."""

    number: int
    item: Item
    pages: int
    period: str
    remark: str

    def row(self) -> tuple[Any, ...]:
        item = self.item
        return (
            self.number,
            item.source or item.agency.name,
            item.document_number,
            item.title,
            # Archives write days without signs between.
            f"{item.document_date:%Y%m%d}",
            self.pages or "",
            self.period,
            self.remark,
        )


def hand_over(agency: Agency, year: int, *, period: str = USUAL) -> Iterator[bytes]:
    """Yield the ZIP of what an agency published in a year, piece by piece; whoever calls notes it first.

    `period` is how long items are kept that are no normative documents: 永久, 30年 or 10年.
    """
    packing = Packing()
    top = file_name(f"{agency.short_name}{year}年政府信息公开移交档案")
    pieces: list[_Piece] = []
    items = (
        Item.objects.filter(agency=agency, published_on__year=year, package__review__state=State.CLEARED)
        .select_related("agency", "package", "document")
        .prefetch_related("package__files__file")
        .order_by("published_on", "pk")
        .iterator(chunk_size=100)
    )
    for number, item in enumerate(items, start=1):
        folder = f"{top}/件/{number:04d}"
        files = sorted(item.package.files.all(), key=lambda each: each.order)
        pdf, remarks = _pdf(item, files)
        if pdf:
            yield from packing.put(f"{folder}/{number:04d} {file_name(item.title)}.pdf", pdf)
        for place, each in enumerate(files, start=1):
            if each.file.erased_at is not None:
                remarks.append(f"附件{place}内容已删除")
                continue
            yield from packing.put(f"{folder}/附件/{place} {file_name(each.name)}", each.file.open_plain())
        if files:
            remarks.append(f"附件{len(files)}个")
        kept = PERMANENT if item.is_normative else period
        pieces.append(_Piece(number, item, _pages(pdf), kept, "；".join(remarks)))
    register = _register(agency, year, pieces)
    yield from packing.put(f"{top}/归档文件目录.xlsx", register_xlsx(register))
    try:
        yield from packing.put(f"{top}/移交清单.pdf", register_pdf(register))
    except CharactersMissing as missing:
        yield from packing.put(f"{top}/移交清单未能生成.txt", str(missing).encode())
    yield from packing.close()


def _register(agency: Agency, year: int, pieces: Sequence[_Piece]) -> Register:
    with translation.override("zh-hans"):
        rows: list[tuple[Any, ...]] = [piece.row() for piece in pieces]
    pages = sum(piece.pages for piece in pieces)
    # The list is signed by both sides, below its last row.
    rows += [
        ("", "合计", "", f"{len(pieces)}件，{pages}页", "", "", "", ""),
        ("", "移交单位（章）", "", f"{agency.name}　移交人：{_BLANK}日期：{_BLANK}", "", "", "", ""),
        ("", "接收单位（章）", "", f"接收人：{_BLANK}日期：{_BLANK}", "", "", "", ""),
    ]
    return Register(
        title="政府信息公开档案移交清单",
        subtitle=f"{agency.name}　{year}年",
        columns=COLUMNS,
        rows=rows,
        printed_on=clock.today(),
        author=agency.name,
    )


def _pdf(item: Item, files: Sequence[PackageFile]) -> tuple[bytes, list[str]]:
    """Return an item as PDF, in official layout; without one the remark says so."""
    try:
        return official_pdf(as_paper(item, files)), ["已撤回"] if item.is_withdrawn else []
    except CharactersMissing:
        page = item.package.body
        return b"", [f"字体缺字，未能转为版式文件（{len(page)}字）"]


def as_paper(item: Item, files: Sequence[PackageFile]) -> OfficialDocument:
    """Return an item as it is printed: with red head only what the office issued as a document."""
    package = item.package
    inside, after = shown_in(package.body, list(files))
    is_document = item.document is not None and item.document.form == Form.OFFICIAL
    agency = item.agency.name
    return OfficialDocument(
        head=f"{agency}文件" if is_document and item.document_number else "",
        title=item.title,
        body=blocks(package.body if package.markup == Markup.HTML else from_plain(package.body)),
        issuer=item.source or agency,
        number=item.document_number or f"索引号：{item.index_number}",
        pictures=_contents(inside),
        enclosures=tuple(each.name.rpartition(".")[0] or each.name for each in after),
        signed_on=_day(item),
        genre=GENRES.get(item.genre, ""),  # type: ignore[call-overload]
        sealed=False,
    )


def _day(item: Item) -> date:
    return item.document_date or item.published_on


def _contents(files: Sequence[PackageFile]) -> dict[str, bytes]:
    found = {}
    for each in files:
        try:
            found[str(each.file_id)] = each.file.read()
        except (ContentErased, FileNotFoundError):
            continue
    return found


def _pages(pdf: bytes) -> int:
    if not pdf:
        return 0
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
