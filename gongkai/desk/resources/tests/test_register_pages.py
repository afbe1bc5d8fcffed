"""The pages all registers share, tried on reading points; and the page that leads to all of them."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from gongkai.acts import clock
from gongkai.concerns.tests.factories import event, response
from gongkai.desk.resources.tests.counting import queries_of
from gongkai.journal.models import Entry
from gongkai.meetings.tests.factories import training
from gongkai.resources import actions
from gongkai.resources.models import ReadingPoint, StaffMember
from gongkai.resources.tests.factories import fund, reading_point, staff_member

pytestmark = pytest.mark.django_db

LIST = "/desk/resources/reading-points/"
NEW = f"{LIST}new/"
HOSTILE = "<script>alert(1)</script>\u202e😀"


@pytest.fixture(autouse=True)
def _in_spring_2019():
    with clock.pretend(datetime(2019, 3, 4, 9, 0)):
        yield


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def as_foi(client, office):
    client.force_login(office.foi)
    return client


def typed(**facts):
    return {"submission": str(uuid4()), "name": "苏州社区服务站", "since": "2015-03-02"} | facts


# Entering


def test_a_reading_point_is_entered_on_its_page(as_foi, office):
    answer = as_foi.post(NEW, typed(address="东城区苏州胡同1号", section=office.community.pk))
    point = ReadingPoint.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{LIST}{point.pk}/")
    assert (point.agency, point.section, point.address) == (
        office.agency,
        office.community,
        "东城区苏州胡同1号",
    )


def test_a_form_sent_twice_enters_one_reading_point(as_foi):
    facts = typed()
    first, second = as_foi.post(NEW, facts), as_foi.post(NEW, facts)
    assert first.url == second.url
    assert ReadingPoint.objects.count() == 1


def test_a_refused_form_keeps_what_was_typed_and_says_why(as_foi):
    answer = as_foi.post(NEW, typed(since="2020-01-01"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 January 2020 lies in the future" in page
    assert "苏州社区服务站" in page
    assert not ReadingPoint.objects.exists()


def test_the_form_offers_only_sections_of_the_own_agency(as_foi, office):
    office.section.agency = office.other
    office.section.save()
    page = as_foi.get(NEW).content.decode()
    assert "苏州社区" in page
    assert "民生保障科" not in page


def test_a_name_too_long_for_the_register_is_an_error_of_its_field(as_foi):
    answer = as_foi.post(NEW, typed(name="长" * 10_000))
    assert answer.status_code == 422
    assert "at most 100 characters" in answer.content.decode()


def test_a_hostile_name_breaks_no_page(as_foi):
    answer = as_foi.post(NEW, typed(name=HOSTILE), follow=True)
    assert answer.status_code == 200
    for page in (answer, as_foi.get(LIST)):
        assert "<script>alert" not in page.content.decode()
        assert "\u202e" not in page.content.decode().split("<main")[1]


@pytest.mark.parametrize("reader", ["officer", "leader", "supervisor", "sysadmin"])
def test_who_keeps_no_register_does_not_open_the_form(client, office, reader):
    client.force_login(getattr(office, reader))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403
    assert not ReadingPoint.objects.exists()


def test_without_an_account_nothing_is_shown(client, office):
    assert client.get(LIST).url.startswith("/account/login/")


# The row


def test_the_row_shows_its_facts_what_happened_and_what_can_be_done(as_foi, office):
    page = as_foi.get(reading_point(office, phone="010-65126891").get_absolute_url()).content.decode()
    for words in (
        "010-65126891",
        "Reading point entered",
        "Correct",
        "Close this reading point",
        "Strike out",
    ):
        assert words in page


def test_a_reader_learns_who_keeps_the_register(client, office):
    client.force_login(office.leader)
    page = client.get(reading_point(office).get_absolute_url()).content.decode()
    assert "the register is kept by" in page
    assert "strike-out/" not in page


@pytest.mark.parametrize("act", ["", "correct/", "end/", "strike-out/"])
def test_for_another_agency_the_row_does_not_exist(client, office, act):
    client.force_login(office.stranger)
    url = reading_point(office).get_absolute_url() + act
    assert client.get(url).status_code == 404
    assert client.post(url, typed(reason="试")).status_code == (405 if not act else 404)


def test_the_form_of_a_correction_shows_what_stands_there(as_foi, office):
    page = as_foi.get(reading_point(office).get_absolute_url() + "correct/").content.decode()
    assert 'value="苏州社区服务站"' in page
    assert 'value="2015-03-02"' in page


def test_a_correction_changes_the_row_with_its_reason(as_foi, office):
    point = reading_point(office)
    as_foi.post(f"{point.get_absolute_url()}correct/", typed(phone="010-1", reason="漏填", seen=0))
    point.refresh_from_db()
    assert (point.phone, point.revision) == ("010-1", 1)
    assert Entry.objects.get(act="resources.reading_point_corrected").reason == "漏填"


def test_a_correction_of_what_somebody_corrected_meanwhile_is_refused(as_foi, office):
    point = reading_point(office)
    actions.correct_reading_point(point, reason="电话", by=office.checker, phone="010-2")
    answer = as_foi.post(f"{point.get_absolute_url()}correct/", typed(phone="010-1", reason="漏填", seen=0))
    assert answer.status_code == 422
    assert "Somebody corrected this record after you opened it" in answer.content.decode()


def test_a_closed_reading_point_says_so(as_foi, office):
    url = reading_point(office).get_absolute_url()
    as_foi.post(f"{url}end/", typed(until="2018-06-29"))
    page = as_foi.get(url).content.decode()
    assert "ended" in page
    assert "29 June 2018" in page


def test_a_row_struck_out_tells_its_reason_and_offers_nothing(as_foi, office):
    url = reading_point(office).get_absolute_url()
    as_foi.post(f"{url}strike-out/", typed(reason="重复登记"))
    page = as_foi.get(url).content.decode()
    assert "Struck out on 4 March 2019; it does not count" in page
    assert "重复登记" in page
    assert "Nothing to do here now" in page


def test_the_page_of_an_act_that_cannot_be_done_says_why(as_foi, office):
    point = actions.strike_out_reading_point(reading_point(office), reason="重复", by=office.foi)
    assert "was struck out on" in as_foi.get(f"{point.get_absolute_url()}correct/").content.decode()


# The list


def names(answer):
    return [each["row"].name for each in answer.context["rows"]]


def test_the_list_of_a_year_is_what_the_figure_counts(as_foi, office):
    reading_point(office, "甲")
    reading_point(office, "乙", until=date(2017, 12, 29))
    actions.strike_out_reading_point(reading_point(office, "丙"), reason="重复", by=office.foi)
    assert names(as_foi.get(f"{LIST}?year=2018")) == ["甲"]


def test_the_list_is_searched_by_words(as_foi, office):
    reading_point(office, "甲", address="苏州胡同")
    reading_point(office, "乙", address="赵堂子胡同")
    assert names(as_foi.get(LIST, {"text": "苏州"})) == ["甲"]


def test_rows_struck_out_are_shown_when_asked_for(as_foi, office):
    actions.strike_out_reading_point(reading_point(office), reason="重复", by=office.foi)
    assert names(as_foi.get(LIST)) == []
    assert names(as_foi.get(f"{LIST}?state=all")) == ["苏州社区服务站"]


@pytest.mark.parametrize(
    "query", ["year=0", "year=x", "text=%00", "state=none", "agency=1", "year=99999999999"]
)
def test_a_filter_that_makes_no_sense_breaks_nothing(as_foi, office, query):
    reading_point(office)
    assert as_foi.get(f"{LIST}?{query}").status_code == 200


def test_staff_are_told_apart_by_employment(as_foi, office):
    staff_member(office, "甲（虚构）")
    staff_member(office, "乙（虚构）", employment="full_time")
    found = as_foi.get("/desk/resources/staff/?employment=part_time&year=2018")
    assert names(found) == ["甲（虚构）"]


def test_funds_are_added_up_over_the_list(as_foi, office):
    fund(office, "1500.50")
    fund(office, "499.50", purpose="印刷")
    assert "2000.00" in as_foi.get("/desk/resources/funds/?year=2018").content.decode().replace(",", "")


def test_an_empty_register_says_that_0_were_counted(as_foi):
    assert "The figure of this register is 0: it was counted." in as_foi.get(LIST).content.decode()


def test_the_district_sees_whose_reading_points_they_are(client, office):
    reading_point(office)
    client.force_login(office.supervisor)
    page = client.get(LIST, {"agency": office.agency.pk}).content.decode()
    assert "建国门街道" in page.split("<tbody>")[1]
    assert "Enter a reading point" not in page


@pytest.mark.parametrize("reader", ["foi", "supervisor"])
def test_thirty_rows_cost_as_many_queries_as_three(client, office, reader):
    client.force_login(getattr(office, reader))

    def more(number):
        for _number in range(number):
            staff_member(office, f"甲{StaffMember.objects.count()}", section=office.section)

    more(3)
    few = queries_of(client, "/desk/resources/staff/")
    more(27)
    assert queries_of(client, "/desk/resources/staff/") == few
    assert few[0] == 2  # how many there are, and the rows


# All registers


def test_every_register_stands_with_its_number_of_the_year(as_foi, office):
    reading_point(office)
    training(office, 35)
    response(office, event(office))
    found = as_foi.get("/desk/resources/?year=2018").context["groups"]
    numbers = {each["register"].name: each["number"] for _title, group in found for each in group}
    assert numbers == {
        "concern_event": 1,
        "response": 1,
        "press_report": 0,
        "meeting": 0,
        "training": 1,
        "dedicated_office": 0,
        "reading_point": 1,
        "staff_member": 0,
        "fund": 0,
    }


def test_each_number_opens_the_list_it_counted(as_foi, office):
    reading_point(office)
    reading_point(office, "乙", until=date(2017, 12, 29))
    page = as_foi.get("/desk/resources/?year=2018")
    for _title, group in page.context["groups"]:
        for each in group:
            url = f"{each['register'].list_url}?year=2018"
            assert url in page.content.decode()
            assert len(as_foi.get(url).context["rows"]) == each["number"]


def test_all_registers_cost_one_query_each(as_foi):
    assert queries_of(as_foi, "/desk/resources/?year=2018")[0] == 9


def test_a_year_that_is_none_shows_this_one(as_foi):
    assert as_foi.get("/desk/resources/?year=abc").context["year"] == 2019


def test_administrators_have_no_registers(client, office):
    client.force_login(office.sysadmin)
    assert client.get(reverse("desk:registers")).status_code == 403
