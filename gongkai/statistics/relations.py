"""What does not tie up in a table: findings with rule, severity, cells and a sentence that names the numbers.

The rules of a format are checks over cells. A check over a blank cell cannot be assessed, which is no error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.law.labels import in_reader_language
from gongkai.statistics.formats import Format
from gongkai.statistics.tables import Cell, Figure, listed, printed

# No office counts as far as that; what is longer is a slip of the pen and would only choke the sums.
LONGEST_FIGURE = 15


class Severity(StrEnum):
    """How much a finding weighs: the table is wrong; explain or correct; only to know; a cell is blank."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NOT_ASSESSABLE = "not assessable"


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: Severity
    cells: tuple[str, ...]
    text: str


class Register(Protocol):
    """What only the office's own records can tell of the requests of the year."""

    @property
    def carried_in(self) -> int: ...

    @property
    def carried_out(self) -> int: ...

    def neither_on_time_nor_extended(self) -> str: ...

    def without_such_a_reply(self) -> str: ...


@dataclass(frozen=True)
class Reading:
    """A table to check. `figures` may hold blanks (None) and, in others' reports, things that are no figures.

    `register` stands for our own records; a report of another office has none. `previous` are the figures of
    the year before, `text` the parts of the report by name.
    """

    format: Format
    figures: Mapping[str, Any]
    previous: Mapping[str, Any] | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    register: Register | None = None

    def figure(self, code: str) -> Figure | None:
        """The figure of a cell, None where it is blank or no figure."""
        return as_figure(self.figures.get(code))

    def known(self, code: str) -> Figure:
        """The figure of a cell a check has asked for, and which so is not blank."""
        figure = self.figure(code)
        if figure is None:
            raise KeyError(code)
        return figure

    def before(self, code: str) -> Figure | None:
        """The figure of the year before, None where it is not known."""
        return as_figure((self.previous or {}).get(code))

    def sum_of(self, codes: Iterable[str]) -> Figure:
        return sum((self.known(code) for code in codes), 0)


def as_figure(value: Any) -> Figure | None:
    """Return the value as a figure; None for a blank and for what is no figure at all."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    if not Decimal(value).is_finite() or abs(Decimal(value).adjusted()) > LONGEST_FIGURE:
        return None
    return int(value) if value == int(value) else value


@dataclass(frozen=True)
class Check:
    """A rule over some cells. `find` is asked only when none of them is blank."""

    rule: str
    cells: tuple[str, ...]
    find: Callable[[Reading], Iterator[Finding]]


def findings(reading: Reading, checks: Iterable[Check]) -> list[Finding]:
    """Return what the checks find, errors first, in the order of the rules."""
    found = [*_faults_of_values(reading), *_blanks(reading)]
    for check in checks:
        blank = tuple(code for code in check.cells if reading.figure(code) is None)
        if blank:
            found.append(_not_assessable(check.rule, blank))
        else:
            found.extend(check.find(reading))
    weight = list(Severity)
    return sorted(found, key=lambda finding: (weight.index(finding.severity), finding.rule))


def _not_assessable(rule: str, blank: tuple[str, ...]) -> Finding:
    text = _("Not assessable: %(cells)s without a figure.") % {"cells": _named(blank)}
    return Finding(rule, Severity.NOT_ASSESSABLE, blank, text)


# What every format asks of its values

# Not a rule of any table: what our own records cannot tell yet.
OWN_RECORDS = "own-records"

VALUES = {"report-2018": "R18-21"}
BLANKS = {"report-2018": "R18-23"}


def _faults_of_values(reading: Reading) -> Iterator[Finding]:
    """Counts are whole numbers from 0, money a decimal from 0; there are no cells but those of the table."""
    rule = VALUES.get(reading.format.code, "R21-07")
    cells = reading.format.structure.cells
    for code, value in reading.figures.items():
        if value is None:
            continue
        cell = cells.get(code)
        if cell is None:
            yield Finding(
                rule,
                Severity.WARNING,
                (code,),
                _("This table has no figure in %(cell)s; what stands there is not counted.") % {"cell": code},
            )
        elif (fault := _fault_of(cell, value)) is not None:
            yield Finding(rule, Severity.ERROR, (code,), fault)


def _fault_of(cell: Cell, value: Any) -> str | None:
    figure = as_figure(value)
    if figure is None:
        return _("%(cell)s holds something that is no figure.") % {"cell": cell.code}
    told = {"cell": cell.code, "value": printed(figure), "unit": cell.unit_words}
    if figure < 0 and not cell.may_fall:
        return _("%(cell)s says %(value)s. A figure is never below 0.") % told
    if not isinstance(figure, int) and not cell.takes_fractions:
        return _("%(cell)s says %(value)s. The unit “%(unit)s” takes whole numbers.") % told
    return None


def _blanks(reading: Reading) -> Iterator[Finding]:
    blank = tuple(code for code in reading.format.structure.cells if reading.figures.get(code) is None)
    if blank:
        text = ngettext(
            "%(number)s cell has no figure: %(cells)s. A blank is missing data, not 0.",
            "%(number)s cells have no figure: %(cells)s. A blank is missing data, not 0.",
            len(blank),
        ) % {"number": len(blank), "cells": _named(blank)}
        yield Finding(BLANKS.get(reading.format.code, "R21-08"), Severity.INFO, blank, text)


# Kinds of checks


def adds_up(
    rule: str,
    total: str,
    parts: Sequence[str],
    *,
    severity: Severity = Severity.ERROR,
    explain: Callable[[Register], str] | None = None,
) -> Check:
    """The parts add up to the total. On our own records `explain` names what makes the difference."""

    def find(reading: Reading) -> Iterator[Finding]:
        whole, together = reading.known(total), reading.sum_of(parts)
        if whole == together:
            return
        text = _("%(total)s says %(value)s, but %(parts)s add up to %(sum)s: %(terms)s.") % {
            "total": total,
            "value": printed(whole),
            "parts": _span(parts),
            "sum": printed(together),
            "terms": terms(reading, parts),
        }
        weight = severity
        if reading.register is not None and explain is not None:
            weight, text = Severity.WARNING, f"{text}{_between_sentences()}{explain(reading.register)}"
        yield Finding(rule, weight, (total, *parts), text)

    return Check(rule, (total, *parts), find)


def not_above(rule: str, part: str, whole: str, *, severity: Severity = Severity.ERROR) -> Check:
    """The part is not more than the whole."""

    def find(reading: Reading) -> Iterator[Finding]:
        if reading.known(part) > reading.known(whole):
            text = _("%(part)s says %(value)s, more than %(whole)s with %(limit)s.") % {
                "part": part,
                "value": printed(reading.known(part)),
                "whole": whole,
                "limit": printed(reading.known(whole)),
            }
            yield Finding(rule, severity, (part, whole), text)

    return Check(rule, (part, whole), find)


def says(pattern: str, *codes: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A figure the text quotes: what the words look like, and the cells it has to equal together."""
    return re.compile(pattern), codes


def text_agrees(rule: str, quotations: Iterable[tuple[re.Pattern[str], tuple[str, ...]]]) -> Iterator[Check]:
    """Figures quoted in the text equal the table."""
    for pattern, codes in quotations:
        yield Check(rule, (), _quoted(rule, pattern, codes))


def _quoted(
    rule: str, pattern: re.Pattern[str], codes: tuple[str, ...]
) -> Callable[[Reading], Iterator[Finding]]:
    def find(reading: Reading) -> Iterator[Finding]:
        quoted = [found for part in reading.text.values() for found in pattern.finditer(part)]
        if not quoted:
            return
        blank = tuple(code for code in codes if reading.figure(code) is None)
        if blank:
            yield _not_assessable(rule, blank)
            return
        figure = reading.sum_of(codes)
        for found in quoted:
            # Longer than any figure: whatever it is, it is not this one.
            number = found["n"].replace(",", "").replace("，", "")
            if len(number) > LONGEST_FIGURE or int(number) != figure:
                text = _("The text says “%(words)s”, %(cells)s in the table says %(value)s.") % {
                    "words": found[0],
                    "cells": added(codes),
                    "value": printed(figure),
                }
                yield Finding(rule, Severity.WARNING, codes, text)

    return find


# Words


def terms(reading: Reading, codes: Iterable[str]) -> str:
    """The figures of the cells with plus signs between them."""
    return added([printed(reading.known(code)) for code in codes])


def added(words: Iterable[str]) -> str:
    return in_reader_language("＋", " + ").join(words)


def _span(codes: Sequence[str]) -> str:
    """Name cells of a sum: two or three by name, more as from … to …."""
    if len(codes) <= 3:
        return added(codes)
    return _("%(first)s to %(last)s") % {"first": codes[0], "last": codes[-1]}


LONGEST_LIST = 12


def _named(codes: Sequence[str]) -> str:
    named = listed(codes[:LONGEST_LIST])
    if len(codes) <= LONGEST_LIST:
        return named
    return _("%(cells)s and %(number)s more") % {"cells": named, "number": len(codes) - LONGEST_LIST}


def _between_sentences() -> str:
    return in_reader_language("", " ")
