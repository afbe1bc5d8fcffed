"""The blocks a rich text is made of, and the words they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile


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


def text_of(parts: Iterable[Block]) -> str:
    """Return the words of `parts`, as `plain_text` does."""
    return "\n\n".join(filter(None, map(words_in, parts)))


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


def words_in(part: Block) -> str:
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
