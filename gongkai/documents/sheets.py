"""Papers told by a list: one line for each, its text and attachments in files beside the list."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.documents.incoming import Fault, Faulty, IncomingFile, Paper, look_up, take_in
from gongkai.documents.models import Document, Source
from gongkai.files.storing import examine
from gongkai.people.models import User
from gongkai.typesetting.word_import import CannotRead, read_docx
from gongkai.workdays.sheets import Row, rows_of_file

MOST_FAULTS = 30  # sentences; a wrong list has one for every line
FEWEST_HEADINGS = 2

# The headings, whatever language the reader chose: lists are in Chinese. The first of a field is its name.
_HEADINGS = {
    "标题": "title",
    "文种": "kind",
    "类别": "form",
    "承办科室": "section",
    "拟稿人": "drafter",
    "公开属性": "openness",
    "依据": "openness_basis",
    "公开依据": "openness_basis",
    "理由": "openness_reason",
    "不公开理由": "openness_reason",
    "公开事项": "matter",
    "事项编码": "matter",
    "阶段": "phase",
    "公开阶段": "phase",
    "正文文件": "text_file",
    "附件": "attachments",
    "主送": "addressees",
    "主送机关": "addressees",
    "抄送": "copies_to",
    "抄送机关": "copies_to",
    "规范性文件": "is_normative",
    "政策性文件": "is_policy",
    "发文方式": "origin",
    "联合或原发文机关": "origin_bodies",
    "原文号": "origin_number",
    "原公开属性": "origin_openness",
    "编号": "reference",
}
_LEFT_OUT = {"序号", "备注"}
_IN_CHINESE = {name: heading for heading, name in reversed(_HEADINGS.items())} | {"text": "正文文件"}
_FACTS = tuple(name for name in _IN_CHINESE if name not in {"text_file", "attachments", "reference", "text"})
_YES = {"是", "有", "√", "✓", "1", "Y", "y"}

FileOf = Callable[[str], IncomingFile | None]


@dataclass(frozen=True)
class Line:
    """A line of the list: what it says, and the names of its files."""

    number: int
    paper: Paper
    text_file: str
    attachments: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Told:
    """What a line would make, or made."""

    line: int
    title: str
    kind: str
    openness: str
    drafter: str
    files: int
    document: Document | None = None


def lines_of_file(content: bytes) -> list[Line]:
    """Return the papers a list (XLSX or CSV) tells. Raises Refused when it cannot be read."""
    rows = rows_of_file(content)
    columns: dict[int, str] = {}
    lines: list[Line] = []
    for row in rows:
        if columns:
            lines.append(_line(row, columns))
        else:
            columns = _columns(row)
    if not columns:
        raise Refused(_("The headings are missing. The list needs 标题, 文种, 承办科室, 公开属性 and so on."))
    if not lines:
        raise Refused(_("The list names no paper."))
    return lines


def paper_of(told: dict[str, Any], paper: Paper) -> Paper:
    """Return the paper with what is told of it besides: by field or by heading, in words.

    Raises Refused for a field nobody knows.
    """
    known: dict[str, Any] = {}
    for heading, value in told.items():
        name = _HEADINGS.get(_key(heading), heading)
        if name not in _FACTS:
            raise Refused(_("There is no column called “%(heading)s”.") % {"heading": str(heading)[:30]})
        word = "" if value is None else str(value).strip()
        known[name] = _is_yes(value) if name.startswith("is_") else word
    return replace(paper, **{name: value for name, value in known.items() if value != ""})


def paper_beside(content: bytes, paper: Paper) -> Paper:
    """Return the paper with what a list of one line tells of it. Raises Refused."""
    lines = lines_of_file(content)
    if len(lines) != 1:
        raise Refused(_("The list beside the file has one line, for that file."))
    (line,) = lines
    if line.text_file or line.attachments:
        raise Refused(_("The list beside the file names no other files."))
    words = {name: getattr(line.paper, name) for name in _FACTS}
    return replace(paper, **{name: value for name, value in words.items() if value})


def what_would_come(
    lines: Iterable[Line], agency: Agency, *, file_of: FileOf, drafter: User | None
) -> list[Told]:
    """Look every line up and write nothing. Raises Refused with every fault, by line and column."""
    return _each(
        lines, agency, file_of, drafter, lambda line, paper: _looked_at(line, paper, agency, drafter)
    )


def take_in_all(
    lines: Iterable[Line], agency: Agency, *, file_of: FileOf, drafter: User | None
) -> list[Told]:
    """Draft all papers of a list, or none. Raises Refused with every fault, by line and column."""

    def take(line: Line, paper: Paper) -> Told:
        with transaction.atomic():
            document = take_in(paper, agency, source=Source.SHEET, source_key=line.key, drafter=drafter)
        return Told(
            line.number,
            document.title,
            document.genre,
            document.openness,
            document.drafted_by.username,
            document.attachments.count(),
            document,
        )

    # Looked at first: a list with a wrong line in its midst stores no file.
    lines = list(lines)
    what_would_come(lines, agency, file_of=file_of, drafter=drafter)
    with transaction.atomic():
        return _each(lines, agency, file_of, drafter, take)


def _each(
    lines: Iterable[Line],
    agency: Agency,
    file_of: FileOf,
    drafter: User | None,
    act: Callable[[Line, Paper], Told],
) -> list[Told]:
    told: list[Told] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for line in lines:
        wrong: list[tuple[str, str]] = []
        if line.key in seen:
            sentence = _("It says the same as line %(number)s.") % {"number": str(seen[line.key])}
            wrong.append(("", sentence))
        seen.setdefault(line.key, line.number)
        paper = _with_files(line, file_of, wrong)
        try:
            told.append(act(line, paper))
        except Faulty as faulty:
            wrong += [(each.field, each.says) for each in faulty.faults]
        except Refused as refused:
            wrong += [("", reason) for reason in refused.reasons]
        faults += [_in_line(line.number, name, says) for name, says in wrong]
    if faults:
        more = len(faults) - MOST_FAULTS
        rest = [_("%(count)s more faults were found.") % {"count": str(more)}] if more > 0 else []
        raise Refused(faults[:MOST_FAULTS] + rest)
    return told


def _looked_at(line: Line, paper: Paper, agency: Agency, drafter: User | None) -> Told:
    found = look_up(paper, agency, drafter=drafter)
    if Document.objects.filter(agency=agency, source=Source.SHEET, source_key=line.key).exists():
        raise Refused(_("It has come in already."))
    title = found.facts["title"]
    if paper.word is not None and isinstance(paper.word.content, bytes):
        try:
            read = read_docx(paper.word.content)
        except CannotRead as fault:
            raise Faulty([Fault("text_file", str(fault))]) from None
        title = title or read.title
    for file in paper.files:
        content = BytesIO(file.content) if isinstance(file.content, bytes) else file.content
        try:
            examine(content, file.name)
        except Refused as refused:
            raise Faulty([Fault("attachments", reason) for reason in refused.reasons]) from None
    return Told(
        line.number,
        title,
        found.facts["genre"],
        found.facts["openness"],
        found.drafter.username,
        len(paper.files),
    )


def _with_files(line: Line, file_of: FileOf, wrong: list[tuple[str, str]]) -> Paper:
    found: list[IncomingFile] = []
    for name in line.attachments:
        file = file_of(name)
        if file is None:
            wrong.append(("attachments", _not_there(name)))
        else:
            found.append(file)
    paper = replace(line.paper, files=tuple(found))
    if not line.text_file:
        return paper
    text = file_of(line.text_file)
    if text is None:
        wrong.append(("text_file", _not_there(line.text_file)))
        return paper
    content = text.content if isinstance(text.content, bytes) else text.content.read()
    return replace(paper, word=IncomingFile(text.name, content))


def _not_there(name: str) -> str:
    return _("There is no file “%(name)s” in the folder.") % {"name": name[:100]}


def _in_line(number: int, name: str, says: str) -> str:
    if not name:
        return _("Line %(number)s: %(says)s") % {"number": str(number), "says": says}
    told = {"number": str(number), "column": _IN_CHINESE.get(name, name), "says": says}
    return _("Line %(number)s, column %(column)s: %(says)s") % told


def _columns(row: Row) -> dict[int, str]:
    keys = [_key(cell) for cell in row.cells]
    named = {place: _HEADINGS[key] for place, key in enumerate(keys) if key in _HEADINGS}
    if len(named) < FEWEST_HEADINGS:
        return {}
    unknown = [
        cell
        for cell, key in zip(row.cells, keys, strict=True)
        if key and key not in _HEADINGS and key not in _LEFT_OUT
    ]
    if unknown:
        raise Refused(
            [_("There is no column called “%(heading)s”.") % {"heading": each[:30]} for each in unknown]
        )
    if len(set(named.values())) < len(named):
        raise Refused(_("A column stands twice in the headings."))
    return named


def _line(row: Row, columns: dict[int, str]) -> Line:
    told = {name: row.cells[place] if place < len(row.cells) else "" for place, name in columns.items()}
    facts: dict[str, Any] = {name: told[name] for name in _FACTS if name in told}
    for name in ("is_normative", "is_policy"):
        facts[name] = _is_yes(told.get(name, ""))
    names = [each.strip() for each in re.split(r"[;；]", told.get("attachments", ""))]
    cells = "\x1f".join(f"{name}={told[name]}" for name in sorted(told))
    return Line(
        row.number,
        Paper(**facts),
        told.get("text_file", ""),
        tuple(each for each in names if each),
        told.get("reference", "")[:100] or hashlib.sha256(cells.encode()).hexdigest(),
    )


def _is_yes(value: Any) -> bool:
    return value is True or str(value).strip() in _YES


def _key(cell: Any) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(cell)))
