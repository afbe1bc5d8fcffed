from datetime import date, datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.concerns import actions
from gongkai.concerns.models import ConcernEvent, PressReport, Response, ResponseChannel
from gongkai.concerns.tests.factories import at, event, press_report, response
from gongkai.journal.models import Entry
from gongkai.journal.queries import labelled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_spring_2019():
    with clock.pretend(datetime(2019, 3, 4, 9, 0)):
        yield


# Counting


def test_an_event_answered_in_several_ways_counts_once(office):
    fire = event(office)
    response(office, fire, ResponseChannel.WECHAT)
    response(office, fire, ResponseChannel.WEIBO)
    assert ConcernEvent.objects.counted().answered_in(2018).count() == 1
    assert Response.objects.counted().of_year(2018).on_weibo_or_wechat().count() == 2


def test_an_event_counts_in_the_year_of_its_first_response(office):
    fire = event(office, noticed_at=at(2017, 12, 31, 20, 0))
    response(office, fire, responded_at=at(2018, 1, 1, 0, 30))
    response(office, fire, responded_at=at(2019, 1, 2, 9, 0))
    assert [ConcernEvent.objects.answered_in(year).count() for year in (2017, 2018, 2019)] == [0, 1, 0]


def test_the_year_turns_at_midnight_in_beijing(office):
    fire = event(office, noticed_at=at(2017, 12, 31, 20, 0))
    response(office, fire, responded_at=at(2017, 12, 31, 23, 59))
    assert Response.objects.of_year(2017).count() == 1


def test_an_event_without_a_response_counts_nowhere(office):
    event(office)
    assert not ConcernEvent.objects.answered_in(2018).exists()


def test_a_response_struck_out_answers_nothing(office):
    fire = event(office)
    actions.strike_out_response(response(office, fire), reason="发错账号", by=office.editor)
    assert not ConcernEvent.objects.answered_in(2018).exists()
    assert ConcernEvent.objects.with_responses().get().response_count == 0
    assert not fire.answered


def test_other_ways_leave_out_what_counts_as_a_meeting(office):
    fire = event(office)
    for channel in ResponseChannel:
        response(office, fire, channel)
    assert {each.channel for each in Response.objects.in_other_ways()} == {
        "website",
        "press",
        "notice",
        "residents",
        "other",
    }


def test_every_response_is_on_weibo_or_wechat_or_in_another_way_or_a_meeting(office):
    fire = event(office)
    for channel in ResponseChannel:
        response(office, fire, channel)
    found = Response.objects.on_weibo_or_wechat().count() + Response.objects.in_other_ways().count()
    assert found == len(ResponseChannel) - 2


def test_the_list_tells_the_first_response_and_how_many_there_were(office):
    fire = event(office)
    response(office, fire, responded_at=at(2018, 4, 27, 9, 0))
    response(office, fire, responded_at=at(2018, 4, 26, 17, 30))
    found = ConcernEvent.objects.with_responses().get()
    assert (found.first_responded_at, found.response_count) == (at(2018, 4, 26, 17, 30), 2)
    assert fire.answered_at == at(2018, 4, 26, 17, 30)


def test_a_response_belongs_to_the_agency_of_its_event(office):
    assert response(office, event(office)).agency == office.agency


# Acts and refusals


@pytest.mark.parametrize("keeper", ["foi", "foi_head", "checker", "editor"])
def test_the_foi_office_and_the_channel_editor_keep_the_events(office, keeper):
    assert actions.open_event(
        office.agency, title="老树倒塌", noticed_at=at(2018, 7, 1, 8, 0), by=getattr(office, keeper)
    )


@pytest.mark.parametrize("reader", ["officer", "leader", "supervisor", "stranger"])
def test_nobody_else_does(office, reader):
    with pytest.raises(Refused, match="the register is kept by"):
        actions.record_response(
            event(office),
            channel=ResponseChannel.WEIBO,
            responded_at=at(2018, 4, 26, 17, 0),
            by=getattr(office, reader),
        )


def test_the_journal_tells_of_event_and_response(office):
    fire = event(office)
    answer = response(office, fire)
    assert list(Entry.objects.order_by("number").values_list("act", "subject_key")) == [
        ("concerns.event_opened", fire.key),
        ("concerns.response_recorded", answer.key),
    ]


def test_an_event_is_not_noticed_in_the_future(office):
    with pytest.raises(Refused, match="4 March 2019, 09:01 lies in the future"):
        event(office, noticed_at=at(2019, 3, 4, 9, 1))


def test_an_event_is_not_noticed_before_it_happened(office):
    with pytest.raises(Refused, match="cannot have been noticed before it happened"):
        event(office, happened_on=date(2018, 4, 27))


def test_a_response_is_not_older_than_the_event(office):
    with pytest.raises(Refused, match="cannot be older than the moment the event was noticed"):
        response(office, event(office), responded_at=at(2018, 4, 26, 13, 59))
    assert not Response.objects.exists()


def test_an_event_is_not_corrected_to_a_time_after_its_response(office):
    fire = event(office)
    response(office, fire)
    with pytest.raises(Refused, match="A response to this event is older"):
        actions.correct_event(fire, reason="更正", by=office.editor, noticed_at=at(2018, 4, 26, 18, 0))


def test_a_response_on_a_channel_nobody_knows_is_refused(office):
    with pytest.raises(Refused, match="Way of responding"):
        response(office, event(office), "smoke")


def test_an_event_with_responses_is_not_struck_out(office):
    fire = event(office)
    answer = response(office, fire)
    with pytest.raises(Refused, match="Strike them out first"):
        actions.strike_out_event(fire, reason="重复", by=office.editor)
    actions.strike_out_response(answer, reason="重复", by=office.editor)
    assert not actions.strike_out_event(fire, reason="重复", by=office.editor).counts


def test_nothing_responds_to_an_event_struck_out(office):
    fire = actions.strike_out_event(event(office), reason="重复", by=office.editor)
    with pytest.raises(Refused, match="This event was struck out"):
        response(office, fire)


# What waits


def test_an_event_waits_until_it_is_answered(office):
    fire = event(office)
    assert list(ConcernEvent.objects.waiting()) == [fire]
    response(office, fire)
    assert not ConcernEvent.objects.waiting().exists()


def test_an_event_left_unanswered_for_a_reason_no_longer_waits(office):
    fire = actions.leave_unanswered(event(office), reason="属区应急局职责，已转交", by=office.editor)
    assert not ConcernEvent.objects.waiting().exists()
    assert Entry.objects.get(act="concerns.event_left_unanswered").reason == "属区应急局职责，已转交"
    with pytest.raises(Refused, match="decided already"):
        actions.leave_unanswered(fire, reason="又一次", by=office.editor)


def test_a_reason_is_needed_to_give_no_response(office):
    with pytest.raises(Refused, match="Say why no response is given"):
        actions.leave_unanswered(event(office), reason="  ", by=office.editor)


def test_an_answered_event_cannot_be_left_unanswered(office):
    fire = event(office)
    response(office, fire)
    with pytest.raises(Refused, match="has been answered"):
        actions.leave_unanswered(fire, reason="不回应", by=office.editor)


def test_a_later_response_undoes_the_decision_to_give_none(office):
    fire = actions.leave_unanswered(event(office), reason="已转交", by=office.editor)
    response(office, fire)
    fire.refresh_from_db()
    assert fire.left_unanswered_because == ""


# Media reports


def test_media_reports_stand_in_the_year_in_which_they_came_out(office):
    press_report(office)
    press_report(office, published_on=date(2017, 12, 31))
    assert PressReport.objects.counted().of_year(2018).count() == 1


def test_a_media_report_has_come_out_already(office):
    with pytest.raises(Refused, match="lies in the future"):
        press_report(office, published_on=date(2019, 3, 5))


def test_another_agency_sees_none_of_it(office):
    fire = event(office)
    response(office, fire)
    press_report(office)
    for model in (ConcernEvent, Response, PressReport):
        assert not model.objects.visible_to(office.stranger).exists()
        assert model.objects.visible_to(office.leader).exists()


def test_every_act_has_words_of_its_own():
    for name in ("opened", "corrected", "struck_out", "left_unanswered"):
        assert labelled(f"concerns.event_{name}")
    for thing in ("response", "press_report"):
        for name in ("recorded", "corrected", "struck_out"):
            assert labelled(f"concerns.{thing}_{name}")
