"""The measures of GB/T 9704-2012, taken on the pages themselves."""

from collections import defaultdict
from datetime import date
from io import BytesIO
from itertools import pairwise

import pypdfium2
import pypdfium2.raw
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu

from gongkai.typesetting.docx import letter_docx
from gongkai.typesetting.pdf import letter_pdf

from .factories import SLIP, letter

pytestmark = pytest.mark.usefixtures("chinese_font")

MM = 25.4 / 72
PITCH = 225 / 22
ADVANCE = 156 / 28
# Where the text stands on the sheet, in millimetres from its upper left corner.
LEFT, TOP, RIGHT, BOTTOM = 28, 37, 28 + 156, 37 + 225
# A character does not fill its square.
NEARLY = 1.0


class Character:
    """A character on a page, in millimetres from the upper left corner of the sheet."""

    def __init__(self, text, place, height):
        left, bottom, right, top = text.get_charbox(place)
        self.said = text.get_text_range(place, 1)
        self.left, self.right = left * MM, right * MM
        self.top, self.bottom = height * MM - top * MM, height * MM - bottom * MM
        self.size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, place)


def characters_of(page):
    text = page.get_textpage()
    found = (Character(text, place, page.get_height()) for place in range(text.count_chars()))
    return [each for each in found if each.said.strip() and each.right > each.left]


def lines_of(page):
    """The lines of a page from the top, each a list of its characters from the left."""
    lines = defaultdict(list)
    for each in characters_of(page):
        lines[round((each.top + each.bottom) / 2 / PITCH - (TOP / PITCH) - 0.5)].append(each)
    return [sorted(line, key=lambda each: each.left) for _, line in sorted(lines.items())]


def words(line):
    return "".join(each.said for each in line)


def pages_of(**changes):
    return list(pypdfium2.PdfDocument(letter_pdf(letter(**changes))))


def line_with(page, said):
    """The characters of `said`, as they stand on the page."""
    found = next(line for line in lines_of(page) if said in words(line))
    start = words(found).index(said)
    return found[start : start + len(said)]


def red_rows(page, scale):
    """The rows of the picture of a page with the width of red on each, in millimetres."""
    red, green, _blue = page.render(scale=scale * MM).to_pil().convert("RGB").split()
    height, pixels = red.height, zip(red.tobytes(), green.tobytes(), strict=True)
    is_red = [light > 200 and dark < 90 for light, dark in pixels]
    counts = [sum(is_red[row * red.width : (row + 1) * red.width]) for row in range(height)]
    return {row / scale: count / scale for row, count in enumerate(counts) if count}


@pytest.fixture(scope="module")
def full_page():
    return pages_of(paragraphs=("国" * 2000,))[1]


@pytest.fixture(scope="module")
def red_headed():
    return pages_of(issuer="建国门街道办事处文件", red_head=True)[0]


def test_the_sheet_is_a4(full_page):
    assert [round(side * MM, 1) for side in full_page.get_size()] == [210.0, 297.0]


def test_a_full_page_holds_22_lines_and_a_full_line_28_characters(full_page):
    lines = [line for line in lines_of(full_page) if "国" in words(line)]
    assert [words(line) for line in lines] == ["国" * 28] * 22


def test_the_text_fills_156_by_225_mm_and_no_more(full_page):
    text = [each for each in characters_of(full_page) if each.said == "国"]
    assert pytest.approx(LEFT, abs=NEARLY) == min(each.left for each in text)
    assert pytest.approx(RIGHT, abs=NEARLY) == max(each.right for each in text)
    # Half of what a line is higher than its characters stands over the first and under the last.
    over = (PITCH - 16 * MM) / 2
    assert pytest.approx(TOP + over, abs=NEARLY) == min(each.top for each in text)
    assert pytest.approx(BOTTOM - over, abs=NEARLY) == max(each.bottom for each in text)
    assert min(each.left for each in text) >= LEFT
    assert max(each.right for each in text) <= RIGHT


def test_lines_and_characters_stand_evenly(full_page):
    lines = [line for line in lines_of(full_page) if "国" in words(line)]
    for upper, lower in pairwise(lines):
        assert lower[0].top - upper[0].top == pytest.approx(PITCH, abs=0.02)
    for before, after in pairwise(lines[0]):
        assert after.left - before.left == pytest.approx(ADVANCE, abs=0.02)


def test_the_text_is_in_size_three(full_page):
    assert {round(each.size) for each in characters_of(full_page) if each.said == "国"} == {16}


def test_the_title_is_in_size_two_and_in_the_middle():
    title = line_with(pages_of()[0], "政府信息公开申请答复书")
    assert {round(each.size) for each in title} == {22}
    assert (title[0].left + title[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=NEARLY)


def test_paragraphs_begin_two_characters_further_in():
    page = pages_of()[0]
    assert line_with(page, "您好")[0].left == pytest.approx(LEFT + 2 * ADVANCE, abs=NEARLY)
    assert line_with(page, "王喆：")[0].left == pytest.approx(LEFT, abs=NEARLY)


def test_the_date_ends_four_characters_from_the_margin_and_the_signature_is_centred_over_it():
    page = pages_of()[0]
    signature, day = line_with(page, "建国门街道办事处"), line_with(page, "2018年5月7日")
    assert day[-1].right == pytest.approx(RIGHT - 4 * ADVANCE, abs=NEARLY)
    middles = [(line[0].left + line[-1].right) / 2 for line in (signature, day)]
    assert middles[0] == pytest.approx(middles[1], abs=2 * NEARLY)
    assert day[0].top > signature[0].bottom


def test_without_a_seal_the_signature_ends_two_characters_from_the_margin():
    page = pages_of(sealed=False)[0]
    signature, day = line_with(page, "建国门街道办事处"), line_with(page, "2018年5月7日")
    assert signature[-1].right == pytest.approx(RIGHT - 2 * ADVANCE, abs=NEARLY)
    assert day[0].left == pytest.approx(signature[0].left + 2 * ADVANCE, abs=3 * NEARLY)


@pytest.mark.parametrize("number", [1, 2])
def test_page_numbers_stand_7_mm_below_the_text_outside_between_dashes(number):
    page = pages_of(paragraphs=("国" * 2000,))[number - 1]
    foot = [each for each in characters_of(page) if each.top > BOTTOM]
    assert "".join(each.said for each in sorted(foot, key=lambda each: each.left)) == f"—{number}—"
    assert {round(each.size) for each in foot} == {14}
    dash = next(each for each in foot if each.said == "—")
    assert dash.top == pytest.approx(BOTTOM + 7, abs=NEARLY)
    character = 14 * MM
    if number % 2:
        assert max(each.right for each in foot) == pytest.approx(RIGHT - character, abs=NEARLY)
    else:
        assert min(each.left for each in foot) == pytest.approx(LEFT + character, abs=NEARLY)


def test_the_red_heading_begins_35_mm_below_the_upper_edge_of_the_text(red_headed):
    heading = line_with(red_headed, "建国门街道办事处文件")
    assert min(each.top for each in heading) == pytest.approx(TOP + 35, abs=2 * NEARLY)
    assert (heading[0].left + heading[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=NEARLY)


def test_the_red_line_is_as_wide_as_the_text_4_mm_below_the_number(red_headed):
    rows = red_rows(red_headed, scale=8)
    wide = [row for row, red in rows.items() if red > 140]
    assert {round(rows[row]) for row in wide} == {156}
    assert max(wide) - min(wide) < 1
    number = line_with(red_headed, "建街公开〔2018〕5号")
    # The line of the number ends half of what is between lines below its characters.
    foot = max(each.bottom for each in number) + (PITCH - 16 * MM) / 2
    assert min(wide) - foot == pytest.approx(4, abs=NEARLY)


def test_the_number_stands_two_lines_below_the_red_heading_and_the_title_two_below_the_line(red_headed):
    heading = line_with(red_headed, "建国门街道办事处文件")
    number = line_with(red_headed, "建街公开〔2018〕5号")
    title = line_with(red_headed, "政府信息公开申请答复书")
    assert 2 * PITCH < number[0].top - max(each.bottom for each in heading) < 3.2 * PITCH
    assert 3 * PITCH < title[0].top - number[0].bottom < 4.2 * PITCH


def test_a_letter_without_a_red_heading_has_no_red():
    assert red_rows(pages_of()[0], scale=2) == {}


def test_a_page_with_a_slip_keeps_the_margins():
    slip = pages_of(slip=SLIP)[1]
    text = [each for each in characters_of(slip) if each.top < BOTTOM]
    assert min(each.left for each in text) >= LEFT
    assert max(each.right for each in text) <= RIGHT


def test_the_imprint_ends_with_the_text_on_the_last_page():
    page = pages_of(copies_to=("区法院",), printed_by="综合办公室", printed_on=date(2018, 5, 8))[0]
    last = line_with(page, "2018年5月8日印发")
    assert {round(each.size) for each in last} == {14}
    assert BOTTOM - PITCH < last[0].top < BOTTOM
    assert last[-1].right == pytest.approx(RIGHT - 14 * MM, abs=NEARLY)


def test_the_docx_has_the_same_sheet_grid_and_faces_on_every_page():
    document = Document(BytesIO(letter_docx(letter(slip=SLIP))))
    assert len(document.sections) == 1
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm) for length in lengths] == [210, 297, TOP, LEFT]
    assert round(Emu(section.page_width - section.left_margin - section.right_margin).mm) == 156
    assert round(Emu(section.page_height - section.top_margin - section.bottom_margin).mm) == 225
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert pitch / 20 * MM == pytest.approx(PITCH, abs=0.02)
    assert (16 + space / 4096) * MM == pytest.approx(ADVANCE, abs=0.002)
    assert document.styles["Normal"].font.size.pt == 16
    assert document.styles["Heading 1"].font.size.pt == 22
    assert {run.font.size.pt for run in section.footer.paragraphs[0].runs} == {14}
    faces = {
        run._r.rPr.rFonts.get(qn("w:eastAsia"))
        for line in document.paragraphs
        for run in line.runs
        if run._r.rPr.rFonts is not None and run._r.rPr.rFonts.get(qn("w:eastAsia"))
    }
    assert faces <= {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"}
