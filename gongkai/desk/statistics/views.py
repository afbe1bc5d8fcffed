"""The table of a year, with what does not tie up; and the list behind each of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.agencies.models import Agency
from gongkai.desk.statistics.forms import NOT_ZERO, WITH_FINDING, TableForm
from gongkai.kit.views import PlainPage
from gongkai.reports.building import FIRST_YEAR, Report, build
from gongkai.reports.exports import CONTENT_TYPES, OFFICIAL_LANGUAGE, WRITERS, file_name
from gongkai.statistics.counting import NoSuchCell, definition_of, figure_of, records_of
from gongkai.statistics.definitions import Definition, Total
from gongkai.statistics.formats import Format, UnknownFormat, format_for, format_of
from gongkai.statistics.phases import by_phase
from gongkai.statistics.relations import OWN_RECORDS, Finding, Severity
from gongkai.statistics.sources import Scope, readable
from gongkai.statistics.tables import Line, Sheet, printed

READERS = OFFICE | SUPERVISORS
DOWNLOADS = ("json", "html", "docx")
RECORDS_ON_A_PAGE = 30

# How a finding looks: the kind of its notice and of the mark at its row.
LOOKS = {Severity.ERROR: "late", Severity.WARNING: "soon", Severity.INFO: "info"}


def readable_agencies(user: Any) -> list[Agency]:
    return list(Agency.objects.filter(pk__in=user.readable_agency_ids))


def agency_or_404(user: Any, slug: str) -> Agency:
    """What is not among one's agencies does not exist."""
    agency = Agency.objects.filter(pk__in=user.readable_agency_ids, slug=slug).first()
    if agency is None:
        raise Http404
    return agency


def format_and_year_or_404(code: str, year: int) -> Format:
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Http404
    try:
        return format_of(code)
    except UnknownFormat:
        raise Http404 from None


def year_being_reported() -> int:
    """The report of a year is written in the first months of the next one."""
    today = clock.today()
    return today.year - 1 if today.month <= 3 else today.year


class StatisticsPage(PlainPage):
    """The table of an agency and a year, counted now. Each figure opens the list it counted."""

    template_name = "desk/statistics/table.html"
    nav = "statistics"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agencies = readable_agencies(self.request.user)
        asked = self.request.GET
        form = TableForm(asked, agencies=agencies)
        form.is_valid()
        chosen = form.cleaned_data
        year = chosen.get("year") or year_being_reported()
        agency = self._agency(agencies, asked.get("agency", ""))
        table = format_of(chosen.get("format") or format_for(year).code)
        report = build(agency, year, table.code, reader=self.request.user)
        shown = {
            "agency": agency.slug,
            "year": year,
            "format": asked.get("format", ""),
            "show": chosen.get("show"),
        }
        return super().get_context_data(
            form=TableForm(initial=shown, agencies=agencies),
            report=report,
            official_format=format_for(year),
            findings=[_finding(found, report) for found in report.findings],
            to_look_at=sum(found.severity in {Severity.ERROR, Severity.WARNING} for found in report.findings),
            sheets=[_sheet(sheet, report, chosen.get("show") or "") for sheet in table.structure.sheets],
            phases=_phases(report),
            downloads=[(kind.upper(), _address("report_download", report, kind=kind)) for kind in DOWNLOADS],
            **kwargs,
        )

    def _agency(self, agencies: list[Agency], slug: str) -> Agency:
        if slug:
            return agency_or_404(self.request.user, slug)
        own = [agency for agency in agencies if agency.pk == self.request.user.agency_id]
        if not agencies:
            raise PermissionDenied
        return (own or agencies)[0]


def _phases(report: Report) -> list[dict[str, Any]]:
    """五公开, each figure with the list it counts."""
    base = reverse("desk:item_list")
    return [
        {
            "label": each.label,
            "count": each.count,
            "url": f"{base}?agency={report.agency.slug}&phase={each.code}&counted={report.year}",
        }
        for each in by_phase(report.agency, report.year)
    ]


class FigurePage(PlainPage):
    """One figure: the sentence that says what it counts, and the records it counted."""

    template_name = "desk/statistics/figure.html"
    nav = "statistics"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code, year = kwargs["code"], kwargs["year"]
        agency = agency_or_404(self.request.user, kwargs["agency"])
        table = format_and_year_or_404(kwargs["format"], year)
        try:
            definition = definition_of(table, code)
        except NoSuchCell:
            raise Http404 from None
        cell = table.structure.cells[code]
        context: dict[str, Any] = {
            "cell": cell,
            "agency": agency,
            "year": year,
            "table": table,
            "says": definition.says(),
            "back": f"{reverse('desk:statistics')}?agency={agency.slug}&year={year}&format={table.code}",
            "figure": "0",
            "number": 0,
            "hidden": 0,
        }
        if isinstance(definition, Definition):
            context |= self._list(definition, Scope.of(agency, year))
        return super().get_context_data(**context)

    def _list(self, definition: Definition, scope: Scope) -> dict[str, Any]:
        records = records_of(definition, scope)
        may_open = readable(records, self.request.user)
        number = records.count()
        page = Paginator(may_open, RECORDS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        adds_up = isinstance(definition.measure, Total)
        return {
            "figure": printed(figure_of(definition, records)) if adds_up else str(number),
            "number": number,
            "hidden": number - page.paginator.count,
            "adds_up": adds_up,
            "labels": [fact.label for fact in definition.facts],
            "page": page,
            "records": [record_row(record, definition) for record in page],
        }


@login_required
@require_safe
def download(request: HttpRequest, format: str, agency: str, year: int, kind: str) -> HttpResponse:
    """The report as a file. Page and paper speak Chinese, as the official table does."""
    user: Any = request.user
    if not user.duties & READERS:
        raise PermissionDenied
    found = agency_or_404(user, agency)
    table = format_and_year_or_404(format, year)
    if kind not in DOWNLOADS:
        raise Http404
    with translation.override(translation.get_language() if kind == "json" else OFFICIAL_LANGUAGE):
        report = build(found, year, table.code, reader=user)
        written = WRITERS[kind](report)
    disposition = content_disposition_header(as_attachment=True, filename=file_name(report, kind))
    return HttpResponse(
        written, content_type=CONTENT_TYPES[kind], headers={"Content-Disposition": str(disposition)}
    )


def _address(name: str, report: Report, **more: Any) -> str:
    where = {"format": report.format.code, "agency": report.agency.slug, "year": report.year}
    return reverse(f"desk:{name}", kwargs={**where, **more})


def _figure(report: Report, code: str) -> dict[str, Any]:
    cell = report.format.structure.cells[code]
    figure = report.figures[code]
    return {
        "code": code,
        "figure": printed(figure),
        "zero": not figure,
        "url": _address("figure", report, code=code),
        "label": _("%(cell)s: %(figure)s, show the list") % {"cell": cell, "figure": printed(figure)},
    }


def _marks(report: Report) -> dict[str, dict[str, str]]:
    """The mark at a row: of the gravest finding that begins with it. Findings come gravest first."""
    words = {
        Severity.ERROR: _("to correct"),
        Severity.WARNING: _("to check"),
        Severity.INFO: _("explained"),
    }
    kinds = {**LOOKS, Severity.INFO: "fine"}
    marks: dict[str, dict[str, str]] = {}
    for found in report.findings:
        if found.cells and found.severity in words and found.rule != OWN_RECORDS:
            mark = {"kind": kinds[found.severity], "word": words[found.severity]}
            marks.setdefault(found.cells[0], mark)
    return marks


def _finding(found: Finding, report: Report) -> dict[str, Any]:
    about = "" if found.rule == OWN_RECORDS else next(iter(found.cells), "")
    return {
        "rule": "" if found.rule == OWN_RECORDS else found.rule,
        "kind": LOOKS.get(found.severity, "info"),
        "text": found.text,
        "cell": str(report.format.structure.cells[about]) if about else "",
        "url": _address("figure", report, code=about) if about else "",
    }


def _sheet(sheet: Sheet, report: Report, show: str) -> dict[str, Any]:
    """A sheet for the desk: a list with codes where each row has one figure, a grid else."""
    marks = _marks(report)
    lines = list(_lines(sheet, report, marks))
    if sheet.code == "annex":
        lines = _shown(lines, show)
    return {
        "code": sheet.code,
        "caption": str(sheet.caption),
        "is_list": sheet.code == "annex",
        "head": [
            [
                {
                    "text": str(box.words),
                    "across": box.across,
                    "down": box.down,
                    # Above figures, so at the right like them; the first box of all stands above words.
                    "above_figures": box.across == 1 and bool(above or place or not sheet.labels),
                }
                for place, box in enumerate(line.boxes)
            ]
            for above, line in enumerate(sheet.head)
        ],
        "lines": lines,
    }


def _lines(sheet: Sheet, report: Report, marks: dict[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
    for line in sheet.lines:
        yield {
            "code": line.code,
            "heading": line.heading,
            "level": line.level,
            "mark": _mark_of(line, marks),
            "boxes": [
                _figure(report, box.cell)
                if box.cell
                else {"text": str(box.words), "across": box.across, "down": box.down}
                for box in line.boxes
            ],
        }


def _mark_of(line: Line, marks: dict[str, dict[str, str]]) -> dict[str, str] | None:
    return next((marks[box.cell] for box in line.boxes if box.cell in marks), None)


def _shown(lines: list[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    """The rows asked for, each below its headings."""
    if show == NOT_ZERO:
        chosen = [line for line in lines if not line["heading"] and not line["boxes"][-1]["zero"]]
    elif show == WITH_FINDING:
        chosen = [line for line in lines if line["mark"]]
    else:
        return lines
    codes = [line["code"] for line in chosen]
    return [
        line
        for line in lines
        if line["code"] in codes
        or (line["heading"] and any(code.startswith(f"{line['code']}.") for code in codes))
    ]


def record_row(record: Any, definition: Definition) -> dict[str, Any]:
    # A fee has no page of its own; it stands in the file of its case.
    page_of = record if hasattr(record, "get_absolute_url") else record.case
    return {
        "name": str(record if page_of is record else page_of),
        "url": page_of.get_absolute_url(),
        "facts": [(fact.label, fact.of(record)) for fact in definition.facts],
    }
