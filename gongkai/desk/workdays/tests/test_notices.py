"""The administrator loads next year's notice, and what could not be computed is computed."""

import re
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.acts import clock
from gongkai.cases.tests.factories import counter_case
from gongkai.journal.models import Entry
from gongkai.people.models import Post
from gongkai.workdays import template
from gongkai.workdays.models import HolidayNotice

pytestmark = pytest.mark.django_db

DAYS_2027 = """2027-01-01..2027-01-03,休,元旦
2027-02-05..2027-02-11,休,春节
2027-02-14,班,春节
2027-04-05,休,清明节
2027-05-01..2027-05-05,休,劳动节
2027-06-09,休,端午节
2027-09-15,休,中秋节
2027-10-01..2027-10-07,休,国庆节
"""
COMPLETE = {"number": "国办发明电〔2026〕9号", "issued_on": "2026-11-10"}
A_MONDAY = datetime(2027, 1, 4, 9, 0)


def look(client, days=DAYS_2027, **given):
    """The first step: hand in the notice."""
    said = {"submission": str(uuid4()), "year": 2027, "days": days} | COMPLETE
    return client.post(reverse("desk:notice_load"), said | given)


def carried(answer):
    """What the page that compares carries in its hidden fields."""
    page = answer.content.decode()
    return {
        name: re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)[1]
        for name in ("submission", "paper")
    }


def confirm(client, answer, **given):
    """The second step: load what was shown."""
    return client.post(reverse("desk:notice_confirm"), carried(answer) | given)


def load(client, days=DAYS_2027, **given):
    return confirm(client, look(client, days), **given)


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def in_january():
    with clock.pretend(A_MONDAY):
        yield


def words(answer):
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


def test_loading_the_notice_gives_open_requests_their_due_day(
    office, client, in_january, django_capture_on_commit_callbacks
):
    case = counter_case(office, date(2027, 1, 4))
    assert case.due_on is None
    client.force_login(office.sysadmin)
    with django_capture_on_commit_callbacks(execute=True):
        answer = load(client)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2027, 2, 1)
    assert case.due_unknown_year is None


def test_looking_loads_nothing_and_tells_what_would_move(office, client, in_january):
    case = counter_case(office, date(2027, 1, 4))
    client.force_login(office.sysadmin)
    answer = look(client)
    said = words(answer)
    assert answer.status_code == 200
    assert "No notice is loaded for 2027 yet." in said
    assert case.number in said
    assert "1 February 2027" in said
    assert not HolidayNotice.objects.filter(year=2027).exists()
    assert not Entry.objects.filter(act="workdays.loaded").exists()


def test_the_administrator_learns_no_matter_and_no_requester(office, client, in_january):
    case = counter_case(office, date(2027, 1, 4))
    client.force_login(office.sysadmin)
    looked = look(client)
    confirm(client, looked)
    for answer in (looked, client.get(reverse("desk:notice"))):
        page = answer.content.decode()
        assert case.number in page
        assert case.title not in page
        assert case.requester_name not in page
        assert reverse("desk:case", args=[case.pk]) not in page


def test_the_requests_of_another_office_are_only_counted(office, client, in_january):
    case = counter_case(office, date(2027, 1, 4))
    admin = office.person("sys2", "邻街道系统管理员（虚构）", ["system_administrator"], office.other)
    client.force_login(admin)
    said = words(look(client))
    assert case.number not in said
    assert "1 request, which you may not look into." in said


def test_an_administrator_of_the_district_learns_the_numbers_of_the_offices_below(office, client, in_january):
    case = counter_case(office, date(2027, 1, 4))
    Post.objects.filter(user=office.sysadmin).update(agency=office.district)
    office.sysadmin.agency = office.district
    office.sysadmin.save()
    client.force_login(office.sysadmin)
    assert case.number in words(look(client))


def test_after_loading_the_office_reads_the_same_report(office, client, in_january):
    case = counter_case(office, date(2027, 1, 4))
    client.force_login(office.sysadmin)
    answer = load(client)
    assert answer["location"].endswith("?year=2027")
    client.force_login(office.foi)
    page = client.get(answer["location"]).content.decode()
    assert reverse("desk:case", args=[case.pk]) in page
    assert "1 February 2027" in page
    client.force_login(office.stranger)
    assert case.number not in client.get(answer["location"]).content.decode()


def test_exactly_the_days_that_were_shown_are_loaded(office, client):
    client.force_login(office.sysadmin)
    confirm(client, look(client), year=2026, number="国办发明电〔2026〕10号", days="2027-05-01,休,劳动节")
    notice = HolidayNotice.objects.get(year=2027)
    assert notice.number == COMPLETE["number"]
    assert notice.days.count() == 26


def test_days_that_were_changed_on_the_way_are_not_loaded(office, client):
    client.force_login(office.sysadmin)
    paper = carried(look(client))["paper"]
    answer = client.post(
        reverse("desk:notice_confirm"), {"submission": str(uuid4()), "paper": "A" + paper}, follow=True
    )
    assert "no longer good for loading" in words(answer)
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_what_one_administrator_was_shown_another_cannot_load(office, client):
    client.force_login(office.sysadmin)
    looked = look(client)
    client.force_login(office.person("sys2", "系统管理员乙（虚构）", ["system_administrator"], office.agency))
    assert confirm(client, looked)["location"] == reverse("desk:notice_load")
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_a_double_click_loads_once(office, client):
    client.force_login(office.sysadmin)
    looked = look(client)
    first, second = confirm(client, looked), confirm(client, looked)
    assert first["location"] == second["location"]
    assert Entry.objects.filter(act__startswith="workdays.").count() == 1


@pytest.mark.parametrize(("name", "write"), [("2026.csv", template.as_csv), ("2026.xlsx", template.as_xlsx)])
def test_a_file_says_everything_itself(office, client, name, write):
    client.force_login(office.sysadmin)
    answer = client.post(
        reverse("desk:notice_load"),
        {"submission": str(uuid4()), "paper": SimpleUploadedFile(name, write())},
    )
    said = words(answer)
    assert "国办发明电〔2025〕7号" in said
    assert "Nothing: this is the notice that is loaded." in said
    assert "Load the notice" not in said


def test_a_correction_shows_the_days_that_change_before_it_is_loaded(office, client):
    client.force_login(office.sysadmin)
    load(client)
    answer = look(client, DAYS_2027.replace("10-07", "10-06"))
    said = words(answer)
    assert "Thursday 7 October 2027" in said
    assert "National Day working day" in said


def test_a_loaded_notice_is_replaced_only_with_a_reason(office, client):
    client.force_login(office.sysadmin)
    load(client)
    looked = look(client, DAYS_2027.replace("10-07", "10-06"))
    answer = confirm(client, looked)
    assert answer.status_code == 422
    assert "Fill this in." in words(answer)
    assert confirm(client, answer, reason="The notice was amended.").status_code == 302
    assert HolidayNotice.objects.get(year=2027).days.count() == 25


def test_what_another_loaded_meanwhile_is_compared_again_first(office, client):
    client.force_login(office.sysadmin)
    load(client)
    early = look(client, DAYS_2027.replace("10-07", "10-06"))
    confirm(client, look(client, DAYS_2027.replace("10-07", "10-05")), reason="First.")
    answer = confirm(client, early, reason="Second.")
    assert answer.status_code == 422
    assert "was loaded or changed meanwhile" in words(answer)
    assert confirm(client, answer, reason="Second.").status_code == 302


def test_a_notice_that_looks_incomplete_is_loaded_only_after_comparing_it(office, client):
    client.force_login(office.sysadmin)
    looked = look(client, "2027-01-01,休,元旦")
    assert "is a public holiday and is missing in the notice" in words(looked)
    answer = confirm(client, looked)
    assert answer.status_code == 422
    assert "Compare the notice with the paper" in words(answer)
    assert confirm(client, answer, compared="on").status_code == 302


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_loaded(office, client):
    client.force_login(office.sysadmin)
    answer = look(client, days=DAYS_2027 + "2027-13-01,休,元旦")
    assert answer.status_code == 422
    assert "Line 9 cannot be read" in answer.content.decode()
    assert "2027-02-05..2027-02-11" in answer.content.decode()
    assert not HolidayNotice.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    "given", [{"days": ""}, {"paper": SimpleUploadedFile("2027.csv", b"2027-01-01,off,")}]
)
def test_a_file_or_pasted_days_are_needed_and_never_both(office, client, given):
    client.force_login(office.sysadmin)
    assert "one of the two" in words(look(client, **given))


def test_hostile_names_break_no_page(office, client):
    client.force_login(office.sysadmin)
    hostile = "<script>x</script>\u202e😀{{ x }}%(a)s"
    looked = look(client, DAYS_2027.replace("劳动节", hostile), number=hostile)
    page = confirm(client, looked, compared="on", follow=True)
    assert page.status_code == 302
    shown = client.get(page["location"]).content.decode()
    assert "<script>x" not in looked.content.decode() + shown
    assert "&lt;script&gt;x" in shown


def test_only_the_system_administrator_loads_and_the_office_sees_what_is_loaded(office, client):
    client.force_login(office.sysadmin)
    looked = look(client)
    client.force_login(office.foi)
    assert look(client).status_code == 403
    assert confirm(client, looked).status_code == 403
    assert client.get(reverse("desk:notice_template")).status_code == 403
    shown = client.get(reverse("desk:notice_list")).content.decode()
    assert "2026" in shown
    assert "Load a holiday notice" not in shown


@pytest.mark.parametrize("year", ["2007", "20xx", "９９９９", "-1"])
def test_a_year_without_a_notice_has_no_page(office, client, year):
    client.force_login(office.sysadmin)
    assert client.get(reverse("desk:notice"), {"year": year}).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_to_fill_in_can_be_fetched(office, client, kind):
    client.force_login(office.sysadmin)
    answer = client.get(reverse("desk:notice_template"), {"as": kind})
    assert answer.status_code == 200
    assert "attachment" in answer["content-disposition"]
    assert client.get(reverse("desk:notice_template"), {"as": "exe"}).status_code == 404


def test_the_list_of_notices_costs_the_same_however_many_there_are(
    office, client, django_assert_max_num_queries
):
    client.force_login(office.sysadmin)
    client.get(reverse("desk:notice_list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("desk:notice_list"))
