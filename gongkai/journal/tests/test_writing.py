"""What an entry says, and that it stands or falls with its act."""

from datetime import datetime

import pytest
from django.db import transaction

from gongkai.acts import clock
from gongkai.journal import record
from gongkai.journal.models import Entry
from gongkai.journal.verifying import faults
from tests.together import together

from .factories import Person, Thing


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_thing_when_and_why():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        record(Person(), "cases.extended", Thing(), reason="第三方征询", days=10)
    entry = Entry.objects.get()
    assert (entry.actor_name, entry.act, entry.subject_label) == (
        "陈晓（虚构）",
        "cases.extended",
        "建街〔2018〕1号",
    )
    assert (entry.at.astimezone(clock.BEIJING).hour, entry.reason, entry.details) == (
        9,
        "第三方征询",
        {"days": 10},
    )


@pytest.mark.django_db
def test_each_agency_has_a_chain_of_its_own_that_counts_from_one():
    record(Person(), "cases.received", Thing())
    record(Person(), "cases.registered", Thing())
    record(Person(), "cases.received", Thing(chain="chaoyangmen"))
    assert list(Entry.objects.order_by("chain", "number").values_list("chain", "number")) == [
        ("chaoyangmen", 1),
        ("jianguomen", 1),
        ("jianguomen", 2),
    ]


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_entry():
    with transaction.atomic():
        record(Person(), "cases.received", Thing())
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_the_transaction_of_its_act_is_refused():
    with pytest.raises(RuntimeError, match="belong into one transaction"):
        record(Person(), "cases.received", Thing())


@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_moment_stand_one_after_the_other():
    def act() -> None:
        for _ in range(5):
            with transaction.atomic():
                record(Person(), "cases.received", Thing())

    together(4, act)
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 21))
    assert list(faults()) == []
