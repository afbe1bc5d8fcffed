"""The office's own rules: published items, named by those who publish."""

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue.actions import name_rule, withdraw
from gongkai.catalogue.models import Item, OwnRule
from gongkai.catalogue.queries import own_rules
from gongkai.channels.queries import own_rules_in_public
from gongkai.journal.models import Entry
from gongkai.workdays.actions import load_shipped_notices
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_thursday(db):
    load_shipped_notices()
    with clock.pretend(world.TODAY):
        yield


@pytest.fixture
def item(office) -> Item:
    return world.published(world.found(office), "保密审查制度")


def test_a_rule_is_a_published_item(office, item):
    rule = name_rule(office.agency, "secrecy", item, by=office.foi)
    assert own_rules(office.agency, "secrecy") == [rule]
    assert own_rules(office.agency, "requests") == []
    assert own_rules_in_public(office.agency) == [rule]


def test_naming_is_journaled(office, item):
    name_rule(office.agency, "secrecy", item, by=office.editor)
    entry = Entry.objects.get(act="catalogue.rule_named")
    assert (entry.subject_key, entry.actor_key, entry.details) == (
        item.key,
        office.editor.key,
        {"kind": "secrecy"},
    )


def test_another_item_takes_the_place_of_the_first(office, item):
    name_rule(office.agency, "secrecy", item, by=office.foi)
    newer = world.published(office, "保密审查制度（修订）")
    name_rule(office.agency, "secrecy", newer, by=office.foi)
    assert [rule.item for rule in OwnRule.objects.all()] == [newer]


@pytest.mark.parametrize("who", ["officer", "head", "checker", "leader", "stranger", "sysadmin"])
def test_only_those_who_publish_name_rules(office, item, who):
    with pytest.raises(Refused, match="FOI officer or the channel editor"):
        name_rule(office.agency, "secrecy", item, by=getattr(office, who))


def test_an_item_of_another_office_is_no_rule_here(office, item):
    with pytest.raises(Refused, match="an item of this agency"):
        name_rule(office.other, "secrecy", item, by=office.stranger)


def test_there_are_five_kinds(office, item):
    with pytest.raises(Refused, match="no such kind"):
        name_rule(office.agency, "holidays", item, by=office.foi)


def test_a_withdrawn_item_is_not_named_and_no_longer_a_rule(office, item):
    name_rule(office.agency, "secrecy", item, by=office.foi)
    item = withdraw(item, by=office.foi, reason="已修订。")
    assert own_rules(office.agency) == []
    assert own_rules_in_public(office.agency) == []
    with pytest.raises(Refused, match="that is in public"):
        name_rule(office.agency, "requests", item, by=office.foi)
