"""A tsvector of tokens without positions, in a GIN index; phrases are checked in the canonical texts.

Only what PostgreSQL itself has is used, no extension. A function asks the index: for a common word the
planner would rather read all rows with all their tokens, or walk through them by date.
"""

from collections.abc import Sequence
from typing import Any

from django.db import ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.search.asking import All, AnyOf, Initials, Mark, Node, Phrase, Syllables
from gongkai.search.engines import TITLES, WORDINGS, Row, table_of
from gongkai.search.entries import SPACES, IndexMissing
from gongkai.search.normalising import ENTRY, PART, TITLE, tokens

# Nobody asks for them, and every row has them.
_EVERYWHERE = {ENTRY, PART}

_ALL = 1_000_000_000  # rows

FEW = 100  # rows; more are sorted into the index together
# Tokens lie apart from their rows, which are read by the thousand.
TABLE = """
CREATE TABLE IF NOT EXISTS "{table}" (
    place bigint PRIMARY KEY, tokens tsvector NOT NULL
);
ALTER TABLE "{table}" ALTER tokens SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS "{table}_tokens" ON "{table}" USING gin (tokens);
CREATE OR REPLACE FUNCTION "{table}_newest" (asked tsquery, most bigint) RETURNS TABLE (place bigint)
    LANGUAGE sql STABLE SET enable_seqscan = off
    AS 'WITH m AS MATERIALIZED (SELECT place FROM "{table}" WHERE tokens @@ asked)
        SELECT place FROM m ORDER BY place DESC LIMIT most';
"""


class PostgresEngine:
    # What is left is counted in one go, so that few are enough to see that there is more.
    counted_together = 5_000

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def make(self) -> None:
        for space in SPACES:
            self._run(TABLE.format(table=table_of(space)))
        self._run("CREATE SEQUENCE IF NOT EXISTS search_serial")
        if not self._lies_in_the_row():
            # What phrases are checked in lies in the row itself, by the half page; the original gives way.
            self._run("ALTER TABLE search_wording ALTER canonical_text SET STORAGE MAIN")
            self._run("ALTER TABLE search_wording SET (toast_tuple_target = 4080)")

    def _lies_in_the_row(self) -> bool:
        # Told twice, it would lock the table, and fail where rows of it were changed just before.
        stored = self._run(
            "SELECT 1 FROM pg_attribute WHERE attrelid = 'search_wording'::regclass "
            "AND attname = 'canonical_text' AND attstorage = 'm'"
        )
        return bool(stored)

    def drop(self) -> None:
        for space in SPACES:
            self._run(f'DROP FUNCTION IF EXISTS "{table_of(space)}_newest"')
            self._run(f'DROP TABLE IF EXISTS "{table_of(space)}"')
        self._run("DROP SEQUENCE IF EXISTS search_serial")

    def serials(self, number: int) -> Sequence[int]:
        found = self._run("SELECT nextval('search_serial') FROM generate_series(1, %s)", [number])
        return sorted(serial for (serial,) in found)

    def add(self, space: str, rows: Sequence[Row]) -> None:
        sql = f'INSERT INTO "{table_of(space)}" (place, tokens) VALUES (%s, array_to_tsvector(%s))'  # noqa: S608
        if len(rows) > FEW:
            self._run("SELECT set_config('gin_pending_list_limit', '65536', true)")
        with self.connection.cursor() as cursor, _ToldClearly():
            cursor.executemany(sql, [(row.place, _tokens(row)) for row in rows])

    def remove(self, space: str, rows: Sequence[Row]) -> None:
        self._run(
            f'DELETE FROM "{table_of(space)}" WHERE place = ANY(%s)',  # noqa: S608
            [[row.place for row in rows]],
        )

    def clear(self, space: str) -> None:
        self._run(f'DELETE FROM "{table_of(space)}"')  # noqa: S608

    def tidy(self, space: str, *, thoroughly: bool) -> None:
        # New tokens wait in a list, which every answer reads through.
        self._run("SELECT gin_clean_pending_list(%s::regclass)", [f"{table_of(space)}_tokens"])
        if thoroughly:
            self._run(f'ANALYZE "{table_of(space)}"')

    def places(
        self, space: str, node: Node, limit: int, offset: int = 0, *, newest: bool = True
    ) -> list[int]:
        if not newest:
            found = self._run(*_matching(space, node, None, limit, offset, way="ASC"))
        elif not _check(node)[0]:
            found = self._run(*_matching(space, node, limit + offset, limit, offset))
        else:
            # Most of what the index proposes is right: seldom are all of them needed.
            most = 2 * (limit + offset) + FEW
            found = self._run(*_matching(space, node, most, limit, offset))
            if len(found) < limit and self._proposed(space, node, most) == most:
                found = self._run(*_matching(space, node, None, limit, offset))
        return [place for (place,) in found]

    def _proposed(self, space: str, node: Node, most: int) -> int:
        sql = f'SELECT count(*) FROM "{table_of(space)}_newest"(%s::tsquery, %s)'  # noqa: S608
        [(number,)] = self._run(sql, [query(node), most])
        return int(number)

    def places_of_several(self, space: str, nodes: Sequence[Node], limit: int) -> list[list[int]]:
        one = f'SELECT %s, place FROM "{table_of(space)}_newest"(%s::tsquery, %s)'  # noqa: S608
        found: list[list[int]] = [[] for _ in nodes]
        told = [value for number, node in enumerate(nodes) for value in (number, query(node), limit)]
        for number, place in self._run(" UNION ALL ".join([one] * len(nodes)), told) if nodes else ():
            found[number].append(place)
        return found

    def facets_at(self, places: Sequence[int]) -> list[tuple[str, int]]:
        return self._run(
            "SELECT facets, count(*) FROM search_indexed WHERE place = ANY(%s) GROUP BY facets",
            [list(places)],
        )

    def wordings(self, places: Sequence[int]) -> list[tuple[int, str, str, str]]:
        return self._run(WORDINGS.format(among="= ANY(%s)"), [list(places)])

    def titles(self, places: Sequence[int]) -> list[tuple[int, str, str]]:
        return self._run(TITLES.format(among="= ANY(%s)"), [list(places)])

    def facets_of_newest(self, space: str, node: Node | None, limit: int) -> list[tuple[str, int]]:
        sql = "SELECT place FROM search_indexed WHERE space = %s ORDER BY place DESC LIMIT %s"
        values: list[Any] = [space, limit]
        if node is not None:
            sql, values = _matching(space, node, None if _check(node)[0] else limit, limit)
        return self._run(
            f"SELECT i.facets, count(*) FROM ({sql}) AS m JOIN search_indexed AS i USING (place) "  # noqa: S608
            "GROUP BY i.facets",
            values,
        )

    def counts(self, space: str, node: Node | None, facets: Sequence[str], limit: int) -> dict[str, int]:
        if not facets:
            return {}
        # All at once: what the index proposes is gone through one time, and not once for each of them.
        matching, values = "SELECT place FROM search_indexed WHERE space = %s", [space]
        if node is not None:
            matching, values = _matching(space, node, None, _ALL)
        found = self._run(
            f"WITH m AS MATERIALIZED ({matching}) "  # noqa: S608
            "SELECT facet, count(*) FROM m JOIN search_indexed AS i USING (place) "
            "CROSS JOIN LATERAL unnest(string_to_array(i.facets, ' ')) AS facet "
            "WHERE facet = ANY(%s) GROUP BY facet",
            [*values, list(facets)],
        )
        return {facet: min(number, limit) for facet, number in found}

    def size(self, space: str) -> int:
        [(size,)] = self._run(f'SELECT count(*) FROM "{table_of(space)}"')  # noqa: S608
        return int(size)

    def _run(self, sql: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor, _ToldClearly():
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []


class _ToldClearly:
    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        told = str(fault)
        if isinstance(fault, ProgrammingError) and "search_" in told and "does not exist" in told:
            raise IndexMissing(
                "The tables of the search index are missing: run `gongkai migrate`."
            ) from fault


def _tokens(row: Row) -> list[str]:
    of_title = set(tokens(row.title))
    every = of_title | set(tokens(row.text)) | set(row.marks.split())
    every |= {TITLE + token for token in of_title - _EVERYWHERE}
    return list(every - _EVERYWHERE)


def _matching(
    space: str, node: Node, most: int | None, limit: int, offset: int = 0, *, way: str = "DESC"
) -> tuple[str, list[Any]]:
    """Return the query for the places that match, in order, among the `most` newest the index proposes."""
    proposed = f'FROM "{table_of(space)}_newest"(%s::tsquery, %s) ORDER BY place {way}'
    checked, values = _check(node)
    if not checked:
        return f"SELECT place {proposed} LIMIT %s OFFSET %s", [query(node), most, limit, offset]
    # Row by row, so that a page of answers costs a page of checks.
    exactly = f"(SELECT {checked} FROM search_wording AS w WHERE w.entry_id = s.place)"  # noqa: S608
    return (
        f"SELECT place FROM (SELECT place {proposed}) AS s WHERE {exactly} LIMIT %s OFFSET %s",  # noqa: S608
        [query(node), most, *values, limit, offset],
    )


def query(node: Node) -> str:
    """Return the tsquery of a node: without positions, so what it finds still has to be checked."""
    match node:
        case Phrase():
            mark = TITLE if node.in_title else ""
            told = [_quoted(mark + token) for token in node.tokens]
            if node.is_open:
                told[-1] += ":*"
            return f"({' & '.join(told)})"
        case Initials() | Syllables():
            told = [_quoted(token) for token in node.tokens]
            if isinstance(node, Syllables) and node.unfinished:
                told[-1] += ":*"
            return f"({' & '.join(told)})"
        case Mark():
            return _quoted(node.token)
        case All():
            return f"({' & '.join(map(query, node.parts))})"
        case AnyOf():
            return f"({' | '.join(map(query, node.parts))})"


def _quoted(token: str) -> str:
    return f"'{token}'"


def _check(node: Node, *, alone: bool = True) -> tuple[str, list[str]]:  # noqa: PLR0911 - one per kind
    """Return the condition on the canonical texts that makes a node exact, "" where its tokens do.

    One of several alternatives has its condition even so, since the tokens of another may be there: `alone`
    says it is none.
    """
    match node:
        case Phrase() | Initials() if alone and len(node.tokens) == 1:
            return "", []
        case Phrase():
            in_title = "strpos(w.canonical_title, %s) > 0"
            if node.in_title:
                return in_title, [node.pattern]
            return f"({in_title} OR strpos(w.canonical_text, %s) > 0)", [node.pattern] * 2
        case Initials():
            return "strpos(w.initials, %s) > 0", [node.letters]
        case Syllables():
            return "strpos(' ' || w.marks || ' ', %s) > 0", [node.pattern]
        case Mark():
            return ("", []) if alone else ("strpos(' ' || w.marks || ' ', %s) > 0", [f" {node.token} "])
        case All():
            return _joined(" AND ", [_check(part, alone=alone) for part in node.parts])
        case AnyOf():
            if alone and not any(_check(part)[0] for part in node.parts):
                return "", []
            return _joined(" OR ", [_check(part, alone=False) for part in node.parts])


def _joined(by: str, checks: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    told = by.join(check for check, _ in checks if check)
    return f"({told})" if told else "", [value for _, values in checks for value in values]
