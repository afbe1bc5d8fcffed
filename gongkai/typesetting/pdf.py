"""Letters and reports as PDF, by typst: archival (PDF/A-2a) and tagged for screen readers (PDF/UA-1).

Private-use characters, as some offices have them for rare names, say nothing to a screen reader; for them the
standards allow only the lower level PDF/A-2b. All levels refuse empty boxes, a second guard behind `fonts`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

from typst import Compiler, Fonts, TypstError

from .characters import (
    CharactersMissing,
    each_once,
    holds_private_use,
    printable,
    printable_lines,
    width,
)
from .fonts import Role, chinese_faces, loaded_fonts, missing_characters
from .letters import (
    LINE_WIDTH,
    Arrangement,
    Kind,
    Letter,
    Paragraph,
    arrange,
    paragraphs_of,
    signed,
    title_lines,
)
from .tables import Report, Table, head_of, placed, type_size

TEMPLATES = Path(__file__).parent
# What the templates themselves print.
FIXED = "附件：—0123456789"
# A last paragraph longer than this, or with more enclosures, may leave signature and date alone on a page.
GOES_ALONG, ENCLOSURES_ALONG = 8 * LINE_WIDTH, 7
# Lines break after a slash or hyphen by themselves; only where none comes for most of a line they are helped,
# since the mark for it would be copied along with an address.
LONG_RUN = re.compile(r"[!-,.0-~]{45,}")
ZERO_WIDTH_SPACE = "\u200b"
# One compiler, so that fonts are read once; it works for one letter at a time.
ONE_AT_A_TIME = Lock()


def letter_pdf(letter: Letter) -> bytes:
    """Return `letter` as PDF in official layout; the same letter always gives the same bytes.

    Raises CharactersMissing, a sentence for people, when no font of this machine has one of its characters.

    Standard: GB/T 9704-2012.
    """
    arrangement = arrange(letter)
    return _set("letter", letter.signed_on, _letter(arrangement))


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
    return _set("report", report.signed_on, content)


def _parts(parts: tuple[str | Table, ...]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if isinstance(part, Table):
            yield {
                "kind": "table",
                "caption": printable(part.caption),
                "own_page": part.own_page,
                "shares": [column.share for column in part.columns],
                "size": type_size(part),
                "head": len(head_of(part)),
                "cells": [asdict(cell) for cell in placed(part)],
            }
        else:
            yield from map(asdict, paragraphs_of((part,)))


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


def _set(kind: str, day: date | None, content: Mapping[str, Any]) -> bytes:
    faces = {role.value: chinese_faces(role) for role in Role}
    words = each_once("".join((FIXED, *_strings(content))))
    if not faces[Role.BODY]:
        raise CharactersMissing(words, no_chinese_font=True)
    if missing := missing_characters(words):
        raise CharactersMissing(missing)
    signed_on = day and {"year": day.year, "month": day.month, "day": day.day}
    data = {**content, "faces": faces, "signed_on": signed_on}
    with ONE_AT_A_TIME, _boxes_refused():
        made = _compiler(loaded_fonts()).compile(
            input=TEMPLATES / f"{kind}.typ",
            format="pdf",
            sys_inputs={kind: json.dumps(_breakable(data), ensure_ascii=False)},
            pdf_standards=["a-2b"] if holds_private_use(words) else ["a-2a", "ua-1"],
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
