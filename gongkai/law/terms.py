"""Periods of law as dated parameters: name, value, unit, validity, scope, article."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law.data_files import rows

NATIONAL = "national"
LOCAL = "local"  # no rule names the period: the office sets it, the data propose a value


class NoSuchTerm(LookupError):
    """The law knows no such period on that day."""


@dataclass(frozen=True)
class Term:
    """One period: `value` in `unit` ("working days", "days", "hours" or "months"), as the article says.

    `article` is empty where no act names the period; `note` then says what it rests on.
    """

    name: str
    value: int
    unit: str
    valid_from: date
    valid_to: date | None = None
    scope: str = NATIONAL
    article: str = ""
    note: str = ""

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def all_terms() -> tuple[Term, ...]:
    """Return every period, in the order of the data."""
    return tuple(
        Term(
            name=row["name"],
            value=row["value"],
            unit=row["unit"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            scope=row.get("scope", NATIONAL),
            article=row["article"],
            note=row.get("note", ""),
        )
        for row in rows("terms", "term")
    )


def find(name: str, on: date, scope: str = NATIONAL) -> Term | None:
    """Return the period called `name` valid on `on`: the one of `scope`, else the national one.

    Where neither is found, it is the one the office sets for itself, else None. For a request `on` is
    the day it was received.
    """
    valid = [term for term in all_terms() if term.name == name and term.valid_on(on)]
    for wanted in (scope, NATIONAL, LOCAL):
        for term in valid:
            if term.scope == wanted:
                return term
    return None


def term(name: str, on: date, scope: str = NATIONAL) -> Term:
    """Return the period called `name` valid on `on`, as `find` does. Raises NoSuchTerm when there is none."""
    found = find(name, on, scope)
    if found is None:
        raise NoSuchTerm(f"{name} on {on}")
    return found
