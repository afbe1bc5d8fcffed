"""Pictures of a text in the sizes screens need: drawn once, kept by checksum, served like the file itself."""

import io
import os
from functools import lru_cache
from pathlib import Path

from django.http import FileResponse, HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from PIL import Image, ImageOps

from gongkai.files.drawn import drawn_from
from gongkai.files.models import StoredFile
from gongkai.kit.serving import guarded, serve_file

WIDTHS = (480, 960, 1600)  # points
# A text column is 42 em wide at most; on a phone a picture takes the whole width.
SIZES = "(max-width: 46rem) 100vw, 42rem"
_QUALITY = 80
_TURNED = 5  # from here on the camera's note says that the picture lies on its side
_ORIENTATION = 0x0112
_FAULTS = (OSError, ValueError, Image.DecompressionBombError)


class PictureAddress(str):
    """The address of a picture, which knows the attributes its tag gets besides: sizes, width and height."""

    attributes: SafeString = SafeString("")


def address_of(file: StoredFile, url: str) -> str:
    """Return `url` of a picture with what its tag has to say; of any other file, `url` as it is."""
    size = _size_of(str(file.place), file.sha256) if file.is_picture and _may_be_drawn(file) else None
    if size is None:
        return url
    address = PictureAddress(url)
    width, height = size
    drawn = [each for each in WIDTHS if each < width] if file.content_type != "image/gif" else []
    if drawn:
        sources = ", ".join([*(f"{url}?w={each} {each}w" for each in drawn), f"{url} {width}w"])
        address.attributes = format_html(
            ' srcset="{}" sizes="{}" width="{}" height="{}"', sources, SIZES, width, height
        )
    else:
        address.attributes = format_html(' width="{}" height="{}"', width, height)
    return address


def serve_picture(file: StoredFile, request: HttpRequest) -> FileResponse:
    """Return a file as `serve_file` does; a picture in the width `w` asks for, where it is one we draw.

    The page has made sure that the reader may have it, and does so at each request.
    """
    small = _small(file, request.GET.get("w", ""))
    if small is None:
        return serve_file(file, request=request)
    return guarded(FileResponse(small.open("rb"), content_type=_type_of(small)))


def _small(file: StoredFile, asked: str) -> Path | None:
    """Return the picture in the width asked for, drawn now if need be; None where there is none such."""
    wanted = {str(width): width for width in WIDTHS}.get(asked)
    if wanted is None or not file.is_picture or file.content_type == "image/gif" or not _may_be_drawn(file):
        return None
    for ending in (".jpg", ".png"):
        kept = drawn_from(file.sha256) / f"{wanted}{ending}"
        if kept.exists():
            return kept
    try:
        return _draw(file, wanted)
    except _FAULTS:
        return None


def _may_be_drawn(file: StoredFile) -> bool:
    """What is sealed never lies plain on the disk, and what was erased is no more."""
    return not file.is_sealed and file.erased_at is None


def _draw(file: StoredFile, width: int) -> Path | None:
    with Image.open(io.BytesIO(file.read())) as opened:
        if opened.width <= width and opened.height <= width:
            return None
        opened.draft("RGB", (width, width))
        picture = ImageOps.exif_transpose(opened)
        if picture.width <= width:
            return None
        picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
        is_opaque = not picture.has_transparency_data
        made = io.BytesIO()
        if is_opaque:
            picture.convert("RGB").save(made, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        else:
            picture.save(made, "PNG", optimize=True)
    path = drawn_from(file.sha256) / f"{width}{'.jpg' if is_opaque else '.png'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Another process may be drawing the same: whoever is last puts equal bytes in place.
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(made.getvalue())
    fresh.replace(path)
    return path


@lru_cache(maxsize=4096)
def _size_of(place: str, sha256: str) -> tuple[int, int] | None:
    """Return width and height as the picture is seen, from its head only; None for what is no picture."""
    try:
        with Image.open(place) as picture:
            width, height = picture.size
            turned = picture.getexif().get(_ORIENTATION, 1) >= _TURNED
    except _FAULTS:
        return None
    return (height, width) if turned else (width, height)


def _type_of(path: Path) -> str:
    return "image/png" if path.suffix == ".png" else "image/jpeg"
