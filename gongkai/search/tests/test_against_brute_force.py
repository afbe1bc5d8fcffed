"""Random texts and queries: the index answers what reading every text answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.search import Entry, clear, find, put_many
from gongkai.search.tests import brute_force

pytestmark = pytest.mark.django_db

# Few characters, so that hits happen; the last ones fold to others or part words.
LETTERS = list("公开信息低保台年") + list("臺開號１a1Ａ12b ，、。《》\n") + ["𠮷", "2018"]
NUMBERS = [
    "公开〔2018〕12号",
    "信息(2018)12",
    "低保（2018）第12号",
    "【2018】012号",
    "[2018]1号",
    "〔2018〕123号",
]

texts = st.lists(st.sampled_from(LETTERS) | st.sampled_from(NUMBERS), max_size=25).map("".join)
short = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=5).map("".join)
years = st.sampled_from(["2017", "2018", "2019"])
readers = st.lists(st.sampled_from(["agency:1", "agency:2", "user:3"]), max_size=2, unique=True).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    return Entry(
        "desk",
        f"item:{draw(st.integers(1, 12))}",
        date(2018, 1, 1) + timedelta(days=draw(st.integers(0, 3))),
        draw(texts),
        tuple(draw(st.lists(st.sampled_from(NUMBERS), max_size=1))),
        draw(texts),
        tuple(draw(st.lists(texts, max_size=2))),
        {"year": (draw(years),), "kind": tuple(draw(st.lists(st.sampled_from("ab"), unique=True)))},
        draw(readers),
    )


def words_of(text: str) -> list[str]:
    """Only words without digits only and number brackets: these have rules of their own, tested below."""
    return list(dict.fromkeys(brute_force.plain(word) for word in text.split() if brute_force.runs(word)))


LIGHT = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def stored(made: list[Entry]) -> list[Entry]:
    clear("desk")
    put_many(made[: len(made) // 2])
    put_many(made[len(made) // 2 :])
    # What is put again keeps its turn within a day, and has its last content.
    turns: dict[str, int] = {}
    for half in (made[: len(made) // 2], made[len(made) // 2 :]):
        last = {entry.key: place for place, entry in enumerate(half)}
        for key in sorted(set(last) - set(turns), key=lambda key: last[key]):
            turns[key] = len(turns)
    content = {entry.key: entry for entry in made}
    return [content[key] for key in sorted(turns, key=lambda key: turns[key])]


EVERYBODY = ("agency:1", "agency:2", "user:3")


@LIGHT
@given(st.lists(entries(), max_size=14), st.lists(short, max_size=3), st.none() | years, readers)
def test_rows_totals_order_and_counts_are_those_of_reading_everything(made, asked, year, who):
    kept = stored(made)
    text = " ".join(asked)
    words = words_of(text)
    filters = {"year": year} if year else {}
    right = brute_force.found(kept, words, filters, who)
    if text.strip() and not words:
        right = []
    answer = find("desk", text, filters=filters, readers=who, order="date", limit=50, count=("year", "kind"))
    assert [hit.key for hit in answer.hits] == [entry.key for entry in right]
    assert (answer.total, answer.more) == (len(right), False)
    if right:
        assert answer.facets["kind"] == brute_force.counts(right, "kind")
        assert answer.facets["year"] == brute_force.counts(right, "year")
    upwards = find("desk", text, filters=filters, readers=who, order="date_up", limit=50)
    assert [hit.key for hit in upwards.hits] == [entry.key for entry in right][::-1]


@LIGHT
@given(st.lists(entries(), max_size=14), st.lists(short, min_size=1, max_size=2), st.integers(0, 5))
def test_relevance_is_by_tiers_and_the_newest_first_in_each(made, asked, offset):
    kept = stored(made)
    words = words_of(" ".join(asked))
    right = brute_force.found(kept, words, {}, EVERYBODY) if words else []
    right.sort(key=lambda entry: brute_force.tier(entry, words))
    answer = find("desk", " ".join(asked), readers=EVERYBODY, offset=offset, limit=4)
    if words:
        assert [hit.key for hit in answer.hits] == [entry.key for entry in right][offset : offset + 4]


@LIGHT
@given(
    st.lists(entries(), max_size=14),
    st.sampled_from([*NUMBERS, "开(2018)12", "开〔2018〕12号《公", "(2018)12"]),
)
def test_document_numbers_are_found_in_every_form_and_by_the_runs_beside_them(made, asked):
    right = brute_force.found(stored(made), [asked], {}, EVERYBODY)
    answer = find("desk", asked, readers=EVERYBODY, order="date", limit=50)
    assert [hit.key for hit in answer.hits] == [entry.key for entry in right]
