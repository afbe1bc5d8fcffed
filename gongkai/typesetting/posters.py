"""Sheets for notice boards: large type, who, how long, where to ask, and a code that leads to the text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage

from .articles import sheets_of
from .characters import printable, printable_lines
from .letters import chinese_date
from .official import Album, pieces_of
from .pdf import piece_values, typeset
from .rich_text import Block

CODE = "code.svg"
CODE_WORDS_OF_THE_TEXT, CODE_WORDS_OF_THE_OFFICE = "扫码查看原文", "扫码访问本机关"


@dataclass(frozen=True, kw_only=True)
class Poster:
    """A sheet as it is posted.

    number         发文字号 of an official document
    posted_on      the first day of its period
    until          the last day on which it must hang
    period         such as 30日; both days count
    place          where it hangs
    contact        telephone or office people may ask
    address        where the code leads; empty for no code
    leads_to_text  whether that is the text itself, else the office's portal
    pictures       the content of each picture of the text by its key
    sheet          A4 or A3
    """

    title: str
    body: tuple[Block, ...]
    office: str
    posted_on: date
    until: date
    period: str
    place: str = ""
    contact: str = ""
    number: str = ""
    signature: str = ""
    signed_on: date | None = None
    address: str = ""
    leads_to_text: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    sheet: str = "A3"


def poster_pdf(poster: Poster) -> bytes:
    """Return the sheet as PDF: type as large as one page allows; a long text goes on to further pages.

    The same poster always gives the same bytes. Raises CharactersMissing, a sentence for people, when no font
    of this machine has one of its characters.
    """
    album = Album(poster.pictures)
    pieces = tuple(pieces_of(poster.body, album))
    day = chinese_date(poster.signed_on) if poster.signed_on else ""
    content = {
        "title": printable(poster.title),
        "office": printable(poster.office),
        "number": printable(poster.number),
        "pieces": list(map(piece_values, pieces)),
        "signature": printable_lines(poster.signature, day) if day else None,
        "keep": f"张贴期内请勿揭除、覆盖：{chinese_date(poster.until)}前",
        "facts": [(label, said) for label, said in _facts(poster) if said],
        "code": bool(poster.address),
        "code_words": CODE_WORDS_OF_THE_TEXT if poster.leads_to_text else CODE_WORDS_OF_THE_OFFICE,
        "address": poster.address,
        "sheet": poster.sheet,
        "fixed": "：",
    }
    pictures = {piece.picture.name: piece.picture.content for piece in pieces if piece.picture}
    if poster.address:
        pictures[CODE] = code_svg(poster.address)
    return typeset("poster", poster.posted_on, content, pictures=pictures)


def _facts(poster: Poster) -> Sequence[tuple[str, str]]:
    return (
        ("张贴单位", printable(poster.office)),
        (
            "张贴期限",
            f"{chinese_date(poster.posted_on)}至{chinese_date(poster.until)}（{printable(poster.period)}，首尾两日计算在内）",
        ),
        ("张贴地点", printable(poster.place)),
        ("咨询", printable(poster.contact)),
    )


def code_svg(address: str) -> bytes:
    """Return a QR code that leads to `address`, as SVG: paths only, it prints sharp at every size."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2, image_factory=SvgPathImage)
    code.add_data(address)
    drawn = BytesIO()
    code.make_image().save(drawn)
    return drawn.getvalue()


def pages_of_poster(pdf: bytes) -> int:
    """Return how many sheets a poster takes."""
    return sheets_of(pdf)
