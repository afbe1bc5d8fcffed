"""The statutory section (政府信息公开): its five entries, and what is disclosed by column, duty and key area.

Law: 国办公开办函〔2019〕61号 (the section of an agency's site holds what must be disclosed, and only that).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item
from gongkai.channels.queries import own_rules_in_public
from gongkai.law.columns import ColumnKind
from gongkai.law.duties import DisclosureItem, disclosure_item, disclosure_items
from gongkai.law.key_areas import KeyArea, all_key_areas, key_area
from gongkai.law.statutes import statutes
from gongkai.portal.catalogue import tallies, trees
from gongkai.portal.catalogue.tallies import Tally
from gongkai.portal.catalogue.trees import Branch
from gongkai.portal.pages import PortalPage

ON_A_PAGE = 20
LINE = ("title", "published_on", "agency", "column")  # what a line of a list shows


class OfSection(PortalPage):
    """Pages that count what stands in the columns of the portal's offices."""

    @cached_property
    def by_column(self) -> dict[int, Tally]:
        return tallies.by_column(self.items(), [office.pk for office in self.offices])

    def branches(self, office: Agency) -> list[Branch]:
        columns = trees.columns_of(office)
        return trees.tree(columns, self.by_column, self.address_of, clock.today().year)

    @cached_property
    def chosen_office(self) -> Agency:
        """The office whose columns are shown: the one the address names, else the portal's own."""
        slug = self.request.GET.get("office", "")
        return next((office for office in self.offices if office.slug == slug), self.agency)


@dataclass(frozen=True)
class EntryOfSection:
    """One of the five entries: what it holds, when it was last updated, how much there is."""

    label: str
    url: str
    says: str
    tally: Tally | None = None


class Section(OfSection, TemplateView):
    """The five entries every such section has."""

    template_name = "portal/catalogue/section.html"
    nav = "section"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        branches = self.branches(self.agency)
        return super().get_context_data(
            entries=list(self.five(branches)),
            branches=branches,
            year=clock.today().year,
            crumbs=[(_("Home"), reverse("portal:home")), (_("Government information disclosure"), "")],
            **kwargs,
        )

    def five(self, branches: list[Branch]) -> Iterable[EntryOfSection]:
        whole = [each for root in branches for each in root.all()]

        def of_kind(kind: str) -> Tally:
            return tallies.together(
                self.by_column.get(each.column.pk, Tally()) for each in whole if each.column.kind == kind
            )

        yield EntryOfSection(
            _("Disclosure guide"),
            reverse("portal:guide"),
            _("What is disclosed, how it is arranged and obtained, and who answers."),
        )
        yield EntryOfSection(
            _("Rules on disclosure"),
            reverse("portal:rules"),
            _("Laws and regulations, and the rules the office made for itself."),
            of_kind(ColumnKind.RULES),
        )
        yield EntryOfSection(
            _("Disclosed by law"),
            reverse("portal:content"),
            _("All that must be disclosed without being asked: by column, by duty, by key area."),
            tallies.together(self.by_column.values()),
        )
        yield EntryOfSection(
            _("Annual reports"),
            reverse("portal:reports"),
            _("The reports on disclosure of all years."),
            of_kind(ColumnKind.REPORTS),
        )
        yield EntryOfSection(
            _("Request information"),
            reverse("portal:requests"),
            _("What is not there can be requested; no reason has to be given."),
        )


class Rules(OfSection, TemplateView):
    """制度: the acts in force, and the office's own rules as it published them."""

    template_name = "portal/catalogue/rules.html"
    nav = "rules"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [each for each in trees.columns_of(self.agency) if each.kind == ColumnKind.RULES]
        in_columns = self.items().filter(column__in=[each.pk for each in columns])
        return super().get_context_data(
            rules=own_rules_in_public(self.agency),
            acts=statutes(clock.today()),
            latest=in_columns.order_by("-published_on", "-pk")[:ON_A_PAGE],
            columns=[(each.name, self.address_of(each)) for each in columns],
            crumbs=[(_("Home"), reverse("portal:home")), (_("Rules on disclosure"), "")],
            **kwargs,
        )


class Content(OfSection, TemplateView):
    """法定主动公开内容 by column: the tree with counts and the day of the last update."""

    template_name = "portal/catalogue/content.html"
    nav = "items"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = self.chosen_office
        return super().get_context_data(
            tabs=tabs("columns"),
            branches=self.branches(office),
            chosen=office,
            others=[each for each in self.offices if each.pk != office.pk],
            year=clock.today().year,
            whole=tallies.together(self.by_column.values()),
            crumbs=[(_("Home"), reverse("portal:home")), (_("Disclosed by law"), "")],
            **kwargs,
        )


def tabs(current: str) -> list[dict[str, Any]]:
    """The three ways through what is disclosed by law."""
    ways = (
        ("columns", _("By column"), "portal:content"),
        ("duties", _("By duty"), "portal:duties"),
        ("areas", _("By key area"), "portal:areas"),
    )
    return [{"label": label, "url": reverse(name), "current": way == current} for way, label, name in ways]


class Duties(OfSection, TemplateView):
    """法定主动公开内容 by the items of articles 20 and 21 of the Regulations."""

    template_name = "portal/catalogue/duties.html"
    nav = "items"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = tallies.by_duty(self.items(), [office.pk for office in self.offices])
        listed = [(each, counted.get(each.code, Tally())) for each in disclosure_items()]
        return super().get_context_data(
            tabs=tabs("duties"),
            articles=[
                (_("Article 20"), [row for row in listed if row[0].number == "20"]),
                (_("Article 21"), [row for row in listed if row[0].number == "21"]),
            ],
            crumbs=[*to_content(), (_("By duty"), "")],
            **kwargs,
        )


class Areas(OfSection, TemplateView):
    """法定主动公开内容 by the key areas of block 1.2 of the tables of 2014 to 2018."""

    template_name = "portal/catalogue/areas.html"
    nav = "items"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = tallies.by_area(self.items(), [office.pk for office in self.offices])
        return super().get_context_data(
            tabs=tabs("areas"),
            areas=[(each, counted.get(each.code, Tally())) for each in all_key_areas()],
            crumbs=[*to_content(), (_("By key area"), "")],
            **kwargs,
        )


def to_content() -> list[tuple[str, str]]:
    return [(_("Home"), reverse("portal:home")), (_("Disclosed by law"), reverse("portal:content"))]


class ItemList(OfSection, ListView):
    """Items under a heading, the newest first."""

    template_name = "portal/catalogue/list.html"
    paginate_by = ON_A_PAGE
    nav = "items"

    def get_queryset(self) -> QuerySet[Item]:
        return self.chosen().order_by("-published_on", "-pk").only(*LINE)

    def chosen(self) -> QuerySet[Item]:
        raise NotImplementedError


class OfDuty(ItemList):
    """What the portal holds for one item of articles 20 and 21."""

    @cached_property
    def duty(self) -> DisclosureItem:
        try:
            return disclosure_item(self.kwargs["code"])
        except KeyError:
            raise Http404 from None

    def chosen(self) -> QuerySet[Item]:
        code = self.duty.code
        return self.items().filter(Q(duty=code) | Q(duty="", column__duty=code))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.duty.label,
            under=self.duty.article,
            crumbs=[*to_content(), (_("By duty"), reverse("portal:duties")), (self.duty.article, "")],
            **kwargs,
        )


class OfArea(ItemList):
    """What the portal holds of one key area."""

    @cached_property
    def area(self) -> KeyArea:
        try:
            return key_area(self.kwargs["code"])
        except KeyError:
            raise Http404 from None

    def chosen(self) -> QuerySet[Item]:
        return self.items().filter(key_areas__area=self.area.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.area.label,
            crumbs=[*to_content(), (_("By key area"), reverse("portal:areas")), (self.area.label, "")],
            **kwargs,
        )


def feed_of(column: Column, office: Agency) -> str:
    """Return the address of a column's feed; that of another office names it."""
    address = reverse("portal:column_feed", args=[column.slug, "atom"])
    return address if column.agency_id == office.pk else f"{address}?office={column.agency.slug}"
