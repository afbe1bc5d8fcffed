"""What two versions of a text differ in, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from gongkai.typesetting.rich_text import (
    Block,
    Heading,
    ListItem,
    Paragraph,
    PictureBlock,
    TableBlock,
    blocks,
    text_of,
    words_of,
)

# A sign of Chinese stands for itself; a word or a number of the Latin script is one thing.
_TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)
# Below this part in common a paragraph is another one, not a changed one.
ALIKE = 0.4
# Fewer signs in common than these between two changes read as one change.
SHORTEST_COMMON = 2

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"


@dataclass(frozen=True)
class Part:
    """Words that stayed, came in or went out: `kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph, a heading, a row of a table …: `kind` is same, added, removed or changed."""

    kind: str
    parts: tuple[Part, ...]

    @property
    def before(self) -> str:
        return "".join(part.text for part in self.parts if part.kind != ADDED)

    @property
    def after(self) -> str:
        return "".join(part.text for part in self.parts if part.kind != REMOVED)


@dataclass(frozen=True)
class Comparison:
    """Title, text and attachments of two versions."""

    title: Line
    lines: tuple[Line, ...]
    files_added: tuple[str, ...]
    files_removed: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        changed = [each for each in (self.title, *self.lines) if each.kind != SAME]
        return not (changed or self.files_added or self.files_removed)


class Saved(Protocol):
    """What is compared: a version of a document."""

    title: str
    body: str
    markup: str
    files: list[list[str]]


def compare(before: Saved, after: Saved) -> Comparison:
    """Return what changed from one version to another. A file is told by its content, not by its name."""
    old = {checksum: name for _key, name, checksum in before.files}
    new = {checksum: name for _key, name, checksum in after.files}
    return Comparison(
        title=compare_words(before.title, after.title),
        lines=tuple(compare_lines(lines_of(before.body, before.markup), lines_of(after.body, after.markup))),
        files_added=tuple(name for checksum, name in new.items() if checksum not in old),
        files_removed=tuple(name for checksum, name in old.items() if checksum not in new),
    )


def lines_of(body: str, markup: str) -> list[str]:
    """Return what a text says line by line: paragraphs, and of a table its rows, the cells parted by │."""
    if markup != "html":
        return [line.strip() for line in body.splitlines() if line.strip()]
    return [line for part in blocks(body) for line in _lines_of_block(part) if line.strip()]


def _lines_of_block(part: Block) -> Iterator[str]:
    match part:
        case Heading() | Paragraph():
            yield words_of(part.runs)
        case ListItem(level=level, ordered=ordered, number=number):
            mark = f"{number}." if ordered and number else "•" if number else ""
            yield "　" * (level - 1) + f"{mark} {words_of(part.runs)}".strip()
        case PictureBlock():
            yield f"〔{part.alt}〕"
        case TableBlock():
            for row in part.rows:
                yield " │ ".join(" ".join(text_of(cell.blocks).split()) for cell in row)


def compare_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield the lines of both texts in their order; those that only changed are compared word by word."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield from (Line(SAME, (Part(SAME, line),)) for line in before[start:end])
        else:
            yield from _paired(before[start:end], after[new_start:new_end])


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Find, line by line, what each removed line became; what is too unlike went out and came in."""
    waiting = list(before)
    for line in after:
        place = next((n for n, old in enumerate(waiting) if _are_alike(old, line)), None)
        if place is None:
            yield Line(ADDED, (Part(ADDED, line),))
            continue
        yield from (Line(REMOVED, (Part(REMOVED, old),)) for old in waiting[:place])
        yield compare_words(waiting[place], line)
        del waiting[: place + 1]
    yield from (Line(REMOVED, (Part(REMOVED, old),)) for old in waiting)


def _are_alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def compare_words(before: str, after: str) -> Line:
    """Compare two lines sign by sign, words of the Latin script and numbers as wholes."""
    if before == after:
        return Line(SAME, (Part(SAME, before),))
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    parts: list[Part] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal":
            parts.append(Part(SAME, gone))
        else:
            parts += [Part(REMOVED, gone)] if gone else []
            parts += [Part(ADDED, came)] if came else []
    return Line(CHANGED, tuple(_readable(parts)))


def _readable(parts: list[Part]) -> Iterator[Part]:
    """Join changes with hardly a sign between them: scattered signs are hard to read."""
    last = len(parts) - 1
    gone = came = ""
    for place, part in enumerate(parts):
        short = part.kind == SAME and len(part.text.strip()) < SHORTEST_COMMON
        if part.kind == SAME and not (short and 0 < place < last and (gone or came)):
            yield from _change(gone, came)
            gone = came = ""
            yield part
            continue
        gone += part.text if part.kind != ADDED else ""
        came += part.text if part.kind != REMOVED else ""
    yield from _change(gone, came)


def _change(gone: str, came: str) -> Iterable[Part]:
    return [part for part in (Part(REMOVED, gone), Part(ADDED, came)) if part.text]
