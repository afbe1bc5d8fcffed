"""Entries of many acts written together read as if each had been written by itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gongkai.journal import record
from gongkai.journal.models import Chain, Entry
from gongkai.journal.verifying import faults
from gongkai.journal.writing import written_together

pytestmark = pytest.mark.django_db


def test_entries_written_together_continue_the_chain(office: SimpleNamespace) -> None:
    record(office.foi, "tests.before", office.agency)
    with written_together():
        for number in range(3):
            record(office.foi, "tests.done", office.agency, number=number)
        record(office.stranger, "tests.done", office.other)
    record(office.foi, "tests.after", office.agency)
    of_office = Entry.objects.filter(chain=office.agency.slug).order_by("number")
    assert list(of_office.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Chain.objects.get(name=office.other.slug).length == 1
    assert list(faults()) == []


def test_a_load_that_fails_writes_no_entry(office: SimpleNamespace) -> None:
    def fails() -> None:
        with written_together():
            record(office.foi, "tests.done", office.agency)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    record(office.foi, "tests.after", office.agency)
    assert [entry.act for entry in Entry.objects.all()] == ["tests.after"]
    assert list(faults()) == []
