"""What is found in a file, and where it stands, in words for people."""

import csv
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.privacy.finding import Finding, find, find_numbers
from gongkai.privacy.masking import mask, mask_name

_SHOWN = 60  # characters of a comment or of hidden text that are shown
_IN_BOXES = re.compile("[0-9０-９XxＸ]{1,17}")
_SHORTEST_NUMBER = 11
_NAMES_A_NUMBER = re.compile("[卡账帐]|电话|手机|联系|号码")
_AROUND = 80  # characters on either side in which a person's illness or welfare is told

# What programs write as author when nobody told them; nobody is named by it.
_PROGRAMS = frozenset(
    {
        *(
            "python-docx",
            "openpyxl",
            "xlsxwriter",
            "apache poi",
            "libreoffice",
            "wps office",
            "microsoft office",
        ),
        *("microsoft office user", "unknown", "typst", "reportlab", "anonymous", "administrator", "user"),
    }
)


class CannotOpen(Exception):
    """The file cannot be searched; the sentence says why."""


@dataclass(frozen=True, slots=True)
class FileFinding:
    """`kind` as `gongkai scan` names it, `where` in the reader's language, `masked` fit to be shown.

    `text` is what stands there and `around` the rest of its sentence, for the program alone: neither is
    shown, kept or written to a log.
    """

    kind: str
    where: str
    masked: str
    text: str = field(default="", repr=False, compare=False)
    around: str = field(default="", repr=False, compare=False)


def found_at(passage: str, each: Finding, where: str) -> FileFinding:
    """Return what `find(passage)` found as a finding in a file."""
    return FileFinding(each.kind, where, each.masked, each.text, sentence_around(passage, each))


def sentence_around(passage: str, each: Finding) -> str:
    """Return the sentence in which a finding stands, without the finding."""
    before = re.split(r"[。；;\n]", passage[max(0, each.start - _AROUND) : each.start])[-1]
    after = re.split(r"[。；;\n]", passage[each.end : each.end + _AROUND])[0]
    return f"{before} {after}"


def in_passage(text: str, where: str) -> Iterator[FileFinding]:
    """Yield the personal data in a passage that stands in one place."""
    for each in find(text):
        yield found_at(text, each, where)


def in_text(text: str) -> Iterator[FileFinding]:
    """Yield the personal data in a plain text, by lines."""
    found = find(text)
    if not found:
        return
    ends = [place for place, sign in enumerate(text) if sign == "\n"]
    for each in found:
        line = bisect_right(ends, each.start - 1) + 1
        yield found_at(text, each, _("line %(number)d") % {"number": line})


def in_table(text: str, separator: str) -> Iterator[FileFinding]:
    """Yield the personal data in a table kept as text, by lines; each cell is read with its heading."""
    headings: list[str] = []
    rows = csv.reader(text.splitlines(), delimiter=separator)
    try:
        for row in rows:
            where = _("line %(number)d") % {"number": rows.line_num}
            yield from in_row(
                (headings[at] if at < len(headings) else "", value, where) for at, value in enumerate(row)
            )
            if are_headings(row) and (not headings or names_of_columns(row) > names_of_columns(headings)):
                headings = row
    except csv.Error:
        yield from in_text(text)


def in_row(cells: Iterable[tuple[str, str, str]]) -> Iterator[FileFinding]:
    """Yield the personal data in a row of a table; each cell comes as (heading, value, where).

    The row is read as one sentence with the headings in it, because a number says what it is only by the
    heading of its column, and an illness becomes personal by the name in another column.
    """
    parts: list[str] = []
    places: list[tuple[int, int, str]] = []
    length = 0
    for heading, value, where in cells:
        before = f"{heading}：" if heading else ""
        parts.append(f"{before}{value}，")
        places.append((length + len(before), length + len(before) + len(value), where))
        length += len(parts[-1])
    starts = [start for start, _end, _where in places]
    row = "".join(parts)
    for each in find(row):
        at = bisect_right(starts, each.start) - 1
        if at >= 0 and each.start < places[at][1]:
            yield found_at(row, each, places[at][2])
    yield from _over_cells(row, places)


_NAMES_A_COLUMN = re.compile(
    "序号|姓名|电话|手机|联系|证件|证号|号码|账号|帐号|卡号|住址|地址|日期|出生|备注"
)


def are_headings(values: Collection[str]) -> bool:
    """Whether the cells of a row can be the headings of a table: several, short, and no figures."""
    said = [value for value in values if value]
    return len(said) > 1 and all(
        len(value) <= 20 and not value.isdigit() and not re.search(r"\d{3}", value) for value in said
    )


def names_of_columns(values: Iterable[str]) -> int:
    """Return how many cells of a row say what stands in a column of a list of persons."""
    return sum(bool(_NAMES_A_COLUMN.search(value)) for value in values)


def _over_cells(row: str, places: list[tuple[int, int, str]]) -> Iterator[FileFinding]:
    """Yield the numbers that stand in several cells side by side, as forms have a box for each digit."""
    first = 0
    while first < len(places):
        last = first
        while last < len(places) and _IN_BOXES.fullmatch(row, places[last][0], places[last][1]):
            last += 1
        boxes = places[first:last]
        if len(boxes) > 1 and sum(end - start for start, end, _where in boxes) >= _SHORTEST_NUMBER:
            # What the boxes hold stands in the cell before them, or over the first.
            said = row[places[max(0, first - 1)][0] : boxes[0][0]]
            passage = said + " ".join(row[start:end] for start, end, _where in boxes)
            for each in find_numbers(passage):
                announced = each.kind == "resident_id" or _NAMES_A_NUMBER.search(said)
                if " " in each.text and announced:
                    box = passage[len(said) : each.start].count(" ")
                    yield found_at(passage, each, boxes[box][2])
        first = max(last, first + 1)


def in_paragraphs(paragraphs: Iterable[tuple[str, str]]) -> Iterator[FileFinding]:
    """Yield the personal data in paragraphs that follow one another; each comes as (text, where).

    They are read as one text, so that a number which two of them share is found.
    """
    said, places = [], []
    length = 0
    for text, where in paragraphs:
        said.append(text)
        places.append((length, where))
        length += len(text) + 1
    whole = "\n".join(said)
    starts = [start for start, _where in places]
    for each in find(whole):
        yield found_at(whole, each, places[bisect_right(starts, each.start) - 1][1])


def in_part(said: str, where: str) -> str:
    """Return a place in a part of a file, the name of the part in front: “page header: paragraph 2”."""
    return f"{said}: {where}" if said else where


def hidden(kind: str, where: str, text: str) -> FileFinding:
    """Return what is in a file without being seen, its text shortened and masked."""
    said = " ".join(mask(text).split())
    return FileFinding(kind, where, said if len(said) <= _SHOWN else said[:_SHOWN] + "…", text)


def named(label: str, value: str, *, person: bool = True) -> Iterator[FileFinding]:
    """Yield the property of a file that names a person or an organisation, and no program."""
    value = value.strip()
    if not value or value.lower() in _PROGRAMS:
        return
    where = _("file property “%(label)s”") % {"label": label}
    yield FileFinding("property", where, mask_name(value) if person else mask(value), value)
