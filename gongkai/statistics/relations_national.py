"""The rules of the national formats: R21-01 to R21-11 since 2021, R19-01 to R19-05 for 2019 and 2020."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _

from gongkai.law.organisations import RequesterKind
from gongkai.statistics.definitions import Uncounted
from gongkai.statistics.formats import format_of
from gongkai.statistics.relations import (
    OWN_RECORDS,
    Check,
    Finding,
    Reading,
    Severity,
    added,
    adds_up,
    not_above,
    says,
    terms,
    text_agrees,
)
from gongkai.statistics.report_2021 import BLOCKS_OF_T4, COLUMNS_OF_T3
from gongkai.statistics.tables import listed, printed, structure_2019, structure_2021

RESULTS_OF_T4 = ("upheld", "corrected", "other", "pending")

QUOTED = (
    says(r"(?:收到|受理)[^。；，]{0,20}申请(?:共计|共)?(?P<n>\d[\d,，]*)件", "t3.1.total"),
    says(r"(?<!部分)予以公开(?:共计|共)?(?P<n>\d[\d,，]*)件", "t3.3.1.total"),
    says(r"部分公开(?:共计|共)?(?P<n>\d[\d,，]*)件", "t3.3.2.total"),
    says(r"结转下年(?:度)?(?:继续办理)?(?:共计|共)?(?P<n>\d[\d,，]*)件", "t3.4.total"),
    says(r"行政复议(?:案件)?(?:共计|共)?(?P<n>\d[\d,，]*)件", "t4.review.total"),
    says(r"行政诉讼(?:案件)?(?:共计|共)?(?P<n>\d[\d,，]*)件", "t4.direct.total", "t4.after_review.total"),
)


@cache
def checks_2021() -> tuple[Check, ...]:
    """Return the checks of the reports since 2021."""
    return (
        *(_corner_note("R21-01", column) for column in COLUMNS_OF_T3),
        *_results_add_up("R21-02", tuple(structure_2021().cells)),
        *_requesters_add_up("R21-03", tuple(structure_2021().cells)),
        *(_carried_over("R21-04", column) for column in COLUMNS_OF_T3),
        *_disputes_add_up("R21-05"),
        *(_norms_in_force(row) for row in ("t2.1.1", "t2.1.2")),
        *text_agrees("R21-09", QUOTED),
        *(_pending_reappear(block) for block in BLOCKS_OF_T4),
        Check(OWN_RECORDS, (), _cells_without_a_register),
    )


@cache
def checks_2019() -> tuple[Check, ...]:
    """Return the checks of the reports of 2019 and 2020."""
    cells = structure_2019().cells
    return (
        *(_corner_note("R19-01", column) for column in COLUMNS_OF_T3),
        *_results_add_up("R19-02", tuple(cells)),
        *_requesters_add_up("R19-03", tuple(cells)),
        *_disputes_add_up("R19-03"),
        *(
            not_above("R19-04", f"{row}.disclosed", f"{row}.open_total", severity=Severity.WARNING)
            for row in ("t2.1.1", "t2.1.2")
        ),
        *(_matters_of_the_list(code.rpartition(".")[0]) for code in cells if code.endswith(".last_year")),
        *(_carried_over("R21-04", column) for column in COLUMNS_OF_T3),
        *text_agrees("R21-09", QUOTED),
        Check(OWN_RECORDS, (), _cells_without_a_register),
    )


def _corner_note(rule: str, column: str) -> Check:
    """第一项加第二项之和，等于第三项加第四项之和, for each column."""
    came = (f"t3.1.{column}", f"t3.2.{column}")
    went = (f"t3.3.7.{column}", f"t3.4.{column}")

    def find(reading: Reading) -> Iterator[Finding]:
        if reading.sum_of(came) == reading.sum_of(went):
            return
        text = _(
            "%(came)s = %(came_terms)s = %(came_sum)s, but %(went)s = %(went_terms)s = %(went_sum)s."
        ) % {
            "came": added(came),
            "came_terms": terms(reading, came),
            "came_sum": printed(reading.sum_of(came)),
            "went": added(went),
            "went_terms": terms(reading, went),
            "went_sum": printed(reading.sum_of(went)),
        }
        yield Finding(rule, Severity.ERROR, (*came, *went), text)

    return Check(rule, (*came, *went), find)


def _results_add_up(rule: str, cells: tuple[str, ...]) -> Iterator[Check]:
    for column in COLUMNS_OF_T3:
        total = f"t3.3.7.{column}"
        results = tuple(
            code
            for code in cells
            if code.startswith("t3.3.") and code.endswith(f".{column}") and code != total
        )
        yield adds_up(rule, total, results)


def _requesters_add_up(rule: str, cells: tuple[str, ...]) -> Iterator[Check]:
    for code in cells:
        row, _dot, column = code.rpartition(".")
        if row.startswith("t3.") and column == "total":
            yield adds_up(rule, code, tuple(f"{row}.{kind}" for kind in RequesterKind.values))


def _disputes_add_up(rule: str) -> Iterator[Check]:
    for block in BLOCKS_OF_T4:
        yield adds_up(rule, f"{block}.total", tuple(f"{block}.{result}" for result in RESULTS_OF_T4))


def _carried_over(rule: str, column: str) -> Check:
    """What the year before carried on is what this year begins with."""
    now, then = f"t3.2.{column}", f"t3.4.{column}"

    def find(reading: Reading) -> Iterator[Finding]:
        before = reading.before(then)
        if before is not None and before != reading.known(now):
            text = _(
                "%(now)s says %(value)s, but %(then)s of the year before says %(before)s. Only an agency"
                " that was"
                " created, merged or dissolved in between may differ."
            ) % {"now": now, "value": printed(reading.known(now)), "then": then, "before": printed(before)}
            yield Finding(rule, Severity.ERROR, (now,), text)

    return Check(rule, (now,), find)


def _norms_in_force(row: str) -> Check:
    cells = (f"{row}.in_force", f"{row}.issued", f"{row}.repealed")

    def find(reading: Reading) -> Iterator[Finding]:
        before = reading.before(cells[0])
        if before is None:
            return
        in_force, issued, repealed = (reading.known(code) for code in cells)
        if in_force != before + issued - repealed:
            text = _(
                "%(cell)s says %(value)s; %(before)s in force the year before, %(issued)s issued and"
                " %(repealed)s"
                " repealed would give %(expected)s. Documents may have expired; explain it."
            ) % {
                "cell": cells[0],
                "value": printed(in_force),
                "before": printed(before),
                "issued": printed(issued),
                "repealed": printed(repealed),
                "expected": printed(before + issued - repealed),
            }
            yield Finding("R21-06", Severity.WARNING, cells, text)

    return Check("R21-06", cells, find)


def _matters_of_the_list(row: str) -> Check:
    cell = f"{row}.last_year"

    def find(reading: Reading) -> Iterator[Finding]:
        before, change = reading.before(cell), reading.before(f"{row}.change")
        if before is None or change is None or before + change == reading.known(cell):
            return
        text = _(
            "%(cell)s says %(value)s, but the report of the year before gives %(before)s and a change of"
            " %(change)s."
        ) % {
            "cell": cell,
            "value": printed(reading.known(cell)),
            "before": printed(before),
            "change": printed(change),
        }
        yield Finding("R19-05", Severity.WARNING, (cell,), text)

    return Check("R19-05", (cell,), find)


def _pending_reappear(block: str) -> Check:
    cell = f"{block}.total"

    def find(reading: Reading) -> Iterator[Finding]:
        pending = reading.before(f"{block}.pending")
        if pending is not None and pending > reading.known(cell):
            text = _(
                "The year before left %(pending)s undecided, but %(cell)s says only %(value)s: they should"
                " reappear."
            ) % {"pending": printed(pending), "cell": cell, "value": printed(reading.known(cell))}
            yield Finding("R21-11", Severity.WARNING, (cell,), text)

    return Check("R21-11", (cell,), find)


def _cells_without_a_register(reading: Reading) -> Iterator[Finding]:
    """On our own records: say openly which cells are 0 because nothing could be counted."""
    if reading.register is None:
        return
    cells = tuple(
        code
        for code, definition in format_of(reading.format.code).definitions.items()
        if isinstance(definition, Uncounted)
    )
    blocks = sorted({code.rpartition(".")[0] for code in cells})
    text = _(
        "No register stands in the program yet for: %(rows)s. These cells are 0; check them by hand."
    ) % {"rows": listed(blocks)}
    yield Finding(OWN_RECORDS, Severity.WARNING, cells, text)
