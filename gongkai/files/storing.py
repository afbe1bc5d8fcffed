"""Taking a file in."""

import hashlib
import io
import os
import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from gongkai.acts import Actor, Refused, clock
from gongkai.files.models import StoredFile
from gongkai.files.sniffing import ALLOWED, points_of, type_of
from gongkai.vault.contents import new_content_key, seal_content
from gongkai.vault.fields import seal

# Drawing a picture anew takes some twelve bytes of memory for each of its points.
# A scanned page of A3 has 70 million.
LARGEST_PICTURE = 80_000_000


def store(
    content: bytes | BinaryIO, *, name: str, by: Actor, agency: Any, sealed: bool = False
) -> StoredFile:
    """Keep a file of an agency and return its row. The bytes are on disk before the row is.

    Pictures are encoded anew, so that nothing but the picture is kept (no position, no camera).

    With `sealed` the content lies encrypted. Its `name` does not: give one that says nothing of the
    person, such as "Identity proof"; it gets the ending of its content where it has none.

    Raises Refused when the file is empty, larger than settings.LARGEST_FILE bytes, a picture of more
    than LARGEST_PICTURE points, or of a kind that is not taken: its content decides, and its name has
    to agree.
    """
    raw = content if isinstance(content, bytes) else content.read()
    name = _clean(name)
    if sealed and "." not in name:
        name = f"{name}.{ALLOWED.get(type_of(raw) or '', ('',))[0]}"
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
    return _kept(raw, name, kind, by=by, agency=agency, sealed=sealed)


def store_made(
    content: bytes, *, name: str, content_type: str, by: Actor, agency: Any, sealed: bool = True
) -> StoredFile:
    """Keep a file that the program itself made, such as an archive package, of whatever kind it is."""
    return _kept(content, _clean(name), content_type, by=by, agency=agency, sealed=sealed)


def _kept(raw: bytes, name: str, kind: str, *, by: Actor, agency: Any, sealed: bool) -> StoredFile:
    row = StoredFile(
        name=name,
        content_type=kind,
        size=len(raw),
        chain=str(agency.slug),
        stored_by=by.key[:100],
        stored_at=clock.now(),
    )
    kept = _sealed(row, raw) if sealed else raw
    row.sha256 = hashlib.sha256(kept).hexdigest()
    _write(row.place, kept)
    row.save(force_insert=True)
    # An equal file may be erased at this very moment: it takes its bytes away before it looks for this row.
    transaction.on_commit(lambda: _write(row.place, kept))
    return row


def _sealed(row: StoredFile, content: bytes) -> bytes:
    """Return `content` encrypted with a key of its own, which `row` keeps sealed."""
    key = new_content_key()
    row.is_sealed = True
    row.sealed_key = seal(key)
    row.content_check = row.check_of(content)
    return seal_content(content, key)


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
