"""What a figure is: which records it counts, how, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Model, Q, QuerySet, Sum
from django.utils.functional import Promise

from gongkai.statistics.sources import Scope, Source
from gongkai.statistics.tables import Figure

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Records:
    """As many as there are records."""

    def expression(self, where: Q) -> Aggregate:
        return Count("pk", filter=where)

    def figure(self, value: Any) -> Figure:
        return int(value)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows


@dataclass(frozen=True)
class Distinct(Records):
    """As many as there are different things the records belong to, by their `field`, of the kind `model`."""

    field: str
    model: type[Model]

    def expression(self, where: Q) -> Aggregate:
        return Count(self.field, filter=where, distinct=True)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.model._default_manager.filter(pk__in=rows.order_by().values(self.field))


@dataclass(frozen=True)
class Each(Distinct):
    """As `Distinct`, where a constraint lets no two records belong to the same thing."""

    def expression(self, where: Q) -> Aggregate:
        return Count("pk", filter=where)


@dataclass(frozen=True)
class Total(Records):
    """The sum of a column. `divisor` turns yuan into the table's unit: 10,000 for 万元.

    A sum of money in yuan keeps its `cents`; without them it is a whole number.
    """

    column: str
    divisor: int = 1
    cents: bool = False

    def expression(self, where: Q) -> Aggregate:
        return Sum(self.column, filter=where)

    def figure(self, value: Any) -> Figure:
        if self.divisor == 1 and not self.cents:
            return int(value or 0)
        # To the cent: the embedded database adds decimals as binary fractions.
        return Decimal(value or 0).quantize(CENT) / self.divisor

    def sum_of(self, records: Any) -> Figure:
        """The same sum over a list of records."""
        return self.figure(sum(getattr(each, self.column) for each in records))


@dataclass(frozen=True)
class Fact:
    """What the list behind a figure shows of each record, beside its name."""

    label: str | Promise
    of: Callable[[Any], str | date | datetime | Decimal | int | None]


def every(_scope: Scope) -> Q:
    """All records of the source."""
    return Q()


@dataclass(frozen=True)
class Definition:
    """One declaration: figure, list behind it and the sentence that explains it all come from here."""

    source: Source
    says: Callable[[], str]
    where: Callable[[Scope], Q] = every
    measure: Records = field(default_factory=Records)
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Uncounted:
    """A cell for which no register stands in the program yet: it is 0 and says why."""

    says: Callable[[], str]
