"""Who handed in what and what became of it: the table, whom it shows, the lists it opens, the sheet."""

import io
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.desk.documents.contributing import by_section
from gongkai.desk.tests.pages import text
from gongkai.desk.tests.rows import documents_like
from gongkai.documents import actions
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import adopted, approved_piece, handed_in, piece
from gongkai.people.models import Post, User

pytestmark = pytest.mark.django_db

PAGE = "/desk/documents/contributions/"


@pytest.fixture
def year(office):
    """March: one handed in and returned, later handed in again; one adopted. May: one approved."""
    with clock.pretend(datetime(2018, 3, 5, 9, 0)):
        back = actions.send_back(handed_in(office, "退回的"), by=office.foi, reason="换照片")
        adopted(office, "采用的")
    with clock.pretend(datetime(2018, 4, 2, 9, 0)):
        actions.submit(Document.objects.get(pk=back.pk), by=office.officer)
    approved_piece(office, "批准的")
    other = office.person(
        "other_officer", "社区信息员（虚构）", ["information_officer"], office.agency, office.community
    )
    actions.submit(piece(office, "社区的", by=other, section=office.community), by=other)
    return other


def row(office, officer, who=None):
    user = User.objects.get(pk=(who or office.foi).pk)
    sections = by_section(office.agency, 2018, user)
    return next(each for one in sections for each in one.officers if each.officer == officer.name)


def test_each_officer_stands_in_the_table_month_by_month(office, year):
    mine = row(office, office.officer)
    assert mine.months("handed_in")[2:5] == [1, 1, 1]
    assert mine.months("returned")[2:5] == [0, 1, 0]
    assert mine.months("adopted")[2:5] == [1, 0, 1]
    assert [mine.total(name) for name in ("handed_in", "adopted", "returned", "published")] == [3, 2, 1, 0]


def test_an_officer_who_handed_in_nothing_stands_there_with_nothing(office, year):
    quiet = office.person(
        "quiet", "未报送人（虚构）", ["information_officer"], office.agency, office.community
    )
    assert row(office, quiet).total("handed_in") == 0


def test_an_officer_sees_their_own_section_and_the_office_sees_all(as_, office, year):
    page = text(as_(office.officer).get(PAGE))
    assert office.officer.name in page
    assert year.name not in page
    page = text(as_(office.leader).get(PAGE))
    assert office.officer.name in page
    assert year.name in page


def test_each_number_opens_the_list_it_counted(as_, office, year):
    client = as_(office.foi)
    for figure in ("handed_in", "adopted", "returned"):
        page = text(client.get(f"{PAGE}?year=2018&figure={figure}"))
        links = re.findall(r'<a href="(/desk/documents/\?[^"]*)"[^>]*>(\d+)</a>', page)
        assert links
        for url, number in links:
            listed = client.get(url.replace("&amp;", "&")).context["paginator"].count
            assert listed == int(number), url


@pytest.mark.parametrize("told", ["2018-13", "x", "2018-1-1", "\x00"])
def test_a_month_that_is_none_finds_nothing(as_, office, year, told):
    answer = as_(office.foi).get("/desk/documents/", {"handed_in": told})
    assert answer.status_code == 200


@pytest.mark.parametrize("told", ["", "x", "99999", "1999"])
def test_a_year_that_is_none_is_no_error(as_, office, year, told):
    assert as_(office.foi).get(PAGE, {"year": told, "figure": told}).status_code == 200


def test_the_sheet_has_four_lines_for_each_officer_and_their_sum(as_, office, year):
    answer = as_(office.foi).get(f"{PAGE}xlsx/?year=2018")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4)]
    mine = [line[2:] for line in lines if line[1] == office.officer.name]
    assert [line[0] for line in mine] == ["报送", "采用", "退回", "发布"]
    assert mine[0][3:6] == [1, 1, 1]
    assert mine[0][-1] == 3
    assert ["小计", "报送"] in [line[1:3] for line in lines]


def test_who_drafts_and_who_leads_opens_it(as_, office):
    assert as_(office.editor).get(PAGE).status_code == 403
    assert as_(office.head).get(PAGE).status_code == 200


def test_thirty_officers_cost_as_many_queries_as_one(as_, office, year):
    def queries():
        client = as_(office.foi)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    few = queries()
    people = User.objects.bulk_create(
        User(username=f"u{n}", name=f"人{n}", agency=office.agency, password="!") for n in range(30)
    )
    Post.objects.bulk_create(
        Post(
            user=user,
            agency=office.agency,
            section=office.section,
            duty=Duty.INFORMATION_OFFICER,
            since="2010-01-01",
        )
        for user in people
    )
    copies = documents_like(Document.objects.get(title="社区的"), 30)
    for copy, user in zip(copies, people, strict=True):
        copy.drafted_by = user
    Document.objects.bulk_update(copies, ["drafted_by"])
    assert queries() == few
    assert few <= 14
