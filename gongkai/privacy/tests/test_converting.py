import io
import zipfile

import pytest
from django.utils import translation
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Cm, Mm
from PIL import Image
from pypdf import PdfReader

from gongkai.privacy.converting import as_pdf
from gongkai.privacy.numerals import numeral
from gongkai.privacy.pages import CannotRedact, page_count, page_picture, page_size, page_text, proposals

from .papers import IDENTITY, MOBILE, SECRET, encrypted, faces, paper

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def document():
    return Document()


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def converted(document) -> bytes:
    return as_pdf(saved(document), "来信.docx", faces=faces())


def text_of(document) -> str:
    pdf = converted(document)
    return "".join("".join(page_text(pdf, n) for n in range(page_count(pdf))).split())


def put(paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.replace(">", f" {W}>", 1)))


def picture(size=(300, 200), kind="PNG", mode="RGB", colour: object = "red", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def with_part(raw: bytes, name: str, content: str, relation: str) -> bytes:
    """A DOCX file with one more part, as Word has for notes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == "word/_rels/document.xml.rels":
                extra = (
                    f'<Relationship Id="rIdX" Type="{RELATIONS}/{relation}" Target="{name}"/></Relationships>'
                )
                data = data.replace(b"</Relationships>", extra.encode())
            new.writestr(entry, data)
        new.writestr(f"word/{name}", content)
    return out.getvalue()


def test_a_pdf_stays_as_it_is():
    assert as_pdf(paper(), "来信.pdf") == paper()


def test_a_protected_pdf_is_refused():
    with pytest.raises(CannotRedact, match="protected by a password"):
        as_pdf(encrypted(owner="2", user="1"), "来信.pdf")


@pytest.mark.parametrize("raw", [b"%PDF-1.4 rubbish", b"%PDF-"])
def test_a_broken_pdf_is_refused(raw):
    with pytest.raises(CannotRedact, match="cannot be read as a PDF"):
        as_pdf(raw, "来信.pdf")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04rubbish", b"\x00\x01\x02", b"<html></html>", b"GIF89a"])
def test_a_file_of_another_kind_is_refused_by_name(raw):
    with pytest.raises(CannotRedact, match=r"“来信\.xls” is none of them"):
        as_pdf(raw, "来信.xls")


# Pictures


def test_a_picture_becomes_a_sheet_of_a4_lying_as_the_picture_lies():
    assert page_size(as_pdf(picture((3000, 2000)), "a.png"), 0) == pytest.approx((841.89, 595.28), abs=0.01)
    assert page_size(as_pdf(picture((2000, 3000)), "a.png"), 0) == pytest.approx((595.28, 841.89), abs=0.01)


def test_a_picture_from_a_camera_is_upright_and_has_forgotten_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "13800001234"
    pdf = as_pdf(picture((3000, 2000), "JPEG", exif=exif), "a.jpg")
    assert page_size(pdf, 0)[1] > page_size(pdf, 0)[0]
    assert b"Exif" not in pdf
    assert MOBILE.encode() not in pdf


def test_a_picture_fills_the_sheet_as_far_as_its_shape_allows():
    page = Image.open(io.BytesIO(page_picture(as_pdf(picture((2000, 2828)), "a.png"), 0, 400)))
    assert page.convert("RGB").getpixel((5, 5))[0] > 200
    assert page.convert("RGB").getpixel((5, 5))[1] < 60


def test_a_small_picture_is_not_blown_up():
    page = Image.open(io.BytesIO(page_picture(as_pdf(picture((96, 96)), "a.png"), 0, 595))).convert("RGB")
    red = [x for x in range(595) if page.getpixel((x, page.height // 2))[1] < 100]
    assert len(red) == pytest.approx(72, abs=3)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("1", 0), ("L", 0), ("LA", (0, 255)), ("P", 0), ("RGBA", (0, 0, 0, 255)), ("I;16", 0)],
)
def test_pictures_of_every_kind_are_drawn(mode, colour):
    pdf = as_pdf(picture((900, 1200), "PNG", mode, colour), "a.png")
    assert Image.open(io.BytesIO(page_picture(pdf, 0, 400))).convert("L").getpixel((200, 280)) < 20


def test_what_can_be_seen_through_stands_on_white_paper():
    pdf = as_pdf(picture((900, 1200), "PNG", "RGBA", (0, 0, 0, 0)), "a.png")
    assert Image.open(io.BytesIO(page_picture(pdf, 0, 400))).convert("L").getpixel((200, 280)) > 250


def test_a_picture_that_breaks_off_is_refused():
    whole = picture((2000, 2000), "JPEG")
    with pytest.raises(CannotRedact, match=r"cannot be read to its end|is none of them"):
        as_pdf(whole[: len(whole) // 2], "a.jpg")


# Word


def test_paragraphs_headings_lists_and_tables_come_in_their_order(document):
    document.add_heading("答复书", 1)
    document.add_paragraph("第一段")
    document.add_paragraph("甲项", style="List Number")
    document.add_paragraph("乙项", style="List Number")
    document.add_paragraph("一点", style="List Bullet")
    table = document.add_table(2, 2)
    for number, cell in enumerate(each for row in table.rows for each in row.cells):
        cell.text = f"格{number}"
    document.add_paragraph("末段")
    assert text_of(document) == "答复书第一段1.甲项2.乙项•一点格0格1格2格3末段"


def test_merged_cells_are_told_once(document):
    table = document.add_table(3, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖"
    table.cell(2, 2).text = "角"
    assert text_of(document) == "横竖角"


def test_a_table_in_a_table_is_kept(document):
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "外"
    outer.add_table(1, 1).cell(0, 0).text = "内"
    assert text_of(document) == "外内"


def test_tracked_deletions_remarks_and_hidden_words_are_left_out(document):
    paragraph = document.add_paragraph("正文")
    put(paragraph, f'<w:del w:id="1" w:author="x"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>')
    put(paragraph, f'<w:moveFrom w:id="2" w:author="x"><w:r><w:t>{SECRET}</w:t></w:r></w:moveFrom>')
    put(paragraph, f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r>")
    document.add_comment(paragraph.runs, text=f"{SECRET}的电话", author=SECRET)
    pdf = converted(document)
    assert "".join(page_text(pdf, 0).split()) == "正文"
    assert SECRET not in str(PdfReader(io.BytesIO(pdf)).metadata)


def test_tracked_insertions_links_and_content_controls_are_kept(document):
    paragraph = document.add_paragraph("甲")
    put(paragraph, '<w:ins w:id="1" w:author="x"><w:r><w:t>乙</w:t></w:r></w:ins>')
    put(paragraph, "<w:hyperlink><w:r><w:t>丙</w:t></w:r></w:hyperlink>")
    put(paragraph, "<w:sdt><w:sdtContent><w:r><w:t>丁</w:t></w:r></w:sdtContent></w:sdt>")
    put(paragraph, '<w:moveTo w:id="2" w:author="x"><w:r><w:t>戊</w:t></w:r></w:moveTo>')
    assert text_of(document) == "甲乙丙丁戊"


def test_headers_and_footers_stand_on_every_page(document):
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph("甲").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("乙")
    pdf = converted(document)
    assert page_count(pdf) == 2
    assert all("页眉" in page_text(pdf, n) and "页脚" in page_text(pdf, n) for n in (0, 1))


def test_page_numbers_are_counted_and_the_codes_of_fields_are_not_shown(document):
    footer = document.sections[0].footer.paragraphs[0]
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText>PAGE \\* MERGEFORMAT</w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>88</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        put(footer, f"<w:r>{piece}</w:r>")
    document.add_paragraph("甲").paragraph_format.page_break_before = False
    document.add_paragraph("乙").paragraph_format.page_break_before = True
    pdf = converted(document)
    assert ["".join(page_text(pdf, n).split()) for n in (0, 1)] == ["甲1", "乙2"]


def test_text_in_frames_is_kept(document):
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict>"
    put(document.add_paragraph("框外"), f"<w:r>{box}</w:r>")
    assert text_of(document) == "框外框内"


def test_notes_stand_at_the_foot_of_the_page(document):
    put(document.add_paragraph("正文"), '<w:r><w:footnoteReference w:id="5"/></w:r>')
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="5"><w:p><w:r><w:t>脚注{MOBILE}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    raw = with_part(saved(document), "footnotes.xml", notes, "footnotes")
    pdf = as_pdf(raw, "a.docx", faces=faces())
    assert "正文" in page_text(pdf, 0)
    assert [each.kind for each in proposals(pdf)] == ["mobile"]


def test_pictures_are_kept_and_fit_the_page(document):
    document.add_picture(io.BytesIO(picture((3000, 2000))), width=Cm(40))
    page = Image.open(io.BytesIO(page_picture(converted(document), 0, 600))).convert("RGB")
    red = sum(count for count, (r, g, _b) in page.getcolors(1_000_000) if r > 200 and g < 60)
    assert red > 50_000
    assert page.getpixel((599, 150)) == (255, 255, 255)


def test_a_picture_that_cannot_be_drawn_is_said_to_be_missing(document):
    document.add_picture(io.BytesIO(picture()))
    raw, out = saved(document), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, b"no picture" if entry.endswith(".png") else old.read(entry))
    assert "A picture that cannot be shown" in page_text(as_pdf(out.getvalue(), "a.docx", faces=faces()), 0)


def test_each_section_has_its_paper(document):
    document.add_paragraph("竖")
    lying = document.add_section(WD_SECTION.NEW_PAGE)
    lying.orientation, lying.page_width, lying.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    document.add_paragraph("横")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("续")
    pdf = converted(document)
    assert page_count(pdf) == 2
    assert page_size(pdf, 0)[0] < page_size(pdf, 0)[1]
    assert page_size(pdf, 1)[0] > page_size(pdf, 1)[1]
    assert "".join(page_text(pdf, 1).split()) == "横续"


@pytest.mark.parametrize(
    "hostile",
    ["#eval(1+1)", '#read("/etc/passwd")', "*a* _b_ `c`", "$x^2$", "<b>", "= a", "\\u{41}", '"]; #panic()'],
)
def test_markup_in_a_text_is_printed_as_text(document, hostile):
    document.add_paragraph(hostile)
    assert "".join(hostile.split()) in text_of(document)


def test_a_character_in_no_font_is_named_instead_of_printed_as_a_box(document):
    document.add_paragraph("姓名\U000f1234")
    with pytest.raises(CannotRedact, match="No installed font has the characters \U000f1234"):
        as_pdf(
            saved(document), "a.docx", faces=faces(lambda text: "\U000f1234" if "\U000f1234" in text else "")
        )


def test_without_fonts_a_document_is_refused(document):
    with pytest.raises(CannotRedact, match="No Chinese font is installed"):
        as_pdf(saved(document), "a.docx")


def test_a_damaged_document_is_refused(document):
    document.add_paragraph("甲")
    raw, out = saved(document), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, data[:-50] if entry == "word/document.xml" else data)
    with pytest.raises(CannotRedact, match=r"“a\.docx” cannot be read"):
        as_pdf(out.getvalue(), "a.docx", faces=faces())


def test_personal_data_in_a_document_is_proposed(document):
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "身份证号", IDENTITY
    assert [each.kind for each in proposals(converted(document))] == ["resident_id"]


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (1, "chineseCountingThousand", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1003, "chineseCountingThousand", "一千零三"),
        (2026, "ideographDigital", "二〇二六"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (7, "decimal", "7"),
        (7, "none", ""),
    ],
)
def test_lists_are_numbered_as_in_word(number, form, words):
    assert numeral(number, form) == words


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text_becomes_pages(encoding):
    pdf = as_pdf(f"第一行\r\n\r\n电话{MOBILE}\n#eval".encode(encoding), "a.txt", faces=faces())
    assert "".join(page_text(pdf, 0).split()) == f"第一行电话{MOBILE}#eval"
    assert [each.kind for each in proposals(pdf)] == ["mobile"]
