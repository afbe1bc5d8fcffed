"""One item to be, as it was handed in; and what hands it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gongkai.catalogue.importing.folders import Folder
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import plain_text


@dataclass
class Attached:
    """A file that comes with a line: its place in the folder or its content, and the words for it."""

    name: str
    place: str = ""
    content: bytes | None = None
    words: str = ""


@dataclass
class Line:
    """One item to be: where it stands, what is told of it, its text and files, and why it cannot come in.

    `passed_over` says why it is no item at all: such a line holds nothing up. `is_page`: it stood on a
    website.
    """

    number: int
    where: str
    facts: dict[str, str] = field(default_factory=dict)
    body: str = ""
    markup: str = Markup.PLAIN
    pictures: dict[str, Attached] = field(default_factory=dict)  # by their key in the text
    files: list[Attached] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exported: Mapping[str, Any] | None = None
    passed_over: str = ""
    is_page: bool = False

    @property
    def words(self) -> str:
        return plain_text(self.body) if self.markup == Markup.HTML else self.body


class Source(Protocol):
    """What was handed in. `kind` is table, pages or export; `headings` those of a table."""

    kind: str
    headings: tuple[str, ...]
    folder: Folder | None

    def __len__(self) -> int: ...

    def lines(self, headings: Mapping[str, str] | None) -> Iterator[Line]:
        """Yield every line. `headings` says for each field the heading that holds it; None: as guessed."""
        ...
