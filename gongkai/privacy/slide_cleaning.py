"""Presentations: hidden slides, notes, remarks and hidden shapes taken out, data masked."""

import re
from collections.abc import Iterator
from typing import Any

from gongkai.privacy.choosing import Choice, Passage, Slot, name_columns_better, row_passages
from gongkai.privacy.drawings import ALTERNATIVE
from gongkai.privacy.office_parts import Package, R
from gongkai.privacy.slide_scanning import drawn_run_hides, has_fill, has_ground, is_switched_off, lies_beside

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SHOW = "ppt/presentation.xml"
_MASTERS = r"ppt/(?:slideMasters|slideLayouts)/[^/]+\.xml"
_SHAPES = tuple(f"{_P}{name}" for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
_DRAWN = r"(?:ppt|xl|word)/(?:slides|slideMasters|slideLayouts|notesSlides|notesMasters|handoutMasters|diagrams|charts|drawings)/[^/]+\.xml"  # noqa: E501


def clean_slides(package: Package, choice: Choice) -> None:
    """Take hidden slides, notes, remarks and hidden shapes out of a presentation."""
    if choice.takes_out("hidden_sheet"):
        _take_out_slides(package)
    if choice.takes_out("comment"):
        package.unlink_where(("comments", "commentAuthors", "authors", "notesSlide"))
    if choice.takes_out("hidden_text"):
        _take_out_unseen(package)


def mask_drawn(package: Package, choice: Choice) -> None:
    """Mask what stands in slides, drawings, diagrams and charts of any Office file."""
    for name in package.names:
        if re.fullmatch(_DRAWN, name):
            for passage in _passages(package.tree(name)):
                passage.mask(choice)


def whole_texts(package: Package) -> Iterator[Passage]:
    """Yield all text of each drawn part as one passage."""
    for name in package.names:
        if re.fullmatch(_DRAWN, name):
            whole = Passage()
            for element in package.tree(name).iter(f"{_A}t", f"{_C}v"):
                whole.add(Slot.of(element))
                whole.add_between(" ")
            yield whole


def _passages(root: Any) -> Iterator[Passage]:
    for table in root.iter(f"{_A}tbl"):
        headings: list[str] = []
        for row in table.iter(f"{_A}tr"):
            cells = [_text(cell) for cell in row.iter(f"{_A}tc")]
            values = ["".join(cell.signs).strip() for cell in cells]
            yield from row_passages(headings, cells)
            if name_columns_better(values, headings):
                headings = values
    running = Passage()
    for paragraph in root.iter(f"{_A}p"):
        yield _text(paragraph)
        running.add_passage(_text(paragraph))
        running.add_between("\n")
    yield running
    for value in root.iter(f"{_C}v"):
        point = Passage()
        point.add(Slot.of(value))
        yield point
    for element in root.iter():
        for key in (*ALTERNATIVE, "name"):
            if element.get(key):
                described = Passage()
                described.add(Slot.at(element, key))
                yield described


def _text(element: Any) -> Passage:
    found = Passage()
    for each in element.iter(f"{_A}t", f"{_A}br", f"{_A}p"):
        if each.tag == f"{_A}t":
            found.add(Slot.of(each))
        elif each is not element and found.signs:
            found.add_between(" ")
    return found


def _take_out_slides(package: Package) -> None:
    show = package.tree(_SHOW)
    targets = package.targets(_SHOW)
    entries = list(show.iter(f"{_P}sldId"))
    hidden = []
    for entry in entries:
        part = targets.get(entry.get(f"{R}id", ""), "")
        if part in package and package.tree(part).get("show", "1") in ("0", "false"):
            hidden.append(entry)
    numbers = {entry.get("id") for entry in hidden}
    relations = {entry.get(f"{R}id", "") for entry in hidden}
    for entry in hidden:
        entry.getparent().remove(entry)
        package.unlink(_SHOW, entry.get(f"{R}id", ""))
    # Sections and shows of their own name slides once more.
    for each in list(show.iter()):
        if each.getparent() is None:
            continue
        name = each.tag.rsplit("}", 1)[-1]
        if (name == "sldId" and each.get("id") in numbers) or (
            name == "sld" and each.get(f"{R}id", "") in relations
        ):
            each.getparent().remove(each)
    for owner in package.names:
        if owner.startswith("ppt/slides/") and owner.endswith(".xml"):
            _unlink_slides(package, owner, {targets.get(each, "") for each in relations})


def _unlink_slides(package: Package, owner: str, gone: set[str]) -> None:
    """Take away links from one slide to others that are gone, so that these are not kept for them."""
    for relation, target in package.targets(owner).items():
        if target in gone and target != owner:
            package.unlink(owner, relation)
            for each in list(package.tree(owner).iter(f"{_A}hlinkClick", f"{_A}hlinkHover")):
                if each.get(f"{R}id") == relation:
                    each.getparent().remove(each)


def _take_out_unseen(package: Package) -> None:
    """Take out shapes that are switched off or lie beside the slide, and text in the colour of the paper."""
    size = package.tree(_SHOW).find(f"{_P}sldSz")
    paper = (int(size.get("cx", "0")), int(size.get("cy", "0"))) if size is not None else (0, 0)
    masters = [name for name in package.names if re.fullmatch(_MASTERS, name)]
    plain = not any(has_ground(package.tree(name)) for name in masters)
    for name in package.names:
        if re.fullmatch(r"ppt/slides/[^/]+\.xml", name):
            root = package.tree(name)
            _take_out_shapes(root, paper, ground=not plain or has_ground(root))


def _take_out_shapes(root: Any, paper: tuple[int, int], *, ground: bool) -> None:
    for shape in list(root.iter(*_SHAPES)):
        if shape.tag in (f"{_P}pic", f"{_P}graphicFrame") or (shape.tag == f"{_P}sp" and has_fill(shape)):
            ground = True
        holder = shape.getparent()
        if holder is not None and (is_switched_off(shape) or lies_beside(shape, paper)):
            holder.remove(shape)
        elif shape.tag == f"{_P}sp":
            for run in [run for run in shape.iter(f"{_A}r") if drawn_run_hides(run, ground=ground)]:
                run.getparent().remove(run)
