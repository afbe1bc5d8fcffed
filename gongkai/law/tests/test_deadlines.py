"""The clock of a request. Every date here can be checked on a calendar, with the holiday notice beside it."""

from datetime import date, timedelta

import pytest

from gongkai.law.deadlines import (
    AskedParty,
    ClarificationAsked,
    ClarificationReceived,
    Consultation,
    DayMark,
    Extension,
    FeeNotice,
    FeePaid,
    LaterDate,
    Regime,
    ReplySent,
    State,
    UnlawfulLedger,
    Withdrawn,
    last_day_to_ask,
    longest_extension,
    reckon,
    working_days_left,
)
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
THIRD_PARTY, AGENCY = AskedParty.THIRD_PARTY, AskedParty.AGENCY
RECEIVED = date(2025, 9, 17)  # a Wednesday; without entries the reply is due on 21 October
RECEIVED_2018 = date(2018, 5, 7)  # a Monday; without entries the reply is due on 28 May


def of(received, *events, today=None):
    return reckon(received, events, CALENDAR, today)


def due(received, *events, today=None):
    return of(received, *events, today=today).due


def state(received, *events, today=None):
    return of(received, *events, today=today).state


# The plain period


def test_a_request_of_30_september_2022_is_due_on_2_november():
    assert due(date(2022, 9, 30)) == date(2022, 11, 2)


def test_two_make_up_days_bring_the_due_day_of_3_september_2025_to_the_last_day_before_the_holiday():
    assert due(date(2025, 9, 3)) == date(2025, 9, 30)


def test_until_2019_a_reply_had_15_working_days():
    assert due(RECEIVED_2018) == date(2018, 5, 28)


def test_in_2018_make_up_days_counted_as_well():
    assert due(date(2018, 9, 14)) == date(2018, 10, 11)


def test_the_day_of_receipt_decides_which_text_governs():
    assert of(date(2019, 5, 14)).regime is Regime.OF_2007
    assert of(date(2019, 5, 15)).regime is Regime.OF_2019
    assert due(date(2019, 5, 14)) == date(2019, 6, 4)
    assert due(date(2019, 5, 15)) == date(2019, 6, 13)


def test_a_request_received_on_a_sunday_counts_from_monday():
    assert of(date(2025, 11, 2)).working[1].day == date(2025, 11, 3)
    assert due(date(2025, 11, 2)) == date(2025, 11, 28)


def test_before_the_regulations_there_was_no_request():
    with pytest.raises(UnlawfulLedger, match="before the Regulations took effect"):
        of(date(2008, 4, 30))


def test_beyond_the_last_notice_no_due_day_is_guessed():
    with pytest.raises(CalendarMissing):
        of(CALENDAR.last_day - timedelta(days=10))


# The working, day by day


def test_the_working_begins_with_the_day_of_receipt_and_ends_with_the_due_day():
    working = of(RECEIVED).working
    assert working[0].day == RECEIVED
    assert (working[0].counts, working[0].why) == (False, "received, not counted")
    assert working[-1].day == date(2025, 10, 21)
    assert working[-1].number == 20


def test_the_working_leaves_out_no_day_and_counts_twenty():
    working = of(RECEIVED).working
    assert [each.day for each in working] == [RECEIVED + timedelta(days=n) for n in range(len(working))]
    assert sum(each.counts for each in working) == 20


def test_the_working_says_why_a_day_does_not_count():
    why = {each.day: each.why for each in of(RECEIVED).working}
    assert why[date(2025, 9, 20)] == "weekend"
    assert why[date(2025, 9, 28)] == "day 8, make-up working day"
    assert why[date(2025, 10, 1)] == "National Day"
    assert why[date(2025, 10, 9)] == "day 11"


# Asking others


def test_the_days_of_asking_a_third_party_are_left_out():
    asked = Consultation(THIRD_PARTY, sent=date(2025, 9, 24), answered=date(2025, 9, 30))
    reckoning = of(RECEIVED, asked)
    assert reckoning.due == date(2025, 10, 28)
    held = [each.day.day for each in reckoning.working if each.mark is DayMark.HELD]
    assert held == [25, 26, 28, 29, 30]
    assert {each.why for each in reckoning.working if each.mark is DayMark.HELD} == {
        "a third party is being asked"
    }


def test_the_day_of_the_letter_itself_still_counts():
    asked = Consultation(THIRD_PARTY, sent=date(2025, 9, 24), answered=date(2025, 9, 24))
    assert due(RECEIVED, asked) == due(RECEIVED)


def test_two_consultations_at_the_same_time_count_once():
    third = Consultation(THIRD_PARTY, sent=date(2025, 9, 24), answered=date(2025, 9, 30))
    agency = Consultation(AGENCY, sent=date(2025, 9, 24), answered=date(2025, 9, 29))
    assert due(RECEIVED, third, agency) == due(RECEIVED, third)


def test_overlapping_consultations_count_from_the_first_letter_to_the_last_answer():
    first = Consultation(THIRD_PARTY, sent=date(2025, 9, 18), answered=date(2025, 9, 24))
    second = Consultation(THIRD_PARTY, sent=date(2025, 9, 22), answered=date(2025, 9, 30))
    whole = Consultation(THIRD_PARTY, sent=date(2025, 9, 18), answered=date(2025, 9, 30))
    assert due(RECEIVED, first, second) == due(RECEIVED, whole)


def test_a_silent_third_party_is_waited_for_15_working_days_after_delivery():
    # Delivered on Friday 7 November 2025: the 15th working day after it is Friday the 28th.
    asked = Consultation(THIRD_PARTY, sent=date(2025, 11, 5), delivered=date(2025, 11, 7))
    reckoning = of(date(2025, 11, 3), asked)
    held = [each.day for each in reckoning.working if each.mark is DayMark.HELD]
    assert (held[0], held[-1]) == (date(2025, 11, 6), date(2025, 11, 28))
    assert reckoning.due == date(2025, 12, 24)
    assert reckoning.provisional


def test_an_answer_after_the_15th_working_day_is_waited_for_no_longer():
    silent = Consultation(THIRD_PARTY, sent=date(2025, 11, 5))
    late = Consultation(THIRD_PARTY, sent=date(2025, 11, 5), answered=date(2025, 12, 10))
    assert due(date(2025, 11, 3), late) == due(date(2025, 11, 3), silent)
    assert not of(date(2025, 11, 3), late).provisional


def test_asking_after_the_due_day_saves_nothing():
    asked = Consultation(THIRD_PARTY, sent=date(2025, 10, 27), answered=date(2025, 10, 31))
    assert due(RECEIVED, asked) == due(RECEIVED)
    assert state(RECEIVED, asked) is State.OVERDUE


def test_in_2018_asking_another_agency_stopped_nothing():
    asked = Consultation(AGENCY, sent=date(2018, 5, 9), answered=date(2018, 5, 16))
    assert due(RECEIVED_2018, asked) == due(RECEIVED_2018)


def test_in_2018_a_third_party_had_no_last_day_so_the_reply_has_none_either():
    asked = Consultation(THIRD_PARTY, sent=date(2018, 5, 9))
    assert due(RECEIVED_2018, asked) is None
    assert state(RECEIVED_2018, asked, today=date(2018, 12, 3)) is State.RUNNING
    answered = Consultation(THIRD_PARTY, sent=date(2018, 5, 9), answered=date(2018, 6, 20))
    assert due(RECEIVED_2018, answered) == date(2018, 7, 9)


def test_in_2018_a_question_after_the_due_day_does_not_take_it_away():
    asked = Consultation(THIRD_PARTY, sent=date(2018, 5, 29))
    assert due(RECEIVED_2018, asked) == date(2018, 5, 28)


def test_an_open_question_near_the_end_of_the_calendar_does_not_matter_once_the_period_is_over():
    received = CALENDAR.add(date(CALENDAR.last_day.year, 11, 20), 0)
    asked = Consultation(THIRD_PARTY, sent=date(CALENDAR.last_day.year, 12, 28))
    assert due(received, asked) == due(received)


def test_an_answer_before_the_question_is_unlawful():
    with pytest.raises(UnlawfulLedger, match="lies before the question"):
        of(RECEIVED, Consultation(THIRD_PARTY, sent=date(2025, 9, 24), answered=date(2025, 9, 23)))


def test_a_letter_is_not_delivered_before_it_is_sent():
    with pytest.raises(UnlawfulLedger, match="before it was sent"):
        of(RECEIVED, Consultation(THIRD_PARTY, sent=date(2025, 9, 24), delivered=date(2025, 9, 23)))


def test_a_letter_is_not_answered_before_it_is_delivered():
    with pytest.raises(UnlawfulLedger, match="before the letter was delivered"):
        of(
            RECEIVED,
            Consultation(
                THIRD_PARTY,
                sent=date(2025, 9, 22),
                delivered=date(2025, 9, 25),
                answered=date(2025, 9, 24),
            ),
        )


# Clarification


def test_a_correction_starts_the_period_anew():
    reckoning = of(RECEIVED, ClarificationAsked(date(2025, 9, 22)), ClarificationReceived(date(2025, 10, 9)))
    assert reckoning.counted_from == date(2025, 10, 9)
    assert reckoning.due == date(2025, 11, 5)
    why = {each.day: each.why for each in reckoning.working}
    assert why[date(2025, 9, 18)] == "before the period started anew"
    assert why[date(2025, 9, 23)] == "waiting for the correction"
    assert why[date(2025, 10, 9)] == "corrected request received, not counted"
    assert sum(each.counts for each in reckoning.working) == 20


def test_while_the_correction_is_waited_for_nothing_is_due():
    asked = ClarificationAsked(date(2025, 9, 22), until=date(2025, 10, 15))
    assert due(RECEIVED, asked) is None
    assert state(RECEIVED, asked, today=date(2025, 10, 15)) is State.WAITING_CLARIFICATION


def test_a_request_that_is_not_corrected_in_time_is_given_up():
    asked = ClarificationAsked(date(2025, 9, 22), until=date(2025, 10, 15))
    assert state(RECEIVED, asked, today=date(2025, 10, 16)) is State.ABANDONED
    assert of(RECEIVED, asked, today=date(2026, 3, 2)).working[-1].day == date(2025, 10, 15)


def test_a_late_correction_with_a_good_reason_is_taken():
    asked = ClarificationAsked(date(2025, 9, 22), until=date(2025, 10, 15))
    assert of(RECEIVED, asked, ClarificationReceived(date(2025, 10, 20))).counted_from == date(2025, 10, 20)


def test_without_a_last_day_nothing_is_given_up():
    assert state(RECEIVED, ClarificationAsked(date(2025, 9, 22)), today=date(2026, 3, 2)) is (
        State.WAITING_CLARIFICATION
    )


def test_near_the_end_of_the_calendar_a_question_in_time_still_stops_the_period():
    year = CALENDAR.last_day.year
    received = date(year, 12, 28)
    assert state(received, ClarificationAsked(date(year, 12, 31))) is State.WAITING_CLARIFICATION


def test_the_seventh_working_day_is_the_last_to_ask():
    # 17 September 2025, seven working days on: Friday the 26th.
    assert last_day_to_ask(RECEIVED, CALENDAR) == date(2025, 9, 26)
    assert due(RECEIVED, ClarificationAsked(date(2025, 9, 26))) is None


def test_a_question_after_the_seventh_working_day_changes_nothing():
    asked = ClarificationAsked(date(2025, 9, 27), until=date(2025, 10, 10))  # a Saturday
    assert due(RECEIVED, asked) == due(RECEIVED)
    assert state(RECEIVED, asked, today=date(2025, 10, 20)) is State.RUNNING
    reckoning = of(RECEIVED, asked, ClarificationReceived(date(2025, 10, 9)))
    assert (reckoning.counted_from, reckoning.due) == (RECEIVED, due(RECEIVED))


def test_clarification_is_asked_for_once():
    with pytest.raises(UnlawfulLedger, match="once and completely"):
        of(
            RECEIVED,
            ClarificationAsked(date(2025, 9, 22)),
            ClarificationReceived(date(2025, 9, 23)),
            ClarificationAsked(date(2025, 9, 24)),
        )


def test_a_late_question_uses_up_the_one_question_too():
    with pytest.raises(UnlawfulLedger, match="once and completely"):
        of(RECEIVED, ClarificationAsked(date(2025, 10, 9)), ClarificationAsked(date(2025, 10, 10)))


def test_a_correction_nobody_asked_for_is_unlawful():
    with pytest.raises(UnlawfulLedger, match="nobody had asked"):
        of(RECEIVED, ClarificationReceived(date(2025, 9, 22)))


def test_a_correction_comes_in_once():
    with pytest.raises(UnlawfulLedger, match="received already"):
        of(
            RECEIVED,
            ClarificationAsked(date(2025, 9, 22)),
            ClarificationReceived(date(2025, 9, 23)),
            ClarificationReceived(date(2025, 9, 24)),
        )


def test_the_last_day_to_correct_is_not_before_the_question():
    with pytest.raises(UnlawfulLedger, match="before the question"):
        of(RECEIVED, ClarificationAsked(date(2025, 9, 22), until=date(2025, 9, 21)))


def test_in_2018_the_notice_to_amend_is_the_reply():
    reckoning = of(RECEIVED_2018, ClarificationAsked(date(2018, 5, 10)), today=date(2018, 7, 2))
    assert reckoning.state is State.AMENDMENT_NOTICE_GIVEN
    assert reckoning.due == date(2018, 5, 28)
    assert last_day_to_ask(RECEIVED_2018, CALENDAR) is None


def test_in_2018_an_amended_request_was_a_new_one():
    with pytest.raises(UnlawfulLedger, match="an amended request is a new one"):
        of(RECEIVED_2018, ClarificationAsked(date(2018, 5, 10)), ClarificationReceived(date(2018, 5, 14)))


def test_a_reply_while_the_correction_is_waited_for_is_in_time():
    reckoning = of(RECEIVED, ClarificationAsked(date(2025, 9, 22)), ReplySent(date(2025, 12, 1)))
    assert (reckoning.state, reckoning.due) == (State.REPLIED_ON_TIME, None)


# Extension


def test_an_extension_adds_its_days_at_the_end():
    assert due(RECEIVED, Extension(5, date(2025, 10, 20))) == date(2025, 10, 28)


def test_the_days_of_the_extension_are_marked_in_the_working():
    working = of(RECEIVED, Extension(5, date(2025, 10, 20))).working
    assert (working[-1].number, working[-1].why) == (25, "day 25, of the extension")


@pytest.mark.parametrize(
    ("received", "longest"), [(RECEIVED, 20), (RECEIVED_2018, 15)], ids=["since 2019", "until 2019"]
)
def test_the_longest_extension_is_allowed_and_one_day_more_is_not(received, longest):
    assert longest_extension(received) == longest
    assert due(received, Extension(longest, received)) > due(received)
    for days in (0, longest + 1):
        with pytest.raises(UnlawfulLedger, match=f"1 to {longest} working days"):
            of(received, Extension(days, received))


def test_a_second_extension_is_unlawful():
    with pytest.raises(UnlawfulLedger, match="only once"):
        of(RECEIVED, Extension(5, date(2025, 10, 20)), Extension(5, date(2025, 10, 21)))


def test_the_extension_is_decided_on_the_due_day_at_the_latest():
    assert due(RECEIVED, Extension(1, date(2025, 10, 21))) == date(2025, 10, 22)
    with pytest.raises(UnlawfulLedger, match="after the due day"):
        of(RECEIVED, Extension(1, date(2025, 10, 22)))


def test_the_due_day_an_extension_must_meet_is_the_one_moved_by_a_consultation():
    asked = Consultation(THIRD_PARTY, sent=date(2025, 9, 24), answered=date(2025, 9, 30))
    assert due(RECEIVED, asked, Extension(1, date(2025, 10, 28))) == date(2025, 10, 29)


def test_a_fresh_start_lets_the_extension_lapse():
    plain = of(RECEIVED, ClarificationAsked(date(2025, 9, 22)), ClarificationReceived(date(2025, 10, 9)))
    extended = of(
        RECEIVED,
        ClarificationAsked(date(2025, 9, 22)),
        Extension(10, date(2025, 9, 23)),
        ClarificationReceived(date(2025, 10, 9)),
    )
    assert extended.due == plain.due


def test_after_a_fresh_start_the_new_period_can_be_extended():
    reckoning = of(
        RECEIVED,
        Extension(10, date(2025, 9, 18)),
        ClarificationAsked(date(2025, 9, 22)),
        ClarificationReceived(date(2025, 10, 9)),
        Extension(5, date(2025, 11, 5)),
    )
    assert reckoning.due == date(2025, 11, 12)


def test_a_consultation_within_the_extension_is_left_out_too():
    extension = Extension(5, date(2025, 10, 21))
    asked = Consultation(AGENCY, sent=date(2025, 10, 22), answered=date(2025, 10, 24))
    assert due(RECEIVED, extension, asked) == date(2025, 10, 30)


# A later date


def test_a_later_date_takes_the_place_of_the_due_day():
    reckoning = of(RECEIVED, LaterDate(date(2025, 12, 31), date(2025, 10, 20)))
    assert reckoning.due == date(2025, 12, 31)
    assert reckoning.working[-1].day == date(2025, 12, 31)
    assert reckoning.working[-1].why == "later date under article 35"
    assert sum(each.counts for each in reckoning.working) == 20


def test_a_reply_by_the_later_date_is_in_time():
    later = LaterDate(date(2025, 12, 31), date(2025, 10, 20))
    assert state(RECEIVED, later, ReplySent(date(2025, 12, 31))) is State.REPLIED_ON_TIME


def test_a_later_date_is_later():
    with pytest.raises(UnlawfulLedger, match="not later than the due day"):
        of(RECEIVED, LaterDate(date(2025, 10, 21), date(2025, 10, 20)))


def test_a_later_date_is_set_before_the_period_is_over():
    with pytest.raises(UnlawfulLedger, match="after the due day"):
        of(RECEIVED, LaterDate(date(2025, 12, 31), date(2025, 10, 22)))


def test_a_period_with_a_later_date_is_not_extended_as_well():
    with pytest.raises(UnlawfulLedger, match="cannot be extended as well"):
        of(RECEIVED, LaterDate(date(2025, 12, 31), date(2025, 10, 20)), Extension(5, date(2025, 10, 21)))


def test_a_reply_by_a_later_date_that_was_set_in_time_did_not_need_the_extension_before_it():
    entries = Extension(5, date(2025, 9, 18)), LaterDate(date(2025, 12, 31), date(2025, 10, 20))
    assert state(RECEIVED, *entries, ReplySent(date(2025, 12, 30))) is State.REPLIED_ON_TIME


def test_a_reply_by_a_later_date_set_within_the_extension_needed_that_extension():
    entries = Extension(5, date(2025, 9, 18)), LaterDate(date(2025, 12, 31), date(2025, 10, 24))
    assert state(RECEIVED, *entries, ReplySent(date(2025, 12, 30))) is State.REPLIED_AFTER_EXTENSION


def test_a_named_later_date_may_be_any_day():
    assert due(RECEIVED, LaterDate(date(2025, 12, 28), date(2025, 10, 20))) == date(2025, 12, 28)  # a Sunday


def test_in_2018_there_was_no_later_date():
    with pytest.raises(UnlawfulLedger, match="know no later date"):
        of(RECEIVED_2018, LaterDate(date(2018, 7, 2), date(2018, 5, 21)))


def test_a_fresh_start_lets_the_later_date_lapse():
    reckoning = of(
        RECEIVED,
        LaterDate(date(2025, 12, 31), date(2025, 9, 18)),
        ClarificationAsked(date(2025, 9, 22)),
        ClarificationReceived(date(2025, 10, 9)),
    )
    assert reckoning.due == date(2025, 11, 5)


# The processing fee


def test_a_paid_fee_starts_the_period_anew():
    reckoning = of(RECEIVED, FeeNotice(date(2025, 9, 22)), FeePaid(date(2025, 10, 9)))
    assert reckoning.counted_from == date(2025, 10, 9)
    assert reckoning.due == date(2025, 11, 5)


def test_until_the_fee_is_paid_nothing_is_due():
    notice = FeeNotice(date(2025, 9, 22), delivered=date(2025, 9, 24))
    assert due(RECEIVED, notice) is None
    assert state(RECEIVED, notice, today=date(2025, 10, 24)) is State.WAITING_FEE


def test_thirty_calendar_days_after_delivery_an_unpaid_request_is_given_up():
    notice = FeeNotice(date(2025, 9, 22), delivered=date(2025, 9, 24))
    assert state(RECEIVED, notice, today=date(2025, 10, 25)) is State.ABANDONED


def test_a_payment_after_the_last_day_does_not_revive_the_request():
    notice = FeeNotice(date(2025, 9, 22), delivered=date(2025, 9, 24))
    assert state(RECEIVED, notice, FeePaid(date(2025, 10, 27))) is State.ABANDONED


def test_a_last_day_on_a_sunday_leaves_the_monday_to_pay():
    notice = FeeNotice(date(2025, 9, 19))  # the 30th day is Sunday 19 October
    assert of(RECEIVED, notice, FeePaid(date(2025, 10, 20))).counted_from == date(2025, 10, 20)


def test_on_the_monday_after_a_last_day_on_a_sunday_the_fee_is_still_waited_for():
    notice = FeeNotice(date(2025, 9, 19))  # the 30th day is Sunday 19 October
    assert state(RECEIVED, notice, today=date(2025, 10, 20)) is State.WAITING_FEE
    assert state(RECEIVED, notice, today=date(2025, 10, 21)) is State.ABANDONED


def test_whether_a_fee_was_given_up_is_not_guessed_beyond_the_calendar():
    year = CALENDAR.last_day.year
    received, notice = date(year, 12, 14), FeeNotice(date(year, 12, 16))
    assert state(received, notice, today=date(year, 12, 31)) is State.WAITING_FEE
    with pytest.raises(CalendarMissing):
        state(received, notice, today=date(year + 1, 2, 1))


def test_a_fee_nobody_asked_for_is_not_paid():
    with pytest.raises(UnlawfulLedger, match="nobody had asked"):
        of(RECEIVED, FeePaid(date(2025, 9, 22)))


def test_a_fee_is_asked_for_once_and_paid_once():
    notice, paid = FeeNotice(date(2025, 9, 22)), FeePaid(date(2025, 9, 23))
    with pytest.raises(UnlawfulLedger, match="asked for once"):
        of(RECEIVED, notice, paid, FeeNotice(date(2025, 9, 24)))
    with pytest.raises(UnlawfulLedger, match="paid already"):
        of(RECEIVED, notice, paid, FeePaid(date(2025, 9, 24)))


def test_a_fee_notice_belongs_into_the_period():
    with pytest.raises(UnlawfulLedger, match="after the due day"):
        of(RECEIVED, FeeNotice(date(2025, 10, 22)))


def test_in_2018_a_fee_stopped_nothing():
    with pytest.raises(UnlawfulLedger, match="does not stop the period"):
        of(RECEIVED_2018, FeeNotice(date(2018, 5, 9)))


# The end


def test_a_reply_on_the_due_day_is_in_time_and_one_day_later_is_not():
    assert state(RECEIVED, ReplySent(date(2025, 10, 21))) is State.REPLIED_ON_TIME
    assert state(RECEIVED, ReplySent(date(2025, 10, 22))) is State.REPLIED_LATE


def test_a_reply_on_the_day_of_receipt_is_in_time():
    assert state(RECEIVED, ReplySent(RECEIVED)) is State.REPLIED_ON_TIME


def test_a_reply_posted_on_a_sunday_is_sent_on_that_sunday():
    assert state(RECEIVED, ReplySent(date(2025, 10, 19))) is State.REPLIED_ON_TIME


def test_a_reply_that_did_not_need_its_extension_is_on_time():
    extension = Extension(5, date(2025, 10, 20))
    assert state(RECEIVED, extension, ReplySent(date(2025, 10, 21))) is State.REPLIED_ON_TIME
    assert state(RECEIVED, extension, ReplySent(date(2025, 10, 22))) is State.REPLIED_AFTER_EXTENSION
    assert state(RECEIVED, extension, ReplySent(date(2025, 10, 29))) is State.REPLIED_LATE


def test_a_withdrawn_request_stays_withdrawn():
    assert state(RECEIVED, Withdrawn(date(2025, 9, 19)), today=date(2026, 3, 2)) is State.WITHDRAWN


def test_nothing_follows_a_reply():
    with pytest.raises(UnlawfulLedger, match="nothing can follow"):
        of(RECEIVED, ReplySent(date(2025, 9, 22)), Extension(5, date(2025, 9, 23)))


def test_nothing_happens_before_receipt():
    with pytest.raises(UnlawfulLedger, match="before the request was received"):
        of(RECEIVED, Extension(5, date(2025, 9, 16)))


def test_entries_stand_in_the_order_of_their_days():
    with pytest.raises(UnlawfulLedger, match="order of their days"):
        of(RECEIVED, Extension(5, date(2025, 9, 24)), ClarificationAsked(date(2025, 9, 22)))


def test_an_entry_beyond_the_calendar_is_not_reckoned_with():
    with pytest.raises(CalendarMissing):
        of(RECEIVED, Withdrawn(date(CALENDAR.last_day.year + 1, 3, 2)))


def test_on_the_due_day_a_request_runs_and_on_the_next_it_is_overdue():
    assert state(RECEIVED, today=date(2025, 10, 21)) is State.RUNNING
    assert state(RECEIVED, today=date(2025, 10, 22)) is State.OVERDUE


def test_a_request_is_judged_as_of_the_present_day_though_an_entry_lies_after_it():
    asked = Consultation(THIRD_PARTY, sent=date(2025, 10, 22), answered=date(2025, 10, 24))
    assert state(RECEIVED, asked, today=date(2025, 10, 20)) is State.RUNNING


def test_without_a_present_day_the_last_entry_gives_it():
    asked = Consultation(THIRD_PARTY, sent=date(2025, 10, 22), answered=date(2025, 10, 24))
    assert state(RECEIVED, asked) is State.OVERDUE
    assert state(RECEIVED) is State.RUNNING


def test_working_days_left_are_counted_without_the_present_day():
    assert working_days_left(date(2025, 10, 28), date(2025, 10, 24), CALENDAR) == 2
    assert working_days_left(date(2025, 10, 28), date(2025, 10, 28), CALENDAR) == 0
    assert working_days_left(date(2025, 10, 28), date(2025, 10, 30), CALENDAR) == -2


def test_on_the_saturday_after_a_due_friday_a_request_is_late_already():
    assert working_days_left(date(2025, 10, 24), date(2025, 10, 25), CALENDAR) == -1


# Against the rule other programs use


def test_leaving_out_make_up_days_would_answer_every_third_request_of_2025_too_late():
    """Weekends off and holidays off, make-up days forgotten: counted for January to November 2025."""

    def without_make_up_days(received):
        day, counted = received, 0
        while counted < 20:
            day += timedelta(days=1)
            counted += day.weekday() < 5 and CALENDAR.is_working(day)
        return day

    days = (date(2025, 1, 1) + timedelta(days=n) for n in range(334))
    receipts = [day for day in days if CALENDAR.is_working(day)]
    too_late = [(without_make_up_days(day) - due(day)).days for day in receipts]
    assert len(receipts) == 225
    assert sum(later != 0 for later in too_late) == 67
    assert min(too_late) == 0
    assert max(too_late) == 9
