"""The pages of the health board, the reports and the dead links."""

import io
from datetime import datetime

import openpyxl
import pytest

from gongkai.acts import clock
from gongkai.cases import actions as cases
from gongkai.cases.tests.factories import registered_case
from gongkai.catalogue.models import Column, Item
from gongkai.channels import faults, health
from gongkai.channels.models import Link, LinkState
from gongkai.channels.tests import factories
from gongkai.desk.health.unanswered import messages_of_requesters
from gongkai.desk.health.waiting import waiting_for
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(datetime(2018, 5, 15, 9, 0)):
        yield


@pytest.fixture
def item(office):
    """Published on 7 May 2018 in a news column."""
    found = factories.released_item(office)
    Column.objects.update(kind="news")
    return found


def as_(client, user):
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client


def test_the_board_forecasts_and_says_what_fails(client, office, item):
    page = as_(client, office.editor).get("/desk/health/").content.decode()
    assert "becomes overdue in 6 days" in page
    assert "No veto item is known today." in page
    with clock.pretend(datetime(2018, 5, 22, 9, 0)):
        page = as_(client, office.editor).get("/desk/health/").content.decode()
    assert "The website would fail today: 1 veto item." in page


def test_the_supervisor_chooses_whose_board_is_shown(client, office, item):
    supervisor = as_(client, office.supervisor)
    page = supervisor.get("/desk/health/", {"agency": office.agency.pk}).content.decode()
    assert "工作动态" in page
    assert "工作动态" not in supervisor.get("/desk/health/", {"agency": office.other.pk}).content.decode()
    stranger = as_(client, office.stranger)
    assert "工作动态" not in stranger.get("/desk/health/", {"agency": office.agency.pk}).content.decode()


def test_the_editor_answers_on_the_page_of_the_report(client, office):
    fault = faults.report(office.agency, kind="link", text="附件打不开", contact="13800000000")
    editor = as_(client, office.editor)
    page = editor.get(fault.get_absolute_url()).content.decode()
    assert "附件打不开" in page
    assert "13800000000" not in page
    shown = editor.post(f"{fault.get_absolute_url()}contact/")
    assert "13800000000" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    token = editor.get(f"{fault.get_absolute_url()}answer/").context["form"]["submission"].value()
    editor.post(f"{fault.get_absolute_url()}answer/", {"submission": token, "text": "已修复。"})
    fault.refresh_from_db()
    assert (fault.state, fault.answered_by) == ("answered", office.editor)


def test_who_does_not_answer_never_sees_the_contact(client, office):
    fault = faults.report(office.agency, kind="link", text="附件打不开", contact="13800000000")
    shown = as_(client, office.officer).post(f"{fault.get_absolute_url()}contact/")
    assert "13800000000" not in shown.content.decode()
    assert not Entry.objects.filter(act="channels.fault_contact_shown").exists()


def test_hostile_reports_break_no_page(client, office):
    fault = faults.report(office.agency, kind="other", text="<script>\u202e" + "长" * 1900, path='/"><b>')
    for path in ("/desk/health/", "/desk/health/faults/", fault.get_absolute_url()):
        page = as_(client, office.foi).get(path).content.decode()
        assert "<script>\u202e" not in page
        assert '"><b>' not in page


def test_the_list_of_reports_asks_as_often_for_thirty_as_for_three(
    client, office, django_assert_max_num_queries
):
    def asked_after(number):
        for _each in range(number):
            faults.report(office.agency, kind="other", text="一个问题")
        with django_assert_max_num_queries(40) as queries:
            assert client.get("/desk/health/faults/").status_code == 200
        return len(queries)

    as_(client, office.foi).get("/desk/health/faults/")
    assert asked_after(3) == asked_after(27)


def test_dead_links_are_listed_by_item_and_saved_as_a_table(client, office, item):
    Item.objects.update(title="=1+1")
    for path in ("a", "b"):
        Link.objects.create(
            agency=office.agency,
            item=item,
            url=f"https://www.example.com/{path}",
            state=LinkState.DEAD,
            found="404",
            first_failed_at=clock.now(),
            next_look_at=clock.now(),
        )
    editor = as_(client, office.editor)
    page = editor.get("/desk/health/links/").content.decode()
    assert page.count("https://www.example.com/") == 2
    assert "the server answered 404" in page
    sheet = openpyxl.load_workbook(io.BytesIO(editor.get("/desk/health/links/save/").content)).active
    assert [row[1] for row in sheet.values] == ["Title", "'=1+1", "'=1+1"]
    assert "example.com" not in as_(client, office.stranger).get("/desk/health/links/").content.decode()


def test_the_page_of_an_item_warns_of_its_dead_links(client, office, item):
    assert "lead nowhere" not in as_(client, office.editor).get(item.get_absolute_url()).content.decode()
    Link.objects.create(
        agency=office.agency,
        item=item,
        url="http://www.x.gov.cn/items/9/",
        state=LinkState.DEAD,
        found="nothing there",
        next_look_at=clock.now(),
    )
    page = client.get(item.get_absolute_url()).content.decode()
    assert "http://www.x.gov.cn/items/9/" in page
    assert "nothing stands there in public" in page


def test_what_waits_names_reports_and_columns_of_the_person(office, item):
    faults.report(office.agency, kind="wording", text="有错别字")
    faults.report(office.agency, kind="leak", text="能看到身份证号")
    rows = waiting_for(office.editor)
    assert [row.kind for row in rows] == ["Report of a reader", "Report of a reader", "Column of the website"]
    assert rows[-1].deadline.number == 6
    assert waiting_for(office.officer) == []
    Column.objects.update(responsible=office.officer)
    assert [row.title for row in waiting_for(office.officer)] == ["工作动态"]
    assert len(waiting_for(office.editor)) == 2


def test_a_requesters_message_is_owed_an_answer_until_the_office_writes_back(office):
    case = registered_case(office)
    cases.give_code(case, by=office.foi)
    cases.hear_requester(case, text="请问办到哪一步了？")
    [owed] = messages_of_requesters(office.agency, clock.today())
    assert case.number in owed.label
    assert health.board(office.agency).finding("V5").pages
    with clock.pretend(datetime(2018, 5, 16, 9, 0)):
        cases.tell_requester(case, by=office.foi, text="正在审核。")
    assert list(messages_of_requesters(office.agency, clock.today())) == []


def test_each_column_stands_once_in_the_list_with_the_person_and_the_way_to_it(client, office, item):
    column = Column.objects.create(
        agency=office.agency, name="空着的栏目", slug="bare", kind="guide", responsible=office.officer
    )
    page = as_(client, office.editor).get("/desk/health/").content.decode()
    [_before, listed] = page.split('id="columns"')
    assert listed.count("空着的栏目") == 1
    assert f'<a href="/desk/columns/{column.pk}/">' in listed
    assert office.officer.name in listed
    assert "Empty" in listed
    assert 'href="#columns"' in page


def test_a_column_whose_person_has_left_is_the_editors(client, office, item):
    Column.objects.update(responsible=office.officer)
    office.officer.is_active = False
    office.officer.save()
    page = as_(client, office.editor).get("/desk/health/").content.decode()
    listed = page.partition('id="columns"')[2]
    assert office.editor.name in listed
    assert office.officer.name not in listed


def test_a_finding_leads_to_where_it_is_mended_and_names_who_does_it(client, office, item):
    faults.report(office.agency, kind="question", text="什么时候发放补贴")
    with clock.pretend(datetime(2018, 8, 30, 9, 0)):
        page = as_(client, office.editor).get("/desk/health/").content.decode()
    assert 'href="/desk/health/faults/"' in page
    assert office.foi.name in page
    # The report is owed by two limits, and stands there once.
    assert page.count("Website fault 2018-001") == 1


def test_a_silent_account_does_not_fail_the_website(client, office, item):
    factories.channel(office, "wechat")
    page = as_(client, office.editor).get("/desk/health/").content.decode()
    assert "No veto item is known today." in page
    assert "Accounts of the new media would fail today" in page


def test_what_becomes_due_names_columns_and_the_home_page_the_next_first(client, office, item):
    page = as_(client, office.editor).get("/desk/health/").content.decode()
    ahead = page.partition("What becomes due next")[2].partition("</ul>")[0]
    assert ahead.index("the next is due within 6 days") < ahead.index("becomes overdue in 6 days")


def test_who_has_mended_a_link_sees_it_gone(client, office, item):
    other = factories.released_item(office, "另一条")
    Link.objects.create(
        agency=office.agency,
        item=item,
        url=f"/items/{other.pk}/",
        is_own=True,
        state=LinkState.DEAD,
        found="nothing there",
        next_look_at=clock.now(),
    )
    editor = as_(client, office.editor)
    assert f"/items/{other.pk}/" in editor.get("/desk/health/links/").content.decode()
    assert "/items/" not in editor.post("/desk/health/links/again/", follow=True).content.decode()
    assert editor.get("/desk/health/links/again/").status_code == 405
    assert as_(client, office.sysadmin).post("/desk/health/links/again/").status_code == 403


def test_the_page_asks_as_often_for_two_hundred_columns_as_for_two(
    client, office, item, django_assert_max_num_queries
):
    def asked_after(number):
        Column.objects.bulk_create(
            Column(
                agency=office.agency,
                name=f"栏目{number}之{place}",
                slug=f"c{number}-{place}",
                responsible=office.officer,
            )
            for place in range(number)
        )
        with django_assert_max_num_queries(70) as queries:
            assert client.get("/desk/health/").status_code == 200
        return len(queries)

    as_(client, office.editor).get("/desk/health/")
    assert asked_after(2) == asked_after(198)


def test_an_empty_column_waits_for_its_person(office, item):
    Column.objects.create(agency=office.agency, name="空着的栏目", slug="bare", responsible=office.officer)
    [row] = waiting_for(office.officer)
    assert row.title == "空着的栏目"
    assert row.deadline is None
    assert "is empty" in row.says
