"""The catalogue of what is public, to be saved as a table."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.generic import View

from gongkai.acts import clock
from gongkai.catalogue import listing
from gongkai.kit.site import absolute
from gongkai.portal.catalogue.section import OfSection

_AT_ONCE = 2000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Catalogue(OfSection, View):
    """政府信息公开目录: every public item of the portal's offices, or of one, the newest first."""

    remembered = False

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if kind not in ("xlsx", "csv"):
            raise Http404
        items = self.items()
        if named := request.GET.get("office"):
            # A table that stands alone does not show whose it is instead.
            if self.chosen_office.slug != named:
                raise Http404
            items = items.filter(agency=self.chosen_office)
        rows = items.order_by("-published_on", "-pk").values_list(*listing.FIELDS).iterator(_AT_ONCE)
        place = absolute(request, "/items/0/").replace("%", "%%").replace("/items/0/", "/items/%d/")
        found = listing.lines(rows, place)
        name = f"政府信息公开目录-{clock.today():%Y%m%d}.{kind}"
        headers = {"X-Content-Type-Options": "nosniff"}
        if kind == "csv":
            headers["Content-Disposition"] = str(
                content_disposition_header(as_attachment=True, filename=name)
            )
            return StreamingHttpResponse(
                _in_chinese(listing.as_csv(found)), content_type="text/csv; charset=utf-8", headers=headers
            )
        written = TemporaryFile()  # noqa: SIM115 - the answer closes it
        with translation.override(settings.LANGUAGE_CODE):
            listing.as_xlsx(found, written)
        written.seek(0)
        return FileResponse(written, as_attachment=True, filename=name, content_type=_XLSX, headers=headers)


def _in_chinese(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The catalogue speaks the language of its headings, whoever saves it."""
    while True:
        with translation.override(settings.LANGUAGE_CODE):
            part: Any = next(parts, None)
        if part is None:
            return
        yield part
