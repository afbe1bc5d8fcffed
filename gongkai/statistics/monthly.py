"""The month of the requests (依申请公开月报) for the district: figures, the lists behind them, and checks.

A figure is declared like those of the year, by the same definitions over a month: it is the length of its
list or the sum of its column. Results stand in the rows of the table of the month's own year. Orders to reply
anew and corrections of records are not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.cases.models import HowCame, Timeliness
from gongkai.disputes.models import DisputeKind
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import all_outcomes
from gongkai.statistics import facts, sources
from gongkai.statistics.counting import count_all
from gongkai.statistics.definitions import Definition, Fact, Total
from gongkai.statistics.report_2018 import Where, carried_in, carried_out, concluded, received
from gongkai.statistics.sources import MonthScope
from gongkai.statistics.tables import (
    YUAN,
    Figure,
    Relation,
    Words,
    listed,
    printed,
    rows_of_results,
    structure_2018,
)

PIECES = "件"
LAST_YEAR_OF_2018 = 2018
LAST_YEAR_OF_2019 = 2020

WAYS: dict[str, Words] = {
    HowCame.IN_PERSON: Words("当面申请", "Over the counter"),
    HowCame.REGISTERED_POST: Words("签收信函", "By post, signed for"),
    HowCame.ORDINARY_POST: Words("平常信函", "By ordinary post"),
    HowCame.FAX: Words("传真", "By fax"),
    HowCame.ONLINE: Words("互联网申请", "Online form"),
    HowCame.EMAIL: Words("电子邮件", "By e-mail"),
}
KINDS: dict[str, Words] = {
    RequesterKind.NATURAL_PERSON: Words("自然人", "Natural persons"),
    RequesterKind.BUSINESS: Words("商业企业", "Businesses"),
    RequesterKind.RESEARCH: Words("科研机构", "Research institutions"),
    RequesterKind.PUBLIC_BENEFIT: Words("社会公益组织", "Public benefit organisations"),
    RequesterKind.LEGAL_SERVICE: Words("法律服务机构", "Legal service organisations"),
    RequesterKind.OTHER_ORGANISATION: Words("其他", "Other organisations"),
}
KEPT: dict[str, Words] = {
    Timeliness.ON_TIME: Words("按时办结", "On time"),
    Timeliness.EXTENDED: Words("延期办结", "After extension"),
    Timeliness.LATE: Words("逾期办结", "Late"),
    "unknown": Words("时限情况尚不能确定", "Not known yet, the calendar is missing"),
}
DISPUTES: dict[str, Words] = {
    DisputeKind.RECONSIDERATION: Words("行政复议", "Reconsiderations"),
    DisputeKind.DIRECT_SUIT: Words("未经复议直接起诉", "Suits without reconsideration"),
    DisputeKind.SUIT_AFTER_RECONSIDERATION: Words("复议后起诉", "Suits after reconsideration"),
}


@dataclass(frozen=True)
class MonthRow:
    """One row of the month: its code, its words, and what it counts. `level` 1 is a part of the row above."""

    code: str
    words: Words
    definition: Definition
    level: int = 0
    unit: str = PIECES


@dataclass(frozen=True)
class MonthBlock:
    words: Words
    rows: tuple[MonthRow, ...]


@cache
def blocks_of(year: int) -> tuple[MonthBlock, ...]:
    """Return the rows of a month of that year, block by block."""
    return (
        MonthBlock(Words("一、收到申请", "I. Received"), tuple(_received())),
        MonthBlock(Words("二、办结申请", "II. Concluded"), tuple(_concluded(year))),
        MonthBlock(Words("三、办理时限", "III. Periods"), tuple(_kept())),
        MonthBlock(Words("四、复议诉讼", "IV. Reconsiderations and suits"), tuple(_disputes())),
        MonthBlock(Words("五、收费", "V. Fees"), (_fees(),)),
    )


def rows_of(year: int) -> dict[str, MonthRow]:
    """Return the rows of a month of that year by their codes."""
    return {row.code: row for block in blocks_of(year) for row in block.rows}


def count_month(agency: Agency, year: int, month: int) -> dict[str, Figure]:
    """Return the figures of a month by their codes, in one statement per kind of records."""
    rows = rows_of(year)
    counted = count_all({code: row.definition for code, row in rows.items()}, scope_of(agency, year, month))
    return {code: counted[code] for code in rows}


def scope_of(agency: Agency, year: int, month: int) -> MonthScope:
    return MonthScope((agency,), year, month)


def findings_of(figures: Mapping[str, Figure], year: int) -> list[str]:
    """Return in sentences what does not add up in the figures of a month."""
    return list(_findings(figures, year))


def _findings(figures: Mapping[str, Figure], year: int) -> Iterator[str]:
    came, went = figures["carried_in"] + figures["received"], figures["concluded"] + figures["carried_out"]
    if came != went:
        yield _(
            "Carried in and received are %(came)s; concluded and carried out are %(went)s."
            " They have to be equal."
        ) % {"came": printed(came), "went": printed(went)}
    for parent, prefix in (
        ("received", "received.way."),
        ("received", "received.kind."),
        ("concluded", "concluded.row."),
        ("concluded", "kept."),
    ):
        parts = sum(figures[code] for code in figures if code.startswith(prefix))
        if parts != figures[parent]:
            yield _("“%(row)s” is %(figure)s, its parts add up to %(parts)s.") % {
                "row": rows_of(year)[parent].words,
                "figure": printed(figures[parent]),
                "parts": printed(parts),
            }


def _received() -> Iterator[MonthRow]:
    yield _row(
        "carried_in",
        Words("上月结转", "Carried in from the month before"),
        carried_in,
        lambda: _("Requests received before this month and not concluded before it."),
        facts.RECEIVED,
    )
    yield _row(
        "received",
        Words("本月收到", "Received in this month"),
        received,
        lambda: _("Requests legally received in this month."),
        facts.RECEIVED,
    )
    for way, words in WAYS.items():
        yield _row(
            f"received.way.{way}",
            words,
            _also(received, Q(how_came=way)),
            lambda: _("Requests legally received in this month that came this way."),
            facts.RECEIVED,
            facts.HOW_CAME,
            level=1,
        )
    for kind, words in KINDS.items():
        yield _row(
            f"received.kind.{kind}",
            words,
            _also(received, Q(requester_kind=kind)),
            lambda: _("Requests legally received in this month from requesters of this kind."),
            facts.RECEIVED,
            level=1,
        )


def _concluded(year: int) -> Iterator[MonthRow]:
    yield _row(
        "concluded",
        Words("本月办结", "Concluded in this month"),
        concluded,
        lambda: _("Requests concluded in this month, whenever they were received."),
        facts.CONCLUDED,
        facts.OUTCOME,
    )
    for row, (words, codes) in _results(year).items():
        yield _row(
            f"concluded.row.{row}",
            words,
            _also(concluded, Q(outcome__in=codes)),
            _says_outcomes(codes),
            facts.CONCLUDED,
            facts.OUTCOME,
            level=1,
        )
    if year <= LAST_YEAR_OF_2018:
        in_rows = [code for _words, codes in _results(year).values() for code in codes]
        yield _row(
            "concluded.row.otherwise",
            Words("其他办结情形", "Concluded otherwise"),
            lambda scope: concluded(scope) & ~Q(outcome__in=in_rows),
            lambda: _("Requests concluded in this month without one of the replies of this table."),
            facts.CONCLUDED,
            facts.OUTCOME,
            level=1,
        )
    yield _row(
        "carried_out",
        Words("结转下月", "Carried out to the next month"),
        carried_out,
        lambda: _("Requests received up to the end of this month and not concluded by then."),
        facts.RECEIVED,
    )


def _results(year: int) -> dict[str, tuple[Words, list[str]]]:
    """The rows of results of the year's own table, each with the outcomes counted in it."""
    if year <= LAST_YEAR_OF_2018:
        cells = structure_2018().cells
        words = {
            code: cell.words
            for code, cell in cells.items()
            if code.startswith("3.3.") and cell.relation is not Relation.PART and code.count(".") == 2
        }
    else:
        words = rows_of_results(one_row_otherwise=year <= LAST_YEAR_OF_2019)
    results: dict[str, tuple[Words, list[str]]] = {code: (each, []) for code, each in words.items()}
    for outcome in all_outcomes():
        row = outcome.row_2018 if year <= LAST_YEAR_OF_2018 else outcome.row_2021
        if row and row not in results:
            row = row.rpartition(".")[0]
        if row:
            results[row][1].append(outcome.code)
    return results


def _kept() -> Iterator[MonthRow]:
    for code, words in KEPT.items():
        kept = "" if code == "unknown" else code
        yield _row(
            f"kept.{code}",
            words,
            _also(concluded, Q(timeliness=kept)),
            lambda: _("Requests concluded in this month that kept their period so."),
            facts.CONCLUDED,
            facts.TIMELINESS,
        )


def _disputes() -> Iterator[MonthRow]:
    for kind, words in DISPUTES.items():
        yield MonthRow(
            f"disputes.{kind}.opened",
            Words(f"{words.zh}：本月收到", f"{words.en}, opened in this month"),
            Definition(
                sources.DISPUTES,
                lambda: _("Disputes of this kind opened in this month; each instance is one."),
                where=_opened(kind),
                facts=(facts.OPENED,),
            ),
        )
        yield MonthRow(
            f"disputes.{kind}.decided",
            Words(f"{words.zh}：本月审结", f"{words.en}, decided in this month"),
            Definition(
                sources.DISPUTES,
                lambda: _("Disputes of this kind decided in this month; each instance is one."),
                where=_decided(kind),
                facts=(facts.DECIDED, facts.DECISION),
            ),
        )


def _fees() -> MonthRow:
    return MonthRow(
        "fees",
        Words("本月收取的费用", "Fees received in this month"),
        Definition(
            sources.FEES,
            lambda: _("Money received for requests in this month, in yuan."),
            measure=Total("amount", cents=True),
            facts=(facts.RECEIVED, facts.AMOUNT),
        ),
        unit=YUAN,
    )


def _row(
    code: str, words: Words, where: Where, says: Callable[[], str], *shown: Fact, level: int = 0
) -> MonthRow:
    return MonthRow(code, words, Definition(sources.CASES, says, where=where, facts=shown), level)


def _also(where: Where, more: Q) -> Where:
    return lambda scope: where(scope) & more


def _opened(kind: str) -> Where:
    return lambda scope: Q(kind=kind, opened_on__gte=scope.first_day, opened_on__lte=scope.last_day)


def _decided(kind: str) -> Where:
    return lambda scope: Q(kind=kind, decided_on__gte=scope.first_day, decided_on__lte=scope.last_day)


def _says_outcomes(codes: list[str]) -> Callable[[], str]:
    labels = {outcome.code: outcome for outcome in all_outcomes()}
    return lambda: (
        _("Requests concluded in this month as: %(outcomes)s.")
        % {"outcomes": listed([labels[code].label for code in codes])}
    )
