"""What can be said of an item afterwards, and how long it holds."""

from datetime import date, datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue import facts
from gongkai.catalogue.models import Column, Item, Relation, Validity
from gongkai.catalogue.tests.factories import published
from gongkai.documents.tests.factories import cleared
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


def another(office, title="停水解读"):
    return published(office, cleared(office, title=title))


def test_a_moved_item_keeps_its_index_number_and_address(office):
    item = published(office)
    there = Column.objects.create(agency=office.agency, name="通知公告", slug="tzgg")
    moved = facts.change_facts(item, by=office.foi, column=there, reason="归错栏目")
    assert (moved.column, moved.index_number) == (there, item.index_number)
    assert moved.get_public_url() == item.get_public_url()
    entry = Entry.objects.get(act="catalogue.facts_changed")
    assert entry.reason == "归错栏目"
    assert entry.details["changed"] == {"column": ["工作动态", "通知公告"]}


def test_another_column_validity_or_last_day_needs_a_reason(office):
    item = published(office)
    for said in ({"validity": Validity.REPEALED}, {"expiry_on": date(2019, 1, 1)}):
        with pytest.raises(Refused, match="the public reads it"):
            facts.change_facts(item, by=office.foi, **said)
    facts.change_facts(
        item, by=office.editor, keywords="停水 供水", abstract="明日停水。", source="自来水集团"
    )


def test_only_those_who_publish_change_the_facts(office):
    item = published(office)
    for by in (office.officer, office.leader, office.stranger):
        with pytest.raises(Refused, match="publishes"):
            facts.change_facts(item, by=by, keywords="停水")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"abstract": "联系人身份证号110101198001010010"}, "Personal data stands in it"),
        ({"keywords": "长" * 201}, "Keywords"),
        ({"duty": "21.9"}, "no such item"),
        ({"validity": "never"}, "Validity"),
        ({"source": ""}, "Nothing is different"),
    ],
)
def test_what_cannot_be_said_is_refused(office, said, why):
    with pytest.raises(Refused, match=why):
        facts.change_facts(published(office), by=office.foi, reason="更正", **said)


def test_an_item_does_not_go_into_a_closed_column_or_that_of_another_office(office):
    item = published(office)
    closed = Column.objects.create(agency=office.agency, name="旧栏", slug="old", closed_on=date(2018, 1, 2))
    theirs = Column.objects.create(agency=office.other, name="动态", slug="theirs")
    for there, why in ((closed, "takes nothing new"), (theirs, "another agency")):
        with pytest.raises(Refused, match=why):
            facts.change_facts(item, by=office.foi, column=there, reason="移栏")


def test_an_item_expires_the_day_after_its_last_day(office):
    item = facts.change_facts(
        published(office), by=office.foi, expiry_on=date(2018, 6, 30), reason="文件载明"
    )
    assert item.validity == Validity.IN_FORCE
    assert facts.expire_what_is_over(date(2018, 6, 30)) == 0
    assert facts.expire_what_is_over(date(2018, 7, 1)) == 1
    assert facts.expire_what_is_over(date(2018, 7, 2)) == 0
    assert Item.objects.get().validity == Validity.EXPIRED
    assert Entry.objects.get(act="catalogue.expired").actor_key == "program"


def test_a_last_day_in_the_past_expires_at_once_and_a_later_one_revives(office):
    item = published(office)
    item = facts.change_facts(item, by=office.foi, expiry_on=date(2018, 4, 30), reason="补记")
    assert item.validity == Validity.EXPIRED
    with pytest.raises(Refused, match="Its last day has passed"):
        facts.change_facts(item, by=office.foi, validity=Validity.IN_FORCE, reason="有效")
    item = facts.change_facts(item, by=office.foi, expiry_on=date(2018, 12, 31), reason="延长")
    assert item.validity == Validity.IN_FORCE


def test_what_was_repealed_does_not_come_to_life_with_another_day(office):
    item = facts.change_facts(published(office), by=office.foi, validity=Validity.REPEALED, reason="新文件")
    item = facts.change_facts(item, by=office.foi, expiry_on=date(2018, 12, 31), reason="补记")
    assert item.validity == Validity.REPEALED


def test_two_items_belong_together_once_and_both_ways(office):
    first, second = published(office), another(office)
    facts.relate(second, first, by=office.editor)
    assert Relation.objects.get().item == first
    for one, other in ((first, second), (second, first)):
        with pytest.raises(Refused, match="already"):
            facts.relate(one, other, by=office.foi)
    with pytest.raises(Refused, match="without saying so"):
        facts.relate(first, first, by=office.foi)
    facts.part(first, second, by=office.foi)
    assert not Relation.objects.exists()
    with pytest.raises(Refused, match="not named"):
        facts.part(first, second, by=office.foi)


def test_an_interpretation_is_named_and_taken_back(office):
    document, piece, third = published(office), another(office), another(office, "再解读")
    assert facts.name_interpretation(piece, document, by=office.foi).is_interpretation
    for wrong in ((document, document), (third, piece), (document, third)):
        with pytest.raises(Refused):
            facts.name_interpretation(*wrong, by=office.foi)
    assert facts.name_interpretation(piece, None, by=office.foi).interprets is None
