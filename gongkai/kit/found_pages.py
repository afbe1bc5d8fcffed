"""Pages of hits that a search has fetched already."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.functional import cached_property

from gongkai.search import Found
from gongkai.search.finding import DEEPEST

ON_A_PAGE = 20


class FoundPages(Paginator):
    """The pages of a search of which one was fetched; beyond what was counted a full page has a next one."""

    def __init__(self, found: Found, number: int) -> None:
        super().__init__(found.hits, ON_A_PAGE)
        self.found, self.number = found, number

    @cached_property
    def count(self) -> int:
        fetched = len(self.found.hits)
        reached = (self.number - 1) * ON_A_PAGE + fetched + (fetched == ON_A_PAGE)
        return min(max(self.found.total, reached), DEEPEST) if self.found.more else self.found.total

    def page(self, number: Any) -> Page:
        return Page(self.object_list, self.validate_number(number), self)


def page_in(address: Any) -> int:
    """Return the number of the page an address asks for. Raises Http404 for what is no number of a page."""
    told = str(address.get("page", "1"))
    if not (told.isascii() and told.isdigit() and 0 < int(told[:6]) <= DEEPEST // ON_A_PAGE):
        raise Http404
    return int(told)


def page_of(found: Found, number: int) -> Page:
    """Return the page that was fetched. Raises Http404 for one behind the last."""
    pages = FoundPages(found, number)
    if number > pages.num_pages:
        raise Http404
    return pages.page(number)
