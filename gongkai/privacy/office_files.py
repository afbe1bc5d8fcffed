"""DOCX, XLSX and PPTX: what they show, what they keep from sight, and what they carry along.

The parts are read as XML, not through the libraries that write such files: these leave out what they do not
know, and that is where things hide. A document type declaration, which no Office program writes, is refused,
so no entity is ever expanded; the sizes of the parts are bounded before they are unpacked.
"""

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from gongkai.privacy.pictures import beside_the_points
from gongkai.privacy.places import CannotOpen, FileFinding, hidden, in_passage, in_row, named

_LARGEST_PART = 128 * 1024 * 1024  # bytes, unpacked
_LARGEST_WHOLE = 512 * 1024 * 1024
_MOST_PARTS = 20_000
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_READ_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
# The preview that python-docx's own template carries along; it shows an empty page.
_EMPTY_PREVIEW = "96367138dc44ce09bf2c8f0f8e49348a1478d2c5c0af69bbc2bbc38b63cdcead"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def scan_office(content: bytes) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in a DOCX, XLSX or PPTX file."""
    parts = _Parts(content)
    if "word/document.xml" in parts.names:
        yield from _scan_word(parts)
    elif "xl/workbook.xml" in parts.names:
        yield from _scan_excel(parts)
    elif "ppt/presentation.xml" in parts.names:
        yield from _scan_slides(parts)
    else:
        raise CannotOpen(_("Files of this type cannot be searched."))
    yield from _scan_properties(parts)
    yield from _scan_carried_along(parts)


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise CannotOpen(_("The file holds a declaration that no Office program writes."))


class _Parts:
    """The parts of an Office file, unpacked one at a time within the limits."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise CannotOpen(_("The file is broken.")) from None
        entries = self._archive.infolist()
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_WHOLE:
            raise CannotOpen(_("The file is too large to be searched."))
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotOpen(_("The file is encrypted."))
        self.names = {entry.filename for entry in entries}

    def content(self, name: str) -> bytes:
        try:
            with self._archive.open(name) as part:
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
            return ET.fromstring(self.content(name), ET.XMLParser(target=_NoDoctype()))  # noqa: S314
        except (ET.ParseError, ValueError, LookupError):
            raise CannotOpen(_("The file is broken.")) from None

    def matching(self, pattern: str) -> list[str]:
        return sorted((name for name in self.names if re.fullmatch(pattern, name)), key=_by_number)

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


def _by_number(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)\.\w+$", name)
    return (int(number.group(1)) if number else 0), name


# Word

_WORD_PARTS = r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments|glossary/document)\.xml"
_CHANGED = {f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
_CHANGED_FORM = {
    f"{_W}{name}" for name in ("rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "cellIns", "cellDel")
}
_ALTERNATIVE = ("descr", "title", "alt")


def _scan_word(parts: _Parts) -> Iterator[FileFinding]:
    unseen = _unseen_styles(parts)
    for name in parts.matching(_WORD_PARTS):
        root = parts.tree(name)
        said = _where_in_word(name)
        if name.endswith("comments.xml"):
            for comment in root.iter(f"{_W}comment"):
                yield hidden("comment", said, _word_text(comment))
        yield from _scan_tables(root, said)
        yield from _scan_paragraphs(root, said, unseen)
        yield from _scan_alternative_text(root, said)


def _where_in_word(name: str) -> str:
    for sign, where in (
        ("header", _("page header")),
        ("footer", _("page footer")),
        ("footnotes", _("footnotes")),
        ("endnotes", _("endnotes")),
        ("comments", _("comments")),
        ("glossary", _("building blocks")),
    ):
        if sign in name:
            return where
    return ""


def _at(said: str, where: str) -> str:
    return f"{said}: {where}" if said else where


def _scan_paragraphs(root: ET.Element, said: str, unseen: frozenset[str]) -> Iterator[FileFinding]:
    in_tables = {id(each) for table in root.iter(f"{_W}tbl") for each in table.iter(f"{_W}p")}
    repeated = {id(each) for old in root.iter(f"{_MC}Fallback") for each in old.iter(f"{_W}p")}
    shown: set[str] = set()
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        where = _at(said, _("paragraph %(number)d") % {"number": number})
        text = _word_text(paragraph)
        # What a text box shows stands twice in the file, for new programs and for old ones.
        if id(paragraph) in repeated and text in shown:
            continue
        shown.add(text)
        if id(paragraph) not in in_tables:
            yield from in_passage(text, where)
        fields = "".join(each.text or "" for each in _own(paragraph, f"{_W}instrText"))
        if fields:
            yield from in_passage(fields, where)
        yield from _scan_changes(paragraph, where)
        concealed = "".join(
            _word_text(run) for run in _own(paragraph, f"{_W}r") if _is_unseen(run, paragraph, unseen)
        )
        if concealed.strip():
            yield hidden("hidden_text", where, concealed)


def _own(paragraph: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Yield the elements of a paragraph, without those of paragraphs inside it (text boxes)."""
    waiting = list(paragraph)[::-1]
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            yield element
        if element.tag != f"{_W}p":
            waiting += list(element)[::-1]


def _word_text(element: ET.Element) -> str:
    """Return all text of an element, tracked deletions included, without that of paragraphs inside it."""
    parts: list[str] = []
    waiting = list(element)[::-1]
    while waiting:
        each = waiting.pop()
        if each.tag in (f"{_W}t", f"{_W}delText"):
            parts.append(each.text or "")
        elif each.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif each.tag in (f"{_W}noBreakHyphen", f"{_W}softHyphen"):
            parts.append("-" if each.tag == f"{_W}noBreakHyphen" else "")
        elif each.tag == f"{_W}p" and element.tag == f"{_W}p":
            continue
        else:
            if each.tag == f"{_W}p" and parts:
                parts.append(" ")
            waiting += list(each)[::-1]
    return "".join(parts)


def _scan_changes(paragraph: ET.Element, where: str) -> Iterator[FileFinding]:
    for tag in _CHANGED:
        for change in _own(paragraph, tag):
            yield hidden("tracked_change", where, _word_text(change))
    if any(next(_own(paragraph, tag), None) is not None for tag in _CHANGED_FORM):
        yield FileFinding("tracked_change", where, "")


def _is_unseen(run: ET.Element, paragraph: ET.Element, unseen: frozenset[str]) -> bool:
    form = run.find(f"{_W}rPr")
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is not None and style.get(f"{_W}val") in unseen:
        return True
    return form is not None and _form_hides(form, unseen)


def _form_hides(form: ET.Element, unseen: frozenset[str] = frozenset()) -> bool:
    vanish = form.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false", "off"):
        return True
    style, colour, size = form.find(f"{_W}rStyle"), form.find(f"{_W}color"), form.find(f"{_W}sz")
    if style is not None and style.get(f"{_W}val") in unseen:
        return True
    if size is not None and size.get(f"{_W}val", "").isdigit() and int(size.get(f"{_W}val", "")) <= 4:
        return True  # half points
    shaded = form.find(f"{_W}shd") is not None or form.find(f"{_W}highlight") is not None
    return colour is not None and colour.get(f"{_W}val", "").upper() == "FFFFFF" and not shaded


def _unseen_styles(parts: _Parts) -> frozenset[str]:
    if "word/styles.xml" not in parts.names:
        return frozenset()
    found = set()
    for style in parts.tree("word/styles.xml").iter(f"{_W}style"):
        form = style.find(f"{_W}rPr")
        if form is not None and form.find(f"{_W}vanish") is not None and _form_hides(form):
            found.add(style.get(f"{_W}styleId", ""))
    return frozenset(found)


def _scan_tables(root: ET.Element, said: str) -> Iterator[FileFinding]:
    for number, table in enumerate(root.iter(f"{_W}tbl"), 1):
        headings: list[str] = []
        for place, row in enumerate(table.findall(f"{_W}tr") or list(table.iter(f"{_W}tr")), 1):
            values = [_word_text(cell).strip() for cell in row.iter(f"{_W}tc")]
            where = _at(said, _("table %(table)d, row %(row)d") % {"table": number, "row": place})
            yield from in_row(
                (headings[at] if at < len(headings) else "", value, where) for at, value in enumerate(values)
            )
            if not headings and _are_headings(values):
                headings = values


def _are_headings(values: list[str]) -> bool:
    said = [value for value in values if value]
    return len(said) > 1 and all(len(value) <= 20 and not re.search(r"\d{3}", value) for value in said)


def _scan_alternative_text(root: ET.Element, said: str) -> Iterator[FileFinding]:
    for element in root.iter():
        for key in _ALTERNATIVE:
            if text := element.get(key):
                yield from in_passage(text, _at(said, _("alternative text of a picture")))


# Excel


def _scan_excel(parts: _Parts) -> Iterator[FileFinding]:
    words = _shared_words(parts)
    relations = parts.relations("xl/workbook.xml")
    book = parts.tree("xl/workbook.xml")
    read = set()
    for sheet in book.iter(f"{_S}sheet"):
        name, part = sheet.get("name", ""), relations.get(sheet.get(f"{_R}id", ""), "")
        where = _("sheet %(sheet)s") % {"sheet": name}
        if sheet.get("state", "visible") != "visible":
            yield FileFinding("hidden_sheet", where, "")
        yield from in_passage(name, where)
        if part in parts.names and part.startswith("xl/worksheets/"):
            read.add(part)
            yield from _scan_sheet(parts.tree(part), name, words)
            yield from _scan_sheet_comments(parts, part, name)
    for part in parts.matching(r"xl/worksheets/[^/]+\.xml"):
        if part not in read:  # a sheet that the workbook does not name is hidden better than a hidden one
            yield FileFinding("hidden_sheet", part, "")
            yield from _scan_sheet(parts.tree(part), part, words)
    for each in book.iter(f"{_S}definedName"):
        yield from in_passage(each.text or "", _("defined names"))
    yield from _scan_drawings(
        parts, r"xl/(?:drawings/[^/]+|charts/[^/]+|externalLinks/[^/]+|pivotCache/[^/]+)\.xml"
    )


def _shared_words(parts: _Parts) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.names:
        return []
    return [_string(item) for item in parts.tree("xl/sharedStrings.xml").iter(f"{_S}si")]


def _string(item: ET.Element) -> str:
    """Return a string of a sheet, without the reading aids that stand beside it."""
    runs = [item, *item.findall(f"{_S}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_S}t"))


def _scan_sheet(root: ET.Element, sheet: str, words: list[str]) -> Iterator[FileFinding]:
    hidden_columns = _hidden_columns(root)
    columns_used: set[int] = set()
    hidden_rows: list[int] = []
    headings: dict[int, str] = {}
    for number, row in enumerate(root.iter(f"{_S}row"), 1):
        row_number = int(row.get("r", "")) if row.get("r", "").isdigit() else number
        cells = {}
        for at, cell in enumerate(row.findall(f"{_S}c"), 1):
            value = _value(cell, words)
            if value:
                column = _column_number(cell.get("r", "")) or at
                cells[column] = value
        columns_used |= set(cells)
        if cells and row.get("hidden", "0") in ("1", "true"):
            hidden_rows.append(row_number)
        yield from in_row(
            (
                headings.get(column, ""),
                value,
                _("cell %(cell)s of sheet %(sheet)s")
                % {"cell": f"{_letters(column)}{row_number}", "sheet": sheet},
            )
            for column, value in sorted(cells.items())
        )
        if not headings and _are_headings(list(cells.values())):
            headings = cells
    for first, last in _runs(hidden_rows):
        said = {"rows": str(first) if first == last else f"{first}–{last}", "sheet": sheet}
        yield FileFinding("hidden_row", _("row %(rows)s of sheet %(sheet)s") % said, "")
    for first, last in _runs(sorted(hidden_columns & columns_used)):
        letters = _letters(first) if first == last else f"{_letters(first)}–{_letters(last)}"
        where = _("column %(column)s of sheet %(sheet)s") % {"column": letters, "sheet": sheet}
        yield FileFinding("hidden_row", where, "")
    for each in root.iter():
        if each.tag in (
            f"{_S}oddHeader",
            f"{_S}oddFooter",
            f"{_S}evenHeader",
            f"{_S}evenFooter",
            f"{_S}firstHeader",
        ):
            yield from in_passage(each.text or "", _("sheet %(sheet)s") % {"sheet": sheet})


def _value(cell: ET.Element, words: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        inline = cell.find(f"{_S}is")
        return _string(inline).strip() if inline is not None else ""
    raw = (cell.findtext(f"{_S}v") or "").strip()
    if cell.get("t") == "s":
        return words[int(raw)].strip() if raw.isdigit() and int(raw) < len(words) else ""
    if cell.get("t") in ("str", "e", "b"):
        return raw
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]{1,2}|[0-9]+\.0", raw):
        return str(int(float(raw))) if float(raw) < 1e19 else raw
    return raw


def _column_number(reference: str) -> int:
    number = 0
    for sign in reference.rstrip("0123456789"):
        if not ("A" <= sign <= "Z"):
            return 0
        number = number * 26 + ord(sign) - 64
    return number


def _letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def _hidden_columns(root: ET.Element) -> set[int]:
    found: set[int] = set()
    for column in root.iter(f"{_S}col"):
        first, last = column.get("min", ""), column.get("max", "")
        unseen = column.get("hidden", "0") in ("1", "true") or column.get("width") == "0"
        if unseen and first.isdigit() and last.isdigit():
            found |= set(range(int(first), min(int(last), 16_384) + 1))
    return found


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each unbroken run of `numbers`, which rise."""
    for _distance, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _place, number in run]
        yield members[0], members[-1]


def _scan_sheet_comments(parts: _Parts, part: str, sheet: str) -> Iterator[FileFinding]:
    for target in parts.relations(part).values():
        if "omment" not in target or target not in parts.names or not target.endswith(".xml"):
            continue
        for comment in parts.tree(target).iter():
            if comment.tag.rsplit("}", 1)[-1] not in ("comment", "threadedComment"):
                continue
            where = _("cell %(cell)s of sheet %(sheet)s") % {"cell": comment.get("ref", "?"), "sheet": sheet}
            text = "".join(
                each.text or "" for each in comment.iter() if each.tag.rsplit("}", 1)[-1] in ("t", "text")
            )
            yield hidden("comment", where, text)
            yield from in_passage(text, where)


def _scan_drawings(parts: _Parts, pattern: str) -> Iterator[FileFinding]:
    for part in parts.matching(pattern):
        root = parts.tree(part)
        for paragraph in root.iter(f"{_A}p"):
            yield from in_passage(_drawn_text(paragraph), _("drawing"))
        rest = " ".join(each.text or "" for each in root.iter() if each.tag.rsplit("}", 1)[-1] == "v")
        rest += " ".join(each.get("v", "") for each in root.iter())
        yield from in_passage(rest, posixpath.basename(part))
        yield from _scan_alternative_text(root, "")


# PowerPoint


def _scan_slides(parts: _Parts) -> Iterator[FileFinding]:
    for part in parts.matching(r"ppt/slides/slide\d+\.xml"):
        number = _by_number(part)[0]
        where = _("slide %(number)d") % {"number": number}
        root = parts.tree(part)
        if root.get("show", "1") in ("0", "false"):
            yield FileFinding("hidden_sheet", where, "")
        yield from _scan_drawn(root, where)
        for target in parts.relations(part).values():
            if target.startswith("ppt/notesSlides/") and target in parts.names:
                yield from _scan_notes(parts.tree(target), number)
    for part in parts.matching(r"ppt/(?:slideMasters|slideLayouts|notesMasters|handoutMasters)/[^/]+\.xml"):
        yield from _scan_drawn(parts.tree(part), _("slide master"))
    for part in parts.matching(r"ppt/comments/[^/]+\.xml"):
        for comment in parts.tree(part).iter():
            if comment.tag.rsplit("}", 1)[-1] in ("cm",):
                text = " ".join(each.text or "" for each in comment.iter() if each.text)
                yield hidden("comment", _("comments"), text)
                yield from in_passage(text, _("comments"))
    yield from _scan_drawings(parts, r"ppt/(?:diagrams|charts)/[^/]+\.xml")


def _scan_drawn(root: ET.Element, where: str) -> Iterator[FileFinding]:
    for paragraph in root.iter(f"{_A}p"):
        yield from in_passage(_drawn_text(paragraph), where)
    yield from _scan_alternative_text(root, where)
    for shape in root.iter(f"{_P}sp"):
        form = shape.find(f"{_P}nvSpPr/{_P}cNvPr")
        text = " ".join(_drawn_text(paragraph) for paragraph in shape.iter(f"{_A}p"))
        if form is not None and form.get("hidden", "0") in ("1", "true") and text.strip():
            yield hidden("hidden_text", where, text)


def _scan_notes(root: ET.Element, number: int) -> Iterator[FileFinding]:
    where = _("notes of slide %(number)d") % {"number": number}
    text = "\n".join(
        _drawn_text(paragraph) for paragraph in root.iter(f"{_A}p") if paragraph.find(f"{_A}fld") is None
    )
    if text.strip():
        yield hidden("comment", where, text)
    yield from in_passage(text, where)


def _drawn_text(paragraph: ET.Element) -> str:
    return "".join(
        each.text or "" if each.tag == f"{_A}t" else " "
        for each in paragraph.iter()
        if each.tag in (f"{_A}t", f"{_A}br")
    )


# What every Office file has

_NAMED_IN_CORE = {"creator": "Author", "lastModifiedBy": "Last modified by"}
_NAMED_IN_APP = {"Company": "Company", "Manager": "Manager"}


def _scan_properties(parts: _Parts) -> Iterator[FileFinding]:
    for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        if part not in parts.names:
            continue
        for element in parts.tree(part).iter():
            tag, value = element.tag.rsplit("}", 1)[-1], element.text or ""
            if tag in _NAMED_IN_CORE:
                yield from named(_NAMED_IN_CORE[tag], value)
            elif tag in _NAMED_IN_APP:
                yield from named(_NAMED_IN_APP[tag], value, person=tag == "Manager")
            elif value.strip():
                label = element.get("name") or tag
                yield from in_passage(value, _("file property “%(label)s”") % {"label": label})


def _scan_carried_along(parts: _Parts) -> Iterator[FileFinding]:
    for name in sorted(parts.names):
        lower, file = name.lower(), posixpath.basename(name)
        if lower.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in lower:
            yield FileFinding("macro", file, "")
        elif "/embeddings/" in lower or "/activex/" in lower or file.lower().startswith("oleobject"):
            if not lower.endswith((".rels", "/")):
                yield FileFinding("embedded_file", file, "")
        elif (
            lower.startswith("customxml/item")
            and lower.endswith(".xml")
            and "props" not in lower
            and "_rels" not in lower
        ):
            text = " ".join(part.strip() for part in parts.tree(name).itertext())
            yield from in_passage(text, _("data stored in the file"))
        elif lower.endswith(_PICTURES):
            yield from _scan_picture_inside(parts.content(name), file)


def _scan_picture_inside(content: bytes, file: str) -> Iterator[FileFinding]:
    where = _("picture %(file)s") % {"file": file}
    if hashlib.sha256(content).hexdigest() == _EMPTY_PREVIEW:
        return
    if file.lower().endswith(_READ_PICTURES):
        with suppress(CannotOpen):  # a broken one stays unread, and that is said below
            yield from beside_the_points(content, where)
    yield FileFinding("unreadable", where, "")
