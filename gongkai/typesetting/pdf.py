"""Letters and reports as PDF, by typst: archival (PDF/A-2a) and tagged for screen readers (PDF/UA-1).

Private-use characters, as some offices have them for rare names, say nothing to a screen reader; for them the
standards allow only the lower level PDF/A-2b. All levels refuse empty boxes, a second guard behind `fonts`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from types import MappingProxyType
from typing import Any, cast

from typst import Compiler, Fonts, TypstError

from .archives import IndexRow, index_table
from .characters import (
    CharactersMissing,
    each_once,
    holds_private_use,
    printable,
    printable_lines,
    width,
)
from .fonts import Role, chinese_faces, loaded_fonts, missing_characters
from .forms import Form, table_of
from .letters import (
    LINE_WIDTH,
    Arrangement,
    Kind,
    Letter,
    Paragraph,
    arrange,
    chinese_date,
    paragraphs_of,
    signed,
    title_lines,
)
from .official import ArrangedDocument, OfficialDocument, Piece, arrange_document
from .registers import Register, paper_table
from .tables import Alignment, Column, Placed, Report, Row, Table, head_of, placed, type_size

TEMPLATES = Path(__file__).parent
# What the templates themselves print.
FIXED = "附件：签发人—0123456789第共页卷内目录"
# A last paragraph longer than this, or with more enclosures, may leave signature and date alone on a page.
GOES_ALONG, ENCLOSURES_ALONG = 8 * LINE_WIDTH, 7
# Lines break after a slash or hyphen by themselves; only where none comes for most of a line they are helped,
# since the mark for it would be copied along with an address.
LONG_RUN = re.compile(r"[!-,.0-~]{45,}")
# Archival files have a day. Not the day of printing, so that the same content gives the same bytes.
UNDATED = date(1980, 1, 1)
ZERO_WIDTH_SPACE = "\u200b"
# Millimetres of text on the page, upright and across; a figure and the insets of a cell, in sizes of type.
TEXT_WIDTH, TEXT_WIDTH_ACROSS = 156.0, 257.0
MILLIMETRES_A_POINT = 25.4 / 72
WIDTH_OF_A_FIGURE, CELL_INSET = 0.6, 0.8
AS_OBJECTS = {"head", "signature", "pieces"}
# One compiler, so that fonts are read once; it works for one letter at a time.
ONE_AT_A_TIME = Lock()


def letter_pdf(letter: Letter) -> bytes:
    """Return `letter` as PDF in official layout; the same letter always gives the same bytes.

    Raises CharactersMissing, a sentence for people, when no font of this machine has one of its characters.

    Standard: GB/T 9704-2012.
    """
    arrangement = arrange(letter)
    return typeset("letter", letter.signed_on, _letter(arrangement))


def official_pdf(document: OfficialDocument) -> bytes:
    """Return `document` as PDF in official layout; the same document always gives the same bytes.

    Raises CharactersMissing as `letter_pdf` does.

    Standard: GB/T 9704-2012.
    """
    arranged = arrange_document(document)
    last = arranged.pieces[-1].text if arranged.pieces else ""
    goes_along = width(last) <= GOES_ALONG and len(arranged.enclosures) <= ENCLOSURES_ALONG
    content = {
        **{name: value for name, value in vars(arranged).items() if name not in AS_OBJECTS},
        "head": arranged.head and asdict(arranged.head),
        "signature": arranged.signature and asdict(arranged.signature),
        "pieces": list(map(piece_values, arranged.pieces)),
        "last_may_go_along": goes_along,
    }
    return typeset("official", document.signed_on, content, pictures=_pictures_of(arranged))


def report_pdf(report: Report) -> bytes:
    """Return `report` as PDF: A4, heads of tables repeat on each page, rows do not part.

    Raises CharactersMissing as `letter_pdf` does, and ValueError when the cells of a table do not fill it.
    """
    lines = title_lines(report.title)
    signature = report.signed_on and asdict(signed(report.signature, report.signed_on, sealed=True))
    content = {
        "author": printable(report.author or report.signature),
        "title_lines": lines,
        "subtitle": printable_lines(report.subtitle),
        "parts": [*_parts(report.parts), *_findings(report)],
        "signature": signature,
    }
    return typeset("report", report.signed_on, content)


def form_pdf(form: Form) -> bytes:
    """Return `form` as PDF; the same form always gives the same bytes.

    Raises CharactersMissing as `letter_pdf` does, and ValueError when a row has fields for which it has no
    room.
    """
    content = {
        "author": printable(form.office),
        "title_lines": title_lines(form.heading),
        "number": printable(form.number),
        "table": _table(table_of(form)),
        "notes": printable_lines(*form.notes),
    }
    return typeset("form", form.dated, content)


def register_pdf(register: Register) -> bytes:
    """Return `register` as PDF: A4 across, the head repeats on each page, pages are numbered.

    Raises CharactersMissing as `letter_pdf` does, and ValueError when a row does not fill the columns.
    """
    content = {
        "author": printable(register.author),
        "title_lines": (printable(register.title),),
        "subtitle": printable_lines(register.subtitle),
        "table": _table(paper_table(register), TEXT_WIDTH_ACROSS),
        "count": f"共{len(register.rows)}条",
        "printed_on": f"打印日期：{chinese_date(register.printed_on)}",
    }
    return typeset("register", register.printed_on, content)


def archive_index_pdf(
    title: str,
    facts: Sequence[tuple[str, str]],
    rows: Sequence[IndexRow],
    *,
    office: str = "",
    dated: date | None = None,
) -> bytes:
    """Return the cover of an archived file (案卷封面) and the list of its papers (卷内目录) as PDF.

    title    案卷题名
    facts    what stands on the cover below it: label and value
    rows     the papers, numbered in their order
    office   the body that made the file
    dated    the day of the file's properties; not printed

    Raises CharactersMissing as `letter_pdf` does.
    """
    content = {
        "author": printable(office),
        "title_lines": title_lines(title),
        "facts": [(printable(label), "\n".join(printable_lines(value))) for label, value in facts],
        "table": _table(index_table(rows)),
    }
    return typeset("archive", dated, content)


def contents_pdf(title: str, entries: Sequence[tuple[str, int]]) -> bytes:
    """Return a table of contents: each entry's name and page.

    Raises CharactersMissing as `letter_pdf` does.
    """
    table = Table(
        (Column("序号", 1, Alignment.CENTRE), Column("名称", 8), Column("页号", 1, Alignment.CENTRE)),
        tuple(Row((str(place), name, str(page))) for place, (name, page) in enumerate(entries, 1)),
    )
    content = {"author": "", "title_lines": title_lines(title), "table": _table(table)}
    return typeset("contents", None, content)


def stamps_pdf(words: Sequence[str]) -> bytes:
    """Return a PDF of small pages, each with one of `words`, to be laid over other pages.

    Raises CharactersMissing as `letter_pdf` does.
    """
    return typeset("stamps", None, {"title": words[0], "stamps": list(words)}, tagged=False)


def _parts(parts: tuple[str | Table, ...]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if isinstance(part, Table):
            yield _table(part)
        else:
            yield from map(asdict, paragraphs_of((part,)))


def _table(table: Table, page_width: float = TEXT_WIDTH) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": printable(table.caption),
        "own_page": table.own_page,
        "shares": [column.share for column in table.columns],
        "size": type_size(table),
        "head": len(head_of(table)),
        "cells": [{**asdict(cell), "text": _fitting(cell, table, page_width)} for cell in placed(table)],
    }


def _fitting(cell: Placed, table: Table, page_width: float) -> str:
    """Let the text of a cell break inside runs of letters and figures that are longer than its line."""
    columns = table.columns[cell.column : cell.column + cell.across]
    share = sum(column.share for column in columns) / sum(column.share for column in table.columns)
    room = share * page_width / MILLIMETRES_A_POINT / type_size(table) - CELL_INSET - cell.indent
    longest = max(1, int(room / WIDTH_OF_A_FIGURE))
    run = re.compile(f"[!-~]{{{longest + 1},}}")
    return run.sub(lambda found: ZERO_WIDTH_SPACE.join(found[0]), cell.text)


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    findings = printable_lines(*report.findings)
    if findings and (heading := printable(report.findings_title)):
        yield asdict(Paragraph(Kind.HEADING, heading))
    for number, finding in enumerate(findings, 1):
        yield asdict(Paragraph(Kind.TEXT, f"{number}.{finding}"))


def _letter(arrangement: Arrangement) -> dict[str, Any]:
    last = arrangement.paragraphs[-1].text if arrangement.paragraphs else ""
    return {
        **asdict(arrangement),
        "last_may_go_along": width(last) <= GOES_ALONG and len(arrangement.enclosures) <= ENCLOSURES_ALONG,
    }


def piece_values(piece: Piece) -> dict[str, Any]:
    """Return a part of a text as the templates read it."""
    picture = piece.picture
    return {
        "kind": piece.kind,
        "indent": piece.indent,
        "runs": list(map(asdict, piece.runs)),
        "table": piece.table and _table(piece.table),
        "picture": picture
        and {"name": picture.name, "wide": picture.wide, "high": picture.high, "alt": picture.alt},
    }


def _pictures_of(arranged: ArrangedDocument) -> dict[str, bytes]:
    return {piece.picture.name: piece.picture.content for piece in arranged.pieces if piece.picture}


@contextmanager
def _beside(pictures: Mapping[str, bytes]) -> Iterator[Path]:
    """Give the folder of the templates; with `pictures` a passing one that holds both."""
    if not pictures:
        yield TEMPLATES
        return
    with TemporaryDirectory(prefix="gongkai-") as folder:
        for template in TEMPLATES.glob("*.typ"):
            (Path(folder) / template.name).write_bytes(template.read_bytes())
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)


def typeset(
    kind: str,
    day: date | None,
    content: Mapping[str, Any],
    *,
    tagged: bool = True,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """Return what the template `kind` makes of `content`, as PDF; `day` is that of the file's properties.

    pictures   the content of each picture by the name under which `content` has it
    tagged     whether it is made for screen readers (PDF/UA-1, PDF/A-2a), or only archival (PDF/A-2b)

    Raises CharactersMissing, a sentence for people, when no font of this machine has one of its characters.
    """
    faces = {role.value: chinese_faces(role) for role in Role}
    words = each_once("".join((FIXED, *_strings(content))))
    if not faces[Role.BODY]:
        raise CharactersMissing(words, no_chinese_font=True)
    if missing := missing_characters(words):
        raise CharactersMissing(missing)
    dated = day or UNDATED
    signed_on = {"year": dated.year, "month": dated.month, "day": dated.day}
    data = {**content, "faces": faces, "signed_on": signed_on}
    with ONE_AT_A_TIME, _boxes_refused(), _beside(pictures) as folder:
        made = _compiler(loaded_fonts()).compile(
            input=folder / f"{kind}.typ",
            root=folder,
            format="pdf",
            sys_inputs={kind: json.dumps(_breakable(data), ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"] if tagged and not holds_private_use(words) else ["a-2b"],
        )
    return cast(bytes, made)


@contextmanager
def _boxes_refused() -> Iterator[None]:
    try:
        yield
    except TypstError as error:
        if boxed := boxed_characters(error.message):
            raise CharactersMissing(boxed) from error
        raise


def boxed_characters(message: str) -> str:
    """Return the characters which typst, by its `message`, would have printed as empty boxes."""
    said = re.search(r'the text `"(.*?)"` could not be displayed', message)
    return re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), said[1]) if said else ""


@cache
def _compiler(fonts: Fonts) -> Compiler:
    return Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _strings(content: object) -> Iterator[str]:
    match content:
        case str():
            yield content
        case dict():
            for part in content.values():
                yield from _strings(part)
        case list() | tuple():
            for part in content:
                yield from _strings(part)


def _breakable(content: Any) -> Any:
    """Let lines break inside runs of letters and figures that are longer than a line."""
    match content:
        case str():
            return LONG_RUN.sub(lambda run: ZERO_WIDTH_SPACE.join(run[0]), content)
        case dict():
            return {name: _breakable(part) for name, part in content.items()}
        case list() | tuple():
            return [_breakable(part) for part in content]
    return content
