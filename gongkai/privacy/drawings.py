"""Drawings, diagrams and charts in Office files, and the words that stand for pictures."""

import posixpath
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from gongkai.privacy.office_reading import A, Parts
from gongkai.privacy.places import FileFinding, in_part, in_passage

ALTERNATIVE = ("descr", "title", "alt", "string")  # the last one is a watermark's


def scan_alternative_text(root: ET.Element, said: str) -> Iterator[FileFinding]:
    """Yield the personal data in the words that stand for pictures; `said` is the part they are in."""
    for element in root.iter():
        for key in ALTERNATIVE:
            if text := element.get(key):
                yield from in_passage(text, in_part(said, _("alternative text of a picture")))


def scan_drawings(parts: Parts, pattern: str) -> Iterator[FileFinding]:
    """Yield the personal data in the drawings, diagrams and charts whose names match `pattern`."""
    for part in parts.matching(pattern):
        root = parts.tree(part)
        for paragraph in root.iter(f"{A}p"):
            yield from in_passage(drawn_text(paragraph), _("drawing"))
        # Cells kept along with a chart or a pivot table: by commas, so that no two become one number.
        kept = [
            each.text or ""
            for each in root.iter()
            if each.tag.rsplit("}", 1)[-1] in ("v", "t") and each.tag != f"{A}t"
        ]
        rest = "，".join([*kept, *(each.get("v", "") for each in root.iter())])
        yield from in_passage(rest, posixpath.basename(part))
        yield from scan_alternative_text(root, "")


def drawn_text(paragraph: ET.Element) -> str:
    """Return the text of a paragraph in a drawing or on a slide."""
    return "".join(
        each.text or "" if each.tag == f"{A}t" else " "
        for each in paragraph.iter()
        if each.tag in (f"{A}t", f"{A}br")
    )
