"""Rich text: a small, safe part of HTML, what it says in plain words, and the blocks it is made of.

Whatever comes in (an editor, a paste from Word or WPS, a file read in) is read into blocks first, and only
blocks are written out again: what no block can hold, no output has. The cleaner nh3 looks at it once more.

Pictures are named by the file that holds them, `<img data-file="…">`; a page puts the address in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from itertools import accumulate, groupby, takewhile
from typing import NamedTuple
from uuid import UUID

import nh3
from lxml import etree  # type: ignore[import-untyped]

from .characters import LINE_ENDS, printable_lines

TAGS = {
    *("p", "h2", "h3", "h4", "strong", "em", "u", "s", "sub", "sup", "ul", "ol", "li", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "br", "hr", "a", "img"),
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"data-file", "alt"},
    "td": {"colspan", "rowspan", "data-align"},
    "th": {"colspan", "rowspan", "data-align"},
    **{tag: {"data-align"} for tag in ("p", "h2", "h3", "h4")},
}
SCHEMES = {"http", "https", "mailto"}
# Deeper lists and wider tables than these fit no page; what goes beyond joins the last level or cell.
LIST_LEVELS, COLUMNS = 6, 60
ALT_AT_MOST, ADDRESS_AT_MOST = 1000, 2000


@dataclass(frozen=True)
class Run:
    """Words set alike. A line end in `text` breaks the line there."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    sup: bool = False
    sub: bool = False
    struck: bool = False
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `level` is 2, 3 or 4, since 1 is the title of the document."""

    level: int
    runs: Runs
    align: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `align` is empty, `center` or `right`."""

    runs: Runs
    align: str = ""
    quoted: bool = False


@dataclass(frozen=True)
class ListItem:
    """A paragraph of a list, `level` 1 to 6 deep. Number 0 means: it goes on in the item before it."""

    level: int
    ordered: bool
    number: int
    runs: Runs


@dataclass(frozen=True)
class PictureBlock:
    """A picture: `file` is the key under which its content is kept. `level` above 0: inside a list item."""

    file: str
    alt: str = ""
    level: int = 0


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True)
class CellBlock:
    """A cell of a table, maybe over several columns or rows; it holds no further table."""

    blocks: "tuple[Block, ...]"
    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    align: str = ""


@dataclass(frozen=True)
class TableBlock:
    """A table, row by row; a cell stands only where it begins."""

    rows: tuple[tuple[CellBlock, ...], ...]

    @property
    def head_rows(self) -> int:
        """How many rows at the top are its head, which repeats on every page."""
        leading = list(takewhile(lambda row: row and all(cell.head for cell in row), self.rows))
        reaches = (place + cell.rowspan for place, row in enumerate(leading) for cell in row)
        return len(leading) if max(reaches, default=0) <= len(leading) else 0


Block = Heading | Paragraph | ListItem | TableBlock | PictureBlock | Rule


def clean(html: str) -> str:
    """Return `html` without anything but the allowed tags and attributes: no dirt of Word and WPS either.

    Nothing is refused: what is hostile, broken or unknown is left out, its words stay. Cleaning twice changes
    nothing more.
    """
    return html_of(blocks(html))


def plain_text(html: str) -> str:
    """Return the words of `html`: paragraphs parted by blank lines, cells by tabs, rows by line ends.

    A picture is its alternative text. Numbers and points of lists are not words.
    """
    return text_of(blocks(html))


def blocks(html: str) -> tuple[Block, ...]:
    """Return what `html` is made of, in its order. Nothing is refused."""
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, huge_tree=True)
    parser.feed(UNREADABLE.sub("", html))
    return tuple(_settled(parser.close()))


def from_plain(text: str) -> str:
    """Return the lines of `text` as rich text, each a paragraph."""
    return clean("".join(f"<p>{escape(line)}</p>" for line in printable_lines(text)))


def html_of(parts: Iterable[Block]) -> str:
    """Return `parts` as HTML of the allowed tags and attributes; their words are taken as they are."""
    written = "\n".join(_written(tuple(_settled(parts))))
    return nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def text_of(parts: Iterable[Block]) -> str:
    """Return the words of `parts`, as `plain_text` does."""
    return "\n\n".join(filter(None, map(_words, parts)))


def words_of(runs: Iterable[Run]) -> str:
    """Return the words of `runs` without how they are set."""
    return "".join(run.text for run in runs)


def pictures_in(parts: Iterable[Block]) -> Iterator[PictureBlock]:
    """Yield the pictures in `parts`, those in tables too."""
    for part in parts:
        match part:
            case PictureBlock():
                yield part
            case TableBlock(rows):
                for row in rows:
                    for cell in row:
                        yield from pictures_in(cell.blocks)


def _words(part: Block) -> str:
    match part:
        case Heading() | Paragraph() | ListItem():
            return words_of(part.runs)
        case PictureBlock():
            return part.alt
        case TableBlock():
            return "\n".join("\t".join(_cell_words(cell) for cell in row) for row in part.rows)
    return ""


def _cell_words(cell: CellBlock) -> str:
    return " ".join(text_of(cell.blocks).split())


# Reading

UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
# Controls, marks that turn the direction of writing, zero-width and soft characters, noncharacters.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# What the reader itself puts between runs, and where a line is broken; neither can come from outside.
BETWEEN, BREAK, TURN = "\x02", "\x03", "\x04"
SPACES = " \t\r\n\f\xa0"
EVERY_SPACE = re.compile(f"[{SPACES}{TURN}{BETWEEN}]+")
EDGES = " \u3000"
AROUND_BREAKS = re.compile(f"[{EDGES}{BETWEEN}{BREAK}]+")
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

SKIPPED = {
    *("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math", "xml"),
    *("textarea", "select", "option", "video", "audio", "canvas", "noframes", "applet", "button", "datalist"),
}
# These stand open while the rest is read and must not silence it.
NEVER_SKIPPED_WHOLE = {"html", "body"}
PARTING = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center"),
    *(
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "caption",
        "form",
        "fieldset",
        "legend",
        "details",
        "summary",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "html", "body"),
    *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "hr"),
}
LEVELS = {f"h{level}": level for level in range(1, 7)}
MARKS = {
    **{"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline", "cite": "italic"},
    **{"sup": "sup", "sub": "sub", "s": "struck", "strike": "struck", "del": "struck"},
}
BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
NOT_BOLD = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.I)
ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.I)
UNDERLINED = re.compile(r"text-decoration[\w-]*\s*:[^;]*underline", re.I)
STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)", re.I)
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
ALIGNED = re.compile(r"text-align\s*:\s*(center|right|end)", re.I)
OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-6])", re.I)
WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d+)", re.I)
WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.I)
# 1. or a) or iv. count; 一、 and 第一条 are words of the document.
COUNTED = re.compile(r"[(（]?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)）．、]?")
SPOKEN = re.compile(r"[(（]?[一二三四五六七八九十百]+[)）、.．]|第.{1,6}[编章节条款]")
ADDRESS = re.compile(r"(https?://[^\s\"'<>\\]+|mailto:[^\s\"'<>\\]+@[^\s\"'<>\\]+)", re.I)


class _Look(NamedTuple):
    """How words are set where the reader stands."""

    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass
class _OpenItem:
    level: int
    ordered: bool
    number: int
    begun: bool = False


@dataclass
class _OpenList:
    ordered: bool
    count: int = 0
    item: _OpenItem | None = None


@dataclass
class _Cell:
    """A cell being read; the page itself is one too, the outermost."""

    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    align: str = ""
    blocks: list[Block] = field(default_factory=list)
    lists: list[_OpenList] = field(default_factory=list)
    deeper: int = 0


class _Reader:
    """Takes the events of the parser and keeps the blocks. Tags that cross each other do no harm."""

    def __init__(self) -> None:
        self.open: list[tuple[str, _Look, bool]] = []
        self.look = _Look()
        self.silent = 0
        self.quotes = self.verbatim = self.inner_tables = 0
        self.page = self.here = _Cell()
        self.rows: list[list[_Cell]] | None = None
        self.in_head = False
        self.pieces: list[tuple[str, _Look]] = []
        self.level, self.align = 0, ""
        self.has_first_level = False
        self.word_list: tuple[int, list[str]] | None = None
        self.in_marker = 0

    # What the parser says.

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        style = attributes.get("style", "")
        hides = (
            tag in SKIPPED or (bool(style) and HIDDEN.search(style) is not None)
        ) and tag not in NEVER_SKIPPED_WHOLE
        self.open.append((tag, self.look, hides))
        self.silent += hides
        if self.silent:
            return
        if style and WORD_MARKER.search(style):
            self.in_marker += 1
            self.open[-1] = (f"{tag} marker", self.look, False)
            return
        self.look = self._looking(tag, style, attributes)
        if tag == "br":
            self.pieces.append((BREAK, self.look))
        elif tag == "img":
            self._picture(attributes)
        elif tag in PARTING:
            self._part(tag, style, attributes)

    def end(self, tag: str) -> None:
        if not self.open:
            return
        opened, self.look, hid = self.open.pop()
        self.silent -= hid
        if hid or self.silent:
            return
        if opened.endswith(" marker"):
            self.in_marker -= 1
            return
        if opened not in PARTING:
            return
        self._finish()
        match opened:
            case "table":
                self._end_table()
            case "td" | "th" if not self.inner_tables:
                self.here = self.page
            case "thead" if not self.inner_tables:
                self.in_head = False
            case "ul" | "ol" if self.here.deeper:
                self.here.deeper -= 1
            case "ul" | "ol" if self.here.lists:
                self.here.lists.pop()
            case "li" if self.here.lists:
                self.here.lists[-1].item = None
            case "blockquote":
                self.quotes -= 1
            case "pre":
                self.verbatim -= 1

    def data(self, data: str) -> None:
        if self.silent:
            return
        if self.in_marker:
            if self.word_list:
                self.word_list[1].append(data)
            return
        words = LINE_ENDS.sub("\n", data)
        words = INVISIBLE.sub(lambda found: found[0] if found[0] in SPACES else "", words)
        self.pieces.append((words.replace("\n", BREAK if self.verbatim else TURN), self.look))

    def comment(self, _words: str) -> None:
        """Comments, the conditional ones of Word too, say nothing."""

    def close(self) -> list[Block]:
        self._finish()
        while self.rows is not None:
            self._end_table()
        # Where the first level is used, as Word does, all go one down, since the first is that of the title.
        down = int(self.has_first_level)
        return [
            replace(block, level=max(2, min(block.level + down, 4))) if isinstance(block, Heading) else block
            for block in self.page.blocks
        ]

    # What it means.

    def _looking(self, tag: str, style: str, attributes: dict[str, str]) -> _Look:
        marks, href = self.look
        if style and NOT_BOLD.search(style):
            marks -= {"bold"}
        elif tag in MARKS or style:
            more = {MARKS[tag]} if tag in MARKS else set()
            if style:
                more |= _marks_of(style)
            marks |= more
        if tag == "a":
            href = _address(attributes.get("href", ""))
        return _Look(marks, href) if (marks, href) != self.look else self.look

    def _part(self, tag: str, style: str, attributes: dict[str, str]) -> None:
        self._finish()
        align = _align(tag, style, attributes)
        match tag:
            case "table" | "thead" | "tr" | "td" | "th":
                self._part_table(tag, align, attributes)
            case "ul" | "ol" if len(self.here.lists) < LIST_LEVELS:
                self.here.lists.append(_OpenList(tag == "ol"))
            case "ul" | "ol":
                self.here.deeper += 1
            case "li":
                self._begin_item()
            case "blockquote":
                self.quotes += 1
            case "pre":
                self.verbatim += 1
            case "hr":
                self._put(Rule())
            case _:
                self.level, self.align = LEVELS.get(tag, 0), align
                self.has_first_level |= tag == "h1"
                if tag == "p" and style:
                    self._word_paragraph(style)

    def _part_table(self, tag: str, align: str, attributes: dict[str, str]) -> None:
        if self.rows is None:
            if tag == "table":
                self.rows = []
        elif tag == "table":
            self.inner_tables += 1
        elif not self.inner_tables:
            if tag == "thead":
                self.in_head = True
            elif tag == "tr":
                self.here = self.page
                self.rows.append([])
            else:
                self._begin_cell(tag, align, attributes)

    def _word_paragraph(self, style: str) -> None:
        if outline := OUTLINE.search(style):
            self.level, self.has_first_level = int(outline[1]), True
        if listed := WORD_LIST.search(style):
            self.word_list = (int(listed[1]), [])

    def _begin_cell(self, tag: str, align: str, attributes: dict[str, str]) -> None:
        if not self.rows:
            self.rows = [[]]
        row = self.rows[-1]
        if len(row) >= COLUMNS:
            self.here = row[-1]
            return
        self.here = _Cell(
            _span(attributes, "colspan", COLUMNS),
            _span(attributes, "rowspan", 65534),
            tag == "th" or self.in_head,
            align,
        )
        row.append(self.here)

    def _begin_item(self) -> None:
        if not self.here.lists:
            self.here.lists.append(_OpenList(ordered=False))
        open_list = self.here.lists[-1]
        open_list.count += 1
        open_list.item = _OpenItem(len(self.here.lists), open_list.ordered, open_list.count)

    def _end_table(self) -> None:
        if self.inner_tables:
            self.inner_tables -= 1
            return
        if self.rows is None:
            return
        self.here = self.page
        self.in_head = False
        rows, self.rows = self.rows, None
        if table := _table(rows):
            self._put(table)

    def _picture(self, attributes: dict[str, str]) -> None:
        try:
            file = str(UUID(attributes.get("data-file", "")))
        except ValueError:
            return
        level, align = self.level, self.align
        self._finish()
        self.level, self.align = level, align
        alt = " ".join(INVISIBLE.sub(" ", attributes.get("alt", "")).split())
        items = self._open_items()
        self._begin(items)
        self._put(PictureBlock(file, alt[:ALT_AT_MOST].rstrip(), items[-1].level if items else 0))

    def _finish(self) -> None:
        """End the paragraph that is open."""
        pieces, level, align, word_list = self.pieces, self.level, self.align, self.word_list
        self.pieces, self.level, self.align, self.word_list = [], 0, "", None
        if not pieces:
            return
        marker = "".join(word_list[1]).strip(f"{SPACES}{EDGES}") if word_list else ""
        if word_list and SPOKEN.fullmatch(marker):
            pieces, word_list = [(marker, _Look()), *pieces], None
        on_page = self.here is self.page
        for runs in _paragraphs(pieces):
            if word_list:
                self._put(_word_item(word_list[0], marker, runs))
                word_list = None
            elif items := self._open_items():
                *outer, item = items
                self._begin(outer)
                self._put(ListItem(item.level, item.ordered, 0 if item.begun else item.number, runs))
                item.begun = True
            elif level and on_page:
                self._put(Heading(level, tuple(_merged(replace(run, bold=False) for run in runs)), align))
            else:
                self._put(Paragraph(runs, align, quoted=self.quotes > 0 and on_page))

    def _open_items(self) -> list[_OpenItem]:
        return [each.item for each in self.here.lists if each.item]

    def _begin(self, items: Iterable[_OpenItem]) -> None:
        """Begin those of `items` that have nothing in them yet, so that something can go on in them."""
        for item in items:
            if not item.begun:
                item.begun = True
                self._put(ListItem(item.level, item.ordered, item.number, ()))

    def _put(self, block: Block) -> None:
        if isinstance(block, Rule) and self.here is not self.page:
            return
        self.here.blocks.append(block)


def _marks_of(style: str) -> set[str]:
    marks = {
        name
        for name, said in (("bold", BOLD), ("italic", ITALIC), ("underline", UNDERLINED), ("struck", STRUCK))
        if said.search(style)
    }
    if raised := RAISED.search(style):
        marks.add("sup" if raised[1].lower() == "super" else "sub")
    return marks


def _align(tag: str, style: str, attributes: Mapping[str, str]) -> str:
    if style and (said := ALIGNED.search(style)):
        return "center" if said[1].lower() == "center" else "right"
    given = attributes.get("data-align") or attributes.get("align") or ("center" if tag == "center" else "")
    return given.lower() if given.lower() in ("center", "right") else ""


@lru_cache(maxsize=500)
def _address(given: str) -> str:
    address = given.strip()
    if len(address) > ADDRESS_AT_MOST or not ADDRESS.fullmatch(address):
        return ""
    # The cleaner has the last word, and what it would take away later must not be here now.
    kept = nh3.clean(f'<a href="{escape(address)}">x</a>', tags={"a"}, url_schemes=SCHEMES, link_rel=None)
    return address if "href" in kept else ""


def _span(attributes: Mapping[str, str], name: str, most: int) -> int:
    said = attributes.get(name, "").strip()
    return max(1, min(int(said), most)) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _word_item(level: int, marker: str, runs: Runs) -> ListItem:
    counted = COUNTED.fullmatch(marker) if len(marker) > 1 else None
    begins = counted is not None and counted[1] in ("1", "a", "A", "i", "I")
    return ListItem(level, counted is not None, 1 if begins else 2, runs)


def _paragraphs(pieces: Sequence[tuple[str, _Look]]) -> Iterator[Runs]:
    """Yield the paragraphs in `pieces`: one, or more where lines are broken twice at a place."""
    looks = [look for _, look in pieces]
    joined = BETWEEN.join(text for text, _ in pieces)
    joined = AROUND_BREAKS.sub(_one_or_two_breaks, EVERY_SPACE.sub(_one_space, joined))
    place = 0
    for part in joined.split(2 * BREAK):
        begun = part.lstrip(f"{EDGES}{BREAK}{BETWEEN}")
        skipped = part[: len(part) - len(begun)].count(BETWEEN)
        texts = begun.rstrip(f"{EDGES}{BREAK}{BETWEEN}").split(BETWEEN)
        begin = place + skipped
        set_as = looks[begin : begin + len(texts)]
        runs = [_run(text.replace(BREAK, "\n"), look) for text, look in zip(texts, set_as, strict=True)]
        place += part.count(BETWEEN)
        if merged := tuple(_merged(runs)):
            yield merged


def _one_space(found: re.Match[str]) -> str:
    said, whole = found[0], found.string
    parted = said.count(BETWEEN)
    if parted == len(said):
        return said
    beside = whole[max(0, found.start() - 1) : found.start()], whole[found.end() : found.end() + 1]
    # Word ends its lines anywhere; between Chinese characters that is no space.
    joins = TURN in said and all(map(WIDE.match, beside))
    return ("" if joins else " ") + BETWEEN * parted


def _one_or_two_breaks(found: re.Match[str]) -> str:
    said = found[0]
    if BREAK not in said:
        return said
    return BREAK * min(said.count(BREAK), 2) + BETWEEN * said.count(BETWEEN)


def _run(text: str, look: _Look) -> Run:
    marks = look.marks
    return Run(
        text,
        bold="bold" in marks,
        italic="italic" in marks,
        underline="underline" in marks,
        sup="sup" in marks,
        sub="sub" in marks and "sup" not in marks,
        struck="struck" in marks,
        href=look.href,
    )


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    for look, alike in groupby((run for run in runs if run.text), key=lambda run: replace(run, text="")):
        yield replace(look, text="".join(run.text for run in alike))


def _table(rows: Sequence[Sequence[_Cell]]) -> TableBlock | None:
    """Return the table with every cell inside it and over no other."""
    full = list(accumulate((bool(row) for row in rows), initial=0))
    kept = [row for row in rows if row]
    for place, row in enumerate(rows):
        for cell in row:
            cell.rowspan = max(1, full[min(place + cell.rowspan, len(rows))] - full[place])
    taken_until = [0] * COLUMNS
    made: list[list[_Cell]] = []
    last: _Cell | None = None
    for number, row in enumerate(kept):
        made.append([])
        for cell in row:
            column = next((place for place in range(COLUMNS) if taken_until[place] <= number), COLUMNS)
            if column == COLUMNS and last:
                last.blocks += cell.blocks
                continue
            wanted = range(column, min(column + cell.colspan, COLUMNS))
            end = next((place for place in wanted if taken_until[place] > number), wanted.stop)
            cell.colspan = end - column
            taken_until[column:end] = [number + cell.rowspan] * cell.colspan
            made[-1].append(cell)
            last = cell
    if not made:
        return None
    if not all(made):
        return _table(made)  # Without the rows whose cells found no room.
    return TableBlock(
        tuple(
            tuple(
                CellBlock(tuple(cell.blocks), cell.colspan, cell.rowspan, cell.head, cell.align)
                for cell in row
            )
            for row in made
        )
    )


def _settled(parts: Iterable[Block]) -> Iterator[Block]:
    """Yield `parts` with lists counted anew and no deeper than what stands above them."""
    lists: list[tuple[bool, int]] = []
    for part in parts:
        match part:
            case ListItem(number=0):
                if lists and part.runs:
                    level = min(part.level, len(lists))
                    del lists[level:]
                    yield ListItem(level, lists[-1][0], 0, part.runs)
                elif part.runs:
                    yield Paragraph(part.runs)
            case ListItem():
                level = max(1, min(part.level, len(lists) + 1, LIST_LEVELS))
                del lists[level:]
                count = 1
                if len(lists) == level:
                    ordered, before = lists.pop()
                    count = before + 1 if ordered == part.ordered and part.number != 1 else 1
                lists.append((part.ordered, count))
                yield ListItem(level, part.ordered, count, part.runs)
            case PictureBlock(level=level) if level and lists:
                del lists[level:]
                yield replace(part, level=len(lists))
            case PictureBlock():
                lists.clear()
                yield replace(part, level=0)
            case TableBlock():
                lists.clear()
                yield TableBlock(
                    tuple(
                        tuple(replace(cell, blocks=tuple(_settled(cell.blocks))) for cell in row)
                        for row in part.rows
                    )
                )
            case _:
                lists.clear()
                if isinstance(part, Rule) or part.runs:
                    yield part


# Writing


def _written(parts: Sequence[Block]) -> Iterator[str]:
    for kind, together in groupby(parts, key=_belongs):
        match kind:
            case "list":
                yield "".join(_list_html(together))
            case "quote":
                yield f"<blockquote>{''.join(map(_html, together))}</blockquote>"
            case _:
                yield from map(_html, together)


def _belongs(part: Block) -> str:
    match part:
        case ListItem() | PictureBlock(level=1 | 2 | 3 | 4 | 5 | 6):
            return "list"
        case Paragraph(quoted=True):
            return "quote"
    return ""


def _html(part: Block) -> str:
    match part:
        case Heading(level, runs, align):
            return f"<h{level}{_aligned(align)}>{_runs_html(runs)}</h{level}>"
        case Paragraph(runs, align):
            return f"<p{_aligned(align)}>{_runs_html(runs)}</p>"
        case ListItem():
            return f"<p>{_runs_html(part.runs)}</p>" if part.runs else ""
        case PictureBlock(file, alt):
            return f'<img data-file="{escape(file)}" alt="{escape(alt)}">'
        case TableBlock():
            return _table_html(part)
    return "<hr>"


def _list_html(parts: Iterable[Block]) -> Iterator[str]:
    tags: list[str] = []
    for part in parts:
        if not isinstance(part, ListItem | PictureBlock):
            continue
        while len(tags) > part.level:
            yield f"</li></{tags.pop()}>"
        if isinstance(part, ListItem) and part.number:
            tag = "ol" if part.ordered else "ul"
            if len(tags) == part.level:
                yield "</li>"
                if part.number == 1:
                    yield f"</{tags.pop()}>"
            if len(tags) < part.level:
                yield f"<{tag}>"
                tags.append(tag)
            yield "<li>"
        yield _html(part)
    for tag in reversed(tags):
        yield f"</li></{tag}>"


def _table_html(table: TableBlock) -> str:
    rows = [f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in table.rows]
    head = table.head_rows
    above = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
    below = f"<tbody>{''.join(rows[head:])}</tbody>" if rows[head:] else ""
    return f"<table>{above}{below}</table>"


def _cell_html(cell: CellBlock) -> str:
    tag = "th" if cell.head else "td"
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count > 1
    )
    return f"<{tag}{spans}{_aligned(cell.align)}>{''.join(_written(cell.blocks))}</{tag}>"


def _aligned(align: str) -> str:
    return f' data-align="{align}"' if align in ("center", "right") else ""


def _runs_html(runs: Runs) -> str:
    parts = []
    for href, together in groupby(runs, key=lambda run: run.href):
        words = "".join(map(_run_html, together))
        parts.append(f'<a href="{escape(href)}">{words}</a>' if href else words)
    return "".join(parts)


def _run_html(run: Run) -> str:
    words = escape(run.text, quote=False).replace("\n", "<br>")
    marks = (("sub", run.sub), ("sup", run.sup), ("s", run.struck), ("u", run.underline))
    for tag, wanted in (*marks, ("em", run.italic), ("strong", run.bold)):
        if wanted:
            words = f"<{tag}>{words}</{tag}>"
    return words
