"""A report as data, as a page that stands alone, and on paper."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from gongkai.acts import clock
from gongkai.channels.tests.factories import released_item
from gongkai.reports.building import NoSuchReport, Report, Stated, agency_of, build
from gongkai.reports.exports import as_data, as_docx, as_html, as_json, number
from gongkai.resources.tests.factories import fund
from gongkai.statistics.formats import format_of
from gongkai.statistics.tests.test_relations import FOUNDING

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(office):
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        fund(office, "2000")
    released_item(office, areas=["a", "c"], channels=("website", "wechat"))
    return build(office.agency, 2018, "report-2018")


def test_the_data_have_the_shape_of_the_contract(report):
    data = json.loads(as_json(report))
    assert list(data) == ["format", "agency", "year", "figures", "findings"]
    assert (data["format"], data["agency"], data["year"]) == ("report-2018", "jianguomen", 2018)
    assert len(data["figures"]) == 71
    assert data["figures"]["1.1"] == 1
    assert data["findings"] == [
        {
            "rule": "R18-13",
            "severity": "info",
            "text": "1.2 counts 1 items; the areas add up to 2 (1 + 1): 1 double assignment. An item in two"
            " areas"
            " counts once in 1.2 and once in each area; nothing is to be changed.",
        }
    ]


def test_money_is_written_in_units_of_ten_thousand_yuan(report):
    assert as_data(report)["figures"]["8.4"] == 0.2
    assert b'"8.4": 0.2' in as_json(report)
    assert b'"7": 0,' in as_json(report)


@pytest.mark.parametrize(
    ("figure", "written"), [(5, 5), (Decimal("0.2"), 0.2), (Decimal("10"), 10), (Decimal("0.0012"), 0.0012)]
)
def test_a_whole_number_is_written_without_a_point(figure, written):
    assert repr(number(figure)) == repr(written)


def test_a_format_outside_its_years_says_that_it_is_not_official(office):
    assert as_data(build(office.agency, 2023, "report-2018"))["official"] is False
    assert "official" not in as_data(build(office.agency, 2023, "report-2021"))


def test_a_stated_figure_shows_what_was_counted(office):
    stated = {"8.3.1": Stated(1, 0, "一名专职人员未登记")}
    report = Report(format_of("report-2018"), office.agency, 2018, FOUNDING | {"8.3.1": 1}, (), stated)
    assert as_data(report)["stated"] == {"8.3.1": {"value": 1, "counted": 0, "reason": "一名专职人员未登记"}}


def test_the_page_stands_alone_and_carries_the_official_labels(report):
    page = as_html(report).decode()
    assert "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）" in page
    assert len(re.findall(r"<td data-code=", page)) == 71
    assert '<td data-code="8.4">0.2</td>' in page
    assert not re.search(r"(src|href)=|url\(|<script", page)
    assert "R18-13" in page


def test_the_page_of_the_national_format_has_all_its_cells(office):
    page = as_html(build(office.agency, 2023, "report-2021")).decode()
    assert len(re.findall(r"<td data-code=", page)) == 200
    assert "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）" in page


def test_a_name_with_markup_stays_text_on_the_page(office):
    office.agency.name = "<script>alert(1)</script>"
    page = as_html(build(office.agency, 2018, "report-2018")).decode()
    assert "<script>" not in page


def test_the_paper_has_71_figures_and_7_headings(report):
    table = Document(BytesIO(as_docx(report))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert len(rows) == 78
    headings = [row for row in rows if row[0] == row[1]]
    assert headings[0][0] == "一、主动公开情况"
    assert len(headings) == 7
    assert [row[2] for row in rows if row[0].startswith("（四）政府信息公开专项经费")] == ["0.2"]
    assert all(re.fullmatch(r"\d+(\.\d+)?", row[2]) for row in rows if row not in headings)


@pytest.mark.parametrize(("code", "tables"), [("report-2019", 7), ("report-2021", 6)])
def test_the_national_formats_are_printed_as_their_tables(office, code, tables):
    document = Document(BytesIO(as_docx(build(office.agency, 2023, code))))
    assert len(document.tables) == tables


def test_a_year_to_come_and_a_year_before_the_regulations_have_no_report(office):
    with clock.pretend(datetime(2025, 3, 3, 9, 0)):
        for year in (2007, 2026):
            with pytest.raises(NoSuchReport, match="There is no report for"):
                build(office.agency, year, "report-2018")


def test_an_agency_that_does_not_exist_is_answered_with_those_that_do(office):
    with pytest.raises(NoSuchReport, match=r"“nowhere”\. Known are: chaoyangmen, dongcheng, jianguomen"):
        agency_of("nowhere")


def test_a_report_is_counted_anew_each_time(office):
    before = build(office.agency, 2018, "report-2018")
    released_item(office, on=date(2018, 6, 4))
    assert (before.figures["1.1"], build(office.agency, 2018, "report-2018").figures["1.1"]) == (0, 1)
