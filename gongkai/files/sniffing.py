"""What a file is, by its content; its name only has to agree."""

import io
import struct
import warnings
import zipfile

from PIL import Image, UnidentifiedImageError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Type by content -> the endings under which it may come.
ALLOWED: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "text/plain": ("txt",),
}

_OFFICE = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SIDE = 65_535  # the longest a JPEG can say its side is
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def type_of(content: bytes) -> str | None:
    """Return the MIME type of a file that may be stored, or None for anything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    if content.startswith((_PNG, _JPEG)):
        return _picture_type(content)
    return _text_type(content)


def points_of(content: bytes) -> int:
    """Return how many points a picture says it has, without drawing any; 0 for what is no picture."""
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack(">II", content[16:24])
            return int(width * height)
        if content.startswith(_JPEG):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
                    return picture.width * picture.height
    except Image.DecompressionBombError:
        return _SIDE * _SIDE
    except (struct.error, OSError, SyntaxError, ValueError):
        return 0  # broken: its type says so
    return 0


def _office_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except zipfile.BadZipFile:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)


def _picture_type(content: bytes) -> str | None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.verify()
            return _PICTURES.get(picture.format or "")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return None


def _text_type(content: bytes) -> str | None:
    if b"\x00" in content:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A page or a drawing with scripts is text too; it must not come in under that flag.
        return None if text.lstrip("\ufeff \t\r\n").startswith("<") else "text/plain"
    return None
