"""Hits of the desk's search as rows: each fetched through `visible_to`, whatever the index says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai import search
from gongkai.cases.queries import SEALED
from gongkai.desk.search.indexing import ROOMS
from gongkai.search import Found
from gongkai.search.entries import Passage

KINDS: dict[str, str | Promise] = {
    "case": _("Requests"),
    "document": _("Official documents"),
    "piece": _("Pieces"),
    "item": _("Items"),
    "matter": _("Disclosure matters"),
    "dispute": _("Disputes"),
}


@dataclass(frozen=True)
class Row:
    kind: str
    label: str | Promise
    subject: Any
    number: str
    title: Passage
    passage: Passage
    day: Any


def rows_of(found: Found, user: Any) -> list[Row]:
    """Return the hits that this person may see now, with one question for each room they stand in."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for hit in found.hits:
        prefix, _colon, pk = hit.key.partition(":")
        wanted[prefix].append(int(pk))
    subjects: dict[str, Any] = {}
    for room in ROOMS:
        if pks := wanted.get(room.key_for(0).partition(":")[0]):
            rows = room.MODEL._default_manager.visible_to(user).filter(pk__in=pks)
            if room.KINDS == ("case",):
                rows = rows.defer(*SEALED)
            subjects |= {room.key_for(row.pk): (room, row) for row in rows}
    made = []
    for hit in found.hits:
        if hit.key not in subjects:
            continue
        room, subject = subjects[hit.key]
        kind = room.KINDS[1] if getattr(subject, "is_piece", False) else room.KINDS[0]
        number = getattr(subject, "number", "") or getattr(subject, "index_number", "")
        passage = hit.passages[0] if hit.passages and any(is_hit for _text, is_hit in hit.passages[0]) else []
        made.append(
            Row(
                kind=kind,
                label=KINDS[kind],
                subject=subject,
                number=number,
                title=search.highlight(hit.title, found.words),
                passage=passage,
                day=hit.day,
            )
        )
    return made
