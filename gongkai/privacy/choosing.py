"""What was chosen to be masked or taken out, and how a finding is known again without keeping it.

A fingerprint stands for a finding in what a room above remembers ("this number stays, it is the office's
own"). It is a keyed hash: whoever reads the database cannot try it out against all numbers there are.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.privacy.finding import Finding, find
from gongkai.privacy.masking import NOT_MASKED, mask_text
from gongkai.privacy.places import FileFinding, are_headings, names_of_columns
from gongkai.privacy.shapes import masked_in_paper
from gongkai.vault.indexes import keyed_checksum

# What is in a file without being data of its own: it is taken out, not masked.
TAKEN_OUT = frozenset(
    {
        *("tracked_change", "comment", "hidden_sheet", "hidden_row", "hidden_text", "property"),
        *("exif_position", "embedded_file", "macro", "unreadable"),
    }
)


def fingerprint(key: str, finding: Finding | FileFinding, *, nth: int = 0) -> str:
    """Return the 64 hex digits by which a finding in one file or text is known again.

    `key` is the checksum of the file or the text key of the paper. What is found is the same wherever it
    stands there and however it is spaced. Findings without words, such as a hidden row, are told apart by
    `nth`, their place among those of their kind (from 0).
    """
    said = plain(finding.text) or f"{nth}"
    return keyed_checksum(f"{finding.kind}\0{said}".encode(), purpose=f"privacy.finding:{key}")


def fingerprints(key: str, findings: Iterable[Finding | FileFinding]) -> list[str]:
    """Return the fingerprints of all findings of one file or text, in their order; see `fingerprint`."""
    met: Counter[str] = Counter()
    found = []
    for each in findings:
        nameless = not plain(each.text)
        found.append(fingerprint(key, each, nth=met[each.kind] if nameless else 0))
        met[each.kind] += nameless
    return found


def plain(text: str) -> str:
    """Return letters and digits of `text` in half width and upper case, without what parts them."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the findings is masked or taken out; everything, when nothing is said."""

    said: frozenset[tuple[str, str]] | None = None
    kinds: frozenset[str] | None = None

    @classmethod
    def among(
        cls,
        findings: Sequence[FileFinding],
        key: str,
        chosen: Collection[str] | Callable[[FileFinding], bool] | None,
        kinds: Collection[str] | None,
    ) -> "Choice":
        """Return the choice of those `findings` whose fingerprint, or which themselves, are `chosen`."""
        kinds = None if kinds is None else frozenset(kinds)
        if chosen is None:
            return cls(None, kinds)
        if callable(chosen):
            picked = [each for each in findings if chosen(each)]
        else:
            marks = fingerprints(key, findings)
            picked = [each for each, mark in zip(findings, marks, strict=True) if mark in chosen]
        return cls(frozenset((each.kind, plain(each.text)) for each in picked), kinds)

    @property
    def is_everything(self) -> bool:
        return self.said is None and self.kinds is None

    def takes_out(self, kind: str) -> bool:
        """Say whether what is hidden in the file in this way goes; it goes all together or not at all."""
        if self.kinds is not None and kind not in self.kinds:
            return False
        return self.said is None or any(kind == each for each, _text in self.said)

    def takes(self, finding: Finding | FileFinding) -> bool:
        """Say whether this finding is masked."""
        if finding.kind in NOT_MASKED or (self.kinds is not None and finding.kind not in self.kinds):
            return False
        return self.said is None or (finding.kind, plain(finding.text)) in self.said

    def masked(self, passage: str) -> str:
        """Return a passage with what was chosen masked; its length stays."""
        if self.is_everything:
            return mask_text(passage)
        return mask_text(passage, [each for each in find(passage) if self.takes(each)])


class Slot:
    """A place in a file where characters stand: they are changed one by one and written back."""

    def __init__(self, text: str, write: Callable[[str], Any]) -> None:
        self.signs = list(text)
        self._write = write

    @classmethod
    def of(cls, element: Any) -> "Slot":
        """Return the text of an XML element as a place to write."""

        def write(text: str) -> None:
            element.text = text

        return cls(element.text or "", write)

    @classmethod
    def at(cls, element: Any, key: str) -> "Slot":
        """Return an attribute of an XML element as a place to write."""
        return cls(element.get(key) or "", lambda text: element.set(key, text))

    def flush(self) -> None:
        self._write("".join(self.signs))


# What stands in one of the boxes of a form that has several for a number.
_IN_BOXES = re.compile("[0-9０-９XxＸ]{1,17}")


@dataclass(slots=True)
class Passage:
    """A text put together from several places, read as one and written back where it stood."""

    signs: list[str] = field(default_factory=list)
    places: list[tuple[Slot, int] | None] = field(default_factory=list)

    def add(self, slot: Slot) -> None:
        self.signs += slot.signs
        self.places += [(slot, place) for place in range(len(slot.signs))]

    def add_passage(self, other: "Passage") -> None:
        self.signs += other.signs
        self.places += other.places

    def add_between(self, text: str) -> None:
        """Add what is read between the places and never written."""
        self.signs += text
        self.places += [None] * len(text)

    def add_stripped(self, other: "Passage") -> None:
        """Add another passage without the blanks around it."""
        text = "".join(other.signs)
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        self.signs += other.signs[start : max(start, end)]
        self.places += other.places[start : max(start, end)]

    def mask(self, choice: Choice) -> bool:
        """Write the masked text back; return whether anything changed."""
        text = "".join(self.signs)
        return self._put(text, choice.masked(text)) if text.strip() else False

    def mask_said(self, finding: FileFinding) -> bool:
        """Mask a finding wherever its letters and digits follow each other, whatever stands between them."""
        wanted = plain(finding.text)
        parts = [(part, place) for place, sign in enumerate(self.signs) for part in plain(sign)]
        stream = "".join(part for part, _place in parts)
        shown = [
            after
            for before, after in zip(finding.text, masked_in_paper(finding.kind, finding.text), strict=True)
            for _part in plain(before)
        ]
        start = stream.find(wanted) if wanted else -1
        masked = list(self.signs)
        while start >= 0:
            for (_part, place), after in zip(parts[start : start + len(wanted)], shown, strict=True):
                if after in "*某":
                    masked[place] = after
            start = stream.find(wanted, start + len(wanted))
        return self._put("".join(self.signs), "".join(masked))

    def _put(self, before: str, after: str) -> bool:
        if before == after:
            return False
        touched: dict[int, Slot] = {}
        for place, old, new in zip(self.places, before, after, strict=True):
            if old != new and place is not None:
                slot, at = place
                slot.signs[at] = new
                touched[id(slot)] = slot
        self.signs = list(after)
        for slot in touched.values():
            slot.flush()
        return bool(touched)


def name_columns_better(values: Collection[str], headings: Collection[str]) -> bool:
    """Say whether a row heads a table, and better than the `headings` known so far, if any."""
    if not are_headings(values):
        return False
    return not headings or names_of_columns(values) > names_of_columns(headings)


def row_passages(headings: Sequence[str], cells: Sequence[Passage]) -> Iterator[Passage]:
    """Yield a row as the scanner reads it: as a sentence with its headings, and its boxes as one number."""
    whole = Passage()
    for place, cell in enumerate(cells):
        if place < len(headings) and headings[place]:
            whole.add_between(f"{headings[place]}：")
        whole.add_stripped(cell)
        whole.add_between("，")
    yield whole
    before, boxes = Passage(), Passage()
    for cell in [*cells, Passage()]:
        if _IN_BOXES.fullmatch("".join(cell.signs).strip()):
            boxes.add_between(" " if boxes.signs else "".join(before.signs))
            boxes.add_stripped(cell)
        else:
            if boxes.signs:
                yield boxes
            before, boxes = cell, Passage()
