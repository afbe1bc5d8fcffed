from datetime import date

import pytest

from gongkai.typesetting.letters import (
    Kind,
    arrange,
    chinese_date,
    paragraphs_of,
    red_head,
    signed,
    title_lines,
)
from gongkai.typesetting.tables import Cell, Column, Row, Table, placed

from .factories import letter


def test_a_date_is_written_without_leading_zeros():
    assert chinese_date(date(2018, 5, 7)) == "2018年5月7日"


def test_the_recipient_has_one_full_width_colon_however_it_was_typed():
    assert arrange(letter(recipient="王喆:")).recipient == "王喆："


def test_a_line_end_in_the_text_begins_a_paragraph():
    assert [paragraph.text for paragraph in paragraphs_of(("甲。\n乙。",))] == ["甲。", "乙。"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、概述", Kind.HEADING),
        ("（二）工作机构", Kind.SUBHEADING),
        ("一、您申请的信息属于公开范围。", Kind.TEXT),
        ("1.当面申请", Kind.TEXT),
    ],
)
def test_only_a_numbered_line_that_is_no_sentence_is_a_heading(text, kind):
    assert paragraphs_of((text,))[0].kind == kind


def test_names_of_enclosures_end_without_a_punctuation_mark():
    assert arrange(letter(enclosures=("招标文件；", "合同。"))).enclosures == ("招标文件", "合同")


def test_a_single_enclosure_has_no_number():
    assert arrange(letter(enclosures=("招标文件",))).enclosure_numbers == ("",)


def test_under_a_seal_the_date_keeps_four_characters_and_the_signature_is_centred_over_it():
    signature = signed("建国门街道办事处", date(2018, 5, 7), sealed=True)  # 8 and 6 characters wide
    assert (signature.day_gap, signature.name_gap) == (4.0, 3.0)


def test_a_signature_too_long_for_that_ends_at_the_margin_over_a_centred_date():
    signature = signed("北京市东城区人民政府建国门街道办事处", date(2018, 5, 7), sealed=True)
    assert (signature.day_gap, signature.name_gap) == (6.0, 0.0)


def test_without_a_seal_the_date_begins_two_characters_after_the_signature_does():
    signature = signed("建国门街道办事处", date(2018, 5, 7), sealed=False)
    assert (signature.name_gap, signature.day_gap) == (2.0, 2.0)


def test_a_date_longer_than_the_signature_keeps_two_characters():
    signature = signed("区政府", date(2018, 5, 7), sealed=False)
    assert (signature.name_gap, signature.day_gap) == (7.0, 2.0)


def test_a_short_title_stays_on_one_line():
    assert title_lines("政府信息公开申请答复书") == ("政府信息公开申请答复书",)


def test_a_title_is_broken_where_it_was_typed_so():
    assert title_lines("关于公开信息的\n答复") == ("关于公开信息的", "答复")


def test_a_long_title_is_not_broken_inside_a_word():
    assert title_lines("关于2017年老旧小区综合整治工程有关政府信息公开申请的答复") == (
        "关于2017年老旧小区综合整治",
        "工程有关政府信息公开申请的答复",
    )


def test_a_long_title_is_broken_after_the_name_of_the_office():
    assert title_lines("北京市东城区人民政府建国门街道办事处2018年政府信息公开工作年度报告") == (
        "北京市东城区人民政府建国门街道办事处",
        "2018年政府信息公开工作年度报告",
    )


def test_a_red_heading_stays_on_one_line_and_is_narrowed_when_long():
    short, long = red_head("建国门街道文件"), red_head("北京市东城区人民政府建国门街道办事处文件")
    assert (short.size, short.percent) == (48.0, 100)
    assert long.percent < 100
    assert long.size * 20 * long.percent / 100 <= 431


def test_a_cell_over_several_columns_leaves_room_for_the_next_rows():
    table = Table(
        (Column("a"), Column("b"), Column("c")),
        (Row((Cell("办理结果", down=2), "予以公开", "1")), Row(("部分公开", "0"))),
    )
    assert [(cell.row, cell.column) for cell in placed(table)][-2:] == [(2, 1), (2, 2)]


def test_a_row_with_too_few_cells_is_an_error():
    with pytest.raises(ValueError, match="row 2 does not fill the 2 columns"):
        list(placed(Table((Column("a"), Column("b")), (Row(("1",)),))))


def test_a_row_with_too_many_cells_is_an_error():
    with pytest.raises(ValueError, match="cell 2 of row 2 has no room"):
        list(placed(Table((Column("a"),), (Row(("1", "2")),))))
