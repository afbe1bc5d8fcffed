"""What is in a file of Word, Excel, PowerPoint or OFD: such a file is an archive of parts.

Its size unpacked is taken from its list of parts and bounded before anything is unpacked. Then each part is
unpacked once, in small steps and nowhere to, to see that the list did not lie.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from gongkai.acts import Refused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFD = "application/ofd"

MOST_PARTS = 10_000
LARGEST_LIST = 4_000_000  # bytes of the list of parts
MOST_UNPACKED = 500_000_000  # bytes of all parts together
# Below so many bytes nobody minds how well a file is packed: an empty picture packs a thousand times.
ALWAYS_UNPACKED = 5_000_000
BEST_PACKED = 100
# A document may carry a table, and that table nothing that is a package again.
DEEPEST = 1

_MARK = b"PK\x03\x04"
_STEP = 1 << 16
_IN_MEMORY = 5_000_000
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL, "ppt/presentation.xml": SLIDES}
_MAIN_TYPES = {
    b"wordprocessingml.document.main+xml": WORD,
    b"spreadsheetml.sheet.main+xml": EXCEL,
    b"presentationml.presentation.main+xml": SLIDES,
}
_LIST_OF_TYPES = "[content_types].xml"
_MACROS = (b"macroenabled", b"vbaproject", b"macrosheet")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/intlmacrosheets/")
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


class _TooMuch(Exception):
    """The file would unpack to more than is borne."""


class _Careful:
    """A file that hands out its list of parts only while that is not too long to be read at once."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_LIST:
            raise _TooMuch
        return self._source.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


def kind_of_package(source: BinaryIO, name: str) -> str:
    """Return the MIME type of an archive of parts that may be stored; `name` is what people call it.

    Raises Refused when it is a mere archive, has macros or a password, is damaged, contains an archive,
    or would unpack to more than MOST_UNPACKED bytes, MOST_PARTS parts or BEST_PACKED times its size.
    """
    try:
        return _kind(source, name, depth=0)
    except _TooMuch:
        raise Refused(
            _(
                "The file “%(name)s” would unpack to far more than a paper needs, so it is not taken. "
                "Save it anew in the program it was made with and hand in that file."
            )
            % {"name": name}
        ) from None
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, OSError, EOFError):
        raise Refused(
            _(
                "The file “%(name)s” is of a kind that is not taken, or damaged: its parts cannot be read. "
                "Save it anew in the program it was made with and hand in that file."
            )
            % {"name": name}
        ) from None


def is_a_package_too(source: BinaryIO) -> bool:
    """Say whether a file that begins as another kind ends as an archive with parts in it."""
    try:
        return bool(_parts(source))
    except _TooMuch:
        return True
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OSError):
        return False


def archive_refused(name: str) -> str:
    """Return the sentence for archives: nobody can look through what is packed."""
    return _(
        "The file “%(name)s” is of a kind that is not taken: it is an archive. "
        "Unpack it and hand in the files one by one."
    ) % {"name": name}


def password_refused(name: str) -> str:
    """Return the sentence for what nobody can read without a password."""
    return _("The file “%(name)s” has a password. Save it without one and hand in that file.") % {
        "name": name
    }


def _parts(source: BinaryIO) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(cast(BinaryIO, _Careful(source))) as package:
        return package.infolist()


def _kind(source: BinaryIO, name: str, *, depth: int, spent: int = 0) -> str:
    parts = _parts(source)
    told = spent + sum(part.file_size for part in parts)
    # Encrypted parts tell of themselves, whatever else they are.
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Refused(password_refused(name))
    names = {part.filename.lower() for part in parts}
    if not names & {_LIST_OF_TYPES, "ofd.xml", *_MAIN_PARTS}:
        raise Refused(_other_package(names, name))
    _check_bounds(source, parts, told)
    if any(part.endswith(_MACRO_PARTS[:2]) or any(m in part for m in _MACRO_PARTS[2:]) for part in names):
        raise Refused(_macros_refused(name))
    types = _look_through(source, parts, name, depth=depth, spent=told)
    if any(macro in types for macro in _MACROS):
        raise Refused(_macros_refused(name))
    found = next((kind for told_type, kind in _MAIN_TYPES.items() if told_type in types), None)
    found = found or next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
    if found is None and "ofd.xml" in names:
        return OFD
    if found is None:
        raise Refused(_other_package(names, name))
    return found


def _check_bounds(source: BinaryIO, parts: list[zipfile.ZipInfo], told: int) -> None:
    """See to it that the parts lie one behind the other, and unpack to what a paper may have."""
    end = source.seek(0, 2)
    if len(parts) > MOST_PARTS or told > MOST_UNPACKED:
        raise _TooMuch
    if told > ALWAYS_UNPACKED and told > BEST_PACKED * end:
        raise _TooMuch
    if len({part.filename for part in parts}) != len(parts):
        raise zipfile.BadZipFile
    free_from = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        # What lies before the first part is another file; parts that share their bytes are a bomb.
        if part.header_offset < free_from or (free_from == 0 and part.header_offset > 0):
            raise zipfile.BadZipFile
        free_from = part.header_offset + 30 + len(part.orig_filename) + part.compress_size
    if free_from > end:
        raise zipfile.BadZipFile


def _look_through(
    source: BinaryIO, parts: list[zipfile.ZipInfo], name: str, *, depth: int, spent: int
) -> bytes:
    """Unpack each part to see that it is as told and no archive; return the list of types, small letters."""
    types = b""
    for part in parts:
        content = _unpacked(source, part)
        first = next(content, b"")
        if first.startswith(_OTHER_ARCHIVES):
            raise Refused(_archive_inside(name))
        if first.startswith(_MARK):
            spent += _look_into_nested(first, content, name, depth=depth + 1, spent=spent)
        elif part.filename.lower() == _LIST_OF_TYPES:
            if part.file_size > LARGEST_LIST:
                raise _TooMuch
            # Written in two bytes for each letter, it must not hide what it tells.
            types = (first + b"".join(content)).replace(b"\x00", b"").lower()
        else:
            for _each in content:
                pass
    return types


def _look_into_nested(first: bytes, content: Iterator[bytes], name: str, *, depth: int, spent: int) -> int:
    if depth > DEEPEST:
        raise Refused(_archive_inside(name))
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as nested:
        nested.write(first)
        for each in content:
            nested.write(each)
        inside = cast(BinaryIO, nested)
        try:
            _kind(inside, name, depth=depth, spent=spent)
        except Refused as refused:
            # A package inside is refused for its own reason, but nobody can unpack what is inside.
            is_archive = refused.reasons == [archive_refused(name)]
            raise Refused(_archive_inside(name) if is_archive else refused.reasons) from None
        return sum(part.file_size for part in _parts(inside))


def _unpacked(source: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a part in steps. Raises BadZipFile as soon as it is not what the list tells."""
    told = got = crc = 0
    for piece in _inflated(source, part):
        got += len(piece)
        crc = zlib.crc32(piece, crc)
        if got > part.file_size:
            raise zipfile.BadZipFile
        yield piece
    told = part.file_size
    if got != told or crc != part.CRC:
        raise zipfile.BadZipFile


def _inflated(source: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    place = _begin_of(source, part)
    left = part.compress_size
    inflating = zlib.decompressobj(-15)
    while left:
        # Between two steps the caller may have looked elsewhere.
        source.seek(place)
        packed = source.read(min(left, _STEP))
        if not packed:
            raise zipfile.BadZipFile
        place, left = place + len(packed), left - len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while True:
            piece = inflating.decompress(packed, _STEP)
            packed = inflating.unconsumed_tail
            if piece:
                yield piece
            if inflating.eof or (not packed and len(piece) < _STEP):
                break
        if inflating.eof and (left or inflating.unused_data):
            raise zipfile.BadZipFile
    if part.compress_type == zipfile.ZIP_DEFLATED and not inflating.eof:
        raise zipfile.BadZipFile


def _begin_of(source: BinaryIO, part: zipfile.ZipInfo) -> int:
    """Return where the content of a part begins; what stands before it must agree with the list."""
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    source.seek(part.header_offset)
    head = source.read(30)
    mark, _version, flags, method, _time, _day, _crc, packed, size, name, extra = struct.unpack(
        "<4s5H3I2H", head
    )
    called = source.read(name).decode("utf-8" if flags & _UTF8 else "cp437")
    if mark != _MARK or method != part.compress_type or called != part.orig_filename:
        raise zipfile.BadZipFile
    is_told_here = not flags & _SIZES_FOLLOW and 0xFFFFFFFF not in (packed, size)
    if is_told_here and (packed, size) != (part.compress_size, part.file_size):
        raise zipfile.BadZipFile
    return part.header_offset + 30 + int(name) + int(extra)


def _other_package(names: set[str], name: str) -> str:
    if "mimetype" in names and "content.xml" in names:
        return _(
            "The file “%(name)s” is of a kind that is not taken: it is an OpenDocument. "
            "Save it as DOCX, XLSX, PPTX or PDF and hand in that file."
        ) % {"name": name}
    return archive_refused(name)


def _macros_refused(name: str) -> str:
    return _(
        "The file “%(name)s” is of a kind that is not taken: it has macros, which are programs. "
        "Save it as DOCX, XLSX or PPTX without macros and hand in that file."
    ) % {"name": name}


def _archive_inside(name: str) -> str:
    return _(
        "The file “%(name)s” is of a kind that is not taken: an archive lies in it. "
        "Take it out, unpack it and hand in the files one by one."
    ) % {"name": name}
