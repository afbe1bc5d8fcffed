"""分管: which leader answers for which section or field."""

from datetime import date, datetime, timedelta

import pytest

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Section
from gongkai.journal.models import Entry
from gongkai.people.charges import (
    end_charge,
    give_charge,
    hand_over_charge,
    leader_of,
    leaders,
    leaders_by_section,
    leaders_of,
)
from gongkai.people.models import Charge, Post

pytestmark = pytest.mark.django_db

MONDAY = date(2018, 5, 7)


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture
def charge(office):
    """The responsible leader is in charge of the section since the year before."""
    return give_charge(
        office.leader, office.agency, section=office.section, since=date(2017, 3, 1), by=office.checker
    )


def test_a_section_has_the_leader_who_was_named(office, charge):
    assert leader_of(office.section) == office.leader
    assert leaders_by_section(office.agency) == {office.section.pk: office.leader}


def test_nobody_is_in_charge_before_the_first_day(office, charge):
    assert leader_of(office.section, date(2017, 2, 28)) is None
    assert leader_of(office.section, date(2017, 3, 1)) == office.leader


def test_what_has_no_section_has_no_leader(office, charge):
    assert leader_of(None) is None
    assert leaders_of([]) == {}


def test_the_predecessor_is_in_charge_until_the_day_before(office, charge):
    give_charge(office.principal, office.agency, section=office.section, since=MONDAY, by=office.foi)
    assert Charge.objects.get(pk=charge.pk).until == date(2018, 5, 6)
    assert leader_of(office.section, date(2018, 5, 6)) == office.leader
    assert leader_of(office.section, MONDAY) == office.principal


def test_a_section_never_has_two_leaders_on_one_day(office, charge):
    end_charge(charge, by=office.foi)
    give_charge(office.principal, office.agency, section=office.section, by=office.foi)
    assert Charge.objects.held_on(MONDAY).filter(section=office.section).count() == 1
    assert leader_of(office.section) == office.principal


def test_the_successor_begins_after_the_predecessor(office, charge):
    with pytest.raises(Refused, match="the successor begins later"):
        give_charge(
            office.principal, office.agency, section=office.section, since=date(2017, 3, 1), by=office.foi
        )


def test_nobody_is_put_in_charge_of_the_same_section_twice(office, charge):
    with pytest.raises(Refused, match="in charge of it already"):
        give_charge(office.leader, office.agency, section=office.section, by=office.foi)


def test_a_field_needs_no_section(office):
    given = give_charge(office.leader, office.agency, field="  政务  公开 ", by=office.foi)
    assert given.field == "政务 公开"
    with pytest.raises(Refused, match="in charge of it already"):
        give_charge(office.leader, office.agency, field="政务 公开", by=office.foi)


@pytest.mark.parametrize(("field", "why"), [(" ", "Say which section or field"), ("长" * 201, "at most 200")])
def test_a_charge_says_of_what_in_few_words(office, field, why):
    with pytest.raises(Refused, match=why):
        give_charge(office.leader, office.agency, field=field, by=office.foi)


@pytest.mark.parametrize("who", ["officer", "head", "leader", "principal", "sysadmin", "stranger"])
def test_only_the_office_keeps_who_answers_for_what(office, charge, who):
    by = getattr(office, who)
    with pytest.raises(Refused, match="is kept by the office"):
        give_charge(office.principal, office.agency, section=office.section, by=by)
    with pytest.raises(Refused, match="is kept by the office"):
        end_charge(charge, by=by)


def test_only_a_leader_is_put_in_charge(office):
    with pytest.raises(Refused, match="is no leader of this agency"):
        give_charge(office.head, office.agency, section=office.section, by=office.foi)


def test_the_leader_of_another_office_is_not_put_in_charge(office):
    other = office.person("luo", "罗平（虚构）", ["responsible_leader"], office.other)
    with pytest.raises(Refused, match="is no leader of this agency"):
        give_charge(other, office.agency, section=office.section, by=office.foi)


def test_the_section_of_another_office_is_refused(office):
    section = Section.objects.create(agency=office.other, name="办公室")
    with pytest.raises(Refused, match="belongs to another agency"):
        give_charge(office.leader, office.agency, section=section, by=office.foi)


def test_a_charge_ends_with_its_last_day(office, charge):
    end_charge(charge, by=office.foi_head, until=MONDAY)
    assert leader_of(office.section, MONDAY) == office.leader
    assert leader_of(office.section, MONDAY + timedelta(days=1)) is None


def test_a_charge_ends_once_and_not_before_it_began(office, charge):
    with pytest.raises(Refused, match="before it began"):
        end_charge(charge, by=office.foi, until=date(2017, 2, 1))
    end_charge(charge, by=office.foi)
    with pytest.raises(Refused, match="ended already"):
        end_charge(charge, by=office.foi)


def test_what_was_given_and_ended_stands_in_the_journal(office, charge):
    give_charge(office.principal, office.agency, section=office.section, by=office.foi)
    acts = Entry.objects.filter(act__startswith="people.charge").order_by("pk")
    assert list(acts.values_list("act", "actor_name")) == [
        ("people.charge_given", office.checker.name),
        ("people.charge_ended", office.foi.name),
        ("people.charge_given", office.foi.name),
    ]


def test_a_field_goes_to_the_successor_from_today_on(office):
    with clock.pretend(datetime(2018, 5, 4, 9, 0)):
        given = give_charge(office.leader, office.agency, field="政务公开", by=office.foi)
    taken = hand_over_charge(given, to=office.principal, by=office.foi)
    assert (taken.leader, taken.field, taken.since) == (office.principal, "政务公开", MONDAY)
    assert Charge.objects.get(pk=given.pk).until == date(2018, 5, 6)


def test_what_began_today_is_handed_over_tomorrow(office):
    given = give_charge(office.leader, office.agency, section=office.section, by=office.foi)
    with pytest.raises(Refused, match="the successor begins later"):
        hand_over_charge(given, to=office.principal, by=office.foi)


def test_those_who_lead_today_can_be_put_in_charge(office):
    assert set(leaders(office.agency)) == {office.leader, office.principal}
    Post.objects.filter(user=office.principal).update(until=date(2018, 5, 6))
    Post.objects.filter(user=office.leader).update(until=MONDAY)
    assert set(leaders(office.agency)) == {office.leader}
