"""Searching what is public, and titles as one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from gongkai import search
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item
from gongkai.channels import search_index
from gongkai.channels.queries import public_items
from gongkai.kit.found_pages import ON_A_PAGE, page_in, page_of
from gongkai.portal.catalogue.trees import columns_of
from gongkai.portal.pages import PortalPage
from gongkai.portal.search import tallying
from gongkai.portal.search.choices import Chip, Words, chips_of, groups_of
from gongkai.portal.search.question import LONGEST_TEXT, Question
from gongkai.search import Found, Hit
from gongkai.search.entries import MOST_COUNTED, Passage
from gongkai.secrecy.models import PackageFile

SUGGESTED = 8
COUNTED = ("column", "year", "kind", "subject", "phase", "validity", "area")
SHOWN = (
    "title",
    "published_on",
    "index_number",
    "document_number",
    "validity",
    "is_normative",
    "agency_id",
    "column_id",
    "package_id",
)
# Where nothing is found, each word is tried by itself, up to so many.
MOST_TRIED = 4


class OfOffices:
    """The offices whose items are searched: the portal's own and those below it."""

    portal_offices: tuple[Agency, ...]

    @cached_property
    def offices(self) -> list[Agency]:
        return sorted(self.portal_offices, key=lambda office: office.pk)

    def limited(self, filters: dict[str, list[str]]) -> dict[str, list[str]]:
        """Return the filters with the offices of this portal and no others."""
        own = [office.slug.lower() for office in self.offices]
        chosen = [slug for slug in filters.get("office", own) if slug in own]
        return {**filters, "office": chosen or own}

    def shown(self, hits: Iterable[Hit]) -> dict[str, Item]:
        """Return the items of these hits that the portal shows at this moment, by their keys."""
        pks = [search_index.pk_of(hit.key) for hit in hits]
        if not pks:
            return {}
        own = {office.pk for office in self.offices}
        items = public_items().filter(pk__in=pks).order_by().only(*SHOWN)
        return {search_index.key_for(item.pk): item for item in items if item.agency_id in own}


@dataclass(frozen=True)
class Row:
    """One hit as the page shows it; `attachment` names the file the passage stands in."""

    item: Item
    office: str
    column: str
    title: Passage
    passage: Passage
    attachment: str


class Search(OfOffices, PortalPage, TemplateView):
    template_name = "portal/search/search.html"
    nav = "items"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, number = Question.read(self.request.GET), page_in(self.request.GET)
        filters = self.limited(question.filters(self.chosen_columns(question)))
        found = search.find(
            search_index.SPACE,
            question.text,
            filters=filters,
            order=question.ordered_by,
            offset=(number - 1) * ON_A_PAGE,
            limit=ON_A_PAGE,
            count=self.counted(question),
        )
        page = page_of(found, number)
        if question.text and number == 1 and not question.chosen:
            tallying.note(question.text, found.total)
        counts = dict(found.facets) | self.others(question, filters)
        items = self.shown(found.hits)
        columns = self.named_columns(question, counts, items.values())
        words = Words(self.offices, columns)
        rows = self.rows(found, items, columns)
        return super().get_context_data(
            question=question,
            query=question.text,
            rows=rows,
            page_obj=page,
            total=max(found.total - (len(found.hits) - len(rows)), len(rows)),
            more=found.more,
            most_counted=MOST_COUNTED,
            groups=groups_of(question, counts, words),
            chips=chips_of(question, words),
            several_offices=len(self.offices) > 1,
            orders=self.orders(question),
            cleared=question.address(chosen={}),
            suggested=Chip(found.suggestion, question.address(text=found.suggestion)),
            tried=self.tried(question, filters) if not rows else [],
            crumbs=[(_("Home"), reverse("portal:home")), (_("Disclosed by law"), "")],
            **kwargs,
        )

    def counted(self, question: Question) -> tuple[str, ...]:
        offices = ("office",) if len(self.offices) > 1 else ()
        return tuple(name for name in (*offices, *COUNTED) if name not in question.chosen)

    def chosen_columns(self, question: Question) -> list[Column]:
        slugs = question.chosen.get("column", ())
        return [column for column in self.columns if column.slug in slugs] if slugs else []

    @cached_property
    def columns(self) -> list[Column]:
        """All columns of the offices, those of the portal's own office first."""
        offices = sorted(self.offices, key=lambda office: office.pk != self.agency.pk)
        return [column for office in offices for column in columns_of(office)]

    def named_columns(
        self, question: Question, counts: dict[str, Any], items: Iterable[Item]
    ) -> list[Column]:
        """Return the columns the page names: those that were counted or chosen, and those of the hits."""
        named = {int(slug[1:]) for slug, _number, _more in counts.get("column", ())}
        named |= {item.column_id for item in items}
        chosen = question.chosen.get("column", ())
        return [column for column in self.columns if column.pk in named or column.slug in chosen]

    def others(self, question: Question, filters: dict[str, list[str]]) -> dict[str, Any]:
        """Count what else could be chosen in a filter in which something was chosen: as if nothing was."""
        counts: dict[str, Any] = {}
        for name in question.chosen:
            if name in (*COUNTED, "office"):
                rest = self.limited({key: values for key, values in filters.items() if key != name})
                counted = search.find(search_index.SPACE, question.text, filters=rest, limit=0, count=(name,))
                counts |= counted.facets
        return counts

    def rows(self, found: Found, items: dict[str, Item], columns: Iterable[Column]) -> list[Row]:
        names = _names_of_attachments(found.hits, items)
        offices = {office.pk: office.short_name for office in self.offices}
        of_columns = {column.pk: column.name for column in columns}
        return [
            Row(
                item=item,
                office=offices.get(item.agency_id, ""),
                column=of_columns.get(item.column_id, ""),
                title=search.highlight(item.title, found.words),
                passage=hit.passages[0] if hit.passages else [],
                attachment=names.get(hit.key, ""),
            )
            for hit in found.hits
            if (item := items.get(hit.key))
        ]

    def orders(self, question: Question) -> list[tuple[str, str]]:
        """Return the orders to choose from with their addresses; the one in force has none."""
        names = {"relevance": _("Relevance"), "date": _("Newest"), "date_up": _("Oldest")}
        return [
            (label, "" if order == question.ordered_by else question.address(order=order))
            for order, label in names.items()
            if question.text or order != "relevance"
        ]

    def tried(self, question: Question, filters: dict[str, list[str]]) -> list[tuple[str, str, str]]:
        """Return what would be found with less: without the filters, and each word by itself."""
        ways = []
        if question.chosen:
            ways.append(
                (_("Without the filters"), question.address(chosen={}), question.text, self.limited({}))
            )
        words = question.text.split()[:MOST_TRIED]
        for word in words if len(words) > 1 else ():
            ways.append((word, question.address(text=word), word, filters))
        found = []
        for label, url, text, limits in ways:
            answer = search.find(search_index.SPACE, text, filters=limits, limit=0)
            if answer.total:
                found.append((label, url, f"{answer.total}+" if answer.more else str(answer.total)))
        return found


def _names_of_attachments(hits: Iterable[Hit], items: dict[str, Item]) -> dict[str, str]:
    """Return the names of the files in which passages stand; the index has an item's files in its order."""
    wanted = {items[hit.key].package_id: hit for hit in hits if hit.part and hit.key in items}
    if not wanted:
        return {}
    names: dict[int, list[str]] = {}
    files = PackageFile.objects.filter(package__in=wanted).select_related("file").order_by("package", "order")
    for each in files:
        if not each.file.is_picture:
            names.setdefault(each.package_id, []).append(each.name)
    return {
        hit.key: names[package][hit.part - 1]
        for package, hit in wanted.items()
        if hit.part <= len(names.get(package, ()))
    }


class Suggest(OfOffices, PortalPage, View):
    """Titles that contain what was typed so far, as JSON for the box of the search."""

    def get(self, request: HttpRequest) -> JsonResponse:
        typed = Question.read(request.GET).text
        hits = (
            search.suggest(search_index.SPACE, typed, filters=self.limited({}), limit=SUGGESTED)
            if len(typed) <= LONGEST_TEXT and typed
            else ()
        )
        items = self.shown(hits)
        return JsonResponse(
            {
                "suggestions": [
                    {"title": items[hit.key].title, "url": items[hit.key].get_public_url()}
                    for hit in hits
                    if hit.key in items
                ]
            },
            json_dumps_params={"ensure_ascii": False},
        )
