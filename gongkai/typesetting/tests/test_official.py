"""Official documents, measured on the pages themselves and in the file for Word."""

from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pypdfium2.raw
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu
from PIL import Image

from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import official_docx
from gongkai.typesetting.official import OfficialDocument, arrange_document, table_of
from gongkai.typesetting.pdf import official_pdf
from gongkai.typesetting.rich_text import TableBlock, blocks
from gongkai.typesetting.tables import placed

from .factories import printed
from .test_measures import (
    ADVANCE,
    BOTTOM,
    LEFT,
    MM,
    NEARLY,
    PITCH,
    RIGHT,
    TOP,
    characters_of,
    line_with,
    lines_of,
    red_rows,
    words,
)

pytestmark = [pytest.mark.usefixtures("chinese_font"), pytest.mark.one_database]

PICTURE = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


def drawn(wide=2400, high=800, kind="PNG"):
    content = BytesIO()
    Image.new("RGB", (wide, high), "blue").save(content, kind)
    return content.getvalue()


def official(html="<p>请遵照执行。</p>", **changes: Any) -> OfficialDocument:
    """A notice as issued; `changes` replace what it says."""
    said: dict[str, Any] = {
        "head": "建国门街道办事处文件",
        "number": "建街发〔2026〕5号",
        "title": "关于做好政府信息公开工作的通知",
        "recipients": ("各科室", "各社区居民委员会"),
        "body": blocks(html),
        "issuer": "建国门街道办事处",
        "signed_on": date(2026, 11, 5),
        "openness_mark": "此件主动公开",
        "genre": "通知",
    }
    return OfficialDocument(**{**said, **changes})


def pages_of(html="<p>请遵照执行。</p>", **changes):
    return list(pypdfium2.PdfDocument(official_pdf(official(html, **changes))))


@pytest.fixture(scope="module")
def notice():
    return pages_of(copies_to=("区政务公开办",), printed_by="综合办公室", printed_on=date(2026, 11, 6))[0]


@pytest.fixture(scope="module")
def full_page():
    return pages_of(f"<p>{'国' * 2000}</p>", head="")[1]


def test_a_full_page_holds_22_lines_of_28_characters_in_size_three(full_page):
    lines = [line for line in lines_of(full_page) if "国" in words(line)]
    assert [words(line) for line in lines] == ["国" * 28] * 22
    assert {round(each.size) for line in lines for each in line} == {16}
    for upper, lower in pairwise(lines):
        assert lower[0].top - upper[0].top == pytest.approx(PITCH, abs=0.02)


def test_the_margins_are_37_35_28_and_26_mm(full_page):
    text = [each for each in characters_of(full_page) if each.said == "国"]
    over = (PITCH - 16 * MM) / 2
    assert min(each.left for each in text) == pytest.approx(LEFT, abs=NEARLY)
    assert max(each.right for each in text) == pytest.approx(RIGHT, abs=NEARLY)
    assert min(each.top for each in text) == pytest.approx(TOP + over, abs=NEARLY)
    assert max(each.bottom for each in text) == pytest.approx(BOTTOM - over, abs=NEARLY)


def test_an_even_page_has_its_number_at_the_left(full_page):
    foot = sorted(
        (each for each in characters_of(full_page) if each.top > BOTTOM), key=lambda each: each.left
    )
    assert words(foot) == "—2—"
    assert foot[0].left == pytest.approx(LEFT + 14 * MM, abs=NEARLY)


def test_head_number_line_title_and_recipients_stand_where_the_standard_says(notice):
    heading, number = line_with(notice, "建国门街道办事处文件"), line_with(notice, "建街发〔2026〕5号")
    title, recipients = line_with(notice, "关于做好政府信息公开工作的通知"), line_with(notice, "各科室，")
    assert min(each.top for each in heading) == pytest.approx(TOP + 35, abs=2 * NEARLY)
    assert (number[0].left + number[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=NEARLY)
    wide = [row for row, red in red_rows(notice, scale=4).items() if red > 140]
    foot = max(each.bottom for each in number) + (PITCH - 16 * MM) / 2
    assert min(wide) - foot == pytest.approx(4, abs=NEARLY)
    assert {round(each.size) for each in title} == {22}
    assert recipients[0].left == pytest.approx(LEFT, abs=NEARLY)


def test_the_openness_mark_stands_below_the_date_two_characters_in(notice):
    day, mark = line_with(notice, "2026年11月5日"), line_with(notice, "（此件主动公开）")
    assert mark[0].top > day[0].bottom
    # The bracket fills the right half of its square.
    assert LEFT + 2 * ADVANCE < mark[0].left < LEFT + 3 * ADVANCE


def test_the_imprint_ends_with_the_text(notice):
    last = line_with(notice, "2026年11月6日印发")
    assert {round(each.size) for each in last} == {14}
    assert BOTTOM - PITCH < last[0].top < BOTTOM
    assert line_with(notice, "抄送：区政务公开办。")


@pytest.mark.parametrize("genre", ["请示", "报告"])
def test_upward_documents_name_the_signer_beside_the_number(genre):
    page = pages_of(genre=genre, signer="王小明")[0]
    number, signer = line_with(page, "建街发〔2026〕5号"), line_with(page, "签发人：王小明")
    assert number[0].left == pytest.approx(LEFT + ADVANCE, abs=NEARLY)
    assert signer[-1].right == pytest.approx(RIGHT - ADVANCE, abs=NEARLY)
    assert number[0].top == pytest.approx(signer[0].top, abs=2 * NEARLY)


def test_other_documents_do_not_name_the_signer():
    assert "签发人" not in printed(official_pdf(official(signer="王小明")))


def test_a_letter_between_offices_has_its_own_head_and_no_number_on_the_first_page():
    pages = pages_of(f"<p>{'国' * 700}</p>", genre="函", head="建国门街道办事处")
    heading = line_with(pages[0], "建国门街道办事处")
    assert min(each.top for each in heading) == pytest.approx(30, abs=2 * NEARLY)
    number = line_with(pages[0], "建街发〔2026〕5号")
    assert number[-1].right == pytest.approx(RIGHT, abs=NEARLY)
    assert [each for each in characters_of(pages[0]) if each.top > BOTTOM + 5] == []
    assert any(each.top > BOTTOM for each in characters_of(pages[1]))
    wide = [row for row, red in red_rows(pages[0], scale=4).items() if red > 160]
    assert max(wide) == pytest.approx(297 - 20, abs=NEARLY)


def test_a_draft_says_so_and_has_neither_number_nor_signature():
    pdf = official_pdf(official(number="", signed_on=None))
    assert "草稿" in printed(pdf)
    assert "2026年11月5日" not in printed(pdf)
    assert "草稿" not in printed(official_pdf(official()))
    header = Document(BytesIO(official_docx(official(number="")))).sections[0].header
    assert header.paragraphs[0].text == "草稿"


def table_html(rows, columns=3):
    head = "".join(f"<th>表头{column}</th>" for column in range(columns))
    row = "<td>内容</td>" * columns
    return f"<table><thead><tr>{head}</tr></thead>{f'<tr>{row}</tr>' * rows}</table>"


def test_a_table_of_40_rows_repeats_its_head_and_stays_on_the_page():
    pdf = official_pdf(official(table_html(40)))
    pages = list(pypdfium2.PdfDocument(pdf))
    text = [each for page in pages for each in characters_of(page)]
    heads = sum("表头0" in words(line) for page in pages for line in lines_of(page))
    assert heads == len(pages) >= 2
    assert printed(pdf).count("内容") == 40 * 3
    assert max(each.right for each in text) <= RIGHT
    assert min(each.left for each in text) >= LEFT


@pytest.mark.parametrize("columns", [12, 60])
def test_a_table_of_many_columns_does_not_run_off_the_page(columns):
    text = [each for page in pages_of(table_html(2, columns)) for each in characters_of(page)]
    assert max(each.right for each in text) <= RIGHT + NEARLY


def test_rows_that_are_too_short_end_with_empty_cells():
    html = "<table><tr><td rowspan=2>左</td><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    (table,) = blocks(html)
    assert isinstance(table, TableBlock)
    assert [cell.text for cell in placed(table_of(table))] == ["左", "1", "2", "3", ""]


def test_a_picture_wider_than_the_text_is_made_smaller_and_has_its_caption():
    html = f'<img data-file="{PICTURE}" alt="工作流程图"><p>见图。</p>'
    document = official(html, pictures={PICTURE: drawn()}, head="")
    page = next(iter(pypdfium2.PdfDocument(official_pdf(document))))
    (image,) = [each for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    left, _bottom, right, _top = (side * MM for side in image.get_bounds())
    assert (left, right) == pytest.approx((LEFT, RIGHT), abs=NEARLY)
    assert {round(each.size) for each in line_with(page, "工作流程图")} == {14}
    made = Document(BytesIO(official_docx(document)))
    assert round(Emu(made.inline_shapes[0].width).mm) == 156
    assert made.inline_shapes[0]._inline.docPr.get("descr") == "工作流程图"


def test_a_small_picture_keeps_its_size_and_nothing_but_its_pixels():
    photo = drawn(96, 48, "JPEG").replace(b"\xff\xd8", b"\xff\xd8\xff\xfe\x00\x08secret", 1)
    arranged = arrange_document(official(f'<img data-file="{PICTURE}" alt="">', pictures={PICTURE: photo}))
    picture = arranged.pieces[0].picture
    assert (picture.wide, picture.high) == (25.4, 12.7)
    assert b"secret" not in picture.content


@pytest.mark.parametrize("content", [{}, {PICTURE: b"no picture"}, {PICTURE: drawn()[:100]}])
def test_a_picture_that_cannot_be_drawn_is_named(content):
    document = official(f'<img data-file="{PICTURE}" alt="流程图">', pictures=content)
    assert "（图片：流程图）" in printed(official_pdf(document))


def test_headings_lists_and_marks_of_the_text_are_printed():
    html = (
        "<h2>总体要求</h2><p>（一）自动</p><ol><li>甲<ol><li>乙</li></ol></li></ol><ul><li>丙</li></ul>"
        "<p>水H<sub>2</sub>O<strong>粗</strong><em>斜</em><u>线</u><s>删</s></p><blockquote>引</blockquote><hr>"
    )
    kinds = [(piece.kind, piece.text) for piece in arrange_document(official(html)).pieces]
    assert kinds == [
        ("heading", "总体要求"),
        ("subheading", "（一）自动"),
        ("text", "1.甲"),
        ("text", "（1）乙"),
        ("text", "·丙"),
        ("text", "水H2O粗斜线删"),
        ("quote", "引"),
        ("rule", ""),
    ]
    assert "1.甲（1）乙·丙水H2O粗斜线删引" in printed(official_pdf(official(html)))
    made = Document(BytesIO(official_docx(official(html))))
    runs = {run.text: run for line in made.paragraphs for run in line.runs}
    assert runs["粗"].bold
    assert runs["线"].underline
    assert runs["2"].font.subscript


def test_the_docx_has_the_geometry_of_the_standard():
    section = Document(BytesIO(official_docx(official()))).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert 225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch"))) == 22
    assert 156 / 25.4 * 72 // (16 + int(grid.get(qn("w:charSpace"))) / 4096) == 28


@pytest.mark.parametrize("genre", ["通知", "请示", "函"])
def test_the_docx_says_what_the_pdf_says(genre):
    document = official("<h2>一、总则</h2><p>正文。</p>", genre=genre, signer="王小明", enclosures=("名单",))
    lines = [line.text for line in Document(BytesIO(official_docx(document))).paragraphs if line.text]
    said = "".join("".join(lines).split())
    pdf = printed(official_pdf(document))
    assert said in pdf.replace("—1—", "")
    assert ("签发人" in said) == (genre == "请示")


def test_the_first_page_of_a_letter_for_word_has_no_number():
    section = Document(BytesIO(official_docx(official(genre="函")))).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""


@pytest.mark.parametrize("make", [official_pdf, official_docx])
def test_the_same_document_gives_the_same_bytes(make):
    document = official(f'<img data-file="{PICTURE}" alt="图">', pictures={PICTURE: drawn(30, 30)})
    assert make(document) == make(document)


@pytest.mark.parametrize(
    "hostile", ["#eval(1)", "]]><w:p/>", "a" * 300, "$x^2$ @label *b* _i_", "王\u202e喆"]
)
def test_no_words_break_a_document(hostile):
    escaped = hostile.replace("<", "&lt;")
    pdf = official_pdf(official(f"<p>{escaped}</p><table><tr><td>{escaped}</td></tr></table>", title=hostile))
    assert printed(pdf).count("".join(hostile.replace("\u202e", "").split())) >= 3
    assert ZipFile(BytesIO(official_docx(official(f"<p>{escaped}</p>")))).testzip() is None


def test_a_character_no_font_has_is_told():
    with pytest.raises(CharactersMissing):
        official_pdf(official("<p>\U000fff00</p>"))
