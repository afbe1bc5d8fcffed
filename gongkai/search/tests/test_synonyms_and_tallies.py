"""What the editor keeps: words that mean the same, and what people ask for."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.acts import PROGRAM, Refused, clock
from gongkai.journal.models import Entry as JournalEntry
from gongkai.search import find, highlight, synonyms, tallies
from gongkai.search.models import Tally
from gongkai.search.tests.factories import keys_of, stored

pytestmark = pytest.mark.django_db


def test_a_word_finds_what_means_the_same():
    group = synonyms.add("public", ["低保", "最低生活保障"], by=PROGRAM)
    short, long = stored("低保标准"), stored("最低生活保障标准")
    stored("低保", body="标准")
    assert sorted(keys_of("低保标准")) == sorted(keys_of("最低生活保障標準")) == sorted([short, long])
    assert keys_of("低保标准")[0] == short
    synonyms.drop(group, by=PROGRAM)
    assert keys_of("低保标准") == [short]
    assert [row.act for row in JournalEntry.objects.filter(act__startswith="search.").order_by("number")] == [
        "search.synonyms_added",
        "search.synonyms_dropped",
    ]


def test_a_synonym_is_marked_too():
    synonyms.add("", ["低保", "最低生活保障"], by=PROGRAM)
    stored("通知", body="提高最低生活保障标准。")
    answer = find("public", "低保")
    assert answer.words == ("低保", "最低生活保障")
    assert answer.hits[0].passages == ([("提高", False), ("最低生活保障", True), ("标准。", False)],)
    assert highlight("最低生活保障", answer.words) == [("最低生活保障", True)]


def test_a_group_applies_in_its_space():
    synonyms.add("desk", ["低保", "最低生活保障"], by=PROGRAM)
    stored("最低生活保障")
    assert keys_of("低保") == []


def test_letters_are_replaced_as_whole_words():
    synonyms.add("public", ["it", "信息技术"], by=PROGRAM)
    key = stored("信息技术")
    assert keys_of("IT") == [key]
    assert keys_of("title") == []


def test_many_synonyms_stay_few_spellings():
    for number in range(10):
        synonyms.add(
            "public",
            [f"低保{chr(0x4E00 + number * 20 + at)}" for at in range(11)] + [f"别称{number}"],
            by=PROGRAM,
        )
    assert len(find("public", "".join(f"别称{number}" for number in range(10))).words) <= 8


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["低保"], "two different"),
        (["低保", "低保 "], "two different"),
        (["標準", "标准"], "two different"),
        (["低保", "——"], "letters or digits"),
        (["低保", "长" * 41], "at most"),
        ([f"词{chr(0x4E00 + at)}" for at in range(13)], "at most"),
        (["补贴", "津贴"], "another group"),
    ],
)
def test_a_group_that_means_nothing_is_refused(words, reason):
    synonyms.add("public", ["补贴", "补助"], by=PROGRAM)
    with pytest.raises(Refused, match=reason):
        synonyms.add("public", words, by=PROGRAM)


def test_a_group_is_dropped_once():
    group = synonyms.add("public", ["补贴", "补助"], by=PROGRAM)
    synonyms.drop(group, by=PROGRAM)
    with pytest.raises(Refused, match="already"):
        synonyms.drop(group, by=PROGRAM)


def asked(query: str, hits: int, *, times: int, on: date) -> None:
    with clock.pretend(datetime(on.year, on.month, on.day, 9)):
        for _ in range(times):
            tallies.note("public", query, hits)


def test_what_is_asked_often_is_shown_by_what_it_finds():
    asked("低保", 5, times=2, on=date(2018, 5, 7))
    asked(" 低保 ", 7, times=1, on=date(2018, 5, 8))
    asked("ＷＩＦＩ", 0, times=2, on=date(2018, 5, 8))
    asked("一次", 3, times=1, on=date(2018, 5, 8))
    asked("从前", 3, times=9, on=date(2018, 4, 1))
    since = date(2018, 5, 1)
    assert tallies.popular("public", since) == [tallies.Asked("低保", 3, date(2018, 5, 8), 7)]
    assert [one.query for one in tallies.without_hits("public", since)] == ["ｗｉｆｉ"]
    assert tallies.popular("desk", since) == []
    assert tallies.forget(date(2018, 5, 1)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "１３８００００１２３４",
        "电话13800001234",
        "11010519491231002X",
        "6222 0000 1111 2222 333",
        "someone@example.com",
        "someone＠example.com",
        "someone(at)example.com",
        "someone#163.com",
        "一三八〇〇一三八〇〇〇",
        "幺三八洞洞幺三八洞洞洞",
        "1 3 8 0 0 1 3 8 0 0 0",
        "138*0013*8000",
        "身份证1101**********0021",
        "东总布胡同12号",
        "苏州胡同十二号 王某",
        "3号楼2单元",
        "方巾巷3-2-401",
        "王小明 5号楼",
        "赵家楼小区5栋1202",
        "微信 wxm_1980",
        "QQ:123456",
        "京A·12345",
        "王小明",
        "钟洋 低保",
        "王女士 投诉",
        "我" * 41,
        "，",
        "",
    ],
)
def test_nothing_of_a_person_is_kept(query):
    tallies.note("public", query, 0)
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "建街办发〔2018〕12号",
        "财预(2015)033号",
        "2018 年 12",
        "2018年12月31日",
        "低保",
        "110106",
        "12345热线",
        "王府井大街",
        "金宝街北社区",
        "申请人",
        "白名单",
        "国务院令第711号",
    ],
)
def test_ordinary_words_and_numbers_are_kept(query):
    tallies.note("public", query, 1)
    assert Tally.objects.exists()
