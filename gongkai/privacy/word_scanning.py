"""Word documents: what paragraphs, tables, notes and fields say, what was changed and what is hidden."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from gongkai.privacy.drawings import scan_alternative_text, scan_drawings
from gongkai.privacy.office_reading import MC, Parts, W
from gongkai.privacy.places import (
    FileFinding,
    are_headings,
    hidden,
    in_paragraphs,
    in_part,
    in_passage,
    in_row,
    names_of_columns,
)
from gongkai.privacy.word_looks import Looks, hidden_runs, looks_of

WORD_PARTS = r"word/(?:document\d*|header\d*|footer\d*|footnotes\d*|endnotes\d*|comments\d*|glossary/(?:document|header\d*|footer\d*|footnotes|endnotes|comments))\.xml"  # noqa: E501
CHANGED = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
CHANGED_FORM = {
    f"{W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange"),
        *("sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    )
}


def scan_word(parts: Parts) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in the text parts of a Word document."""
    looks = looks_of(parts.tree("word/styles.xml") if "word/styles.xml" in parts.names else None)
    for name in parts.matching(WORD_PARTS):
        root = parts.tree(name)
        said = _where_in_word(name)
        if re.search(r"comments\d*\.xml$", name):
            for comment in root.iter(f"{W}comment"):
                yield hidden("comment", said, word_text(comment))
        yield from _scan_tables(root, said)
        yield from _scan_paragraphs(root, said)
        yield from _scan_changes_beside(root, said)
        yield from _scan_hidden(root, said, looks)
        yield from scan_alternative_text(root, said)
    yield from scan_drawings(parts, r"word/(?:charts|diagrams|drawings)/[^/]+\.xml")
    if "word/settings.xml" in parts.names:
        settings = parts.tree("word/settings.xml")
        kept = "\n".join(each.get(f"{W}val", "") for each in settings.iter(f"{W}docVar"))
        yield from in_passage(kept, _("data stored in the file"))
    for name in parts.matching(r"word/people\d*\.xml"):
        for person in parts.tree(name).iter():
            account = " ".join(value for key, value in person.items() if key.endswith("userId"))
            yield from in_passage(account, _("comments"))


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


def _scan_paragraphs(root: ET.Element, said: str) -> Iterator[FileFinding]:
    in_tables = {id(each) for table in root.iter(f"{W}tbl") for each in table.iter(f"{W}p")}
    repeated = {id(each) for old in root.iter(f"{MC}Fallback") for each in old.iter(f"{W}p")}
    boxed = {id(each) for box in root.iter(f"{W}txbxContent") for each in box.iter(f"{W}p")}
    shown: set[str] = set()
    read: list[tuple[str, str]] = []
    found: list[FileFinding] = []
    for number, paragraph in enumerate(root.iter(f"{W}p"), 1):
        where = in_part(said, _("paragraph %(number)d") % {"number": number})
        text = word_text(paragraph)
        # What a text box shows stands twice in the file, for new programs and for old ones.
        if id(paragraph) in repeated and text in shown:
            continue
        shown.add(text)
        if id(paragraph) not in in_tables or id(paragraph) in boxed:
            read.append((text, where))
        fields = "".join(each.text or "" for each in own_elements(paragraph, f"{W}instrText"))
        fields += " ".join(each.get(f"{W}instr", "") for each in own_elements(paragraph, f"{W}fldSimple"))
        if fields:
            found += in_passage(fields, where)
        found += _scan_changes(paragraph, where)
    yield from in_paragraphs(read)
    yield from found


def own_elements(paragraph: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Yield the elements of a paragraph, without those of paragraphs inside it (text boxes)."""
    waiting = list(paragraph)[::-1]
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            yield element
        if element.tag != f"{W}p":
            waiting += list(element)[::-1]


def word_text(element: ET.Element) -> str:
    """Return all text of an element, tracked deletions included, without that of paragraphs inside it."""
    parts: list[str] = []
    waiting = list(element)[::-1]
    while waiting:
        each = waiting.pop()
        if each.tag in (f"{W}t", f"{W}delText"):
            parts.append(each.text or "")
        elif each.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            parts.append(" ")
        elif each.tag in (f"{W}noBreakHyphen", f"{W}softHyphen"):
            parts.append("-" if each.tag == f"{W}noBreakHyphen" else "")
        elif each.tag in (f"{MC}Fallback", f"{W}txbxContent") or (
            each.tag == f"{W}p" and element.tag == f"{W}p"
        ):
            continue  # paragraphs in frames are read by themselves
        else:
            if each.tag == f"{W}p" and parts:
                parts.append(" ")
            waiting += list(each)[::-1]
    return "".join(parts)


def _scan_changes(paragraph: ET.Element, where: str) -> Iterator[FileFinding]:
    for tag in CHANGED:
        for change in own_elements(paragraph, tag):
            yield hidden("tracked_change", where, word_text(change))
    if any(next(own_elements(paragraph, tag), None) is not None for tag in CHANGED_FORM):
        yield FileFinding("tracked_change", where, "")


def _scan_changes_beside(root: ET.Element, said: str) -> Iterator[FileFinding]:
    """Yield changes of rows, cells, tables and sections, which stand in no paragraph."""
    rows = [
        row for row in root.iter(f"{W}tr") if any(row.find(f"{W}trPr/{tag}") is not None for tag in CHANGED)
    ]
    for row in rows:
        yield hidden(
            "tracked_change", in_part(said, _("table")), " ".join(map(word_text, row.iter(f"{W}tc")))
        )
    for holder in (f"{W}tblPr", f"{W}trPr", f"{W}tcPr", f"{W}tblPrEx", f"{W}tblGrid"):
        if any(each.tag in CHANGED_FORM for form in root.iter(holder) for each in form):
            yield FileFinding("tracked_change", in_part(said, _("table")), "")
    if any(form.find(f"{W}sectPrChange") is not None for form in root.findall(f".//{W}body/{W}sectPr")):
        yield FileFinding("tracked_change", said or _("page header"), "")


def _scan_hidden(root: ET.Element, said: str, looks: Looks) -> Iterator[FileFinding]:
    numbers = {id(paragraph): number for number, paragraph in enumerate(root.iter(f"{W}p"), 1)}
    concealed: dict[int, list[str]] = {}
    for paragraph, run in hidden_runs(root, looks):
        concealed.setdefault(numbers[id(paragraph)], []).append(word_text(run))
    for number, runs in concealed.items():
        if text := "".join(runs).strip():
            yield hidden("hidden_text", in_part(said, _("paragraph %(number)d") % {"number": number}), text)


def _scan_tables(root: ET.Element, said: str) -> Iterator[FileFinding]:
    for number, table in enumerate(root.iter(f"{W}tbl"), 1):
        headings: list[str] = []
        for place, row in enumerate(of_this_table(table, f"{W}tr"), 1):
            values = [_cell_text(cell) for cell in of_this_table(row, f"{W}tc")]
            where = in_part(said, _("table %(table)d, row %(row)d") % {"table": number, "row": place})
            yield from in_row(
                (headings[at] if at < len(headings) else "", value, where) for at, value in enumerate(values)
            )
            if are_headings(values) and (
                not headings or names_of_columns(values) > names_of_columns(headings)
            ):
                headings = values


def of_this_table(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Yield rows or cells, also those in controls that repeat them, and none of a table inside."""
    waiting = list(element)[::-1]
    while waiting:
        each = waiting.pop()
        if each.tag == tag:
            yield each
        elif each.tag not in (f"{W}tbl", f"{W}p"):
            waiting += list(each)[::-1]


def _cell_text(cell: ET.Element) -> str:
    return " ".join(filter(None, (word_text(each).strip() for each in of_this_table(cell, f"{W}p"))))
