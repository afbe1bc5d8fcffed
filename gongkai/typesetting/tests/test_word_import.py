import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from django.utils import translation
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from PIL import Image

from gongkai.typesetting import word_import
from gongkai.typesetting.docx import official_docx
from gongkai.typesetting.official import OfficialDocument
from gongkai.typesetting.rich_text import blocks
from gongkai.typesetting.word_import import CannotRead, read_docx


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def saved(document):
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def picture(kind="PNG"):
    content = BytesIO()
    Image.new("RGB", (30, 20), "red").save(content, kind)
    return content.getvalue()


def centred(document, words, size=22):
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(words).font.size = Pt(size)
    return line


WPS_STYLES = """
<w:styles {0}>
  <w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/>
    <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="3"><w:name w:val="标题 2"/><w:basedOn w:val="1"/></w:style>
  <w:style w:type="paragraph" w:styleId="9"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>
</w:styles>
"""
WPS_NUMBERS = """
<w:numbering {0}>
  <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>
    <w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
  <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/>
    <w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
</w:numbering>
"""


def paragraph(words, *, style="", number="", more=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    counted = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    face = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
    properties = f"<w:pPr>{named}{counted}{more}</w:pPr>"
    return f"<w:p>{properties}<w:r><w:rPr>{face}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def from_wps(*paragraphs):
    """A file as WPS writes it: styles by figures, Chinese faces, numbers counted by the program."""
    document = docx.Document()
    body = document.element.body
    for old in list(body)[:-1]:
        body.remove(old)
    for each in paragraphs:
        body.insert(len(body) - 1, parse_xml(each.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    document.part._styles_part._element = parse_xml(WPS_STYLES.format(nsdecls("w")))
    document.part.numbering_part._element = parse_xml(WPS_NUMBERS.format(nsdecls("w")))
    return saved(document)


def test_a_file_of_word_keeps_headings_lists_and_tables():
    document = docx.Document()
    document.add_heading("一、总则", 1)
    document.add_heading("（一）目标", 2)
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 1).text = "右下"
    assert read_docx(saved(document)).html == (
        "<h2>一、总则</h2>\n<h3>（一）目标</h3>\n<ol><li><p>甲</p></li></ol><ul><li><p>乙</p></li></ul>\n"
        '<table><tbody><tr><td colspan="2"><p>合并</p></td></tr>'
        "<tr><td></td><td><p>右下</p></td></tr></tbody></table>"
    )


def test_a_file_of_wps_keeps_headings_and_the_numbers_it_counts():
    read = read_docx(
        from_wps(
            paragraph("关于整治的通知", style="9"),
            paragraph("总体要求", style="2", number="1"),
            paragraph("　　正文。"),
            paragraph("工作目标", style="2", number="1"),
            paragraph("（一）细则", style="3"),
            paragraph("甲", number="2"),
            paragraph("乙", number="2"),
        )
    )
    assert read.title == "关于整治的通知"
    assert read.html == (
        "<h2>一、总体要求</h2>\n<p>正文。</p>\n<h2>二、工作目标</h2>\n<h3>（一）细则</h3>\n"
        "<ol><li><p>甲</p></li><li><p>乙</p></li></ol>"
    )


def test_an_outline_level_makes_a_heading():
    content = from_wps(paragraph("总则", more='<w:outlineLvl w:val="1"/>'))
    assert read_docx(content).html == "<h2>总则</h2>"


def test_the_first_centred_lines_in_size_two_are_the_title():
    document = docx.Document()
    centred(document, "建国门街道办事处文件", size=48)
    centred(document, "关于做好政府信息")
    centred(document, "公开工作的通知")
    document.add_paragraph("各科室：")
    read = read_docx(saved(document))
    assert read.title == "关于做好政府信息公开工作的通知"
    assert read.html == '<p data-align="center">建国门街道办事处文件</p>\n<p>各科室：</p>'


def test_pictures_come_along_with_their_alternative_text():
    document = docx.Document()
    document.add_picture(BytesIO(picture()))
    document.element.body.find(f".//{qn('wp:docPr')}").set("descr", "流程图")
    read = read_docx(saved(document))
    (taken,) = read.pictures
    assert (taken.content, taken.content_type, taken.alt) == (picture(), "image/png", "流程图")
    assert read.html == f'<img data-file="{taken.key}" alt="流程图">'


def test_tracked_changes_are_read_as_accepted_and_told():
    document = docx.Document()
    line = document.add_paragraph("原文")
    for change in (
        '<w:ins {0} w:id="1" w:author="a"><w:r><w:t>新增</w:t></w:r></w:ins>',
        '<w:del {0} w:id="2" w:author="a"><w:r><w:delText>删除</w:delText></w:r></w:del>',
        '<w:moveTo {0} w:id="3" w:author="a"><w:r><w:t>移来</w:t></w:r></w:moveTo>',
        '<w:moveFrom {0} w:id="4" w:author="a"><w:r><w:t>移走</w:t></w:r></w:moveFrom>',
    ):
        line._p.append(parse_xml(change.format(nsdecls("w"))))
    read = read_docx(saved(document))
    assert read.html == "<p>原文新增移来</p>"
    assert "tracked changes" in " ".join(read.notes)


def test_comments_are_left_out_and_told():
    document = docx.Document()
    line = document.add_paragraph("原文")
    document.add_comment(line.runs, text="内部意见", author="a")
    read = read_docx(saved(document))
    assert read.html == "<p>原文</p>"
    assert "comments" in " ".join(read.notes)


FOOTNOTES = """<?xml version="1.0" encoding="UTF-8"?><w:footnotes {0}><w:footnote w:id="2"><w:p><w:r>
<w:t>见统计年鉴。</w:t></w:r></w:p></w:footnote></w:footnotes>"""
RELATION = (
    '<Relationship Id="rId99" Target="footnotes.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
)
PART = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footnotes+xml"/></Types>'
)


def test_footnotes_stand_at_the_end():
    document = docx.Document()
    line = document.add_paragraph("正文")
    line._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    changed = {
        "word/_rels/document.xml.rels": lambda said: said.replace("</Relationships>", RELATION),
        "[Content_Types].xml": lambda said: said.replace("</Types>", PART),
    }
    content = repacked(saved(document), changed, {"word/footnotes.xml": FOOTNOTES.format(nsdecls("w"))})
    assert read_docx(content).html == "<p>正文<sup>[1]</sup></p>\n<ol><li><p>见统计年鉴。</p></li></ol>"


def repacked(content, changed, added=None):
    out = BytesIO()
    with ZipFile(BytesIO(content)) as parts, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in parts.namelist():
            said = parts.read(name)
            made.writestr(name, changed[name](said.decode()) if name in changed else said)
        for name, said in (added or {}).items():
            made.writestr(name, said)
    return out.getvalue()


def test_what_our_own_writer_made_is_read_back():
    html = "<h2>一、总则</h2>\n<p>正文<strong>要点</strong>。</p>\n<h3>（一）目标</h3>"
    read = read_docx(official_docx(OfficialDocument(head="", title="通知", body=blocks(html), issuer="街道")))
    assert read.title == "通知"
    assert html in read.html


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a Word document"),
        (b"%PDF-1.7", "not a Word document"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "password"),
        (saved(docx.Document())[:9000], "not a Word document"),
        (repacked(saved(docx.Document()), {"word/document.xml": lambda _: "<w:document"}), "damaged"),
        (
            repacked(
                saved(docx.Document()),
                {"word/document.xml": lambda said: f"<!DOCTYPE x [<!ENTITY a 'b'>]>{said}"},
            ),
            "damaged",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_words(content, said):
    with pytest.raises(CannotRead, match=said):
        read_docx(content)


def test_a_picture_that_lies_outside_the_file_is_not_fetched():
    document = docx.Document()
    document.add_paragraph("正文")
    document.add_picture(BytesIO(picture()))
    blip = document.element.body.find(f".//{qn('a:blip')}")
    outside = document.part.relate_to("file:///etc/hostname", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), outside)
    read = read_docx(saved(document))
    assert (read.html, read.pictures) == ("<p>正文</p>", [])


def test_a_picture_no_browser_shows_is_left_out_and_told():
    document = docx.Document()
    document.add_picture(BytesIO(picture("TIFF")))
    read = read_docx(saved(document))
    assert (read.html, read.pictures) == ("", [])
    assert "1 picture is in a form" in " ".join(read.notes)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(word_import, "TEXT_AT_MOST", 1_000_000)
    content = repacked(saved(docx.Document()), {}, {"word/bomb.xml": " " * 2_000_000})
    with pytest.raises(CannotRead, match="too large"):
        read_docx(content)


def test_a_part_with_a_password_is_refused():
    content = bytearray(saved(docx.Document()))
    place = content.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, place + 8)[0]
    struct.pack_into("<H", content, place + 8, flags | 1)
    with pytest.raises(CannotRead, match="password"):
        read_docx(bytes(content))


def test_a_formula_is_left_out_and_that_is_said():
    document = docx.Document()
    line = document.add_paragraph("补偿金额为")
    line._p.append(
        parse_xml(
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>a+b</m:t></m:r></m:oMath>"
        )
    )
    assert read_docx(saved(document)).notes == [
        "The file holds formulas. They were left out; put them in as pictures."
    ]
