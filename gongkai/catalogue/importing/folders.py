"""A folder of files, packed as ZIP or lying on the disk: read file by file, never unpacked anywhere."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.catalogue.importing.fields import printable

MOST_FILES = 60_000
LARGEST_UNPACKED = 4_000_000_000  # bytes of all files together
LARGEST_FILE = 100_000_000  # bytes of one
# Below so many bytes nobody minds how well a file is packed.
ALWAYS_UNPACKED, BEST_PACKED = 5_000_000, 200
_ENCRYPTED, _UTF8 = 0x1, 0x800
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError, RuntimeError)
_CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
# A folder called by the address of a site, as programs that copy sites call it.
SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/")
_OF_THE_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\.)", re.I)


class Folder(Protocol):
    """Files by their paths from the top of the folder, with "/" between."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def read(self, name: str) -> bytes:
        """Return a file's content. Raises Refused when it cannot be read or is too large."""
        ...

    def find(self, address: str, beside: str) -> str:
        """Return the file an address in the file `beside` means; empty where there is none."""
        ...


class _Found:
    names: tuple[str, ...] = ()
    _lowered: dict[str, str]

    def find(self, address: str, beside: str) -> str:
        address = address.replace("\\", "/").strip()
        if not hasattr(self, "_lowered"):
            self._lowered = {name.lower(): name for name in self.names}
        # The top of the site may be the folder's own, or any folder above the page.
        starts = _above(beside) if address.startswith("/") else [posixpath.dirname(beside)]
        for start in starts:
            path = posixpath.normpath(posixpath.join(start, address.lstrip("/")))
            if path not in {"", "."} and not path.startswith("..") and path.lower() in self._lowered:
                return self._lowered[path.lower()]
        return ""


def _above(name: str) -> list[str]:
    """The folders above a file, the topmost first."""
    parts = posixpath.dirname(name).split("/")
    return ["", *("/".join(parts[:count]) for count in range(1, len(parts) + 1) if parts[0])]


class Packed(_Found):
    """A ZIP. Its list is checked before anything is read.

    Raises Refused when it cannot be read, has a password, names a file outside of itself, or would unpack
    to more than the bounds.
    """

    def __init__(self, source: BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(source)
            parts = [part for part in self._archive.infolist() if not part.is_dir()]
        except _BROKEN:
            raise Refused(_("The ZIP cannot be read. Pack the folder again and choose that file.")) from None
        if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise Refused(_("The ZIP holds more than can be taken in at once. Part it."))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            name = printable(_name_of(part))
            if part.flag_bits & _ENCRYPTED:
                raise Refused(_("The ZIP has a password. Pack the folder without one."))
            _refuse_outside(name)
            if part.file_size > ALWAYS_UNPACKED and part.file_size > BEST_PACKED * max(part.compress_size, 1):
                raise Refused(_too_large(name))
            if not _OF_THE_SYSTEM.search(name):
                self._parts.setdefault(name, part)
        self._parts = _without_top(self._parts)
        self.names = tuple(sorted(self._parts))

    def read(self, name: str) -> bytes:
        part = self._parts[name]
        if part.file_size > LARGEST_FILE:
            raise Refused(_too_large(name))
        try:
            with self._archive.open(part) as opened:
                content = opened.read(part.file_size + 1)
        except _BROKEN:
            raise Refused(_("“%(name)s” in the ZIP is damaged.") % {"name": name[-100:]}) from None
        if len(content) > part.file_size:
            raise Refused(_too_large(name))
        return content


class OnDisk(_Found):
    """A folder of this machine, for the command; what a link leads out of it to is left out."""

    def __init__(self, top: Path) -> None:
        self._top = top.resolve()
        self.names = tuple(sorted(self._walk()))

    def _walk(self) -> Iterator[str]:
        for path in self._top.rglob("*"):
            name = path.relative_to(self._top).as_posix()
            if _OF_THE_SYSTEM.search(name) or not path.is_file():
                continue
            if path.resolve().is_relative_to(self._top):
                yield name

    def read(self, name: str) -> bytes:
        path = self._top / name
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(_too_large(name))
        return path.read_bytes()


def _without_top(parts: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Leave out the one folder everything was packed with, unless it is called by the address of the site."""
    tops = {name.partition("/")[0] for name in parts}
    top = tops.pop() if len(tops) == 1 else ""
    if not top or top in parts or SITE.match(f"{top}/"):
        return parts
    return {name.partition("/")[2]: part for name, part in parts.items()}


def _name_of(part: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows packs Chinese names as GBK without saying so."""
    if part.flag_bits & _UTF8:
        return part.filename
    try:
        raw = part.filename.encode("cp437")
    except UnicodeEncodeError:
        return part.filename
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = ""
    # A few words of GBK are also UTF-8, of alphabets nobody here writes in.
    if name and (name.isascii() or _CHINESE.search(name)):
        return name.replace("\\", "/")
    return raw.decode("gb18030", "replace").replace("\\", "/")


def _refuse_outside(name: str) -> None:
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.replace("\\", "/").split("/"):
        raise Refused(
            _("The ZIP names a file outside of itself: “%(name)s”. It is not taken.") % {"name": name[:100]}
        )


def _too_large(name: str) -> str:
    return _("“%(name)s” would unpack to far more than a page or a file needs.") % {"name": name[-100:]}
