"""Loading next year's holiday notice."""

from datetime import date

import pytest

from gongkai.acts import Refused
from gongkai.acts.duties import Duty
from gongkai.journal.models import Entry
from gongkai.workdays.actions import load_notice, load_shipped_notices
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.events import calendar_changed
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.moves import Move
from gongkai.workdays.queries import loaded_calendar, shipped_calendar, stand_of
from gongkai.workdays.reading import read_notice
from gongkai.workdays.sheets import rows_of_text

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
    days = {
        day: what
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
        for day, what in read_notice(rows_of_text(line), year=int(line[:4])).days.items()
    }
    return load_notice(year, days, by=by, agency="jianguomen", **more)


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


def test_a_notice_that_names_no_day_is_refused():
    with pytest.raises(Refused, match="No day is named"):
        load("")


def test_what_a_correction_changed_stays_in_the_journal():
    load()
    load(NOTICE_OF_2031.replace("2031-01-22..2031-01-28", "2031-01-22..2031-01-27"), reason="更正")
    entry = Entry.objects.get(act="workdays.replaced")
    assert entry.details["changed"] == {"2031-01-28": ["off", "as the week"]}


def test_the_due_days_that_moved_stay_with_the_notice():
    move = Move(7, "jianguomen", "建街依申请〔2030〕7号", None, 2031, date(2031, 2, 5), None)
    assert load(moves=[move]).moves == [move]
    assert HolidayNotice.objects.get(year=2031).moves == [move]


def test_what_was_compared_with_another_notice_is_not_loaded():
    seen = stand_of(2031)
    load()
    with pytest.raises(Refused, match="was loaded or changed meanwhile"):
        load(reason="更正", seen=seen)


def test_a_weekday_is_no_make_up_day():
    with pytest.raises(Refused, match="only a weekend day"):
        load_notice(2031, {date(2031, 1, 20): Exceptional(works=True)}, by=ADMINISTRATOR, agency="jianguomen")


def test_a_day_of_another_year_does_not_belong_to_the_notice():
    with pytest.raises(Refused, match="does not belong to the notice for 2031"):
        load(NOTICE_OF_2031 + "2032-01-01,休,元旦")


def test_new_year_may_begin_in_december():
    load(NOTICE_OF_2031 + "2030-12-31,休,元旦")
    assert HolidayNotice.objects.get(year=2031).days.filter(day=date(2030, 12, 31)).exists()


def test_notices_begin_with_2008():
    with pytest.raises(Refused, match="from 2008 on"):
        load_notice(2007, {date(2007, 1, 1): Exceptional(works=False)}, by=ADMINISTRATOR, agency="jianguomen")


def test_after_an_upgrade_the_shipped_notices_that_are_missing_come_in():
    HolidayNotice.objects.filter(year__in=[2025, 2026]).delete()
    assert [notice.year for notice in load_shipped_notices()] == [2025, 2026]
    assert loaded_calendar() == shipped_calendar()
    assert load_shipped_notices() == []
