"""The national formats since 2019: tables t3 and t4 from the registers, and their rules."""

from datetime import date

import pytest

from gongkai.cases import actions as cases
from gongkai.cases.tests.factories import registered_case
from gongkai.channels.tests.factories import approved_document, on
from gongkai.disputes import actions as disputes
from gongkai.disputes.tests.factories import opened_dispute
from gongkai.statistics.checking import check_foreign, check_own
from gongkai.statistics.counting import NoSuchCell, behind, count
from gongkai.statistics.formats import UnknownFormat, format_for, format_of
from gongkai.statistics.relations import Severity
from gongkai.statistics.tests.factories import concluded_case

JUNE = date(2023, 6, 5)
CELLS = {code: format_of(code).structure.cells for code in ("report-2019", "report-2021")}


def rules(code, cells, **more):
    figures = dict.fromkeys(CELLS[code], 0) | cells
    return {(each.rule, each.severity.value): each.text for each in check_foreign(code, figures, **more)}


def test_the_tables_have_the_cells_of_the_notices():
    in_2021, in_2019 = CELLS["report-2021"], CELLS["report-2019"]
    assert len([code for code in in_2021 if code.startswith("t3.")]) == 175
    assert len([code for code in in_2021 if code.startswith("t4.")]) == 15
    assert len([code for code in in_2019 if code.startswith("t3.")]) == 23 * 7
    assert "t3.3.6.total" in in_2019
    assert "t3.3.6.1.total" in in_2021


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (2010, "report-2018"),
        (2014, "report-2018"),
        (2018, "report-2018"),
        (2019, "report-2019"),
        (2021, "report-2021"),
        (2030, "report-2021"),
    ],
)
def test_each_year_has_its_format(year, code):
    assert format_for(year).code == code


def test_an_unknown_format_is_refused():
    with pytest.raises(UnknownFormat):
        format_of("report-2020")


@pytest.mark.django_db
def test_a_request_is_counted_by_its_requester_and_its_result(office):
    concluded_case(office, JUNE, requester_kind="business")
    figures = count("report-2021", office.agency, 2023)
    counted = {code for code, figure in figures.items() if figure}
    assert counted == {
        f"{row}.{column}" for row in ("t3.1", "t3.3.1", "t3.3.7") for column in ("business", "total")
    }


@pytest.mark.django_db
def test_an_open_request_is_carried_out_of_one_year_into_the_next(office):
    registered_case(office, date(2023, 12, 28))
    then = count("report-2021", office.agency, 2023)
    after = count("report-2021", office.agency, 2024)
    assert (then["t3.1.total"], then["t3.4.total"]) == (1, 1)
    assert (after["t3.1.total"], after["t3.2.total"], after["t3.4.total"]) == (0, 1, 1)
    assert len(behind("report-2021", office.agency, 2024, "t3.2.total")) == 1


@pytest.mark.django_db
def test_a_withdrawn_request_is_otherwise_closed(office):
    case = registered_case(office, JUNE)
    with on(date(2023, 6, 7)):
        cases.withdraw(case, by=office.foi)
    assert count("report-2021", office.agency, 2023)["t3.3.6.3.total"] == 1
    assert count("report-2019", office.agency, 2023)["t3.3.6.total"] == 1


@pytest.mark.django_db
def test_a_dispute_is_pending_at_the_end_of_one_year_and_decided_in_the_next(office):
    dispute = opened_dispute(office, date(2023, 11, 6))
    with on(date(2024, 2, 5)):
        disputes.record_outcome(dispute, by=office.foi, outcome="upheld", decided_on=date(2024, 2, 5))
    then, after = (count("report-2021", office.agency, year) for year in (2023, 2024))
    assert (then["t4.review.pending"], then["t4.review.upheld"], then["t4.review.total"]) == (1, 0, 1)
    assert (after["t4.review.pending"], after["t4.review.upheld"], after["t4.review.total"]) == (0, 1, 1)


@pytest.mark.django_db
def test_normative_documents_issued_are_counted(office):
    approved_document(office, "停车管理办法", JUNE, is_normative=True)
    assert count("report-2021", office.agency, 2023)["t2.1.2.issued"] == 1
    assert count("report-2019", office.agency, 2023)["t2.1.2.made"] == 1


@pytest.mark.django_db
def test_a_cell_without_a_register_is_0_and_the_findings_say_so(office):
    figures = count("report-2021", office.agency, 2023)
    assert figures["t2.5.1.decisions"] == 0
    with pytest.raises(NoSuchCell):
        behind("report-2021", office.agency, 2023, "t2.5.1.decisions")
    finding = next(
        each for each in check_own("report-2021", office.agency, 2023, figures) if each.rule == "own-records"
    )
    assert finding.severity is Severity.WARNING
    assert "t2.5.1" in finding.text


@pytest.mark.django_db
def test_a_table_of_the_national_format_is_counted_in_three_statements(office, django_assert_num_queries):
    with django_assert_num_queries(3):
        count("report-2021", office.agency, 2023)


@pytest.mark.parametrize(
    ("cells", "rule", "severity"),
    [
        ({"t3.1.total": 1, "t3.1.business": 1}, "R21-01", "error"),
        ({"t3.3.7.total": 1, "t3.3.7.business": 1, "t3.1.total": 1, "t3.1.business": 1}, "R21-02", "error"),
        ({"t3.1.total": 1, "t3.4.total": 1}, "R21-03", "error"),
        ({"t4.direct.total": 1}, "R21-05", "error"),
        ({"t2.8.1.amount": -1}, "R21-07", "error"),
        ({"t2.5.1.decisions": None}, "R21-08", "info"),
    ],
)
def test_the_rules_of_2021(cells, rule, severity):
    assert (rule, severity) in rules("report-2021", cells)


def test_a_table_that_ties_up_has_no_finding():
    assert rules("report-2021", {}) == {}
    assert rules("report-2019", {"t2.5.1.change": -8}) == {}


def test_what_was_carried_out_of_a_year_is_what_the_next_begins_with():
    found = rules("report-2021", {}, previous={"t3.4.total": 2})
    assert "t3.2.total says 0, but t3.4.total of the year before says 2." in found["R21-04", "error"]


def test_norms_in_force_follow_from_the_year_before_or_are_explained():
    cells = {"t2.1.2.in_force": 5, "t2.1.2.issued": 2, "t2.1.2.repealed": 1}
    assert ("R21-06", "warning") in rules("report-2021", cells, previous={"t2.1.2.in_force": 5})
    assert ("R21-06", "warning") not in rules("report-2021", cells, previous={"t2.1.2.in_force": 4})


def test_disputes_left_pending_should_reappear():
    assert ("R21-11", "warning") in rules("report-2021", {}, previous={"t4.review.pending": 1})


@pytest.mark.parametrize(
    ("cells", "rule", "severity"),
    [
        ({"t3.4.total": 1, "t3.4.business": 1}, "R19-01", "error"),
        ({"t3.3.6.total": 1, "t3.3.6.business": 1}, "R19-02", "error"),
        ({"t4.review.total": 1}, "R19-03", "error"),
        ({"t2.1.2.disclosed": 2, "t2.1.2.open_total": 1}, "R19-04", "warning"),
    ],
)
def test_the_rules_of_2019(cells, rule, severity):
    assert (rule, severity) in rules("report-2019", cells)


def test_the_matters_of_a_list_follow_from_the_year_before():
    previous = {"t2.5.1.last_year": 10, "t2.5.1.change": -2}
    assert ("R19-05", "warning") in rules("report-2019", {"t2.5.1.last_year": 10}, previous=previous)
    assert ("R19-05", "warning") not in rules("report-2019", {"t2.5.1.last_year": 8}, previous=previous)
