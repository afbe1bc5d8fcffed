"""FTS5 tables that hold the index only; order by date is the order of row ids."""

import json
import re
from collections.abc import Sequence
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.search.asking import All, AnyOf, Initials, Mark, Node, Phrase, Syllables
from gongkai.search.engines import TITLES, WORDINGS, Row, table_of
from gongkai.search.entries import SPACES, IndexMissing
from gongkai.search.normalising import ENTRY, FACET, TITLE, tokens

AMONG = "IN (SELECT value FROM json_each(%s))"
# Facets are read by the thousand: from an index that has them a third of the time.
FACETS_INDEX = "search_indexed_facets"
# SQLite would take the index of unique places instead, and read each row.
BY_FACETS = f"INDEXED BY {FACETS_INDEX}"
_MISSING = re.compile("no such (?:table|index): search_")
GATHERED = 16 * 1024 * 1024  # bytes
# Every character beyond ASCII belongs to a token; of ASCII also what stands in facets and readers.
TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS "{table}" USING fts5(
    title, text, marks, content='', columnsize=0, tokenize="ascii tokenchars '-_:.'"
)
"""


class SqliteEngine:
    # Fewer leave more values to be counted one by one.
    counted_together = 30_000

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def make(self) -> None:
        for space in SPACES:
            self._run(TABLE.format(table=table_of(space)))
            # The more is gathered before it is written, the less has to be merged: a fifth of a bulk load.
            table = table_of(space)
            self._run(f'INSERT INTO "{table}" ("{table}", rank) VALUES (\'hashsize\', %s)', [GATHERED])  # noqa: S608
        self._run(f"CREATE INDEX IF NOT EXISTS {FACETS_INDEX} ON search_indexed (place, facets)")
        self._run("CREATE TABLE IF NOT EXISTS search_serial (last integer NOT NULL)")
        self._run("INSERT INTO search_serial SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM search_serial)")

    def drop(self) -> None:
        for table in (*map(table_of, SPACES), "search_serial"):
            self._run(f'DROP TABLE IF EXISTS "{table}"')

    def serials(self, number: int) -> Sequence[int]:
        [(last,)] = self._run("UPDATE search_serial SET last = last + %s RETURNING last", [number])
        return range(last - number + 1, last + 1)

    def add(self, space: str, rows: Sequence[Row]) -> None:
        table = table_of(space)
        # In their order: the index writes a segment for each step back.
        self._run_many(
            f'INSERT INTO "{table}" (rowid, title, text, marks) VALUES (%s, %s, %s, %s)',  # noqa: S608
            [_columns(row) for row in sorted(rows, key=lambda row: row.place)],
        )

    def remove(self, space: str, rows: Sequence[Row]) -> None:
        table = table_of(space)
        taking_out = f'INSERT INTO "{table}" ("{table}", rowid, title, text, marks) '
        self._run_many(
            f"{taking_out} VALUES ('delete', %s, %s, %s, %s)",
            [_columns(row) for row in sorted(rows, key=lambda row: row.place)],
        )

    def clear(self, space: str) -> None:
        self._command(space, "delete-all")

    def tidy(self, space: str, *, thoroughly: bool) -> None:
        if thoroughly:
            self._command(space, "optimize")

    def places(
        self, space: str, node: Node, limit: int, offset: int = 0, *, newest: bool = True
    ) -> list[int]:
        table, way = table_of(space), "DESC" if newest else "ASC"
        found = self._run(
            f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s ORDER BY rowid {way} LIMIT %s OFFSET %s',  # noqa: S608
            [expression(node), limit, offset],
        )
        return [place for (place,) in found]

    def places_of_several(self, space: str, nodes: Sequence[Node], limit: int) -> list[list[int]]:
        table = table_of(space)
        one = (
            f'SELECT %s, rowid FROM (SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s '  # noqa: S608
            "ORDER BY rowid DESC LIMIT %s)"
        )
        found: list[list[int]] = [[] for _ in nodes]
        told = [value for number, node in enumerate(nodes) for value in (number, expression(node), limit)]
        for number, place in self._run(" UNION ALL ".join([one] * len(nodes)), told) if nodes else ():
            found[number].append(place)
        return found

    def facets_at(self, places: Sequence[int]) -> list[tuple[str, int]]:
        found = f"search_indexed {BY_FACETS} WHERE place {AMONG} GROUP BY facets"
        return self._run(f"SELECT facets, count(*) FROM {found}", [json.dumps(places)])  # noqa: S608

    def wordings(self, places: Sequence[int]) -> list[tuple[int, str, str, str]]:
        return self._run(WORDINGS.format(among=AMONG), [json.dumps(places)])

    def titles(self, places: Sequence[int]) -> list[tuple[int, str, str]]:
        return self._run(TITLES.format(among=AMONG), [json.dumps(places)])

    def facets_of_newest(self, space: str, node: Node | None, limit: int) -> list[tuple[str, int]]:
        table = table_of(space)
        matching = (
            f'SELECT rowid AS place FROM "{table}" WHERE "{table}" MATCH %s ORDER BY rowid DESC LIMIT %s'  # noqa: S608
        )
        told: list[Any] = [expression(node) if node else "", limit]
        if node is None:
            matching = "SELECT place FROM search_indexed WHERE space = %s ORDER BY place DESC LIMIT %s"
            told[0] = space
        return self._run(
            f"SELECT i.facets, count(*) FROM ({matching}) AS m "  # noqa: S608
            f"CROSS JOIN search_indexed AS i {BY_FACETS} ON i.place = m.place GROUP BY i.facets",
            told,
        )

    def counts(self, space: str, node: Node | None, facets: Sequence[str], limit: int) -> dict[str, int]:
        table = table_of(space)
        one = f'SELECT %s, (SELECT count(*) FROM (SELECT 1 FROM "{table}" WHERE "{table}" MATCH %s LIMIT %s))'  # noqa: S608
        counted: dict[str, int] = {}
        for start in range(0, len(facets), 200):
            some = facets[start : start + 200]
            told: list[Any] = []
            for facet in some:
                mark = Mark(FACET + facet)
                told += [facet, expression(All((node, mark)) if node else mark), limit]
            counted.update(self._run(" UNION ALL ".join([one] * len(some)), told))
        return {facet: number for facet, number in counted.items() if number}

    def size(self, space: str) -> int:
        # One with document sizes would know; a contentless one tells only what matches.
        [(size,)] = self._run(
            f'SELECT count(*) FROM "{table_of(space)}" WHERE "{table_of(space)}" MATCH %s',  # noqa: S608
            [_quoted([ENTRY])],
        )
        return int(size)

    def _command(self, space: str, command: str) -> None:
        table = table_of(space)
        self._run(f'INSERT INTO "{table}" ("{table}") VALUES (%s)', [command])  # noqa: S608

    def _run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor, _ToldClearly():
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def _run_many(self, sql: str, values: list[tuple[Any, ...]]) -> None:
        with self.connection.cursor() as cursor, _ToldClearly():
            cursor.executemany(sql, values)


class _ToldClearly:
    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, OperationalError) and _MISSING.search(str(fault)):
            raise IndexMissing(
                "The tables of the search index are missing: run `gongkai migrate`."
            ) from fault


def _columns(row: Row) -> tuple[int, str, str, str]:
    # A title's tokens have names of their own: a word may be common in texts and rare in titles.
    title = " ".join([TITLE + token for token in tokens(row.title)])
    return row.place, title, " ".join(tokens(row.text)), row.marks


def expression(node: Node) -> str:
    """Return a node in FTS5's language; tokens hold nothing that means anything in it."""
    match node:
        case Phrase():
            open_end = " *" if node.is_open else ""
            in_title = _quoted([TITLE + token for token in node.tokens]) + open_end
            return in_title if node.in_title else f"({in_title} OR {_quoted(node.tokens)}{open_end})"
        case Initials():
            return _quoted(node.tokens)
        case Syllables():
            return f"{_quoted(node.tokens)}{' *' if node.unfinished else ''}"
        case Mark():
            return _quoted([node.token])
        case All():
            return f"({' AND '.join(map(expression, node.parts))})"
        case AnyOf():
            return f"({' OR '.join(map(expression, node.parts))})"


def _quoted(told: list[str]) -> str:
    return f'"{" ".join(told)}"'
