"""Taking a file in."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import pikepdf
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from gongkai.acts import Actor, Refused, clock
from gongkai.acts.inserting import insert
from gongkai.files.antivirus import refuse_infected
from gongkai.files.finished import FinishedUpload
from gongkai.files.models import StoredFile
from gongkai.files.packages import password_refused
from gongkai.files.sniffing import ALLOWED, BROKEN_PICTURE, JPEG, PDF, PNG, kind_of, not_taken, points_of
from gongkai.vault.contents import new_content_key, seal_content
from gongkai.vault.fields import seal

# Drawing a picture anew takes some twelve bytes of memory for each of its points.
# A scanned page of A3 has 70 million.
LARGEST_PICTURE = 80_000_000
# What is larger waits on the disk while it is looked through, not in memory.
IN_MEMORY = 5_000_000
_STEP = 1 << 20


@dataclass(frozen=True)
class ReadyFile:
    """A file whose bytes are on the disk and whose row is not written yet."""

    row: StoredFile
    content: BinaryIO
    finished: Callable[[], None] | None = None

    def keep(self) -> StoredFile:
        """Write the row, in the caller's transaction, and return it."""
        insert(self.row)
        # An equal file may be erased at this very moment: it takes its bytes away before it looks for this
        # row.
        transaction.on_commit(partial(_write, self.row.place, self.content))
        if self.finished:
            transaction.on_commit(self.finished)
        return self.row

    def let_go(self) -> None:
        """Take the bytes of a file that is not kept away. Those that are not sealed may be another's, too."""
        if self.row.is_sealed:
            self.row.place.unlink(missing_ok=True)


def store(
    content: bytes | BinaryIO | FinishedUpload, *, name: str, by: Actor, agency: Any, sealed: bool = False
) -> StoredFile:
    """Keep a file of an agency and return its row. The bytes are on disk before the row is.

    Pictures are encoded anew, so that nothing but the picture is kept (no position, no camera); those of
    lesser kinds (GIF, WebP, BMP, TIFF) become PNG or JPG. An upload that came in parts is let go of as
    soon as the file stands.

    With `sealed` the content lies encrypted. Its `name` does not: give one that says nothing of the
    person, such as "Identity proof"; it gets the ending of its content where it has none.

    Raises Refused when the file is empty, larger than settings.LARGEST_FILE bytes (with `sealed`
    settings.LARGEST_SEALED_FILE), a picture of more than LARGEST_PICTURE points, a PDF of more than
    settings.MOST_PDF_PAGES pages, of a kind that is not taken (its content decides, and its name has to
    agree), or when the virus scanner does not let it pass.
    """
    return make_ready(content, name=name, by=by, agency=agency, sealed=sealed).keep()


def make_ready(
    content: bytes | BinaryIO | FinishedUpload, *, name: str, by: Actor, agency: Any, sealed: bool = False
) -> ReadyFile:
    """Look a file through and put its bytes on the disk, as `store` does, but write no row yet.

    For what many hand in at once: done before a transaction begins, it keeps nobody else from writing.
    Either `keep` or `let_go` follows. Bytes that a killed process left have no row, and of a sealed file no
    key: they are nobody's and open no more.
    """
    name = clean_name(name)
    source = _taken_in(content, name, _most(sealed))
    if sealed and "." not in name:
        name = f"{name}.{ALLOWED[kind_of(source, name)][0]}"
    kind = examine(source, name, sealed=sealed)
    if kind.startswith("image/"):
        try:
            source, kind = _drawn_anew(source, kind)
        except BROKEN_PICTURE:
            # Its head was fine, so only drawing it shows that the rest is missing.
            raise Refused(
                _("The picture “%(name)s” cannot be read to its end. Save it again and hand in that file.")
                % {"name": name}
            ) from None
        if name.rpartition(".")[2].lower() not in ALLOWED[kind]:
            name = f"{name.rpartition('.')[0]}.{ALLOWED[kind][0]}"
    row, kept = _written(source, name, kind, by=by, agency=agency, sealed=sealed)
    return ReadyFile(row, kept, content.let_go if isinstance(content, FinishedUpload) else None)


def store_made(
    content: bytes | BinaryIO, *, name: str, content_type: str, by: Actor, agency: Any, sealed: bool = True
) -> StoredFile:
    """Keep a file that the program itself made, such as an archive package, of whatever kind it is."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    row, kept = _written(source, clean_name(name), content_type, by=by, agency=agency, sealed=sealed)
    return ReadyFile(row, kept).keep()


def examine(source: BinaryIO, name: str, *, sealed: bool = False) -> str:
    """Return the MIME type of a file that `store` would take. Raises Refused, as `store` does, if not."""
    _refuse_wrong_size(_size_of(source), name, _most(sealed))
    points = points_of(source)
    if points > LARGEST_PICTURE:
        raise Refused(
            _(
                "The picture “%(name)s” has %(points)s million points; at most %(largest)s million can be "
                "taken. Save it smaller and hand in that file."
            )
            % {"name": name, "points": -(-points // 1_000_000), "largest": LARGEST_PICTURE // 1_000_000}
        )
    kind = kind_of(source, name)
    if name.rpartition(".")[2].lower() not in ALLOWED[kind]:
        raise Refused(not_taken(name))
    if kind == PDF:
        _refuse_unreadable_pdf(source, name)
    refuse_infected(source, name)
    return kind


def clean_name(name: str) -> str:
    """Return the name without folders, control marks or marks that turn the writing direction."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(
        c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    ).strip()
    stem, dot, ending = name.rpartition(".")
    return f"{(stem or 'file')[:180]}{dot}{ending[:10]}" if dot else name[:190] or "file"


def _most(sealed: bool) -> int:
    # A sealed file is encrypted as a whole, in memory.
    return min(settings.LARGEST_FILE, settings.LARGEST_SEALED_FILE) if sealed else settings.LARGEST_FILE


def _taken_in(content: bytes | BinaryIO | FinishedUpload, name: str, most: int) -> BinaryIO:
    """Return the content as an open file of our own that can be read again and again."""
    if isinstance(content, bytes):
        return io.BytesIO(content)
    if isinstance(content, FinishedUpload):
        # Nothing is written to it any more, so there need not be a second copy.
        return content.source
    told = getattr(content, "size", None)
    if isinstance(told, int):
        _refuse_wrong_size(told, name, most)
    own = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it lives until the file stands
    while step := content.read(_STEP):
        own.write(step)
        _refuse_wrong_size(own.tell(), name, most)
    return cast(BinaryIO, own)


def _size_of(source: BinaryIO) -> int:
    return source.seek(0, 2)


def _refuse_wrong_size(size: int, name: str, most: int) -> None:
    if not size:
        raise Refused(_("The file “%(name)s” is empty.") % {"name": name})
    if size > most:
        raise Refused(
            _("The file “%(name)s” has %(size)s MB; at most %(largest)s MB can be taken.")
            % {"name": name, "size": -(-size // 1_000_000), "largest": most // 1_000_000}
        )


def _refuse_unreadable_pdf(source: BinaryIO, name: str) -> None:
    """Refuse a PDF that nobody opens without a password, or that has too many pages.

    One that is damaged is kept: what no reader opens is told where a person has to look at it.
    """
    source.seek(0)
    try:
        with pikepdf.open(cast(Any, source)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise Refused(password_refused(name)) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return
    if pages > settings.MOST_PDF_PAGES:
        raise Refused(
            _(
                "The PDF “%(name)s” has %(pages)s pages; at most %(most)s can be taken. "
                "Part it and hand in the parts."
            )
            % {"name": name, "pages": pages, "most": settings.MOST_PDF_PAGES}
        )


def _written(
    source: BinaryIO, name: str, kind: str, *, by: Actor, agency: Any, sealed: bool
) -> tuple[StoredFile, BinaryIO]:
    """Write the bytes and return the row that goes with them, not saved, and what lies on the disk."""
    row = StoredFile(
        name=name,
        content_type=kind,
        size=_size_of(source),
        chain=str(agency.slug),
        stored_by=by.key[:100],
        stored_at=clock.now(),
    )
    kept = io.BytesIO(_sealed(row, source)) if sealed else source
    row.sha256 = _checksum(kept)
    _write(row.place, kept)
    return row, kept


def _sealed(row: StoredFile, source: BinaryIO) -> bytes:
    """Return the content encrypted with a key of its own, which `row` keeps sealed."""
    source.seek(0)
    content = source.read()
    key = new_content_key()
    row.is_sealed = True
    row.sealed_key = seal(key)
    row.content_check = row.check_of(content)
    return seal_content(content, key)


def _checksum(source: BinaryIO) -> str:
    source.seek(0)
    found = hashlib.sha256()
    while step := source.read(_STEP):
        found.update(step)
    return found.hexdigest()


def _drawn_anew(source: BinaryIO, kind: str) -> tuple[BinaryIO, str]:
    """Return the picture as PNG or JPG, with its type; of several in one file the first."""
    source.seek(0)
    with Image.open(source) as picture:
        upright = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        # What a phone or a browser made of a photo is one still.
        is_photo = kind == JPEG or (kind == "image/webp" and upright.mode == "RGB")
        if is_photo:
            upright.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
        else:
            if upright.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"):
                upright = upright.convert("RGB")
            plain = Image.new(upright.mode, upright.size)
            plain.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                plain.putpalette(palette)
            plain.save(out, "PNG", optimize=True)
    return out, JPEG if is_photo else PNG


def _write(path: Path, source: BinaryIO) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    source.seek(0)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        shutil.copyfileobj(source, file, _STEP)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
