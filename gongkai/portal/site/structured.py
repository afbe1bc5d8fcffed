"""What a page is, in the words of schema.org, as JSON-LD in its head: for search engines and assistants.

A block of data, never run as a script; what stands in it stands on the page too.
"""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.kit.site import absolute
from gongkai.law.columns import ColumnKind
from gongkai.portal.site.summaries import on_one_line, published_at, summary_of

_CONTEXT = "https://schema.org"
# So that no text of an item ends the block early.
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def structured(page: Any, said: dict[str, Any]) -> SafeString:
    """Return the block for a page of the portal, by what its context holds; empty where nothing is told."""
    request, item = page.request, said.get("item")
    told: list[dict[str, Any]] = []
    if isinstance(item, Item) and said.get("metadata"):
        told.append(_article(request, item))
    elif request.path == reverse("portal:home"):
        told.append(_office(request, page.agency))
        told.append(_website(request, page.agency))
    crumbs = said.get("crumbs") or []
    if len(crumbs) > 1:
        told.append(_breadcrumbs(request, crumbs))
    if not told:
        return SafeString("")
    content = json.dumps({"@context": _CONTEXT, "@graph": told}, ensure_ascii=False).translate(_ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(content))


def _article(request: Any, item: Item) -> dict[str, Any]:
    is_service = item.column.kind == ColumnKind.SERVICES
    address = absolute(request, item.get_public_url())
    told: dict[str, Any] = {
        "@type": "GovernmentService" if is_service else "Article",
        "@id": address,
        "url": address,
        "identifier": item.index_number,
        "description": summary_of(item),
    }
    if is_service:
        return told | {"name": on_one_line(item.title), "provider": _body(item.agency)}
    return told | {
        "headline": on_one_line(item.title),
        "datePublished": f"{published_at(item):%Y-%m-%d}",
        "dateCreated": item.document_date.isoformat(),
        "inLanguage": "zh-CN",
        "articleSection": item.column.name,
        "keywords": item.keywords,
        "publisher": _body(item.agency),
    }


def _body(agency: Agency) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": agency.name}


def _office(request: Any, agency: Agency) -> dict[str, Any]:
    told: dict[str, Any] = {**_body(agency), "url": absolute(request, reverse("portal:home"))}
    if agency.address:
        told["address"] = {"@type": "PostalAddress", "streetAddress": agency.address, "addressCountry": "CN"}
    if agency.phone:
        told["telephone"] = agency.phone
    return told


def _website(request: Any, agency: Agency) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": agency.site_name or agency.name,
        "url": absolute(request, reverse("portal:home")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(request, reverse("portal:search")) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }


def _breadcrumbs(request: Any, crumbs: list[tuple[Any, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": str(label),
                "item": absolute(request, url or request.path),
            }
            for number, (label, url) in enumerate(crumbs, start=1)
        ],
    }
