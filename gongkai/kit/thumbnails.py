"""A picture made small, for lists that show many of them."""

import io

from django.http import Http404, HttpResponse
from PIL import Image

from gongkai.files.models import ContentErased, StoredFile

LONGER_SIDE = 240  # points


def serve_small(file: StoredFile) -> HttpResponse:
    """Return a stored picture made small, as JPG, after the page has made sure that the reader may have it.

    What was erased, or cannot be drawn, is not found.
    """
    try:
        with Image.open(io.BytesIO(file.read())) as picture:
            # A photograph is read at about the size it is wanted in.
            picture.draft("RGB", (LONGER_SIDE, LONGER_SIDE))
            picture.thumbnail((LONGER_SIDE, LONGER_SIDE))
            drawn = picture.convert("RGBA")
    except (ContentErased, OSError, Image.DecompressionBombError) as why:
        raise Http404(str(why)) from why
    ground = Image.new("RGB", drawn.size, "white")
    ground.paste(drawn, mask=drawn)
    made = io.BytesIO()
    ground.save(made, "JPEG", quality=70)
    return HttpResponse(
        made.getvalue(),
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
