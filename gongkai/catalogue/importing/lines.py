"""What comes in, line by line: the rows of a list, the pages of a folder, the items of our own export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.catalogue.importing.days import day_in_path
from gongkai.catalogue.importing.fields import guessed, one_line, printable, with_headings
from gongkai.catalogue.importing.folders import Folder, OnDisk, Packed
from gongkai.catalogue.importing.pages import read_page
from gongkai.catalogue.importing.tables import Table, read_table
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import clean, plain_text
from gongkai.typesetting.word_import import CannotRead, read_docx

EXPORT = "gongkai-export"
LARGEST = 200_000_000  # bytes of a file that is handed in
_PAGES, _WORD = (".html", ".htm", ".shtml", ".xhtml"), (".docx",)
_LISTS = (".csv", ".xlsx")
_HTML = re.compile(r"\s*<(?:!doctype|html|p|div|table|h[1-6]|span|section|article|ul|ol|br|strong|b)\b", re.I)


@dataclass
class Attached:
    """A file that comes with a line: its place in the folder or its content, and the words for it."""

    name: str
    place: str = ""
    content: bytes | None = None
    words: str = ""


@dataclass
class Line:
    """One item to be: where it stands, what is told of it, its text and files, and why it cannot come in."""

    number: int
    where: str
    facts: dict[str, str] = field(default_factory=dict)
    body: str = ""
    markup: str = Markup.PLAIN
    pictures: dict[str, Attached] = field(default_factory=dict)  # by their key in the text
    files: list[Attached] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exported: Mapping[str, Any] | None = None

    @property
    def words(self) -> str:
        return plain_text(self.body) if self.markup == Markup.HTML else self.body


class Source(Protocol):
    """What was handed in. `kind` is table, pages or export; `headings` those of a table."""

    kind: str
    headings: tuple[str, ...]
    folder: Folder | None

    def __len__(self) -> int: ...

    def lines(self, headings: Mapping[str, str] | None) -> Iterator[Line]:
        """Yield every line. `headings` says for each field the heading that holds it; None: as guessed."""
        ...


def opened(source: BinaryIO | Path, name: str) -> Source:
    """Return what a file holds: a list, a ZIP of pages, a ZIP with a list and its files, or our own export.

    A path may be a folder. Raises Refused when it can be none of them.
    """
    if isinstance(source, Path):
        if source.is_dir():
            return _of_folder(OnDisk(source))
        source = source.open("rb")
    head = source.read(4)
    source.seek(0)
    if head.startswith(b"PK\x03\x04") and not name.lower().endswith(".xlsx"):
        folder = Packed(source)
        if "xl/workbook.xml" not in folder.names:
            return _of_folder(folder)
        source.seek(0)
    content = source.read()
    if name.lower().endswith((*_PAGES, *_WORD)):
        return Pages(_Single(name, content))
    return Rows(read_table(content), None)


def _of_folder(folder: Folder) -> Source:
    if "manifest.json" in folder.names and "items.json" in folder.names:
        return Exported(folder)
    lists = [name for name in folder.names if name.lower().endswith(_LISTS) and name.count("/") <= 1]
    for name in lists:
        try:
            table = read_table(folder.read(name))
        except Refused:
            continue
        if len(guessed(table.headings)) > 1 and "title" in guessed(table.headings):
            return Rows(table, folder, name)
    pages = Pages(folder)
    if not len(pages):
        raise Refused(_("In the folder there is neither a page (HTML, DOCX) nor a list (XLSX, CSV)."))
    return pages


class _Single:
    """A folder of one file."""

    def __init__(self, name: str, content: bytes) -> None:
        self.names, self._content = (name,), content

    def read(self, name: str) -> bytes:
        return self._content

    def find(self, address: str, beside: str) -> str:
        return ""


class Rows:
    """A list; beside it, maybe, the files it names."""

    kind = "table"

    def __init__(self, table: Table, folder: Folder | None, at: str = "") -> None:
        self._table, self.folder, self._at = table, folder, at
        self.headings = table.headings

    def __len__(self) -> int:
        return len(self._table.rows)

    def lines(self, headings: Mapping[str, str] | None) -> Iterator[Line]:
        mapping = guessed(self.headings) if headings is None else headings
        for row in self._table.rows:
            facts = with_headings(row.cells, mapping)
            where = _("line %(number)s") % {"number": str(row.number)}
            line = Line(row.number, where, facts)
            self._take_text(line, facts.pop("body", ""), facts.pop("body_file", ""))
            for name in re.split(r"[;；\n|]", facts.pop("attachments", "")):
                if name.strip():
                    self._attach(line, name.strip())
            line.facts = {name: one_line(words) for name, words in facts.items()}
            yield line

    def _take_text(self, line: Line, body: str, file: str) -> None:
        if file:
            place = self.folder.find(file, self._at) if self.folder else ""
            if not place or self.folder is None:
                line.errors.append(_("The file “%(name)s” is not there.") % {"name": file[:100]})
                return
            told = _of_file(Line(line.number, line.where), self.folder, place)
            line.errors += told.errors
            line.body, line.markup, line.pictures = told.body, told.markup, told.pictures
            line.files += told.files
            line.notes += told.notes
            for name, words in told.facts.items():
                line.facts.setdefault(name, words)
        elif _HTML.match(body):
            line.body, line.markup = clean(body), Markup.HTML
        else:
            line.body = printable(body)

    def _attach(self, line: Line, name: str) -> None:
        place = self.folder.find(name, self._at) if self.folder else ""
        if place:
            line.files.append(Attached(PurePosixPath(place).name, place))
        else:
            line.errors.append(_("The file “%(name)s” is not there.") % {"name": name[:100]})


class Pages:
    """Pages of a website and papers written in Word, each an item; the other files come with them."""

    kind = "pages"
    headings: tuple[str, ...] = ()

    def __init__(self, folder: Folder) -> None:
        self.folder: Folder | None = folder
        self._names = [name for name in folder.names if name.lower().endswith((*_PAGES, *_WORD))]

    def __len__(self) -> int:
        return len(self._names)

    def lines(self, headings: Mapping[str, str] | None) -> Iterator[Line]:
        folder = self.folder
        assert folder is not None  # noqa: S101 - pages always have theirs
        pages = [name for name in self._names if name.lower().endswith(_PAGES)]
        # What a page links is its attachment, and no item of its own.
        linked: set[str] = set()
        number = 0
        for name in [*pages, *(each for each in self._names if each.lower().endswith(_WORD))]:
            if name in linked:
                continue
            number += 1
            line = _of_file(Line(number, name), folder, name)
            linked |= {each.place for each in line.files}
            yield line


def _of_file(line: Line, folder: Folder, name: str) -> Line:
    """Read the page or paper `name` into a line."""
    try:
        content = folder.read(name)
    except Refused as refused:
        line.errors += refused.reasons
        return line
    if name.lower().endswith(_WORD):
        _take_word(line, content, name)
    else:
        _take_page(line, folder, content, name)
    return line


def _take_page(line: Line, folder: Folder, content: bytes, name: str) -> None:
    page = read_page(content, name)
    if page is None:
        line.errors.append(_("It is no page that can be read."))
        return
    if page.says_nothing:
        line.errors.append(_("There is no text in this page."))
    line.facts, line.body, line.markup = page.facts, page.body, Markup.HTML
    missing = []
    for key, address in page.pictures.items():
        place = folder.find(address, name)
        if place:
            line.pictures[key] = Attached(PurePosixPath(place).name, place)
        else:
            missing.append(address)
    inside = {each.place for each in line.pictures.values()}
    for address, words in page.files.items():
        place = folder.find(address, name)
        if place and place not in inside:
            inside.add(place)
            line.files.append(Attached(_named(words, place), place))
        elif not place and not address.startswith("/"):
            missing.append(address)
    line.notes += [_("Not in the folder: %(name)s") % {"name": each[:100]} for each in missing]


def _named(words: str, place: str) -> str:
    """An attachment is called as the page calls it; its file keeps its ending."""
    own = PurePosixPath(place)
    words = re.sub(r"[\\/:*?\"<>|]", "", words).strip()
    if not words or len(words) > 100:
        return own.name
    return words if words.lower().endswith(own.suffix.lower()) else f"{words}{own.suffix}"


def _take_word(line: Line, content: bytes, name: str) -> None:
    path = PurePosixPath(name)
    line.facts["title"] = one_line(path.stem)
    if day := day_in_path(name):
        line.facts["published_on"] = day.isoformat()
    try:
        read = read_docx(content)
    except CannotRead as fault:
        line.errors.append(str(fault))
        return
    line.facts["title"] = one_line(read.title) or line.facts["title"]
    line.body, line.markup = read.html, Markup.HTML
    line.notes += list(read.notes)
    for place, each in enumerate(read.pictures, start=1):
        ending = {"image/jpeg": "jpg"}.get(each.content_type, each.content_type.rpartition("/")[2])
        line.pictures[each.key] = Attached(f"{place}.{ending}", content=each.content, words=each.alt)


class Exported:
    """What `gongkai export` wrote: every fact as it was."""

    kind = "export"
    headings: tuple[str, ...] = ()

    def __init__(self, folder: Folder) -> None:
        self.folder: Folder | None = folder
        try:
            manifest = json.loads(folder.read("manifest.json"))
            self._items = json.load(BytesIO(folder.read("items.json")))
            known = manifest["format"] == EXPORT and isinstance(self._items, list)
        except (ValueError, KeyError, TypeError, RecursionError):
            known = False
        if not known:
            raise Refused(_("The ZIP is no export of this program, or it is damaged."))

    def __len__(self) -> int:
        return len(self._items)

    def lines(self, headings: Mapping[str, str] | None) -> Iterator[Line]:
        for number, told in enumerate(self._items, start=1):
            where = _("line %(number)s") % {"number": str(number)}
            try:
                yield self._line(Line(number, where, exported=told), told)
            except (KeyError, TypeError, AttributeError):
                yield Line(
                    number, where, errors=[_("The ZIP is no export of this program, or it is damaged.")]
                )

    def _line(self, line: Line, told: Mapping[str, Any]) -> Line:
        named = ("title", "index_number", "document_number", "document_date", "published_on", "source")
        more = ("genre", "subject_category", "validity", "expiry_on", "keywords", "abstract", "column")
        line.facts = {name: printable(str(told[name])) for name in (*named, *more) if told.get(name)}
        clearance = told.get("clearance") or {}
        line.facts |= {
            f"cleared_{name}": printable(str(clearance[name]))
            for name in ("by", "on", "paper")
            if clearance.get(name)
        }
        line.markup = Markup.HTML if told["markup"] == Markup.HTML else Markup.PLAIN
        line.body = clean(told["body"]) if line.markup == Markup.HTML else printable(told["body"])
        assert self.folder is not None  # noqa: S101 - an export always has its folder
        for each in told["files"]:
            if each.get("erased"):
                continue
            place = self.folder.find(each["path"], "")
            attached = Attached(each["name"], place, words=each.get("words", ""))
            if not place:
                line.errors.append(_("The file “%(name)s” is not there.") % {"name": each["name"][:100]})
            elif f'data-file="{each["key"]}"' in line.body:
                line.pictures[each["key"]] = attached
            else:
                line.files.append(attached)
        return line
