import json
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_TAB_LEADER
from pypdf import PdfReader

from gongkai.typesetting.docx import letter_docx
from gongkai.typesetting.letters import Slip, SlipLine, arrange, frozen, thawed
from gongkai.typesetting.pdf import letter_pdf

from .factories import SLIP, letter

HOSTILE = ("<script>alert(1)</script>", '#read("/etc/passwd")', "王\u202e喆", "国" * 3000, "a" * 3000)


def pages_of(content):
    texts = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return ["".join(text.replace("\u200b", "").split()) for text in texts]


def slip_of(document):
    """The paragraphs from the one that begins the slip's page."""
    paragraphs = document.paragraphs
    first = next(place for place, each in enumerate(paragraphs) if each.paragraph_format.page_break_before)
    return paragraphs[first:]


def test_a_letter_without_a_slip_has_none(chinese_font):
    assert len(pages_of(letter_pdf(letter()))) == 1


def test_the_slip_stands_on_a_page_of_its_own(chinese_font):
    first, slip = pages_of(letter_pdf(letter(slip=SLIP)))
    assert "征求意见回复单" not in first
    assert "建国门街道办事处：" in slip
    assert "□同意公开□不同意公开，理由：" in slip
    assert "签名或者盖章：年月日" in slip


def test_the_slip_comes_after_the_imprint(chinese_font):
    first, slip = pages_of(letter_pdf(letter(slip=SLIP, printed_by="综合办公室")))
    assert "综合办公室" in first
    assert "综合办公室" not in slip


def test_the_slip_in_the_docx_says_the_same():
    document = Document(BytesIO(letter_docx(letter(slip=SLIP))))
    assert [line.text for line in slip_of(document) if line.text] == [
        "征求意见回复单",
        "建国门街道办事处：",
        "你机关第三方意见征询函收悉，意见如下：",
        "□同意公开",
        "□不同意公开，理由：\t",
        *["\t"] * 3,
        "联系电话：\t",
        "签名或者盖章：\t",
        "年　　月　　日",
    ]


def test_rules_to_write_on_reach_the_margin_in_the_docx():
    document = Document(BytesIO(letter_docx(letter(slip=SLIP))))
    stop = next(line for line in slip_of(document) if line.text == "\t").paragraph_format.tab_stops[0]
    assert stop.leader == WD_TAB_LEADER.LINES
    assert round(stop.position.mm) == 156


def test_boxes_stand_side_by_side_behind_their_label():
    slip = Slip("回执", (SlipLine("意见：", boxes=("同意公开", "不同意公开")),))
    assert arrange(letter(slip=slip)).slip.rows[0].text == "意见：□同意公开　□不同意公开"


def test_an_empty_line_of_a_slip_is_left_out():
    assert arrange(letter(slip=Slip("回执", (SlipLine(" "),)))).slip.rows == ()


def test_a_slip_has_at_most_twelve_rules_a_line():
    slip = Slip("回执", (SlipLine("意见：", rules=1000), SlipLine("意见：", rules=-1)))
    assert [row.rules for row in arrange(letter(slip=slip)).slip.rows] == [12, 0]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_words_on_a_slip_break_it(chinese_font, hostile):
    slip = Slip(hostile[:40], (SlipLine(hostile, (hostile[:40],), 2),), hostile[:40])
    assert len(pages_of(letter_pdf(letter(slip=slip)))) > 1
    assert letter_docx(letter(slip=slip))


def test_a_letter_kept_as_json_comes_back_with_its_slip():
    kept = letter(slip=SLIP, copies_to=("区法院",))
    assert thawed(json.loads(json.dumps(frozen(kept)))) == kept


def test_a_letter_kept_before_there_were_slips_comes_back():
    values = frozen(letter())
    del values["slip"]
    assert thawed(values) == letter()


def test_a_frozen_letter_holds_only_json_values():
    values = frozen(letter(slip=SLIP))
    assert values == json.loads(json.dumps(values))
    assert values["signed_on"] == "2018-05-07"
