"""The month of the requests: what each figure counts, and the list behind it."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.cases import actions
from gongkai.cases.models import Case, FeeReceipt, RequestKind
from gongkai.cases.tests.factories import on, registered_case
from gongkai.disputes import actions as disputes
from gongkai.disputes.tests.factories import opened_dispute
from gongkai.law.organisations import RequesterKind
from gongkai.statistics.counting import count, figure_of, records_of
from gongkai.statistics.monthly import blocks_of, count_month, findings_of, rows_of, scope_of
from gongkai.statistics.tests.factories import MAY, concluded_case
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = (2025, 9), (2025, 10)


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    load_shipped_notices()


def world(office) -> None:
    """In October one is carried through, one replied, one withdrawn, one late, and one is not counted."""
    registered_case(office, date(2025, 9, 29), requester_kind=RequesterKind.BUSINESS)
    concluded_case(office, received=date(2025, 9, 15), sent=date(2025, 10, 10))
    withdrawn = registered_case(office, date(2025, 10, 13), how_came="in_person")
    with on(date(2025, 10, 14)):
        actions.withdraw(withdrawn, by=office.foi)
    concluded_case(office, received=date(2025, 8, 1), sent=date(2025, 10, 15))
    registered_case(
        office,
        date(2025, 10, 16),
        kind=RequestKind.CORRECTION,
        how_came="in_person",
    )


def test_the_figures_of_a_month_are_counted_from_the_register(office):
    world(office)
    figures = count_month(office.agency, *OCTOBER)
    assert figures["carried_in"] == 3
    assert figures["received"] == 1
    assert figures["received.way.in_person"] == 1
    assert figures["concluded"] == 3
    assert figures["concluded.row.t3.3.1"] == 2
    assert (figures["kept.on_time"], figures["kept.late"]) == (2, 1)
    assert figures["carried_out"] == 1
    assert findings_of(figures, 2025) == []


def test_what_is_carried_out_is_carried_into_the_next_month(office):
    world(office)
    assert (
        count_month(office.agency, *OCTOBER)["carried_out"]
        == count_month(office.agency, 2025, 11)["carried_in"]
    )


def test_every_figure_of_a_month_is_the_length_of_its_list_or_its_sum(office, subtests):
    world(office)
    figures = count_month(office.agency, *OCTOBER)
    for code, row in rows_of(2025).items():
        with subtests.test(code):
            records = records_of(row.definition, scope_of(office.agency, *OCTOBER))
            assert figure_of(row.definition, records) == figures[code]


def test_a_month_is_counted_in_three_statements(office, django_assert_num_queries):
    world(office)
    with django_assert_num_queries(3):
        count_month(office.agency, *OCTOBER)


def test_the_twelve_months_add_up_to_the_year(office):
    world(office)
    months = [count_month(office.agency, 2025, month) for month in range(1, 13)]
    year = count("report-2021", office.agency, 2025)
    assert sum(month["received"] for month in months) == year["t3.1.total"]
    assert sum(month["concluded"] for month in months) == year["t3.3.7.total"]


def test_corrections_orders_and_what_is_not_confirmed_are_in_no_table(office):
    case = concluded_case(office, received=date(2025, 9, 15))
    registered_case(office, date(2025, 9, 16), kind=RequestKind.CORRECTION)
    registered_case(office, date(2025, 9, 16), how_came="fax")
    with on(date(2025, 9, 29)):
        actions.reopen_by_order(
            case, by=office.foi, ordered_on=date(2025, 9, 29), due_on=None, basis="东政复〔2025〕1号"
        )
    assert Case.objects.count() == 4
    assert count_month(office.agency, *SEPTEMBER)["received"] == 1
    assert count("report-2021", office.agency, 2025)["t3.1.total"] == 1
    assert count("report-2018", office.agency, 2025)["3.1"] == 1


def test_disputes_opened_and_decided_in_the_month_are_counted_by_kind(office):
    dispute = opened_dispute(office, date(2025, 9, 22))
    with on(date(2025, 10, 20)):
        disputes.record_outcome(dispute, by=office.foi, outcome="upheld", decided_on=date(2025, 10, 20))
    september, october = (count_month(office.agency, *month) for month in (SEPTEMBER, OCTOBER))
    assert september["disputes.reconsideration.opened"] == 1
    assert september["disputes.reconsideration.decided"] == 0
    assert october["disputes.reconsideration.opened"] == 0
    assert october["disputes.reconsideration.decided"] == 1


def test_the_fees_of_a_month_are_summed_to_the_cent(office):
    paid = registered_case(office, MAY)
    # Taken over from an older register: since 2017 no cost fee may be charged.
    for amount in ("12.50", "0.45"):
        FeeReceipt.objects.create(case=paid, amount=Decimal(amount), received_on=date(2018, 5, 10))
    assert count_month(office.agency, 2018, 5)["fees"] == Decimal("12.95")
    assert count_month(office.agency, 2018, 6)["fees"] == 0


def test_a_month_of_2018_stands_in_the_rows_of_its_own_table(office):
    concluded_case(office, received=MAY)
    withdrawn = registered_case(office, MAY)
    with on(date(2018, 5, 9)):
        actions.withdraw(withdrawn, by=office.foi)
    figures = count_month(office.agency, 2018, 5)
    assert figures["concluded.row.3.3.2"] == 1
    assert figures["concluded.row.otherwise"] == 1
    assert findings_of(figures, 2018) == []


@pytest.mark.parametrize("year", [2018, 2020, 2025])
def test_every_outcome_stands_in_exactly_one_row(year):
    rows = [code for code in rows_of(year) if code.startswith("concluded.row.")]
    assert len(rows) == len(set(rows))
    assert ("concluded.row.t3.3.6" in rows) == (year == 2020)
    assert all(row.definition.says().endswith(".") for row in rows_of(year).values())


def test_figures_that_do_not_add_up_are_told(office):
    figures = dict(count_month(office.agency, *OCTOBER)) | {"received": 2}
    told = findings_of(figures, 2025)
    assert told[0].startswith("Carried in and received are 2;")
    assert len(told) == 3


def test_a_neighbouring_office_counts_nothing_of_it(office):
    world(office)
    assert not any(count_month(office.other, *OCTOBER).values())


def test_the_blocks_hold_every_row_once():
    codes = [row.code for block in blocks_of(2025) for row in block.rows]
    assert len(codes) == len(set(codes))
