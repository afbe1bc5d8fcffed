from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.fonts import missing_characters
from gongkai.typesetting.pdf import boxed_characters, letter_pdf, report_pdf

from .factories import PARAGRAPHS, letter, report

MM = 72 / 25.4

pytestmark = pytest.mark.usefixtures("chinese_font")


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text without spaces, line ends and the marks where long runs may break."""
    text = "".join(page.extract_text() for page in read(pdf).pages)
    return "".join(text.replace("\u200b", "").split())


def baselines(page) -> dict[float, str]:
    """The text on each baseline, by its height over the lower edge in points, topmost first."""
    found: dict[float, str] = {}

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            height = round(matrix[5] + matrix[3] * text_matrix[5], 1)
            found[height] = found.get(height, "") + text.strip()

    page.extract_text(visitor_text=visit)
    return dict(sorted(found.items(), reverse=True))


@pytest.fixture(scope="module")
def page_of_plain_characters():
    return read(letter_pdf(letter(paragraphs=("国" * 10_000,)))).pages[1]


def test_a_page_has_22_lines_of_28_characters(page_of_plain_characters):
    lines = [line for line in page_of_plain_characters.extract_text().split() if "国" in line]
    assert [len(line) for line in lines] == [28] * 22


def test_lines_stand_29_points_apart_in_the_text_area(page_of_plain_characters):
    heights = [height for height, line in baselines(page_of_plain_characters).items() if "国" in line]
    assert len(heights) == 22
    assert {round(upper - lower) for upper, lower in pairwise(heights)} == {29}
    assert heights[0] < (297 - 37) * MM
    assert heights[-1] > 35 * MM


def test_ten_thousand_characters_in_one_paragraph_are_all_printed():
    assert text_of(letter_pdf(letter(paragraphs=("国" * 10_000,)))).count("国") == 10_000 + 1  # 建国门


def test_the_sheet_is_a4():
    box = read(letter_pdf(letter())).pages[0].mediabox
    assert (round(box.width / MM), round(box.height / MM)) == (210, 297)


def test_the_letter_says_what_it_was_given():
    text = text_of(letter_pdf(letter()))
    for said in ("政府信息公开申请答复书", "建街公开〔2018〕5号", "王喆：", *PARAGRAPHS, "2018年5月7日"):
        assert said in text


def test_enclosures_are_numbered():
    assert "附件：1.招标文件2.中标通知书" in text_of(letter_pdf(letter()))


def test_pages_are_numbered_between_dashes():
    pages = read(letter_pdf(letter(paragraphs=("国" * 1000,)))).pages
    assert ["— 1 —" in pages[0].extract_text(), "— 2 —" in pages[1].extract_text()] == [True, True]


def test_a_red_heading_is_printed_only_where_asked():
    assert "办事处文件" in text_of(letter_pdf(letter(issuer="建国门街道办事处文件", red_head=True)))
    assert "办事处文件" not in text_of(letter_pdf(letter(issuer="建国门街道办事处文件")))


def test_copies_and_printing_stand_at_the_foot():
    text = text_of(letter_pdf(letter(copies_to=("区政府办公室", "区法院"), printed_by="综合办公室")))
    assert "抄送：区政府办公室，区法院。综合办公室2018年5月7日印发" in text


@pytest.mark.parametrize("characters", range(40, 560, 40))
def test_signature_and_date_never_stand_alone_on_a_page(characters):
    paragraphs = ("国" * characters, "民" * 100)
    last = read(letter_pdf(letter(paragraphs=paragraphs, enclosures=()))).pages[-1].extract_text()
    assert "民" in last
    assert "2018年5月7日" in last


@pytest.mark.parametrize(
    "hostile",
    [
        "#eval(1+1)",
        '#read("/etc/passwd")',
        "*粗*_斜_`码`",
        "$x^2$",
        "<script>alert(1)</script>",
        "= 标题",
        "- 列",
        "// 注释",
        "@ref",
        "\\u{41}\\",
        "{{ 7*7 }}",
        '"]; #panic("x")',
        "~ -- ---",
        "'单'\"双\"",
        "https://www.example.org/a_b",
    ],
)
def test_markup_in_a_text_is_printed_as_text(hostile):
    pdf = letter_pdf(letter(paragraphs=(f"正文{hostile}完。",), title=f"题{hostile}", recipient=hostile))
    assert text_of(pdf).count("".join(hostile.split())) == 3


def test_a_run_of_letters_longer_than_a_line_stays_on_the_sheet():
    page = read(letter_pdf(letter(paragraphs=("a" * 500,)))).pages[0]
    lines = [line for line in page.extract_text().replace("\u200b", "").split() if "aaa" in line]
    assert max(map(len, lines)) < 70
    assert sum(map(len, lines)) == 500


def test_marks_that_turn_the_direction_of_writing_do_not_reach_the_paper():
    assert "王喆：" in text_of(letter_pdf(letter(recipient="王\u202e喆\u200f")))


def test_a_name_with_rare_characters_is_printed():
    assert "𠮷㛃：" in text_of(letter_pdf(letter(recipient="𠮷㛃")))


def test_a_letter_with_a_character_in_no_font_is_refused_by_name():
    with pytest.raises(CharactersMissing) as refused:
        letter_pdf(letter(recipient="王\U000f1234"))
    assert refused.value.characters == "\U000f1234"
    assert "(U+F1234)" in str(refused.value)


def test_a_character_typst_itself_finds_in_no_font_is_named_too():
    assert (
        boxed_characters('PDF/A-2a error: the text `"国\\u{f1234}"` could not be displayed with')
        == "国\U000f1234"
    )
    assert boxed_characters("file not found") == ""


def test_an_emoji_is_printed_or_refused_but_never_an_empty_box():
    thanks = letter(paragraphs=("谢谢🙏。",))
    if missing_characters("🙏"):
        with pytest.raises(CharactersMissing, match="1F64F"):
            letter_pdf(thanks)
    else:
        assert "谢谢🙏。" in text_of(letter_pdf(thanks))


def test_an_address_is_copied_from_the_file_as_it_was_written():
    address = (
        "https://www.bjdch.gov.cn/zwgk/zfxxgk/2018/jianguomen/annual-report-of-the-subdistrict-office.html"
    )
    text = read(letter_pdf(letter(paragraphs=(f"见{address}。",)))).pages[0].extract_text()
    assert address in "".join(text.split())


def test_the_same_letter_gives_the_same_bytes():
    assert letter_pdf(letter()) == letter_pdf(letter())


def test_the_file_is_archival_tagged_and_knows_its_title():
    pdf = read(letter_pdf(letter()))
    assert pdf.metadata.title == "政府信息公开申请答复书"
    assert pdf.metadata.author == "北京市东城区人民政府建国门街道办事处"
    assert pdf.trailer["/Root"]["/Lang"].lower().startswith("zh")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_empty_letter_is_still_a_letter():
    nothing = letter(paragraphs=(), enclosures=(), recipient="", number="", signature="")
    assert "2018年5月7日" in text_of(letter_pdf(nothing))


def test_the_head_of_a_table_repeats_on_every_page_it_covers():
    pages = [page.extract_text() for page in read(report_pdf(report())).pages]
    covered = [text for text in pages if "主动公开政府信息数" in text]
    assert len(covered) > 2
    assert all("统计数" in text for text in covered)


def test_a_report_has_all_rows_findings_and_signature():
    text = text_of(report_pdf(report()))
    assert all(f"（{number}）主动公开政府信息数条{number}" in text for number in range(1, 77))
    assert "填报说明1.各渠道之和与总数相等，请核对。建国门街道办事处2019年3月29日" in text


def test_a_report_with_a_character_in_no_font_is_refused():
    with pytest.raises(CharactersMissing, match="U\\+F1234"):
        report_pdf(report(findings=("\U000f1234",)))


def test_a_report_without_a_day_is_printed_without_one():
    text = text_of(report_pdf(report(signature="", signed_on=None, parts=("正文。",))))
    assert text.endswith("请核对。—1—")
