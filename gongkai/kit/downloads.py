"""Handing out a file that was just made: a table, a template."""

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_download(content: bytes, name: str) -> HttpResponse:
    """Return the content to be saved under `name`; its ending says the type: .csv or .xlsx."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=_TYPES[PurePath(name).suffix],
        headers={"Content-Disposition": str(disposition), "X-Content-Type-Options": "nosniff"},
    )
