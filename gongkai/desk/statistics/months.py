"""The month of the requests for the district: its figures, and the list behind each of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.desk.statistics.forms import MonthForm
from gongkai.desk.statistics.views import (
    READERS,
    RECORDS_ON_A_PAGE,
    agency_or_404,
    readable_agencies,
    record_row,
)
from gongkai.kit.views import PlainPage
from gongkai.reports.building import NoSuchReport
from gongkai.reports.monthly import (
    CONTENT_TYPES,
    MONTH_WRITERS,
    MonthlyReport,
    build_month,
    month_file_name,
)
from gongkai.statistics.counting import figure_of, records_of
from gongkai.statistics.definitions import Total
from gongkai.statistics.monthly import blocks_of, rows_of, scope_of
from gongkai.statistics.sources import readable
from gongkai.statistics.tables import Words, printed
from gongkai.typesetting.characters import CharactersMissing

UNITS = {"件": Words("件", "pieces"), "元": Words("元", "yuan")}


class MonthPage(PlainPage):
    """The figures of a month, counted now. Each opens the list it counted."""

    template_name = "desk/statistics/month.html"
    nav = "statistics"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agencies = readable_agencies(self.request.user)
        form = MonthForm(self.request.GET, agencies=agencies)
        form.is_valid()
        chosen = form.cleaned_data
        before = clock.today().replace(day=1) - timedelta(days=1)
        year, month = chosen.get("year") or before.year, chosen.get("month") or before.month
        agency = self._agency(agencies, self.request.GET.get("agency", ""))
        report = month_or_404(agency, year, month)
        return super().get_context_data(
            form=MonthForm(initial={"agency": agency.slug, "year": year, "month": month}, agencies=agencies),
            report=report,
            blocks=[
                (str(block.words), [_row(row, report) for row in block.rows]) for block in blocks_of(year)
            ],
            downloads=[
                (kind.upper(), _address("monthly_download", report, kind=kind)) for kind in MONTH_WRITERS
            ],
            **kwargs,
        )

    def _agency(self, agencies: list[Agency], slug: str) -> Agency:
        if slug:
            return agency_or_404(self.request.user, slug)
        own = [agency for agency in agencies if agency.pk == self.request.user.agency_id]
        if not agencies:
            raise PermissionDenied
        return (own or agencies)[0]


class MonthFigurePage(PlainPage):
    """One figure of a month: the sentence that says what it counts, and the records it counted."""

    template_name = "desk/statistics/month_figure.html"
    nav = "statistics"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency = agency_or_404(self.request.user, kwargs["agency"])
        year, month = kwargs["year"], kwargs["month"]
        month_or_404(agency, year, month)
        row = rows_of(year).get(kwargs["code"])
        if row is None:
            raise Http404
        records = records_of(row.definition, scope_of(agency, year, month))
        number = records.count()
        page = Paginator(readable(records, self.request.user), RECORDS_ON_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        adds_up = isinstance(row.definition.measure, Total)
        return super().get_context_data(
            row=row,
            agency=agency,
            month=f"{year}-{month:02d}",
            says=row.definition.says(),
            unit=UNITS[row.unit],
            figure=printed(figure_of(row.definition, records)) if adds_up else str(number),
            back=f"{reverse('desk:monthly')}?agency={agency.slug}&year={year}&month={month}",
            number=number,
            hidden=number - page.paginator.count,
            adds_up=adds_up,
            labels=[fact.label for fact in row.definition.facts],
            page=page,
            records=[record_row(record, row.definition) for record in page],
        )


@login_required
@require_safe
def month_download(request: HttpRequest, agency: str, year: int, month: int, kind: str) -> HttpResponse:
    """The month as a file, in Chinese."""
    user: Any = request.user
    if not user.duties & READERS:
        raise PermissionDenied
    report = month_or_404(agency_or_404(user, agency), year, month)
    if kind not in MONTH_WRITERS:
        raise Http404
    try:
        written = MONTH_WRITERS[kind](report)
    except CharactersMissing:
        return redirect(f"{reverse('desk:monthly')}?agency={agency}&year={year}&month={month}")
    disposition = content_disposition_header(as_attachment=True, filename=month_file_name(report, kind))
    return HttpResponse(
        written, content_type=CONTENT_TYPES[kind], headers={"Content-Disposition": str(disposition)}
    )


def month_or_404(agency: Agency, year: int, month: int) -> MonthlyReport:
    try:
        return build_month(agency, year, month)
    except NoSuchReport:
        raise Http404 from None


def _address(name: str, report: MonthlyReport, **more: Any) -> str:
    where = {"agency": report.agency.slug, "year": report.year, "month": report.month}
    return reverse(f"desk:{name}", kwargs={**where, **more})


def _row(row: Any, report: MonthlyReport) -> dict[str, Any]:
    figure = report.figures[row.code]
    return {
        "words": str(row.words),
        "level": row.level,
        "unit": str(UNITS[row.unit]),
        "figure": printed(figure),
        "zero": not figure,
        "url": _address("monthly_figure", report, code=row.code),
    }
