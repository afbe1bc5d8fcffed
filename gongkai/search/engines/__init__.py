"""How a database keeps the index and answers. Nothing above this folder knows which one it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.search.asking import Node
from gongkai.search.entries import SPACES


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the index takes it: its place in the order of days, canonical texts, marks and facets."""

    place: int
    title: str
    text: str
    marks: str
    facets: str


class Engine(Protocol):
    """The index of one database; `place` orders by day, then by when it was put.

    `counted_together`: rows whose facets are read before the rest is counted by `counts`.
    """

    counted_together: int

    def __init__(self, connection: BaseDatabaseWrapper) -> None: ...

    def make(self) -> None:
        """Make the tables that are not there."""

    def drop(self) -> None: ...

    def serials(self, number: int) -> Sequence[int]:
        """Return so many numbers that nobody else gets, all larger than any before."""

    def add(self, space: str, rows: Sequence[Row]) -> None: ...

    def remove(self, space: str, rows: Sequence[Row]) -> None:
        """Take out rows, which must be what was added."""

    def clear(self, space: str) -> None: ...

    def tidy(self, space: str, *, thoroughly: bool) -> None:
        """Do what makes answers fast again after many changes."""

    def places(
        self, space: str, node: Node, limit: int, offset: int = 0, *, newest: bool = True
    ) -> list[int]:
        """Return the places of the rows that match, in order."""

    def places_of_several(self, space: str, nodes: Sequence[Node], limit: int) -> list[list[int]]:
        """Return the newest places of each node; a phrase in them is not checked, only its tokens are."""

    def facets_at(self, places: Sequence[int]) -> list[tuple[str, int]]:
        """Return the facets ("kind:plan year:2018") at these places, and how many have them."""

    def wordings(self, places: Sequence[int]) -> list[tuple[int, str, str, str]]:
        """Return place, key, title and text, as they were given, of these places, in any order."""

    def titles(self, places: Sequence[int]) -> list[tuple[int, str, str]]:
        """Return place, key and title."""

    def facets_of_newest(self, space: str, node: Node | None, limit: int) -> list[tuple[str, int]]:
        """Return the facets of the newest rows that match, and how many have them."""

    def counts(self, space: str, node: Node | None, facets: Sequence[str], limit: int) -> dict[str, int]:
        """Return how many rows match and have the facet ("year:2018"), at most `limit` of each."""

    def size(self, space: str) -> int:
        """Return how many rows the index holds."""


_OF_BOTH = (
    "FROM search_wording AS w JOIN search_indexed AS i ON i.place = w.entry_id WHERE w.entry_id {among}"
)
WORDINGS = f"SELECT w.entry_id, i.key, w.title, w.text {_OF_BOTH}"
TITLES = f"SELECT w.entry_id, i.key, w.title {_OF_BOTH}"


def table_of(space: str) -> str:
    return f"search_index_{space}"


def engine(using: str = DEFAULT_DB_ALIAS) -> Engine:
    connection = connections[using]
    if connection.vendor == "sqlite":
        from gongkai.search.engines.sqlite import SqliteEngine

        return SqliteEngine(connection)
    if connection.vendor == "postgresql":
        from gongkai.search.engines.postgres import PostgresEngine

        return PostgresEngine(connection)
    raise NotImplementedError(f"There is no search on {connection.vendor}.")


def make_tables(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make what is missing of the index; where all entries are gone, empty it."""
    from gongkai.search.models import Indexed

    there = set(connections[using].introspection.table_names())
    if Indexed._meta.db_table not in there:
        return
    kept = engine(using)
    kept.make()
    for space in SPACES:
        if not Indexed.objects.using(using).filter(space=space).exists() and kept.size(space):
            kept.clear(space)
