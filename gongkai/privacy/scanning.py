"""Files searched for personal data and for what is in them without being seen.

`scan_file` tells the type by the content, not the name. Nothing is fetched, run or unpacked to disk; what is
larger than the limits is not opened at all, because a file of which a part was not read is not clean.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.privacy.office_files import Inside, scan_office
from gongkai.privacy.pdf_files import scan_pdf
from gongkai.privacy.pictures import scan_picture
from gongkai.privacy.places import CannotOpen, FileFinding, in_table, in_text
from gongkai.privacy.web_pages import looks_like_a_page, scan_page

__all__ = ["CannotOpen", "FileFinding", "scan_file"]

LARGEST = 256 * 1024 * 1024  # bytes

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


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
    yield from _scan(content, name, 0)


_DEEPEST = 2  # files inside files


def _scan(content: bytes, name: str, depth: int) -> Iterator[FileFinding]:
    def inside(carried: bytes, its_name: str) -> Iterator[FileFinding]:
        # That a file is carried along is found already; what cannot be opened in it is no other matter.
        with suppress(CannotOpen):
            if depth < _DEEPEST:
                for each in _scan(carried, its_name, depth + 1):
                    said = {"where": its_name, "inner": each.where}
                    yield replace(each, where=_("%(where)s: %(inner)s") % said)

    yield from _scanner(content, name)(content, inside)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CannotOpen(_("The file is too large to be searched."))
        return path.read_bytes()
    except OSError:
        raise CannotOpen(_("The file cannot be read.")) from None


def _scanner(content: bytes, name: str) -> Callable[[bytes, Inside], Iterator[FileFinding]]:
    if b"%PDF-" in content[:1024]:
        return scan_pdf
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return scan_office
    if content.startswith(_OLD_OFFICE):
        raise CannotOpen(_("This is an encrypted Office file or one of an old format (DOC, XLS, PPT)."))
    if content.startswith(PICTURES):
        return lambda picture, _inside: scan_picture(picture)
    if name.lower().endswith((".pdf", ".docx", ".xlsx", ".pptx", ".jpg", ".jpeg", ".png")) and content:
        raise CannotOpen(_("The file is broken: its content is not what its name says."))
    text = text_of(content)
    if name.lower().endswith((".csv", ".tsv")):
        return lambda _content, _inside: in_table(text, "\t" if name.lower().endswith(".tsv") else ",")
    return lambda _content, _inside: scan_page(text) if looks_like_a_page(text, name) else in_text(text)


_MOST_BROKEN = 0.01  # of a text's signs; above it the encoding is another one


def text_of(content: bytes) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\x00" in content[:65536]:
        return _without_mark(content)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    # One sign that is cut or broken does not make a text unreadable.
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, "replace")
        if text.count("\ufffd") <= max(3, _MOST_BROKEN * len(text)):
            return text
    raise CannotOpen(_("The text is in no known encoding."))


def _without_mark(content: bytes) -> str:
    """Read a text in UTF-16 that does not say so, as some programs export it."""
    for encoding in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if not _NO_TEXT.search(text) and len(_CHINESE_TEXT.findall(text)) > 0.9 * len(text):
                return text
    raise CannotOpen(_("Files of this type cannot be searched."))


_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_CHINESE_TEXT = re.compile(
    "[\t\n\r -~\u00a0-\u00ff\u2000-\u206f\u2150-\u22ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
