"""The first page, how to request, the annual reports, accessibility. What is not public is not here."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from gongkai.acts import clock
from gongkai.cases.models import Case
from gongkai.catalogue.models import Column
from gongkai.channels.queries import newest
from gongkai.law import terms
from gongkai.law.columns import ColumnKind
from gongkai.portal.catalogue import tallies
from gongkai.portal.catalogue.section import LINE, OfSection
from gongkai.portal.catalogue.trees import Branch
from gongkai.portal.pages import PortalPage
from gongkai.resources.models import ReadingPoint

LATEST = 8
REPORTS_SHOWN = 4


class Home(OfSection, TemplateView):
    template_name = "portal/home.html"
    nav = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        branches = self.branches(self.agency)
        whole = tallies.together(self.by_column.values())
        return super().get_context_data(
            latest=self._latest(),
            columns=[branch for branch in branches if branch.tally.total],
            year=today.year,
            figures=[
                (
                    _("Items on the website"),
                    whole.of(today.year),
                    reverse("portal:search") + f"?year={today.year}",
                ),
                *self._of_requests(today.year),
            ],
            reports=self._reports(branches),
            reading_points=ReadingPoint.objects.counted()
            .in_place_on(today)
            .filter(agency=self.agency)
            .count(),
            reply_days=terms.term("reply", today).value,
            **kwargs,
        )

    def _latest(self) -> Any:
        items = self.items().only(*LINE)
        if len(self.offices) > 1:
            return newest(items, LATEST)
        return items.order_by("-published_on", "-pk")[:LATEST]

    def _of_requests(self, year: int) -> list[tuple[str, int, str]]:
        cases = (
            Case.objects.counted()
            .filter(agency=self.agency)
            .aggregate(
                received=Count("pk", filter=Q(received_on__year=year)),
                concluded=Count("pk", filter=Q(concluded_on__year=year)),
            )
        )
        return [
            (_("Requests received"), cases["received"], ""),
            (_("Requests concluded"), cases["concluded"], ""),
        ]

    def _reports(self, branches: list[Branch]) -> Any:
        whole = (each for root in branches for each in root.all() if each.tally.total)
        columns = [each.column.pk for each in whole if holds_reports(each.column)]
        return annual_reports(self.items(), columns)[:REPORTS_SHOWN] if columns else []


def holds_reports(column: Column) -> bool:
    return column.kind == ColumnKind.REPORTS or column.slug == Reports.COLUMN


def annual_reports(items: Any, columns: list[int]) -> Any:
    """Return the annual reports among items: those in these columns, the newest year first."""
    return items.filter(column__in=columns).select_related("agency").order_by("-document_date", "-pk")


class Requests(PortalPage, TemplateView):
    template_name = "portal/requests.html"
    nav = "requests"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reply_days=terms.term("reply", clock.today()).value,
            extension_days=terms.term("longest_extension", clock.today()).value,
            crumbs=[(_("Home"), reverse("portal:home")), (_("Request information"), "")],
            **kwargs,
        )


class Reports(PortalPage, ListView):
    """The annual reports: information items like all others, in a column of their own."""

    template_name = "portal/reports.html"
    nav = "reports"
    COLUMN = "annual-reports"

    def get_queryset(self) -> Any:
        columns = Column.objects.filter(
            Q(slug=self.COLUMN) | Q(kind=ColumnKind.REPORTS), agency__in=[each.pk for each in self.offices]
        )
        return annual_reports(self.items(), list(columns.values_list("pk", flat=True)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            several_offices=len(self.offices) > 1,
            crumbs=[(_("Home"), reverse("portal:home")), (_("Annual reports"), "")],
            **kwargs,
        )


class Accessibility(PortalPage, TemplateView):
    template_name = "portal/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(_("Home"), reverse("portal:home")), (_("Accessibility"), "")], **kwargs
        )
