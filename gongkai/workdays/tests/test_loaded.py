"""The calendar as it stands in the database."""

from datetime import date

import pytest

from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.models import ExceptionalDay, HolidayNotice
from gongkai.workdays.queries import calendar_at_hand, loaded_calendar, shipped_calendar

pytestmark = pytest.mark.django_db


def test_a_new_installation_knows_all_shipped_notices():
    assert loaded_calendar() == shipped_calendar()


def test_the_notice_of_2018_stands_with_its_number():
    notice = HolidayNotice.objects.get(year=2018)
    assert notice.number == "国办发明电〔2017〕12号"
    assert notice.issued_on == date(2017, 11, 30)
    assert str(notice) == "Holiday notice for 2018"


def test_a_day_in_the_list_says_what_it_is():
    assert str(ExceptionalDay.objects.get(day=date(2018, 9, 29)).reason) == "make-up working day"
    assert str(ExceptionalDay.objects.get(day=date(2018, 10, 3)).reason) == "National Day"


def test_the_calendar_is_read_again_when_a_notice_comes_in():
    with pytest.raises(CalendarMissing):
        loaded_calendar().is_working(date(2031, 1, 2))
    notice = HolidayNotice.objects.create(year=2031)
    ExceptionalDay.objects.create(day=date(2031, 1, 2), works=False, name="New Year's Day", notice=notice)
    assert not loaded_calendar().is_working(date(2031, 1, 2))


def test_the_calendar_is_read_again_when_a_notice_is_taken_out():
    loaded_calendar()
    HolidayNotice.objects.filter(year=2018).delete()
    with pytest.raises(CalendarMissing):
        loaded_calendar().is_working(date(2018, 5, 7))


def test_asking_again_costs_one_small_query(django_assert_num_queries):
    loaded_calendar()
    with django_assert_num_queries(1):
        loaded_calendar()


def test_without_any_loaded_notice_commands_use_the_shipped_ones():
    HolidayNotice.objects.all().delete()
    assert calendar_at_hand() == shipped_calendar()
