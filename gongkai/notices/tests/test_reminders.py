"""When people are reminded, on days one can check on a calendar."""

from datetime import date

import pytest

from gongkai.notices.reminders import days_before, due_reminder
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
FRIDAY = date(2025, 11, 28)


def left(day: int) -> str:
    """The slot of a reminder of the due day on Friday 28 November 2025, on a day of that month."""
    reminder = due_reminder(FRIDAY, date(2025, 11, day), CALENDAR)
    return reminder.slot.rpartition("/")[2] if reminder else ""


def test_people_are_reminded_five_three_and_one_working_days_before_and_on_the_day():
    assert [left(day) for day in (20, 21, 25, 27, 28)] == ["", "5", "3", "1", "0"]


def test_a_reminder_stands_until_the_next_takes_its_place():
    assert [left(day) for day in (24, 26)] == ["5", "3"]


def test_a_weekend_brings_no_reminder_of_its_own():
    assert left(22) == left(23) == left(21)


def test_nobody_is_reminded_of_a_day_that_is_over():
    assert left(29) == ""


def test_it_is_told_how_many_working_days_are_left():
    reminder = due_reminder(FRIDAY, date(2025, 11, 24), CALENDAR)
    assert (reminder.working_days_left, reminder.on_the_day) == (4, False)
    assert due_reminder(FRIDAY, FRIDAY, CALENDAR).on_the_day


def test_a_due_day_that_moved_is_reminded_of_anew():
    moved = due_reminder(date(2025, 12, 1), date(2025, 11, 26), CALENDAR)
    assert moved.slot != due_reminder(FRIDAY, date(2025, 11, 25), CALENDAR).slot


def test_days_off_are_not_counted_as_days_before():
    # National Day 2025: off from 1 to 8 October, Saturday 11 October is worked.
    reminder = due_reminder(date(2025, 10, 13), date(2025, 9, 30), CALENDAR)
    assert (reminder.slot, reminder.working_days_left) == ("2025-10-13/5", 4)


def test_without_the_holiday_notice_no_day_is_guessed():
    with pytest.raises(CalendarMissing):
        due_reminder(date(2040, 1, 9), date(2040, 1, 4), CALENDAR)


def test_the_numbers_of_days_are_the_offices_own():
    assert days_before(date(2025, 11, 3)) == (5, 3, 1)
    assert due_reminder(FRIDAY, date(2025, 11, 20), CALENDAR, before=(10,)).slot == "2025-11-28/10"
