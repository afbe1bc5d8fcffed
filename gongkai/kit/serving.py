"""Handing out a stored file, after the page has made sure that the reader may have it."""

from django.http import FileResponse

from gongkai.files.models import StoredFile


def serve_file(file: StoredFile) -> FileResponse:
    """Return the file with its own type; only pictures and PDF open in the browser, all else is saved."""
    shown = file.is_picture or file.content_type == "application/pdf"
    answer = FileResponse(
        file.path.open("rb"), as_attachment=not shown, filename=file.name, content_type=file.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    # A file never acts as a page of ours, whatever is in it.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
