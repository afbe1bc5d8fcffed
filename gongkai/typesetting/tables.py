"""Reports: text, tables and findings in the order in which they are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from .characters import printable_lines

# Characters in a cell: more of them in a narrow column may be higher than a page.
UNPARTED_AT_MOST = 200


class Alignment(StrEnum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """A column: its label, its share of the width in any unit, where its text stands."""

    label: str
    share: float = 1.0
    alignment: Alignment = Alignment.LEFT


@dataclass(frozen=True)
class Cell:
    """A cell, maybe over several columns or rows.

    `strong` sets it in 黑体; `alignment` goes before that of its column. Line ends in the text stay.
    """

    text: str
    across: int = 1
    down: int = 1
    strong: bool = False
    alignment: Alignment | None = None


@dataclass(frozen=True)
class Row:
    """A row. `level` indents its first cell, a full-width character a level; `heading` sets it in 黑体.

    `height` is what the row takes at least, in millimetres: room to write by hand.
    """

    cells: tuple[str | Cell, ...]
    level: int = 0
    heading: bool = False
    height: float = 0.0


@dataclass(frozen=True)
class Table:
    """A table. Its head, one row of the columns' labels unless `head` gives others, repeats on every page.

    With `own_page` it begins a page, as an annex does; with `headless` it has no head, as a form. `size` is
    that of type in points; 0 leaves it to the number of columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    head: tuple[Row, ...] = ()
    own_page: bool = False
    headless: bool = False
    size: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as printed.

    title, subtitle   a line end in the title breaks it there
    parts             paragraphs (as in a letter: 一、 and （一） make headings) and tables, in their order
    findings          printed after the parts, numbered, below `findings_title`
    author            for the file's properties
    signature         with signed_on, printed at the end
    """

    title: str
    parts: tuple[str | Table, ...]
    subtitle: str = ""
    findings_title: str = ""
    findings: tuple[str, ...] = ()
    author: str = ""
    signature: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class Placed:
    """A cell at its place, counted from 0 over head and rows together."""

    row: int
    column: int
    across: int
    down: int
    text: str
    alignment: Alignment
    indent: int
    strong: bool
    height: float
    may_part: bool


def head_of(table: Table) -> tuple[Row, ...]:
    """Return the rows of the head of `table`."""
    if table.headless:
        return ()
    return table.head or (Row(tuple(column.label for column in table.columns)),)


def is_long(row: Row) -> bool:
    """Say whether `row` may not fit on a page, so that it must be parted."""
    texts = (cell.text if isinstance(cell, Cell) else cell for cell in row.cells)
    return any(len(text) > UNPARTED_AT_MOST for text in texts)


def placed(table: Table) -> Iterator[Placed]:
    """Yield the cells of `table` in reading order, those of the head first.

    Raises ValueError when the cells of a row do not fill the columns, or one reaches out of the table.
    """
    taken: set[tuple[int, int]] = set()
    head, columns = head_of(table), table.columns
    rows = (*head, *table.rows)
    for number, row in enumerate(rows):
        for index, given in enumerate(row.cells):
            cell = given if isinstance(given, Cell) else Cell(given)
            free = (column for column in range(len(columns)) if (number, column) not in taken)
            column = next(free, len(columns))
            covered = set(product(range(number, number + cell.down), range(column, column + cell.across)))
            inside = column + cell.across <= len(columns) and number + cell.down <= len(rows)
            if not inside or covered & taken:
                raise ValueError(f"cell {index + 1} of row {number + 1} has no room: {cell.text!r}")
            taken |= covered
            in_head = number < len(head)
            yield Placed(
                row=number,
                column=column,
                across=cell.across,
                down=cell.down,
                text="\n".join(printable_lines(cell.text)),
                alignment=cell.alignment or (Alignment.CENTRE if in_head else columns[column].alignment),
                indent=row.level if index == 0 and not in_head else 0,
                strong=in_head or row.heading or cell.strong,
                height=row.height,
                may_part=is_long(row),
            )
        if any((number, column) not in taken for column in range(len(columns))):
            raise ValueError(f"row {number + 1} does not fill the {len(columns)} columns")


def type_size(table: Table) -> float:
    """Return the size of type in points: 小四, or 五号 where many columns share the page."""
    if table.size:
        return table.size
    return 12.0 if len(table.columns) <= 5 else 10.5
