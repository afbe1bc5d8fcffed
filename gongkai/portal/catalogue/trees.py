"""The columns of an office as a tree, with what stands in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.journal.keeping import Kept
from gongkai.portal.catalogue.tallies import Tally

_columns = Kept(256)  # offices


def columns_of(office: Agency) -> tuple[Column, ...]:
    """Return the columns of an office in their order, each with its office. Read only: pages share them."""
    return _columns.get(
        office.pk, lambda: tuple(Column.objects.filter(agency=office).select_related("agency"))
    )


@dataclass
class Branch:
    """A column with those below it. `tally` counts what stands in it and below."""

    column: Column
    address: str
    level: int = 1
    tally: Tally = field(default_factory=Tally)
    below: list[Branch] = field(default_factory=list)
    this_year: int = 0

    def all(self) -> Iterator[Branch]:
        yield self
        for each in self.below:
            yield from each.all()


def tree(
    columns: Iterable[Column],
    tallies: Mapping[int, Tally],
    address_of: Callable[[Column], str],
    year: int = 0,
) -> list[Branch]:
    """Return the columns of the top level with all below them; `address_of(column)` says where each stands.

    `this_year` of each counts what was published in `year`. A closed column is shown as long as something
    stands in it or below.
    """
    children: dict[int | None, list[Column]] = defaultdict(list)
    for column in columns:
        children[column.parent_id].append(column)

    def branches(parent: int | None, level: int) -> Iterator[Branch]:
        for column in children[parent]:
            branch = Branch(column, address_of(column), level)
            branch.tally.add(tallies.get(column.pk, Tally()))
            branch.below = list(branches(column.pk, level + 1))
            for each in branch.below:
                branch.tally.add(each.tally)
            branch.this_year = branch.tally.of(year)
            if column.closed_on is None or branch.tally.total:
                yield branch

    return list(branches(None, 1))


def find(roots: Iterable[Branch], column: Column) -> Branch | None:
    """Return the branch of a column."""
    return next((each for root in roots for each in root.all() if each.column.pk == column.pk), None)
