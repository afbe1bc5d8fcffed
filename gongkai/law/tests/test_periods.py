"""When a period of law ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.periods import ends_on, months_after
from gongkai.law.terms import Term, term
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()


def ends(start, value, unit):
    return ends_on(start, Term("example", value, unit, date(2008, 5, 1)), CALENDAR)


def test_day_1_is_the_day_after_service():
    assert ends(date(2025, 11, 3), 10, "days") == date(2025, 11, 13)


def test_a_period_that_would_end_on_a_sunday_ends_on_the_monday():
    assert ends(date(2025, 11, 1), 15, "days") == date(2025, 11, 17)


def test_a_period_that_would_end_within_a_holiday_ends_on_the_first_working_day_after_it():
    assert ends(date(2025, 9, 18), 15, "days") == date(2025, 10, 9)  # the 3rd of October


def test_a_period_that_ends_on_a_make_up_sunday_ends_on_that_sunday():
    assert ends(date(2025, 9, 13), 15, "days") == date(2025, 9, 28)


def test_holidays_within_a_period_of_calendar_days_are_counted():
    assert ends(date(2025, 9, 25), 15, "days") == date(2025, 10, 10)


def test_working_days_are_counted_without_the_holidays():
    assert ends(date(2025, 9, 25), 5, "working days") == date(2025, 10, 9)


def test_months_run_to_the_day_of_the_same_number():
    assert ends(date(2025, 3, 14), 6, "months") == date(2025, 9, 15)  # the 14th is a Sunday


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2025, 1, 31), 12, date(2026, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 5, 5), 24, date(2027, 5, 5)),
    ],
)
def test_a_month_without_that_day_ends_with_its_last_one(start, months, last):
    assert months_after(start, months) == last


def test_a_period_that_leaves_the_loaded_years_is_not_guessed():
    with pytest.raises(CalendarMissing):
        ends(CALENDAR.last_day, 1, "days")
    with pytest.raises(CalendarMissing):
        ends(date(2025, 5, 5), 1200, "months")


def test_hours_have_no_last_day():
    with pytest.raises(ValueError, match="hours"):
        ends_on(date(2025, 5, 5), term("opinion_response", date(2025, 5, 5)), CALENDAR)


@given(
    st.dates(date(2008, 5, 1), date(2025, 6, 30)),
    st.integers(1, 100),
    st.sampled_from(["days", "working days"]),
)
def test_a_period_in_days_ends_on_a_working_day_after_its_cause(start, value, unit):
    last = ends(start, value, unit)
    assert last > start
    assert CALENDAR.is_working(last)
