"""What is a working day, and counting along them."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from gongkai.workdays.calendar import Calendar, CalendarMissing, DayKind
from gongkai.workdays.shipped import shipped_calendar, shipped_notices

SHIPPED = shipped_calendar()


def test_a_saturday_that_makes_up_for_a_holiday_is_a_working_day():
    assert SHIPPED.is_working(date(2018, 9, 29))
    assert SHIPPED.why(date(2018, 9, 29)).kind is DayKind.MAKE_UP
    assert str(SHIPPED.why(date(2018, 9, 29))) == "make-up working day"


def test_a_weekday_of_the_national_holiday_is_no_working_day_and_says_which_holiday():
    assert not SHIPPED.is_working(date(2018, 10, 3))
    assert str(SHIPPED.why(date(2018, 10, 3))) == "National Day"


def test_an_ordinary_saturday_is_a_weekend_day():
    assert str(SHIPPED.why(date(2025, 9, 20))) == "weekend"


def test_an_ordinary_wednesday_is_a_working_day():
    assert str(SHIPPED.why(date(2025, 9, 17))) == "working day"


def test_a_day_off_without_a_name_is_called_a_holiday():
    from gongkai.workdays.calendar import Exceptional

    calendar = Calendar.of([2025], {date(2025, 9, 17): Exceptional(works=False)})
    assert str(calendar.why(date(2025, 9, 17))) == "holiday"


def test_the_spring_festival_of_2020_lasted_until_2_february():
    assert [SHIPPED.is_working(date(2020, 2, day)) for day in (1, 2, 3)] == [False, False, True]


def test_new_year_of_2019_began_in_december_and_belongs_to_the_notice_for_2019():
    notice = next(notice for notice in shipped_notices() if notice.year == 2019)
    assert notice.days[date(2018, 12, 29)].works
    assert not notice.days[date(2018, 12, 31)].works


def test_the_first_day_after_a_day_can_be_its_neighbour():
    assert SHIPPED.add(date(2025, 9, 17), 1) == date(2025, 9, 18)


def test_counting_crosses_the_national_holiday_and_its_make_up_saturday():
    assert SHIPPED.add(date(2025, 9, 30), 3) == date(2025, 10, 11)


def test_no_days_at_all_lead_nowhere():
    assert SHIPPED.add(date(2025, 9, 20), 0) == date(2025, 9, 20)


def test_a_negative_period_is_refused():
    with pytest.raises(ValueError, match="no negative"):
        SHIPPED.add(date(2025, 9, 20), -1)


def test_the_day_itself_is_not_counted_and_the_last_day_is():
    assert SHIPPED.between(date(2025, 9, 17), date(2025, 9, 19)) == 2
    assert SHIPPED.between(date(2025, 9, 19), date(2025, 9, 17)) == -2


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day():
    assert SHIPPED.working_day_from(date(2025, 10, 1)) == date(2025, 10, 9)
    assert SHIPPED.working_day_from(date(2025, 10, 9)) == date(2025, 10, 9)


def test_a_year_without_its_notice_is_never_guessed():
    with pytest.raises(CalendarMissing) as missing:
        SHIPPED.add(SHIPPED.last_day, 1)
    year = SHIPPED.last_day.year + 1
    assert missing.value.year == year
    assert str(missing.value) == (
        f"The holiday notice for {year} is not loaded, so the day cannot be computed. "
        "Ask the system administrator to load it."
    )


def test_the_calendar_begins_with_the_year_of_the_regulations():
    assert SHIPPED.first_day == date(2008, 1, 1)
    assert SHIPPED.last_day.year >= 2026


def test_the_days_of_the_calendar_cannot_be_changed():
    with pytest.raises(TypeError):
        SHIPPED.exceptional[date(2025, 9, 17)] = None  # type: ignore[index]


@pytest.mark.parametrize("year", [notice.year for notice in shipped_notices()])
def test_a_second_source_knows_the_same_working_days(year):
    import holidays

    # Of both years: the turn of the year stands in the notice of the coming one.
    other = holidays.country_holidays("CN", years=[year, year + 1])
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    known = [day for day in days if day.year == year]
    assert [day for day in known if SHIPPED.is_working(day) != other.is_working_day(day)] == []


@pytest.mark.parametrize("year", [notice.year for notice in shipped_notices()])
def test_a_second_source_knows_the_same_make_up_days(year):
    import holidays

    other = holidays.country_holidays("CN", years=[year, year + 1])
    made_up = {day for day in other.weekend_workdays if day.year == year}
    assert {day for day, what in SHIPPED.exceptional.items() if what.works and day.year == year} == made_up


def test_no_year_is_left_out_between_the_first_shipped_notice_and_the_newest():
    years = [notice.year for notice in shipped_notices()]
    assert years == list(range(2008, SHIPPED.last_day.year + 1))
    assert SHIPPED.years == frozenset(years)


@pytest.mark.parametrize("month", range(1, 13))
def test_no_day_beyond_the_newest_notice_is_known(month):
    with pytest.raises(CalendarMissing):
        SHIPPED.is_working(date(SHIPPED.last_day.year + 1, month, 1))


@pytest.mark.django_db
def test_beyond_the_newest_notice_the_command_gives_no_due_day_and_exits_with_2(monkeypatch):
    beyond = SHIPPED.last_day.year + 1
    asked = {"received": f"{beyond}-01-04", "events": [], "today": f"{beyond}-01-04"}
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(asked)))
    with pytest.raises(SystemExit) as end:
        call_command("due", stdout=out)
    assert end.value.code == 2
    assert list(json.loads(out.getvalue())) == ["error"]
    assert str(beyond) in json.loads(out.getvalue())["error"]


DAYS = st.dates(date(2008, 1, 1), date(2026, 6, 30))


@given(DAYS, st.integers(1, 60))
def test_the_end_of_a_period_is_a_working_day_after_its_beginning(day, length):
    end = SHIPPED.add(day, length)
    assert SHIPPED.is_working(end)
    assert end > day
    assert SHIPPED.between(day, end) == length


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_two_periods_one_after_the_other_make_one(day, first, second):
    assert SHIPPED.add(SHIPPED.add(day, first), second) == SHIPPED.add(day, first + second)
