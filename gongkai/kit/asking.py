"""Several small questions to the database in one statement, for a page that many rooms have a part in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

Rows = QuerySet[Any, Any]


def counts(questions: Sequence[Rows]) -> list[int]:
    """Return how many rows each of `questions` has; of no part of a list, only of whole ones."""

    def number(rows: Rows) -> tuple[str, Sequence[Any]]:
        sql, given = _sql(rows.order_by().values("pk").query)
        return f"(SELECT COUNT(*) FROM ({sql}) counted)", given  # noqa: S608

    return [int(each) for each in _ask(questions, number)]


def which_have_rows(questions: Sequence[Rows]) -> list[bool]:
    """Say of each of `questions` whether it has a row at all."""

    def any_row(rows: Rows) -> tuple[str, Sequence[Any]]:
        sql, given = _sql(rows.query.exists())
        return f"EXISTS ({sql})", given

    return [bool(each) for each in _ask(questions, any_row)]


def _sql(query: Any) -> tuple[str, Sequence[Any]]:
    sql, given = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, given


def _ask(questions: Sequence[Rows], part: Callable[[Rows], tuple[str, Sequence[Any]]]) -> list[Any]:
    """Return what each part gave; 0 where Django knows without asking that there is nothing."""
    parts: list[str] = []
    given: list[Any] = []
    places: list[int] = []
    for place, rows in enumerate(questions):
        try:
            sql, values = part(rows)
        except EmptyResultSet:
            continue
        parts.append(sql)
        given.extend(values)
        places.append(place)
    answers: list[Any] = [0] * len(questions)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", given)
            for place, answer in zip(places, cursor.fetchone(), strict=True):
                answers[place] = answer
    return answers
