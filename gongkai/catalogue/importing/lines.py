"""What comes in, line by line: the rows of a list, the pages of a folder, the items of our own export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.catalogue.importing.fields import guessed, one_line, printable, with_headings
from gongkai.catalogue.importing.file_lines import ARCHIVES, PAGES, WORD, line_of_file
from gongkai.catalogue.importing.folders import Folder, OnDisk, Packed
from gongkai.catalogue.importing.line import Attached, Line, Source
from gongkai.catalogue.importing.tables import Table, read_table
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import clean

EXPORT = "gongkai-export"
LARGEST = 200_000_000  # bytes of a file that is handed in
_LISTS = (".csv", ".xlsx")
_COPIES = re.compile(r"(^|/)(backup|bak|备份|copy of|复件|复制)|副本|\.bak/| - copy|\(\d\)\.", re.I)
# Papers that come with a page or not at all.
_PAPERS = (".pdf", ".doc", ".wps", ".ofd", ".xls", ".et", ".ppt", ".pptx", ".xlsx", ".rtf")
_HTML = re.compile(r"\s*<(?:!doctype|html|p|div|table|h[1-6]|span|section|article|ul|ol|br|strong|b)\b", re.I)


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
    if name.lower().endswith((*PAGES, *WORD, *ARCHIVES)):
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
            if not facts:
                line.passed_over = _("The row holds nothing that is taken in.")
                yield line
                continue
            if row.is_hidden:
                line.notes.append(_("The row is hidden in the sheet."))
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
            told = line_of_file(Line(line.number, line.where), self.folder, place)
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
        parts = _parts_of_saved_pages(folder.names)
        names = [
            name
            for name in folder.names
            if name.lower().endswith((*PAGES, *WORD, *ARCHIVES)) and not name.startswith(parts)
        ]
        # Of a page and its copy it is the page that comes in.
        self._names = sorted(names, key=lambda name: (bool(_COPIES.search(name)), name))

    def __len__(self) -> int:
        return len(self._names)

    def lines(self, headings: Mapping[str, str] | None) -> Iterator[Line]:
        folder = self.folder
        assert folder is not None  # noqa: S101 - pages always have theirs
        pages = [name for name in self._names if not name.lower().endswith(WORD)]
        # What a page links is its attachment, and no item of its own.
        linked: set[str] = set()
        number = 0
        for name in [*pages, *(each for each in self._names if each.lower().endswith(WORD))]:
            if name in linked:
                continue
            number += 1
            line = line_of_file(Line(number, name), folder, name)
            linked |= {each.place for each in (*line.files, *line.pictures.values())}
            yield line
        for name in folder.names:
            if name.lower().endswith(_PAPERS) and name not in linked:
                number += 1
                told = _("No page names this file, and it is no page itself.")
                yield Line(number, name, passed_over=told)


def _parts_of_saved_pages(names: Sequence[str]) -> tuple[str, ...]:
    """The folders in which a browser keeps what belongs to a page it saved: 通知_files beside 通知.html."""
    stems = {str(PurePosixPath(name).with_suffix("")) for name in names if name.lower().endswith(PAGES)}
    return tuple(f"{stem}{end}/" for stem in stems for end in ("_files", ".files", "_file"))


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
