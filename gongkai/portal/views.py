"""Pages for citizens: only what has a standing release on the website is here."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView, View
from django_filters.views import FilterView

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.catalogue.models import Column, Item
from gongkai.channels.queries import once_public_items, own_rules_in_public, public_items
from gongkai.documents.pictures import shown_in
from gongkai.kit.serving import serve_file
from gongkai.kit.templatetags.kit import without_controls
from gongkai.law import terms
from gongkai.law.key_areas import key_area
from gongkai.portal.filters import ItemFilter
from gongkai.portal.pages import PortalPage
from gongkai.resources.models import ReadingPoint


def _columns(agency: Agency) -> Any:
    """Columns with the number of public items of this year and the day of the latest."""
    public = Q(items__in=public_items(agency))
    this_year = public & Q(items__published_on__year=clock.today().year)
    return Column.objects.filter(agency=agency).annotate(
        this_year=Count("items", filter=this_year, distinct=True),
        public_total=Count("items", filter=public, distinct=True),
        latest=Max("items__published_on", filter=public),
    )


class Home(PortalPage, TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency, today = self.agency, clock.today()
        latest = public_items(agency).select_related("column").order_by("-published_on", "-pk")[:8]
        cases = (
            Case.objects.counted()
            .filter(agency=agency)
            .aggregate(
                received=Count("pk", filter=Q(received_on__year=today.year)),
                concluded=Count("pk", filter=Q(concluded_on__year=today.year)),
            )
        )
        year_items = public_items(agency).filter(published_on__year=today.year).count()
        return super().get_context_data(
            latest=latest,
            columns=[column for column in _columns(agency) if column.public_total],
            year=today.year,
            figures=[
                (_("Items on the website"), year_items, reverse("portal:search") + f"?year={today.year}"),
                (_("Requests received"), cases["received"], ""),
                (_("Requests concluded"), cases["concluded"], ""),
            ],
            reading_points=ReadingPoint.objects.counted().in_place_on(today).filter(agency=agency).count(),
            reply_days=terms.term("reply", today).value,
            **kwargs,
        )


class Search(PortalPage, FilterView):
    model = Item
    filterset_class = ItemFilter
    template_name = "portal/search.html"
    paginate_by = 20
    strict = False
    nav = "items"

    def get_queryset(self) -> Any:
        return public_items(self.agency).select_related("column", "package")

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "agency": self.agency}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            query=without_controls(self.request.GET.get("q", "").replace("\x00", "").strip()[:100]),
            crumbs=[(_("Home"), reverse("portal:home")), (_("Disclosed by law"), "")],
            **kwargs,
        )


class ColumnPage(PortalPage, ListView):
    template_name = "portal/column.html"
    paginate_by = 20
    nav = "items"

    def get_queryset(self) -> Any:
        self.column = get_object_or_404(Column, agency=self.agency, slug=self.kwargs["slug"])
        return public_items(self.agency).filter(column=self.column).order_by("-published_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            column=self.column,
            columns=Column.objects.filter(agency=self.agency),
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Disclosed by law"), reverse("portal:search")),
                (self.column.name, ""),
            ],
            **kwargs,
        )


class ItemPage(PortalPage, TemplateView):
    """One item. A withdrawn one answers with who, when and why; one never shown here does not exist."""

    nav = "items"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = self.kwargs["pk"]
        shown = (
            public_items()
            .select_related("agency", "column", "package", "interprets", "published_by")
            .filter(pk=pk)
            .first()
        )
        if shown is not None:
            self.item, self.template_name, status = shown, "portal/item.html", 200
        else:
            once = once_public_items().select_related("agency", "column").filter(pk=pk).first()
            if once is None:
                raise Http404
            self.item, self.template_name, status = once, "portal/withdrawn.html", 410
        return self.render_to_response(self.get_context_data(), status=status)

    @cached_property
    def agency(self) -> Agency:
        return self.item.agency

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        context: dict[str, Any] = {
            "item": item,
            "crumbs": [
                (_("Home"), reverse("portal:home")),
                (_("Disclosed by law"), reverse("portal:search")),
                (item.column.name, reverse("portal:column", args=[item.column.slug])),
                (_("This item"), ""),
            ],
        }
        if self.template_name == "portal/withdrawn.html":
            recall = item.releases.filter(kind="website").exclude(recalled_on=None).first()
            return super().get_context_data(**context, recall=recall, **kwargs)
        files = item.package.frozen_files
        addresses = {
            str(each.file_id): reverse("portal:item_file", args=[item.pk, each.file_id]) for each in files
        }
        _inside, after = shown_in(item.package.body, files)
        related = public_items(item.agency).filter(column=item.column).exclude(pk=item.pk)
        return super().get_context_data(
            **context,
            files=[
                {
                    "name": each.name,
                    "url": addresses[str(each.file_id)],
                    "size": each.file.size,
                    "type": each.file.kind,
                }
                for each in files
                if not each.file.is_picture
            ],
            addresses=addresses,
            pictures=[
                (addresses[str(each.file_id)], each.alternative_text or item.title)
                for each in after
                if each.file.is_picture
            ],
            editions=item.editions.all(),
            interprets=item.interprets if item.interprets and self._is_public(item.interprets) else None,
            interpretations=list(public_items().filter(interprets=item)),
            areas=[key_area(each.area).label for each in item.key_areas.order_by("area")],
            related=related.order_by("-published_on", "-pk")[:4],
            **kwargs,
        )

    def _is_public(self, item: Item) -> bool:
        return public_items().filter(pk=item.pk).exists()


class ItemFile(View):
    """A file of an item that stands on the website; gone with it."""

    def get(self, request: Any, pk: int, file: UUID) -> HttpResponseBase:
        item = public_items().select_related("package").filter(pk=pk).first()
        found = item.package.files.select_related("file").filter(file_id=file).first() if item else None
        if found is None:
            raise Http404
        answer = serve_file(found.file, request=request)
        answer["Cache-Control"] = "no-cache"
        return answer


class Guide(PortalPage, TemplateView):
    template_name = "portal/guide.html"
    nav = "guide"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            columns=_columns(self.agency),
            rules=own_rules_in_public(self.agency),
            reading_points=ReadingPoint.objects.counted()
            .in_place_on(clock.today())
            .filter(agency=self.agency),
            reply_days=terms.term("reply", clock.today()).value,
            crumbs=[(_("Home"), reverse("portal:home")), (_("Disclosure guide"), "")],
            **kwargs,
        )


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
        return public_items(self.agency).filter(column__slug=self.COLUMN).order_by("-document_date", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(_("Home"), reverse("portal:home")), (_("Annual reports"), "")], **kwargs
        )


class Accessibility(PortalPage, TemplateView):
    template_name = "portal/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(_("Home"), reverse("portal:home")), (_("Accessibility"), "")], **kwargs
        )
