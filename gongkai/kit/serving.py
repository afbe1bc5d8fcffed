"""Handing out a stored file, after the page has made sure that the reader may have it."""

import re
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest

from gongkai.files.models import ContentErased, StoredFile

# One part only: who wants several gets the whole.
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)


class _Part:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, content: BinaryIO, size: int) -> None:
        self._content, self._left = content, size

    def read(self, size: int = -1) -> bytes:
        found = self._content.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        self._content.close()


def serve_file(file: StoredFile, *, save: bool = False, request: HttpRequest | None = None) -> FileResponse:
    """Return the file with its own type, decrypted where it is sealed.

    Only pictures and PDF open in the browser, all else is saved; with `save` these are saved too. With
    `request`, a reader whose line broke may ask for the rest (`Range`). What was erased is not found.
    """
    shown = not save and (file.is_picture or file.content_type == "application/pdf")
    try:
        content = file.open_plain()
    except ContentErased as erased:
        raise Http404(str(erased)) from erased
    wanted = _wanted(request, file.size) if request else None
    if wanted is None:
        answer = FileResponse(
            content, as_attachment=not shown, filename=file.name, content_type=file.content_type
        )
    else:
        answer = _part_of(file, content, *wanted, save=not shown)
    if request:
        answer["Accept-Ranges"] = "bytes"
    return guarded(answer)


def guarded(answer: FileResponse) -> FileResponse:
    """Return the answer so that a file never acts as a page of ours, and nobody keeps it."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def _wanted(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """Return the first byte a reader asks for and how many; None when they want the whole."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    # A stored file never changes, but its address may come to mean another: who is not sure gets all of it.
    if asked is None or "If-Range" in request.headers or asked.group(1) == asked.group(2) == "":
        return None
    if not asked.group(1):
        first, last = max(0, size - int(asked.group(2))), size - 1
    else:
        first, last = int(asked.group(1)), min(int(asked.group(2) or size - 1), size - 1)
    if first > last and first < size:
        return None  # nonsense, which the standard bids to overlook
    return first, last - first + 1 if first < size else 0


def _part_of(file: StoredFile, content: BinaryIO, first: int, size: int, *, save: bool) -> FileResponse:
    content.seek(first)
    answer = FileResponse(
        _Part(content, size), as_attachment=save, filename=file.name, content_type=file.content_type
    )
    answer["Content-Length"] = str(size)
    if size:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{first + size - 1}/{file.size}"
    else:
        answer.status_code = 416
        answer["Content-Range"] = f"bytes */{file.size}"
    return answer
