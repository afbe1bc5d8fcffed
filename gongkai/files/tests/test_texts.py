"""The words of a file, as they are read for the search."""

import io
import zipfile
from datetime import date, datetime, timedelta

import docx
import openpyxl
import pytest

from gongkai.acts import clock
from gongkai.files import texts
from gongkai.files.erasing import erase
from gongkai.files.models import FileText
from gongkai.files.packages import EXCEL, OFD, SLIDES, WORD
from gongkai.files.reading import MOST_TEXT
from gongkai.files.storing import store, store_made
from gongkai.files.tests.factories import archive, picture
from gongkai.files.texts import read_what_waits, text_of, texts_of

pytestmark = pytest.mark.django_db

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def saved(thing):
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def made(office, content, content_type, name="文件"):
    return store_made(
        content, name=name, content_type=content_type, by=office.officer, agency=office.agency, sealed=False
    )


def word_with(xml):
    """A document of Word with this in its body."""
    content = saved(docx.Document())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            told = f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()
            new.writestr(part.filename, told if part.filename == "word/document.xml" else old.read(part))
    return out.getvalue()


def pdf_with(words):
    """A PDF of one page with words in it."""
    stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    told = "%PDF-1.4\n" + "".join(f"{n} 0 obj\n{each}\nendobj\n" for n, each in enumerate(objects, 1))
    return (told + "trailer << /Root 1 0 R /Size 6 >>\n%%EOF").encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_read_in_the_encoding_it_was_written_in(office, encoding):
    assert text_of(made(office, "特困人员供养".encode(encoding), "text/plain")) == "特困人员供养"


def test_a_document_of_word_is_read_with_its_tables(office):
    paper = docx.Document()
    paper.add_paragraph("救助对象名单")
    table = paper.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "苏州社区", "十二户"
    paper.sections[0].header.paragraphs[0].text = "建国门街道"
    read = text_of(store(saved(paper), name="名单.docx", by=office.officer, agency=office.agency))
    assert read.split() == ["救助对象名单", "苏州社区", "十二户", "建国门街道"]


def test_what_is_hidden_or_struck_out_in_word_is_not_read(office):
    xml = (
        "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏字</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>的字</w:t></w:r>'
        "<w:del><w:r><w:delText>删去字</w:delText></w:r></w:del></w:p>"
    )
    assert text_of(made(office, word_with(xml), WORD)) == "看得见的字"


def test_a_workbook_is_read_without_its_hidden_sheets(office):
    book = openpyxl.Workbook()
    book.active.title = "低保"
    book.active.append(["社区", "户数"])
    book.active.append(["苏州社区", 12])
    hidden = book.create_sheet("底稿")
    hidden.append(["不给人看"])
    hidden.sheet_state = "hidden"
    assert text_of(made(office, saved(book), EXCEL)) == "低保\n社区\t户数\n苏州社区\t12"


def test_days_and_numbers_of_a_workbook_are_read_as_they_are_shown(office):
    book = openpyxl.Workbook()
    shown = (
        (date(2018, 5, 7), 'yyyy"年"m"月"d"日"'),
        (date(2018, 12, 1), "yyyy/m/d"),
        (datetime(2018, 5, 7, 9, 30), "yyyy-mm-dd hh:mm"),
        (12345.6, "#,##0.00"),
        (0.125, "0.0%"),
        (0.1 + 0.2, "General"),
        (65241234, "General"),
    )
    for row, (value, code) in enumerate(shown, 1):
        book.active.cell(row, 1, value).number_format = code
    told = text_of(made(office, saved(book), EXCEL)).splitlines()[1:]
    assert told == [
        *("2018年5月7日", "2018/12/1", "2018-05-07 09:30:00", "12,345.60", "12.5%", "0.3", "65241234")
    ]


def test_slides_are_read_in_their_order_and_hidden_ones_are_not(office):
    slide = '<p:sld xmlns:p="p" {A} {more}><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sld>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": "<x/>",
        "ppt/slides/slide10.xml": slide.format(A=A, words="第十张", more=""),
        "ppt/slides/slide2.xml": slide.format(A=A, words="第二张", more=""),
        "ppt/slides/slide3.xml": slide.format(A=A, words="不放映", more='show="0"'),
    }
    assert text_of(made(office, archive(parts), SLIDES)).split() == ["第二张", "第十张"]


def test_an_ofd_is_read(office):
    page = '<ofd:Page xmlns:ofd="o"><ofd:TextCode>特困人员</ofd:TextCode></ofd:Page>'
    parts = {"OFD.xml": "<x/>", "Doc_0/Pages/Page_0/Content.xml": page}
    assert text_of(made(office, archive(parts), OFD)) == "特困人员"


def test_the_text_layer_of_a_pdf_is_read(office):
    assert text_of(made(office, pdf_with("Social relief 2018"), "application/pdf")) == "Social relief 2018"


def test_a_web_page_is_read_without_its_scripts(office):
    page = "<title>通知</title><script>alert(1)</script><style>p{}</style><p>停水 通知</p>"
    assert text_of(made(office, page.encode(), "text/html")) == "通知\n停水 通知"


@pytest.mark.parametrize("kind", [WORD, EXCEL, SLIDES, OFD, "application/pdf", "text/html"])
def test_a_broken_file_has_no_words_and_the_fault_is_kept(office, kind):
    assert text_of(made(office, b"PK\x03\x04 broken", kind)) in ("", "PK broken")
    assert FileText.objects.get().read_at is not None


def test_a_file_that_would_unpack_to_far_too_much_is_not_read(office):
    bomb = archive({"[Content_Types].xml": "<Types/>", "word/document.xml": b"\0" * 9_000_000})
    assert text_of(made(office, bomb, WORD)) == ""
    assert "unpack" in FileText.objects.get().fault


def test_entities_are_not_worked_out(office):
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>好&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": laughs}
    assert "ha" not in text_of(made(office, archive(parts), WORD))


def test_no_more_is_kept_than_the_bound(office):
    assert len(text_of(made(office, b"x" * (MOST_TEXT + 10), "text/plain"))) == MOST_TEXT


def test_marks_no_database_takes_are_left_out(office):
    assert text_of(made(office, b"a\x00b\x1fc", "text/plain")) == "abc"


def test_a_content_is_read_once(office, django_assert_num_queries):
    file = made(office, "救助".encode(), "text/plain")
    text_of(file)
    same = made(office, "救助".encode(), "text/plain", name="同样的文件")
    with django_assert_num_queries(1):
        assert texts_of([file, same]) == {file.sha256: "救助"}


def test_pictures_and_sealed_files_have_no_words(office):
    shown = store(picture("PNG"), name="现场.png", by=office.officer, agency=office.agency)
    proof = store("身份".encode(), name="Proof", by=office.officer, agency=office.agency, sealed=True)
    assert (text_of(shown), text_of(proof)) == ("", "")
    assert not FileText.objects.exists()


def test_a_large_file_waits_for_the_worker(office, monkeypatch):
    monkeypatch.setattr(texts, "READ_AT_ONCE", 3)
    file = made(office, "很大的文件".encode(), "text/plain")
    heard = []

    def hear(sender, sha256, **rest):
        heard.append(sha256)

    texts.was_read.connect(hear)
    assert text_of(file) == ""
    assert read_what_waits() == 1
    assert (text_of(file), heard) == ("很大的文件", [file.sha256])
    assert read_what_waits() == 0


def test_a_file_a_killed_worker_left_is_taken_again_after_an_hour(office, monkeypatch):
    monkeypatch.setattr(texts, "READ_AT_ONCE", 3)
    file = made(office, "很大的文件".encode(), "text/plain")
    text_of(file)
    begun = datetime(2025, 10, 23, 9, 0)
    with clock.pretend(begun):
        FileText.objects.update(taken_at=clock.now())
        assert read_what_waits() == 0
    with clock.pretend(begun + timedelta(hours=2)):
        assert read_what_waits() == 1


def test_the_words_go_with_the_last_file_of_a_content(office):
    first = made(office, "救助".encode(), "text/plain")
    second = made(office, "救助".encode(), "text/plain")
    text_of(first)
    erase(first, by=office.sysadmin)
    assert FileText.objects.exists()
    erase(second, by=office.sysadmin)
    assert not FileText.objects.exists()
    assert text_of(second) == ""
