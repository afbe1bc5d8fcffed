"""What loading a notice would do is told before it is done."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.workdays.calendar import DayKind, Exceptional
from gongkai.workdays.comparing import calendar_with, preview, spans_of
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.policy import warnings_about
from gongkai.workdays.queries import loaded_calendar
from gongkai.workdays.shipped import Notice, shipped_notices

NEWEST = shipped_notices()[-1]


def of_2031(*days):
    return Notice(2031, "", None, {day: Exceptional(False, "New Year's Day") for day in days})


def test_days_in_a_row_of_which_the_same_is_said_make_one_span():
    spans = spans_of(
        {
            date(2031, 1, 22): Exceptional(False, "Spring Festival"),
            date(2031, 1, 23): Exceptional(False, "Spring Festival"),
            date(2031, 1, 19): Exceptional(True, "Spring Festival"),
            date(2031, 1, 25): Exceptional(False, "Spring Festival"),
        }
    )
    assert [(span.first.day, span.last.day, span.works) for span in spans] == [
        (19, 19, True),
        (22, 23, False),
        (25, 25, False),
    ]


def test_a_notice_without_national_day_is_pointed_out():
    warnings = list(warnings_about(of_2031(date(2031, 1, 1))))
    missing = [
        each for each in warnings if each.endswith("is a public holiday and is missing in the notice.")
    ]
    assert len(missing) == 4  # 1 May and the first three days of October
    assert "No day off is named National Day." in warnings
    assert "The number or the date of the notice is not filled in." in warnings


def test_a_notice_issued_years_before_is_pointed_out():
    notice = replace(NEWEST, issued_on=date(NEWEST.year - 2, 11, 4))
    assert [each for each in warnings_about(notice) if "year before" in each]


def test_about_the_newest_shipped_notice_there_is_nothing_to_warn_of():
    assert list(warnings_about(NEWEST)) == []


@pytest.mark.django_db
def test_the_notice_that_is_loaded_changes_nothing():
    shown = preview(NEWEST)
    assert shown.same
    assert shown.replaces
    assert shown.calendar == loaded_calendar()


@pytest.mark.django_db
def test_a_correction_names_the_days_that_change():
    days = {day: what for day, what in NEWEST.days.items() if day != date(2026, 10, 7)}
    (change,) = preview(replace(NEWEST, days=days)).changes
    assert (change.day, change.before.kind, change.after.kind) == (
        date(2026, 10, 7),
        DayKind.HOLIDAY,
        DayKind.WORKING,
    )
    assert change.counts


@pytest.mark.django_db
def test_a_day_that_only_gets_another_name_counts_as_before():
    days = NEWEST.days | {date(2026, 10, 7): Exceptional(False, "国庆假期")}
    (change,) = preview(replace(NEWEST, days=days)).changes
    assert not change.counts


@pytest.mark.django_db
def test_a_new_year_changes_only_the_december_before_it():
    HolidayNotice.objects.create(year=2030)
    shown = preview(of_2031(date(2030, 12, 31), date(2031, 1, 1)))
    assert [change.day for change in shown.changes] == [date(2030, 12, 31)]
    assert not shown.replaces
    assert shown.calendar.covers(date(2031, 6, 1))


@pytest.mark.django_db
def test_comparing_writes_nothing():
    before = loaded_calendar()
    calendar_with(of_2031(date(2031, 1, 1)))
    preview(of_2031(date(2031, 1, 1)))
    assert loaded_calendar() == before
