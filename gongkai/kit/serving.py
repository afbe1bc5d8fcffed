"""Handing out a stored file, after the page has made sure that the reader may have it."""

from django.http import FileResponse, Http404

from gongkai.files.models import ContentErased, StoredFile


def serve_file(file: StoredFile, *, save: bool = False) -> FileResponse:
    """Return the file with its own type, decrypted where it is sealed.

    Only pictures and PDF open in the browser, all else is saved; with `save` these are saved too. What was
    erased is not found.
    """
    shown = not save and (file.is_picture or file.content_type == "application/pdf")
    try:
        content = file.open_plain()
    except ContentErased as erased:
        raise Http404(str(erased)) from erased
    answer = FileResponse(
        content, as_attachment=not shown, filename=file.name, content_type=file.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    # A file never acts as a page of ours, whatever is in it.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
