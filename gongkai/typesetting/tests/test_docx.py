from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from gongkai.typesetting.docx import letter_docx, report_docx
from gongkai.typesetting.tables import Alignment, Cell, Column, Row, Table

from .factories import PARAGRAPHS, letter, report, statistics_table


def read(content: bytes):
    return Document(BytesIO(content))


def line_with(document, text):
    return next(paragraph for paragraph in document.paragraphs if text in paragraph.text)


def face_of(paragraph):
    return paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))


def test_sheet_and_margins_are_those_of_the_standard():
    section = read(letter_docx(letter())).sections[0]
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(length.mm) for length in lengths] == [210, 297, 37, 35, 28, 26]


def test_the_grid_has_22_lines_of_28_characters():
    section = read(letter_docx(letter())).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert 225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch"))) == 22
    assert 156 / 25.4 * 72 // (16 + int(grid.get(qn("w:charSpace"))) / 4096) == 28


def test_the_text_is_that_of_the_letter_in_its_order():
    lines = [paragraph.text for paragraph in read(letter_docx(letter())).paragraphs if paragraph.text]
    assert lines == [
        "政府信息公开申请答复书",
        "建街公开〔2018〕5号",
        "王喆：",
        *PARAGRAPHS,
        "附件：1.\t招标文件",
        "2.\t中标通知书",
        "建国门街道办事处",
        "2018年5月7日",
    ]


def test_faces_are_named_as_offices_have_them():
    document = read(letter_docx(letter()))
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert face_of(line_with(document, "答复书")) == "方正小标宋简体"
    assert face_of(line_with(document, "一、关于公开的信息")) == "黑体"
    assert face_of(line_with(document, "（一）关于合同")) == "楷体_GB2312"


def test_no_face_of_a_theme_goes_before_the_one_named():
    styles = ZipFile(BytesIO(letter_docx(letter()))).read("word/styles.xml").decode()
    assert "eastAsiaTheme" not in styles


def test_paragraphs_are_indented_by_two_characters():
    indent = line_with(read(letter_docx(letter())), "您好")._p.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_the_recipient_stands_at_the_margin():
    assert line_with(read(letter_docx(letter())), "王喆：").paragraph_format.first_line_indent is None


def test_signature_and_date_stand_at_the_right_and_stay_with_the_text():
    document = read(letter_docx(letter()))
    day = line_with(document, "2018年5月7日")
    assert day.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert round(day.paragraph_format.right_indent.mm, 1) == round(4 * 156 / 28, 1)
    assert line_with(document, "如对本答复不服").paragraph_format.keep_with_next


def test_page_numbers_stand_outside():
    document = read(letter_docx(letter()))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert " PAGE " in section.footer._element.xml
    assert section.footer.paragraphs[0].text == "— 1 —"


def test_a_red_heading_has_a_red_line_below_the_number():
    document = read(letter_docx(letter(issuer="建国门街道办事处文件", red_head=True)))
    mark = document.paragraphs[0]
    assert mark.text == "建国门街道办事处文件"
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert 'w:color="FF0000"' in line_with(document, "建街公开〔2018〕5号")._p.pPr.xml


def test_copies_and_printing_stand_in_a_table_at_the_foot():
    document = read(letter_docx(letter(copies_to=("区法院",), printed_by="综合办公室")))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert cells[0] == "抄送：区法院。"
    assert cells[2:] == ["综合办公室", "2018年5月7日印发"]


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "]]><w:p/>", "&amp;", "#eval(1)", "{{ 7*7 }}", "\U000f1234", "🙏𠮷"],
)
def test_markup_and_characters_in_no_font_are_kept_as_text(hostile):
    document = read(letter_docx(letter(paragraphs=(hostile,), recipient=hostile, title=hostile)))
    assert [paragraph.text for paragraph in document.paragraphs].count(hostile) == 2
    assert f"{hostile}：" in [paragraph.text for paragraph in document.paragraphs]


def test_control_characters_and_direction_marks_do_not_reach_the_file():
    document = read(letter_docx(letter(recipient="王\x00\u202e\ud800喆\uffff", paragraphs=("甲\x0b乙",))))
    assert "王喆：" in [paragraph.text for paragraph in document.paragraphs]


def test_the_file_tells_only_title_author_and_day():
    content = letter_docx(letter())
    properties = read(content).core_properties
    assert (properties.title, properties.comments) == ("政府信息公开申请答复书", "")
    assert properties.author == "北京市东城区人民政府建国门街道办事处"
    assert properties.created.year == 2018
    assert not [name for name in ZipFile(BytesIO(content)).namelist() if "thumbnail" in name]


def test_the_same_letter_gives_the_same_bytes():
    assert letter_docx(letter()) == letter_docx(letter())


def test_a_title_longer_than_a_property_may_be_is_printed_whole():
    document = read(letter_docx(letter(title="关于公开的答复" * 50)))
    assert "关于公开的答复" * 50 in document.paragraphs[0].text


def test_the_head_of_a_table_repeats_and_no_row_is_parted():
    table = read(report_docx(report())).tables[0]
    assert len(table.rows) == 79
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_rows_are_indented_by_their_level():
    table = read(report_docx(report())).tables[0]
    indents = [
        table.rows[number].cells[0].paragraphs[0].paragraph_format.left_indent for number in (1, 2, 78)
    ]
    assert indents[0] is None
    assert [indent.pt for indent in indents[1:]] == [12, 24]


def test_the_columns_share_the_156_mm_of_the_text():
    table = read(report_docx(report())).tables[0]
    assert round(sum(column.width for column in table.columns) / 36000) == 156


def test_units_and_figures_are_centred():
    cells = read(report_docx(report())).tables[0].rows[2].cells
    assert [cell.paragraphs[0].alignment for cell in cells[1:]] == [WD_ALIGN_PARAGRAPH.CENTER] * 2


def test_cells_over_several_columns_and_rows_are_merged():
    table = Table(
        (Column(""), Column("自然人", 1, Alignment.RIGHT), Column("总计")),
        (Row(("予以公开", "1", "1")),),
        head=(Row((Cell("本列数据", down=2), Cell("申请人情况", across=2))), Row(("自然人", "总计"))),
    )
    rows = read(report_docx(report(parts=(table,)))).tables[0].rows
    assert [cell.text for cell in rows[0].cells] == ["本列数据", "申请人情况", "申请人情况"]
    assert [cell.text for cell in rows[1].cells] == ["本列数据", "自然人", "总计"]


def test_a_table_may_begin_a_page():
    table = statistics_table()
    annex = Table(table.columns, table.rows, table.caption, own_page=True)
    caption = line_with(read(report_docx(report(parts=("正文。", annex)))), "统计表")
    assert caption.paragraph_format.page_break_before


def test_findings_are_numbered_below_their_heading():
    lines = [paragraph.text for paragraph in read(report_docx(report())).paragraphs]
    assert lines[lines.index("填报说明") + 1] == "1.各渠道之和与总数相等，请核对。"
