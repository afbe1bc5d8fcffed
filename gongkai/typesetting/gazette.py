"""A gazette (政府公报): cover, contents, running heads, imprint, in official layout; as PDF and DOCX."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from .articles import (
    ArrangedArticle,
    Drawn,
    PaperIssue,
    arranged_articles,
    bookmarked_pages,
    pictures_of,
    sheets_of,
    values_of,
)
from .characters import printable, printable_lines
from .docx import (
    HEITI,
    KAITI,
    RED,
    TEXT_WIDTH,
    TITLE_SIZE,
    XIAOBIAOSONG,
    add_line,
    add_piece,
    add_run,
    add_signature,
    add_title,
    blank_document,
    packed,
)
from .letters import Signature, chinese_date, signed, title_lines
from .pdf import typeset

CONTENTS = "目　　录"


def gazette(issue: PaperIssue) -> Drawn:
    """Return the pages of a gazette, as PDF for readers and printers and as DOCX; pages count from its texts.

    The same issue always gives the same bytes. Raises CharactersMissing, a sentence for people, when no font
    of this machine has one of its characters.
    """
    articles = arranged_articles(issue, dated=True)
    pdf = gazette_pdf(issue, articles)
    places = bookmarked_pages(pdf)
    # The cover and the contents have no number: the first text begins on page 1.
    first_pages = tuple(place - places[0] + 1 for place in places)
    return Drawn(pdf, gazette_docx(issue, articles, first_pages), first_pages, sheets_of(pdf))


def gazette_pdf(issue: PaperIssue, articles: Sequence[ArrangedArticle]) -> bytes:
    """Return the gazette as PDF."""
    content: dict[str, Any] = {
        "name": printable(issue.name),
        "numbering": printable(issue.numbering),
        "day": chinese_date(issue.day),
        "publisher": printable(issue.publisher),
        "theme": printable(issue.theme),
        "articles": [_values(each) for each in articles],
        "imprint": printable_lines(*issue.imprint),
        "fixed": f"{CONTENTS}（）.",
    }
    return typeset("gazette", issue.day, content, pictures=pictures_of(articles))


def _values(article: ArrangedArticle) -> dict[str, Any]:
    signature = _signature(article)
    return {
        **values_of(article),
        "title_lines": title_lines(article.title),
        "signature": signature and asdict(signature),
        "enclosure_numbers": _numbers(article),
    }


def _numbers(article: ArrangedArticle) -> list[str]:
    several = len(article.enclosures) > 1
    return [f"{number}." if several else "" for number, _ in enumerate(article.enclosures, 1)]


def _signature(article: ArrangedArticle) -> Signature | None:
    """A gazette bears no seals, so name and day stand as without one."""
    return signed(article.signature, article.signed_on, sealed=False) if article.signed_on else None


def gazette_docx(issue: PaperIssue, articles: Sequence[ArrangedArticle], first_pages: Sequence[int]) -> bytes:
    """Return the gazette as DOCX; the pages in its contents are those of the PDF until Word counts anew."""
    document = blank_document((issue.name, issue.numbering), printable(issue.publisher), issue.day)
    _cover(document, issue)
    _contents(document, articles, first_pages)
    _running_head(document, issue)
    for number, article in enumerate(articles):
        _article(document, article, number)
    for place, line in enumerate(printable_lines(*issue.imprint)):
        said = add_line(document)
        if not place:
            said.paragraph_format.space_before = Pt(40)
        add_run(said, line, size=Pt(14))
    return packed(document)


def _cover(document: Document, issue: PaperIssue) -> None:
    lines = (
        (printable(issue.name), XIAOBIAOSONG, 48, 150, True),
        (printable(issue.numbering), HEITI, 22, 30, False),
        (printable(issue.theme), KAITI, 22, 20, False),
        (printable(issue.publisher), "", 16, 240, False),
        (chinese_date(issue.day), "", 16, 0, False),
    )
    for words, face, size, above, is_red in lines:
        if not words:
            continue
        line = add_line(document)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = Pt(above)
        run = add_run(line, words, face=face, size=Pt(size))
        if is_red:
            run.font.color.rgb = RED


def _contents(document: Document, articles: Sequence[ArrangedArticle], first_pages: Sequence[int]) -> None:
    head = add_line(document)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.page_break_before = True
    add_run(head, CONTENTS, face=XIAOBIAOSONG, size=TITLE_SIZE)
    for number, (article, page) in enumerate(zip(articles, first_pages, strict=True)):
        if article.section:
            add_line(document, article.section, face=HEITI)
        line = add_line(document, article.title)
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
        line.paragraph_format.left_indent = Mm(6)
        line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        add_run(line, "\t")
        _page_of(line, f"article_{number}", page)


def _page_of(line: Paragraph, bookmark: str, page: int) -> None:
    """Add the number of the page a bookmark stands on: `page` until Word brings it up to date."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" PAGEREF {bookmark} \\h ")
    field.append(add_run(line, str(page))._r)
    line._p.append(field)


def _running_head(document: Document, issue: PaperIssue) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for header, words, where in (
        (section.header, printable(issue.name), WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_header, printable(issue.numbering), WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = header.paragraphs[0]
        line.alignment = where
        add_run(line, words, face=KAITI, size=Pt(14))


def _article(document: Document, article: ArrangedArticle, number: int) -> None:
    title = add_title(document, title_lines(article.title))
    title.paragraph_format.page_break_before = True
    begins, ends = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begins.set(qn("w:name"), f"article_{number}")
    for mark in (begins, ends):
        mark.set(qn("w:id"), str(number + 1))
    # The properties of a paragraph stand before everything in it.
    title._p.insert(1, begins)
    title._p.append(ends)
    for below in (article.number, article.byline):
        if below:
            add_line(document, below).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_line(document)
    for piece in article.pieces:
        add_piece(document, piece)
    for number_of, name in zip(_numbers(article), article.enclosures, strict=True):
        add_line(document, f"附件：{number_of}{name}")
    if signature := _signature(article):
        add_signature(document, signature)
