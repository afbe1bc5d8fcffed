"""A word mistyped by one character: the spelling of a title is offered."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
import rjieba

from gongkai.search import find, put_many
from gongkai.search.normalising import runs
from gongkai.search.tests.factories import entry, stored

pytestmark = pytest.mark.django_db

SUBJECTS = (
    "政务公开 低保 最低生活保障 临时救助 养老服务 残疾人补贴 公租房 老旧小区 加装电梯 垃圾分类 "
    "背街小巷 违法建设 消防安全 疫苗接种 家庭医生 医疗保险 失业登记 就业创业 居住证 义务教育 "
    "志愿服务 图书馆 停车管理 供暖 防汛 财政预算"
)
TITLES = [
    text.format(subject)
    for subject in SUBJECTS.split(" ")
    for text in ("关于{}工作的通知", "2018年{}实施方案", "建国门街道{}情况公示")
]
# Of everyday use, and in no title.
WRONG = "猫鲸骆驼熊琴棋雪梅兰竹菊"


@pytest.fixture
def titles() -> list[str]:
    put_many(
        entry(title, key=f"item:{at}", day=date(2018, 1, 1) + timedelta(days=at))
        for at, title in enumerate(TITLES)
    )
    return TITLES


def words_of(titles: list[str]) -> list[str]:
    words = {word for title in titles for word in rjieba.cut_for_search(title)}
    words |= {run for title in titles for run in runs(title)}
    return sorted(word for word in words if 2 <= len(word) <= 8 and not word.isascii())


def test_every_word_of_a_title_with_one_wrong_character_is_offered_right(titles):
    chance = random.Random(12)  # noqa: S311 - mistakes for a test
    for word in words_of(titles):
        at = chance.randrange(len(word))
        asked = word[:at] + chance.choice(WRONG) + word[at + 1 :]
        answer = find("public", asked)
        assert answer.total == 0
        offered = answer.suggestion
        # In two or three characters others may be as near.
        fits = len(offered) == len(word) and sum(a != b for a, b in zip(offered, asked, strict=True)) == 1
        assert offered == word if len(word) > 3 else fits, (word, asked, offered)
        assert find("public", offered).total > 0


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("低宝", "低保"),
        ("垃及分类", "垃圾分类"),
        ("政工公开", "政务公开"),
        ("最底生活保障", "最低生活保障"),
        ("垃圾分", ""),
        ("最低活保障", "最低生活保障"),
        ("最低生生活保障", "最低生活保障"),
        ("公租租房", "公租房"),
        ("居住居证", "居住证"),
        ("残疾补贴", "残疾人补贴"),
        ("政公务开", "政务公开"),
        ("2018年政务公升实施", "2018年政务公开实施"),
        ("建国门街道政务公开情况公事", "建国门街道政务公开情况公示"),
        ("低宝 通知", "低保 通知"),
        ("“最底生活保障”", "最低生活保障"),
        ("毫不相干的话", ""),
        ("猫", ""),
    ],
)
def test_spellings(titles, asked, offered):
    assert find("public", asked).suggestion == offered


def test_words_that_are_found_alone_are_not_respelled(titles):
    assert find("public", "供暖 防汛").suggestion == ""


def test_another_spelling_is_offered_where_a_few_rows_have_the_mistake_themselves(titles):
    stored("会议", body="会上谈了最底生活保障。")
    answer = find("public", "最底生活保障")
    assert (answer.total, answer.suggestion) == (1, "最低生活保障")


@pytest.mark.parametrize("asked", ["最低生活", "养老金", "低保"])
def test_a_word_of_a_title_or_of_the_dictionary_that_is_found_is_not_respelled(titles, asked):
    stored("会议", body="会上谈了养老金和最低生活保障。")
    assert find("public", asked, filters={}).suggestion == ""


def test_a_long_title_with_one_wrong_character_is_offered_right():
    title = "关于进一步加强老旧小区加装电梯项目资金使用监督管理工作的实施意见"
    stored(title)
    assert find("public", title.replace("监督", "坚督")).suggestion == title


def test_a_spelling_keeps_to_titles():
    stored("会议", body="垃圾分类")
    assert find("public", "垃及分类").suggestion == ""
