"""Newspaper, gazette and sheets for the board, looked at on the pages themselves."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from gongkai.typesetting.articles import Article, PaperIssue
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.gazette import gazette
from gongkai.typesetting.newspaper import newspaper
from gongkai.typesetting.posters import Poster, pages_of_poster, poster_pdf
from gongkai.typesetting.rich_text import blocks

pytestmark = [pytest.mark.usefixtures("chinese_font"), pytest.mark.one_database]

PICTURE = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
PARAGRAPH = "<p>" + "街道组织工作人员逐户走访居民，讲解冬季取暖安全知识。" * 4 + "</p>"
MM = 25.4 / 72


def picture():
    drawn = BytesIO()
    Image.new("RGB", (900, 600), "blue").save(drawn, "JPEG")
    return drawn.getvalue()


def issue(*articles, **changes):
    said = {
        "name": "建国门生活报",
        "numbering": "2026年第22期（总第186期）",
        "day": date(2026, 11, 23),
        "publisher": "建国门街道办事处",
        "imprint": ("主办：建国门街道办事处", "电话：010-65126891"),
        "articles": articles,
    }
    return PaperIssue(**{**said, **changes})


def article(title="冬季取暖安全入户宣传", times=3, **changes):
    return Article(title=title, body=changes.pop("body", blocks(PARAGRAPH * times)), **changes)


def words(pdf):
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def poster(body=PARAGRAPH, **changes):
    said = {
        "title": "房屋征收补偿方案（征求意见稿）",
        "body": blocks(body),
        "office": "建国门街道办事处",
        "posted_on": date(2026, 11, 23),
        "until": date(2026, 12, 22),
        "period": "30日",
        "address": "https://www.example.gov.cn/items/1/",
    }
    return Poster(**{**said, **changes})


@pytest.fixture(scope="module")
def front():
    """A newspaper of two pages, whose first article has a picture."""
    with_picture = f'{PARAGRAPH}<p><img data-file="{PICTURE}" alt="入户讲解"></p>{PARAGRAPH}'
    return newspaper(
        issue(
            article(body=blocks(with_picture), section="要闻", pictures={PICTURE: picture()}),
            article("社区食堂试营业，老年人就餐有优惠", 20, section="民生"),
            article("关于义诊时间的更正", 1, section="更正", is_correction=True),
        )
    )


def test_the_front_page_bears_masthead_number_and_day(front):
    first = words(front.pdf)[0]
    assert "建国门生活报2026年第22期（总第186期）2026年11月23日星期一" in first
    assert "主办：建国门街道办事处" in words(front.pdf)[-1]


def test_each_article_is_found_on_its_page(front):
    pages = words(front.pdf)
    assert front.pages == len(pages)
    assert front.first_pages[0] == 1
    for title, page in zip(("社区食堂试营业", "关于义诊时间的更正"), front.first_pages[1:], strict=True):
        assert title in pages[page - 1]


def test_the_picture_stands_in_its_column(front):
    page = pypdfium2.PdfDocument(front.pdf)[0]
    pictures = [each for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    left, _bottom, right, _top = pictures[0].get_bounds()
    assert (right - left) * MM == pytest.approx((210 - 26 - 14) / 3, abs=1)


def test_an_a3_newspaper_has_the_sheet_of_one(front):
    large = newspaper(issue(article(), sheet="A3"))
    assert [round(side * MM) for side in pypdfium2.PdfDocument(large.pdf)[0].get_size()] == [297, 420]
    assert large.pages == 1


def test_the_file_for_the_printer_has_its_columns_and_picture(front):
    document = Document(BytesIO(front.docx))
    columns = [each._sectPr.find(qn("w:cols")).get(qn("w:num")) for each in document.sections]
    assert columns[1:] == ["3", "1"]
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0].width.mm < 58


def test_a_gazette_has_a_cover_and_contents_that_lead_to_the_pages():
    made = gazette(
        issue(
            article("关于做好防火工作的通知", 9, section="文件", number="建街发〔2026〕12号"),
            article("便民菜站恢复营业", 1, section="动态"),
            name="建国门街道政府公报",
        )
    )
    pages = words(made.pdf)
    assert "建国门街道政府公报2026年第22期（总第186期）" in pages[0]
    assert made.first_pages[0] == 1
    assert "便民菜站恢复营业" in pages[1]
    assert pages[1].endswith(str(made.first_pages[1]))
    assert "便民菜站恢复营业" in pages[made.first_pages[1] + 1]
    fields = Document(BytesIO(made.docx)).element.body.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")).strip() for field in fields] == [
        "PAGEREF article_0 \\h",
        "PAGEREF article_1 \\h",
    ]


def test_the_same_issue_gives_the_same_bytes():
    made = [newspaper(issue(article(times=1))) for _ in range(2)]
    assert made[0] == made[1]


def test_a_short_sheet_stands_on_one_page_and_a_long_one_goes_on():
    assert pages_of_poster(poster_pdf(poster())) == 1
    long = poster_pdf(poster(PARAGRAPH * 40, sheet="A4"))
    assert pages_of_poster(long) > 1
    assert f"第1页共{pages_of_poster(long)}页" in words(long)[0]


def test_a_short_sheet_has_larger_type_than_a_longer_one():
    def size(pdf):
        text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
        place = text.get_text_range().index("逐户")
        return pypdfium2.raw.FPDFText_GetFontSize(text.raw, place)

    assert size(poster_pdf(poster())) > size(poster_pdf(poster(PARAGRAPH * 9)))


def test_a_sheet_says_how_long_it_hangs_and_where_its_code_leads():
    said = words(poster_pdf(poster(leads_to_text=True)))[0]
    assert "请勿揭除、覆盖：2026年12月22日前" in said
    assert "2026年11月23日至2026年12月22日（30日，首尾两日计算在内）" in said
    assert "扫码查看原文" in said
    assert "扫码" not in words(poster_pdf(poster(address="")))[0]


def test_what_no_font_has_is_refused_and_not_printed_as_a_box():
    with pytest.raises(CharactersMissing):
        newspaper(issue(article("标题\U0001f9ff\U00018d00")))
