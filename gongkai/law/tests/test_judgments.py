"""What courts have said of the clock, as tests. The judgments are published; their addresses stand here."""

from datetime import date

from gongkai.law.deadlines import ReplySent, State, reckon
from gongkai.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()


def of(received, *events, today=None):
    return reckon(received, events, CALENDAR, today)


def test_a_request_signed_for_on_30_september_2022_had_to_be_answered_by_2_november():
    """The two make-up weekend days of October count (reported in 2026, bjzaiming.com/99582.html)."""
    assert of(date(2022, 9, 30)).due == date(2022, 11, 2)


def test_in_that_case_an_answer_of_4_november_was_two_days_late():
    """It is the last day of a count that forgets the make-up days."""
    assert of(date(2022, 9, 30), ReplySent(date(2022, 11, 3))).state is State.REPLIED_LATE
    assert of(date(2022, 9, 30), ReplySent(date(2022, 11, 4))).state is State.REPLIED_LATE
    assert of(date(2022, 9, 30), ReplySent(date(2022, 11, 2))).state is State.REPLIED_ON_TIME


def test_the_days_of_october_2022_are_shown_as_the_court_counted_them():
    working = {each.day: each for each in of(date(2022, 9, 30)).working}
    assert (working[date(2022, 10, 8)].number, working[date(2022, 10, 9)].number) == (1, 2)
    assert working[date(2022, 10, 8)].why == "day 1, make-up working day"
    assert not any(working[date(2022, 10, day)].counts for day in range(1, 8))
    assert working[date(2022, 11, 2)].number == 20


def test_a_request_of_3_september_2025_is_answered_before_national_day_and_not_after_it():
    """Programs that forget the make-up days name 9 October, nine days too late."""
    assert of(date(2025, 9, 3)).due == date(2025, 9, 30)
    assert of(date(2025, 9, 3), ReplySent(date(2025, 10, 9))).state is State.REPLIED_LATE


def test_a_letter_signed_in_time_and_posted_two_days_later_is_late():
    """The day it was handed to the post decides, not that of the letter (jingyunfirm.com/news/1390.html)."""
    due = of(date(2018, 5, 7)).due
    signed_on, posted_on = date(2018, 5, 28), date(2018, 5, 30)
    assert signed_on == due
    assert of(date(2018, 5, 7), ReplySent(posted_on)).state is State.REPLIED_LATE


def test_the_clock_runs_from_the_signature_though_the_mail_room_book_holds_no_such_letter():
    """A township that pointed at its book lost (yingtailaw.com/case-info.php?classID=8&id=813).

    The post has the signature of 3 September; the FOI office opened the letter on the 10th. Counted from
    the 10th the answer of 13 October would have been in time.
    """
    signed_for_on, opened_on = date(2025, 9, 3), date(2025, 9, 10)
    answered = ReplySent(date(2025, 10, 13))
    assert of(opened_on, answered).state is State.REPLIED_ON_TIME
    assert of(signed_for_on, answered).state is State.REPLIED_LATE


def test_who_never_answers_because_no_letter_was_booked_is_overdue():
    assert of(date(2025, 9, 3), today=date(2025, 11, 3)).state is State.OVERDUE
