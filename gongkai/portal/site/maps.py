"""What machines find their way by: robots.txt, sitemap.xml in parts, and the icon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels.queries import public_items
from gongkai.kit.context import portal_agency
from gongkai.kit.site import absolute

PART = 50_000  # the most addresses a part may hold

# What stands on the portal besides columns and items, without filters.
PAGES = (
    "home",
    "section",
    "guide",
    "rules",
    "content",
    "duties",
    "areas",
    "reports",
    "requests",
    "offices",
    "services",
    "papers",
    "search",
    "inventory",
    "subscribe",
    "accessibility",
    "site_map",
)
_CLOSED = ("/desk/", "/account/", "/language/", "/type/", "/request/", "/faults/", "/api/v1/documents")
_ICON = Path(__file__).parents[2] / "kit" / "static" / "kit" / "favicon.ico"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Robots(View):
    remembered = True

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
        lines += ["", f"Sitemap: {absolute(request, reverse('portal:sitemap'))}", ""]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class Icon(View):
    """Browsers ask for it at the root, whatever the page says."""

    remembered = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(_ICON.read_bytes(), content_type="image/x-icon")


class SitemapIndex(View):
    """The parts there are. Items lie in parts by their number, so that a part is found without counting."""

    remembered = True

    def get(self, request: HttpRequest) -> HttpResponse:
        parts = (
            public_items()
            .filter(agency__in=_offices())
            .order_by()
            .annotate(part=F("pk") / PART)
            .values("part")
            .annotate(day=Max("published_on"), changed=Max("editions__since"))
            .order_by("part")
        )
        lines = [_part(absolute(request, reverse("portal:sitemap_pages")), "")]
        lines += [
            _part(
                absolute(request, reverse("portal:sitemap_items", args=[row["part"]])),
                _latest(row["day"], row["changed"]),
            )
            for row in parts
        ]
        return _xml(f"{_HEAD}<sitemapindex {_SPACE}>\n{''.join(lines)}</sitemapindex>\n")


class SitemapPages(View):
    """The portal's own pages, its columns and offices."""

    remembered = True

    def get(self, request: HttpRequest) -> HttpResponse:
        site = portal_agency()
        if site is None:
            raise Http404
        offices = list(_offices())
        days = public_items().order_by().values_list("column").annotate(day=Max("published_on"))
        latest = {pk: f"{day:%Y-%m-%d}" for pk, day in days}
        lines = [_url(absolute(request, reverse(f"portal:{name}")), "") for name in PAGES]
        lines += [_url(absolute(request, reverse("portal:office", args=[each.slug])), "") for each in offices]
        columns = Column.objects.filter(agency__in=offices).select_related("agency").order_by("pk")
        lines += [
            _url(absolute(request, _address_of(each, site)), latest.get(each.pk, "")) for each in columns
        ]
        return _xml(f"{_HEAD}<urlset {_SPACE}>\n{''.join(lines)}</urlset>\n")


class SitemapItems(View):
    """A part of the items, written while it is read: nothing of it is held in memory."""

    def get(self, request: HttpRequest, part: int) -> StreamingHttpResponse:
        items = (
            public_items()
            .filter(agency__in=_offices(), pk__gte=part * PART, pk__lt=(part + 1) * PART)
            .order_by("pk")
        )
        if part > 10_000 or not items.exists():
            raise Http404
        return StreamingHttpResponse(
            self.lines(request, items), content_type="application/xml; charset=utf-8"
        )

    def lines(self, request: HttpRequest, items: Any) -> Iterator[str]:
        before = absolute(request, reverse("portal:item", args=[0])).removesuffix("0/")
        yield f"{_HEAD}<urlset {_SPACE}>\n"
        rows = items.annotate(changed=Max("editions__since")).values_list("pk", "published_on", "changed")
        for pk, published_on, changed in rows.iterator(chunk_size=2000):
            yield _url(f"{before}{pk}/", _latest(published_on, changed))
        yield "</urlset>\n"


def _latest(published_on: date, changed: datetime | None) -> str:
    """Return the day of the last change, in Beijing."""
    day = max(published_on, timezone.localtime(changed).date()) if changed else published_on
    return f"{day:%Y-%m-%d}"


def _address_of(column: Column, site: Agency) -> str:
    """Return where a column stands; another office's is named by its office, too."""
    address = reverse("portal:column", args=[column.slug])
    return address if column.agency_id == site.pk else f"{address}?office={column.agency.slug}"


def _offices() -> Any:
    site = portal_agency()
    return Agency.objects.within(site) if site else Agency.objects.none()


def _part(url: str, day: str) -> str:
    return f"<sitemap><loc>{escape(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>\n"


def _url(url: str, day: str) -> str:
    return f"<url><loc>{escape(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
