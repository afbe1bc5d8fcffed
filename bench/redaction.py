"""Redacting ten pages of print and ten scanned ones, from the file to the one that has been read again.

Against it stands drawing the pages only, which is the least a redaction by pictures can cost.
"""

import io
import random
from collections.abc import Callable, Iterator
from typing import cast

import django
import pikepdf
from PIL import Image, ImageFilter
from typst import Compiler, Fonts

from bench.figures import Figure, seconds

PAGES = 10
TEXT = "建国门街道办事处依法办理政府信息公开申请，申请人电话13800001234，身份证号110101199003074450。"
SIZE_OF_SCAN = (1654, 2339)  # A4 at 200 dots per inch


def run() -> Iterator[Figure]:
    django.setup()
    from gongkai.privacy.pages import Box, drawn, opened, page_of, proposals
    from gongkai.privacy.redaction import DPI, redact

    def draw(pdf: bytes) -> None:
        with opened(pdf) as document:
            for number in range(PAGES):
                with page_of(document, number) as page:
                    drawn(page, DPI / 72)

    printed = _printed()
    found = [box for each in proposals(printed) for box in each.boxes]
    yield Figure("redaction", f"propose on {PAGES} printed pages", _rounded(lambda: proposals(printed)), "s")
    taken = _rounded(lambda: redact(printed, found))
    yield Figure("redaction", f"redact {PAGES} printed pages", taken, "s", _rounded(lambda: draw(printed)))
    yield Figure("redaction", "a printed page", len(redact(printed, found).pdf) / PAGES / 1000, "kB")
    scanned = _scanned()
    by_hand = [Box(page, 0.2, 0.2 + 0.1 * line, 0.5, 0.03) for page in range(PAGES) for line in range(5)]
    taken = _rounded(lambda: redact(scanned, by_hand))
    yield Figure("redaction", f"redact {PAGES} scanned pages", taken, "s", _rounded(lambda: draw(scanned)))
    yield Figure("redaction", "a scanned page", len(redact(scanned, by_hand).pdf) / PAGES / 1000, "kB")


def _rounded(work: Callable[[], object]) -> float:
    return round(seconds(work, rounds=2), 2)


def _printed() -> bytes:
    page = "\n\n".join([TEXT * 6] * 3)
    source = (
        '#set page(paper: "a4")\n#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"), size: 12pt)\n'
    )
    source += "\n#pagebreak()\n".join([page] * PAGES)
    compiler = Compiler(font_paths=Fonts(include_embedded_fonts=False), ignore_system_fonts=True)
    return cast(bytes, compiler.compile(input=source.encode(), format="pdf"))


def _scanned() -> bytes:
    """Return pages as a scanner gives them: coloured paper with grain, which costs most to write."""
    chance = random.Random(2026)  # noqa: S311 (grain, not a secret)
    grain = Image.frombytes("L", (400, 566), chance.randbytes(400 * 566)).resize(SIZE_OF_SCAN)
    paper = Image.new("RGB", SIZE_OF_SCAN, (238, 230, 205))
    seal = Image.new("RGB", (400, 400), (200, 30, 40))
    paper.paste(seal, (1100, 1700))
    scan = Image.blend(paper, grain.filter(ImageFilter.GaussianBlur(1)).convert("RGB"), 0.15)
    out = io.BytesIO()
    scan.save(out, "JPEG", quality=85)
    pdf = pikepdf.new()
    for _ in range(PAGES):
        pdf.add_blank_page(page_size=(595, 842))
        stream = pikepdf.Stream(pdf, out.getvalue())
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = *SIZE_OF_SCAN, 8
        stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        page = pdf.pages[-1].obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=stream))
        page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /P Do Q")
    whole = io.BytesIO()
    pdf.save(whole)
    return whole.getvalue()
