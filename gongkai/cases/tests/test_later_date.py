"""Excessive requests: their reasons, and the later date of art. 35."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case
from gongkai.cases.tests.factories import delivered_reply, on, registered_case, sent

pytestmark = pytest.mark.django_db

DAY, DUE = date(2025, 10, 13), date(2025, 10, 17)
LATER = date(2025, 11, 28)  # a Friday


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def set_date(case: Case, office: SimpleNamespace, due: date = LATER, **given: Any) -> Case:
    values = {"by": office.foi_head, "reason": "一个月内提出申请四十件"} | given
    with on(DAY):
        return actions.set_later_date(case, due=due, **values)


def test_the_reply_is_due_on_the_later_date_and_the_requester_is_told(
    case: Case, office: SimpleNamespace
) -> None:
    assert set_date(case, office).due_on == LATER
    letter = case.letters.get(kind="later_date")
    assert "本机关确定不迟于2025年11月28日答复" in letter.content["paragraphs"][1]


def test_a_reply_by_the_later_date_is_in_time(case: Case, office: SimpleNamespace) -> None:
    set_date(case, office)
    delivered_reply(case, office, LATER)
    case.refresh_from_db()
    assert case.timeliness != "late"


def test_the_later_date_is_a_working_day(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="29 November 2025 is no working day"):
        set_date(case, office, date(2025, 11, 29))


def test_the_later_date_lies_after_the_due_day(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="after the due day, 17 October 2025"):
        set_date(case, office, DUE)


def test_a_later_date_is_set_once(case: Case, office: SimpleNamespace) -> None:
    set_date(case, office)
    with pytest.raises(Refused, match="set already"):
        set_date(case, office, date(2025, 12, 5))


def test_the_notice_of_a_later_date_is_not_left_unsent(case: Case, office: SimpleNamespace) -> None:
    set_date(case, office)
    with on(DAY), pytest.raises(Refused, match="the requester has to be told"):
        actions.void_letter(case.letters.get(kind="later_date"), by=office.foi, reason="不寄")


def test_only_the_head_sets_it_and_says_why(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Only the head of the FOI office"):
        set_date(case, office, by=office.foi)
    with pytest.raises(Refused, match="beyond reason"):
        set_date(case, office, reason=" ")


def test_the_text_of_2007_knows_neither(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2018, 5, 7))
    with on(date(2018, 5, 8)):
        with pytest.raises(Refused, match="know no later date"):
            actions.set_later_date(case, by=office.foi_head, due=date(2018, 7, 2), reason="多")
        with pytest.raises(Refused, match="do not ask for the reasons"):
            actions.ask_for_reasons(case, by=office.foi, text="为何", until=date(2018, 5, 18))


def test_the_clock_runs_on_while_the_requester_explains(case: Case, office: SimpleNamespace) -> None:
    with on(date(2025, 9, 16)):
        letter = actions.ask_for_reasons(
            case, by=office.foi, text="请说明为何在一个月内提出四十件申请。", until=date(2025, 9, 26)
        )
    sent(letter, office, date(2025, 9, 16))
    case.refresh_from_db()
    assert (case.due_on, letter.until) == (DUE, date(2025, 9, 26))
    with on(date(2025, 9, 17)), pytest.raises(Refused, match="asked for already"):
        actions.ask_for_reasons(case, by=office.foi, text="再说明", until=date(2025, 9, 26))


def test_reasons_need_time(case: Case, office: SimpleNamespace) -> None:
    with on(date(2025, 9, 16)), pytest.raises(Refused, match="The requester needs time"):
        actions.ask_for_reasons(case, by=office.foi, text="为何", until=date(2025, 9, 16))
