"""What a requester can do against a reply: the closing paragraph of the letter, by outcome and day.

Law: Administrative Reconsideration Law (2017) art. 9, (2023) arts. 20, 23, 34; Administrative
Litigation Law arts. 45, 46; 法释〔2025〕8号 art. 1.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law.data_files import rows
from gongkai.law.outcomes import Outcome
from gongkai.law.outcomes import outcome as outcome_of

SILENCE = "silence"  # no outcome: the name under which the data tell the remedy when no reply came


class NoRemedy(LookupError):
    """The data know no remedy for that day."""


@dataclass(frozen=True)
class Remedy:
    """A remedy paragraph with its basis. `first`: reconsideration comes before a suit. `settled` is False
    where the law is open; `note` then says why, and counsel looks at the letter."""

    outcomes: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    first: bool
    settled: bool
    text: str
    article: str
    note: str

    def fits(self, outcome: Outcome, on: date) -> bool:
        names = {"*", outcome.code, f"group:{outcome.group}"}
        return self.in_force(on) and not names.isdisjoint(self.outcomes)

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def remedy(outcome: Outcome | str, on: date) -> Remedy:
    """Return the remedy against a reply of that kind given on `on`. Raises NoRemedy before 1 May 2008."""
    kind = outcome_of(outcome) if isinstance(outcome, str) else outcome
    for each in _all():
        if each.fits(kind, on):
            return each
    raise NoRemedy(f"{kind.code} on {on}")


def remedy_against_silence(on: date) -> Remedy:
    """Return the remedy when a reply period ended on `on` without a reply. Raises NoRemedy before 1 May 2008.

    Law: Administrative Reconsideration Law (2023), arts. 11 (11) and 23 (1) (3).
    """
    for each in _all():
        if SILENCE in each.outcomes and each.in_force(on):
            return each
    raise NoRemedy(f"{SILENCE} on {on}")


def remedy_paragraph(outcome: Outcome | str, on: date, reconsideration_body: str, court: str) -> str:
    """Return the Chinese paragraph for a reply given on `on`; empty where nothing can be done against it.

    `reconsideration_body` and `court` are the full names of both. Raises NoRemedy before 1 May 2008.
    """
    return remedy(outcome, on).text.format(reconsideration_body=reconsideration_body, court=court)


@cache
def _all() -> tuple[Remedy, ...]:
    return tuple(
        Remedy(
            outcomes=tuple(row["outcomes"]),
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            first=row["first"],
            settled=row.get("settled", True),
            text=row["text"],
            article=row["article"],
            note=row.get("note", ""),
        )
        for row in rows("remedies", "remedy")
    )
