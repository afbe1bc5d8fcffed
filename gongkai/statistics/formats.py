"""The formats a year can be reported in, and the years each of them is official for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from gongkai.statistics.definitions import Definition, Uncounted
from gongkai.statistics.report_2018 import carried_2018, definitions_2018
from gongkai.statistics.report_2021 import definitions_2019, definitions_2021
from gongkai.statistics.tables import Structure, Words, structure_2018, structure_2019, structure_2021


class UnknownFormat(LookupError):
    """There is no format of that name."""


@dataclass(frozen=True)
class Format:
    """A statutory table: its cells and sheets, the definition of each cell, its years.

    `beside` are figures of the register that the table does not print and its checks need.
    """

    code: str
    name: Words
    first_year: int
    last_year: int | None
    structure: Structure
    definitions: Mapping[str, Definition | Uncounted]
    beside: Mapping[str, Definition] = field(default_factory=dict)

    def is_official_for(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def __str__(self) -> str:
        return str(self.name)


@cache
def all_formats() -> tuple[Format, ...]:
    """Return the formats, the oldest first."""
    return (
        Format(
            "report-2018",
            Words("2014至2018年格式", "Format of 2014 to 2018"),
            2014,
            2018,
            structure_2018(),
            definitions_2018(),
            carried_2018(),
        ),
        Format(
            "report-2019",
            Words("2019至2020年格式", "Format of 2019 and 2020"),
            2019,
            2020,
            structure_2019(),
            definitions_2019(),
        ),
        Format(
            "report-2021",
            Words("2021年起格式", "Format since 2021"),
            2021,
            None,
            structure_2021(),
            definitions_2021(),
        ),
    )


def format_of(code: str) -> Format:
    """Return the format of that name, such as "report-2018". Raises UnknownFormat."""
    for each in all_formats():
        if each.code == code:
            return each
    raise UnknownFormat(code)


def format_for(year: int) -> Format:
    """Return the format that is official for a reporting year; before 2014 the oldest we know."""
    return next((each for each in all_formats() if each.is_official_for(year)), all_formats()[0])
