"""Findings on our own records name the cases that make a difference, to those who may know them."""

from datetime import date

import pytest

from gongkai.cases import actions as cases
from gongkai.cases.tests.factories import registered_case
from gongkai.channels.tests.factories import on
from gongkai.statistics.checking import check_own
from gongkai.statistics.counting import count
from gongkai.statistics.tests.factories import MAY, concluded_case

pytestmark = pytest.mark.django_db


def findings(office, year=2018, reader=None):
    figures = count("report-2018", office.agency, year)
    return {each.rule: each for each in check_own("report-2018", office.agency, year, figures, reader=reader)}


def test_a_late_reply_is_named_and_is_no_error_of_the_table(office):
    case = concluded_case(office, MAY, sent=date(2018, 8, 1))
    finding = findings(office)["R18-02"]
    assert finding.severity == "warning"
    assert f"Neither on time nor after a lawful extension: {case.number} (Concluded late)" in finding.text


def test_a_withdrawn_request_explains_why_there_are_fewer_replies(office):
    case = registered_case(office, MAY)
    with on(date(2018, 5, 9)):
        cases.withdraw(case, by=office.foi)
    finding = findings(office)["R18-20"]
    assert finding.severity == "info"
    assert f"{case.number} (Withdrawn by the requester)" in finding.text


def test_requests_carried_over_explain_why_fewer_were_concluded(office):
    registered_case(office, date(2018, 12, 27))
    assert "1 received + 0 − 1 = 0 concluded" in findings(office)["R18-19"].text
    assert "carried in from the year before: 1" in findings(office, 2019)["R18-19"].text


def test_who_may_not_open_the_case_does_not_read_its_number(office):
    case = concluded_case(office, MAY, sent=date(2018, 8, 1))
    for_officer = findings(office, reader=office.officer)["R18-02"].text
    assert case.number not in for_officer
    assert "1 more" in for_officer
    assert case.number in findings(office, reader=office.foi)["R18-02"].text


def test_a_long_list_names_ten_cases_and_says_how_many_more(office):
    for _each in range(12):
        case = registered_case(office, MAY)
        with on(date(2018, 5, 9)):
            cases.withdraw(case, by=office.foi)
    assert "2 more" in findings(office)["R18-20"].text


def test_an_empty_year_has_no_finding(office):
    assert findings(office) == {}
