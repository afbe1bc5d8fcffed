"""A newspaper of an office, such as 《建国门生活报》: A4 in three columns or A3 in four, as PDF and DOCX."""

from typing import Any

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt

from .articles import (
    ArrangedArticle,
    Drawn,
    PaperIssue,
    arranged_articles,
    bookmarked_pages,
    day_with_weekday,
    pictures_of,
    sheets_of,
    values_of,
)
from .characters import printable, printable_lines
from .docx import (
    FANGSONG,
    HEITI,
    KAITI,
    RED,
    SONG,
    XIAOBIAOSONG,
    add_line,
    add_piece,
    add_run,
    blank_document,
    packed,
)
from .letters import chinese_date
from .pdf import typeset

COLUMNS = {"A4": 3, "A3": 4}
SHEETS = {"A4": (210, 297), "A3": (297, 420)}
# Sizes of the text in points, the smallest first: it says how many pages are needed, and the largest that
# needs no more fills them.
SIZES = (10.0, 10.5, 11.0, 11.5, 12.0, 13.0, 14.0)
TEXT = Pt(10.5)


def newspaper(issue: PaperIssue) -> Drawn:
    """Return the pages of a newspaper, as PDF for readers and printers and as DOCX for the printer.

    The type is as large as the number of pages allows. The same issue always gives the same bytes.

    Raises CharactersMissing, a sentence for people, when no font of this machine has one of its characters.
    """
    articles = arranged_articles(issue, dated=False)
    pdf = newspaper_pdf(issue, articles, SIZES[0])
    pages = sheets_of(pdf)
    for size in reversed(SIZES[1:]):
        larger = newspaper_pdf(issue, articles, size)
        if sheets_of(larger) == pages:
            pdf = larger
            break
    return Drawn(pdf, newspaper_docx(issue, articles), bookmarked_pages(pdf), pages)


def newspaper_pdf(issue: PaperIssue, articles: tuple[ArrangedArticle, ...], size: float) -> bytes:
    """Return the newspaper as PDF, its text in `size` points."""
    content: dict[str, Any] = {
        "name": printable(issue.name),
        "numbering": printable(issue.numbering),
        "day": day_with_weekday(issue.day),
        "publisher": printable(issue.publisher),
        "theme": printable(issue.theme),
        "count": "",
        "sheet": issue.sheet,
        "columns": COLUMNS[issue.sheet],
        "size": size,
        "articles": [values_of(each) for each in articles],
        "imprint": printable_lines(*issue.imprint),
        "fixed": "附件：；（略）第版",
    }
    return typeset("newspaper", issue.day, content, pictures=pictures_of(articles))


def newspaper_docx(issue: PaperIssue, articles: tuple[ArrangedArticle, ...]) -> bytes:
    """Return the newspaper as DOCX: the masthead over the whole width, the text below it in columns."""
    document = blank_document((issue.name, issue.numbering), printable(issue.publisher), issue.day)
    head = document.sections[0]
    _set_sheet(head, issue.sheet)
    _masthead(document, issue)
    columns = document.add_section(WD_SECTION.CONTINUOUS)
    _set_columns(columns, COLUMNS[issue.sheet])
    wide, _high = SHEETS[issue.sheet]
    count = COLUMNS[issue.sheet]
    width = Mm((wide - 28 - 7 * (count - 1)) / count)
    for article in articles:
        _article(document, article, width)
    foot = document.add_section(WD_SECTION.CONTINUOUS)
    _set_columns(foot, 1)
    _small(document, "　　".join(printable_lines(*issue.imprint)))
    return packed(document)


def _set_sheet(section: Section, sheet: str) -> None:
    wide, high = SHEETS[sheet]
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.top_margin = section.bottom_margin = Mm(15)
    section.left_margin = section.right_margin = Mm(14)
    section.different_first_page_header_footer = False
    # Small type stands off the grid of official documents.
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)


def _set_columns(section: Section, number: int) -> None:
    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        columns = OxmlElement("w:cols")
        section._sectPr.append(columns)
    columns.set(qn("w:num"), str(number))
    columns.set(qn("w:space"), str(round(Mm(7).pt * 20)))
    if number > 1:
        columns.set(qn("w:sep"), "1")


def _masthead(document: Document, issue: PaperIssue) -> None:
    name = add_line(document)
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = add_run(name, printable(issue.name), face=XIAOBIAOSONG, size=Pt(64 if issue.sheet == "A3" else 44))
    run.font.color.rgb = RED
    facts = add_line(document)
    facts.alignment = WD_ALIGN_PARAGRAPH.CENTER
    said = (printable(issue.numbering), day_with_weekday(issue.day), printable(issue.publisher))
    add_run(facts, "　".join(said), face=HEITI, size=Pt(12))
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="4"'
        ' w:color="FF0000"/></w:pBdr>'
    )
    properties = facts._p.get_or_add_pPr()
    properties.insert(0, border)
    if theme := printable(issue.theme):
        line = add_line(document)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_run(line, theme, face=KAITI, size=Pt(16))


def _article(document: Document, article: ArrangedArticle, width: Length) -> None:
    if article.section:
        section = add_line(document)
        add_run(section, article.section, face=HEITI, size=Pt(12)).font.color.rgb = RED
        section.paragraph_format.space_before = Pt(8)
        section.paragraph_format.keep_with_next = True
    title = document.add_paragraph(style="Heading 1")
    title.alignment = WD_ALIGN_PARAGRAPH.LEFT
    title.paragraph_format.space_before = Pt(6)
    add_run(title, article.title, face=HEITI, size=Pt(16))
    if below := "　".join(each for each in (article.number, article.byline) if each):
        _small(document, below, face=KAITI).paragraph_format.keep_with_next = True
    for piece in article.pieces:
        add_piece(document, piece, face=SONG, size=TEXT, width=width)
    if article.enclosures:
        _small(document, f"附件：{'；'.join(article.enclosures)}（略）", face=KAITI)
    if article.signed_on:
        for said in (article.signature, chinese_date(article.signed_on)):
            _small(document, said).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _small(document: Document, words: str, *, face: str = FANGSONG) -> Any:
    line = add_line(document)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    add_run(line, words, face=face, size=Pt(9.5))
    return line
