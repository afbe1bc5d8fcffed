"""Checking a table: our own figures with the register beside them, or the report of any office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.statistics.counting import Figures
from gongkai.statistics.formats import format_of
from gongkai.statistics.register import OwnRegister
from gongkai.statistics.relations import Check, Finding, Reading, findings
from gongkai.statistics.relations_2018 import checks_2018
from gongkai.statistics.relations_national import checks_2019, checks_2021
from gongkai.statistics.sources import Scope

CHECKS: dict[str, Callable[[], tuple[Check, ...]]] = {
    "report-2018": checks_2018,
    "report-2019": checks_2019,
    "report-2021": checks_2021,
}


def check_own(
    format_code: str, agency: Agency, year: int, figures: Figures, *, reader: Any = None, below: bool = False
) -> list[Finding]:
    """Return what does not tie up in figures counted from our own records.

    `reader` is the person who will read the findings: cases they may not open are not named.
    """
    register = OwnRegister(Scope.of(agency, year, below=below), figures, reader)
    return findings(Reading(format_of(format_code), figures, register=register), CHECKS[format_code]())


def check_foreign(
    format_code: str,
    figures: Mapping[str, Any],
    *,
    previous: Mapping[str, Any] | None = None,
    text: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return what does not tie up in the report of any office. Raises UnknownFormat."""
    reading = Reading(format_of(format_code), figures, previous=previous, text=text or {})
    return findings(reading, CHECKS[format_code]())
