"""Periods of a rhythm, and what they are called."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongkai.inventory.rhythms import Rhythm, first_day_of, label_of, last_day_of, periods

DAYS = st.dates(date(2008, 5, 1), date(2035, 12, 31))
BY_CALENDAR = st.sampled_from([each for each in Rhythm if each != Rhythm.PER_EVENT])


@given(rhythm=BY_CALENDAR, since=DAYS, length=st.integers(0, 1500))
def test_periods_follow_each_other_without_a_gap(rhythm, since, length):
    found = list(periods(rhythm, since, since + timedelta(days=length)))
    assert found[0][0] <= since <= found[0][1]
    for (_first, last), (following, _last) in pairwise(found):
        assert following == last + timedelta(days=1)


@given(rhythm=BY_CALENDAR, day=DAYS)
def test_every_day_lies_in_the_period_it_begins(rhythm, day):
    first = first_day_of(rhythm, day)
    assert first <= day <= last_day_of(rhythm, first)
    assert first_day_of(rhythm, first) == first


def test_the_school_year_begins_in_september():
    assert first_day_of(Rhythm.SCHOOL_YEAR, date(2019, 8, 31)) == date(2018, 9, 1)
    assert last_day_of(Rhythm.SCHOOL_YEAR, date(2018, 9, 1)) == date(2019, 8, 31)


def test_an_occasion_has_no_periods_of_its_own():
    assert not list(periods(Rhythm.PER_EVENT, date(2018, 1, 1), date(2019, 1, 1)))


@pytest.mark.parametrize(
    ("rhythm", "first", "label"),
    [
        (Rhythm.MONTHLY, date(2018, 5, 1), "2018-5"),
        (Rhythm.QUARTERLY, date(2018, 4, 1), "second quarter of 2018"),
        (Rhythm.SCHOOL_YEAR, date(2018, 9, 1), "school year 2018 to 2019"),
        (Rhythm.YEARLY, date(2018, 1, 1), "year 2018"),
    ],
)
def test_a_period_has_its_official_name(rhythm, first, label):
    with translation.override("en"):
        assert label_of(rhythm, first) == label
