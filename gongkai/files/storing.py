"""Taking a file in."""

import hashlib
import io
import os
import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from gongkai.acts import Actor, Refused, clock
from gongkai.files.models import StoredFile
from gongkai.files.sniffing import ALLOWED, points_of, type_of

# Drawing a picture anew takes some twelve bytes of memory for each of its points.
# A scanned page of A3 has 70 million.
LARGEST_PICTURE = 80_000_000


def store(content: bytes | BinaryIO, *, name: str, by: Actor, agency: Any) -> StoredFile:
    """Keep a file of an agency and return its row. The bytes are on disk before the row is.

    Pictures are encoded anew, so that nothing but the picture is kept (no position, no camera).

    Raises Refused when the file is empty, larger than settings.LARGEST_FILE bytes, a picture of more
    than LARGEST_PICTURE points, or of a kind that is not taken: its content decides, and its name has
    to agree.
    """
    raw = content if isinstance(content, bytes) else content.read()
    name = _clean(name)
    refuse = _obstacle(raw, name)
    if refuse:
        raise Refused(refuse)
    kind = type_of(raw) or ""
    if kind.startswith("image/"):
        try:
            raw = _drawn_anew(raw, kind)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            # Its head was fine, so only drawing it shows that the rest is missing.
            raise Refused(
                _("The picture “%(name)s” cannot be read to its end. Save it again and hand in that file.")
                % {"name": name}
            ) from None
    digest = hashlib.sha256(raw).hexdigest()
    row = StoredFile(
        name=name,
        content_type=kind,
        size=len(raw),
        sha256=digest,
        chain=str(agency.slug),
        stored_by=by.key,
        stored_at=clock.now(),
    )
    _write(row.path, raw)
    row.save(force_insert=True)
    return row


def _obstacle(raw: bytes, name: str) -> str | None:
    if not raw:
        return _("The file “%(name)s” is empty.") % {"name": name}
    if len(raw) > settings.LARGEST_FILE:
        return _("The file “%(name)s” has %(size)s MB; at most %(largest)s MB can be taken.") % {
            "name": name,
            "size": -(-len(raw) // 1_000_000),
            "largest": settings.LARGEST_FILE // 1_000_000,
        }
    points = points_of(raw)
    if points > LARGEST_PICTURE:
        return _(
            "The picture “%(name)s” has %(points)s million points; at most %(largest)s million can be taken. "
            "Save it smaller and hand in that file."
        ) % {"name": name, "points": -(-points // 1_000_000), "largest": LARGEST_PICTURE // 1_000_000}
    kind = type_of(raw)
    ending = name.rpartition(".")[2].lower()
    if kind is None or ending not in ALLOWED[kind]:
        return _(
            "The file “%(name)s” is of a kind that is not taken, or its content is not what its name says. "
            "PDF, DOCX, XLSX, JPG, PNG and TXT can be taken."
        ) % {"name": name}
    return None


def _clean(name: str) -> str:
    """Return the name without folders, control marks or marks that turn the writing direction."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(
        c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    ).strip()
    stem, dot, ending = name.rpartition(".")
    return f"{(stem or 'file')[:180]}{dot}{ending[:10]}" if dot else name[:190] or "file"


def _drawn_anew(raw: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(raw)) as picture:
        upright = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        if kind == "image/jpeg":
            upright.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
        else:
            plain = Image.new(upright.mode, upright.size)
            plain.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                plain.putpalette(palette)
            plain.save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(path: Path, raw: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
