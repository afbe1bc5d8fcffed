"""What stands open while a rich text is read."""

from dataclasses import dataclass, field
from typing import NamedTuple

from .parts import Block


class Look(NamedTuple):
    """How words are set where the reader stands."""

    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass
class OpenItem:
    level: int
    ordered: bool
    number: int
    begun: bool = False


@dataclass
class OpenList:
    ordered: bool
    count: int = 0
    item: OpenItem | None = None


@dataclass
class OpenCell:
    """A cell being read; the page itself is one too, the outermost."""

    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    align: str = ""
    blocks: list[Block] = field(default_factory=list)
    lists: list[OpenList] = field(default_factory=list)
    deeper: int = 0
