"""The page of a column: what stands in it and below it, by year."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404

from gongkai.catalogue.models import Column, Item
from gongkai.portal.catalogue import trees
from gongkai.portal.catalogue.section import LINE, ItemList, feed_of, to_content
from gongkai.portal.catalogue.trees import Branch


class CountedPages(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, *args: Any, total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._total = total

    @property
    def count(self) -> int:
        return self._total


class ColumnPage(ItemList):
    template_name = "portal/column.html"

    @cached_property
    def column(self) -> Column:
        """The column of that short address: of the office the address names, else of the nearest one."""
        found = {
            each.agency_id: each
            for each in Column.objects.filter(
                slug=self.kwargs["slug"], agency__in=self.offices
            ).select_related("agency", "parent__parent__parent")
        }
        named = self.request.GET.get("office", "")
        for office in sorted(self.offices, key=lambda each: each.slug != named):
            if office.pk in found:
                return found[office.pk]
        raise Http404

    @cached_property
    def roots(self) -> list[Branch]:
        return self.branches(self.column.agency)

    @cached_property
    def branch(self) -> Branch:
        # A closed column in which nothing stands is not in the tree any more, but its address still answers.
        return trees.find(self.roots, self.column) or Branch(self.column, self.address_of(self.column))

    @cached_property
    def year(self) -> int | None:
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
        return year if year in self.branch.tally.years else None

    def chosen(self) -> QuerySet[Item]:
        columns = [each.column.pk for each in self.branch.all()]
        items = self.items()
        items = items.filter(column=columns[0]) if len(columns) == 1 else items.filter(column__in=columns)
        return items.filter(published_on__year=self.year) if self.year else items

    def get_paginator(self, queryset: Any, per_page: int, *_args: Any, **kwargs: Any) -> Any:
        tally = self.branch.tally
        total = tally.of(self.year) if self.year else tally.total
        return CountedPages(queryset, per_page, total=total, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        column, address = self.column, self.address_of(self.column)
        mark = "&" if "?" in address else "?"
        above: list[tuple[str, str]] = []
        at = column.parent
        while at is not None:
            above.insert(0, (at.name, self.address_of(at) if at.agency_id == self.agency.pk else ""))
            at = at.parent
        return super().get_context_data(
            column=column,
            branch=self.branch,
            branches=self.roots,
            year=self.year,
            address=address,
            years=[
                (year, number, f"{address}{mark}year={year}")
                for year, number in sorted(self.branch.tally.years.items(), reverse=True)
            ],
            feed=feed_of(column, self.agency),
            several_columns=bool(self.branch.below),
            crumbs=[*to_content(), *above, (column.name, "")],
            **kwargs,
        )

    def get_queryset(self) -> QuerySet[Item]:
        found = super().get_queryset()
        return found.select_related("column").only(*LINE, "column__name") if self.branch.below else found
