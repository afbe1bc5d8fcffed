"""What was done to a thing, for a page to show."""

import pytest
from django.utils.translation import gettext_lazy as _

from gongkai.journal import record
from gongkai.journal.queries import entries_of, label_acts, label_of, timeline

from .factories import Person, Thing


@pytest.mark.django_db
def test_the_newest_act_stands_first():
    record(Person(), "cases.received", Thing())
    record(Person(), "cases.registered", Thing())
    record(Person(), "cases.received", Thing(key="cases.case:2"))
    moments = timeline("cases.case:1")
    assert [moment.label for moment in moments] == [label_of("cases.registered"), label_of("cases.received")]


@pytest.mark.django_db
def test_of_the_chains_of_others_nothing_is_read():
    record(Person(), "cases.received", Thing())
    record(Person(), "cases.received", Thing(chain="chaoyangmen"))
    assert [entry.chain for entry in entries_of(["jianguomen"])] == ["jianguomen"]


def test_an_act_is_called_what_its_room_says():
    label_acts({"journal.tried": _("Log out")})
    assert label_of("journal.tried") == "Log out"
    assert label_of("journal.untold") == "journal.untold"
