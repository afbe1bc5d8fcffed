"""What a reader of a Word document sees: styles, colours, sizes and grounds that hide a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from gongkai.privacy.colours import are_alike
from gongkai.privacy.office_reading import A, W

_COLOURED = "?"  # a ground of which it is known only that it is no paper
_AUTOMATIC = "auto"  # a colour that is seen on any ground
_HIGHLIGHTS = {"black": "000000", "white": "FFFFFF"}
SMALLEST_TYPE = 4  # half points


@dataclass(frozen=True, slots=True)
class Look:
    """What one form or style says of letters; what is None or empty it leaves to the style below it."""

    vanishes: bool | None = None
    is_tiny: bool | None = None
    colour: str = ""
    ground: str = ""  # behind the letters
    behind: str = ""  # behind the whole paragraph


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a document, the one of a paragraph that names none, and tables with dark rows."""

    styles: Mapping[str, Look] = field(default_factory=dict)
    plain: Look = Look()
    coloured_tables: frozenset[str] = frozenset()

    def of_paragraph(self, paragraph: ET.Element) -> Look:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.plain if style is None else self.styles.get(style.get(f"{W}val", ""), self.plain)


def looks_of(styles: ET.Element | None) -> Looks:
    """Return what the styles part of a document says of letters, each style with those it rests on."""
    if styles is None:
        return Looks()
    known = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    everywhere = _look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    looks, plain, coloured = {}, everywhere, set()
    for key, style in known.items():
        chain = _with_bases(style, known)
        of_paragraphs = style.get(f"{W}type", "paragraph") == "paragraph"
        looks[key] = _together(
            [_look(each.find(f"{W}rPr"), each.find(f"{W}pPr")) for each in chain]
            + ([everywhere] if of_paragraphs else [])
        )
        if of_paragraphs and style.get(f"{W}default", "0") in ("1", "true"):
            plain = looks[key]
        if any(_ground(form) not in ("", "FFFFFF") for each in chain for form in each.iter(f"{W}tcPr")):
            coloured.add(key)
    return Looks(looks, plain, frozenset(coloured))


def _with_bases(style: ET.Element, known: dict[str, ET.Element]) -> list[ET.Element]:
    chain: list[ET.Element] = []
    each: ET.Element | None = style
    while each is not None and each not in chain:
        chain.append(each)
        base = each.find(f"{W}basedOn")
        each = known.get(base.get(f"{W}val", "")) if base is not None else None
    return chain


def _look(form: ET.Element | None, of_paragraph: ET.Element | None = None) -> Look:
    behind = _ground(of_paragraph)
    if form is None:
        return Look(behind=behind)
    vanish, size, highlight = (form.find(f"{W}{name}") for name in ("vanish", "sz", "highlight"))
    said = "" if size is None else size.get(f"{W}val", "")
    ground = _ground(form)
    if highlight is not None:
        ground = _HIGHLIGHTS.get(highlight.get(f"{W}val", ""), _COLOURED)
    return Look(
        None if vanish is None else is_on(vanish),
        int(said) <= SMALLEST_TYPE if said.isdigit() else None,
        _colour(form),
        ground,
        behind,
    )


def _together(looks: Sequence[Look]) -> Look:
    """Return the look of letters with several forms and styles: of each part, what is said first counts."""
    return Look(
        next((each.vanishes for each in looks if each.vanishes is not None), None),
        next((each.is_tiny for each in looks if each.is_tiny is not None), None),
        next((each.colour for each in looks if each.colour), ""),
        next((each.ground for each in looks if each.ground), ""),
        next((each.behind for each in looks if each.behind), ""),
    )


def hidden_runs(root: ET.Element, looks: Looks) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Yield each run that nobody sees with its paragraph: vanished, tiny, or in the colour of its ground."""
    waiting: list[tuple[ET.Element, ET.Element | None, str, bool]] = [(root, None, "", False)]
    while waiting:
        element, paragraph, ground, unseen = waiting.pop()
        if (
            element.tag == f"{W}r"
            and paragraph is not None
            and (unseen or _run_hides(element, paragraph, looks, ground))
        ):
            yield paragraph, element
        if element.tag == f"{W}p":
            paragraph = element
            ground = _ground(element.find(f"{W}pPr")) or looks.of_paragraph(element).behind or ground
        elif element.tag == f"{W}tbl":
            style = element.find(f"{W}tblPr/{W}tblStyle")
            if style is not None and style.get(f"{W}val") in looks.coloured_tables:
                ground = _COLOURED
            ground = _ground(element.find(f"{W}tblPr")) or ground
        elif element.tag == f"{W}tr":
            unseen = unseen or is_on(element.find(f"{W}trPr/{W}hidden"))
        elif element.tag == f"{W}tc":
            ground = _ground(element.find(f"{W}tcPr")) or ground
        elif element.tag in _FRAMES:
            ground = _COLOURED if _is_filled(element) else ""
        waiting += [(child, paragraph, ground, unseen) for child in reversed(element)]


_FRAMES = {
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp",
    *(f"{{urn:schemas-microsoft-com:vml}}{name}" for name in ("shape", "rect", "roundrect", "oval")),
}


def _is_filled(frame: ET.Element) -> bool:
    """Whether a frame has a ground of its own, which can be of any colour."""
    if "fillcolor" in frame.attrib:
        return frame.get("filled", "t") not in ("f", "false")
    form = next((child for child in frame if child.tag.endswith("}spPr")), None)
    filled = form is not None and any(
        child.tag in (f"{A}solidFill", f"{A}gradFill", f"{A}blipFill") for child in form
    )
    return filled or any(child.tag.endswith("}style") for child in frame)


def _run_hides(run: ET.Element, paragraph: ET.Element, looks: Looks, ground: str) -> bool:
    form = run.find(f"{W}rPr")
    style = None if form is None else form.find(f"{W}rStyle")
    by_style = Look() if style is None else looks.styles.get(style.get(f"{W}val", ""), Look())
    look = _together([_look(form), by_style, looks.of_paragraph(paragraph)])
    if look.vanishes or look.is_tiny:
        return True
    colour = "" if look.colour == _AUTOMATIC else look.colour
    if form is not None and form.find(f"{W}highlight") is not None:
        colour = colour or "000000"  # a highlight does not turn letters white, a shade does
    ground = look.ground or ground or "FFFFFF"
    return bool(colour) and ground != _COLOURED and are_alike(colour, ground)


def is_on(switch: ET.Element | None) -> bool:
    """Say whether a switch such as <w:vanish/> is there and not switched off."""
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def _colour(form: ET.Element) -> str:
    colour = form.find(f"{W}color")
    said = "" if colour is None else colour.get(f"{W}val", "").upper()
    return said if re.fullmatch("[0-9A-F]{6}", said) else _AUTOMATIC if said == "AUTO" else ""


def _ground(form: ET.Element | None) -> str:
    """Return the colour behind text as a form says it; nothing said is the paper's own."""
    shade = None if form is None else form.find(f"{W}shd")
    if shade is None:
        return ""
    fill, pattern = shade.get(f"{W}fill", "").upper(), shade.get(f"{W}val", "clear")
    if pattern not in ("clear", "nil") or shade.get(f"{W}themeFill"):
        return _COLOURED
    return fill if re.fullmatch("[0-9A-F]{6}", fill) else ""
