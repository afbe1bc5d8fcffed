"""What can be typed, and what it finds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.search import find, put_many, suggest
from gongkai.search.asking import words
from gongkai.search.engines import engine
from gongkai.search.sounds import MOST_READINGS, readings
from gongkai.search.tests.factories import entry, keys_of, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("关于调整最低生活保障标准的通知", "低生"),
        ("關於調整最低生活保障標準的通知", "标准"),
        ("标准调整", "標準調整"),
        ("ＡＢＣ１２３", "abc123"),
        ("abc123", "ＡＢＣ１２３"),
        ("𠮷野家停业整改", "𠮷野"),
        ("第一行\n第二行", "第一行 第二行"),
        ("ﬁnal report", "final"),
        ("建国\u00ad门", "建国门"),
        ("二〇一八年", "〇一"),
        ("公告", "公"),
        ("2018年度", "2018年"),
    ],
)
def test_a_text_is_found_however_it_is_written_or_typed(written, asked):
    in_body, in_title = stored(body=written), stored(written)
    in_file = stored(attachments=("别的", written))
    assert sorted(keys_of(asked)) == sorted([in_body, in_title, in_file])


@pytest.mark.parametrize("asked", ["建门", "国门建", "门街", "018", "20180", "街道 社团"])
def test_what_does_not_stand_there_is_not_found(asked):
    stored("建国门。街道2018", body="社区")
    assert keys_of(asked) == []


def test_all_words_are_wanted_and_quotes_hold_a_phrase_together():
    both = stored("低保标准", body="年度工作")
    stored("低保", body="工作")
    assert keys_of("标准 工作") == [both]
    assert keys_of("“年度工作”") == keys_of('"年度工作"') == keys_of("《年度工作》") == [both]
    assert keys_of("“工作年度”") == []


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    stored("建国门", body="街道", attachments=("办事处",))
    assert keys_of("建国门街道") == keys_of("“建国门 街道”") == keys_of("“街道 办事处”") == []


def test_initials_of_a_title_find_it():
    key = stored("重庆路2018年垃圾分类方案")
    assert keys_of("cql") == keys_of("ljfl") == keys_of("LJ") == [key]
    assert keys_of("fljl") == keys_of("l") == []


def test_the_pinyin_of_a_title_finds_it():
    key = stored("重庆路2018年绿化与低保方案")
    for asked in ("dibao", "DiBao", "chongqinglu", "lvhua", "lvhuayudibao"):
        assert keys_of(asked) == [key], asked
    for asked in ("baodi", "di", "zhongqinglu", "dibaobiao", "luniandibao"):
        assert keys_of(asked) == [], asked
    assert [hit.key for hit in suggest("public", "dib")] == [key]
    assert suggest("public", "diby") == ()


def test_letters_that_fall_into_syllables_in_many_ways_stay_few_questions():
    assert len(readings("fangan")) == 2
    assert len(readings("nan" * 20)) <= MOST_READINGS
    assert readings("na" * 29 + "x") == []


def test_counts_by_facet_are_those_of_all_rows():
    for number in range(6):
        stored(body="公开", facets={"year": (str(2016 + number % 3),), "kind": ("a", "b")[: 1 + number % 2]})
    stored(facets={"year": ("2016",)})
    node = words("公开")[0].node()
    facets = ["year:2016", "year:2017", "kind:b", "kind:c"]
    assert engine().counts("public", node, facets, 10) == {"year:2016": 2, "year:2017": 2, "kind:b": 3}
    assert engine().counts("public", None, facets, 2) == {"year:2016": 2, "year:2017": 2, "kind:b": 2}


def test_titles_as_one_types():
    old = stored("最低生活保障标准", day=date(2017, 1, 1))
    new = stored("最低生活保障公示", day=date(2018, 1, 1))
    stored("会议", body="最低生活保障")
    stored("会议2018")
    assert [hit.key for hit in suggest("public", "最低生活")] == [new, old]
    assert [hit.key for hit in suggest("public", "zdsh")] == [new, old]
    assert [hit.key for hit in suggest("public", "低")] == [new, old]
    assert [hit.title for hit in suggest("public", "20")] == ["会议2018"]
    assert len(suggest("public", "最低", limit=1)) == 1
    assert suggest("public", "") == suggest("public", "《") == ()


def test_a_title_is_suggested_once():
    stored("工作动态", day=date(2017, 1, 1))
    newest = stored("工作动态", day=date(2018, 1, 1))
    assert [hit.key for hit in suggest("public", "工作")] == [newest]


def test_what_stands_in_the_title_comes_first():
    rest = stored("动态", body="低保和标准", day=date(2018, 5, 6))
    phrase = stored("动态", body="低保标准", day=date(2018, 5, 5))
    words = stored("标准与低保", day=date(2018, 5, 4))
    contains = stored("关于低保标准的通知", day=date(2018, 5, 3))
    equals = stored("低保标准", day=date(2018, 5, 2))
    assert keys_of("低保 标准") == [equals, contains, words, phrase, rest]
    assert keys_of("低保 标准", order="date") == [rest, phrase, words, contains, equals]
    assert keys_of("低保 标准", order="date_up") == [equals, contains, words, phrase, rest]
    assert keys_of("低保 标准", offset=1, limit=3) == [contains, words, phrase]


def test_nothing_typed_means_everything():
    old, new = stored(day=date(2017, 1, 1)), stored(day=date(2018, 1, 1), facets={"year": ("2018",)})
    assert keys_of("") == keys_of(" \u3000") == [new, old]
    assert keys_of("", order="date_up") == [old, new]
    assert keys_of("", filters={"year": "2018"}) == [new]


def test_one_of_several_values_is_enough():
    kept = [stored(facets={"kind": (kind,)}) for kind in "abc"]
    assert keys_of("", filters={"kind": ["a", "c"]}) == [kept[2], kept[0]]
    assert keys_of("", filters={"kind": ""}) == kept[::-1]


@pytest.mark.parametrize("value", ["' OR 1=1", "甲", "a" * 200, "\0", 'x" OR "y', "2018:2019"])
def test_a_filter_that_is_no_slug_finds_nothing(value):
    stored(facets={"year": ("2018",)})
    assert find("public", "", filters={"year": value}).total == 0
    assert suggest("public", "工作", filters={value: "2018"}) == ()


HOSTILE = [
    "\0",
    "低保\0",
    "😀",
    "，。！",
    '"',
    '"""',
    '"低保',
    "“”",
    "低保*",
    "^低保",
    "title:低保",
    "低保 AND",
    "NEAR(低保 公开, 5)",
    "NOT",
    "( ) {} [] -",
    "'; DROP TABLE search_indexed; --",
    "\\",
    "%s %(x)s",
    "低保 & | ! <-> :*",
    "\ue001 \ue005gk \ue008year:2018",
    "\ud800",
    "\u202e\u200b",
    "公" * 10_000,
    "a b c d e f g h i j k l m n o p",
    "低" + "，低" * 3000,
    "a" * 10_000,
    "()" * 60,
    "(2018)1" * 20,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_makes_an_error(typed):
    stored("低保公开", body="政务公开", facets={"year": ("2018",)})
    for order in ("relevance", "date", "nonsense"):
        answer = find("public", typed, order=order, count=("year", "nonsense"), offset=-1, limit=5000)
        assert answer.total <= 1
        assert len(answer.words) <= 8
    suggest("public", typed)


def test_beyond_a_thousand_the_total_says_more():
    many = [
        entry(
            "通知",
            body="公开" + "低保" * (at < 1000),
            key=f"item:{at}",
            day=date(2010, 1, 1) + timedelta(days=at),
            facets={"year": ("2018" if at % 4 else "2019",), "kind": ("one",)},
        )
        for at in range(1040)
    ]
    put_many(many)
    answer = find("public", "公开", order="date", offset=1005, limit=10, count=("year", "kind"))
    assert (answer.total, answer.more) == (1000, True)
    assert [hit.key for hit in answer.hits] == [f"item:{1039 - 1005 - at}" for at in range(10)]
    assert answer.facets == {
        "year": [("2018", 780, False), ("2019", 260, False)],
        "kind": [("one", 1000, True)],
    }
    assert keys_of("公开", offset=1030, limit=20) == [f"item:{9 - at}" for at in range(10)]
    assert keys_of("公开", order="date_up", offset=1030, limit=20) == [
        f"item:{at}" for at in range(1030, 1040)
    ]
    exactly = find("public", "低保", count=("kind",))
    assert (exactly.total, exactly.more, exactly.facets) == (1000, False, {"kind": [("one", 1000, False)]})
    chosen = find("public", "", filters={"year": "2019"}, count=("year",))
    assert (chosen.total, chosen.facets) == (260, {"year": [("2019", 260, False)]})
    everything = find("public", "", count=("year",), limit=1)
    assert everything.facets == {"year": [("2018", 780, False), ("2019", 260, False)]}


def test_a_phrase_is_found_among_thousands_that_only_have_its_pairs():
    put_many(entry("通知", body="建国。国门", key=f"item:{at}", day=date(2018, 6, 1)) for at in range(2150))
    old = stored("通知", body="建国门")
    answer = find("public", "建国门", order="date", count=("year",))
    assert (answer.total, [hit.key for hit in answer.hits]) == (1, [old])
    assert find("public", "建国 国门", limit=1).more is True
