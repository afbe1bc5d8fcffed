"""The calendar of counted days says in one sentence how the period ran."""

from datetime import date

import pytest

from gongkai.cases.tests.factories import delivered_reply, registered_case
from gongkai.desk.cases.deadlines import caption_of
from gongkai.workdays.queries import loaded_calendar

pytestmark = pytest.mark.django_db

RECEIVED = date(2025, 9, 3)  # due on Tuesday, 30 September 2025


def caption(office, sent_on):
    case = registered_case(office, RECEIVED)
    delivered_reply(case, office, sent_on)
    case.refresh_from_db()
    calendar = loaded_calendar()
    return caption_of(case, case.reckoning(calendar, sent_on), calendar, sent_on)


def test_a_late_reply_is_told_by_the_working_days_after_the_due_day(office):
    # 1 to 8 October are off, Saturday the 11th is worked: the 9th, 10th and 11th.
    assert "3 working days late" in caption(office, date(2025, 10, 11))


def test_a_reply_in_time_is_told_by_the_day_it_was_given_on(office):
    assert "on day 5 of 20" in caption(office, date(2025, 9, 10))
