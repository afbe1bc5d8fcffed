"""What a person chose for a run: which heading holds what, what stands where nothing is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Self

from gongkai.catalogue.importing.fields import BY_NAME
from gongkai.documents.models import Genre

# Findings a person may answer for in a whole run: those the rules ask a person to look at, but no marks of
# secrecy. Numbers of persons are never answered for in bulk.
ANSWERED_IN_BULK = ("phone", "email", "property", "unreadable")


@dataclass(frozen=True)
class Wishes:
    """The choices for a run of import.

    `headings` field -> heading, None: as guessed. `columns` word in the file -> key of a column; `column`
    holds what names none. `published_on` stands where a page tells no day. `leave_out` says that lines with
    errors are left out instead of holding up all. `site` is the address a folder of pages stood at, "" where
    its places are no addresses. `answered` are kinds of findings that stay, with `why`.
    """

    headings: Mapping[str, str] | None = None
    column: int | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    genre: str = Genre.OTHER
    source: str = ""
    published_on: str = ""
    leave_out: bool = False
    site: str = "/"
    answered: tuple[str, ...] = ()
    why: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return the wishes kept as JSON; what is not among them any more is left out."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in kept.items() if name in known}
        if isinstance(values.get("headings"), dict):
            values["headings"] = {
                name: on for name, on in values["headings"].items() if name in BY_NAME and on
            }
        values["answered"] = tuple(each for each in values.get("answered", ()) if each in ANSWERED_IN_BULK)
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"answered": list(self.answered)}

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.published_on) if self.published_on else None
