"""Days worked out by hand from the holiday notices of 2015 and 2025.

In 2025 the holidays from 1 to 8 October are made up for on Sunday, 28 September, and Saturday, 11 October.
"""

from datetime import date

import pytest

from gongkai.disputes import limits
from gongkai.law.terms import NoSuchTerm
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import shipped_calendar

CALENDAR = shipped_calendar()


def defence_due(served_on: date, *, suit: bool = False, simple: bool = False) -> date:
    return limits.defence_due(served_on, CALENDAR, suit=suit, simple=simple, opened_on=served_on)


def test_the_answer_to_a_reconsideration_is_due_in_ten_days() -> None:
    assert defence_due(date(2025, 9, 5)) == date(2025, 9, 15)


def test_the_answer_in_the_simple_procedure_is_due_in_five_days() -> None:
    assert defence_due(date(2025, 9, 10), simple=True) == date(2025, 9, 15)


def test_the_defence_in_a_suit_is_due_in_fifteen_days_from_service_in_both_procedures() -> None:
    for simple in (False, True):
        assert defence_due(date(2025, 9, 1), suit=True, simple=simple) == date(2025, 9, 16)


def test_until_april_2015_the_defence_in_a_suit_was_due_in_ten_days() -> None:
    assert defence_due(date(2015, 4, 13), suit=True) == date(2015, 4, 23)


def test_served_on_the_friday_before_the_holiday_the_answer_is_due_after_it() -> None:
    friday = date(2025, 9, 26)
    assert defence_due(friday) == date(2025, 10, 9)
    assert defence_due(friday, simple=True) == date(2025, 10, 9)


def test_a_last_day_on_a_saturday_moves_to_monday() -> None:
    assert defence_due(date(2025, 9, 10)) == date(2025, 9, 22)


def test_a_last_day_on_a_sunday_that_is_worked_stays() -> None:
    assert defence_due(date(2025, 9, 18)) == date(2025, 9, 28)


def test_before_2024_there_was_no_simple_reconsideration() -> None:
    with pytest.raises(NoSuchTerm):
        defence_due(date(2023, 12, 29), simple=True)


def test_a_lost_case_is_reported_within_ten_working_days() -> None:
    assert limits.filing_due(date(2025, 9, 22), CALENDAR) == date(2025, 10, 11)


def test_an_appeal_is_possible_for_fifteen_days() -> None:
    assert limits.appeal_until(date(2025, 9, 22), CALENDAR) == date(2025, 10, 9)


def test_an_ordered_period_is_counted_in_the_unit_of_the_decision() -> None:
    effective_on = date(2025, 9, 22)
    assert limits.ordered_reply_due(effective_on, 15, "days", CALENDAR) == date(2025, 10, 9)
    assert limits.ordered_reply_due(effective_on, 15, "working days", CALENDAR) == date(2025, 10, 17)


def test_no_day_is_guessed_beyond_the_calendar() -> None:
    calendar = Calendar.of([2025], {})
    with pytest.raises(CalendarMissing):
        limits.filing_due(date(2025, 12, 29), calendar)
    assert limits.as_known(lambda known: limits.filing_due(date(2025, 12, 29), known), calendar) == (
        None,
        2026,
    )
