"""The inventory of disclosure matters for everybody: a table to filter and to save."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from django_filters.views import FilterView

from gongkai.inventory import table
from gongkai.inventory.models import Matter, MatterQuerySet
from gongkai.kit.downloads import as_download
from gongkai.portal.inventory.filters import MatterFilter
from gongkai.portal.pages import PortalPage


class OfInventory(PortalPage):
    """The matters in force of the portal's office."""

    nav = "inventory"

    def matters(self) -> MatterQuerySet:
        return Matter.objects.filter(agency=self.agency).in_force()


class Inventory(OfInventory, FilterView):
    model = Matter
    filterset_class = MatterFilter
    template_name = "portal/inventory/inventory.html"
    paginate_by = 20
    strict = False

    def get_queryset(self) -> Any:
        return self.matters()

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "agency": self.agency}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.copy()
        asked.pop("page", None)
        return super().get_context_data(
            asked=asked.urlencode(),
            crumbs=[(_("Home"), reverse("portal:home")), (_("Inventory of matters"), "")],
            **kwargs,
        )


class Download(OfInventory, View):
    """The table as it is filtered, as XLSX or CSV."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in {"xlsx", "csv"}:
            raise Http404
        found = MatterFilter(request.GET, queryset=self.matters(), request=request, agency=self.agency).qs
        if kind == "csv":
            return as_download(table.as_csv(found), "公开事项清单.csv")
        title = f"{self.agency.name}政务公开事项清单"
        return as_download(table.as_xlsx(found, title=title), "公开事项清单.xlsx")
