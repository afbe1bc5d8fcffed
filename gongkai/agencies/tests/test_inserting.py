"""Rows written by a remembered statement stand as if the model had saved them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts.inserting import insert, insert_all, insert_if_new
from gongkai.acts.models import Submission
from gongkai.agencies.models import Agency, Level
from gongkai.journal.models import Change, Entry

pytestmark = pytest.mark.django_db

NOW = datetime(2018, 5, 7, 9, 0, tzinfo=UTC)


def entry(number: int, **given: object) -> Entry:
    told = {"chain": "jianguomen", "act": "tests.done", "at": NOW, "hash": "0" * 64} | given
    return Entry(number=number, **told)


def test_a_row_gets_its_key_and_reads_as_it_was_written() -> None:
    written = insert(entry(1, details={"天": 3, "空": None}, reason="第三方征询"))
    read = Entry.objects.get(pk=written.pk)
    assert (read.details, read.reason, read.at) == ({"天": 3, "空": None}, "第三方征询", NOW)
    assert not written._state.adding
    written.reason = "更正"
    written.save()
    assert Entry.objects.get().reason == "更正"


def test_a_choice_and_a_number_as_text_become_what_their_fields_make_of_them() -> None:
    written = insert(entry(1, act=Level.SUBDISTRICT, subject_label=12))
    read = Entry.objects.get(pk=written.pk)
    assert (read.act, read.subject_label) == (Level.SUBDISTRICT.value, "12")


def test_many_rows_get_their_keys_in_their_order() -> None:
    rows = insert_all([entry(number) for number in range(1, 701)])
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert dict(Entry.objects.values_list("pk", "number")) == {row.pk: row.number for row in rows}


def test_of_many_rows_one_that_may_not_stand_keeps_all_out() -> None:
    insert(entry(650))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([entry(number) for number in range(1, 701)])
    assert Entry.objects.count() == 1


def test_no_rows_are_no_fault() -> None:
    assert insert_all([]) == []


def test_a_key_of_its_own_is_kept() -> None:
    token = uuid4()
    insert(Submission(token=token, actor_key="x", sent_at=NOW))
    assert Submission.objects.get().token == token


def test_what_stands_already_is_not_written_again() -> None:
    token = uuid4()
    assert insert_if_new(Submission(token=token, actor_key="x", led_to="/a/", sent_at=NOW))
    assert not insert_if_new(Submission(token=token, actor_key="y", led_to="/b/", sent_at=NOW))
    assert Submission.objects.get().led_to == "/a/"


def test_a_row_of_nothing_but_its_day() -> None:
    written = insert(Change(at=NOW))
    assert Change.objects.get(pk=written.pk).at == NOW


def test_nothing_is_written_for_a_model_with_a_way_of_saving_of_its_own() -> None:
    with pytest.raises(TypeError, match="way of saving"):
        insert(Agency(slug="x", name="x"))
