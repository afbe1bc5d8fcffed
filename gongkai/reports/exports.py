"""A report as data, as a page that stands alone, and on paper (DOCX).

Page and paper carry the official Chinese labels, whatever the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.reports.building import Report
from gongkai.statistics.relations import Finding
from gongkai.statistics.tables import Box, Figure, Line, Sheet, printed
from gongkai.typesetting import tables as paper
from gongkai.typesetting.docx import report_docx

OFFICIAL_LANGUAGE = "zh-hans"

CONTENT_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def as_data(report: Report) -> dict[str, Any]:
    """Return the report in the shape of the command's contract."""
    data: dict[str, Any] = {
        "format": report.format.code,
        "agency": report.agency.slug,
        "year": report.year,
        "figures": {code: number(figure) for code, figure in report.figures.items()},
        "findings": [
            {"rule": found.rule, "severity": found.severity.value, "text": found.text}
            for found in report.findings
        ],
    }
    if not report.official:
        data["official"] = False
    if report.stated:
        data["stated"] = {
            code: {"value": number(each.value), "counted": number(each.counted), "reason": each.reason}
            for code, each in report.stated.items()
        }
    return data


def number(figure: Figure) -> int | float:
    """Return a figure as JSON writes it: a whole number without a point."""
    if isinstance(figure, Decimal) and figure != int(figure):
        return float(figure)
    return int(figure)


def as_json(report: Report) -> bytes:
    return (json.dumps(as_data(report), ensure_ascii=False, indent=1) + "\n").encode()


def as_html(report: Report) -> bytes:
    """Return a page that needs nothing beside it, in the layout of the official table."""
    with translation.override(OFFICIAL_LANGUAGE):
        page = render_to_string(
            "reports/report.html",
            {
                "report": report,
                "title": title_of(report),
                "note": note_of(report),
                "sheets": [_sheet_for_html(sheet, report) for sheet in report.format.structure.sheets],
                "findings": [_finding_in_words(found) for found in report.findings],
            },
        )
    return page.encode()


def as_docx(report: Report) -> bytes:
    with translation.override(OFFICIAL_LANGUAGE):
        return report_docx(on_paper(report))


WRITERS: dict[str, Callable[[Report], bytes]] = {
    "json": as_json,
    "html": as_html,
    "docx": as_docx,
}


def file_name(report: Report, kind: str) -> str:
    return f"{report.agency.slug}-{report.year}-{report.format.code}.{kind}"


def title_of(report: Report) -> str:
    return _("%(table)s (%(year)s)") % {"table": report.format.structure.title.zh, "year": report.year}


def note_of(report: Report) -> str:
    """What stands below the title: the period, and that the format is not the year's own."""
    period = _("Period: 1 January to 31 December %(year)s") % {"year": report.year}
    if report.official:
        return period
    return _("%(period)s. Not the official format of this year.") % {"period": period}


def _finding_in_words(found: Finding) -> str:
    return _("%(text)s (%(rule)s)") % {"text": found.text, "rule": found.rule}


# The page


def _sheet_for_html(sheet: Sheet, report: Report) -> dict[str, Any]:
    return {
        "caption": sheet.caption.zh if len(report.format.structure.sheets) > 1 else "",
        "shares": sheet.shares,
        "wide": len(sheet.shares) > 5,
        "head": [[_box(box, report) for box in line.boxes] for line in sheet.head],
        "lines": [
            {
                "heading": line.heading,
                "level": line.level,
                "boxes": [_box(box, report) for box in line.boxes],
            }
            for line in sheet.lines
        ],
    }


def _box(box: Box, report: Report) -> dict[str, Any]:
    return {
        "text": _text(box, report),
        "is_figure": bool(box.cell),
        "code": box.cell,
        "across": box.across,
        "down": box.down,
    }


def _text(box: Box, report: Report) -> str:
    return printed(report.figures[box.cell]) if box.cell else box.words.zh


# Paper


def on_paper(report: Report) -> paper.Report:
    """Return what is printed, for the typesetter."""
    return paper.Report(
        title=title_of(report),
        subtitle=f"{report.agency.name}\n{note_of(report)}",
        parts=tuple(_tables(report)),
        findings_title=_("To check and explain"),
        findings=tuple(_finding_in_words(found) for found in report.findings),
        author=report.agency.name,
    )


def _tables(report: Report) -> Iterator[paper.Table]:
    sheets = report.format.structure.sheets
    for sheet in sheets:
        columns = tuple(
            paper.Column(
                "",
                share,
                paper.Alignment.LEFT if place < sheet.labels else paper.Alignment.CENTRE,
            )
            for place, share in enumerate(sheet.shares)
        )
        yield paper.Table(
            columns,
            tuple(_row(line, report) for line in sheet.lines),
            caption=sheet.caption.zh if len(sheets) > 1 else "",
            head=tuple(_row(line, report) for line in sheet.head),
        )


def _row(line: Line, report: Report) -> paper.Row:
    cells = tuple(paper.Cell(_text(box, report), box.across, box.down) for box in line.boxes)
    return paper.Row(cells, level=line.level, heading=line.heading)
