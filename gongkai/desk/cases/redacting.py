"""What the redaction pages show of a paper: its sheets, the boxes on them, and what could be hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.cases.models import Redaction
from gongkai.privacy import pages
from gongkai.privacy.finding import KINDS

# Sides of two boxes that differ by less than this part of the page lie on one another.
HAIR = 0.002
SIDES = ("x", "y", "width", "height")

Found = tuple[int, tuple[pages.Box, ...], str, str]  # page from 0, boxes, kind or nothing, words to show


@dataclass(frozen=True)
class Find:
    """Something that could be hidden: personal data, or a place where searched words stand."""

    number: int
    page: int  # from 1
    label: str
    words: str
    boxes: tuple[dict[str, Any], ...]
    hidden: bool


@dataclass(frozen=True)
class Sheet:
    """A page as it is drawn: its number from 1, the address of its picture, its size, the boxes on it."""

    number: int
    picture: str
    width: int
    height: int
    boxes: tuple[dict[str, str], ...]


def sheets_of(redaction: Redaction) -> list[Sheet]:
    """Return the pages of the paper in order, with the boxes that lie on them."""
    on_page: dict[int, list[dict[str, str]]] = defaultdict(list)
    for box in redaction.boxes:
        on_page[box["page"]].append({side: f"{box[side]:.4%}" for side in SIDES})
    return [
        Sheet(
            number=n + 1,
            picture=reverse("desk:redaction_page", args=[redaction.pk, n + 1]),
            width=round(width),
            height=round(height),
            boxes=tuple(on_page[n]),
        )
        for n, (width, height) in enumerate(_sizes(redaction.pk, redaction.pdf.sha256))
    ]


def proposals_of(redaction: Redaction) -> list[Find]:
    """Return the personal data found in the paper, masked."""
    return _finds(redaction, _proposals(redaction.pk, redaction.pdf.sha256))


def hits_of(redaction: Redaction, words: str) -> list[Find]:
    """Return the places where `words` stand in the paper."""
    hits = pages.search(redaction.pdf.read(), words)
    return _finds(redaction, [(hit.page, hit.boxes, "", hit.text) for hit in hits])


def unread_pages(redaction: Redaction) -> tuple[int, ...]:
    """Return the pages (from 0) without readable text, as scans have none: there somebody has to look."""
    return _unread(redaction.pk, redaction.pdf.sha256)


def name_pages(numbers: Sequence[int]) -> str:
    """Name pages (from 0) as people count them, runs in short: page 2; pages 2, 5–8."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = _(", ").join(
        str(first + 1) if first == last else f"{first + 1}–{last + 1}" for first, last in runs
    )
    return ngettext("page %(pages)s", "pages %(pages)s", len(numbers)) % {"pages": named}


def _finds(redaction: Redaction, found: Iterable[Found]) -> list[Find]:
    on_page: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for box in redaction.boxes:
        on_page[box["page"]].append(box)
    return [
        Find(
            number=number,
            page=page + 1,
            label=str(KINDS.get(kind, "")),
            words=words,
            boxes=tuple(
                {"page": page, **{side: round(getattr(box, side), 6) for side in SIDES}, "kind": kind}
                for box in boxes
            ),
            hidden=all(any(_covers(other, box) for other in on_page[page]) for box in boxes),
        )
        for number, (page, boxes, kind, words) in enumerate(found)
    ]


def _covers(kept: Mapping[str, Any], box: pages.Box) -> bool:
    return bool(
        kept["x"] <= box.x + HAIR
        and kept["y"] <= box.y + HAIR
        and kept["x"] + kept["width"] >= box.x + box.width - HAIR
        and kept["y"] + kept["height"] >= box.y + box.height - HAIR
    )


# A paper never changes; its checksum in the key says so. What is kept here is masked.


@lru_cache(maxsize=32)
def _proposals(pk: int, _sha256: str) -> tuple[Found, ...]:
    found = pages.proposals(_pdf(pk))
    return tuple((each.page, each.boxes, each.kind, each.masked) for each in found)


@lru_cache(maxsize=64)
def _unread(pk: int, _sha256: str) -> tuple[int, ...]:
    return tuple(pages.pages_without_text(_pdf(pk)))


@lru_cache(maxsize=64)
def _sizes(pk: int, _sha256: str) -> tuple[tuple[float, float], ...]:
    with pages.opened(_pdf(pk)) as document:
        sizes = []
        for n in range(len(document)):
            with pages.page_of(document, n) as page:
                sizes.append(pages.size_of(page))
    return tuple(sizes)


def _pdf(pk: int) -> bytes:
    return Redaction.objects.select_related("pdf").get(pk=pk).pdf.read()
