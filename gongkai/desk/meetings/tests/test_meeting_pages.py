from datetime import datetime
from uuid import uuid4

import pytest

from gongkai.acts import clock
from gongkai.desk.resources.tests.counting import queries_of
from gongkai.meetings.models import Meeting, MeetingKind, Training
from gongkai.meetings.tests.factories import meeting, training

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_spring_2019():
    with clock.pretend(datetime(2019, 3, 4, 9, 0)):
        yield


@pytest.fixture
def as_checker(client, office):
    client.cookies["django_language"] = "en"
    client.force_login(office.checker)
    return client


def test_a_meeting_is_entered_with_the_principal_leader(as_checker):
    as_checker.post(
        "/desk/meetings/held/new/",
        {
            "submission": str(uuid4()),
            "kind": "press_conference",
            "held_on": "2018-06-01",
            "title": "立春民俗活动通气会",
            "principal_attended": "on",
        },
    )
    assert Meeting.objects.press_conferences().with_principal().get().title == "立春民俗活动通气会"


def test_press_conferences_with_the_principal_leader_are_a_list_of_their_own(as_checker, office):
    meeting(office, "甲", kind=MeetingKind.PRESS_CONFERENCE, principal_attended=True)
    meeting(office, "乙", kind=MeetingKind.PRESS_CONFERENCE)
    meeting(office, "丙")
    found = as_checker.get(
        "/desk/meetings/held/?kind=press_conference&principal_attended=yes&year=2018"
    ).context["rows"]
    assert [each["row"].title for each in found] == ["甲"]


def test_a_training_without_attendances_is_an_error_of_its_field(as_checker):
    answer = as_checker.post(
        "/desk/meetings/trainings/new/",
        {"submission": str(uuid4()), "held_on": "2018-05-10", "title": "培训", "attendances": "-3"},
    )
    assert answer.status_code == 422
    assert not Training.objects.exists()


def test_the_attendances_are_added_up_below_the_filter(as_checker, office):
    training(office, 35)
    training(office, 20, title="保密审查")
    assert "55 attendances" in as_checker.get("/desk/meetings/trainings/?year=2018").content.decode()


def test_another_agency_finds_no_meeting(client, office):
    client.force_login(office.stranger)
    assert client.get(meeting(office).get_absolute_url()).status_code == 404
    assert client.get("/desk/meetings/held/").context["rows"] == []


@pytest.mark.parametrize(("url", "own"), [("/desk/meetings/held/", 2), ("/desk/meetings/trainings/", 3)])
def test_thirty_rows_cost_as_many_queries_as_three(as_checker, office, url, own):
    def more(number):
        for _number in range(number):
            meeting(office)
            training(office)

    more(3)
    few = queries_of(as_checker, url)
    more(27)
    assert queries_of(as_checker, url) == few
    assert few[0] == own  # how many there are, the rows, and what they add up to
