"""Matters: added, changed, ended; who keeps them."""

from datetime import date

import pytest

from gongkai.acts import Refused
from gongkai.inventory import actions
from gongkai.inventory.models import CountedFrom, Matter, MatterChannel, Unit
from gongkai.inventory.queries import matters_for_drafting
from gongkai.inventory.tests.factories import matter, on

pytestmark = pytest.mark.django_db


def test_the_time_limit_is_kept_as_printed_and_read(office):
    there = matter(office)
    assert there.time_limit == "制定或获取信息之日起10个工作日内"
    assert (there.limit_number, there.limit_unit, there.limit_from) == (
        10,
        Unit.WORKING_DAYS,
        CountedFrom.MADE,
    )


def test_a_code_names_one_matter_of_an_agency(office):
    matter(office)
    with pytest.raises(Refused, match="is taken by another matter"):
        matter(office)


def test_only_the_foi_office_keeps_matters(office):
    there = matter(office)
    with pytest.raises(Refused, match="keep the inventory"):
        actions.change_matter(there, by=office.head, level2="审核信息")
    assert actions.change_matter(there, by=office.foi_head, level2="审核信息").level2 == "审核信息"


def test_nobody_overwrites_a_change_they_have_not_seen(office):
    there = matter(office)
    actions.change_matter(there, by=office.foi, seen=0, level2="审核信息")
    with pytest.raises(Refused, match="Open it again and compare"):
        actions.change_matter(there, by=office.foi, seen=0, level2="办事指南")


def test_a_change_that_changes_nothing_is_refused(office):
    with pytest.raises(Refused, match="Nothing is different"):
        actions.change_matter(matter(office), by=office.foi, level2="审批信息")


def test_a_matter_needs_a_channel_and_one_of_the_list(office):
    with pytest.raises(Refused, match="Channels and carriers"):
        matter(office, channels=())
    with pytest.raises(Refused, match="none of the list"):
        matter(office, channels=("pigeon",))


def test_a_section_of_another_agency_keeps_nothing_here(office):
    elsewhere = office.other.sections.create(name="办公室")
    with pytest.raises(Refused, match="section belongs to another agency"):
        matter(office, section=elsewhere)


def test_an_ended_matter_is_offered_to_no_draft_and_stays_as_it_is(office):
    there = matter(office)
    assert list(matters_for_drafting(office.agency)) == [there]
    with on(date(2025, 5, 7)):
        ended = actions.end_matter(there, reason="并入其他事项", by=office.foi)
    assert not matters_for_drafting(office.agency)
    with pytest.raises(Refused, match="This matter ended on"):
        actions.change_matter(ended, by=office.foi, level2="审核信息")


def test_a_channel_is_found_in_the_list_of_channels(office):
    there = matter(office)
    assert list(Matter.objects.through(MatterChannel.NOTICE_BOARD)) == [there]
    assert not Matter.objects.through(MatterChannel.GAZETTE)


def test_the_neighbour_does_not_see_our_matters(office):
    matter(office)
    assert not Matter.objects.visible_to(office.stranger)
    assert Matter.objects.visible_to(office.officer)
