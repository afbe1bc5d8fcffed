"""Letters and reports as DOCX, with the typefaces of official documents by name.

The file names 仿宋_GB2312, 方正小标宋简体, 黑体 and 楷体_GB2312; the machine that opens it has them or takes
what it has in their place. Nothing is checked against the fonts of this machine.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Emu, Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.parfmt import ParagraphFormat
from docx.text.run import Run

from .characters import printable, printable_lines
from .forms import Form, table_of
from .letters import (
    ArrangedSlip,
    Arrangement,
    Kind,
    Letter,
    Paragraph,
    RedHead,
    Signature,
    arrange,
    paragraphs_of,
    signed,
    title_lines,
)
from .official import ArrangedDocument, OfficialDocument, Piece, arrange_document
from .rich_text import Run as RichRun
from .tables import Alignment, Placed, Report, Table, head_of, is_long, placed, type_size

FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
# What a machine without a face may take in its place.
STANDS_IN = {FANGSONG: "仿宋", XIAOBIAOSONG: "方正小标宋_GBK", KAITI: "楷体"}
FACES = {Kind.TEXT: FANGSONG, Kind.HEADING: HEITI, Kind.SUBHEADING: KAITI}

BODY_SIZE, TITLE_SIZE, SMALL_SIZE, NOTE_SIZE = Pt(16), Pt(22), Pt(14), Pt(12)  # 三号, 二号, 四号, 小四
TEXT_WIDTH, TEXT_HEIGHT = Mm(156), Mm(225)
LINES, CHARACTERS = 22, 28
ADVANCE = Emu(TEXT_WIDTH // CHARACTERS)
# Word counts the grid's lines in 1/20 of a point, and what a character has beyond its own width in 1/4096.
PITCH = TEXT_HEIGHT * 20 // (LINES * 12700)
CHARACTER_SPACE = round((ADVANCE.pt - BODY_SIZE.pt) * 4096)
# The dashes beside the page number stand 7 mm below the text, in the middle of their line.
FOOTER_DISTANCE = Mm(24.8)
RED, GREY = RGBColor(0xFF, 0x00, 0x00), RGBColor(0x96, 0x96, 0x96)
ALIGNED = {
    Alignment.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Alignment.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Alignment.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
# What a letter or a report is set in; of the hundred designs of tables only the one with rules.
STYLES = {
    *("Normal", "Heading1", "Heading1Char", "Heading2", "Heading2Char", "Heading3", "Heading3Char"),
    *("Header", "HeaderChar", "Footer", "FooterChar", "DefaultParagraphFont", "NoList"),
    *("TableNormal", "TableGrid"),
}
# All styles again for a Word of 2010, lists, sources of quotations, and the picture of another page.
NOT_USED = {
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.THUMBNAIL,
}
# Zip cannot hold an earlier year; the same for every file, so that the same letter gives the same bytes.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def letter_docx(letter: Letter) -> bytes:
    """Return `letter` as DOCX in official layout; the same letter always gives the same bytes.

    Standard: GB/T 9704-2012.
    """
    arrangement = arrange(letter)
    document = blank_document(arrangement.title_lines, arrangement.author, letter.signed_on)
    if arrangement.red_head:
        _red_head(document, arrangement.red_head, arrangement.number)
    add_title(document, arrangement.title_lines)
    if arrangement.number and not arrangement.red_head:
        add_line(document, arrangement.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_line(document)
    if arrangement.recipient:
        add_line(document, arrangement.recipient)
    for paragraph in arrangement.paragraphs:
        _paragraph(document, paragraph)
    if arrangement.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    add_enclosures(document, arrangement)
    add_signature(document, arrangement.signature)
    if arrangement.note:
        _indented(add_line(document, arrangement.note))
    _imprint(document, arrangement)
    if arrangement.slip:
        _slip(document, arrangement.slip)
    return packed(document)


def official_docx(document: OfficialDocument) -> bytes:
    """Return `document` as DOCX in official layout; the same document always gives the same bytes.

    Standard: GB/T 9704-2012.
    """
    arranged = arrange_document(document)
    made = blank_document(arranged.title_lines, arranged.author, document.signed_on)
    if arranged.draft_mark:
        _mark_as_draft(made, arranged.draft_mark)
    if arranged.head:
        _official_head(made, arranged, arranged.head)
    add_title(made, arranged.title_lines)
    if arranged.number and not arranged.head:
        add_line(made, arranged.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_line(made)
    if arranged.recipient:
        add_line(made, arranged.recipient)
    for piece in arranged.pieces:
        add_piece(made, piece)
    if arranged.pieces and arranged.pieces[-1].kind != "table":
        made.paragraphs[-1].paragraph_format.keep_with_next = True
    add_enclosures(made, arranged)
    if arranged.signature:
        add_signature(made, arranged.signature)
    if arranged.note:
        _indented(add_line(made, arranged.note))
    _imprint(made, arranged)
    return packed(made)


def report_docx(report: Report) -> bytes:
    """Return `report` as DOCX: A4, heads of tables repeat on each page, rows do not part.

    Raises ValueError when the cells of a table do not fill it.
    """
    lines = title_lines(report.title)
    document = blank_document(lines, printable(report.author or report.signature), report.signed_on)
    add_title(document, lines)
    for line in printable_lines(report.subtitle):
        add_line(document, line, face=KAITI).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_line(document)
    for part in report.parts:
        if isinstance(part, Table):
            _table(document, part)
        else:
            for paragraph in paragraphs_of((part,)):
                _paragraph(document, paragraph)
    if report.findings:
        _findings(document, report)
    if report.signed_on:
        add_signature(document, signed(report.signature, report.signed_on, sealed=True))
    return packed(document)


def form_docx(form: Form) -> bytes:
    """Return `form` as DOCX; the same form always gives the same bytes.

    Raises ValueError when a row has fields for which it has no room.
    """
    lines = title_lines(form.heading)
    document = blank_document(lines, printable(form.office), form.dated)
    add_title(document, lines)
    number = add_line(document)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_run(number, printable(form.number), size=NOTE_SIZE)
    _table(document, table_of(form))
    for place, note in enumerate(printable_lines(*form.notes)):
        # The first one takes the line that follows every table.
        add_run(add_line(document) if place else document.paragraphs[-1], note, size=NOTE_SIZE)
    return packed(document)


def _findings(document: Document, report: Report) -> None:
    if heading := printable(report.findings_title):
        _paragraph(document, Paragraph(Kind.HEADING, heading))
    for number, finding in enumerate(printable_lines(*report.findings), 1):
        _paragraph(document, Paragraph(Kind.TEXT, f"{number}.{finding}"))


# The sheet


def blank_document(title: Sequence[str], author: str, day: date | None) -> Document:
    """Return an empty document with the page, styles and fonts of official documents."""
    document = docx.Document(BytesIO(_empty_sheet()))
    _set_properties(document, "".join(title), author, day)
    return document


@cache
def _empty_sheet() -> bytes:
    """Return an empty document with styles, fonts and page set: the same for every letter, so made once."""
    document = docx.Document()
    _leave_out_designs(document)
    _set_styles(document)
    _set_fonts_standing_in(document)
    _set_page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _leave_out_designs(document: Document) -> None:
    """Take out what the library's sheet brings along and no letter uses: nine tenths of a letter's bytes."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in STYLES:
            styles.remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype in NOT_USED]:
            del rels[key]


def _set_properties(document: Document, title: str, author: str, day: date | None) -> None:
    made = datetime(day.year, day.month, day.day) if day else datetime(*ZIP_DAY)
    # A property holds at most 255 characters.
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], "zh-CN"
    properties.created = properties.modified = made
    properties.comments = properties.last_modified_by = ""


def _set_styles(document: Document) -> None:
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if "Theme" in str(name)]:
            del fonts.attrib[name]  # A face of the theme would go before the one named.
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = _style(document, "Normal")
    set_typeface(normal.element.get_or_add_rPr(), FANGSONG)
    normal.font.size = BODY_SIZE
    _plain_format(normal.paragraph_format)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    # Official layout sets Chinese and figures without a space between them.
    for switched in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(switched)
        off.set(qn("w:val"), "0")
        _insert_in_order(normal.element.get_or_add_pPr(), off, before=("w:spacing", "w:ind", "w:jc"))
    for level, face, size in ((1, XIAOBIAOSONG, TITLE_SIZE), (2, HEITI, BODY_SIZE), (3, KAITI, BODY_SIZE)):
        heading = _style(document, f"Heading {level}")
        set_typeface(heading.element.get_or_add_rPr(), face)
        heading.font.size, heading.font.bold, heading.font.italic = size, False, False
        heading.font.color.rgb = RGBColor(0, 0, 0)
        _plain_format(heading.paragraph_format)


def _style(document: Document, name: str) -> ParagraphStyle:
    return document.styles[name]


def _plain_format(form: ParagraphFormat) -> None:
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _set_fonts_standing_in(document: Document) -> None:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STANDS_IN.items()
    )
    table = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{entries}</w:fonts>'
    )
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = table.encode()


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.gutter, section.footer_distance = Mm(0), FOOTER_DISTANCE
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(PITCH))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))
    _page_number(section.footer.paragraphs[0], odd=True)
    _page_number(section.even_page_footer.paragraphs[0], odd=False)


def _page_number(paragraph: DocxParagraph, *, odd: bool) -> None:
    """Odd numbers stand one character from the right margin, even ones from the left."""
    form = paragraph.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    form.right_indent, form.left_indent = (SMALL_SIZE, Pt(0)) if odd else (Pt(0), SMALL_SIZE)
    add_run(paragraph, "— ", face=SONG, size=SMALL_SIZE)
    for kind, instruction in (("begin", ""), ("", " PAGE "), ("separate", ""), (None, "1"), ("end", "")):
        run = add_run(paragraph, instruction if kind is None else "", face=SONG, size=SMALL_SIZE)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "":
            code = OxmlElement("w:instrText")
            code.text = instruction
            code.set(qn("xml:space"), "preserve")
            run._r.append(code)
    add_run(paragraph, " —", face=SONG, size=SMALL_SIZE)


# What stands on it


def add_line(document: Document, text: str = "", *, face: str = "") -> DocxParagraph:
    """Add a paragraph; without `face` in 仿宋."""
    paragraph = document.add_paragraph()
    if text:
        add_run(paragraph, text, face=face)
    return paragraph


def add_run(paragraph: DocxParagraph, text: str, *, face: str = "", size: Length | None = None) -> Run:
    """Add words to a paragraph; without `face` in that of its style."""
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    if face:
        set_typeface(properties, face)
    else:
        # Quotation marks and dashes are Chinese ones, not Latin.
        properties._add_rFonts().set(qn("w:hint"), "eastAsia")
    if size is not None:
        run.font.size = size
    return run


def set_typeface(properties: BaseOxmlElement, face: str) -> None:
    """Name the face of every script in `properties`."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.set(qn("w:hint"), "eastAsia")
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)


def _red_head(document: Document, head: RedHead, number: str) -> None:
    _red_words(document, head, above=Mm(35))
    add_line(document)
    add_line(document)
    below = add_line(document, number)
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _red_line(below)
    add_line(document)
    add_line(document)


def _red_words(document: Document, head: RedHead, *, above: Length) -> DocxParagraph:
    mark = add_line(document)
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = mark.paragraph_format
    form.space_before, form.line_spacing, form.line_spacing_rule = (
        above,
        Pt(head.size),
        WD_LINE_SPACING.EXACTLY,
    )
    run = add_run(mark, head.text, face=XIAOBIAOSONG, size=Pt(int(2 * head.size) / 2))
    run.font.color.rgb = RED
    narrowed = OxmlElement("w:w")
    narrowed.set(qn("w:val"), str(head.percent))
    _insert_in_order(run._r.get_or_add_rPr(), narrowed, before=("w:sz", "w:szCs"))
    return mark


def _red_line(line: DocxParagraph, kind: str = "single", *, side: str = "bottom") -> None:
    """Draw the red line, 4 mm (11 pt) from the words and as wide as the text."""
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
    )
    before = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    _insert_in_order(line._p.get_or_add_pPr(), border, before=before)


def _official_head(document: Document, arranged: ArrangedDocument, head: RedHead) -> None:
    if arranged.form == "letter":
        _letter_head(document, arranged, head)
    elif arranged.form == "upward":
        _red_words(document, head, above=Mm(35))
        add_line(document)
        add_line(document)
        below = add_line(document, arranged.number)
        below.alignment = WD_ALIGN_PARAGRAPH.LEFT
        below.paragraph_format.left_indent = below.paragraph_format.right_indent = _characters(1)
        if arranged.signer:
            below.paragraph_format.tab_stops.add_tab_stop(_characters(CHARACTERS - 1), WD_TAB_ALIGNMENT.RIGHT)
            add_run(below, "\t签发人：")
            add_run(below, arranged.signer, face=KAITI)
        _red_line(below)
        add_line(document)
        add_line(document)
    else:
        _red_head(document, head, arranged.number)


def _letter_head(document: Document, arranged: ArrangedDocument, head: RedHead) -> None:
    """Set the head of a 函 30 mm from the edge; its first page ends with a second line, without a number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    foot = section.first_page_footer.paragraphs[0]
    _red_line(foot, "thinThickSmallGap", side="top")
    # What stands on the first line of a page cannot stand higher than the type area, so a frame holds it.
    mark = _red_words(document, head, above=Pt(0))
    frame = OxmlElement("w:framePr")
    said = {"w": str(round(TEXT_WIDTH.pt * 20)), "hAnchor": "margin", "vAnchor": "page", "wrap": "notBeside"}
    for name, value in {**said, "xAlign": "center", "y": str(round(Mm(30).pt * 20))}.items():
        frame.set(qn(f"w:{name}"), value)
    properties = mark._p.get_or_add_pPr()
    _insert_in_order(properties, frame, before=("w:spacing", "w:ind", "w:jc", "w:rPr"))
    _red_line(mark, "thickThinSmallGap")
    add_line(document)
    add_line(document, arranged.number).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_line(document)
    add_line(document)


def _mark_as_draft(document: Document, mark: str) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header, section.first_page_header):
        line = header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_run(line, mark, face=HEITI, size=TITLE_SIZE).font.color.rgb = GREY


def add_piece(
    document: Document,
    piece: Piece,
    *,
    face: str = FANGSONG,
    size: Length | None = None,
    width: Length = TEXT_WIDTH,
) -> None:
    """Add a part of a text to `document`; `size` is that of its type, `width` that of its column."""
    kind, _, centred = piece.kind.partition("-")
    if kind == "table" and piece.table:
        _table(document, piece.table, width, size)
    elif kind == "picture" and piece.picture:
        line = add_line(document)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        drawn = line.add_run().add_picture(
            BytesIO(piece.picture.content), width=min(Mm(piece.picture.wide), width)
        )
        drawn._inline.docPr.set("descr", piece.picture.alt)
        if piece.runs:
            line.paragraph_format.keep_with_next = True
            caption = add_line(document)
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _rich(caption, piece.runs, face=KAITI, size=min(size or SMALL_SIZE, SMALL_SIZE))
    elif kind == "rule":
        _under(add_line(document))
    else:
        _words(document, piece, kind, face, size, centred=bool(centred))


def _words(
    document: Document, piece: Piece, kind: str, face: str, size: Length | None, *, centred: bool
) -> None:
    line = document.add_paragraph(style={"heading": "Heading 2", "subheading": "Heading 3"}.get(kind))
    named = {"heading": HEITI, "subheading": KAITI, "quote": KAITI}
    _rich(line, piece.runs, face=named.get(kind, face), size=size)
    if centred or kind in ("center", "caption"):
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind == "right":
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        _indented(line)
        if piece.indent:
            line.paragraph_format.left_indent = _characters(piece.indent)


def _rich(line: DocxParagraph, runs: Sequence[RichRun], *, face: str, size: Length | None = None) -> None:
    for said in runs:
        run = add_run(line, said.text, face=KAITI if said.italic else face, size=size)
        # Only what is set: a property that is off would go before the style's.
        run.font.bold, run.font.underline = said.bold or None, said.underline or None
        run.font.strike = said.struck or None
        run.font.superscript, run.font.subscript = said.sup or None, said.sub or None


def _under(line: DocxParagraph) -> None:
    border = parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="1"/></w:pBdr>')
    _insert_in_order(line._p.get_or_add_pPr(), border, before=("w:spacing", "w:ind", "w:jc", "w:rPr"))


def _insert_in_order(parent: BaseOxmlElement, child: BaseOxmlElement, *, before: tuple[str, ...]) -> None:
    """Put `child` where the schema wants it: Word calls a file with parts in another order damaged."""
    names = tuple(qn(name) for name in before)
    for index, sibling in enumerate(parent):
        if sibling.tag in names:
            parent.insert(index, child)
            return
    parent.append(child)


def add_title(document: Document, lines: Sequence[str]) -> DocxParagraph:
    """Add the title, one line of type a line."""
    title = document.add_paragraph(style="Heading 1")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # Exactly one line of the grid a line of the title, whatever the face's own height.
    title.paragraph_format.line_spacing = Pt(PITCH / 20)
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    for number, line in enumerate(lines):
        if number:
            title.add_run().add_break()
        add_run(title, line, face=XIAOBIAOSONG)
    return title


def _paragraph(document: Document, paragraph: Paragraph) -> None:
    # Text has the style a paragraph has by itself; looking it up by name is the dearest part of a letter.
    styles = {Kind.TEXT: None, Kind.HEADING: "Heading 2", Kind.SUBHEADING: "Heading 3"}
    line = document.add_paragraph(style=styles[paragraph.kind])
    add_run(line, paragraph.text, face=FACES[paragraph.kind])
    _indented(line)


def _indented(line: DocxParagraph) -> None:
    line.paragraph_format.first_line_indent = _characters(2)
    indent = line._p.get_or_add_pPr().find(qn("w:ind"))
    # In hundredths of a character; Word goes by it when the size of type is changed.
    indent.set(qn("w:firstLineChars"), "200")


def _characters(count: float) -> Length:
    return Emu(round(count * ADVANCE))


def add_enclosures(document: Document, arrangement: Arrangement | ArrangedDocument) -> None:
    """Set the note of enclosures: further lines of a name stand below its first character."""
    if not arrangement.enclosures:
        return
    add_line(document).paragraph_format.keep_with_next = True
    several = len(arrangement.enclosures) > 1
    number_width = 0.75 + 0.5 * len(str(len(arrangement.enclosures))) if several else 0.0
    for index, name in enumerate(arrangement.enclosures):
        number = f"{arrangement.enclosure_numbers[index]}\t" if several else ""
        line = add_line(document, f"{'附件：' if index == 0 else ''}{number}{name}")
        form = line.paragraph_format
        form.left_indent = _characters(5 + number_width)
        form.first_line_indent = -_characters((3 if index == 0 else 0) + number_width)
        form.keep_with_next = True
        if several:
            form.tab_stops.add_tab_stop(_characters(5 + number_width))


def add_signature(document: Document, signature: Signature) -> None:
    """Add name and day of who signs."""
    for _blank_line in range(signature.lines_above):
        add_line(document).paragraph_format.keep_with_next = True
    for text, gap in ((signature.name, signature.name_gap), (signature.day, signature.day_gap)):
        if text:
            line = add_line(document, text)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = _characters(gap)
            line.paragraph_format.keep_with_next = text is not signature.day


def _imprint(document: Document, arrangement: Arrangement | ArrangedDocument) -> None:
    """Set the imprint (版记) at the foot of the last page, a table that floats to the bottom of the text."""
    if not (arrangement.copies_to or arrangement.printed_by):
        return
    rows = [
        row
        for row in ((arrangement.copies_to, ""), (arrangement.printed_by, arrangement.printed_on))
        if row[0]
    ]
    table = document.add_table(rows=len(rows), cols=2)
    table.autofit = False
    properties = table._tbl.tblPr
    floating = parse_xml(
        f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin"'
        ' w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
    )
    _insert_in_order(
        properties, floating, before=("w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    )
    borders = parse_xml(
        f'<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/>'
        '<w:insideH w:val="single" w:sz="6"/></w:tblBorders>'
    )
    _insert_in_order(properties, borders, before=("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))
    widths = (Mm(100), Emu(TEXT_WIDTH - Mm(100)))
    _set_widths(table, widths)
    for number, (left, right) in enumerate(rows):
        cells = table.rows[number].cells
        cell = cells[0].merge(cells[1]) if not right else cells[0]
        first = cell.paragraphs[0]
        add_run(first, left, size=SMALL_SIZE)
        first.paragraph_format.left_indent = SMALL_SIZE
        if right:
            last = cells[1].paragraphs[0]
            add_run(last, right, size=SMALL_SIZE)
            last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            last.paragraph_format.right_indent = SMALL_SIZE
        else:
            first.paragraph_format.right_indent = SMALL_SIZE
            first.paragraph_format.left_indent = Emu(4 * SMALL_SIZE)
            first.paragraph_format.first_line_indent = Emu(-3 * SMALL_SIZE)
    # A floating table belongs to the paragraph after it. This one, of no height, stays on the page.
    anchor = add_line(document)
    anchor.paragraph_format.line_spacing = Pt(0.5)
    anchor.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    add_run(anchor, "", size=Pt(1))


def _slip(document: Document, slip: ArrangedSlip) -> None:
    """Set the reply slip on a page of its own; a tab draws the rule up to the margin."""
    add_title(document, slip.title_lines).paragraph_format.page_break_before = True
    add_line(document)
    if slip.recipient:
        add_line(document, slip.recipient)
    for row in slip.rows:
        line = add_line(document, f"{row.text}\t" if row.rules else row.text)
        if row.rules:
            _ruled(line)
        elif row.plain:
            _indented(line)
        for _further in range(1, row.rules):
            _ruled(add_line(document, "\t"))
    for _blank_line in range(2):
        add_line(document).paragraph_format.keep_with_next = True
    signature = add_line(document, f"{slip.signature}\t")
    signature.paragraph_format.left_indent = _characters(12)
    signature.paragraph_format.keep_with_next = True
    _ruled(signature)
    day = add_line(document, slip.day)
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    day.paragraph_format.right_indent = _characters(2)


def _ruled(line: DocxParagraph) -> None:
    # In a justified line Word would stretch the words before the tab.
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


# Tables


def _table(document: Document, table: Table, width: Length = TEXT_WIDTH, most: Length | None = None) -> None:
    size = min(Pt(type_size(table)), most or Pt(type_size(table)))
    caption = printable(table.caption)
    if caption or table.own_page:
        line = add_line(document, caption, face=HEITI)
        line.paragraph_format.page_break_before = table.own_page
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.keep_with_next = True
    head = len(head_of(table))
    rows = (*head_of(table), *table.rows)
    made = document.add_table(rows=head + len(table.rows), cols=len(table.columns), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    shares = sum(column.share for column in table.columns)
    _set_widths(made, [Emu(int(width * column.share / shares)) for column in table.columns])
    grid = [list(row.cells) for row in made.rows]
    for number, (row, given) in enumerate(zip(made.rows, rows, strict=True)):
        # In the order of the schema: a row is not parted, its height, the head repeats.
        if not is_long(given):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if given.height:
            row.height, row.height_rule = Mm(given.height), WD_ROW_HEIGHT_RULE.AT_LEAST
        if number < head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for _, cells in groupby(placed(table), key=lambda cell: cell.row):
        for cell in cells:
            corner = grid[cell.row][cell.column]
            if cell.across > 1 or cell.down > 1:
                corner = corner.merge(grid[cell.row + cell.down - 1][cell.column + cell.across - 1])
            _fill(corner, cell, size)
    # A table must not stand against the next one, nor end the document.
    add_line(document)


def _fill(cell: _Cell, placed_cell: Placed, size: Length) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGNED[placed_cell.alignment]
    form = paragraph.paragraph_format
    form.line_spacing, form.line_spacing_rule = Pt(1.5 * size.pt), WD_LINE_SPACING.EXACTLY
    if placed_cell.indent:
        form.left_indent = Emu(placed_cell.indent * size)
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    _insert_in_order(paragraph._p.get_or_add_pPr(), off, before=("w:spacing", "w:ind", "w:jc", "w:rPr"))
    add_run(paragraph, placed_cell.text, face=HEITI if placed_cell.strong else FANGSONG, size=size)


def _set_widths(table: DocxTable, widths: Sequence[Length]) -> None:
    for column, column_width in zip(table.columns, widths, strict=True):
        column.width = column_width
    for row in table.rows:
        for cell, cell_width in zip(row.cells, widths, strict=True):
            cell.width = cell_width


# The file


def packed(document: Document) -> bytes:
    """Return `document` as a file; the same content always gives the same bytes."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as out:
        for name in parts.namelist():
            entry = ZipInfo(name, ZIP_DAY)
            entry.compress_type = ZIP_DEFLATED
            out.writestr(entry, parts.read(name))
    return packed.getvalue()
