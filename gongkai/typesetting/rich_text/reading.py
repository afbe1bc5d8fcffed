"""Whatever comes in, read into blocks: from an editor, a paste from Word or WPS, a file."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from ..characters import LINE_ENDS
from .opened import Look, OpenCell, OpenItem, OpenList
from .parts import Block, Heading, ListItem, Paragraph, PictureBlock, Rule
from .settling import merged_runs, paragraphs_of, table_of
from .signs import (
    ALT_AT_MOST,
    BREAK,
    COLUMNS,
    EDGES,
    HIDDEN,
    INVISIBLE,
    LEVELS,
    LIST_LEVELS,
    MARKS,
    NEVER_SKIPPED_WHOLE,
    NOT_BOLD,
    OUTLINE,
    PARTING,
    SKIPPED,
    SPACES,
    SPOKEN,
    TURN,
    WORD_LIST,
    WORD_MARKER,
    address_of,
    align_of,
    marks_of,
    span_of,
    word_item,
)


class Reader:
    """Takes the events of the parser and keeps the blocks. Tags that cross each other do no harm."""

    def __init__(self) -> None:
        self.open: list[tuple[str, Look, bool]] = []
        self.look = Look()
        self.silent = 0
        self.quotes = self.verbatim = self.inner_tables = 0
        self.page = self.here = OpenCell()
        self.rows: list[list[OpenCell]] | None = None
        self.in_head = False
        self.pieces: list[tuple[str, Look]] = []
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

    def comment(self, words_in: str) -> None:
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

    def _looking(self, tag: str, style: str, attributes: dict[str, str]) -> Look:
        marks, href = self.look
        if style and NOT_BOLD.search(style):
            marks -= {"bold"}
        elif tag in MARKS or style:
            more = {MARKS[tag]} if tag in MARKS else set()
            if style:
                more |= marks_of(style)
            marks |= more
        if tag == "a":
            href = address_of(attributes.get("href", ""))
        return Look(marks, href) if (marks, href) != self.look else self.look

    def _part(self, tag: str, style: str, attributes: dict[str, str]) -> None:
        self._finish()
        align = align_of(tag, style, attributes)
        match tag:
            case "table" | "thead" | "tr" | "td" | "th":
                self._part_table(tag, align, attributes)
            case "ul" | "ol" if len(self.here.lists) < LIST_LEVELS:
                self.here.lists.append(OpenList(tag == "ol"))
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
        self.here = OpenCell(
            span_of(attributes, "colspan", COLUMNS),
            span_of(attributes, "rowspan", 65534),
            tag == "th" or self.in_head,
            align,
        )
        row.append(self.here)

    def _begin_item(self) -> None:
        if not self.here.lists:
            self.here.lists.append(OpenList(ordered=False))
        open_list = self.here.lists[-1]
        open_list.count += 1
        open_list.item = OpenItem(len(self.here.lists), open_list.ordered, open_list.count)

    def _end_table(self) -> None:
        if self.inner_tables:
            self.inner_tables -= 1
            return
        if self.rows is None:
            return
        self.here = self.page
        self.in_head = False
        rows, self.rows = self.rows, None
        if table := table_of(rows):
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
            pieces, word_list = [(marker, Look()), *pieces], None
        on_page = self.here is self.page
        for runs in paragraphs_of(pieces):
            if word_list:
                self._put(word_item(word_list[0], marker, runs))
                word_list = None
            elif items := self._open_items():
                *outer, item = items
                self._begin(outer)
                self._put(ListItem(item.level, item.ordered, 0 if item.begun else item.number, runs))
                item.begun = True
            elif level and on_page:
                self._put(Heading(level, tuple(merged_runs(replace(run, bold=False) for run in runs)), align))
            else:
                self._put(Paragraph(runs, align, quoted=self.quotes > 0 and on_page))

    def _open_items(self) -> list[OpenItem]:
        return [each.item for each in self.here.lists if each.item]

    def _begin(self, items: Iterable[OpenItem]) -> None:
        """Begin those of `items` that have nothing in them yet, so that something can go on in them."""
        for item in items:
            if not item.begun:
                item.begun = True
                self._put(ListItem(item.level, item.ordered, item.number, ()))

    def _put(self, block: Block) -> None:
        if isinstance(block, Rule) and self.here is not self.page:
            return
        self.here.blocks.append(block)
