"""The catalogue of open data (DCAT, as JSON-LD), and the page that tells people how to read them."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.api.items import absolute, offices_of
from gongkai.api.offices import reported_years
from gongkai.channels.queries import public_items
from gongkai.kit.context import portal_agency, portal_navigation
from gongkai.kit.site import Tags, filled, site_tags
from gongkai.law.columns import ColumnKind, type_of_column

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TAG = "open data"


def dcat(request: HttpRequest) -> HttpResponse:
    """Answer with a dcat:Catalog: for each office its items, columns, service guides and year figures."""
    own = portal_agency()
    if own is None:
        raise Http404
    shown = public_items().filter(agency__in=offices_of(""))
    newest = shown.order_by("-published_on").values_list("published_on", flat=True).first()
    site = absolute(request, reverse("portal:home"))
    told = {
        "@context": CONTEXT,
        "@id": absolute(request, request.path),
        "@type": "dcat:Catalog",
        "dct:title": _said(_("Open data of %(office)s") % {"office": own.name}),
        "dct:description": _said(_("Information disclosed proactively, as data for programs.")),
        "dct:language": "zh",
        "dct:publisher": _publisher(own),
        "foaf:homepage": {"@id": site},
        "dcat:dataset": [each for office in offices_of("") for each in _datasets(request, office, newest)],
    }
    if newest:
        told["dct:modified"] = {"@value": newest.isoformat(), "@type": "xsd:date"}
    return JsonResponse(told, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


def page(request: HttpRequest) -> HttpResponse:
    """Show what can be called, from the same description programs read; works without any network."""
    own = portal_agency()
    if own is None:
        raise Http404
    return render(
        request,
        "api/open_data.html",
        {
            "office": own,
            "calls": calls(),
            "base": absolute(request, reverse("api:api-root")),
            "example": absolute(request, reverse("api:items")) + "?q=低保&page_size=5",
            "description": reverse("api:openapi-json"),
            "catalogue": reverse("api:catalog"),
            "crumbs": [(_("Home"), reverse("portal:home")), (_("Open data"), "")],
            "portal_nav": portal_navigation(),
            "meta_tags": _tags(own, request),
            "canonical": absolute(request, request.path),
        },
    )


def _tags(own: Agency, request: HttpRequest) -> Tags:
    """Return the meta tags of the page: it is a column of the website like those of the portal.

    Law: 国办发〔2017〕47号, annex 网页设计规范.
    """
    says = _("What %(office)s discloses, as data: addresses programs call, with examples.") % {
        "office": own.name
    }
    return site_tags(own, request) + filled(
        ("ColumnName", _("Open data")),
        ("ColumnDescription", says),
        ("ColumnKeywords", f"{_('Open data')},{_('Government information disclosure')}"),
        ("ColumnType", type_of_column(ColumnKind.OTHER)),
        ("description", says),
    )


def calls() -> list[dict[str, Any]]:
    """Return the addresses open to everybody: path, summary, and what may be asked for."""
    return [
        {
            "path": path,
            "summary": _in_language(told["get"]["summary"]),
            "says": _in_language(told["get"].get("description", "").partition("\n\n")[0]),
            "parameters": [
                {
                    "name": each["name"],
                    "type": _type_of(each["schema"]),
                    "choices": _choices_of(each["schema"]),
                    "needed": each.get("required", False),
                    "says": _in_language(
                        each["schema"].get("description", "") or each.get("description", "")
                    ),
                }
                for each in told["get"].get("parameters", [])
            ],
        }
        for path, told in _described()["paths"].items()
        if TAG in told.get("get", {}).get("tags", [])
    ]


def _in_language(says: str) -> str:
    # Programs read the marks of code, people do not.
    return _(says).replace("`", "") if says else ""


@cache
def _described() -> dict[str, Any]:
    from gongkai.api.door import api

    return dict(api.get_openapi_schema())


def _type_of(schema: dict[str, Any]) -> str:
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    first = kinds[0] if kinds else {}
    return str(first.get("format") or first.get("type", "string"))


def _choices_of(schema: dict[str, Any]) -> list[str]:
    return [str(each) for each in schema.get("enum", []) if each]


def _datasets(request: HttpRequest, office: Agency, newest: Any) -> list[dict[str, Any]]:
    feed = absolute(request, reverse("portal:office_feed", args=[office.slug, "atom"]))
    its, named = f"?agency={office.slug}", {"office": office.name}
    kinds = [
        ("items", _("Information items of %(office)s") % named, reverse("api:items") + its, feed),
        ("columns", _("Columns of %(office)s") % named, reverse("api:columns") + its, ""),
        ("guides", _("Service guides of %(office)s") % named, reverse("api:guides") + its, ""),
    ]
    kinds += [
        (
            f"figures-{year}",
            _("Figures of the annual report of %(office)s for %(year)s") % {**named, "year": year},
            reverse("api:figures", args=[office.slug, year]),
            "",
        )
        for year in reported_years(office)
    ]
    return [_dataset(request, office, each, newest) for each in kinds]


def _dataset(request: HttpRequest, office: Agency, kind: Any, newest: Any) -> dict[str, Any]:
    name, title, path, feed = kind
    address = absolute(request, path)
    told: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{office.slug}-{name}",
        "dct:title": _said(title),
        "dct:publisher": _publisher(office),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": office.foi_office or office.name,
            **({"vcard:hasTelephone": office.phone} if office.phone else {}),
        },
        "dcat:distribution": [_distribution(address, "application/json")],
    }
    if newest:
        told["dct:modified"] = {"@value": newest.isoformat(), "@type": "xsd:date"}
    if feed:
        told["dcat:distribution"].append(_distribution(feed, "application/atom+xml"))
    return told


def _distribution(address: str, media_type: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": media_type,
    }


def _publisher(office: Agency) -> dict[str, Any]:
    return {"@type": "foaf:Organization", "foaf:name": office.name}


def _said(words: str) -> dict[str, str]:
    from django.utils.translation import get_language

    return {"@value": words, "@language": (get_language() or "zh").partition("-")[0]}
