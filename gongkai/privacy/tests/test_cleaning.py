"""Files cleaned: what was in them is gone, and what was shown is still there."""

import hashlib
import io
import re
import zipfile
from contextlib import suppress

import docx
import openpyxl
import pikepdf
import pytest
from django.utils import translation
from docx.oxml import parse_xml
from docx.shared import RGBColor
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from gongkai.privacy.choosing import fingerprint, fingerprints
from gongkai.privacy.cleaning import CannotOpen, clean_file
from gongkai.privacy.corpus.make import samples
from gongkai.privacy.finding import find
from gongkai.privacy.pages import page_picture, proposals
from gongkai.privacy.scanning import scan_file
from gongkai.privacy.tests.papers import CARELESS, IDENTITY, MOBILE, SECRET, changed, everything_in, paper
from gongkai.privacy.tests.test_scanning import (
    archive,
    later_version,
    parts_of,
    pdf,
    picture,
    saved,
    with_file,
    with_part,
)
from gongkai.privacy.web_cleaning import findings_in_html, mask_html

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def opened(cleaned):
    return docx.Document(io.BytesIO(cleaned.content))


def book_of(cleaned):
    return openpyxl.load_workbook(io.BytesIO(cleaned.content))


def whole(content):
    """Everything in an Office file, unpacked."""
    return b"\n".join([*(name.encode() for name in parts_of(content)), *parts_of(content).values()]).decode(
        "utf-8", "replace"
    )


def is_gone(content, *words):
    everything = whole(content)
    return not [word for word in words if word in everything]


# Text and HTML


def test_a_text_is_masked_and_read_again():
    cleaned = clean_file(f"手机{MOBILE}，身份证{IDENTITY}".encode(), "a.txt")
    assert cleaned.content.decode() == "手机138****1234，身份证110101********4450"
    assert cleaned.cleaned == {"mobile": 1, "resident_id": 1}
    assert cleaned.is_clean


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_text_keeps_its_encoding(encoding):
    cleaned = clean_file(f"手机{MOBILE}。".encode(encoding), "a.txt")
    assert cleaned.content.decode(encoding) == "手机138****1234。"


def test_only_the_kinds_named_are_masked_and_the_rest_is_left():
    cleaned = clean_file(f"手机{MOBILE}，身份证{IDENTITY}".encode(), "a.txt", kinds=["resident_id"])
    assert cleaned.content.decode() == f"手机{MOBILE}，身份证110101********4450"
    assert [each.kind for each in cleaned.left] == ["mobile"]


def test_only_what_was_chosen_is_masked():
    content = f"手机{MOBILE}或者13911112222".encode()
    marks = fingerprints(hashlib.sha256(content).hexdigest(), list(scan_file(content, "a.txt")))
    assert clean_file(content, "a.txt", chosen=marks[1:]).content.decode() == f"手机{MOBILE}或者139****2222"
    by_a_function = clean_file(content, "a.txt", chosen=lambda each: each.masked == "138****1234")
    assert by_a_function.content.decode() == "手机138****1234或者13911112222"


def test_a_marking_of_secrecy_is_never_masked_and_stays_in_what_is_left():
    cleaned = clean_file("秘密★10年".encode(), "a.txt")
    assert [each.kind for each in cleaned.left] == ["marking"]


def test_a_number_in_the_name_of_a_file_is_masked():
    assert clean_file(b"x", f"{IDENTITY}.txt").name == "110101＊＊＊＊＊＊＊＊4450.txt"


def test_a_page_loses_what_it_hides_and_says_beside_itself():
    page = (
        '<html><head><meta name="author" content="王小明"></head><body><!-- 底稿 --><p>公开 &amp; 依法</p>'
        f'<div style="display:none"><p>内幕</p></div><img alt="{IDENTITY}">'
        '<input type="hidden" value="secret9">'
        f'<a href="tel:{MOBILE}">来电</a></body></html>'
    )
    cleaned = clean_file(page.encode(), "a.html")
    assert cleaned.is_clean
    assert cleaned.content.decode() == (
        '<html><head></head><body><p>公开 &amp; 依法</p><img alt="110101********4450">'
        '<a href="tel:138****1234">来电</a></body></html>'
    )


def test_a_passport_in_a_table_of_a_page_is_masked_by_its_heading():
    rows = "<tr><th>姓名</th><th>护照号</th></tr><tr><td>王小明</td><td>E12345678</td></tr>"
    page = f"<html><table>{rows}</table></html>"
    assert "<td>E*****678</td>" in clean_file(page.encode(), "a.html").content.decode()


def test_marked_changes_of_a_page_are_accepted():
    page = '<html><p>前<del datetime="2018-05-07">旧</del><ins datetime="2018-05-07">新</ins></p></html>'
    assert clean_file(page.encode(), "a.html").content.decode() == "<html><p>前新</p></html>"


# Rich text


@pytest.mark.parametrize(
    ("html", "masked"),
    [
        ("<p>1101<strong>01199003</strong>074450</p>", "<p>1101<strong>01******</strong>**4450</p>"),
        ("<p>公开 &amp; 依法 &lt;b&gt;</p>", "<p>公开 &amp; 依法 &lt;b&gt;</p>"),
        ("<p>手机 13&#56;00001234</p>", "<p>手机 13&#56;****1234</p>"),
        ('<p><a href="mailto:a1@example.com">信</a></p>', '<p><a href="mailto:a*@example.com">信</a></p>'),
        (
            f'<p><img data-file="x" alt="证{IDENTITY}"></p>',
            '<p><img data-file="x" alt="证110101********4450"></p>',
        ),
        (
            "<table><tr><td>110101</td><td>19900307</td><td>4450</td></tr></table>",
            "<table><tr><td>110101</td><td>********</td><td>4450</td></tr></table>",
        ),
        ("<p>低保户<em>王</em>小明，男</p>", "<p>低保户<em>王</em>某某，男</p>"),
    ],
)
def test_rich_text_is_masked_across_its_tags(html, masked):
    assert mask_html(html) == masked


def test_of_rich_text_only_the_chosen_is_masked():
    html = f"<p>{MOBILE}，{IDENTITY}</p>"
    chosen = [each for each in findings_in_html(html) if each.kind == "mobile"]
    assert mask_html(html, chosen) == f"<p>138****1234，{IDENTITY}</p>"
    assert mask_html(html, []) == html


def test_what_was_masked_in_rich_text_is_not_found_again():
    html = f"<h2>名单</h2><p>住址：东城区干面胡同8号<br>{IDENTITY}</p><ul><li>手机{MOBILE}</li></ul>"
    assert findings_in_html(html)
    assert not findings_in_html(mask_html(html))


@pytest.mark.parametrize(
    "html", ["", "a < b", "<p", "<p>&", "<!-", "&#x110000;", "<a b='", "</", "<p>\r\n甲&nbsp;乙"]
)
def test_odd_markup_comes_out_as_it_went_in(html):
    assert mask_html(html) == html


# Word


def test_a_number_over_runs_cells_header_and_box_is_masked_in_word():
    document = docx.Document()
    paragraph = document.add_paragraph("证")
    for part in (IDENTITY[:7], IDENTITY[7:15], IDENTITY[15:]):
        paragraph.add_run(part).bold = True
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["姓名", "护照号", "王小明", "E12345678"], strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = f"电话{MOBILE}"
    paragraph._p.append(
        parse_xml(
            f'<w:r {W}><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r>'
            f"<w:t>联系{MOBILE[:3]}</w:t></w:r><w:r><w:t>{MOBILE[3:]}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></w:pict></w:r>"
        )
    )
    cleaned = clean_file(saved(document), "a.docx")
    again = opened(cleaned)
    assert cleaned.is_clean
    assert again.paragraphs[0].text == "证110101********4450"
    assert [run.bold for run in again.paragraphs[0].runs[1:4]] == [True] * 3
    assert again.tables[0].cell(1, 1).text == "E*****678"
    assert again.sections[0].header.paragraphs[0].text == "电话138****1234"
    assert is_gone(cleaned.content, MOBILE[3:], "E12345678")


def test_changes_are_accepted():
    document = docx.Document()
    document.add_paragraph("前")
    document.add_paragraph("后")
    change = 'w:id="1" w:author="李四" w:date="2018-05-07T09:00:00Z"'
    body = (
        f'<w:p><w:pPr><w:rPr><w:del {change}/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">留下</w:t></w:r>'
        f"<w:del {change}><w:r><w:delText>删去{IDENTITY}</w:delText></w:r></w:del>"
        f"<w:ins {change}><w:r><w:rPr><w:rPrChange {change}><w:rPr/></w:rPrChange></w:rPr>"
        "<w:t>加上</w:t></w:r>"
        f"</w:ins></w:p><w:p><w:r><w:t>下一段</w:t></w:r></w:p>"
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:del {change}/></w:trPr><w:tc><w:p><w:r>"
        f"<w:t>旧行</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:ins {change}/></w:trPr><w:tc><w:p><w:r>"
        "<w:t>新行</w:t></w:r></w:p></w:tc></w:tr>"
        f"</w:tbl><w:sectPr"
    )
    content = with_part(saved(document), "word/document.xml", "<w:sectPr", body)
    cleaned = clean_file(content, "a.docx")
    again = opened(cleaned)
    assert [each.text for each in again.paragraphs] == ["前", "后", "留下加上下一段"]
    assert [row.cells[0].text for row in again.tables[0].rows] == ["新行"]
    assert is_gone(cleaned.content, IDENTITY, "李四", "旧行")
    assert cleaned.is_clean
    assert cleaned.cleaned["resident_id"] == 1


def test_comments_hidden_text_and_names_are_taken_out_of_word():
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    paragraph.add_run(f"内幕{MOBILE}").font.hidden = True
    paragraph.add_run("白字").font.color.rgb = RGBColor(255, 255, 255)
    document.add_paragraph("").add_run("整段不见").font.hidden = True
    document.add_comment(paragraph.runs[:1], text="再核对", author="李四")
    document.core_properties.author = "王小明"
    cleaned = clean_file(saved(document), "a.docx")
    assert [each.text for each in opened(cleaned).paragraphs] == ["正文"]
    assert is_gone(cleaned.content, "再核对", "李四", "王小明", "白字", "整段不见", MOBILE, "thumbnail")
    assert cleaned.is_clean
    assert cleaned.cleaned == {"mobile": 1, "hidden_text": 2, "comment": 1, "property": 1}


def with_style(content, form, *, of_paragraph="", base="", key="Odd"):
    rests = f'<w:basedOn w:val="{base}"/>' if base else ""
    style = (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key}"/>{rests}'
        f"<w:pPr>{of_paragraph}</w:pPr><w:rPr>{form}</w:rPr></w:style>"
    )
    return with_part(content, "word/styles.xml", "</w:styles>", f"{style}</w:styles>")


def in_style(key, text, form=""):
    run = f"<w:r><w:rPr>{form}</w:rPr><w:t>{text}</w:t></w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="{key}"/></w:pPr>{run}</w:p>'


def with_body(content, body):
    return with_part(content, "word/document.xml", "<w:sectPr", f"{body}<w:sectPr")


def test_white_headings_on_a_dark_ground_stay():
    white, dark = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F4E79"/>'
    content = with_style(saved(docx.Document()), white, of_paragraph=dark)
    content = with_body(
        content,
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr>{dark}</w:tcPr><w:p><w:r><w:rPr>{white}</w:rPr>"
        "<w:t>表头</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        f"{in_style('Odd', '大标题')}<w:p><w:r><w:rPr>{white}</w:rPr><w:t>白字</w:t></w:r></w:p>",
    )
    cleaned = clean_file(content, "a.docx")
    assert cleaned.cleaned["hidden_text"] == 1
    assert opened(cleaned).tables[0].cell(0, 0).text == "表头"
    assert [each.text for each in opened(cleaned).paragraphs] == ["大标题"]


@pytest.mark.parametrize(
    "form", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'], ids=["gone", "white", "tiny"]
)
def test_what_a_style_hides_through_the_one_it_rests_on_is_taken_out(form):
    content = with_style(saved(docx.Document()), form, key="Base")
    content = with_style(content, '<w:b w:val="1"/>', base="Base")
    shown = '<w:vanish w:val="0"/><w:color w:val="auto"/><w:sz w:val="24"/>'
    content = with_body(content, in_style("Odd", "内幕") + in_style("Odd", "公开", shown))
    cleaned = clean_file(content, "a.docx")
    assert is_gone(cleaned.content, "内幕")
    assert [each.text for each in opened(cleaned).paragraphs] == ["公开"]
    assert cleaned.is_clean


@pytest.mark.parametrize(
    "form",
    [
        "<w:tblPr><w:tblPrChange {by}><w:tblPr/></w:tblPrChange></w:tblPr><w:tblGrid/><w:tr>",
        "<w:tblPr/><w:tblGrid><w:tblGridChange w:id='1'><w:tblGrid/></w:tblGridChange></w:tblGrid><w:tr>",
        "<w:tblPr/><w:tblGrid/><w:tr><w:tblPrEx><w:tblPrExChange {by}/></w:tblPrEx>",
        "<w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:trPrChange {by}><w:trPr/></w:trPrChange></w:trPr>",
        "<w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:ins {by}/></w:trPr>",
    ],
    ids=["table", "grid", "exception", "row", "row inserted"],
)
def test_changes_of_tables_and_rows_are_accepted(form):
    by = 'w:id="1" w:author="李四" w:date="2018-05-07T09:00:00Z"'
    table = f"<w:tbl>{form.format(by=by)}<w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    content = with_body(saved(docx.Document()), table)
    cleaned = clean_file(content, "a.docx")
    assert cleaned.cleaned["tracked_change"] >= 1
    assert is_gone(cleaned.content, "李四", "Change")
    assert opened(cleaned).tables[0].cell(0, 0).text == "格"
    assert cleaned.is_clean


def test_what_a_word_file_carries_along_is_taken_out_and_its_picture_on_the_page_stays():
    document = docx.Document()
    document.add_paragraph("正文")
    ole = (
        f'<w:p {W}><w:r><w:object><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s1"/>'
        '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId77"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></w:object></w:r></w:p>'
    )
    content = with_part(saved(document), "word/document.xml", "<w:sectPr", ole + "<w:sectPr")
    relation = (
        '<Relationship Id="rId77" Target="embeddings/list.xlsx" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/package"/><Relationship Id="rId78" Target="../customXml/item1.xml"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"/></Relationships>'
    )
    content = with_part(content, "word/_rels/document.xml.rels", "</Relationships>", relation)
    content = with_file(content, "word/embeddings/list.xlsx", b"list of names")
    content = with_file(content, "customXml/item1.xml", f"<a>{IDENTITY}</a>".encode())
    cleaned = clean_file(content, "a.docx")
    assert is_gone(cleaned.content, "list of names", "embeddings", "customXml/item", IDENTITY, "OLEObject")
    assert "<v:shape" in whole(cleaned.content)
    assert cleaned.is_clean
    assert len(opened(cleaned).paragraphs) == 2


def test_a_picture_in_a_word_file_loses_its_place_but_must_still_be_looked_at():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 20.0)}
    document = docx.Document()
    document.add_picture(io.BytesIO(picture(exif)))
    cleaned = clean_file(saved(document), "a.docx")
    assert [each.kind for each in cleaned.left] == ["unreadable"]
    assert cleaned.cleaned["exif_position"] == 1
    assert len(opened(cleaned).inline_shapes) == 1


def test_a_file_with_macros_is_refused():
    content = with_file(saved(docx.Document()), "word/vbaProject.bin", b"x")
    with pytest.raises(CannotOpen, match="macros"):
        clean_file(content, "a.docx")


def test_a_number_that_two_paragraphs_share_or_boxes_of_a_form_hold_is_masked():
    document = docx.Document()
    document.add_paragraph(f"身份证{IDENTITY[:9]}")
    document.add_paragraph(IDENTITY[9:])
    table = document.add_table(1, 19)
    for cell, text in zip(table.rows[0].cells, ["身份证号", *IDENTITY], strict=True):
        cell.text = text
    cleaned = clean_file(saved(document), "a.docx")
    again = opened(cleaned)
    assert cleaned.is_clean
    assert [each.text for each in again.paragraphs] == ["身份证110101***", "*****4450"]
    assert "".join(cell.text for cell in again.tables[0].rows[0].cells) == "身份证号110101********4450"


def test_a_word_file_in_the_strict_form_is_cleaned():
    document = docx.Document()
    document.add_paragraph(f"手机{MOBILE}")
    common = b"schemas.openxmlformats.org/wordprocessingml/2006"
    strict = {
        name: part.replace(common, b"purl.oclc.org/ooxml/wordprocessingml")
        for name, part in parts_of(saved(document)).items()
    }
    cleaned = clean_file(archive(strict), "a.docx")
    assert opened(cleaned).paragraphs[0].text == "手机138****1234"


def test_what_was_not_chosen_stays_in_word():
    document = docx.Document()
    paragraph = document.add_paragraph(f"手机{MOBILE}")
    document.add_comment(paragraph.runs, text="再核对", author="")
    cleaned = clean_file(saved(document), "a.docx", kinds=["mobile"])
    assert [each.kind for each in cleaned.left] == ["comment"]


# Excel


def book(*rows):
    made = openpyxl.Workbook()
    made.active.title = "名单"
    for row in rows:
        made.active.append(row)
    return made


def with_values(content, values, sheet="xl/worksheets/sheet1.xml"):
    """Give formulas the values a program would have worked out."""
    for cell, value in values.items():
        part = parts_of(content)[sheet].decode()
        old = re.search(rf'<c r="{cell}"[^>]*>.*?</c>', part).group()
        content = with_part(content, sheet, old, re.sub(r"<v\s*/>|<v></v>", f"<v>{value}</v>", old))
    return content


def test_cells_are_masked_by_their_headings_and_the_rest_stays():
    made = book(
        ["姓名", "护照号", "电话", "金额"],
        ["王小明", "E12345678", 13800001234, 300.5],
        ["合计", "", "", 300.5],
    )
    made.active["B2"].font = openpyxl.styles.Font(bold=True)
    cleaned = clean_file(saved(made), "a.xlsx")
    sheet = book_of(cleaned).active
    assert [each.value for each in sheet[2]] == ["王小明", "E*****678", "138****1234", 300.5]
    assert sheet["B2"].font.bold
    assert is_gone(cleaned.content, "E12345678", "13800001234")
    assert cleaned.is_clean


def test_a_number_split_over_cells_is_masked():
    cleaned = clean_file(saved(book(["证件", "甲"], ["110101", "19900307", "4450"])), "a.xlsx")
    assert [each.kind for each in cleaned.left] == []


def test_hidden_sheets_go_and_formulas_keep_what_they_showed():
    made = book(["事项", "数"], ["甲", "=底稿!A1"], ["乙", "=SUM(B2,1)"], ["丙", "=总数"])
    hidden = made.create_sheet("底稿", 0)
    hidden["A1"], hidden["A2"] = 7, f"内幕{MOBILE}"
    hidden.sheet_state = "veryHidden"
    made.active = 1
    made.defined_names["总数"] = openpyxl.workbook.defined_name.DefinedName("总数", attr_text="底稿!$A$1")
    made["名单"].print_title_rows = "1:1"
    content = with_values(saved(made), {"B2": 7, "B3": 8, "B4": 7}, "xl/worksheets/sheet2.xml")
    cleaned = clean_file(content, "a.xlsx")
    again = book_of(cleaned)
    assert again.sheetnames == ["名单"]
    assert [cell.value for cell in again.active["B"]] == ["数", 7, "=SUM(B2,1)", 7]
    assert "总数" not in again.defined_names
    assert again.active.print_title_rows == "$1:$1"
    assert is_gone(cleaned.content, "内幕", "底稿", MOBILE)
    assert cleaned.is_clean


def test_hidden_rows_and_columns_are_emptied_where_they_are():
    made = book(
        ["事项", "数", "说明"], ["甲", 1, "无"], ["内幕一", 2, "无"], ["合计", "=SUM(B2:B3)", "内幕二"]
    )
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["C"].hidden = True
    cleaned = clean_file(with_values(saved(made), {"B4": 3}), "a.xlsx")
    sheet = book_of(cleaned).active
    assert [[cell.value for cell in row] for row in sheet["A1:C4"]] == [
        ["事项", "数", None],
        ["甲", 1, None],
        [None, None, None],
        ["合计", 3, None],
    ]
    assert is_gone(cleaned.content, "内幕一", "内幕二")
    assert cleaned.is_clean


def test_comments_and_names_are_taken_out_of_a_workbook():
    made = book(["事项", "数"], ["甲", 1])
    made.active["B2"].comment = Comment(f"电话{MOBILE}", "李四")
    made.properties.creator = "王小明"
    cleaned = clean_file(saved(made), "a.xlsx")
    assert book_of(cleaned).active["B2"].comment is None
    assert is_gone(cleaned.content, MOBILE, "李四", "王小明")
    assert cleaned.is_clean


def test_a_chart_of_a_sheet_that_is_gone_keeps_its_figures():
    made = book(["事项", "数"], ["甲", 1])
    hidden = made.create_sheet("底稿")
    for row in (["类", "数"], ["甲", 3], ["乙", 4]):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    chart = BarChart()
    chart.add_data(Reference(hidden, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    made.active.add_chart(chart, "D2")
    content = saved(made)
    name = next(each for each in parts_of(content) if each.startswith("xl/charts/"))
    content = with_part(
        content,
        name,
        "</f></numRef>",
        '</f><numCache><ptCount val="2"/><pt idx="0"><v>3</v></pt><pt idx="1"><v>4</v></pt></numCache>'
        "</numRef>",
    )
    cleaned = clean_file(content, "a.xlsx")
    chart = parts_of(cleaned.content)[name].decode()
    assert "底稿" not in chart
    assert re.search(r"numLit>.*<v>3</v>.*<v>4</v>", chart)
    assert book_of(cleaned).sheetnames == ["名单"]


def test_a_formula_that_says_a_number_is_replaced_by_its_masked_value():
    made = book(["说明", "数"], [f'="手机{MOBILE}"', 1])
    content = saved(made)
    content = with_part(content, "xl/worksheets/sheet1.xml", '<c r="A2">', '<c r="A2" t="str">')
    cleaned = clean_file(with_values(content, {"A2": f"手机{MOBILE}"}), "a.xlsx")
    assert book_of(cleaned).active["A2"].value == "手机138****1234"
    assert is_gone(cleaned.content, MOBILE)


# PowerPoint


def show():
    """A presentation of two slides, the second hidden, with notes, an author and a hidden shape."""
    names = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def relations(*targets):
        said = "".join(
            f'<Relationship Id="r{n}" Type="{kind}/{what}" Target="{to}"/>'
            for n, (what, to) in enumerate(targets, 1)
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{said}</Relationships>'

    def shape(number, text, extra=""):
        runs = "".join(f"<a:r><a:t>{part}</a:t></a:r>" for part in text)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="s"{extra}/></p:nvSpPr><p:txBody><a:p>{runs}</a:p>'
            "</p:txBody></p:sp>"
        )

    def slide(*shapes, extra=""):
        return f"<p:sld {names}{extra}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"

    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/ppt/slides/slide2.xml" ContentType="x"/></Types>',
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="r1"/>'
            '<p:sldId id="257" r:id="r2"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": slide(
                shape(2, ["手机", MOBILE[:5], MOBILE[5:]]), shape(3, ["内幕一"], ' hidden="1"')
            ),
            "ppt/slides/_rels/slide1.xml.rels": relations(("notesSlide", "../notesSlides/notesSlide1.xml")),
            "ppt/slides/slide2.xml": slide(shape(2, ["内幕二"]), extra=' show="0"'),
            "ppt/notesSlides/notesSlide1.xml": slide(shape(2, ["内幕三"])),
        }
    )


def test_slides_are_masked_and_lose_what_they_hide():
    cleaned = clean_file(show(), "a.pptx")
    assert is_gone(cleaned.content, "内幕一", "内幕二", "内幕三", "slide2", MOBILE[5:], "notesSlide")
    assert "<a:t>138**</a:t>" in whole(cleaned.content)
    assert cleaned.is_clean
    assert cleaned.cleaned == {"mobile": 1, "hidden_text": 1, "hidden_sheet": 1, "comment": 1}


# PDF


def test_a_pdf_with_data_on_a_page_becomes_pictures_without_it():
    cleaned = clean_file(paper(f"身份证号{IDENTITY}，", "以上信息应当公开。"), "a.pdf")
    assert {each.kind for each in cleaned.left} == {"unreadable"}
    assert cleaned.cleaned == {"resident_id": 1}
    assert IDENTITY.encode() not in everything_in(cleaned.content)


@pytest.mark.parametrize("what", ["remarks", "attachment", "scripts", "data about the file"])
def test_what_a_pdf_carries_along_is_taken_out_and_its_text_stays_text(what):
    carried = changed(paper("以上信息应当公开。"), CARELESS[what])
    cleaned = clean_file(carried, "a.pdf")
    assert cleaned.is_clean
    everything = everything_in(cleaned.content)
    assert MOBILE.encode() not in everything
    assert not [1 for encoding in ("utf-8", "utf-16-be") if SECRET.encode(encoding) in everything]
    with pikepdf.open(io.BytesIO(cleaned.content)) as again:
        assert "/Font" in again.pages[0].obj.Resources


def test_bookmarks_that_say_a_number_are_taken_out_of_a_pdf():
    document = pdf()
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"手机{MOBILE}", 0))
    assert clean_file(saved(document), "a.pdf").is_clean


def test_of_two_numbers_on_a_page_only_the_chosen_is_blackened():
    source = paper(f"手机{MOBILE}，", f"身份证号{IDENTITY}。")
    marks = {each.kind: each.masked for each in scan_file(source, "a.pdf")}
    assert set(marks) == {"mobile", "resident_id"}
    cleaned = clean_file(source, "a.pdf", chosen=lambda each: each.kind == "mobile")
    assert cleaned.cleaned == {"mobile": 1}
    assert {each.kind for each in cleaned.left} == {"unreadable", "resident_id"}
    boxes = [each.boxes[0] for each in proposals(source)]
    with Image.open(io.BytesIO(page_picture(cleaned.content, 0, 1200))) as drawn:
        middles = [
            drawn.convert("L")
            .crop(
                [
                    round(each)
                    for each in (
                        box.x * drawn.width + 2,
                        box.y * drawn.height + 2,
                        (box.x + box.width) * drawn.width - 2,
                        (box.y + box.height) * drawn.height - 2,
                    )
                ]
            )
            .getextrema()[1]
            for box in boxes
        ]
    assert middles[0] < 100 < middles[1]


def test_an_earlier_version_is_left_behind():
    written = b"BT /F1 12 Tf 20 200 Td (13800138000) Tj ET"
    cleaned = clean_file(later_version(saved(pdf(written))), "a.pdf")
    assert cleaned.is_clean
    assert b"13800138000" not in everything_in(cleaned.content)


def test_text_under_a_box_is_not_in_the_cleaned_pdf():
    written = b"BT /F1 12 Tf 20 200 Td (13800138000) Tj ET 0 g 10 190 200 30 re f"
    cleaned = clean_file(saved(pdf(written)), "a.pdf")
    assert {each.kind for each in cleaned.left} == {"unreadable"}
    assert b"13800138000" not in everything_in(cleaned.content)


def test_a_link_to_somebody_is_taken_out_of_a_pdf():
    document = pdf()
    action = Dictionary(S=Name.URI, URI=String("mailto:wang.xm@example.com"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = Array([document.make_indirect(link)])
    assert clean_file(saved(document), "a.pdf").is_clean


# Pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_picture_keeps_its_points_and_nothing_else(kind):
    exif = Image.Exif()
    exif[0x013B] = "Wang Xiaoming"
    content = picture(exif, kind)
    cleaned = clean_file(content, "a.bin")
    assert [each.kind for each in cleaned.left] == ["unreadable"]
    assert b"Wang" not in cleaned.content
    with Image.open(io.BytesIO(cleaned.content)) as after, Image.open(io.BytesIO(content)) as before:
        assert after.format == kind
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_a_picture_on_its_side_is_turned_for_good():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(clean_file(picture(exif), "a.jpg").content)) as after:
        assert after.size == (40, 60)


# Fingerprints


def test_a_fingerprint_tells_a_finding_again_and_not_its_number():
    one, other = find(f"身份证{IDENTITY}")[0], find("编号：甲，身份证 110101 19900307 4450。")[0]
    mark = fingerprint("documents/1", one)
    assert mark == fingerprint("documents/1", other)
    assert mark != fingerprint("documents/2", one)
    assert re.fullmatch("[0-9a-f]{64}", mark)


def test_findings_without_words_are_told_apart_by_their_place():
    made = book(["甲", "乙"], ["1", "2"])
    for name in ("底稿", "旧稿"):
        made.create_sheet(name).sheet_state = "hidden"
    found = list(scan_file(saved(made), "a.xlsx"))
    with translation.override("zh-hans"):
        again = list(scan_file(saved(made), "a.xlsx"))
    marks = fingerprints("x", found)
    assert len(set(marks)) == 2
    assert marks == fingerprints("x", again)


def test_what_was_found_is_not_shown_by_accident():
    (found,) = scan_file(f"手机{MOBILE}".encode(), "a.txt")
    assert MOBILE not in repr(found)


def test_a_cleaned_file_is_the_same_bytes_each_time():
    made = saved(book(["姓名", "电话"], ["王小明", 13800001234]))
    assert clean_file(made, "a.xlsx").content == clean_file(made, "a.xlsx").content
    assert zipfile.ZipFile(io.BytesIO(clean_file(made, "a.xlsx").content)).testzip() is None


# The corpus: files of all producers and of every kind of hidden content


@pytest.mark.one_database
def test_of_the_files_of_the_corpus_nothing_is_left_but_what_a_person_has_to_look_at():
    left = {}
    for each in samples()[::5]:
        if each.name.endswith(".pdf") or {"macro"} & {label.kind for label in each.labels}:
            continue
        with suppress(CannotOpen):
            still = {found.kind for found in clean_file(each.content, each.name).left} - {
                "unreadable",
                "marking",
            }
            left |= {each.name: still} if still else {}
    assert left == {}
