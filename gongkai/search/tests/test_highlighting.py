"""What was found is marked in the original's own characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search import highlight
from gongkai.search.normalising import folded

LETTERS = st.lists(st.sampled_from([*"公开信低保 ，（）臺１aＡ㎡ﬁ…①\u00ad\u0301", "𠮷"]), max_size=40).map(
    "".join
)


@pytest.mark.parametrize(
    ("original", "asked", "marked"),
    [
        ("關於低保標準的通知", "标准", ["標準"]),
        ("ＡＢＣ１２３号", "abc123", ["ＡＢＣ１２３"]),
        ("面积20㎡的ﬁnal稿", "final", ["ﬁnal"]),
        ("面积20㎡的公开", "公开", ["公开"]),
        ("𠮷野家公开", "野家", ["野家"]),
        ("第一行，\n第二行", "“第一行 第二行”", ["第一行，\n第二行"]),
        ("2018年政务公开", "2018年 公开", ["2018年", "公开"]),
        ("abcd abc", "abc", ["abc"]),
        ("低保低保", "低保", ["低保低保"]),
        ("低保", "公开", []),
        ("低保", "", []),
    ],
)
def test_the_pieces_marked(original, asked, marked):
    pieces = highlight(original, asked)
    assert [text for text, is_hit in pieces if is_hit] == marked
    assert "".join(text for text, _ in pieces) == original


@settings(max_examples=80, deadline=None)
@given(LETTERS, LETTERS)
def test_pieces_joined_are_the_original(original, asked):
    pieces = highlight(original, asked)
    assert "".join(text for text, _ in pieces) == original
    assert all(text for text, _ in pieces)


@settings(max_examples=80, deadline=None)
@given(LETTERS, st.integers(1, 30))
def test_a_passage_is_a_part_of_the_original(original, width):
    passage = highlight(original, "公开 低保", width)
    text = "".join(piece for piece, is_hit in passage if is_hit or piece != "…")
    assert text in original
    hits = [piece for piece, is_hit in passage if is_hit]
    assert bool(hits) == any(word in folded(original) for word in ("公开", "低保"))


def test_a_passage_lies_where_most_is_found():
    text = "低保。" + "无关" * 200 + "低保标准与公开" + "无关" * 200
    passage = highlight(text, "低保 标准 公开", 40)
    assert [piece for piece, is_hit in passage if is_hit] == ["低保标准", "公开"]
    assert (passage[0], passage[-1]) == (("…", False), ("…", False))
    assert 40 <= sum(len(piece) for piece, _ in passage) <= 42


def test_a_text_without_a_match_shows_its_beginning():
    assert highlight("甲" * 100, "公开", 20) == [("甲" * 20, False), ("…", False)]


def test_a_long_text_is_looked_through_to_its_end():
    assert ("公开", True) in highlight("无关" * 50_000 + "公开", "公开", 60)
