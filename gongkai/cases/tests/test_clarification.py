"""The one question to the requester, its answer, and what happens without one."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, LetterState, OutgoingLetter
from gongkai.cases.tests.factories import delivered_reply, on, registered_case, sent
from gongkai.law.deadlines import State
from gongkai.workdays.queries import loaded_calendar

pytestmark = pytest.mark.django_db

# Received on Monday, 15 September 2025: the 7th working day is the 24th, the reply is due on 17 October.
SEVENTH, DUE = date(2025, 9, 24), date(2025, 10, 17)
UNTIL = date(2025, 9, 29)


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def asked(
    case: Case, office: SimpleNamespace, day: date = date(2025, 9, 16), until: date = UNTIL, **given: Any
) -> OutgoingLetter:
    with on(day):
        return actions.ask_to_clarify(
            case, by=given.get("by", office.foi), what="请写明年份。\n请写明胡同名称。", until=until
        )


def taken(case: Case, office: SimpleNamespace, day: date, **given: Any) -> Case:
    with on(day, 10):
        return actions.take_clarification(case, by=office.foi, on=day, **{"text": "2024年的汇总结果"} | given)


def test_a_question_counts_only_from_the_day_it_is_sent(case: Case, office: SimpleNamespace) -> None:
    letter = asked(case, office)
    case.refresh_from_db()
    assert (case.due_on, case.entries.count()) == (DUE, 0)
    sent(letter, office, date(2025, 9, 17))
    case.refresh_from_db()
    assert (case.due_on, case.entries.get().data) == (None, {"until": "2025-09-29"})


def test_the_period_starts_anew_on_the_day_the_correction_comes(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office, until=date(2025, 10, 10)), office, SEVENTH)
    # 10 and 11 October, then 13 to 17, 20 to 24, 27 to 31, and 3 to 5 November are twenty.
    assert taken(case, office, date(2025, 10, 9)).due_on == date(2025, 11, 5)


def test_what_was_clarified_is_what_is_asked_for(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office), office, date(2025, 9, 16))
    assert taken(case, office, date(2025, 9, 19)).asked_for == "2024年的汇总结果"


def test_the_letter_says_everything_at_once_and_until_when(case: Case, office: SimpleNamespace) -> None:
    letter = asked(case, office)
    text = "".join(letter.content["paragraphs"])
    assert letter.number == "建街公开补〔2025〕1号"
    assert "请写明年份。请写明胡同名称。" in text
    assert "请于2025年9月29日（含当日）前提交" in text
    assert "视为放弃申请" in text


def test_a_question_after_the_7th_working_day_promises_and_moves_nothing(
    case: Case, office: SimpleNamespace
) -> None:
    late = date(2025, 9, 25)
    letter = asked(case, office, late, until=date(2025, 10, 10))
    assert "本次补正不影响答复期限。" in letter.content["paragraphs"][-2]
    assert "视为放弃" not in "".join(letter.content["paragraphs"])
    sent(letter, office, late)
    assert taken(case, office, date(2025, 10, 9)).due_on == DUE


def test_a_letter_that_promises_a_new_period_is_not_sent_too_late(
    case: Case, office: SimpleNamespace
) -> None:
    letter = asked(case, office, SEVENTH, until=date(2025, 10, 10))
    with pytest.raises(Refused, match="had to be sent by 24 September 2025"):
        sent(letter, office, date(2025, 9, 25))
    with on(date(2025, 9, 25)):
        actions.void_letter(letter, by=office.foi, reason="未及时寄出")
    assert asked(case, office, date(2025, 9, 25), until=date(2025, 10, 10)).number.endswith("2号")


def test_the_requester_is_asked_only_once(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office), office, date(2025, 9, 16))
    with pytest.raises(Refused, match="once and completely"):
        asked(case, office, date(2025, 9, 17))


def test_a_question_that_is_written_waits_and_is_not_written_twice(
    case: Case, office: SimpleNamespace
) -> None:
    asked(case, office)
    with pytest.raises(Refused, match="once and completely"):
        asked(case, office)


def test_the_requester_is_given_time(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="The requester needs time"):
        asked(case, office, date(2025, 9, 16), until=date(2025, 9, 16))


def test_only_the_officer_asks(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Only an FOI officer"):
        asked(case, office, by=office.leader)


def test_under_the_regulations_of_2007_the_notice_is_the_reply(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2018, 5, 7))
    with pytest.raises(Refused, match="the notice to amend is itself the reply"):
        asked(case, office, date(2018, 5, 8), until=date(2018, 5, 18))


def test_nothing_is_taken_that_nobody_asked_for(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Nobody has asked"):
        taken(case, office, date(2025, 9, 17))


def test_an_answer_does_not_come_before_the_question(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office), office, date(2025, 9, 18))
    with on(date(2025, 9, 19)), pytest.raises(Refused, match="before it was asked for on 18 September 2025"):
        actions.take_clarification(case, by=office.foi, on=date(2025, 9, 17), text="清楚")


def test_a_late_clarification_needs_a_good_reason(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office), office, date(2025, 9, 16))
    with pytest.raises(Refused, match="only for a good reason"):
        taken(case, office, date(2025, 9, 30))
    # Anew from 30 September: 9, 10 and 11 October, 13 to 17, 20 to 24, 27 to 31, 3 and 4 November.
    assert taken(case, office, date(2025, 9, 30), late_reason="住院").due_on == date(2025, 11, 4)
    assert case.entries.get(kind="clarification_received").note == "住院"


def test_on_the_last_day_nothing_is_given_up_yet(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office), office, date(2025, 9, 16))
    with on(UNTIL), pytest.raises(Refused, match="only when the last day"):
        actions.deem_abandoned(case, by=office.foi)


def test_without_a_clarification_the_request_is_given_up_and_the_requester_told(
    case: Case, office: SimpleNamespace
) -> None:
    sent(asked(case, office), office, date(2025, 9, 16))
    with on(date(2025, 9, 30)):
        actions.deem_abandoned(case, by=office.foi)
    case.refresh_from_db()
    assert (case.outcome, case.concluded_on) == ("clarification_lapsed", date(2025, 9, 30))
    letter = case.letters.get(kind="closed")
    assert "无正当理由逾期未补正" in letter.content["paragraphs"][1]
    # The notice leaves and arrives after the case was concluded.
    sent(letter, office, date(2025, 9, 30), delivered_on=date(2025, 10, 9))
    letter.refresh_from_db()
    assert letter.state == LetterState.DELIVERED


def test_who_was_asked_too_late_has_given_nothing_up(case: Case, office: SimpleNamespace) -> None:
    sent(asked(case, office, date(2025, 9, 25), until=date(2025, 10, 9)), office, date(2025, 9, 25))
    with on(date(2025, 10, 10)):
        assert case.reckoning(loaded_calendar(), date(2025, 10, 10)).state is State.RUNNING
        with pytest.raises(Refused, match="only when the last day"):
            actions.deem_abandoned(case, by=office.foi)


def test_a_question_is_not_sent_once_the_case_is_concluded(case: Case, office: SimpleNamespace) -> None:
    letter = asked(case, office)
    delivered_reply(case, office, date(2025, 9, 17))
    with pytest.raises(Refused, match="was concluded on 17 September 2025"):
        sent(letter, office, date(2025, 9, 17))


def test_the_7_days_are_those_of_the_calendar(office: SimpleNamespace) -> None:
    # 28 September 2025 is a Sunday that is worked: 25, 26, 28, 29, 30 September, 9 and 10 October.
    case = registered_case(office, date(2025, 9, 24))
    letter = asked(case, office, date(2025, 10, 10), until=date(2025, 10, 20))
    sent(letter, office, date(2025, 10, 10))
    case.refresh_from_db()
    assert case.due_on is None
