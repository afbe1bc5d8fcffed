"""Counting: a table of a year in a few statements, and the list behind each of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.statistics.definitions import Definition, Total, Uncounted
from gongkai.statistics.formats import Format, format_of
from gongkai.statistics.sources import Scope
from gongkai.statistics.tables import Figure


class NoSuchCell(LookupError):
    """The format has no cell of that code."""


class Figures(dict[str, Figure]):
    """Figures by the codes of their cells, in the order of the table.

    `beside` are those the table does not print: what the register keeps for the checks.
    """

    def __init__(self, figures: Mapping[str, Figure], beside: Mapping[str, Figure] | None = None) -> None:
        super().__init__(figures)
        self.beside: dict[str, Figure] = dict(beside or {})


def count(format_code: str, agency: Agency, year: int, *, below: bool = False) -> Figures:
    """Count every cell of a format for an agency and a year, in one statement per kind of records.

    `below` counts the agencies below it too, as the report of a district does. Raises UnknownFormat.
    """
    chosen = format_of(format_code)
    scope = Scope.of(agency, year, below=below)
    values = count_all({**_declared(chosen.definitions), **chosen.beside}, scope)
    return Figures(
        {code: values.get(code, 0) for code in chosen.structure.cells},
        {code: values[code] for code in chosen.beside},
    )


def behind(format_code: str, agency: Agency, year: int, code: str, *, below: bool = False) -> QuerySet[Any]:
    """Return the records one figure was counted from. Its length is the figure, or the sum of its column is.

    Raises UnknownFormat, and NoSuchCell for a code without a list: a heading, a cell without a register.
    """
    definition = definition_of(format_of(format_code), code)
    if isinstance(definition, Uncounted):
        raise NoSuchCell(code)
    return records_of(definition, Scope.of(agency, year, below=below))


def records_of(definition: Definition, scope: Scope) -> QuerySet[Any]:
    """Return the records a definition counts, in the order in which people read them."""
    rows = definition.source.rows(scope).filter(definition.where(scope))
    return definition.source.listed(definition.measure.listed(rows))


def definition_of(chosen: Format, code: str) -> Definition | Uncounted:
    """Return the definition of a cell. Raises NoSuchCell."""
    try:
        return chosen.definitions[code]
    except KeyError:
        raise NoSuchCell(code) from None


def figure_of(definition: Definition, records: QuerySet[Any]) -> Figure:
    """Return the figure a list amounts to: its length, or the sum of its named column."""
    if isinstance(definition.measure, Total):
        return definition.measure.sum_of(records)
    return records.count()


def _declared(definitions: Mapping[str, Definition | Uncounted]) -> dict[str, Definition]:
    return {code: each for code, each in definitions.items() if isinstance(each, Definition)}


def count_all(definitions: Mapping[str, Definition], scope: Scope) -> dict[str, Figure]:
    """Count every definition over one scope, in one statement per kind of records."""
    by_source: dict[str, list[str]] = {}
    for code, definition in definitions.items():
        by_source.setdefault(definition.source.name, []).append(code)
    figures: dict[str, Figure] = {}
    for codes in by_source.values():
        rows = definitions[codes[0]].source.rows(scope)
        # Codes hold dots, which are no names in SQL.
        columns = {
            f"figure_{place}": definitions[code].measure.expression(definitions[code].where(scope))
            for place, code in enumerate(codes)
        }
        values = rows.order_by().aggregate(**columns)
        for place, code in enumerate(codes):
            figures[code] = definitions[code].measure.figure(values[f"figure_{place}"])
    return figures
