"""What stands there and is no information: and what only looks like it."""

import pytest

from gongkai.law.placeholders import fault_of, is_nothing

TEXT = "为改善居民出行条件，对赵堂子胡同进行道路铺装。"


@pytest.mark.parametrize(
    "title", ["测试", "test", "Test 123", "测试标题1", "这是一个测试", "测试公告（请勿删除）"]
)
def test_a_title_that_is_that_of_a_test_is_told(title):
    assert fault_of(title, TEXT, has_files=True) == "test"


@pytest.mark.parametrize(
    "title",
    ["2026年国民体质测试通知", "核酸检测试剂采购公告", "关于开展消防系统联动测试的通知", "通知公告", "内容"],
)
def test_notices_that_speak_of_tests_are_left_alone(title):
    assert fault_of(title, TEXT, has_files=False) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        (" \n　。", "empty"),
        ("见附件。", "no file"),
        ("具体内容详见附件", "no file"),
        ("111", "test"),
        ("xxxx", "test"),
        ("这是一段测试文字，请忽略。", "test"),
        ("Lorem ipsum dolor sit amet" * 30, "test"),
        ("本栏目建设中", "test"),
        (TEXT, ""),
    ],
)
def test_a_text_without_a_file_must_tell_something(text, fault):
    assert fault_of("关于道路施工的通告", text, has_files=False) == fault


@pytest.mark.parametrize("text", ["", "见附件。", "1"])
def test_with_a_file_the_text_may_be_as_short_as_it_likes(text):
    assert fault_of("关于道路施工的通告", text, has_files=True) == ""


@pytest.mark.parametrize("text", ["", "  ", "null", " NULL ", "undefined", "无", "—", "……"])
def test_a_field_that_only_says_that_it_is_empty_says_nothing(text):
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["无障碍", "街道的动态。", "0", "空气质量"])
def test_a_field_with_words_says_something(text):
    assert not is_nothing(text)
