"""Loading next year's holiday notice."""

from datetime import date

import pytest

from gongkai.acts import Refused
from gongkai.acts.duties import Duty
from gongkai.journal.models import Entry
from gongkai.workdays.actions import load_notice, load_shipped_notices
from gongkai.workdays.events import calendar_changed
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.queries import loaded_calendar, shipped_calendar
from gongkai.workdays.reading import read_days

pytestmark = pytest.mark.django_db

NOTICE_OF_2031 = """
# 2031, as typed from the paper
2031-01-01,休,元旦
2031-01-22..2031-01-28,休,春节
2031-01-19，班，春节
2031-05-01,休,劳动节
2031-10-01..2031-10-07,休,国庆节
"""


class Person:
    key, name = "people.user:1", "系统管理员"

    def __init__(self, *duties):
        self.duties = duties

    def has_duty(self, duty, agency, section=None):
        return duty in self.duties


ADMINISTRATOR = Person(Duty.SYSTEM_ADMINISTRATOR)


def load(text=NOTICE_OF_2031, year=2031, by=ADMINISTRATOR, **more):
    return load_notice(year, read_days(text), by=by, agency="jianguomen", **more)


def test_with_its_notice_loaded_a_year_can_be_counted():
    load(number="国办发明电〔2030〕1号")
    calendar = loaded_calendar()
    assert calendar.is_working(date(2031, 1, 19))  # a Sunday
    assert str(calendar.why(date(2031, 1, 23))) == "Spring Festival"
    assert calendar.is_working(date(2031, 1, 29))


def test_only_a_system_administrator_loads_a_notice():
    with pytest.raises(Refused, match="Only a system administrator"):
        load(by=Person(Duty.FOI_OFFICER))


def test_a_loaded_notice_is_replaced_only_with_a_reason():
    load()
    with pytest.raises(Refused, match="loaded already"):
        load()
    load(NOTICE_OF_2031.replace("01-28", "01-30"), reason="春节假期延长")
    assert not loaded_calendar().is_working(date(2031, 1, 30))
    assert HolidayNotice.objects.filter(year=2031).count() == 1


def test_loading_and_replacing_stand_in_the_journal():
    load(number="国办发明电〔2030〕1号")
    load(reason="春节假期延长")
    entries = Entry.objects.filter(act__startswith="workdays.").order_by("number")
    assert [(each.act, each.reason) for each in entries] == [
        ("workdays.loaded", ""),
        ("workdays.replaced", "春节假期延长"),
    ]


def test_the_floors_above_hear_of_it(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, years, **kwargs):
        heard.append(years)

    calendar_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        load()
    calendar_changed.disconnect(listen)
    assert heard == [[2031]]


def test_a_notice_without_national_day_is_not_complete():
    with pytest.raises(Refused, match="2031 is a public holiday and is missing"):
        load("2031-01-01,休,元旦")


def test_a_weekday_is_no_make_up_day():
    with pytest.raises(Refused, match="only a weekend day"):
        load(NOTICE_OF_2031 + "2031-01-20,班,春节")


def test_a_day_of_another_year_does_not_belong_to_the_notice():
    with pytest.raises(Refused, match="does not belong to the notice for 2031"):
        load(NOTICE_OF_2031 + "2032-01-01,休,元旦")


def test_new_year_may_begin_in_december():
    load(NOTICE_OF_2031 + "2030-12-31,休,元旦")
    assert HolidayNotice.objects.get(year=2031).days.filter(day=date(2030, 12, 31)).exists()


def test_notices_begin_with_2008():
    with pytest.raises(Refused, match="from 2008 on"):
        load(NOTICE_OF_2031.replace("2031", "2007"), year=2007)


@pytest.mark.parametrize(
    "line",
    ["1 January", "2031-02-30,休,春节", "2031-01-01,假,元旦", "2031-01-28..2031-01-22,休,春节", "2031-01-01"],
)
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(Refused, match="Line 2 cannot be read"):
        read_days("2031-05-01,休,劳动节\n" + line)


def test_a_day_stands_in_a_notice_once():
    with pytest.raises(Refused, match="Line 2 names a day that stands above already"):
        read_days("2031-05-01,休,劳动节\n2031-05-01,休,劳动节")


def test_after_an_upgrade_the_shipped_notices_that_are_missing_come_in():
    HolidayNotice.objects.filter(year__in=[2025, 2026]).delete()
    assert [notice.year for notice in load_shipped_notices()] == [2025, 2026]
    assert loaded_calendar() == shipped_calendar()
    assert load_shipped_notices() == []
