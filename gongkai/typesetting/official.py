"""An official document (公文): what it says, and what the standard makes of it.

The standard is GB/T 9704-2012 (党政机关公文格式). Both PDF and DOCX are made from the one arrangement.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO

from PIL import Image, ImageOps

from .characters import printable, printable_lines, width
from .letters import (
    Kind,
    RedHead,
    Signature,
    chinese_date,
    paragraphs_of,
    red_head,
    signed,
    title_lines,
)
from .rich_text import (
    Block,
    CellBlock,
    Heading,
    ListItem,
    Paragraph,
    PictureBlock,
    Run,
    TableBlock,
    pictures_in,
    words_of,
)
from .tables import Alignment, Cell, Column, Row, Table

# 上行文 name who signs; a 函 has a head of its own.
UPWARD, LETTERS = frozenset({"请示", "报告"}), frozenset({"函"})
DRAFT_MARK = "草稿"
# Pixels: what a picture may have at all, and what 156 mm show at 300 in an inch.
PIXELS_AT_MOST, PIXELS_ACROSS = 60_000_000, 1843
# Millimetres of type area, and of a pixel on the screens where pictures are looked at.
TEXT_WIDTH, PICTURE_HEIGHT, PIXEL = 156.0, 190.0, 25.4 / 96
CAPTION_PICTURE = "图片"
# Columns share the width by what stands in them, in characters between these.
NARROWEST, WIDEST = 3.0, 24.0
# Sizes of type in points for tables with up to so many columns.
TABLE_SIZES = ((5, 12.0), (8, 10.5), (12, 9.0), (20, 7.5), (60, 5.0))


@dataclass(frozen=True, kw_only=True)
class OfficialDocument:
    """What an official document says.

    head           发文机关标志 as printed in red, such as 建国门街道办事处文件; empty for none
    number         发文字号; empty in a draft
    signer         签发人, printed in 请示 and 报告 only
    title          a line end breaks it there, otherwise it is broken evenly
    recipients     主送机关
    body           the text; its pictures are named by key
    pictures       the content of each picture by its key; what is missing or no picture is left out by name
    enclosures     names of the enclosures, without numbers
    issuer         发文机关署名
    signed_on      成文日期; None in a draft
    sealed         whether room for the seal is left
    openness_mark  附注 without brackets, such as 此件主动公开
    copies_to      抄送机关
    printed_by     印发机关, with printed_on 印发日期
    genre          文种, such as 通知, 请示 or 函
    draft          whether every page says that it is a draft; one without number or date always does
    """

    head: str
    title: str
    body: tuple[Block, ...]
    issuer: str
    number: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    enclosures: tuple[str, ...] = ()
    signed_on: date | None = None
    sealed: bool = True
    openness_mark: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    genre: str = ""
    draft: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether it is not the document as issued."""
        return self.draft or not self.number or self.signed_on is None


@dataclass(frozen=True)
class ArrangedPicture:
    """A picture as printed: a file of its kind, and how wide and high it stands, in millimetres."""

    name: str
    content: bytes
    wide: float
    high: float
    alt: str


@dataclass(frozen=True)
class Piece:
    """A part of the text as printed.

    kind     heading, subheading, text, center, right, quote, caption, rule, table or picture
    indent   how many characters all its lines stand further in
    """

    kind: str
    runs: tuple[Run, ...] = ()
    indent: int = 0
    table: Table | None = None
    picture: ArrangedPicture | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return words_of(self.runs)


@dataclass(frozen=True)
class ArrangedDocument:
    """An official document as it stands on the paper: every string as printed."""

    author: str
    form: str  # ordinary, upward or letter
    head: RedHead | None
    number: str
    signer: str
    title_lines: tuple[str, ...]
    recipient: str
    pieces: tuple[Piece, ...]
    enclosure_numbers: tuple[str, ...]
    enclosures: tuple[str, ...]
    signature: Signature | None
    note: str
    copies_to: str
    printed_by: str
    printed_on: str
    draft_mark: str


def arrange_document(document: OfficialDocument) -> ArrangedDocument:
    """Return `document` as it stands on the paper, in clean characters.

    Standard: GB/T 9704-2012, 7.2, 7.3 and 10.1.
    """
    form = _form_of(document.genre)
    head = printable(document.head)
    enclosures = tuple(name.rstrip("。；;，,、") for name in printable_lines(*document.enclosures))
    recipients = tuple(name.rstrip("：:，,、") for name in printable_lines(*document.recipients))
    copies = printable_lines(*document.copies_to)
    printed_by, note = printable(document.printed_by), printable(document.openness_mark).strip("（）()")
    printed_on = document.printed_on or document.signed_on
    day = document.signed_on
    signer = printable(document.signer)
    return ArrangedDocument(
        author=printable(document.issuer),
        form=form,
        head=red_head(head) if head else None,
        number=printable(document.number),
        signer=signer if form == "upward" else "",
        title_lines=title_lines(document.title),
        recipient=f"{'，'.join(recipients)}：" if recipients else "",
        pieces=tuple(pieces_of(document.body, Album(document.pictures))),
        enclosure_numbers=tuple(
            f"{number}." if len(enclosures) > 1 else "" for number, _ in enumerate(enclosures, 1)
        ),
        enclosures=enclosures,
        signature=signed(document.issuer, day, sealed=document.sealed) if day else None,
        note=f"（{note}）" if note else "",
        copies_to=f"抄送：{'，'.join(copies)}。" if copies else "",
        printed_by=printed_by,
        printed_on=f"{chinese_date(printed_on)}印发" if printed_by and printed_on else "",
        draft_mark=DRAFT_MARK if document.is_draft else "",
    )


def _form_of(genre: str) -> str:
    if genre in UPWARD:
        return "upward"
    return "letter" if genre in LETTERS else "ordinary"


@dataclass
class Album:
    """The pictures of a document, or of several on the same sheets, each made ready once."""

    contents: Mapping[str, bytes]
    made: dict[str, ArrangedPicture | None] = field(default_factory=dict)

    def picture(self, block: PictureBlock) -> ArrangedPicture | None:
        if block.file not in self.made:
            content = self.contents.get(block.file)
            name = f"p{len(self.made) + 1}"
            self.made[block.file] = _fitting(content, name) if content else None
        made = self.made[block.file]
        return made and replace(made, alt=printable(block.alt) or CAPTION_PICTURE)


def _fitting(content: bytes, name: str) -> ArrangedPicture | None:
    """Return the picture as it fits the page, drawn anew so that nothing else in the file comes along."""
    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > PIXELS_AT_MOST:
                return None
            drawn = ImageOps.exif_transpose(opened)
            kind = "JPEG" if opened.format == "JPEG" else "PNG"
            if drawn.mode in ("RGBA", "LA", "PA") or "transparency" in drawn.info:
                coloured = drawn.convert("RGBA")
                drawn = Image.new("RGB", coloured.size, "white")
                drawn.paste(coloured, mask=coloured.getchannel("A"))
            drawn = drawn.convert("RGB")
            wide, high = _measures(drawn.width, drawn.height)
            if drawn.width > PIXELS_ACROSS:
                drawn = drawn.resize(
                    (PIXELS_ACROSS, max(1, round(drawn.height * PIXELS_ACROSS / drawn.width)))
                )
    # Whatever is wrong with the file: a picture that cannot be drawn is named instead.
    except Exception:
        return None
    # On a fresh sheet, since comments and profiles of the file cling to what was read from it.
    fresh = Image.new("RGB", drawn.size)
    fresh.paste(drawn)
    saved = BytesIO()
    fresh.save(saved, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return ArrangedPicture(f"{name}.{kind.lower()}", saved.getvalue(), wide, high, "")


def _measures(pixels_wide: int, pixels_high: int) -> tuple[float, float]:
    wide, high = pixels_wide * PIXEL, pixels_high * PIXEL
    smaller = min(1.0, TEXT_WIDTH / wide, PICTURE_HEIGHT / high)
    return round(wide * smaller, 2), round(high * smaller, 2)


def pieces_of(body: Iterable[Block], album: Album) -> Iterator[Piece]:
    """Yield the parts of a text as they are printed, with the pictures of `album` at their places."""
    for block in body:
        match block:
            case Heading(level, runs, align):
                kind = {2: "heading", 3: "subheading"}.get(level, "text")
                yield from _spoken(kind, runs, centred=align == "center")
            case Paragraph():
                yield from _paragraph(block)
            case ListItem():
                yield from _item(block)
            case TableBlock():
                if block.rows:
                    yield Piece("table", table=table_of(block))
                    for picture in pictures_in((block,)):
                        yield from _picture(picture, album)
            case PictureBlock():
                yield from _picture(block, album)
            case _:
                yield Piece("rule")


def _spoken(kind: str, runs: Iterable[Run], *, indent: int = 0, centred: bool = False) -> Iterator[Piece]:
    said = _on_paper(runs)
    if said:
        yield Piece(f"{kind}-center" if centred else kind, said, indent)


def _paragraph(block: Paragraph) -> Iterator[Piece]:
    if block.quoted:
        yield from _spoken("quote", block.runs, indent=2)
    elif block.align:
        yield from _spoken(block.align, block.runs)
    else:
        # 一、 and （一） make headings, as in a letter, also where nobody marked them as such.
        named = paragraphs_of((words_of(block.runs),))
        kind = named[0].kind if len(named) == 1 else Kind.TEXT
        yield from _spoken(kind.value, block.runs)


def _item(item: ListItem) -> Iterator[Piece]:
    mark = ""
    if item.number:
        deep = item.level > 1
        numbered = f"（{item.number}）" if deep else f"{item.number}."
        mark = numbered if item.ordered else ("－" if deep else "·")
    runs = (Run(mark), *item.runs) if mark else item.runs
    yield from _spoken("text", runs, indent=2 * (item.level - 1))


def _picture(block: PictureBlock, album: Album) -> Iterator[Piece]:
    caption = printable(block.alt)
    if picture := album.picture(block):
        yield Piece("picture", (Run(caption),) if caption else (), picture=picture)
    else:
        yield Piece("caption", (Run(f"（{CAPTION_PICTURE}{'：' if caption else ''}{caption}）"),))


def _on_paper(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return `runs` in clean characters, with the spaces between them."""
    said = (
        replace(run, text="\n".join(printable(f"|{line}|")[1:-1] for line in run.text.split("\n")))
        for run in runs
    )
    return tuple(run for run in said if run.text)


# Tables


def table_of(block: TableBlock) -> Table:
    """Return a table of rich text as tables are printed; a row that is too short ends with empty cells."""
    rows = list(_filled(block.rows))
    head = block.head_rows if block.head_rows < len(rows) else 0
    count = max(1, sum(cell.across for cell in rows[0].cells if isinstance(cell, Cell)))
    shares = _shares(block.rows, count)
    size = next((size for most, size in TABLE_SIZES if count <= most), TABLE_SIZES[-1][1])
    return Table(
        tuple(Column("", share) for share in shares),
        tuple(rows[head:]),
        head=tuple(rows[:head]),
        headless=not head,
        size=size,
    )


def _filled(rows: tuple[tuple[CellBlock, ...], ...]) -> Iterator[Row]:
    columns = max(_reach(rows), default=1)
    taken_until = [0] * columns
    for number, row in enumerate(rows):
        cells = []
        column = 0
        for cell in row:
            while taken_until[column] > number:
                column += 1
            end = column + cell.colspan
            taken_until[column:end] = [number + cell.rowspan] * cell.colspan
            column = end
            cells.append(_cell(cell))
        missing = [place for place in range(columns) if taken_until[place] <= number]
        yield Row((*cells, *(Cell("") for _ in missing)))


def _reach(rows: tuple[tuple[CellBlock, ...], ...]) -> Iterator[int]:
    """Yield how many columns each row reaches over, with the cells that come down from above."""
    open_until: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while open_until.get(column, 0) > number:
                column += 1
            for place in range(column, column + cell.colspan):
                open_until[place] = number + cell.rowspan
            column += cell.colspan
        yield max(1, column)


def _cell(cell: CellBlock) -> Cell:
    lines: list[str] = []
    runs: list[Run] = []
    align = cell.align
    for block in cell.blocks:
        match block:
            case Paragraph() | Heading():
                align = align or block.align
                runs += block.runs
                lines.append(words_of(block.runs))
            case ListItem():
                (piece,) = _item(block) if block.runs or block.number else (Piece("text"),)
                runs += block.runs
                lines.append(piece.text)
    return Cell(
        "\n".join(lines),
        across=cell.colspan,
        down=cell.rowspan,
        strong=cell.head or (bool(runs) and all(run.bold for run in runs)),
        alignment=Alignment(align) if align else (Alignment.CENTRE if cell.head else None),
    )


def _shares(rows: tuple[tuple[CellBlock, ...], ...], count: int) -> list[float]:
    wanted = [NARROWEST] * count
    until = [0] * count
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < count and until[column] > number:
                column += 1
            end = column + cell.colspan
            until[column:end] = [number + cell.rowspan] * cell.colspan
            if cell.colspan == 1 and column < count:
                longest = max(map(width, _cell(cell).text.split("\n")))
                wanted[column] = max(wanted[column], min(longest + 1, WIDEST))
            column = end
    return wanted
