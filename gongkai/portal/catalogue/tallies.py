"""How much stands in each column and year, counted once for all pages until something changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Max, QuerySet
from django.db.models.functions import Cast, Substr

from gongkai.catalogue.models import Item, KeyAreaAssignment
from gongkai.journal.keeping import Kept

_counts = Kept(16)  # a few for each set of offices that is shown


@dataclass(slots=True)
class Tally:
    """How many public items there are by year, and the day of the latest."""

    years: dict[int, int] = field(default_factory=dict)
    latest: date | None = None

    @property
    def total(self) -> int:
        return sum(self.years.values())

    def of(self, year: int) -> int:
        return self.years.get(year, 0)

    def add(self, other: Tally) -> None:
        for year, number in other.years.items():
            self.years[year] = self.years.get(year, 0) + number
        days = [day for day in (self.latest, other.latest) if day]
        self.latest = max(days, default=None)


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of several tallies."""
    whole = Tally()
    for each in tallies:
        whole.add(each)
    return whole


def by_column(items: QuerySet[Item], offices: Iterable[int]) -> dict[int, Tally]:
    """Count `items`, those of `offices`, by column. One statement, and none while nothing has changed."""
    return _counts.get(("column", *offices), lambda: _by(items, "column_id"))


def by_duty(items: QuerySet[Item], offices: Iterable[int]) -> dict[str, Tally]:
    """Count `items` by the item of articles 20 and 21: their own, else that of their column."""

    def count() -> dict[str, Tally]:
        found: dict[str, Tally] = {}
        for (own, of_column), tally in _by(items, "duty", "column__duty").items():
            if code := own or of_column:
                found.setdefault(code, Tally()).add(tally)
        return found

    return _counts.get(("duty", *offices), count)


def by_area(items: QuerySet[Item], offices: Iterable[int]) -> dict[str, Tally]:
    """Count `items` by key area; one that lies in several counts in each."""

    def count() -> dict[str, Tally]:
        assigned = KeyAreaAssignment.objects.filter(item__in=items)
        rows = assigned.values("area").annotate(number=Count("pk"), latest=Max("item__published_on"))
        return {row["area"]: Tally({0: row["number"]}, row["latest"]) for row in rows}

    return _counts.get(("area", *offices), count)


def _by(items: QuerySet[Item], *names: str) -> dict[Any, Tally]:
    # The year as written: both databases write a day year first, and neither has to call a function of ours.
    year = Substr(Cast("published_on", CharField()), 1, 4)
    rows = (
        items.order_by()
        .values(*names, in_year=year)
        .annotate(number=Count("pk"), latest_on=Max("published_on"))
    )
    found: dict[Any, Tally] = {}
    for row in rows:
        key = row[names[0]] if len(names) == 1 else tuple(row[name] for name in names)
        found.setdefault(key, Tally()).add(Tally({int(row["in_year"]): row["number"]}, row["latest_on"]))
    return found
