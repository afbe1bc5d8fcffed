"""What a file is, by its content; its name only has to agree."""

import codecs
import io
import struct
import warnings
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from gongkai.acts import Refused
from gongkai.files.packages import (
    EXCEL,
    OFD,
    SLIDES,
    WORD,
    archive_refused,
    is_a_package_too,
    kind_of_package,
    password_refused,
)

__all__ = [
    "ALLOWED",
    "BROKEN_PICTURE",
    "EXCEL",
    "OFD",
    "PDF",
    "SLIDES",
    "WORD",
    "kind_of",
    "points_of",
    "type_of",
]

PDF = "application/pdf"
JPEG, PNG = "image/jpeg", "image/png"

# Type by content -> the endings under which it may come.
ALLOWED: dict[str, tuple[str, ...]] = {
    PDF: ("pdf",),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
    SLIDES: ("pptx",),
    OFD: ("ofd",),
    JPEG: ("jpg", "jpeg"),
    PNG: ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/bmp": ("bmp",),
    "image/tiff": ("tif", "tiff"),
    "text/plain": ("txt",),
}

_PNG_MARK, _JPEG_MARK = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SIDE = 65_535  # the longest a JPEG can say its side is
# What a phone with two lenses takes is a JPEG with a second one behind it.
_PICTURES = {
    "JPEG": JPEG,
    "MPO": JPEG,
    "PNG": PNG,
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
_READERS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_ARCHIVES = (
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\x00",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc")
_STEP = 1 << 20
# What the reader of pictures raises, depending on what is broken.
BROKEN_PICTURE = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    OverflowError,
    struct.error,
    Image.DecompressionBombError,
)


def type_of(content: bytes | BinaryIO) -> str | None:
    """Return the MIME type of a file that may be stored, or None for anything else."""
    try:
        return kind_of(content, "")
    except Refused:
        return None


def kind_of(content: bytes | BinaryIO, name: str) -> str:
    """Return the MIME type of a file that may be stored; `name` is only what the sentences call it.

    Raises Refused for everything else, with a sentence that says what to do instead where there is
    something to do: unpack it, save it as another kind, leave out the macros or the password.
    """
    source = _opened(content)
    source.seek(0)
    head = source.read(1024)
    if head.startswith(b"PK\x03\x04"):
        return kind_of_package(source, name)
    if _is_picture(head):
        return _picture_type(source, name)
    if b"%PDF-" in head:
        return _pdf_type(source, head, name)
    _refuse_what_is_known(source, head, name)
    return _text_type(source, name)


def points_of(content: bytes | BinaryIO) -> int:
    """Return how many points a picture says it has, without drawing any; 0 for what is no picture."""
    source = _opened(content)
    source.seek(0)
    head = source.read(1024)
    try:
        if head.startswith(_PNG_MARK):
            width, height = struct.unpack(">II", head[16:24])
            return int(width * height)
        if _is_picture(head):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                source.seek(0)
                with Image.open(source, formats=_READERS) as picture:
                    return picture.width * picture.height
    except Image.DecompressionBombError:
        return _SIDE * _SIDE
    except BROKEN_PICTURE:
        return 0  # broken: its type says so
    return 0


def not_taken(name: str) -> str:
    """Return the sentence for a file nobody can say more about."""
    return _(
        "The file “%(name)s” is of a kind that is not taken, or its content is not what its name says. "
        "PDF, DOCX, XLSX, PPTX, OFD, JPG, PNG and TXT can be taken."
    ) % {"name": name}


def _opened(content: bytes | BinaryIO) -> BinaryIO:
    return io.BytesIO(content) if isinstance(content, bytes) else content


def _is_picture(head: bytes) -> bool:
    return (
        head.startswith((_PNG_MARK, _JPEG_MARK, b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"))
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or (head.startswith(b"BM") and head[6:10] == bytes(4))
    )


def _picture_type(source: BinaryIO, name: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            source.seek(0)
            with Image.open(source, formats=_READERS) as picture:
                kind = _PICTURES[picture.format or ""]
                pages = kind not in (JPEG, PNG) and _has_a_second(picture)
            source.seek(0)
            with Image.open(source, formats=_READERS) as picture:
                picture.verify()
    except BROKEN_PICTURE:
        raise Refused(not_taken(name)) from None
    if pages:
        raise Refused(
            _(
                "“%(name)s” has several pictures in one file, of which only the first would be kept. "
                "Save it as PDF, or each picture by itself, and hand that in."
            )
            % {"name": name}
        )
    return kind


def _has_a_second(picture: Image.Image) -> bool:
    try:
        picture.seek(1)
    except EOFError:
        return False
    return True


def _pdf_type(source: BinaryIO, head: bytes, name: str) -> str:
    # Readers bear with bytes before the beginning and an archive behind the end: such a file is one thing
    # to the one program and another to the next.
    if not head.startswith(b"%PDF-"):
        raise Refused(
            _(
                "The file “%(name)s” is of a kind that is not taken: something stands before the beginning "
                "of the PDF. Open it, save it anew as PDF and hand in that file."
            )
            % {"name": name}
        )
    if is_a_package_too(source):
        raise Refused(
            _(
                "The file “%(name)s” is of a kind that is not taken: it is a PDF and an archive at once. "
                "Open it, print it as PDF and hand in that file."
            )
            % {"name": name}
        )
    return PDF


def _refuse_what_is_known(source: BinaryIO, head: bytes, name: str) -> None:
    """Refuse the kinds people do hand in, and say what to do instead."""
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise Refused(archive_refused(name))
    if head.startswith(_OLD_OFFICE):
        if _holds(source, _ENCRYPTED_PACKAGE):
            raise Refused(password_refused(name))
        raise Refused(
            _(
                "The file “%(name)s” is of a kind that is not taken: it is of an old Office or WPS (such as "
                "DOC, XLS, PPT). Save it as DOCX, XLSX or PPTX and hand in that file."
            )
            % {"name": name}
        )
    if head[4:12] in _HEIC:
        raise Refused(
            _(
                "The picture “%(name)s” is of a kind that is not taken (HEIC). "
                "Save or send it as JPG and hand in that file."
            )
            % {"name": name}
        )
    if head.startswith(b"{\\rtf"):
        raise Refused(
            _(
                "The file “%(name)s” is of a kind that is not taken (RTF). "
                "Save it as DOCX and hand in that file."
            )
            % {"name": name}
        )


def _holds(source: BinaryIO, wanted: bytes) -> bool:
    source.seek(0)
    end = b""
    while step := source.read(_STEP):
        if wanted in end + step:
            return True
        end = step[-len(wanted) :]
    return False


def _text_type(source: BinaryIO, name: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            begins = "".join(_begin_of_text(source, encoding))
        except UnicodeDecodeError:
            continue
        # A page or a drawing with scripts is text too; it must not come in under that flag.
        if begins.lstrip("\ufeff \t\r\n").startswith("<"):
            raise Refused(
                _(
                    "The file “%(name)s” is of a kind that is not taken: web pages and drawings such as "
                    "HTML, SVG or XML may contain programs. Save it as PDF or PNG and hand in that file."
                )
                % {"name": name}
            )
        return "text/plain"
    raise Refused(not_taken(name))


def _begin_of_text(source: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the text up to its first word, having read all of it. Raises UnicodeDecodeError if it is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    has_begun = False
    while step := source.read(_STEP):
        if b"\x00" in step:
            raise UnicodeDecodeError(encoding, b"\x00", 0, 1, "no text has this")
        text = decoder.decode(step)
        if not has_begun:
            yield text
            has_begun = bool(text.strip("\ufeff \t\r\n"))
    decoder.decode(b"", final=True)
