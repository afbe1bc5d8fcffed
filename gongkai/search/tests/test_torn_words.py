"""Words torn by the end of a line, by blanks or by commas are found whole, and marked as they stand."""

from __future__ import annotations

import pytest

from gongkai.search import find, highlight
from gongkai.search.mending import mended
from gongkai.search.tests.factories import keys_of, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("最低生\n活保障", "最低生活保障"),
        ("街道办事处负责组织实\n施，社区协助做好登记核\r\n实工作", "组织实施"),
        ("街道办事处负责组织实\n施，社区协助做好登记核\r\n实工作", "核实"),
        ("公　告", "公告"),
        ("会 议 纪 要", "会议纪要"),
        ("姓名：王　伟、张三丰", "王伟"),
        ("拨款12,345.60元", "12345"),
        ("拨款12345.60元", "12,345.60"),
        ("二○一八年", "二〇一八年"),
    ],
)
def test_a_torn_word_is_found_in_title_text_and_file(written, asked):
    in_body, in_title = stored(body=written), stored(written)
    in_file = stored(attachments=(written,))
    assert sorted(keys_of(asked)) == sorted([in_body, in_title, in_file])


def test_lines_go_on_in_a_file_and_stand_apart_in_a_text():
    written = "各社区居委会，现依据建街办\n发〔2018〕12号执行"
    stored(body=written)
    in_file = stored(attachments=(written,))
    assert keys_of("建街办发(2018)12") == [in_file]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("通知\n各社区", "知各"),
        ("王伟\n李强", "伟李"),
        ("负责组织实施街道各项工作\n\n社区协助", "作社"),
        ("负责组织实施街道各项工作\n　　社区协助", "作社"),
        ("负责组织实施街道各项工作\n一、社区协助", "作一"),
        ("社区 街道", "区街"),
        ("1,2,3", "123"),
    ],
)
def test_what_stands_apart_stays_apart(written, asked):
    stored(body=written)
    assert keys_of(asked) == []


def test_a_torn_word_is_marked_as_it_stands():
    assert highlight("关于提高最低生\n活保障，公　告", "生活保障 公告") == [
        ("关于提高最低", False),
        ("生\n活保障", True),
        ("，", False),
        ("公　告", True),
    ]
    stored(body="关于提高最低生\n活保障标准")
    assert ("最低生\n活保障", True) in find("public", "最低生活保障").hits[0].passages[0]


def test_a_phrase_typed_with_gaps_is_the_word():
    key = stored("公告")
    assert keys_of("“公　告”") == [key]


def test_each_character_kept_knows_its_place():
    text, places = mended("公　告12,345") or ("", [])
    assert (text, places) == ("公告12345", [0, 2, 3, 4, 6, 7, 8])
    assert mended("关于低保的通知") is None
