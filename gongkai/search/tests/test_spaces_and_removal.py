"""Who may not see an entry meets no trace of it; what was removed leaves none."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from gongkai.search import (
    Entry,
    IndexMissing,
    clear,
    faults,
    find,
    keys,
    put,
    put_many,
    rebuild,
    remove,
    suggest,
)
from gongkai.search.engines import engine, make_tables
from gongkai.search.models import Indexed, Wording
from gongkai.search.tests.factories import entry, keys_of, stored

pytestmark = pytest.mark.django_db

FACTS = {
    "numbers": ("建街办发〔2018〕12号",),
    "body": "政务公开正文",
    "attachments": ("附件文字",),
    "facets": {"year": ("2018",)},
}
QUERIES = ["低保标准", "政务公开", "附件", "建街办发(2018)12", "dbbz", "低", "标准 公开"]


def traces(space: str, **asked: object) -> list[str]:
    """Every way in which an entry with FACTS and the title 低保标准 could show itself."""
    found = [query for query in QUERIES if find(space, query, **asked).total]
    found += [query for query in ("低", "dbbz", "(2018)12") if suggest(space, query, **asked)]
    found += ["suggestion"] * bool(find(space, "低堡标准", **asked).suggestion)
    counted = find(space, "", count=("year",), **asked)
    return found + ["counts"] * bool(counted.facets.get("year")) + ["everything"] * bool(counted.total)


def test_every_trace_is_one():
    stored("低保标准", **FACTS)
    assert len(traces("public")) == len(QUERIES) + 3 + 3


def test_nothing_of_the_desk_comes_up_in_public():
    stored("低保标准", space="desk", readers=("agency:1",), **FACTS)
    assert traces("public") == []
    assert traces("desk", readers=["agency:1"]) != []


@pytest.mark.parametrize("readers", [[], ["agency:2", "user:1"], ["agency:11"], ['agency:1" OR "x']])
def test_only_readers_meet_an_entry(readers):
    stored("低保标准", space="desk", readers=("agency:1", "section:9"), **FACTS)
    stored("低保标准", space="desk", **FACTS)
    assert traces("desk", readers=readers) == []


def test_the_desk_is_not_asked_without_saying_who_asks():
    with pytest.raises(ValueError, match="who asks"):
        find("desk", "低保")
    with pytest.raises(ValueError, match="who asks"):
        suggest("desk", "低保")


def test_filters_hide_a_spelling_that_stands_elsewhere():
    stored("低保标准", facets={"year": ("2018",)})
    assert find("public", "低堡标准", filters={"year": "2018"}).suggestion == "低保标准"
    assert find("public", "低堡标准", filters={"year": "2019"}).suggestion == ""


def test_what_was_removed_leaves_no_trace():
    key = stored("低保标准", **FACTS)
    remove("public", key, "item:unknown")
    assert traces("public") == []
    assert (Indexed.objects.count(), Wording.objects.count(), engine().size("public")) == (0, 0, 0)


def test_what_is_put_again_leaves_no_trace_of_before():
    key = stored("低保标准", **FACTS)
    put(entry("会议", key=key, day=date(2019, 1, 1)))
    assert [trace for trace in traces("public") if trace != "everything"] == []
    assert keys_of("会议") == [key]


def test_the_transaction_undone_puts_and_removes_nothing():
    key = stored("低保标准")
    with transaction.atomic():
        remove("public", key)
        stored("政务公开")
        transaction.set_rollback(True)
    assert keys_of("低保") == [key]
    assert keys_of("政务") == []


def test_within_a_day_the_last_put_comes_first_and_keeps_its_turn():
    first, second = stored("通知"), stored("通知")
    put(entry("通知", key=first))
    assert keys_of("通知") == [second, first]


def test_of_several_with_one_key_the_last_stays():
    assert put_many([entry("旧", key="item:a"), entry("新", key="item:a")]) == 1
    assert keys_of("旧") == []
    assert keys_of("新") == ["item:a"]


def test_a_space_is_cleared_and_built_anew_without_touching_the_other():
    stored("低保标准", **FACTS)
    ours = stored("低保标准", space="desk", readers=("agency:1",))
    rebuilt = entry("会议")
    assert rebuild("public", [rebuilt]) == 1
    assert (keys("public"), keys("desk")) == ({rebuilt.key}, {ours})
    clear("public")
    assert (keys("public"), traces("public")) == (set(), [])
    assert keys_of("低保", "desk", readers=["agency:1"]) == [ours]
    with pytest.raises(ValueError, match="space"):
        rebuild("desk", [entry()])


def test_the_check_says_what_is_missing_and_what_is_too_much():
    kept, surplus = stored(), stored()
    assert list(faults("public", [kept, surplus])) == []
    assert [fault.partition("”")[2] for fault in faults("public", [kept, "item:lost"])] == [
        " is not in the search index.",
        " is in the search index and should not be.",
    ]
    Wording.objects.filter(entry__key=kept).delete()
    Indexed.objects.filter(key=kept).delete()
    assert any("rebuild it" in fault for fault in faults("public", [surplus]))


def test_an_index_whose_entries_are_gone_is_emptied():
    stored("低保标准")
    Wording.objects.all().delete()
    Indexed.objects.all().delete()
    make_tables()
    assert engine().size("public") == 0


def test_a_missing_index_says_how_it_is_made():
    stored("低保标准")
    engine().drop()
    for work in (lambda: find("public", "低保"), lambda: stored("低保")):
        with pytest.raises(IndexMissing, match="gongkai migrate"), transaction.atomic():
            work()


@pytest.mark.parametrize(
    "facts",
    [
        {"space": "elsewhere"},
        {"key": ""},
        {"key": "k" * 101},
        {"facets": {"year": ("二〇一八",)}},
        {"facets": {"Year": ("2018",)}},
        {"readers": ("agency 1",)},
    ],
)
def test_an_entry_that_could_not_be_asked_for_is_refused(facts):
    with pytest.raises(ValueError):
        entry(**facts)


def test_a_huge_text_is_indexed_as_far_as_both_databases_can():
    everything = "".join(
        chr(0x4E00 + at % 20_000) + chr(0x4E00 + (at * 7919) % 20_900) for at in range(150_000)
    )
    key = stored("长文", body="开头" + everything, attachments=("x" * 5000,))
    assert keys_of("开头") == [key]
    remove("public", key)
    assert engine().size("public") == 0


def test_an_entry_is_what_was_given():
    assert Entry("public", "item:1", date(2018, 5, 7), "标题").facets == {}
