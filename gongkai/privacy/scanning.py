"""Files searched for personal data and for what is in them without being seen.

`scan_file` tells the type by the content, not the name. Nothing is fetched, run or unpacked to disk; what is
larger than the limits is not opened at all, because a file of which a part was not read is not clean.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.privacy.office_files import scan_office
from gongkai.privacy.pdf_files import scan_pdf
from gongkai.privacy.pictures import scan_picture
from gongkai.privacy.places import CannotOpen, FileFinding, in_text
from gongkai.privacy.web_pages import looks_like_a_page, scan_page

__all__ = ["CannotOpen", "FileFinding", "scan_file"]

LARGEST = 256 * 1024 * 1024  # bytes

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def scan_file(file: Path | str | bytes, name: str = "") -> Iterator[FileFinding]:
    """Yield what in a file is personal or hidden; nothing yielded means: nothing found.

    `file` is a path or the content itself; `name` is what people call it (of a path: its last part). Read are
    text, HTML, DOCX, XLSX, PPTX, PDF and pictures. Raises CannotOpen, with a sentence for the reader, for a
    file of another type, an encrypted, broken or too large one; findings may have been yielded before.
    """
    content = file if isinstance(file, bytes) else _content(Path(file))
    name = name or (Path(file).name if not isinstance(file, bytes) else "")
    if len(content) > LARGEST:
        raise CannotOpen(_("The file is too large to be searched."))
    yield from _scanner(content, name)(content)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CannotOpen(_("The file is too large to be searched."))
        return path.read_bytes()
    except OSError:
        raise CannotOpen(_("The file cannot be read.")) from None


def _scanner(content: bytes, name: str) -> Callable[[bytes], Iterator[FileFinding]]:
    if content[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return scan_pdf
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return scan_office
    if content.startswith(_OLD_OFFICE):
        raise CannotOpen(_("This is an encrypted Office file or one of an old format (DOC, XLS, PPT)."))
    if content.startswith(_PICTURES):
        return scan_picture
    if name.lower().endswith((".pdf", ".docx", ".xlsx", ".pptx", ".jpg", ".jpeg", ".png")) and content:
        raise CannotOpen(_("The file is broken: its content is not what its name says."))
    text = _text(content)
    return lambda _content: scan_page(text) if looks_like_a_page(text, name) else in_text(text)


def _text(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\x00" in content[:65536]:
        raise CannotOpen(_("Files of this type cannot be searched."))
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotOpen(_("The text is in no known encoding."))
