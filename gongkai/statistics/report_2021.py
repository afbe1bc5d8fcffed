"""The figures of the national formats since 2019: t3 and t4 from the registers, and the countable part of t2.

A cell of t3 is a row of results and a column of requesters; t4 is disputes by kind and outcome. Rows of t2
whose registers do not stand yet are 0 and say so.

Law: 国办公开办函〔2021〕30号 and 〔2019〕60号; Regulations (2019), art. 50.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.catalogue.models import Item
from gongkai.disputes.models import DisputeKind, DisputeOutcome
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import all_outcomes
from gongkai.statistics import facts, sources
from gongkai.statistics.definitions import Definition, Each, Fact, Uncounted
from gongkai.statistics.report_2018 import Where, carried_in, carried_out, concluded, received
from gongkai.statistics.sources import Scope
from gongkai.statistics.tables import Cell, listed, structure_2019, structure_2021

Declared = tuple[str, "Definition | Uncounted"]

TOTAL = "total"
COLUMNS_OF_T3 = (*RequesterKind.values, TOTAL)


def definitions_2021() -> dict[str, Definition | Uncounted]:
    """Return the definitions of the reports since 2021, by cell."""
    return _complete(structure_2021().cells, {"t2.1.2.issued": _issued(), **dict(_t3()), **dict(_t4())})


def definitions_2019() -> dict[str, Definition | Uncounted]:
    """Return the definitions of the reports of 2019 and 2020, by cell."""
    t2: dict[str, Definition | Uncounted] = {
        "t2.1.2.made": _issued(),
        "t2.1.2.disclosed": Definition(
            sources.MARKED_ITEMS,
            lambda: _("Normative documents whose first confirmed release lies in this year."),
            where=lambda _scope: Q(item__is_normative=True),
            measure=Each("item", Item),
            facts=(facts.FIRST_RELEASED,),
        ),
        "t2.1.2.open_total": Definition(
            sources.STANDING_NORMS,
            lambda: _("Normative documents released up to the end of this year and not withdrawn by then."),
            measure=Each("item", Item),
            facts=(facts.FIRST_RELEASED,),
        ),
    }
    return _complete(structure_2019().cells, {**t2, **dict(_t3(one_row_otherwise=True)), **dict(_t4())})


def _complete(
    cells: Mapping[str, Cell], declared: Mapping[str, Definition | Uncounted]
) -> dict[str, Definition | Uncounted]:
    return {code: declared.get(code) or Uncounted(_says_uncounted(code)) for code in cells}


def _says_uncounted(code: str) -> Callable[[], str]:
    if code.startswith("t2.1.1."):
        return lambda: _(
            "Rules are made by bodies with rule-making power only; no register of rules is kept here."
        )
    return lambda: _(
        "No register for this cell stands in the program yet, so it is 0. Check it before the report is"
        " signed."
    )


def _issued() -> Definition:
    return Definition(
        sources.NORMATIVE_DOCUMENTS,
        lambda: _("Normative documents the agency signed in this year, disclosed or not."),
        facts=(facts.DOCUMENT_NUMBER, facts.SIGNED),
    )


def _t3(*, one_row_otherwise: bool = False) -> Iterator[Declared]:
    results: dict[str, list[str]] = {}
    for outcome in all_outcomes():
        row = outcome.row_2021
        if one_row_otherwise and row.startswith("t3.3.6."):
            row = "t3.3.6"
        results.setdefault(row, []).append(outcome.code)
    yield from _row_of_t3(
        "t3.1", received, lambda: _("Requests legally received in this year."), facts.RECEIVED
    )
    yield from _row_of_t3(
        "t3.2",
        carried_in,
        lambda: _("Requests received before this year and not concluded before it."),
        facts.RECEIVED,
    )
    for row, codes in results.items():
        yield from _row_of_t3(row, _ended_as(codes), _says_outcomes(codes), facts.CONCLUDED)
    yield from _row_of_t3(
        "t3.3.7",
        concluded,
        lambda: _("Requests concluded in this year, whatever their result."),
        facts.CONCLUDED,
    )
    yield from _row_of_t3(
        "t3.4",
        carried_out,
        lambda: _("Requests received up to the end of this year and not concluded by then."),
        facts.RECEIVED,
    )


def _row_of_t3(row: str, where: Where, says: Callable[[], str], day: Fact) -> Iterator[Declared]:
    for column in COLUMNS_OF_T3:
        yield (
            f"{row}.{column}",
            Definition(
                sources.CASES,
                _says_column(says, column),
                where=_of_requesters(where, column),
                facts=(day, facts.OUTCOME),
            ),
        )


def _of_requesters(where: Where, column: str) -> Where:
    if column == TOTAL:
        return where
    return lambda scope: where(scope) & Q(requester_kind=column)


def _says_column(says: Callable[[], str], column: str) -> Callable[[], str]:
    if column == TOTAL:
        return says
    return lambda: (
        _("%(row)s Requesters of the kind “%(kind)s” only.")
        % {
            "row": says(),
            "kind": RequesterKind(column).label,
        }
    )


def _ended_as(codes: list[str]) -> Where:
    return lambda scope: concluded(scope) & Q(outcome__in=codes)


def _says_outcomes(codes: list[str]) -> Callable[[], str]:
    labels = {outcome.code: outcome for outcome in all_outcomes()}
    return lambda: (
        _("Requests concluded in this year as: %(outcomes)s.")
        % {"outcomes": listed([labels[code].label for code in codes])}
    )


BLOCKS_OF_T4 = {
    "t4.review": DisputeKind.RECONSIDERATION,
    "t4.direct": DisputeKind.DIRECT_SUIT,
    "t4.after_review": DisputeKind.SUIT_AFTER_RECONSIDERATION,
}


def _t4() -> Iterator[Declared]:
    for block, kind in BLOCKS_OF_T4.items():
        for outcome in DisputeOutcome:
            yield (
                f"{block}.{outcome.value}",
                Definition(
                    sources.DISPUTES,
                    _says_decided(kind, outcome),
                    where=_decided(kind, outcome),
                    facts=(facts.DECIDED,),
                ),
            )
        yield (
            f"{block}.pending",
            Definition(sources.DISPUTES, _says_pending(kind), where=_pending(kind), facts=(facts.OPENED,)),
        )
        yield (
            f"{block}.total",
            Definition(
                sources.DISPUTES,
                _says_all(kind),
                where=_of_kind(kind),
                facts=(facts.OPENED, facts.DECIDED, facts.DECISION),
            ),
        )


def _of_kind(kind: DisputeKind) -> Where:
    return lambda _scope: Q(kind=kind)


def _decided(kind: DisputeKind, outcome: DisputeOutcome) -> Where:
    return lambda scope: Q(
        kind=kind, outcome=outcome, decided_on__gte=scope.first_day, decided_on__lte=scope.last_day
    )


def _pending(kind: DisputeKind) -> Where:
    return lambda scope: Q(kind=kind) & _open_at_the_end(scope)


def _open_at_the_end(scope: Scope) -> Q:
    return Q(decided_on=None) | Q(decided_on__gt=scope.last_day)


def _says_decided(kind: DisputeKind, outcome: DisputeOutcome) -> Callable[[], str]:
    return lambda: (
        _("“%(kind)s” decided in this year with: %(outcome)s.")
        % {
            "kind": kind.label,
            "outcome": outcome.label,
        }
    )


def _says_pending(kind: DisputeKind) -> Callable[[], str]:
    return lambda: (
        _("“%(kind)s” opened up to the end of this year and not decided by then.") % {"kind": kind.label}
    )


def _says_all(kind: DisputeKind) -> Callable[[], str]:
    return lambda: _("“%(kind)s” decided in this year or pending at its end.") % {"kind": kind.label}
