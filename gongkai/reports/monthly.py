"""The month of the requests (依申请公开月报) as data, as a spreadsheet and as a form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.reports.building import FIRST_YEAR, NoSuchReport
from gongkai.reports.exports import OFFICIAL_LANGUAGE, number
from gongkai.statistics.monthly import blocks_of, count_month, findings_of
from gongkai.statistics.tables import Figure, printed
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.pdf import report_pdf
from gongkai.typesetting.registers import Register, Value, register_xlsx
from gongkai.typesetting.tables import Alignment, Column, Row, Table
from gongkai.typesetting.tables import Report as Printed

TITLE = "政府信息依申请公开工作月报"
MONTHS = 12
# The Regulations came into force on 1 May 2008.
FIRST_MONTH = (FIRST_YEAR, 5)

CONTENT_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class MonthlyReport:
    """The figures of a month as the records stand now; `findings` say what does not add up."""

    agency: Agency
    year: int
    month: int
    figures: Mapping[str, Figure]
    findings: tuple[str, ...]

    @property
    def name(self) -> str:
        """The month as the contract writes it, such as 2026-10."""
        return f"{self.year}-{self.month:02d}"

    @property
    def is_over(self) -> bool:
        today = clock.today()
        return (self.year, self.month) < (today.year, today.month)


def build_month(agency: Agency, year: int, month: int) -> MonthlyReport:
    """Count a month and check what was counted.

    Raises NoSuchReport for a month before the Regulations were in force, and for one that is to come.
    """
    today = clock.today()
    if not (1 <= month <= MONTHS and FIRST_MONTH <= (year, month) <= (today.year, today.month)):
        raise NoSuchReport(
            _("There is no month %(month)s. Months from %(first)s to %(last)s can be reported.")
            % {
                "month": f"{year}-{month:02d}",
                "first": f"{FIRST_MONTH[0]}-{FIRST_MONTH[1]:02d}",
                "last": f"{today:%Y-%m}",
            }
        )
    figures = count_month(agency, year, month)
    return MonthlyReport(agency, year, month, figures, tuple(findings_of(figures, year)))


def month_as_data(report: MonthlyReport) -> dict[str, Any]:
    """Return the month in the shape of the command's contract."""
    return {
        "agency": report.agency.slug,
        "month": report.name,
        "figures": {code: number(figure) for code, figure in report.figures.items()},
        "findings": list(report.findings),
    }


def month_as_json(report: MonthlyReport) -> bytes:
    return (json.dumps(month_as_data(report), ensure_ascii=False, indent=1) + "\n").encode()


def month_as_xlsx(report: MonthlyReport) -> bytes:
    """Return the month as a spreadsheet: every row with its code and what it counts."""
    with translation.override(OFFICIAL_LANGUAGE):
        register = Register(
            title=_title(report),
            subtitle=report.agency.name,
            columns=(
                Column("项目", 4),
                Column("单位", 1, Alignment.CENTRE),
                Column("数量", 1.4, Alignment.RIGHT),
                Column("口径", 6),
                Column("代码", 3),
            ),
            rows=list(_sheet_rows(report)),
            printed_on=clock.today(),
            author=report.agency.name,
        )
        return register_xlsx(register)


def month_as_pdf(report: MonthlyReport) -> bytes:
    """Return the month as a form to be signed.

    Raises CharactersMissing, with a sentence for people, while no Chinese font is installed.
    """
    with translation.override(OFFICIAL_LANGUAGE):
        return report_pdf(_on_paper(report))


MONTH_WRITERS: dict[str, Callable[[MonthlyReport], bytes]] = {
    "json": month_as_json,
    "xlsx": month_as_xlsx,
    "pdf": month_as_pdf,
}


def month_file_name(report: MonthlyReport, kind: str) -> str:
    return f"{report.agency.slug}-{report.name}.{kind}"


def _title(report: MonthlyReport) -> str:
    return f"{TITLE}（{report.year}年{report.month}月）"


def _sheet_rows(report: MonthlyReport) -> Iterator[tuple[Value, ...]]:
    for block in blocks_of(report.year):
        yield block.words.zh, "", "", "", ""
        for row in block.rows:
            words = f"{'　' * row.level}{row.words.zh}"
            yield words, row.unit, report.figures[row.code], row.definition.says(), row.code


def _on_paper(report: MonthlyReport) -> Printed:
    columns = (
        Column("项目", 7),
        Column("单位", 1, Alignment.CENTRE),
        Column("数量", 1.6, Alignment.CENTRE),
    )
    rows = []
    for block in blocks_of(report.year):
        rows.append(Row((block.words.zh, "", ""), heading=True))
        rows += [
            Row((row.words.zh, row.unit, printed(report.figures[row.code])), level=row.level)
            for row in block.rows
        ]
    return Printed(
        title=_title(report),
        subtitle=f"{report.agency.name}\n{_period(report)}",
        parts=(Table(columns, tuple(rows)), "填报人：　　　　　　审核人：　　　　　　负责人："),
        findings_title="需要核对",
        findings=report.findings,
        author=report.agency.name,
    )


def _period(report: MonthlyReport) -> str:
    if report.is_over:
        return f"统计期间：{report.year}年{report.month}月"
    return f"统计截至{chinese_date(clock.today())}，本月未结束"
