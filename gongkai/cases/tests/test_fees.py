"""The processing fee by cases or pages, its notice and payment; and the costs of earlier years."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, FeeNotice
from gongkai.cases.tests.factories import MONDAY, on, registered_case, sent

pytestmark = pytest.mark.django_db

SENT = date(2025, 9, 22)
SAME_PERSON = "11010519491231002X"


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office)


def asked(
    case: Case,
    office: SimpleNamespace,
    day: date = SENT,
    basis: str = "pages",
    pages: int = 200,
    **given: Any,
) -> FeeNotice:
    with on(day, 10):
        return actions.ask_for_fee(
            case,
            by=given.get("by", office.foi),
            basis=basis,
            pages=pages,
            how_to_pay="缴入国库，账号见附页。",
        )


def posted(notice: FeeNotice, office: SimpleNamespace, delivered_on: date | None = None) -> FeeNotice:
    sent(notice.letter, office, SENT, delivered_on=delivered_on)
    notice.refresh_from_db()
    return notice


def paid(notice: FeeNotice, office: SimpleNamespace, day: date) -> Case:
    with on(day, 17):
        return actions.take_fee(notice, by=office.foi, on=day).case


def test_200_pages_cost_2700_yuan(case: Case, office: SimpleNamespace) -> None:
    notice = asked(case, office)
    assert (notice.number, notice.amount) == (200, Decimal(2700))
    text = "".join(notice.letter.content["paragraphs"])
    assert "共200页，应缴金额为2700.00元" in text
    assert "自收到本通知次日起30日内缴费。缴入国库" in text


def test_30_pages_are_free(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="free of charge"):
        asked(case, office, pages=30)


def test_the_11th_request_of_a_month_costs_100_yuan(office: SimpleNamespace) -> None:
    cases = [registered_case(office, identity_number=SAME_PERSON) for _n in range(11)]
    with pytest.raises(Refused, match="free of charge"):
        asked(cases[9], office, basis="cases")
    notice = asked(cases[10], office, basis="cases")
    assert (notice.number, notice.amount) == (11, Decimal(100))


def test_requests_of_merged_requesters_count_together(office: SimpleNamespace) -> None:
    first = [registered_case(office, identity_number=SAME_PERSON) for _n in range(10)]
    last = registered_case(office, requester_name="李明远（虚构）")
    with pytest.raises(Refused, match="free of charge"):
        asked(last, office, basis="cases")
    assert first[0].request
    assert last.request
    with on(SENT):
        actions.merge_requesters(
            first[0].request.requester, last.request.requester, by=office.foi, reason="同名同住址"
        )
    assert asked(last, office, basis="cases").number == 11


def test_a_fee_is_asked_for_once(case: Case, office: SimpleNamespace) -> None:
    asked(case, office)
    with pytest.raises(Refused, match="by cases or by pages, never both"):
        asked(Case.objects.get(pk=case.pk), office, basis="cases")


def test_a_notice_left_unsent_can_be_written_again(case: Case, office: SimpleNamespace) -> None:
    notice = asked(case, office)
    with on(SENT):
        actions.void_letter(notice.letter, by=office.foi, reason="页数有误")
    assert asked(Case.objects.get(pk=case.pk), office, pages=31).amount == Decimal(10)


def test_after_the_due_day_no_fee_is_asked_for(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="ended on 17 October 2025"):
        asked(case, office, date(2025, 10, 20))


@pytest.mark.parametrize(
    ("received", "reason"), [(date(2018, 5, 7), "only costs"), (date(2020, 11, 2), "No tariff was in force")]
)
def test_before_2021_there_is_no_processing_fee(office: SimpleNamespace, received: date, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        asked(registered_case(office, received), office, received)


def test_a_correction_of_records_costs_nothing(office: SimpleNamespace) -> None:
    case = registered_case(office, kind="correction")
    for basis in ("cases", "pages"):
        with pytest.raises(Refused, match="only for a request for information"):
            asked(case, office, basis=basis)


def test_the_clock_stands_until_the_fee_is_paid_and_then_starts_anew(
    case: Case, office: SimpleNamespace
) -> None:
    notice = posted(asked(case, office), office, date(2025, 9, 24))
    case.refresh_from_db()
    assert case.due_on is None
    # Anew from 9 October: twenty working days end on Wednesday, 5 November.
    assert paid(notice, office, date(2025, 10, 9)).due_on == date(2025, 11, 5)
    assert case.fees.get().amount == Decimal(2700)


def test_a_fee_is_not_paid_before_it_was_asked_for(case: Case, office: SimpleNamespace) -> None:
    notice = asked(case, office)
    with pytest.raises(Refused, match="has not been sent yet"):
        paid(notice, office, SENT)
    posted(notice, office)
    with on(SENT, 17), pytest.raises(Refused, match="before it was asked for"):
        actions.take_fee(notice, by=office.foi, on=date(2025, 9, 19))


def test_who_does_not_pay_within_30_days_of_delivery_has_given_up(
    case: Case, office: SimpleNamespace
) -> None:
    notice = posted(asked(case, office), office, date(2025, 9, 24))
    with on(date(2025, 10, 24)), pytest.raises(Refused, match="only when the last day"):
        actions.deem_abandoned(case, by=office.foi)
    with pytest.raises(Refused, match="last day for the payment was 24 October 2025"):
        paid(notice, office, date(2025, 10, 27))
    with on(date(2025, 10, 27)):
        actions.deem_abandoned(case, by=office.foi)
    case.refresh_from_db()
    assert (case.outcome, case.is_open) == ("fee_unpaid", False)


def test_the_last_day_to_pay_is_not_a_holiday(case: Case, office: SimpleNamespace) -> None:
    # Thirty days after Thursday, 25 September is Saturday, 25 October: until Monday the 27th.
    notice = posted(asked(case, office), office, date(2025, 9, 25))
    assert paid(notice, office, date(2025, 10, 27)).due_on


def test_nothing_lapses_while_the_delivery_of_the_notice_is_not_known(
    case: Case, office: SimpleNamespace
) -> None:
    posted(asked(case, office), office)
    with on(date(2025, 11, 3)), pytest.raises(Refused, match="Record it first"):
        actions.deem_abandoned(case, by=office.foi)


def test_a_cost_of_2017_is_recorded_in_yuan(office: SimpleNamespace) -> None:
    day = date(2017, 3, 31)
    case = registered_case(office, date(2017, 3, 27))
    with on(day):
        actions.record_fee(case, by=office.foi, amount=Decimal("12.50"), received_on=day)
        with pytest.raises(Refused, match="less than nothing"):
            actions.record_fee(case, by=office.foi, amount=Decimal(-1), received_on=day)
    assert case.fees.get().amount == Decimal("12.50")


@pytest.mark.parametrize("received", [date(2017, 4, 5), date(2018, 5, 7), MONDAY])
def test_since_april_2017_no_costs_are_charged(office: SimpleNamespace, received: date) -> None:
    case = registered_case(office, received)
    with on(received), pytest.raises(Refused, match="No cost fee may be charged"):
        actions.record_fee(case, by=office.foi, amount=Decimal(5), received_on=received)


def test_the_processing_fee_is_recorded_only_with_its_notice(case: Case, office: SimpleNamespace) -> None:
    with on(MONDAY), pytest.raises(Refused, match="with the notice that asked for it"):
        actions.record_fee(case, by=office.foi, amount=Decimal(100), received_on=MONDAY, kind="processing")
