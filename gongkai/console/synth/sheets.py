"""Rows by the hundred thousand, column by column: by COPY on PostgreSQL, by plain inserts on SQLite.

A sheet knows its model only from the model's own fields: a column nobody speaks of gets the field's default.
"""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


class Sheet:
    """Rows of one model: `each` names the columns that are told row by row, `same` those equal in all."""

    def __init__(self, model: type[models.Model], each: tuple[str, ...], **same: Any) -> None:
        self._each = each
        self._table = connection.ops.quote_name(str(model._meta.db_table))
        fields = {field.attname: field for field in model._meta.concrete_fields}
        if strange := (set(each) | set(same)) - set(fields):
            raise ValueError(f"{model.__name__} has no {', '.join(sorted(strange))}.")
        self._names = {name: connection.ops.quote_name(str(field.column)) for name, field in fields.items()}
        self._same = {
            name: same.get(name, None if field.primary_key else field.get_default())
            for name, field in fields.items()
            if name not in each
        }
        self.next_id = (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def take(self, count: int) -> range:
        """Return the keys of the next `count` rows."""
        taken = range(self.next_id, self.next_id + count)
        self.next_id = taken.stop
        return taken

    def write(self, **columns: Sequence[Any]) -> None:
        """Write rows, their columns given as lists of equal length of texts, numbers and None.

        Days and moments are given as texts, as `on` and `at` write them.
        """
        if set(columns) != set(self._each):
            raise ValueError(f"Not the columns of this sheet: {sorted(set(columns) ^ set(self._each))}")
        rows = zip(*(columns[name] for name in self._each), strict=True)
        if connection.vendor == "postgresql":
            self._copy(rows)
        else:
            self._insert(rows)

    def _copy(self, rows: Iterator[tuple[Any, ...]]) -> None:
        names = ", ".join(self._names[name] for name in (*self._each, *self._same))
        line = "\t".join(["%s"] * len(self._each) + [_for_copy(each) for each in self._same.values()]) + "\n"
        text = "".join(
            [line % tuple([r"\N" if each is None else each for each in row]) for row in _one_line_each(rows)]
        )
        _courier.hand_over(f"COPY {self._table} ({names}) FROM STDIN", text)

    def _insert(self, rows: Iterator[tuple[Any, ...]]) -> None:
        told = ", ".join(self._names[name] for name in (*self._each, *self._same))
        places = ", ".join(["?"] * len(self._each) + [_for_insert(each) for each in self._same.values()])
        with connection.cursor() as cursor:
            # Past Django's cursor, which would look through the statement at every call.
            cursor.cursor.connection.executemany(
                f"INSERT INTO {self._table} ({told}) VALUES ({places})",  # noqa: S608
                rows,
            )


class Courier:
    """Brings rows to PostgreSQL while the next ones are being made; a few portions wait at most.

    It uses the connection, and the transaction, of whoever began: nobody else uses it until all arrived.
    """

    WAITING = 4

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def hand_over(self, statement: str, text: str) -> None:
        raw = connection.connection
        if self._thread is None:
            _bring(raw, statement, text)
            return
        while len(self._waiting) >= self.WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(_bring, raw, statement, text))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within the block rows are brought beside; at its end all have arrived."""
        connection.ensure_connection()
        with ThreadPoolExecutor(1) as thread:
            self._thread = thread
            try:
                yield
                while self._waiting:
                    self._waiting.popleft().result()
            finally:
                self._thread = None
                self._waiting.clear()


_courier = Courier()


def _bring(raw: Any, statement: str, text: str) -> None:
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


@contextmanager
def brought_beside() -> Iterator[None]:
    """Make and write rows at once, where the database can take them so."""
    if connection.vendor == "postgresql":
        with _courier.at_work():
            yield
    else:
        yield


def on(day: date) -> str:
    """Write a day as both databases read it."""
    return day.isoformat()


def at(day: date, hour: int = 1) -> str:
    """Write a moment of a day, `hour` o'clock UTC, as both databases read it."""
    return f"{day.isoformat()} {hour:02d}:00:00{'+00' if connection.vendor == 'postgresql' else ''}"


def _one_line_each(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield tuple(
            [each.replace("\n", r"\n") if type(each) is str and "\n" in each else each for each in row]
        )


def _for_copy(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n")
    return text.replace("%", "%%")


def _for_insert(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(int(value) if isinstance(value, bool) else value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return "'{}'".format(str(value).replace("'", "''"))


_DROPPED = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I ', conrelid::regclass, conname) || pg_get_constraintdef(oid)
FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype = 'f'
"""
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""


@contextmanager
def laid_open(*tables: type[models.Model]) -> Iterator[None]:
    """Lay foreign keys and indexes of PostgreSQL aside and build them again when all rows are there.

    It belongs into the transaction of the load: what breaks off leaves everything as it was.
    """
    if connection.vendor != "postgresql":
        yield
        return
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        # What was written before waits to be checked, and a table with such rows cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        laid_aside = []
        for question in (_DROPPED, _INDEXES):
            cursor.execute(question, [names])
            laid_aside += cursor.fetchall()
        for drop, _again in laid_aside:
            cursor.execute(drop)
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
    yield
    with connection.cursor() as cursor:
        for _drop, again in reversed(laid_aside):
            cursor.execute(again)


def go_on_counting(*tables: type[models.Model]) -> None:
    """Let the databases' own keys go on after the rows that were written with keys of ours."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
