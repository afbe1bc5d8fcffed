"""What the styles of a workbook say of cells: which hide what they hold, which show a day."""

import re
from xml.etree import ElementTree as ET

from gongkai.privacy.colours import are_alike
from gongkai.privacy.office_reading import S, as_number
from gongkai.privacy.word_looks import SMALLEST_TYPE


class CellLooks:
    """What the styles of a workbook say of cells: which hide what they hold, which show a day."""

    def __init__(self, styles: ET.Element | None) -> None:
        self.unseen: set[int] = set()
        self.days: set[int] = set()
        if styles is None:
            return
        forms = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iter(f"{S}numFmt")}
        fonts, fills = (
            list(styles.iterfind(f"{S}fonts/{S}font")),
            list(styles.iterfind(f"{S}fills/{S}fill")),
        )
        for number, cell in enumerate(styles.iterfind(f"{S}cellXfs/{S}xf")):
            code = forms.get(cell.get("numFmtId", "0"), "")
            if _shows_nothing(code) or _is_seen_by_nobody(
                _nth(fonts, cell.get("fontId")), _nth(fills, cell.get("fillId"))
            ):
                self.unseen.add(number)
            said = cell.get("numFmtId", "0")
            if (said.isdigit() and int(said) in _DAYS) or re.search(
                r"y.*m|年", re.sub(r'"[^"年]*"', "", code)
            ):
                self.days.add(number)


_DAYS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}


def _nth(elements: list[ET.Element], number: str | None) -> ET.Element | None:
    place = int(number) if number is not None and number.isdigit() else len(elements)
    return elements[place] if place < len(elements) else None


def _shows_nothing(code: str) -> bool:
    """Whether a number format hides every value: ;;; or nothing but empty quotes between the signs."""
    return code.count(";") >= 2 and not code.replace(";", "").replace('""', "").strip()


def _is_seen_by_nobody(font: ET.Element | None, fill: ET.Element | None) -> bool:
    if font is None:
        return False
    size = font.find(f"{S}sz")
    if size is not None and 0 < as_number(size.get("val", "")) <= SMALLEST_TYPE / 2:
        return True
    pattern = None if fill is None else fill.find(f"{S}patternFill")
    solid = pattern is not None and pattern.get("patternType") not in (None, "none")
    letters = _cell_colour(font.find(f"{S}color"))
    ground = _cell_colour(None if pattern is None else pattern.find(f"{S}fgColor")) if solid else "FFFFFF"
    return bool(letters) and bool(ground) and are_alike(letters, ground)


def _cell_colour(colour: ET.Element | None) -> str:
    """Return a colour as red, green and blue; of the theme's and the palette's only black and white."""
    if colour is None or as_number(colour.get("tint", "0")):
        return ""
    said = colour.get("rgb", "")[-6:].upper()
    if re.fullmatch("[0-9A-F]{6}", said):
        return said
    black_or_white = {
        "theme0": "FFFFFF",
        "theme1": "000000",
        "indexed8": "000000",
        "indexed9": "FFFFFF",
        "indexed64": "000000",
    }
    return black_or_white.get(f"theme{colour.get('theme')}") or black_or_white.get(
        f"indexed{colour.get('indexed')}", ""
    )
