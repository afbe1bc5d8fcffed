"""Rich text: a small, safe part of HTML, what it says in plain words, and the blocks it is made of.

Whatever comes in (an editor, a paste from Word or WPS, a file read in) is read into blocks first, and only
blocks are written out again: what no block can hold, no output has. The cleaner nh3 looks at it once more.

Pictures are named by the file that holds them, `<img data-file="…">`; a page puts the address in.
"""

from collections.abc import Iterable
from html import escape

import nh3
from lxml import etree  # type: ignore[import-untyped]

from ..characters import printable_lines
from .parts import (
    Block,
    CellBlock,
    Heading,
    ListItem,
    Paragraph,
    PictureBlock,
    Rule,
    Run,
    Runs,
    TableBlock,
    pictures_in,
    text_of,
    words_of,
)
from .reading import Reader
from .settling import settled
from .signs import SCHEMES, UNREADABLE
from .writing import ATTRIBUTES, TAGS, lines_of

__all__ = [
    "Block",
    "CellBlock",
    "Heading",
    "ListItem",
    "Paragraph",
    "PictureBlock",
    "Rule",
    "Run",
    "Runs",
    "TableBlock",
    "blocks",
    "clean",
    "from_plain",
    "html_of",
    "pictures_in",
    "plain_text",
    "text_of",
    "words_of",
]


def clean(html: str) -> str:
    """Return `html` without anything but the allowed tags and attributes: no dirt of Word and WPS either.

    Nothing is refused: what is hostile, broken or unknown is left out, its words stay. Cleaning twice changes
    nothing more.
    """
    return html_of(blocks(html))


def plain_text(html: str) -> str:
    """Return the words of `html`: paragraphs parted by blank lines, cells by tabs, rows by line ends.

    A picture is its alternative text. Numbers and points of lists are not words.
    """
    return text_of(blocks(html))


def blocks(html: str) -> tuple[Block, ...]:
    """Return what `html` is made of, in its order. Nothing is refused."""
    reader = Reader()
    parser = etree.HTMLParser(target=reader, huge_tree=True)
    parser.feed(UNREADABLE.sub("", html))
    return tuple(settled(parser.close()))


def from_plain(text: str) -> str:
    """Return the lines of `text` as rich text, each a paragraph."""
    return clean("".join(f"<p>{escape(line)}</p>" for line in printable_lines(text)))


def html_of(parts: Iterable[Block]) -> str:
    """Return `parts` as HTML of the allowed tags and attributes; their words are taken as they are."""
    written = "\n".join(lines_of(tuple(settled(parts))))
    return nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
