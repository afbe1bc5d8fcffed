"""The table of a year on the desk, and the list behind each figure."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from gongkai.cases.tests.factories import registered_case
from gongkai.channels.tests.factories import released_item
from gongkai.people.models import Post
from gongkai.statistics.formats import format_of
from gongkai.statistics.tests.factories import MAY, concluded_case, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(client):
    """Open a page as somebody and return the response."""

    def see(user, url, **query):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client.get(url, query)

    return see


def figure_url(code, year=2018, agency="jianguomen", table="report-2018"):
    return reverse("desk:figure", kwargs={"format": table, "agency": agency, "year": year, "code": code})


def download_url(kind, year=2018, agency="jianguomen", table="report-2018"):
    return reverse(
        "desk:report_download", kwargs={"format": table, "agency": agency, "year": year, "kind": kind}
    )


def table_of(see, user, **query):
    return see(user, reverse("desk:statistics"), **{"agency": "jianguomen", "year": 2018} | query)


def text(response):
    return response.content.decode()


def test_the_table_shows_71_figures_each_of_which_opens_its_list(see, office):
    page = text(table_of(see, office.foi))
    links = re.findall(
        r'<td class="n[^>]*><a href="(/desk/statistics/report-2018/jianguomen/2018/[^"/]+/)"', page
    )
    assert links == [figure_url(code) for code in format_of("report-2018").structure.cells]


def test_every_figure_of_the_table_opens(see, office):
    for code in format_of("report-2018").structure.cells:
        response = see(office.foi, figure_url(code))
        assert response.status_code == 200, code
        assert "Counted 0 in 2018" in text(response), code


def test_every_list_opens_with_its_records(see, office):
    world(office)
    for code in format_of("report-2018").structure.cells:
        response = see(office.foi, figure_url(code))
        assert response.status_code == 200, code
        assert "Counted 0" not in text(response), code
        assert response.context["number"] == len(response.context["page"].object_list), code
        assert response.context["hidden"] == 0, code


def test_a_figure_shows_its_sentence_and_its_records(see, office):
    item = released_item(office, "辖区食品安全抽检", areas=["c", "k"])
    page = text(see(office.foi, figure_url("1.2")))
    assert "Items of row 1.1 that lie in at least one key area." in page
    assert f'href="{item.get_absolute_url()}"' in page
    assert "Food safety, Oversight of public utilities" in page
    assert "2018-05-07" in page


def test_findings_are_told_in_plain_words_above_the_table(see, office):
    released_item(office, areas=["a", "l"])
    concluded_case(office, MAY, sent=date(2018, 8, 1))
    page = text(table_of(see, office.foi))
    assert "Look at 1 point before the report is signed." in page
    assert "1 double assignment" in page
    assert "Neither on time nor after a lawful extension" in page


def test_only_the_rows_asked_for_are_shown_below_their_headings(see, office):
    released_item(office)
    page = text(table_of(see, office.foi, show="not_zero"))
    assert figure_url("1.1") in page
    assert figure_url("1.3.2") in page
    assert figure_url("3.1") not in page
    assert "III. Disclosure on request" not in page
    assert "No row of this kind" in text(table_of(see, office.foi, show="finding"))


@pytest.mark.parametrize("table", ["report-2019", "report-2021"])
def test_the_tables_of_the_national_formats_are_grids_of_doors(see, office, table):
    page = text(table_of(see, office.foi, year=2023, format=table))
    links = re.findall(
        rf'<td class="n[^>]*><a href="(/desk/statistics/{table}/jianguomen/2023/[^"/]+/)"', page
    )
    assert sorted(links) == sorted(
        figure_url(code, 2023, table=table) for code in format_of(table).structure.cells
    )


def test_a_format_that_is_not_the_year_s_own_says_so(see, office):
    assert "is not the format of 2018" in text(table_of(see, office.foi, format="report-2021"))
    assert "is not the format of 2018" not in text(table_of(see, office.foi))


def test_a_cell_without_a_register_says_why_it_is_0(see, office):
    page = text(see(office.foi, figure_url("t2.5.1.decisions", 2023, table="report-2021")))
    assert "No register for this cell stands in the program yet" in page


@pytest.mark.parametrize("person", ["officer", "head", "foi", "leader", "editor", "counsel", "supervisor"])
def test_who_works_in_the_office_or_supervises_it_reads_the_table(see, office, person):
    assert table_of(see, getattr(office, person)).status_code == 200


@pytest.mark.parametrize("person", ["citizen", "council_reporter", "sysadmin", "auditor"])
def test_who_does_not_work_in_the_office_has_no_table(see, office, person):
    user = getattr(office, person)
    assert table_of(see, user).status_code == 403
    assert see(user, figure_url("1.1")).status_code == 403
    assert see(user, download_url("json")).status_code == 403


def test_nobody_reads_it_without_logging_in(client, office):
    for url in (reverse("desk:statistics"), figure_url("1.1"), download_url("json")):
        assert client.get(url).status_code == 302


def test_the_table_of_another_agency_does_not_exist(see, office):
    assert table_of(see, office.stranger).status_code == 404
    assert see(office.stranger, figure_url("1.1")).status_code == 404
    assert see(office.stranger, download_url("json")).status_code == 404
    assert see(office.stranger, reverse("desk:statistics")).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        figure_url("1.3"),
        figure_url("1.9"),
        figure_url("1.1", year=1918),
        figure_url("1.1", year=9999),
        figure_url("1.1", table="report-2020"),
        figure_url("1.1", agency="nowhere"),
        download_url("exe"),
        download_url("json", year=1918),
    ],
)
def test_what_is_not_in_the_table_does_not_exist(see, office, url):
    assert see(office.foi, url).status_code == 404


def test_odd_choices_in_the_address_show_the_usual_table(see, office):
    assert table_of(see, office.foi, year="last", format="<script>", show="x").status_code == 200
    assert table_of(see, office.foi, agency="nowhere").status_code == 404


def test_cases_one_may_not_open_are_counted_and_not_shown(see, office):
    case = registered_case(office, MAY, title="西总布胡同停车意愿")
    response = see(office.officer, figure_url("3.1"))
    page = text(response)
    assert response.context["figure"] == "1"
    assert "1 record was counted. You may not open it" in page
    for secret in (case.number, case.title, case.requester_name, case.get_absolute_url()):
        assert secret not in page


def test_a_section_head_sees_the_cases_of_the_section_and_how_many_others_were_counted(see, office):
    own = registered_case(office, MAY, title="停车意愿", handling_section=office.section)
    other = registered_case(office, MAY, title="工程招标")
    response = see(office.head, figure_url("3.1"))
    assert response.context["figure"] == "2"
    assert own.number in text(response)
    assert other.number not in text(response)
    assert "1 of the 2 records counted is not listed" in text(response)


def test_findings_do_not_name_cases_the_reader_may_not_open(see, office):
    case = concluded_case(office, MAY, sent=date(2018, 8, 1))
    assert case.number in text(table_of(see, office.foi))
    for response in (table_of(see, office.officer), see(office.officer, download_url("json"))):
        assert "Neither on time nor after a lawful extension" in text(response)
        assert case.number not in text(response)


def test_a_title_with_markup_stays_text(see, office):
    released_item(office, "<script>alert(1)</script>\u202e")
    page = text(see(office.foi, figure_url("1.1")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_long_list_comes_in_pages(see, office):
    for number in range(32):
        released_item(office, f"第{number}条")
    page = text(see(office.foi, figure_url("1.1")))
    assert page.count("<time>") == 30
    assert "?page=2" in page
    assert text(see(office.foi, figure_url("1.1"), page=2)).count("<time>") == 2


def test_a_table_costs_the_same_few_statements_with_few_and_with_many_records(client, office):
    client.force_login(office.foi)
    urls = (f"{reverse('desk:statistics')}?agency=jianguomen&year=2018", figure_url("1.2"))
    costs = []
    for number in (3, 9):
        for each in range(number):
            released_item(office, f"第{number}批第{each}条", areas=["a", "b"])
        costs.append([_statements(client, url) for url in urls])
    assert costs[0] == costs[1]
    # The sixteen of the table, and those of session, person, agencies and navigation.
    assert costs[0][0] <= 30


def _statements(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_report_is_downloaded_as_data_page_and_paper(see, office):
    released_item(office)
    data = see(office.foi, download_url("json"))
    assert data["Content-Disposition"] == 'attachment; filename="jianguomen-2018-report-2018.json"'
    assert json.loads(data.content)["figures"]["1.1"] == 1
    page = see(office.foi, download_url("html"))
    assert "（一）主动公开政府信息数" in text(page)
    paper = see(office.foi, download_url("docx"))
    assert len(Document(BytesIO(paper.content)).tables[0].rows) == 79


def test_a_figure_is_not_changed_by_looking(see, office, client):
    client.force_login(office.foi)
    assert client.post(figure_url("1.1")).status_code == 405
    assert client.post(download_url("json")).status_code == 405


def test_a_supervisor_chooses_among_the_agencies_below(see, office):
    page = text(see(office.supervisor, reverse("desk:statistics")))
    for slug in ("dongcheng", "jianguomen", "chaoyangmen"):
        assert f'<option value="{slug}"' in page


def test_who_left_the_office_reads_nothing_more(see, office):
    Post.objects.filter(user=office.officer).update(until=date(2011, 1, 1))
    office.officer.__dict__.pop("posts_held", None)
    assert table_of(see, office.officer).status_code == 403
