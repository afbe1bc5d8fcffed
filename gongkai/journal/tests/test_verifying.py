"""Whoever can write the tables can still not change the journal unseen."""

from datetime import datetime

import pytest
from django.db.models import F

from gongkai.acts import clock
from gongkai.journal import record
from gongkai.journal.heads import heads_file, write_heads
from gongkai.journal.models import Chain, Entry
from gongkai.journal.verifying import faults
from gongkai.journal.writing import seal

from .factories import Person, Thing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _heads_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def five():
    """Five acts of one agency and two of another."""
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        for _ in range(5):
            record(Person(), "cases.received", Thing(), days=20)
        for _ in range(2):
            record(Person(), "cases.received", Thing(chain="chaoyangmen"))


def entry(number):
    return Entry.objects.filter(chain="jianguomen", number=number)


@pytest.mark.usefixtures("five")
def test_a_journal_nobody_touched_is_sound():
    write_heads()
    assert list(faults()) == []


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    "change",
    [
        {"actor_key": "people.user:2"},
        {"actor_name": "别人"},
        {"act": "cases.extended"},
        {"subject_key": "cases.case:2"},
        {"subject_label": "建街〔2018〕2号"},
        {"reason": "unsaid"},
        {"came_from": "10.0.0.1"},
        {"details": {"days": 21}},
        {"at": datetime(2018, 5, 8, 9, 0, tzinfo=clock.BEIJING)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_found(change):
    entry(3).update(**change)
    assert list(faults()) == ["Chain jianguomen: entry 3 was changed or inserted."]


@pytest.mark.usefixtures("five")
def test_a_removed_entry_is_found():
    entry(3).delete()
    assert list(faults()) == ["Chain jianguomen: entries 3 to 3 were removed."]


@pytest.mark.usefixtures("five")
def test_a_removed_beginning_is_found():
    Entry.objects.filter(chain="jianguomen", number__lte=2).delete()
    assert list(faults()) == ["Chain jianguomen: entries 1 to 2 were removed."]


@pytest.mark.usefixtures("five")
def test_an_inserted_entry_is_found():
    # From the end, so that each number is free when it is taken.
    for number in (5, 4, 3):
        entry(number).update(number=F("number") + 1)
    inserted = entry(2).get()
    inserted.pk, inserted.number = None, 3
    inserted.save(force_insert=True)
    Chain.objects.filter(name="jianguomen").update(length=6)
    found = list(faults())
    assert "Chain jianguomen: entry 3 was changed or inserted." in found
    assert "Chain jianguomen: entry 3 does not follow the one before it." in found


@pytest.mark.usefixtures("five")
def test_two_entries_that_changed_places_are_found():
    entry(3).update(number=99)
    entry(4).update(number=3)
    entry(99).update(number=4)
    assert "Chain jianguomen: entry 3 does not follow the one before it." in list(faults())


@pytest.mark.usefixtures("five")
def test_an_end_that_was_cut_off_is_found_by_the_tail():
    entry(5).delete()
    assert list(faults()) == ["Chain jianguomen: it ends at entry 4, and its tail says 5."]


@pytest.mark.usefixtures("five")
def test_an_end_that_was_cut_off_with_its_tail_is_found_by_the_heads_written_down():
    with clock.pretend(datetime(2018, 5, 7, 18, 0)):
        write_heads()
    entry(5).delete()
    Chain.objects.filter(name="jianguomen").update(length=4, head=entry(4).get().hash)
    assert list(faults()) == ["Chain jianguomen: it was cut off; on 2018-05-07 it had 5 entries."]


@pytest.mark.usefixtures("five")
def test_a_chain_that_was_removed_whole_is_found_by_the_heads_written_down():
    with clock.pretend(datetime(2018, 5, 7, 18, 0)):
        write_heads()
    Entry.objects.filter(chain="jianguomen").delete()
    Chain.objects.filter(name="jianguomen").delete()
    assert list(faults()) == ["Chain jianguomen: it was cut off; on 2018-05-07 it had 5 entries."]


@pytest.mark.usefixtures("five")
def test_a_chain_that_lost_its_tail_is_found():
    Chain.objects.filter(name="jianguomen").delete()
    assert list(faults()) == ["Chain jianguomen: its tail is missing."]


@pytest.mark.usefixtures("five")
def test_an_end_written_anew_is_found_even_when_it_was_sealed_with_the_key():
    with clock.pretend(datetime(2018, 5, 7, 18, 0)):
        write_heads()
    last = entry(5).get()
    last.reason = "another story"
    last.hash = seal(last)
    last.save()
    Chain.objects.filter(name="jianguomen").update(head=last.hash)
    assert list(faults()) == ["Chain jianguomen: entry 5 is not the one written down on 2018-05-07."]


@pytest.mark.usefixtures("five")
def test_the_heads_are_added_to_their_file_and_never_written_over():
    write_heads()
    record(Person(), "cases.received", Thing())
    write_heads()
    assert len(heads_file().read_text().splitlines()) == 4
    assert list(faults()) == []
