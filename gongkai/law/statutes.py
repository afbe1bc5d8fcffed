"""The acts on disclosure that a portal names among its rules (政府信息公开制度)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law.data_files import rows
from gongkai.law.labels import in_reader_language


@dataclass(frozen=True)
class Statute:
    """One act: its full name and number; `since` is None where the day is not confirmed."""

    name_zh: str
    name_en: str
    number: str
    since: date | None = None
    until: date | None = None

    @property
    def name(self) -> str:
        return in_reader_language(f"《{self.name_zh}》", self.name_en)

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def statutes(on: date) -> list[Statute]:
    """Return the acts in force on that day, the most important first."""
    return [each for each in _all() if each.in_force(on)]


@cache
def _all() -> tuple[Statute, ...]:
    return tuple(
        Statute(row["name_zh"], row["name_en"], row["number"], row.get("valid_from"), row.get("valid_to"))
        for row in rows("statutes", "statute")
    )
