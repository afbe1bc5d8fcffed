"""Writing new rows by a statement that is put together once for each table.

Django puts it together anew for every row, and asks every field what to do with a text that stays as it is:
that takes longer than the database takes to write the row. For acts many wait for at once, and for loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)

# Rows of one statement where the database sets no narrower limit.
_MOST_ROWS = 500

# What a value of just this type becomes in a column of just this kind: itself.
_STAYS: dict[type[Field[Any, Any]], type] = {
    models.CharField: str,
    models.TextField: str,
    models.SlugField: str,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.PositiveBigIntegerField: int,
    models.ForeignKey: int,
    models.OneToOneField: int,
}


@dataclass(frozen=True)
class _Table:
    """What is known of a table: its fields, what of them stays as it is, and how its rows are written."""

    fields: tuple[Field[Any, Any], ...]
    stays: tuple[type | None, ...]
    values: Callable[[Any], tuple[Any, ...]]
    begin: str
    places: str
    key: str


def insert(row: M) -> M:
    """Write a row that is not in the database yet and return it, with its key.

    What the model's fields do with a value is done; no signal is sent. Raises TypeError for a model with a
    `save` of its own.
    """
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        _insert([row])
    return row


def insert_all(rows: Sequence[M]) -> Sequence[M]:
    """Write many rows of one table, as `insert` writes one, and return them; all of them or none.

    Either all of them have a key already, or none has.
    """
    with transaction.atomic(savepoint=False):
        _insert(rows)
    return rows


def insert_if_new(row: Model) -> bool:
    """Write a row unless its key, or another value that must be the only one, stands already; say which.

    Of two at the same moment one waits for the end of the other's transaction.
    """
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        return _insert([row], otherwise=" ON CONFLICT DO NOTHING") == 1


def _insert(rows: Sequence[Model], otherwise: str = "") -> int:
    """Write rows and give them their keys; return how many were written."""
    if not rows:
        return 0
    connection = connections[DEFAULT_DB_ALIAS]
    table = _table(type(rows[0]), rows[0].pk is None)
    most = min(_MOST_ROWS, (connection.features.max_query_params or 65_535) // len(table.fields))
    number = 0
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), most):
            some = rows[begin : begin + most]
            places = ", ".join([table.places] * len(some))
            values = [value for row in some for value in _values(table, row, connection)]
            cursor.execute(f"{table.begin} VALUES {places}{otherwise} RETURNING {table.key}", values)
            written = cursor.fetchall()
            number += len(written)
            for row, (key,) in zip(some, written, strict=not otherwise):
                row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
                if row.pk is None:
                    row.pk = key
    return number


def _values(table: _Table, row: Model, connection: BaseDatabaseWrapper) -> Iterator[Any]:
    for field, stays, value in zip(table.fields, table.stays, table.values(row), strict=True):
        if stays is not None and (value is None or type(value) is stays):
            yield value
        else:
            yield field.get_db_prep_save(field.pre_save(row, True), connection)


@cache
def _table(model: type[Model], makes_key: bool) -> _Table:
    quote, meta = connections[DEFAULT_DB_ALIAS].ops.quote_name, model._meta
    if model.save is not Model.save or meta.parents:
        raise TypeError(f"{meta.label_lower} has a way of saving of its own.")
    fields = tuple(each for each in meta.local_concrete_fields if not (each.primary_key and makes_key))
    names = [each.attname for each in fields]
    get = attrgetter(*names)
    columns = ", ".join(quote(str(each.column)) for each in fields)
    return _Table(
        fields=fields,
        stays=tuple(_STAYS.get(type(each)) for each in fields),
        values=get if len(names) > 1 else lambda row: (get(row),),
        begin=f"INSERT INTO {quote(meta.db_table)} ({columns})",
        places=f"({', '.join(['%s'] * len(fields))})",
        key=quote(str(meta.pk.column)),
    )
