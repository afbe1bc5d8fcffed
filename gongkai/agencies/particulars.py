"""What an office tells of itself: where it is found, and whom its replies name for a remedy."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from hashlib import sha256

from django.utils.text import Truncator

from gongkai.agencies import index_numbers
from gongkai.agencies.models import Agency, Section
from gongkai.journal.models import Entry
from gongkai.journal.queries import Moment, label_of

# In the order of the page. The slug, the code, the mark and the place in the tree stand in numbers and
# addresses that were given out: they are no particulars.
PARTICULARS = (
    "foi_office",
    "address",
    "postcode",
    "phone",
    "fax",
    "email",
    "office_hours",
    "functions",
    "review_body",
    "court",
    "site_name",
    "site_domain",
    "site_code",
    "site_operator",
    "icp_number",
    "police_number",
    "index_pattern",
)
#: What may run over several lines.
IN_LINES = frozenset({"functions"})
LONGEST_FUNCTIONS = 5000  # characters

# What a section or community tells of itself; its name stands in papers and stays.
OF_SECTIONS = ("functions", "address", "phone", "office_hours")

CHANGED = "agencies.particulars_changed"

_SHOWN_AT_MOST = 50  # changes on a page; the journal keeps them all
_SHOWN_OF_A_VALUE = 80  # characters


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


def as_told(name: str, value: str) -> str:
    """Return what was typed as it is kept: in one line, or in lines without marks nobody sees."""
    if name == "index_pattern":
        return in_one_line(value) or index_numbers.DEFAULT
    if name not in IN_LINES:
        return in_one_line(value)
    lines = (in_one_line(line) for line in value.splitlines())
    return "\n".join(line for line in lines if line)


def section_particulars(section: Section) -> dict[str, str]:
    return {name: getattr(section, name) for name in OF_SECTIONS}


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
            yield label_of_particular(name), f"{_short(before)} → {_short(after)}"


def _short(value: str) -> str:
    return Truncator(value or "—").chars(_SHOWN_OF_A_VALUE)
