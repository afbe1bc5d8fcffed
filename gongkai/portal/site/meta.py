"""The meta tags of 《政府网站发展指引》: what each page of the portal says of site, column and article.

Law: 国办发〔2017〕47号, annex 网页设计规范: the names are written so, in `name=`, and none is ever empty.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gongkai.catalogue.models import Column, Item
from gongkai.channels.queries import public_items
from gongkai.kit.site import Tags, absolute, filled, site_tags
from gongkai.law.columns import ColumnKind, type_of_column
from gongkai.law.placeholders import is_nothing
from gongkai.portal.site import feeds
from gongkai.portal.site.descriptions import description_of, name_of, what_it_holds
from gongkai.portal.site.summaries import on_one_line, published_at, summary_of

_SLUG = re.compile(r"[-\w]{1,50}", re.ASCII)
_BETWEEN_WORDS = re.compile(r"[\s,，、;；]+")
_BETWEEN_PARTS = re.compile(r"[,，、;；]+")

# What the portal's own pages hold; the others are of the type of the section itself.
KINDS_OF_PAGES = {
    "guide": ColumnKind.GUIDE,
    "rules": ColumnKind.RULES,
    "reports": ColumnKind.REPORTS,
    "offices": ColumnKind.ORGANISATION,
    "services": ColumnKind.SERVICES,
    "requests": ColumnKind.CONSULTATION,
    "faults": ColumnKind.CONSULTATION,
}


def head_of(page: Any, said: dict[str, Any]) -> dict[str, Any]:
    """Return what the head of a page needs: meta tags, canonical address, feeds.

    `said` is the page's context: `item` or `column` in it decide what the page is; without either it is a
    page of the portal itself, called by the last of its `crumbs`.
    """
    request, item, column = page.request, said.get("item"), said.get("column")
    # The website is one, whichever of its offices a page is about; its foot names the same.
    site = page.portal or page.agency
    tags = site_tags(site, request)
    if isinstance(item, Item):
        tags += item_tags(request, item, is_public=True if said.get("metadata") else None)
    elif isinstance(column, Column):
        tags += column_tags(column)
    else:
        tags += page_tags(_called(said) or name_of(_page_of(request)), page.nav, site.name, _page_of(request))
    if not any(name == "Description" for name, _content in tags):
        tags += filled(("description", _first_said(tags, "ColumnDescription") or _about(site)))
    return {
        "meta_tags": tags,
        "canonical": canonical(request),
        "feeds": feeds.offered(request, site, column if isinstance(column, Column) else None),
    }


def canonical(request: Any) -> str:
    """Return the one address of a page: filters do not make it another; its number and its office do."""
    number, office = request.GET.get("page", ""), request.GET.get("office", "")
    kept: dict[str, Any] = {}
    if _SLUG.fullmatch(office):
        kept["office"] = office
    if number.isascii() and number.isdigit() and int(number[:9]) > 1:
        kept["page"] = int(number[:9])
    return absolute(request, request.path) + (f"?{urlencode(kept)}" if kept else "")


def column_tags(column: Column) -> Tags:
    """Return the tags of a list page. What the office has not written falls back to what is known."""
    return filled(
        ("ColumnName", column.name),
        ("ColumnDescription", _said(column.description) or what_it_holds(column.name, column.agency.name)),
        ("ColumnKeywords", _said(_separated(column.keywords)) or _words_of(column.name)),
        ("ColumnType", type_of_column(column.kind)),
    )


def page_tags(name: str, nav: str, office: str, page: str = "") -> Tags:
    """Return the tags of a page of the portal itself: it is a column of the site like any other.

    `page` is the name of its address. One that is called nothing is no column: it has none of these.
    """
    if not name:
        return []
    return filled(
        ("ColumnName", name),
        ("ColumnDescription", description_of(page, name, office)),
        ("ColumnKeywords", _words_of(name)),
        ("ColumnType", type_of_column(KINDS_OF_PAGES.get(nav, ColumnKind.OTHER))),
    )


def item_tags(request: Any, item: Item, *, is_public: bool | None = None) -> Tags:
    """Return the tags of an item's page; of one that is no longer public only those of its column.

    `is_public` says what the page knows already; None asks.
    """
    tags = filled(("ColumnName", item.column.name), ("ColumnType", type_of_column(item.column.kind)))
    if is_public is None:
        is_public = public_items().filter(pk=item.pk).exists()
    if not is_public:
        return tags
    return tags + article_tags(request, item)


def article_tags(request: Any, item: Item) -> Tags:
    """Return the tags of an article, the one of a public item."""
    package = item.package
    files = getattr(package, "shown_files", None)
    files = package.frozen_files if files is None else files
    picture = next((each for each in files if each.file.content_type.startswith("image/")), None)
    place = f"{item.get_public_url()}files/{picture.file_id}/" if picture else ""
    return filled(
        ("ArticleTitle", on_one_line(item.title)),
        ("PubDate", f"{published_at(item):%Y-%m-%d %H:%M}"),
        ("ContentSource", _said(item.source) or item.agency.name),
        ("Keywords", _separated(item.keywords)),
        ("Author", package.section.name if package.section else ""),
        ("Description", summary_of(item)),
        ("Image", absolute(request, place) if place else ""),
        ("Url", absolute(request, item.get_public_url())),
    )


def _separated(words: str) -> str:
    return ",".join(word for word in _BETWEEN_WORDS.split(words) if word)


def _words_of(name: str) -> str:
    """Return a name as keywords, with what all of the section is about; each word once."""
    words = [*_BETWEEN_PARTS.split(name), _("Government information disclosure")]
    return ",".join(dict.fromkeys(word.strip() for word in words if word.strip()))


def _said(text: str) -> str:
    return "" if is_nothing(text) else text


def _called(said: dict[str, Any]) -> str:
    crumbs = said.get("crumbs")
    return str(crumbs[-1][0]) if crumbs else ""


def _page_of(request: Any) -> str:
    found = request.resolver_match
    return found.url_name or "" if found is not None and found.namespace == "portal" else ""


def _about(site: Any) -> str:
    return _("Government information disclosed by %(office)s: guide, items, reports, requests.") % {
        "office": site.name
    }


def _first_said(tags: Tags, wanted: str) -> str:
    return next((content for name, content in tags if name == wanted), "")
