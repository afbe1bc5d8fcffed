"""The words, days and sizes that templates share."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from gongkai.kit.templatetags.kit import chinese_date, file_kind, filesize, isolate, paragraphs

DUE = date(2025, 10, 28)


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/desk/cases/?state=open&page=2")
    return Template(source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [
        ("zh-hans", "", "2025年10月28日"),
        ("zh-hans", "weekday", "2025年10月28日 星期二"),
        ("zh-hans", "short weekday", "10月28日 周二"),
        ("en", "", "28 October 2025"),
        ("en", "weekday", "Tuesday 28 October 2025"),
        ("en", "short weekday", "Tue 28 Oct"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(language, style, words):
    with translation.override(language):
        assert chinese_date(DUE, style) == words


def test_an_hour_is_told_in_the_offices_own_time():
    with translation.override("zh-hans"):
        assert chinese_date(datetime(2025, 9, 30, 16, 30, tzinfo=UTC), "time") == "2025年10月1日 00:30"


def test_nothing_is_written_where_there_is_no_day():
    assert chinese_date(None) == ""


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (428_000, "418 KB"), (5_000_000, "4.8 MB"), ("2页", "2页")]
)
def test_the_size_of_a_file_is_written_in_kb_or_mb(size, words):
    assert filesize(size) == words


def test_the_kind_of_a_file_comes_from_its_type_or_else_its_name():
    assert file_kind({"type": "application/pdf", "name": "a.bin"}) == "PDF"
    assert file_kind({"type": "", "name": "问卷.xlsx"}) == "XLSX"


def test_a_title_cannot_turn_the_direction_of_what_follows_it():
    assert isolate("a\u202eb<i>") == "<bdi>ab&lt;i&gt;</bdi>"


def test_what_is_escaped_already_is_not_escaped_again():
    assert isolate(mark_safe("residents&#x27;")) == "<bdi>residents&#x27;</bdi>"


def test_plain_text_becomes_escaped_paragraphs():
    assert paragraphs("一<b>\n\n二") == '<p dir="auto">一&lt;b&gt;</p>\n<p dir="auto">二</p>'


def test_another_page_of_a_list_keeps_what_was_asked_for():
    address = render("{% load kit %}{% page_address 3 %}")
    assert address == "?state=open&amp;page=3"


def test_chinese_on_an_english_page_says_that_it_is_chinese():
    assert isolate("公开指南") == '<bdi lang="zh-CN">公开指南</bdi>'
    with translation.override("zh-hans"):
        assert isolate("公开指南") == "<bdi>公开指南</bdi>"
