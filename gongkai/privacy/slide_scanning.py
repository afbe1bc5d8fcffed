"""Presentations: what slides, notes and masters say; hidden slides and shapes that nobody sees."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from gongkai.privacy.colours import is_white
from gongkai.privacy.drawings import drawn_text, scan_alternative_text, scan_drawings
from gongkai.privacy.office_reading import A, P, Parts, as_number, by_number
from gongkai.privacy.places import (
    FileFinding,
    are_headings,
    hidden,
    in_paragraphs,
    in_passage,
    in_row,
    names_of_columns,
)


def scan_slides(parts: Parts) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in a presentation."""
    show = parts.tree("ppt/presentation.xml")
    size = show.find(f"{P}sldSz")
    paper = (int(size.get("cx", "0")), int(size.get("cy", "0"))) if size is not None else (0, 0)
    shown = set(parts.relations("ppt/presentation.xml").values())
    plain = not any(
        has_ground(parts.tree(part))
        for part in parts.matching(r"ppt/(?:slideMasters|slideLayouts)/[^/]+\.xml")
    )
    for part in parts.matching(r"ppt/slides/slide\d+\.xml"):
        number = by_number(part)[0]
        where = _("slide %(number)d") % {"number": number}
        root = parts.tree(part)
        left_over = bool(shown) and part not in shown
        if root.get("show", "1") in ("0", "false") or left_over:
            yield FileFinding("hidden_sheet", where, "")
        yield from _scan_drawn(root, where)
        yield from _scan_unseen_shapes(root, where, paper, plain=plain and not has_ground(root))
        for target in parts.relations(part).values():
            if target.startswith("ppt/notesSlides/") and target in parts.names:
                yield from _scan_notes(parts.tree(target), number)
    for part in parts.matching(r"ppt/(?:slideMasters|slideLayouts|notesMasters|handoutMasters)/[^/]+\.xml"):
        yield from _scan_drawn(parts.tree(part), _("slide master"))
    for part in parts.matching(r"ppt/comments/[^/]+\.xml"):
        for comment in parts.tree(part).iter():
            if comment.tag.rsplit("}", 1)[-1] in ("cm", "reply"):
                text = " ".join(each.text or "" for each in comment.iter() if each.text)
                yield hidden("comment", _("comments"), text)
                yield from in_passage(text, _("comments"))
    yield from scan_drawings(parts, r"ppt/(?:diagrams|charts)/[^/]+\.xml")


def _scan_drawn(root: ET.Element, where: str) -> Iterator[FileFinding]:
    in_tables = {id(paragraph) for table in root.iter(f"{A}tbl") for paragraph in table.iter(f"{A}p")}
    yield from in_paragraphs(
        (drawn_text(paragraph), where) for paragraph in root.iter(f"{A}p") if id(paragraph) not in in_tables
    )
    for table in root.iter(f"{A}tbl"):
        headings: list[str] = []
        for row in table.iter(f"{A}tr"):
            values = [" ".join(map(drawn_text, cell.iter(f"{A}p"))).strip() for cell in row.iter(f"{A}tc")]
            yield from in_row(
                (headings[at] if at < len(headings) else "", value, where) for at, value in enumerate(values)
            )
            if are_headings(values) and (
                not headings or names_of_columns(values) > names_of_columns(headings)
            ):
                headings = values
    yield from scan_alternative_text(root, where)


def _scan_unseen_shapes(
    root: ET.Element, where: str, paper: tuple[int, int], *, plain: bool
) -> Iterator[FileFinding]:
    """Yield the text of shapes that are switched off, lie beside the slide, or are white on white."""
    ground = not plain
    for shape in root.iter():
        if shape.tag in (f"{P}pic", f"{P}graphicFrame") or (shape.tag == f"{P}sp" and has_fill(shape)):
            ground = True  # what follows can stand on it
        if shape.tag not in (f"{P}sp", f"{P}graphicFrame", f"{P}grpSp", f"{P}pic"):
            continue
        text = " ".join(drawn_text(paragraph) for paragraph in shape.iter(f"{A}p")).strip()
        if text and (is_switched_off(shape) or lies_beside(shape, paper)):
            yield hidden("hidden_text", where, text)
        elif shape.tag == f"{P}sp":
            unseen = [run for run in shape.iter(f"{A}r") if drawn_run_hides(run, ground=ground)]
            if text := "".join(run.findtext(f"{A}t") or "" for run in unseen).strip():
                yield hidden("hidden_text", where, text)


def is_switched_off(shape: ET.Element) -> bool:
    """Say whether a shape is hidden in the list of objects."""
    form = next((form for holder in shape if (form := holder.find(f"{P}cNvPr")) is not None), None)
    return form is not None and form.get("hidden", "0") in ("1", "true")


def lies_beside(shape: ET.Element, paper: tuple[int, int]) -> bool:
    """Say whether a shape lies wholly outside the slide, whose width and height are given."""
    place = shape.find(f"{P}spPr/{A}xfrm")
    place = place if place is not None else shape.find(f"{P}xfrm")
    corner, size = (None, None) if place is None else (place.find(f"{A}off"), place.find(f"{A}ext"))
    if corner is None or size is None or 0 in paper:
        return False
    left, top = as_number(corner.get("x", "")), as_number(corner.get("y", ""))
    return bool(
        left + as_number(size.get("cx", "")) <= 0
        or top + as_number(size.get("cy", "")) <= 0
        or left >= paper[0]
        or top >= paper[1]
    )


_FILLS = (f"{A}solidFill", f"{A}gradFill", f"{A}blipFill", f"{A}pattFill")
_SMALLEST_ON_SLIDE = 200  # hundredths of a point


def has_fill(shape: ET.Element) -> bool:
    """Say whether a shape has a ground of its own."""
    form = shape.find(f"{P}spPr")
    return (form is not None and any(form.find(tag) is not None for tag in _FILLS)) or (
        shape.find(f"{P}style/{A}fillRef") is not None
    )


def has_ground(root: ET.Element) -> bool:
    """Whether a slide or a master has a ground that need not be white."""
    for ground in root.iter(f"{P}bg"):
        said = ET.tostring(ground, "unicode")
        if not re.search(r'"(?:bg1|lt1|FFFFFF)"', said):
            return True
    return False


def drawn_run_hides(run: ET.Element, *, ground: bool) -> bool:
    """Say whether letters are tiny, or white where there is no `ground` that need not be white."""
    form = run.find(f"{A}rPr")
    if form is None:
        return False
    if 0 < as_number(form.get("sz", "")) <= _SMALLEST_ON_SLIDE:
        return True
    colour = form.find(f"{A}solidFill")
    if colour is None or ground or form.find(f"{A}highlight") is not None:
        return False
    return any(
        (each.tag == f"{A}srgbClr" and is_white(each.get("val", "").upper()))
        or each.get("val") in ("bg1", "lt1")
        for each in colour
    )


def _scan_notes(root: ET.Element, number: int) -> Iterator[FileFinding]:
    where = _("notes of slide %(number)d") % {"number": number}
    text = "\n".join(
        drawn_text(paragraph) for paragraph in root.iter(f"{A}p") if paragraph.find(f"{A}fld") is None
    )
    if text.strip():
        yield hidden("comment", where, text)
    yield from in_passage(text, where)
