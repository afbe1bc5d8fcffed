"""The key areas of disclosure that the table of 2014 to 2018 counts one by one (block 1.2)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law.data_files import rows
from gongkai.law.labels import in_reader_language


@dataclass(frozen=True)
class KeyArea:
    """One area: `code` is its letter, `official` its row's label as printed."""

    code: str
    name: str
    label_zh: str
    label_en: str
    official: str

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_reader_language(self.label_zh, self.label_en)

    @property
    def row_2018(self) -> str:
        return f"1.2.{self.code}"


@cache
def all_key_areas() -> tuple[KeyArea, ...]:
    """Return the twelve areas, in the order of the table."""
    return tuple(KeyArea(**row) for row in rows("key_areas", "area"))


def key_areas(on: date) -> tuple[KeyArea, ...]:
    """Return the areas counted on that day: all twelve from 2014 to 2018, none before and after."""
    in_force = any(row["valid_from"] <= on <= row["valid_to"] for row in rows("key_areas", "validity"))
    return all_key_areas() if in_force else ()


def key_area(code: str) -> KeyArea:
    """Return the area of that letter. Raises KeyError."""
    return {area.code: area for area in all_key_areas()}[code]
