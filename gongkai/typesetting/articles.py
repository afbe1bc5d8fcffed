"""What stands in a gazette or a newspaper: articles, as they are handed to the printers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import pikepdf

from .characters import printable, printable_lines
from .letters import chinese_date
from .official import Album, Piece, pieces_of
from .pdf import piece_values
from .rich_text import Block

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article of an issue.

    section         the heading under which it stands with others; empty for none
    number          发文字号 of an official document
    source          the section or community it comes from
    day             when it was published
    signature       with signed_on, printed at the end of an official document
    enclosures      names of what belongs to it and is not printed here
    pictures        the content of each picture of the text by its key
    is_correction   whether it corrects an earlier issue
    """

    title: str
    body: tuple[Block, ...]
    section: str = ""
    number: str = ""
    source: str = ""
    day: date | None = None
    signature: str = ""
    signed_on: date | None = None
    enclosures: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    is_correction: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperIssue:
    """An issue of a gazette or newspaper, as printed.

    name       that of the gazette or newspaper
    numbering  such as 2026年第3期（总第12期）
    theme      of this issue; empty for none
    publisher  the office
    imprint    lines about the publisher: address, telephone, website
    sheet      A4 or A3; gazettes are A4
    """

    name: str
    numbering: str
    day: date
    publisher: str
    articles: tuple[Article, ...]
    theme: str = ""
    imprint: tuple[str, ...] = ()
    sheet: str = "A4"


@dataclass(frozen=True)
class Drawn:
    """The pages of an issue: for readers, for the printer, and on which page each article begins."""

    pdf: bytes
    docx: bytes
    first_pages: tuple[int, ...]
    pages: int


@dataclass(frozen=True)
class ArrangedArticle:
    """An article in clean characters, its text in the parts that are printed."""

    section: str
    title: str
    number: str
    byline: str
    pieces: tuple[Piece, ...]
    enclosures: tuple[str, ...]
    signature: str
    signed_on: date | None
    is_correction: bool


def arranged_articles(issue: PaperIssue, *, dated: bool) -> tuple[ArrangedArticle, ...]:
    """Return the articles of an issue as printed; a section is named where it begins.

    `dated`: whether the line below a title tells the day beside the source.
    """
    contents = {key: content for each in issue.articles for key, content in each.pictures.items()}
    album = Album(contents)
    made = []
    section = ""
    for article in issue.articles:
        heading = printable(article.section)
        day = chinese_date(article.day) if dated and article.day else ""
        made.append(
            ArrangedArticle(
                section=heading if heading != section else "",
                title=printable(article.title),
                number=printable(article.number),
                byline="　".join(printable_lines(article.source, day)),
                pieces=tuple(pieces_of(article.body, album)),
                enclosures=printable_lines(*article.enclosures),
                signature=printable(article.signature) if article.signed_on else "",
                signed_on=article.signed_on,
                is_correction=article.is_correction,
            )
        )
        section = heading
    return tuple(made)


def values_of(article: ArrangedArticle) -> dict[str, object]:
    """Return an article as the templates read it."""
    day = chinese_date(article.signed_on) if article.signed_on else ""
    return {**vars(article), "pieces": list(map(piece_values, article.pieces)), "signed_on": day}


def pictures_of(articles: Sequence[ArrangedArticle]) -> dict[str, bytes]:
    """Return the pictures of all articles by the names under which the templates have them."""
    return {
        piece.picture.name: piece.picture.content
        for article in articles
        for piece in article.pieces
        if piece.picture
    }


def day_with_weekday(day: date) -> str:
    """Return a day as a newspaper prints it."""
    return f"{chinese_date(day)}　{WEEKDAYS[day.weekday()]}"


def sheets_of(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def bookmarked_pages(pdf: bytes) -> tuple[int, ...]:
    """Return the page, from 1, of every bookmark of the first level in a PDF, in their order."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        places = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
        with opened.open_outline() as outline:
            return tuple(places[_page_of(opened, each).objgen] for each in outline.root)


def _page_of(opened: pikepdf.Pdf, bookmark: pikepdf.OutlineItem) -> pikepdf.Object:
    destination = bookmark.destination
    if not isinstance(destination, pikepdf.Array):
        # A name stands for the place: it is looked up in the tree of names.
        found = pikepdf.NameTree(opened.Root.Names.Dests)[str(destination)]
        destination = found.D if isinstance(found, pikepdf.Dictionary) else found
    return destination[0]
