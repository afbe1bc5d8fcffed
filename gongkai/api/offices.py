"""Open data: offices with what they tell of themselves, their columns, and the figures of a year."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.api.door import Errors
from gongkai.api.items import absolute, offices_of
from gongkai.catalogue.models import Column, Item
from gongkai.channels.queries import public_items
from gongkai.kit.context import portal_agency
from gongkai.law import terms
from gongkai.law.columns import ColumnKind
from gongkai.resources.models import ReadingPoint
from gongkai.statistics.counting import count
from gongkai.statistics.formats import all_formats

router = Router(tags=["open data"])


class Office(Schema):
    slug: str
    name: str
    level: str
    superior: str | None
    address: str
    phone: str
    email: str
    office_hours: str
    foi_office: str
    url: str


class Offices(Schema):
    total: int
    items: list[Office]


class ReadingPlace(Schema):
    name: str
    address: str
    hours: str
    phone: str


class Guide(Office):
    """The facts of the disclosure guide (政府信息公开指南, art. 12)."""

    reply_working_days: int
    longest_extension_working_days: int
    review_body: str
    court: str
    reading_points: list[ReadingPlace]
    guide_url: str
    request_url: str


class ColumnLine(Schema):
    slug: str
    name: str
    agency: str
    parent: str | None
    kind: str = Field(description=f"One of {', '.join(ColumnKind.values)}.")
    description: str
    items: int = Field(description="Items the portal shows in it and in the columns below it.")
    updated_on: str | None = Field(description="Of the latest of them.")
    url: str


class Columns(Schema):
    total: int
    items: list[ColumnLine]


class Cell(Schema):
    code: str
    value: int | float | None


class Figures(Schema):
    agency: str
    year: int
    format: str = Field(description="The statutory table of that year.")
    report_url: str = Field(description="The published annual report.")
    figures: list[Cell]


@router.get(
    "/agencies",
    response={200: Offices, 400: Errors, 404: Errors, 429: Errors},
    summary=gettext_noop("The offices of this portal"),
)
def agencies(request: HttpRequest) -> dict[str, Any]:
    rows = [_office(request, each) for each in offices_of("")]
    return {"total": len(rows), "items": rows}


@router.get(
    "/agencies/{slug}/guide",
    response={200: Guide, 400: Errors, 404: Errors, 429: Errors},
    summary=gettext_noop("The facts of an office's disclosure guide"),
)
def guide(request: HttpRequest, slug: str) -> dict[str, Any]:
    (office,) = offices_of(slug)
    today = clock.today()
    points = ReadingPoint.objects.counted().in_place_on(today).filter(agency=office)
    return _office(request, office) | {
        "reply_working_days": terms.term("reply", today).value,
        "longest_extension_working_days": terms.term("longest_extension", today).value,
        "review_body": office.review_body,
        "court": office.court,
        "reading_points": [
            {"name": each.name, "address": each.address, "hours": each.hours, "phone": each.phone}
            for each in points
        ],
        "guide_url": absolute(request, reverse("portal:guide")),
        "request_url": absolute(request, reverse("portal:requests")),
    }


@router.get(
    "/columns",
    response={200: Columns, 400: Errors, 404: Errors, 429: Errors},
    summary=gettext_noop("Columns of the disclosure sections, with what stands in them"),
)
def columns(request: HttpRequest, agency: str = "") -> dict[str, Any]:
    offices = {office.pk: office for office in offices_of(agency)}
    shown = Q(items__in=public_items().filter(agency__in=offices))
    rows = (
        Column.objects.filter(agency__in=offices)
        .select_related("parent")
        .annotate(shown=Count("items", filter=shown), latest=Max("items__published_on", filter=shown))
        .order_by("agency__path", "order", "pk")
    )
    tallies = _with_those_below(list(rows))
    own = portal_agency()
    told = [
        {
            "slug": each.slug,
            "name": each.name,
            "agency": offices[each.agency_id].slug,
            "parent": each.parent.slug if each.parent else None,
            "kind": each.kind,
            "description": each.description,
            "items": tallies[each.pk][0],
            "updated_on": latest.isoformat() if (latest := tallies[each.pk][1]) else None,
            "url": absolute(request, reverse("portal:column", args=[each.slug]))
            + ("" if own and own.pk == each.agency_id else f"?office={offices[each.agency_id].slug}"),
        }
        for each in rows
    ]
    return {"total": len(told), "items": told}


def _with_those_below(rows: list[Any]) -> dict[int, tuple[int, date | None]]:
    """Return for each column how many items it and all below it show, and the day of the latest."""
    told = {each.pk: (each.shown, each.latest) for each in rows}
    above = {each.pk: each.parent_id for each in rows}
    for each in rows:
        at = above[each.pk]
        while at in told:
            shown, latest = told[at]
            told[at] = (shown + each.shown, max(filter(None, (latest, each.latest)), default=None))
            at = above[at]
    return told


@router.get(
    "/figures/{slug}/{year}",
    response={200: Figures, 400: Errors, 404: Errors, 429: Errors},
    summary=gettext_noop("Figures of an annual report, once that report is published"),
    description=gettext_noop(
        "The statutory table of a year; there is none before the report of that year stands in public."
    ),
)
def figures(request: HttpRequest, slug: str, year: int) -> dict[str, Any]:
    """The statutory table of a year; there is none before the report of that year stands in public.

    Law: Regulation on the Disclosure of Government Information, art. 49, 50 (2019).
    """
    (office,) = offices_of(slug)
    report = published_report(office, year)
    chosen = next((each for each in all_formats() if each.is_official_for(year)), None)
    if report is None or chosen is None:
        raise Http404
    counted = count(chosen.code, office, year)
    return {
        "agency": office.slug,
        "year": year,
        "format": chosen.code,
        "report_url": absolute(request, report.get_public_url()),
        "figures": [{"code": code, "value": value} for code, value in counted.items()],
    }


def published_report(office: Agency, year: int) -> Item | None:
    """Return the published annual report of a year: an item that names it, in the column of reports."""
    reports = _reports(office).filter(title__contains=str(year))
    return reports.order_by("-published_on", "-pk").first()


def reported_years(office: Agency) -> list[int]:
    """Return the years whose figures can be read, the latest first."""
    titles = _reports(office).values_list("title", flat=True)
    years = {int(year) for title in titles for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", title)}
    formats = all_formats()
    return sorted(
        (year for year in years if any(each.is_official_for(year) for each in formats)), reverse=True
    )


def _reports(office: Agency) -> QuerySet[Item]:
    return public_items(office).filter(Q(column__kind=ColumnKind.REPORTS) | Q(column__slug="annual-reports"))


def _office(request: HttpRequest, office: Agency) -> dict[str, Any]:
    own = portal_agency()
    is_own = own is not None and own.pk == office.pk
    return {
        "slug": office.slug,
        "name": office.name,
        "level": office.level,
        "superior": office.parent.slug if office.parent_id and office.parent else None,
        "address": office.address,
        "phone": office.phone,
        "email": office.email,
        "office_hours": office.office_hours,
        "foi_office": office.foi_office,
        "url": absolute(
            request, reverse("portal:home") if is_own else reverse("portal:office", args=[office.slug])
        ),
    }
