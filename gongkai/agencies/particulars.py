"""What an office tells of itself: where it is found, and whom its replies name for a remedy."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from hashlib import sha256

from gongkai.agencies.models import Agency
from gongkai.journal.models import Entry
from gongkai.journal.queries import Moment, label_of

# In the order of the page. The slug, the code, the mark and the place in the tree stand in numbers and
# addresses that were given out: they are no particulars.
PARTICULARS = ("foi_office", "address", "phone", "email", "office_hours", "review_body", "court")

CHANGED = "agencies.particulars_changed"

_SHOWN_AT_MOST = 50  # changes on a page; the journal keeps them all


def label_of_particular(name: str) -> str:
    """Return what people call the particular, in the reader's language."""
    return str(Agency._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def particulars_of(agency: Agency) -> dict[str, str]:
    return {name: getattr(agency, name) for name in PARTICULARS}


def stand_of(agency: Agency) -> str:
    """Return a mark of the particulars as they are now: another one tells that somebody changed them."""
    told = json.dumps(particulars_of(agency), ensure_ascii=False, sort_keys=True)
    return sha256(told.encode()).hexdigest()[:16]


def in_one_line(value: str) -> str:
    """Return the value as it stands in a letter: one line, without marks nobody sees."""
    return "".join(c for c in " ".join(value.split()) if unicodedata.category(c) not in {"Cc", "Cf"}).strip()


def changes_of(agency: Agency) -> list[Moment]:
    """Return who changed the particulars when, newest first, each with what stood there before and after."""
    entries = Entry.objects.filter(subject_key=agency.key, act=CHANGED).order_by("-number")
    return [
        Moment(
            at=entry.at,
            label=label_of(entry.act),
            actor_name=entry.actor_name,
            reason=entry.reason,
            subject_label=entry.subject_label,
            details=tuple(_told(entry.details["changed"])),
        )
        for entry in entries[:_SHOWN_AT_MOST]
    ]


def _told(changed: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name in PARTICULARS:
        if name in changed:
            before, after = changed[name]
            yield label_of_particular(name), f"{before or '—'} → {after or '—'}"
