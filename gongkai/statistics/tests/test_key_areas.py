"""Key areas: chosen at publication, chosen anew later, counted once in their total."""

from datetime import datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions
from gongkai.channels.tests.factories import released_item
from gongkai.journal.models import Entry
from gongkai.statistics.counting import count

pytestmark = pytest.mark.django_db


def areas_of(item):
    return sorted(item.key_areas.values_list("area", flat=True))


def test_key_areas_are_assigned_anew_and_the_figures_follow(office):
    item = released_item(office, on=datetime(2018, 5, 7), areas=("a",))
    with clock.pretend(datetime(2018, 5, 8, 9, 0)):
        actions.assign_key_areas(item, ["c", "k"], by=office.foi)
    figures = count("report-2018", office.agency, 2018)
    assert areas_of(item) == ["c", "k"]
    assert (figures["1.2"], figures["1.2.a"], figures["1.2.c"], figures["1.2.k"]) == (1, 0, 1, 1)
    assert Entry.objects.filter(act="catalogue.key_areas_assigned", subject_key=item.key).exists()


def test_an_item_of_a_year_whose_table_knows_no_key_areas_gets_none(office):
    item = released_item(office, on=datetime(2025, 5, 7))
    with pytest.raises(Refused, match="No table counts key areas"):
        actions.assign_key_areas(item, ["a"], by=office.foi)


def test_only_who_publishes_assigns_key_areas(office):
    item = released_item(office, on=datetime(2018, 5, 7))
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        actions.assign_key_areas(item, ["a"], by=office.officer)


def test_an_area_that_is_not_in_the_table_is_refused_and_nothing_changes(office):
    item = released_item(office, on=datetime(2018, 5, 7), areas=("a",))
    with pytest.raises(Refused, match="There is no such key area"):
        actions.assign_key_areas(item, ["z"], by=office.foi)
    assert areas_of(item) == ["a"]
