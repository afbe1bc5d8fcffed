"""The parts of a DOCX, XLSX or PPTX file, unpacked one at a time and read as XML.

Not through the libraries that write such files: these leave out what they do not know, and that is where
things hide. A document type declaration, which no Office program writes, is refused, so no entity is ever
expanded; the sizes of the parts are bounded before they are unpacked.
"""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from gongkai.privacy.places import CannotOpen

_LARGEST_PART = 128 * 1024 * 1024  # bytes, unpacked
LARGEST_WHOLE = 512 * 1024 * 1024
_MOST_PARTS = 20_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# The names of the standard's strict form, which Excel and Word write on demand.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(_STRICT + rb"(\w+)/")
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise CannotOpen(_("The file holds a declaration that no Office program writes."))


class Parts:
    """The parts of an Office file, unpacked one at a time within the limits."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise CannotOpen(_("The file is broken.")) from None
        entries = self._archive.infolist()
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise CannotOpen(_("The file is too large to be searched."))
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotOpen(_("The file is encrypted."))
        # Some programs write the names with the other slash.
        self._stored = {entry.filename.replace("\\", "/"): entry.filename for entry in entries}
        self.names = set(self._stored)

    def content(self, name: str) -> bytes:
        try:
            with self._archive.open(self._stored[name]) as part:
                content = part.read(_LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            KeyError,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ):
            raise CannotOpen(_("The file is broken.")) from None
        except Exception as fault:  # zlib's and lzma's own errors have no common class
            if type(fault).__module__ in ("zlib", "_lzma", "lzma"):
                raise CannotOpen(_("The file is broken.")) from None
            raise
        if len(content) > _LARGEST_PART:
            raise CannotOpen(_("The file is too large to be searched."))
        return content

    def tree(self, name: str) -> ET.Element:
        try:
            content = self.content(name)
            if _STRICT in content:
                content = _STRICT_NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
            return ET.fromstring(content, ET.XMLParser(target=_NoDoctype()))  # noqa: S314
        except (ET.ParseError, ValueError, LookupError):
            raise CannotOpen(_("The file is broken.")) from None

    def matching(self, pattern: str) -> list[str]:
        return sorted((name for name in self.names if re.fullmatch(pattern, name)), key=by_number)

    def relations(self, name: str) -> dict[str, str]:
        """Return the parts that the part `name` points to, by relation."""
        folder, file = posixpath.split(name)
        rels = f"{folder}/_rels/{file}.rels"
        if rels not in self.names:
            return {}
        found = {}
        for relation in self.tree(rels):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[relation.get("Id", "")] = path
        return found


def by_number(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)\.\w+$", name)
    return (int(number.group(1)) if number else 0), name


def as_number(said: str) -> float:
    """Return the number an attribute says, and 0 for what is none."""
    try:
        return float(said)
    except ValueError:
        return 0.0
