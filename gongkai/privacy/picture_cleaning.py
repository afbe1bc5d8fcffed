"""Pictures without anything but their points: no place, no camera, no author, no remark, no preview."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from gongkai.files.sniffing import points_of
from gongkai.privacy.places import CannotOpen

_LARGEST = 80_000_000  # points
_PNG = b"\x89PNG\r\n\x1a\n"
# The chunks of a PNG that make up its picture, an animated one included; all others tell of it.
_PNG_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs iCCP acTL fcTL fdAT".split())
_ORIENTATION = 0x0112
_QUALITY = 92


def clean_picture(content: bytes, *, upright: bool = True) -> bytes:
    """Return a picture of the same kind with its points only.

    A photograph that lies on its side by a remark of its camera is turned for good; with `upright` False it
    is not, since a file around it says how it lies. Otherwise JPEG and PNG keep their very points.

    Raises CannotOpen when the picture is broken, too large, or of a kind that cannot be written.
    """
    try:
        if content.startswith(_PNG):
            return _png(content)
        if points_of(content) > _LARGEST:
            raise CannotOpen(_("The picture is too large to be cleaned."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as picture:
                turned = picture.getexif().get(_ORIENTATION, 1) not in (0, 1)
                if picture.format == "JPEG" and not (upright and turned):
                    return _jpeg(content)
                return _drawn_anew(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, IndexError, MemoryError):
        raise CannotOpen(_("The picture is broken.")) from None
    except Image.DecompressionBombError:
        raise CannotOpen(_("The picture is too large to be cleaned.")) from None


def _png(content: bytes) -> bytes:
    parts, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if at + 12 + length > len(content):
            break
        if name in _PNG_CHUNKS:
            parts.append(content[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            return b"".join(parts)
    raise ValueError


def _jpeg(content: bytes) -> bytes:
    """Copy the segments a decoder needs: all but remarks and the data of applications."""
    parts, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise ValueError
        mark = content[at + 1]
        if mark == 0xFF:  # a filling byte
            at += 1
            continue
        if mark == 0xD9:
            return b"".join([*parts, b"\xff\xd9"])
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == 0xDA:
            end = _end_of_scan(content, end)
        kept = mark < 0xE0 or mark == 0xEE or (mark == 0xE0 and content[at + 4 : at + 8] == b"JFIF")
        if kept:
            # JFIF may carry a preview behind its fourteen bytes.
            parts.append(content[at:end] if mark != 0xE0 else _plain_jfif(content[at:end]))
        at = end
    return b"".join([*parts, b"\xff\xd9"])


def _plain_jfif(segment: bytes) -> bytes:
    return b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00"


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) != -1:
        if content[at + 1 : at + 2] != b"\x00" and content[at + 1 : at + 2] not in _RESTARTS:
            return at
        at += 2
    return len(content)


_RESTARTS = frozenset(bytes([mark]) for mark in range(0xD0, 0xD8))


def _drawn_anew(picture: Image.Image) -> bytes:
    kind = picture.format or ""
    frames = [_points(ImageOps.exif_transpose(frame)) for frame in ImageSequence.Iterator(picture)]
    out = io.BytesIO()
    if kind in ("JPEG", "MPO"):
        frames[0].convert("RGB").save(out, "JPEG", quality=_QUALITY, subsampling=0)
    elif len(frames) > 1:
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    else:
        frames[0].save(out, kind)
    return out.getvalue()


def _points(frame: Image.Image) -> Image.Image:
    plain = Image.new(frame.mode, frame.size)
    if frame.mode == "P" and (palette := frame.getpalette()):
        plain.putpalette(palette)
    plain.paste(frame)
    return plain
