"""Who handed in what and what became of it, by officer and month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import View

from gongkai.acts import clock
from gongkai.desk.documents.contributing import (
    FIGURES,
    MONTHS,
    SEES_ALL,
    TITLE,
    OfSection,
    Row,
    by_section,
    list_url,
    register_of,
    years_of,
)
from gongkai.documents import policy
from gongkai.kit.downloads import as_download
from gongkai.kit.views import DeskPage, PlainPage
from gongkai.typesetting.registers import register_xlsx

WHO = policy.DRAFTERS | SEES_ALL


def _year(request: Any) -> int:
    told = request.GET.get("year", "")
    is_year = told.isascii() and told.isdigit() and len(told) == 4 and int(told) > 0
    return int(told) if is_year else clock.today().year


class Contributions(PlainPage):
    """One figure month by month, chosen by a tab, and the sums of all four."""

    template_name = "desk/documents/contributions.html"
    nav = "documents"
    duties = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        year = _year(self.request)
        figure = self.request.GET.get("figure", "")
        figure = figure if figure in FIGURES else "handed_in"
        sections = by_section(user.agency, year, user)
        here = reverse("desk:contributions")
        return super().get_context_data(
            year=year,
            figure=FIGURES[figure],
            years=[
                (each, f"{here}?{urlencode({'year': str(each), 'figure': figure})}", each == year)
                for each in years_of(user.agency)
            ],
            tabs=[
                (label, f"{here}?{urlencode({'year': str(year), 'figure': name})}", name == figure)
                for name, label in FIGURES.items()
            ],
            months=[date(year, month, 1) for month in MONTHS],
            heads=list(FIGURES.values()),
            sections=[
                {
                    "name": each.section,
                    "officers": [_told(row, figure, year) for row in each.officers],
                    "sum": _told(each.sum, figure, year),
                }
                for each in sections
            ],
            total=_told(_sum(sections), figure, year),
            xlsx=f"{reverse('desk:contributions_xlsx')}?{urlencode({'year': year})}",
            **kwargs,
        )


class ContributionsFile(DeskPage, View):
    """The table as a spreadsheet, with what the reader sees of it."""

    duties = WHO

    def get(self, request: Any) -> HttpResponse:
        agency, year = request.user.agency, _year(request)
        sections = by_section(agency, year, request.user)
        register = register_of(agency, year, sections, printed_on=clock.today())
        return as_download(register_xlsx(register), f"{TITLE} {year}年.xlsx")


def _told(row: Row, figure: str, year: int) -> dict[str, Any]:
    def url(name: str, month: int = 0) -> str:
        return list_url(name, row.officer_id, year, month) if row.officer_id else ""

    return {
        "officer": row.officer,
        "months": [
            (date(year, month, 1), number, url(figure, month))
            for month, number in zip(MONTHS, row.months(figure), strict=True)
        ],
        "totals": [(label, row.total(name), url(name)) for name, label in FIGURES.items()],
    }


def _sum(sections: list[OfSection]) -> Row:
    total = Row("")
    for section in sections:
        for (name, month), number in section.sum.numbers.items():
            total.add(name, month, number)
    return total
