from datetime import datetime
from uuid import uuid4

import pytest

from gongkai.acts import clock
from gongkai.concerns import actions
from gongkai.concerns.models import ConcernEvent, Response, ResponseChannel
from gongkai.concerns.tests.factories import at, event, press_report, response
from gongkai.desk.concerns.waiting import waiting_for
from gongkai.desk.resources.tests.counting import queries_of

pytestmark = pytest.mark.django_db

EVENTS = "/desk/concerns/events/"


@pytest.fixture(autouse=True)
def _in_spring_2019():
    with clock.pretend(datetime(2019, 3, 4, 9, 0)):
        yield


@pytest.fixture
def as_editor(client, office):
    client.cookies["django_language"] = "en"
    client.force_login(office.editor)
    return client


def typed(**facts):
    return {"submission": str(uuid4())} | facts


def titles(answer):
    return [each["row"].title for each in answer.context["rows"]]


def test_the_channel_editor_enters_an_event_in_beijing_time(as_editor):
    as_editor.post(
        f"{EVENTS}new/", typed(title="苏州胡同62号火情", gravity="ordinary", noticed_at="2018-04-26T14:00")
    )
    assert ConcernEvent.objects.get().noticed_at == at(2018, 4, 26, 14, 0)


def test_a_response_is_recorded_from_the_event(as_editor, office):
    fire = event(office)
    answer = as_editor.post(
        f"{EVENTS}{fire.pk}/respond/",
        typed(channel="wechat", responded_at="2018-04-26T17:30", text="火情已扑灭。"),
    )
    assert answer.url == f"{EVENTS}{fire.pk}/"
    assert Response.objects.get().event == fire
    assert "火情已扑灭" in as_editor.get(answer.url).content.decode()


def test_a_response_sent_twice_is_recorded_once(as_editor, office):
    url = f"{EVENTS}{event(office).pk}/respond/"
    facts = typed(channel="weibo", responded_at="2018-04-26T17:30")
    as_editor.post(url, facts)
    as_editor.post(url, facts)
    assert Response.objects.count() == 1


def test_an_event_tells_what_happened_to_its_responses_too(as_editor, office):
    fire = event(office)
    answer = response(office, fire)
    actions.strike_out_response(answer, reason="发错账号", by=office.editor)
    page = as_editor.get(fire.get_absolute_url()).content.decode()
    for words in ("Event noticed", "Response recorded", "Response struck out", "发错账号"):
        assert words in page


def test_a_response_leads_back_to_its_event(as_editor, office):
    fire = event(office)
    assert (
        fire.get_absolute_url() in as_editor.get(response(office, fire).get_absolute_url()).content.decode()
    )


def test_events_of_a_year_are_those_first_answered_in_it(as_editor, office):
    response(office, event(office, "甲"))
    event(office, "乙")
    assert titles(as_editor.get(f"{EVENTS}?year=2018")) == ["甲"]
    assert titles(as_editor.get(f"{EVENTS}?answer=waits")) == ["乙"]
    assert titles(as_editor.get(f"{EVENTS}?answer=answered")) == ["甲"]


def test_an_event_left_unanswered_shows_its_reason(as_editor, office):
    fire = event(office)
    as_editor.post(f"{EVENTS}{fire.pk}/no-response/", typed(reason="属区应急局职责，已转交"))
    assert "属区应急局职责，已转交" in as_editor.get(fire.get_absolute_url()).content.decode()
    assert titles(as_editor.get(f"{EVENTS}?answer=left")) == [fire.title]


def test_responses_on_weibo_are_a_list_of_their_own(as_editor, office):
    fire = event(office)
    response(office, fire, ResponseChannel.WEIBO)
    response(office, fire, ResponseChannel.WEBSITE)
    found = as_editor.get("/desk/concerns/responses/?channel=weibo&year=2018").context["rows"]
    assert [each["row"].channel for each in found] == ["weibo"]


@pytest.mark.parametrize("act", ["", "respond/", "no-response/", "correct/", "strike-out/"])
def test_for_another_agency_the_event_does_not_exist(client, office, act):
    client.force_login(office.stranger)
    assert client.get(event(office).get_absolute_url() + act).status_code == 404


def test_an_unanswered_event_waits_for_those_who_keep_the_register(office, django_assert_num_queries):
    fire = event(office)
    (waits,) = waiting_for(office.editor)
    assert (waits.title, waits.since) == (fire.title, fire.noticed_at.date())
    assert waiting_for(office.leader) == []
    assert waiting_for(office.stranger) == []
    response(office, fire)
    with django_assert_num_queries(1):
        assert waiting_for(office.editor) == []


@pytest.mark.parametrize(
    "summary",
    ["<script>alert(1)</script>\u202e", "字" * 20_000, "😀\n\n第二段"],
    ids=["script", "long", "emoji"],
)
def test_hostile_text_breaks_no_page(as_editor, summary):
    facts = typed(title="舆情", gravity="grave", noticed_at="2018-04-26T14:00", summary=summary)
    answer = as_editor.post(f"{EVENTS}new/", facts, follow=True)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_text_beyond_the_limit_is_an_error_of_its_field(as_editor):
    facts = typed(title="舆情", gravity="grave", noticed_at="2018-04-26T14:00", summary="字" * 20_001)
    answer = as_editor.post(f"{EVENTS}new/", facts)
    assert answer.status_code == 422
    assert "at most 20000 characters" in answer.content.decode()


@pytest.mark.parametrize("url", [EVENTS, "/desk/concerns/responses/", "/desk/concerns/press/"])
def test_thirty_rows_cost_as_many_queries_as_three(as_editor, office, url):
    def more(number):
        for _number in range(number):
            response(office, event(office))
            press_report(office)

    more(3)
    few = queries_of(as_editor, url)
    more(27)
    assert queries_of(as_editor, url) == few
    assert few[0] == 2  # how many there are, and the rows


def test_an_event_with_thirty_responses_costs_as_many_queries_as_with_three(as_editor, office):
    fire = event(office)
    for _number in range(3):
        response(office, fire)
    few = queries_of(as_editor, fire.get_absolute_url())
    for _number in range(27):
        response(office, fire)
    assert queries_of(as_editor, fire.get_absolute_url()) == few
