"""What others ask of the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from gongkai.journal.models import Entry

_labels: dict[str, str | Promise] = {}


def label_acts(labels: dict[str, str | Promise]) -> None:
    """Tell the journal what the acts of a room are called; a room does so where its acts stand."""
    _labels.update(labels)


def label_of(act: str) -> str:
    """Return the sentence for an act, in the reader's language; the act's own name where none was told."""
    return str(_labels.get(act, act))


def labelled(act: str) -> bool:
    return act in _labels


@dataclass(frozen=True)
class Moment:
    """One line of a timeline."""

    at: datetime
    label: str
    actor_name: str
    reason: str
    subject_label: str
    details: tuple[tuple[str, str], ...] = ()


def timeline(subject_keys: Iterable[str] | str, *, newest_first: bool = True) -> list[Moment]:
    """Return what was done to the subject (or to several that belong together), for a page to show."""
    keys = [subject_keys] if isinstance(subject_keys, str) else list(subject_keys)
    order = "-" if newest_first else ""
    entries = Entry.objects.filter(subject_key__in=keys).order_by(f"{order}at", f"{order}number")
    return [
        Moment(
            at=entry.at,
            label=label_of(entry.act),
            actor_name=entry.actor_name,
            reason=entry.reason,
            subject_label=entry.subject_label,
            details=_shown(entry.details),
        )
        for entry in entries
    ]


def _shown(details: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what of an entry's details a timeline shows: the number of the paper it tells of."""
    number = details.get("number")
    return ((gettext("Number"), str(number)),) if number else ()


def entries_of(chains: Iterable[str]) -> QuerySet[Entry]:
    return Entry.objects.filter(chain__in=list(chains)).order_by("-at", "-pk")
