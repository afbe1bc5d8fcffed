"""Files: what they show, what they keep from sight, what they carry along."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
import pytest
import typst
from django.utils import translation
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from gongkai.privacy.scanning import CannotOpen, scan_file

IDENTITY, MASKED = "110101199003071233", "110***********1233"
MOBILE = "13800138000"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def scan(content, name="file"):
    return {(each.kind, each.where) for each in scan_file(content, name)}


def kinds(content, name="file"):
    return sorted({each.kind for each in scan_file(content, name)})


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# Text and HTML


def test_text_is_searched_by_lines():
    (found,) = scan_file(f"第一行\n身份证{IDENTITY}\n".encode(), "a.txt")
    assert (found.kind, found.where, found.masked) == ("resident_id", "line 2", MASKED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_offices(encoding):
    assert kinds(f"身份证{IDENTITY}，内容".encode(encoding)) == ["resident_id"]


def test_text_without_personal_data_gives_nothing():
    assert scan("政府信息公开工作年度报告".encode()) == set()


def test_a_table_kept_as_text_is_read_with_its_headings():
    text = f"序号,姓名,办公电话\n1,王某,65123456\n2,李某,{MOBILE}\n"
    assert scan(text.encode("gb18030"), "名单.csv") == {("phone", "line 2"), ("mobile", "line 3")}


def test_text_with_one_broken_sign_is_read_all_the_same():
    content = "电话".encode("gb18030") + MOBILE.encode() + b"\xff" + "其他内容".encode("gb18030") * 50
    assert kinds(content) == ["mobile"]


def test_a_file_inside_a_file_is_read_too():
    inner = archive({"xl/workbook.xml": "<a/>", "docProps/core.xml": f"<a><title>电话{MOBILE}</title></a>"})
    outer = with_file(saved(docx.Document()), "word/embeddings/list.xlsx", inner)
    assert kinds(outer) == ["embedded_file", "mobile"]


def test_the_strict_form_of_the_standard_is_read_too():
    document = docx.Document()
    document.add_paragraph(f"电话{MOBILE}")
    parts = parts_of(saved(document))
    strict = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert kinds(archive({**parts, "word/document.xml": strict})) == ["mobile"]


def test_a_number_in_pieces_of_a_page_is_found():
    page = "<html><p>电话 <b>138</b>0013<i>8000</i></p></html>"
    assert scan(page.encode()) == {("mobile", "line 1")}


@pytest.mark.parametrize(
    "concealed",
    [
        '<div style="display:none">{}</div>',
        "<p hidden>{}</p>",
        '<span style="color:#ffffff">{}</span>',
        '<div style="visibility: hidden"><p>甲</p><p>{}</p></div>',
    ],
)
def test_what_a_page_keeps_from_sight_is_found(concealed):
    page = "<html><body><p>公开</p>\n" + concealed.format(f"电话{MOBILE}") + "</body></html>"
    assert kinds(page.encode()) == ["hidden_text", "mobile"]


def test_comments_and_attributes_of_a_page_are_read():
    page = f'<html><!-- 底稿 --><img alt="{IDENTITY}"><a href="mailto:a1@example.com">信</a></html>'
    assert kinds(page.encode()) == ["comment", "email", "resident_id"]


# Word


def test_a_clean_word_file_gives_nothing():
    document = docx.Document()
    document.add_paragraph("政府信息公开指南")
    assert scan(saved(document)) == set()


def test_a_number_split_over_runs_is_found_and_placed():
    document = docx.Document()
    paragraph = document.add_paragraph("身份证")
    paragraph.add_run(IDENTITY[:7])
    paragraph.add_run(IDENTITY[7:])
    assert scan(saved(document)) == {("resident_id", "paragraph 1")}


def test_header_comment_and_hidden_text_of_word_are_found():
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    paragraph.add_run(f"电话{MOBILE}").font.hidden = True
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.add_comment(paragraph.runs[:1], text="再核对", author="")
    assert scan(saved(document)) == {
        ("mobile", "paragraph 1"),
        ("hidden_text", "paragraph 1"),
        ("marking", "page header: paragraph 1"),
        ("comment", "comments"),
    }


def test_tracked_deletions_are_found_with_what_they_hold():
    document = docx.Document()
    document.add_paragraph("留")
    content = saved(document)
    deleted = f"<w:del w:id='1' w:author='x'><w:r><w:delText>身份证{IDENTITY}</w:delText></w:r></w:del></w:p>"
    assert kinds(with_part(content, "word/document.xml", "</w:p>", deleted)) == [
        "resident_id",
        "tracked_change",
    ]


def test_a_table_is_read_with_its_headings():
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["姓名", "护照号", "王小明", "E12345678"], strict=True):
        cell.text = text
    assert scan(saved(document)) == {("passport", "table 1, row 2")}


def test_who_wrote_a_file_is_found():
    document = docx.Document()
    document.core_properties.author = "王小明"
    document.core_properties.last_modified_by = "李四"
    found = {(each.where, each.masked) for each in scan_file(saved(document))}
    assert found == {("file property “Author”", "王**"), ("file property “Last modified by”", "李*")}


def test_macros_and_embedded_files_are_found():
    content = saved(docx.Document())
    assert kinds(with_file(content, "word/vbaProject.bin", b"x")) == ["macro"]
    assert kinds(with_file(content, "word/embeddings/list.xlsx", b"x")) == ["embedded_file"]


def test_a_picture_in_a_word_file_must_be_looked_at():
    document = docx.Document()
    document.add_picture(io.BytesIO(picture()))
    assert kinds(saved(document)) == ["unreadable"]


# Excel


def book():
    made = openpyxl.Workbook()
    made.active.title = "名单"
    return made


def test_a_cell_is_read_with_the_heading_of_its_column():
    made = book()
    for row in (["姓名", "护照号", "电话", "备注"], ["王小明", "E12345678", 13800138000, "低保"]):
        made.active.append(row)
    assert scan(saved(made)) == {
        ("health_welfare", "cell A2 of sheet 名单"),
        ("passport", "cell B2 of sheet 名单"),
        ("mobile", "cell C2 of sheet 名单"),
    }


def test_hidden_sheets_rows_and_columns_and_comments_are_found():
    made = book()
    for row in (["事项", "数量", "说明"], ["甲", 1, "无"], ["乙", 2, "无"], ["丙", 3, "无"]):
        made.active.append(row)
    made.active.row_dimensions[3].hidden = made.active.row_dimensions[4].hidden = True
    made.active.column_dimensions["C"].hidden = True
    made.active["B2"].comment = Comment(f"电话{MOBILE}", "")
    made.create_sheet("底稿").sheet_state = "veryHidden"
    assert scan(saved(made)) == {
        ("hidden_row", "row 3–4 of sheet 名单"),
        ("hidden_row", "column C of sheet 名单"),
        ("comment", "cell B2 of sheet 名单"),
        ("mobile", "cell B2 of sheet 名单"),
        ("hidden_sheet", "sheet 底稿"),
    }


def test_a_table_of_amounts_gives_nothing():
    made = book()
    for row in (["事项", "预算（元）"], ["环境整治", 1234567.89], ["绿化", 98765432]):
        made.active.append(row)
    assert scan(saved(made)) == set()


# PowerPoint


def test_slides_notes_and_hidden_slides_are_read():
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slide = (
        '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{0}"{1}>'
        "<a:p><a:r><a:t>{2}</a:t></a:r></a:p></p:sld>"
    )
    relation = (
        '<Relationships><Relationship Id="r1" Target="../notesSlides/notesSlide1.xml"/></Relationships>'
    )
    content = archive(
        {
            "ppt/presentation.xml": "<a/>",
            "ppt/slides/slide1.xml": slide.format(drawing, "", f"电话{MOBILE}"),
            "ppt/slides/slide2.xml": slide.format(drawing, ' show="0"', "底稿"),
            "ppt/slides/_rels/slide1.xml.rels": relation,
            "ppt/notesSlides/notesSlide1.xml": slide.format(drawing, "", f"身份证{IDENTITY}"),
        }
    )
    assert scan(content) == {
        ("mobile", "slide 1"),
        ("hidden_sheet", "slide 2"),
        ("comment", "notes of slide 1"),
        ("resident_id", "notes of slide 1"),
    }


# PDF


def pdf(drawing=b"BT /F1 12 Tf 20 200 Td (open) Tj ET"):
    document = Pdf.new()
    page = document.add_blank_page(page_size=(300, 300))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = document.make_stream(drawing)
    return document


WRITTEN = b"BT /F1 12 Tf 20 200 Td (13800138000) Tj ET"


def test_the_text_of_a_page_is_read():
    assert scan(saved(pdf(WRITTEN))) == {("mobile", "page 1")}


def test_a_clean_pdf_gives_nothing():
    assert scan(typst.compile(b"#set page(width: 300pt, height: 300pt)\nnothing")) == set()


@pytest.mark.parametrize(
    "drawing",
    [
        b"3 Tr " + WRITTEN,
        b"1 1 1 rg " + WRITTEN,
        WRITTEN + b" 0 g 10 190 200 30 re f",
        WRITTEN + b" 1 g 10 190 200 30 re f",
        WRITTEN.replace(b"20 200", b"20 900"),
    ],
    ids=["invisible", "white", "under a box", "under paper", "beside the page"],
)
def test_text_that_nobody_sees_is_found(drawing):
    assert scan(saved(pdf(drawing))) == {("mobile", "page 1"), ("hidden_text", "page 1")}


def test_white_letters_on_a_dark_ground_are_seen():
    assert (
        scan(saved(pdf(b"0 0 0.5 rg 0 150 300 100 re f 1 1 1 rg BT /F1 12 Tf 20 200 Td (open) Tj ET")))
        == set()
    )


def under_a_picture(folder, colour):
    """Return a PDF in which a picture of that colour, with a red stripe, lies over the text."""
    picture = Image.new("RGBA", (80, 80), colour)
    picture.paste((255, 0, 0, 255), (0, 0, 80, 8))
    picture.save(folder / "s.png")
    source = b'#set page(width: 200pt, height: 200pt)\nopen\n#place(top + left, image("s.png", width: 150pt))'
    (folder / "a.typ").write_bytes(source)
    return typst.compile(folder / "a.typ")


def test_text_under_a_picture_is_hidden(tmp_path):
    assert ("hidden_text", "page 1") in scan(under_a_picture(tmp_path, (255, 255, 255, 255)))


def test_a_seal_over_a_signature_hides_nothing(tmp_path):
    assert ("hidden_text", "page 1") not in scan(under_a_picture(tmp_path, (0, 0, 0, 0)))


def test_a_page_without_readable_text_must_be_looked_at():
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, "PDF")
    assert scan(out.getvalue()) == {("unreadable", "page 1")}


def test_remarks_form_fields_and_bookmarks_are_read():
    document = pdf()
    remark = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String("call 13800138000")
    )
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("身份证号"),
        V=String(IDENTITY),
        Rect=[0, 0, 9, 9],
    )
    document.pages[0].Annots = Array([document.make_indirect(remark), document.make_indirect(field)])
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("车牌京A12345", 0))
    assert scan(saved(document)) == {
        ("comment", "page 1"),
        ("mobile", "comment on page 1"),
        ("resident_id", "form field “身份证号” on page 1"),
        ("plate", "bookmark"),
    }


def test_properties_attachments_and_scripts_are_found():
    document = pdf()
    document.attachments["名单13800138000.xlsx"] = b"x"
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = f"身份证{IDENTITY}"
    document.docinfo["/Author"] = "王小明"
    found = list(scan_file(saved(document)))
    assert {each.kind for each in found} == {"property", "embedded_file", "macro", "mobile", "resident_id"}
    assert not [each for each in found if MOBILE in each.masked]


def test_a_layer_that_is_switched_off_is_found_and_read():
    document = pdf(b"/OC /L1 BDC " + WRITTEN + b" EMC BT /F1 12 Tf 20 100 Td (open) Tj ET")
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("底稿")))
    document.pages[0].Resources.Properties = Dictionary(L1=layer)
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    assert scan(saved(document)) == {("mobile", "page 1"), ("hidden_text", "layer “底稿”, switched off")}


def test_an_earlier_version_inside_the_file_is_read():
    first = saved(pdf(WRITTEN))
    assert scan(later_version(first)) == {
        ("hidden_text", "an earlier version inside the file"),
        ("mobile", "an earlier version inside the file: page 1"),
    }


def later_version(first):
    """Append an update in which the page's content is replaced, as editing programs do."""
    document = Pdf.open(io.BytesIO(first))
    number, root = document.pages[0].Contents.objgen[0], document.Root.objgen[0]
    drawing = b"BT /F1 12 Tf 20 200 Td (open) Tj ET"
    content = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(drawing), drawing)
    before = int(first.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(first) + 1)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (len(document.objects) + 1, root, before)
    return (
        first
        + b"\n"
        + content
        + table
        + trailer
        + b"startxref\n%d\n%%%%EOF\n" % (len(first) + 1 + len(content))
    )


# Pictures


def picture(exif=None, kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def test_a_picture_must_be_looked_at_and_tells_where_it_was_taken():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 20.0)}
    assert kinds(picture(exif)) == ["exif_position", "unreadable"]
    assert kinds(picture(kind="PNG")) == ["unreadable"]


def test_the_photographer_is_found():
    exif = Image.Exif()
    exif[0x013B] = "Wang Xiaoming"
    assert kinds(picture(exif)) == ["property", "unreadable"]


# What cannot be opened


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"%PDF-1.7 nothing", "a.pdf", "broken"),
        (b"PK\x03\x04 nothing", "a.docx", "broken"),
        (b"\xff\xd8\xff nothing", "a.jpg", "broken"),
        (b"nothing", "a.docx", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "old format"),
        (b"\x00\x01\x02", "a.bin", "type"),
    ],
)
def test_what_cannot_be_opened_is_said(content, name, reason):
    with pytest.raises(CannotOpen, match=reason):
        list(scan_file(content, name))


def test_an_encrypted_pdf_is_refused():
    out = io.BytesIO()
    pdf().save(out, encryption=pikepdf.Encryption(owner="one", user="two"))
    with pytest.raises(CannotOpen, match="encrypted"):
        list(scan_file(out.getvalue()))


def test_entities_are_never_expanded():
    evil = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><w>&a;&b;</w>'
    with pytest.raises(CannotOpen, match="declaration"):
        list(scan_file(archive({"word/document.xml": evil})))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("gongkai.privacy.office_reading.LARGEST_WHOLE", 1_000_000)
    with pytest.raises(CannotOpen, match="too large"):
        list(scan_file(archive({"word/document.xml": "<w>" + " " * 2_000_000 + "</w>"})))


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def with_file(content, name, data):
    return archive({**parts_of(content), name: data})


def with_part(content, name, old, new):
    parts = parts_of(content)
    parts[name] = parts[name].decode().replace(old, new, 1).encode()
    return archive(parts)
