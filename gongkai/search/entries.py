"""What is put into the index and what comes out of it."""

import re
from dataclasses import dataclass, field
from datetime import date

SPACES = ("public", "desk")
MOST_COUNTED = 1000

_SLUG = re.compile(r"[a-z0-9_-]{1,80}")
_READER = re.compile(r"[a-z0-9_:.-]{1,80}")

# Pieces of a text, True where it matches what was asked.
Passage = list[tuple[str, bool]]


class IndexMissing(RuntimeError):
    """The tables of the index do not stand: `gongkai migrate` makes them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    `key` is the caller's own ("item:12", up to 100 characters), `day` the day it is listed under,
    `numbers` its document and index numbers, `attachments` the texts of its files. `facets` are values by
    name, both short slugs; `readers` are tokens of who may find it: without any, nobody who is asked for
    readers does.

    Raises ValueError for an unknown space or what is no slug.
    """

    space: str
    key: str
    day: date
    title: str
    numbers: tuple[str, ...] = ()
    body: str = ""
    attachments: tuple[str, ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    readers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_space(self.space)
        if not 0 < len(self.key) <= 100:
            raise ValueError(f"A key has 1 to 100 characters: {self.key!r}.")
        for name, values in self.facets.items():
            for slug in (name, *values):
                if not is_slug(slug):
                    raise ValueError(f"A facet's name and values are slugs of a-z, 0-9, - and _: {slug!r}.")
        for reader in self.readers:
            if not is_reader(reader):
                raise ValueError(f"A reader is a token such as agency:3: {reader!r}.")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; `passages` are those of its text that match best (none for a suggestion).

    `part` says where the passage stands: 0 in the body, else in the attachment of that number.
    """

    key: str
    title: str
    day: date
    passages: tuple[Passage, ...] = ()
    part: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: `total` is exact unless there is `more`; `facets` holds (value, count, more) by name.

    `suggestion` is another spelling that does find something, where nothing was found. `words` are all
    spellings looked for, synonyms included, for `highlight`.
    """

    total: int = 0
    more: bool = False
    hits: tuple[Hit, ...] = ()
    facets: dict[str, list[tuple[str, int, bool]]] = field(default_factory=dict)
    suggestion: str = ""
    words: tuple[str, ...] = ()


def check_space(space: str) -> None:
    if space not in SPACES:
        raise ValueError(f"There is no space {space!r}; the spaces are {', '.join(SPACES)}.")


def is_slug(text: str) -> bool:
    return bool(_SLUG.fullmatch(text))


def is_reader(text: str) -> bool:
    return bool(_READER.fullmatch(text))
