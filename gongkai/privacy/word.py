"""What stands on the pages of a Word document, in order, as plain values.

Tracked deletions, remarks, hidden text and the codes of fields are not on the pages and are left out; tracked
insertions, headers, footers, notes and text in frames are there and are kept.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from gongkai.privacy.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

MOST_BYTES = 200_000_000  # unpacked
DEEPEST = 12  # tables in tables
MOST_COLUMNS = 63  # Word's own limit
TWIPS, EMU = 20.0, 12_700.0  # in a point

DELETED = {f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}delInstrText"}
# What only holds other things together.
HULLS = {
    f"{W}{name}"
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo",
        "ruby", "rubyBase", "txbxContent",
    )
}  # fmt: skip
SIGNS = {"tab": "\u2003", "ptab": "\u2003", "cr": "\n", "noBreakHyphen": "-"}
# Signs Word takes from fonts of pictures, as characters any Chinese font has.
PICTURE_SIGNS = {
    0xF06C: "●", 0xF06E: "■", 0xF075: "◆", 0xF0A7: "■", 0xF0A8: "□", 0xF0B7: "•", 0xF0D8: "▷", 0xF0FC: "√",
    0xF0FB: "×", 0xF0FD: "×", 0xF0FE: "√", 0xF052: "√", 0xF0A3: "□", 0xF06F: "□", 0xF071: "□", 0xF0E0: "→",
}  # fmt: skip
ALIGNMENTS = {"center": "center", "right": "right", "end": "right"}


class Unreadable(Exception):
    """The file is no Word document that could be read."""


def read_word(raw: bytes) -> dict[str, Any]:
    """Return the sections, notes and pictures of a DOCX file.

    Raises Unreadable when it is damaged, or unpacks to more than MOST_BYTES.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise Unreadable
        return _Reader(Document(io.BytesIO(raw))).read()
    except (
        OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError, OSError,
        NotImplementedError, RecursionError,
    ) as error:  # fmt: skip
        # python-docx has no error of its own for most of what can be wrong in a file.
        raise Unreadable from error


class _Reader:
    def __init__(self, document: Any) -> None:
        self.main = document.part
        self.body = document.element.body
        self.styles = {style.get(f"{W}styleId"): style for style in document.styles.element.iter(f"{W}style")}
        self.default_style = next(
            (key for key, style in self.styles.items() if style.get(f"{W}default") in ("1", "true")
             and style.get(f"{W}type") == "paragraph"), None,
        )  # fmt: skip
        self.even_differs = _is_on(document.settings.element.find(f"{W}evenAndOddHeaders"))
        self.numbering = _Numbering(self._other("numbering"))
        self.pictures: list[bytes] = []
        self.notes: dict[str, list[dict[str, Any]]] = {}
        self.framed: list[Any] = []
        self.fields: list[dict[str, Any]] = []

    def read(self) -> dict[str, Any]:
        for kind in ("footnote", "endnote"):
            part = self._other_part(f"{kind}s")
            if part is not None:
                for note in parse_xml(part.blob).iter(f"{W}{kind}"):
                    if note.get(f"{W}type") in (None, "normal"):
                        self.notes[f"{kind}{note.get(f'{W}id')}"] = self.blocks(note, part)
        sections: list[dict[str, Any]] = []
        heads: dict[str, Any] = {}
        gathered: list[dict[str, Any]] = []
        for child, ends in self._by_section():
            gathered += self.blocks_of(child, self.main)
            if ends is None:
                continue
            # A section that names no header of its own has that of the one before.
            heads = {**heads, **self._heads(ends)}
            first_differs = _is_on(ends.find(f"{W}titlePg"))
            continued = ends.find(f"{W}type")
            if sections and continued is not None and continued.get(f"{W}val") == "continuous":
                sections[-1]["blocks"] += gathered
            else:
                own = {key: value for key, value in heads.items() if first_differs or "first" not in key}
                own = {**own, "first_differs": first_differs}
                sections.append({"page": _page(ends), "blocks": gathered, **own})
            gathered = []
        if gathered:
            sections.append({"blocks": gathered})
        return {
            "sections": sections,
            "notes": self.notes,
            "pictures": self.pictures,
            "even_differs": self.even_differs,
        }

    def _by_section(self) -> Iterator[tuple[Any, Any]]:
        """Yield what stands in the body, and with the last of each section what is said about the section."""
        children = list(self.body)
        last = children[-1] if children and children[-1].tag == f"{W}sectPr" else None
        for child in children:
            if child is last:
                yield child, last
            else:
                yield child, child.find(f"{W}pPr/{W}sectPr")

    def _heads(self, section: Any) -> dict[str, Any]:
        found = {}
        for place in ("header", "footer"):
            for reference in section.findall(f"{W}{place}Reference"):
                part = self.main.related_parts[reference.get(f"{R}id")]
                kind = reference.get(f"{W}type") or "default"
                found[f"{place}_{kind}"] = self.blocks(parse_xml(part.blob), part)
        return found

    def _other_part(self, kind: str) -> Any:
        return next(
            (rel.target_part for rel in self.main.rels.values()
             if not rel.is_external and rel.reltype.rpartition("/")[2] == kind), None,
        )  # fmt: skip

    def _other(self, kind: str) -> Any:
        part = self._other_part(kind)
        return None if part is None else parse_xml(part.blob)

    def blocks(self, container: Any, part: Any, depth: int = 0) -> list[dict[str, Any]]:
        if depth > DEEPEST:
            raise ValueError  # Leaving it out would leave words out.
        return [block for child in container for block in self.blocks_of(child, part, depth)]

    def blocks_of(self, child: Any, part: Any, depth: int = 0) -> list[dict[str, Any]]:
        if child.tag == f"{W}p":
            return self._paragraph(child, part, depth)
        if child.tag == f"{W}tbl":
            return [self._table(child, part, depth)]
        if child.tag in HULLS:
            return self.blocks(child, part, depth)
        if child.tag == f"{MC}AlternateContent":
            return self.blocks(_chosen(child), part, depth)
        if child.tag == f"{W}altChunk":
            raise ValueError  # Another file is to be put here, which only Word can read.
        return []

    def _paragraph(self, paragraph: Any, part: Any, depth: int) -> list[dict[str, Any]]:
        framed_before, self.framed = self.framed, []
        style = self._style_of(paragraph)
        runs = list(self._runs(paragraph, part, style))
        indent = self._property(paragraph, style, "ind")
        alignment = self._property(paragraph, style, "jc")
        before = self._property(paragraph, style, "pageBreakBefore")
        block = {
            "kind": "text",
            "runs": runs,
            "align": ALIGNMENTS.get("" if alignment is None else alignment.get(f"{W}val"), "left"),
            "level": self._level(paragraph, style),
            "label": self.numbering.label(self._property(paragraph, style, "numPr")),
            "left": max(0.0, _measure(indent, "left") or _measure(indent, "start")),
            "first": max(0.0, _measure(indent, "firstLine")),
            "first_characters": max(0.0, _measure(indent, "firstLineChars") * TWIPS / 100),
            "on_new_page": _is_on(before),
        }
        framed, self.framed = self.framed, framed_before
        # Text in a frame has no place in the lines; it comes after them.
        return [block, *(each for frame in framed for each in self.blocks(frame, part, depth + 1))]

    def _table(self, table: Any, part: Any, depth: int) -> dict[str, Any]:
        cells: list[dict[str, Any]] = []
        open_cells: dict[int, dict[str, Any]] = {}
        row_number = columns = 0
        for row in _inside(table, "tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and (properties.find(f"{W}del") is not None
                                           or _is_on(properties.find(f"{W}hidden"))):  # fmt: skip
                continue
            column = 0 if properties is None else int(_value(properties.find(f"{W}gridBefore")) or 0)
            for cell in _inside(row, "tc"):
                about = cell.find(f"{W}tcPr")
                across = max(1, int(_value(about.find(f"{W}gridSpan")) or 1)) if about is not None else 1
                merged = about.find(f"{W}vMerge") if about is not None else None
                goes_on = merged is not None and _value(merged) in (None, "continue")
                if column + across > MOST_COLUMNS:
                    raise ValueError
                if goes_on and column in open_cells:
                    open_cells[column]["down"] += 1
                else:
                    made = {
                        "row": row_number,
                        "column": column,
                        "across": across,
                        "down": 1,
                        "blocks": self.blocks(cell, part, depth + 1),
                    }
                    cells.append(made)
                    open_cells[column] = made
                    if merged is None:
                        open_cells.pop(column)
                column += across
            columns = max(columns, column)
            row_number += 1
        grid = [float(each.get(f"{W}w") or 0) for each in table.findall(f"{W}tblGrid/{W}gridCol")][:columns]
        shares = grid if len(grid) == columns and all(share > 0 for share in grid) else [1.0] * columns
        return {"kind": "table", "shares": shares or [1.0], "cells": cells}

    def _runs(self, container: Any, part: Any, style: Any) -> Iterator[dict[str, Any]]:
        for child in container:
            tag = child.tag
            if tag in DELETED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                yield from self._run(child, part, style)
            elif tag == f"{W}fldSimple" and (counter := _counter(child.get(f"{W}instr") or "")):
                yield counter
            elif tag in HULLS:
                yield from self._runs(child, part, style)
            elif tag == f"{MC}AlternateContent":
                yield from self._runs(_chosen(child), part, style)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                yield {"text": "".join(each.text or "" for each in child.iter(f"{M}t"))}

    def _run(self, run: Any, part: Any, style: Any) -> Iterator[dict[str, Any]]:
        own = run.find(f"{W}rPr")
        chain = [own, *self._run_properties(own), *self._style_runs(style)]
        if _is_on(_first(chain, "vanish")):
            self._follow_fields(run)
            return
        look = {
            "bold": _is_on(_first(chain, "b")),
            "italic": _is_on(_first(chain, "i")),
            "underline": (_value(_first(chain, "u")) or "none") != "none",
            "strike": _is_on(_first(chain, "strike")) or _is_on(_first(chain, "dstrike")),
            "raised": _value(_first(chain, "vertAlign")) or "",
            "size": float(_value(_first(chain, "sz")) or 21) / 2,
        }
        yield from self._pieces(run, part, look)

    def _pieces(self, run: Any, part: Any, look: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for piece in run:
            tag = piece.tag
            if not isinstance(tag, str):
                continue
            name = tag.removeprefix(W)
            if name in ("fldChar", "instrText"):
                yield from ({**each, **look} for each in self._field(piece))
            elif any(field["silent"] for field in self.fields) or tag in DELETED:
                continue
            elif (text := _text_of(piece, name)) is not None:
                yield {"text": text, **look}
            elif name == "br":
                yield {"new_page": True}
            elif name in ("footnoteReference", "endnoteReference"):
                yield {"note": f"{name.removesuffix('Reference')}{piece.get(f'{W}id')}"}
            elif name == "ruby":
                yield from self._runs(piece, part, None)
            elif name in ("drawing", "pict", "object"):
                yield from self._drawing(piece, part)
            elif tag == f"{MC}AlternateContent":
                yield from self._pieces(_chosen(piece), part, look)

    def _drawing(self, drawing: Any, part: Any) -> Iterator[dict[str, Any]]:
        frames = list(drawing.iter(f"{W}txbxContent"))
        self.framed += [frame for frame in frames if not _lies_in_another(frame, frames)]
        keys = [each.get(f"{R}embed") or each.get(f"{R}link") for each in drawing.iter(f"{A}blip")]
        keys += [each.get(f"{R}id") for each in drawing.iter(f"{V}imagedata")]
        extent = next(drawing.iter(f"{WP}extent"), None)
        size = [0.0, 0.0]
        if extent is not None and len(keys) == 1:
            size = [float(extent.get(side) or 0) / EMU for side in ("cx", "cy")]
        for key in keys:
            # A picture that lies elsewhere is never fetched; the paper says that it is missing.
            target = (
                part.related_parts.get(key) if key in part.rels and not part.rels[key].is_external else None
            )
            self.pictures.append(b"" if target is None else target.blob)
            yield {"picture": len(self.pictures) - 1, "width": size[0], "height": size[1]}
        if not keys and not frames and next(drawing.iter(f"{A}graphicData"), None) is not None:
            uri = next(drawing.iter(f"{A}graphicData")).get("uri") or ""
            if uri.rpartition("/")[2] in ("chart", "diagram"):
                self.pictures.append(b"")
                yield {"picture": len(self.pictures) - 1, "width": size[0], "height": size[1]}

    def _field(self, piece: Any) -> Iterator[dict[str, Any]]:
        """Follow a field through its code and its result; page numbers are counted anew."""
        if piece.tag == f"{W}instrText":
            if self.fields:
                self.fields[-1]["code"] += piece.text or ""
            return
        step = piece.get(f"{W}fldCharType")
        if step == "begin":
            self.fields.append({"code": "", "silent": True, "counted": False})
        elif self.fields:
            field = self.fields[-1]
            if not field["counted"] and (counter := _counter(field["code"])):
                field["counted"] = True
                yield counter
            if step == "separate":
                field["silent"] = field["counted"]
            elif step == "end":
                self.fields.pop()

    def _follow_fields(self, run: Any) -> None:
        for piece in run:
            if piece.tag in (f"{W}fldChar", f"{W}instrText"):
                list(self._field(piece))

    def _style_of(self, paragraph: Any) -> Any:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(self.default_style if named is None else named.get(f"{W}val"))

    def _ancestry(self, style: Any) -> Iterator[Any]:
        seen = set()
        while style is not None and style.get(f"{W}styleId") not in seen:
            seen.add(style.get(f"{W}styleId"))
            yield style
            based = style.find(f"{W}basedOn")
            style = None if based is None else self.styles.get(based.get(f"{W}val"))

    def _property(self, paragraph: Any, style: Any, name: str) -> Any:
        own = paragraph.find(f"{W}pPr/{W}{name}")
        if own is not None:
            return own
        found = (each.find(f"{W}pPr/{W}{name}") for each in self._ancestry(style))
        return next((each for each in found if each is not None), None)

    def _run_properties(self, own: Any) -> Iterator[Any]:
        named = None if own is None else own.find(f"{W}rStyle")
        if named is not None:
            yield from self._style_runs(self.styles.get(named.get(f"{W}val")))

    def _style_runs(self, style: Any) -> Iterator[Any]:
        for each in self._ancestry(style):
            yield each.find(f"{W}rPr")

    def _level(self, paragraph: Any, style: Any) -> int:
        value = _value(self._property(paragraph, style, "outlineLvl"))
        level = int(value) + 1 if value and value.isdigit() else 0
        return level if level <= 9 else 0


class _Numbering:
    """Counts the paragraphs of lists, whose numbers Word does not keep in the text."""

    def __init__(self, element: Any) -> None:
        self.levels: dict[str, dict[int, Any]] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.lists: dict[str, str] = {}
        self.reached: dict[tuple[str, int], int] = {}
        if element is None:
            return
        for kind in element.findall(f"{W}abstractNum"):
            key = kind.get(f"{W}abstractNumId")
            self.levels[key] = {int(level.get(f"{W}ilvl")): level for level in kind.findall(f"{W}lvl")}
        for each in element.findall(f"{W}num"):
            number = each.get(f"{W}numId")
            self.lists[number] = _value(each.find(f"{W}abstractNumId")) or ""
            for override in each.findall(f"{W}lvlOverride"):
                start = _value(override.find(f"{W}startOverride"))
                if start and start.isdigit():
                    self.starts[number, int(override.get(f"{W}ilvl"))] = int(start)

    def label(self, properties: Any) -> str:
        """Count the paragraph with these properties and return what Word prints before it."""
        if properties is None:
            return ""
        number = _value(properties.find(f"{W}numId")) or ""
        depth = int(_value(properties.find(f"{W}ilvl")) or 0)
        kind = self.lists.get(number, "")
        levels = self.levels.get(kind, {})
        if depth not in levels:
            return ""
        if (number, depth) in self.starts:
            self.reached[kind, depth] = self.starts.pop((number, depth)) - 1
        current = self.reached.get((kind, depth), self._first(levels[depth]) - 1)
        self.reached[kind, depth] = current + 1
        for deeper in levels:
            if deeper > depth:
                self.reached.pop((kind, deeper), None)
        form = _value(levels[depth].find(f"{W}numFmt")) or "decimal"
        text = _value(levels[depth].find(f"{W}lvlText")) or ""
        if form == "bullet":
            return (
                PICTURE_SIGNS.get(ord(text), "•" if "\ue000" <= text <= "\uf8ff" else text)
                if len(text) == 1
                else text
            )
        for other in range(depth + 1):
            if other in levels:
                reached = self.reached.get((kind, other), self._first(levels[other]))
                shape = _value(levels[other].find(f"{W}numFmt")) or "decimal"
                text = text.replace(f"%{other + 1}", numeral(reached, shape))
        return text

    def _first(self, level: Any) -> int:
        start = _value(level.find(f"{W}start")) or "1"
        return int(start) if start.isdigit() else 1


def _not_private(sign: str) -> str:
    return "•" if "\ue000" <= sign <= "\uf8ff" else sign


def _text_of(piece: Any, name: str) -> str | None:
    """Return the text a piece of a run stands for; None when it is something else than text."""
    if name == "t":
        return piece.text or ""
    if name == "br" and piece.get(f"{W}type") not in ("page", "column"):
        return "\n"
    if name == "sym":
        return _picture_sign(piece.get(f"{W}char") or "")
    return SIGNS.get(name)


def _inside(container: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, wrapped or not; deleted ones are left out."""
    for child in container:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in HULLS:
            yield from _inside(child, name)


def _chosen(alternative: Any) -> Any:
    choice = alternative.find(f"{MC}Choice")
    if choice is None:
        choice = alternative.find(f"{MC}Fallback")
    return () if choice is None else choice


def _lies_in_another(frame: Any, frames: list[Any]) -> bool:
    return any(above in frames for above in frame.iterancestors())


def _counter(code: str) -> dict[str, Any] | None:
    words = code.split()
    if words and words[0].upper() in ("PAGE", "NUMPAGES", "SECTIONPAGES"):
        return {"counter": "page" if words[0].upper() == "PAGE" else "pages"}
    return None


def _picture_sign(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return "□"
    point = point if point >= 0xF000 else point + 0xF000
    return PICTURE_SIGNS.get(point, "□")


def _page(section: Any) -> dict[str, float]:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    page = {side: _measure(size, key) for side, key in (("width", "w"), ("height", "h"))}
    page |= {side: abs(_measure(margins, side)) for side in ("top", "bottom", "left", "right")}
    return {side: length for side, length in page.items() if 0 < length < 3000}


def _measure(element: Any, name: str) -> float:
    value = "" if element is None else element.get(f"{W}{name}") or ""
    try:
        return float(value) / TWIPS
    except ValueError:
        return 0.0


def _first(chain: list[Any], name: str) -> Any:
    found = (each.find(f"{W}{name}") for each in chain if each is not None)
    return next((each for each in found if each is not None), None)


def _value(element: Any) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _is_on(element: Any) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off", "none")
