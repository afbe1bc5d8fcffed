"""Feeds of what is new: of a column, of an office, of all, as Atom and as RSS 2.0."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import feedgenerator, translation
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.generic import View

from gongkai.acts.clock import BEIJING
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item
from gongkai.channels.queries import public_items
from gongkai.kit.context import portal_agency
from gongkai.kit.site import absolute
from gongkai.portal.site.summaries import on_one_line, published_at, summary_of

ENTRIES = 30
BEGUN = datetime(2019, 5, 15, tzinfo=BEIJING)  # the day of a feed in which nothing stands


class _Dated:
    """A feed without entries is as old as the Regulations, not as new as the question."""

    items: list[Any]

    def latest_post_date(self) -> datetime:
        latest: datetime = super().latest_post_date()  # type: ignore[misc]
        return latest if self.items else BEGUN


class _Atom(_Dated, feedgenerator.Atom1Feed):
    pass


class _Rss(_Dated, feedgenerator.Rss201rev2Feed):
    pass


KINDS: dict[str, Any] = {"atom": _Atom, "rss": _Rss}
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


def offered(request: Any, office: Agency, column: Column | None) -> list[tuple[str, str, str]]:
    """Return the feeds a page leads to: (name, address, type), those of its column first."""
    found = []
    if column is not None:
        # Another office of the portal may have a column of the same short address.
        other = f"?office={column.agency.slug}" if column.agency_id != office.pk else ""
        for kind, type_ in TYPES.items():
            url = reverse("portal:column_feed", args=[column.slug, kind]) + other
            found.append((f"{column.name} ({_NAMES[kind]})", absolute(request, url), type_))
    for kind, type_ in TYPES.items():
        url = reverse("portal:feed", args=[kind])
        found.append((f"{office.short_name} ({_NAMES[kind]})", absolute(request, url), type_))
    return found


_NAMES = {"atom": "Atom", "rss": "RSS"}


class Feed(View):
    """The latest thirty items of all offices of the portal."""

    remembered = True
    http_method_names = ["get", "head"]
    named = ""

    def get(self, request: HttpRequest, *, kind: str, **where: Any) -> HttpResponse:
        site = portal_agency()
        if site is None or kind not in KINDS:
            raise Http404
        with translation.override(settings.LANGUAGE_CODE):
            name, page, items = self.items_of(site, **where)
            title = name if name == site.name else f"{site.name}：{name}"
            return answer(request, kind, title, page, newest(items), named=self.named)

    def items_of(self, site: Agency) -> tuple[str, str, Any]:
        """Return the feed's name, the address of its page, and its items."""
        items = public_items().filter(agency__in=Agency.objects.within(site))
        return _("Government information disclosure"), reverse("portal:home"), items


class ColumnFeed(Feed):
    """What stands in a column and below it, as its page shows it; `office` names another office's column."""

    def items_of(self, site: Agency, slug: str = "") -> tuple[str, str, Any]:
        named = self.request.GET.get("office", "")
        office = Agency.objects.within(site).filter(slug=named).first() if named else site
        column = get_object_or_404(Column.objects.select_related("agency"), agency=office, slug=slug)
        page = reverse("portal:column", args=[slug])
        if column.agency_id != site.pk:
            self.named = f"?office={column.agency.slug}"
        return column.name, page + self.named, public_items().filter(column__in=_with_those_below(column))


def _with_those_below(column: Column) -> list[int]:
    below: dict[int | None, list[int]] = {}
    for pk, parent in Column.objects.filter(agency=column.agency_id).values_list("pk", "parent"):
        below.setdefault(parent, []).append(pk)
    found = [column.pk]
    for pk in found:
        found += below.get(pk, [])
    return found


class OfficeFeed(Feed):
    def items_of(self, site: Agency, slug: str = "") -> tuple[str, str, Any]:
        office = get_object_or_404(Agency.objects.within(site), slug=slug)
        return office.name, reverse("portal:office", args=[slug]), public_items(office)


def newest(items: Any) -> list[Item]:
    """Return the items a feed tells of, the latest first."""
    chosen = items.select_related("agency", "column", "package").prefetch_related("editions")
    return list(chosen.order_by("-published_on", "-pk")[:ENTRIES])


def answer(
    request: HttpRequest, kind: str, title: str, page: str, items: Iterable[Item], *, named: str = ""
) -> HttpResponse:
    """Write the feed of a page; who has it already is told so. `named` is the query it is known by."""
    items, address = list(items), request.path + named
    feed = KINDS[kind](
        title=title,
        link=absolute(request, page),
        description=title,
        language="zh-CN",
        feed_url=absolute(request, address),
        feed_guid=uuid5(NAMESPACE_URL, f"gongkai:feed:{address}").urn,
        author_name=title.partition("：")[0],
    )
    for item in items:
        feed.add_item(
            title=on_one_line(item.title),
            link=absolute(request, item.get_public_url()),
            # Both formats take a summary for HTML: signs of the text must not become tags of it.
            description=escape(summary_of(item)),
            author_name=item.agency.name,
            unique_id=id_of(item),
            unique_id_is_permalink=False,
            pubdate=published_at(item),
            updateddate=changed_at(item),
            categories=[item.column.name],
        )
    content = feed.writeString("utf-8").encode()
    latest = max((changed_at(item) for item in items), default=BEGUN)
    response = HttpResponse(content, content_type=f"{TYPES[kind]}; charset=utf-8")
    mark = uuid5(NAMESPACE_URL, content.decode("utf-8")).hex
    response["ETag"], response["Last-Modified"] = quote_etag(mark), http_date(latest.timestamp())
    # What was taken away makes no entry newer: whoever asks by the time alone is told anew.
    return get_conditional_response(request, etag=quote_etag(mark), response=response) or response


def id_of(item: Item) -> str:
    """Return what a reader knows an item by for ever, wherever it lies: made of its index number."""
    return uuid5(NAMESPACE_URL, f"gongkai:item:{item.index_number}").urn


def changed_at(item: Item) -> datetime:
    """Return when it was last corrected, else when it was published."""
    editions = sorted(item.editions.all(), key=lambda each: each.number)
    return editions[-1].since if len(editions) > 1 else published_at(item)
