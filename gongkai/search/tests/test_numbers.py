"""A document number is one thing, however its brackets look."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.search import highlight, suggest
from gongkai.search.tests.factories import keys_of, stored

pytestmark = pytest.mark.django_db

FORMS = [
    "〔2018〕12号",
    "[2018]12号",
    "(2018)12",
    "（2018）第12号",
    "【2018】012号",
    "﹝２０１８﹞１２號",
    "〔2018年〕12号",
    "〔 2018 〕 12 号",
    "[2018]第012",
]


@pytest.mark.parametrize("written", FORMS)
@pytest.mark.parametrize("asked", [FORMS[0], FORMS[2], FORMS[3]])
def test_every_form_finds_every_other(written, asked):
    key = stored(body=f"现印发建街办发{written}文件，请执行。")
    assert keys_of(asked) == [key]
    assert keys_of(f"建街办发{asked}") == [key]


@pytest.mark.parametrize("asked", FORMS)
def test_a_longer_number_is_another_one(asked):
    stored(body="建街办发〔2018〕123号、建街办发〔2018〕1号、建街办发〔2018〕112号")
    assert keys_of(asked) == []


def test_the_prefix_asked_for_stands_right_before_the_number():
    ours = stored("通知", numbers=("建街办发〔2018〕12号",))
    stored("通知", numbers=("东政办发〔2018〕12号",), body="建街办发有关文件")
    assert keys_of("建街办发（2018）12号") == [ours]
    assert keys_of("街办发[2018]12") == [ours]


def test_what_follows_the_number_is_asked_for_too():
    key = stored(body="依据建街办发〔2018〕12号文件精神")
    assert keys_of("建街办发(2018)12号文件") == [key]
    assert keys_of("建街办发(2018)12号会议") == []


def test_the_number_of_an_entry_counts_like_its_title():
    body = stored("甲", body="见建街办发〔2018〕12号", day=date(2018, 6, 1))
    own = stored("乙", numbers=("建街办发〔2018〕12号",))
    assert keys_of("建街办发(2018)12") == [own, body]


def test_a_month_in_brackets_and_a_date_are_no_numbers():
    stored(body="报表(2018)12月，2018-12-01")
    assert keys_of("〔2018〕12号") == []


def test_year_and_serial_are_still_found_alone():
    key = stored(body="建街办发〔2018〕12号")
    assert keys_of("2018") == keys_of("12号") == keys_of("建街办发 〔2018〕 12号") == [key]


def test_a_number_is_marked_as_it_is_written():
    pieces = highlight("依据建街办发〔2018〕第012号文件。", "街办发(2018)12")
    assert pieces == [("依据建", False), ("街办发〔2018〕第012号", True), ("文件。", False)]


def test_a_number_is_suggested_as_one_types():
    stored("通知", numbers=("建街办发〔2018〕12号",))
    assert [hit.title for hit in suggest("public", "(2018)1")] == ["通知"]
    assert suggest("public", "(2018)2") == ()
