"""The outbox: killed at any instant it loses nothing, and nothing goes out twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.channels import actions, outbox, ways
from gongkai.channels.fitting import Fitted, propose
from gongkai.channels.models import Channel, Release, State, Way
from gongkai.channels.protocols.answers import Absent, Accepted, Done, Later, Never, Reason, Unclear
from gongkai.channels.protocols.weibo import length_of
from gongkai.channels.tests import factories
from gongkai.law.channels import ChannelKind

DAY = date(2018, 5, 7)
MORNING = datetime(2018, 5, 7, 12, 0)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a kill is to a running program: nothing after it is done, no handler sees it."""


class Weibo:
    """An account of the other side in two steps, which keeps all that it was given."""

    limits = ways.Limits(headline=None, text=140, measure=length_of)
    steps = ("picture", "post")
    outward = ("post",)

    def __init__(self) -> None:
        self.posted: list[str] = []
        self.answers: dict[str, list[Any]] = {"picture": [], "post": [], "look": [], "down": []}
        self.kill_before: str = ""
        self.kill_after: str = ""

    def obstacles(self, channel: Channel) -> Iterator[str]:
        yield from ()

    def take(self, release: Release, step: str) -> Any:
        if step == self.kill_before:
            raise Killed
        answer = self.answers[step].pop(0) if self.answers[step] else None
        if step == "post" and not isinstance(answer, (Later, Never)):
            self.posted.append(release.text)
        if step == self.kill_after:
            raise Killed
        if answer is not None:
            return answer
        return Done(reference="p1") if step == "picture" else Done("https://weibo.com/1/abc", "abc")

    def look(self, release: Release) -> Any:
        if self.answers["look"]:
            return self.answers["look"].pop(0)
        return Done("https://weibo.com/1/abc", "abc") if self.posted else Absent()

    def take_down(self, release: Release) -> Any:
        if self.answers["down"]:
            return self.answers["down"].pop(0)
        self.posted.pop()
        return Done()


@pytest.fixture
def weibo(monkeypatch: pytest.MonkeyPatch) -> Weibo:
    plug_in = Weibo()
    monkeypatch.setitem(ways._ways, Way.WEIBO, plug_in)
    return plug_in


@pytest.fixture
def waiting(office: SimpleNamespace, weibo: Weibo) -> Release:
    """An item's release that waits in the outbox of a Weibo account with an interface."""
    item = factories.published_item(office)
    account = factories.channel(office, ChannelKind.WEIBO)
    account.way = Way.WEIBO
    account.save()
    with clock.pretend(MORNING):
        row = actions.release(item, account, by=office.foi)
        return actions.hand_over(row, by=office.foi)


def work(row: Release, at: datetime = MORNING) -> Release:
    with clock.pretend(at):
        outbox.find_the_lost()
        outbox.work_off(Channel.objects.get(pk=row.channel_id))
    row.refresh_from_db()
    return row


def work_until_quiet(row: Release, hours: int = 30) -> Release:
    """Look in every twenty minutes, as the worker would more often."""
    for turn in range(hours * 3):
        work(row, MORNING + timedelta(minutes=20 * turn))
    return row


def test_what_is_sent_and_seen_is_confirmed_and_counts(waiting: Release, weibo: Weibo) -> None:
    row = work(waiting)
    assert row.state == State.CONFIRMED
    assert row.address == "https://weibo.com/1/abc"
    assert (row.is_first, row.first_year) == (True, 2018)
    assert len(weibo.posted) == 1


def test_done_is_said_only_when_the_outside_world_has_it(waiting: Release, weibo: Weibo) -> None:
    weibo.answers["post"] = [Accepted("id-7")]
    weibo.answers["look"] = [Accepted("id-7"), Done("https://weibo.com/1/abc")]
    row = work(waiting)
    assert (row.state, row.confirmed_on) == (State.ACCEPTED, None)
    row = work(row, MORNING + timedelta(minutes=2))
    assert row.state == State.ACCEPTED
    row = work(row, MORNING + timedelta(minutes=10))
    assert row.state == State.CONFIRMED


def test_what_was_accepted_and_later_refused_has_failed(waiting: Release, weibo: Weibo) -> None:
    weibo.answers["post"] = [Accepted("id-7")]
    weibo.answers["look"] = [Never(Reason.REFUSED_BY_PLATFORM, "审核不通过")]
    work(waiting)
    row = work(waiting, MORNING + timedelta(minutes=2))
    assert row.state == State.FAILED
    assert "审核不通过" in row.fault
    assert row.confirmed_on is None


@pytest.mark.parametrize("instant", ["before picture", "after picture", "before post", "after post"])
def test_a_kill_at_any_instant_loses_nothing_and_sends_nothing_twice(
    waiting: Release, weibo: Weibo, instant: str
) -> None:
    when, step = instant.split()
    setattr(weibo, f"kill_{when}", step)
    with pytest.raises(Killed):
        work(waiting)
    weibo.kill_before = weibo.kill_after = ""
    row = work_until_quiet(waiting)
    assert len(weibo.posted) <= 1
    if weibo.posted:
        assert row.state == State.CONFIRMED
    else:
        # It never left the house and the program cannot know: a person says so, then it goes again.
        assert row.state == State.UNCLEAR


def test_a_lost_answer_is_cleared_up_by_a_person_when_nothing_is_found(
    waiting: Release, weibo: Weibo, office: SimpleNamespace
) -> None:
    weibo.answers["post"] = [Unclear()]
    weibo.answers["look"] = [Absent()] * 10
    row = work_until_quiet(waiting)
    assert row.state == State.UNCLEAR
    assert len(weibo.posted) == 1
    with clock.pretend(MORNING + timedelta(days=2)):
        row = actions.resolve(
            row, by=office.foi, was_released=True, confirmed_on=DAY, address="https://weibo.com/1/x"
        )
    assert row.state == State.CONFIRMED
    assert len(weibo.posted) == 1


def test_two_workers_send_it_once(waiting: Release, weibo: Weibo) -> None:
    same = Release.objects.select_related("channel", "item__package", "agency").get(pk=waiting.pk)
    with clock.pretend(MORNING):
        outbox.send(waiting, weibo)
        outbox.send(same, weibo)
    assert len(weibo.posted) == 1


def test_a_channel_that_is_down_is_paused_and_what_waits_loses_no_attempt(
    waiting: Release, weibo: Weibo
) -> None:
    weibo.answers["picture"] = [Later(Reason.UNREACHABLE, channel_is_down=True)] * 9
    work(waiting)
    row = work_until_quiet(waiting, hours=24)
    assert row.state in {State.WAITING, State.CONFIRMED}
    row = work_until_quiet(waiting, hours=60)
    assert row.state == State.CONFIRMED
    assert Channel.objects.get(pk=row.channel_id).paused_until is None


def test_it_is_tried_with_growing_pauses_and_fails_after_the_last(waiting: Release, weibo: Weibo) -> None:
    weibo.answers["post"] = [Later(Reason.SERVER_FAULT, code="500")] * 20
    row = work_until_quiet(waiting, hours=30)
    assert row.state == State.FAILED
    assert row.attempts == len(outbox.PAUSES) + 1
    assert weibo.posted == []


def test_a_withdrawn_item_leaves_the_outbox_and_is_taken_back_everywhere(
    waiting: Release, weibo: Weibo, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    posted = factories.release_of(waiting.item, office, ChannelKind.NOTICE_BOARD)
    with clock.pretend(MORNING), django_capture_on_commit_callbacks(execute=True):
        catalogue.withdraw(waiting.item, by=office.foi, reason="内容有误。")
    row = work(waiting)
    posted.refresh_from_db()
    assert (row.state, weibo.posted) == (State.DROPPED, [])
    assert (posted.state, posted.taken_down_at) == (State.RECALLED, None)


def test_what_lost_its_ground_is_not_sent_even_if_nobody_took_it_out_of_the_outbox(
    waiting: Release, weibo: Weibo
) -> None:
    type(waiting.item).objects.filter(pk=waiting.item_id).update(
        withdrawn_at=clock.now(), withdrawn_reason="内容有误。"
    )
    row = work(waiting)
    assert (row.state, weibo.posted) == (State.FAILED, [])


def test_a_recall_is_done_when_the_channel_no_longer_shows_it(
    waiting: Release, weibo: Weibo, office: SimpleNamespace
) -> None:
    row = work(waiting)
    with clock.pretend(MORNING):
        row = actions.recall(row, by=office.foi, reason="表述有误")
    assert (row.state, row.taken_down_at, len(weibo.posted)) == (State.RECALLED, None, 1)
    row = work(row)
    assert row.taken_down_at is not None
    assert weibo.posted == []
    # Corrected, it may go there again.
    with clock.pretend(MORNING):
        again = actions.hand_over(actions.release(row.item, row.channel, by=office.foi), by=office.foi)
    assert work(again).state == State.CONFIRMED


def test_where_the_interface_cannot_take_it_down_a_person_does(
    waiting: Release, weibo: Weibo, office: SimpleNamespace
) -> None:
    row = work(waiting)
    weibo.answers["down"] = [Never(Reason.NO_RIGHTS)]
    with clock.pretend(MORNING):
        actions.recall(row, by=office.foi, reason="表述有误")
    row = work(row)
    assert row.taken_down_at is None
    assert row.fault
    with clock.pretend(MORNING):
        row = actions.note_taken_down(row, by=office.foi)
    assert row.taken_down_at is not None


def test_only_reviewed_sentences_go_to_a_channel(office: SimpleNamespace, weibo: Weibo) -> None:
    item = factories.published_item(office)
    account = factories.channel(office, ChannelKind.WEIBO)
    said = "#政务公开# 社区开展垃圾分类宣传。 https://x.gov.cn" + item.get_public_url()
    with clock.pretend(MORNING):
        row = actions.release(item, account, by=office.foi, fitted=Fitted(text=said))
        assert row.state == State.PLANNED
        with pytest.raises(Refused, match="does not stand in the reviewed text"):
            actions.fit(row, Fitted(text="居民王某某家中现场图曝光。"), by=office.foi)
        with pytest.raises(Refused, match="does not stand in the reviewed text"):
            actions.fit(row, Fitted(text="社区开展垃圾分类宣传 http://x.example.com"), by=office.foi)


def test_the_proposed_text_is_made_of_whole_sentences_that_fit(office: SimpleNamespace, weibo: Weibo) -> None:
    long = "".join(f"第{number}条，各社区按照要求做好垃圾分类宣传工作。" for number in range(1, 40))
    item = factories.published_item(office, document=factories.approved_piece(office, "工作要点", body=long))
    account = factories.channel(office, ChannelKind.WEIBO)
    account.way = Way.WEIBO
    account.save()
    fitted = propose(item, account, "https://x.gov.cn/items/1/")
    assert 100 <= sum(1 if ord(sign) > 255 else 0.5 for sign in fitted.text) <= 140
    assert fitted.text.endswith("。 https://x.gov.cn/items/1/")


def test_what_was_never_seen_there_is_not_said_to_have_been_removed(waiting: Release, weibo: Weibo) -> None:
    weibo.answers["post"] = [Unclear()]
    weibo.answers["look"] = [Absent()] * 3
    row = work_until_quiet(waiting, hours=3)
    assert row.state == State.UNCLEAR
    assert row.fault == outbox.said(Never(Reason.NOT_FOUND))


def withdraw(item: Item, office: SimpleNamespace, run_on_commit: Any) -> None:
    with clock.pretend(MORNING + timedelta(minutes=1)), run_on_commit(execute=True):
        catalogue.withdraw(item, by=office.foi, reason="内容有误。")


def test_what_was_on_its_way_when_its_item_was_withdrawn_is_taken_down_once_it_stands(
    waiting: Release, weibo: Weibo, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    weibo.answers["post"] = [Accepted("id-7")]
    row = work(waiting)
    withdraw(row.item, office, django_capture_on_commit_callbacks)
    row = work(row, MORNING + timedelta(minutes=2))
    assert (row.state, row.recalled_reason) == (State.RECALLED, "内容有误。")
    row = work(row, MORNING + timedelta(minutes=3))
    assert row.taken_down_at is not None
    assert weibo.posted == []
    # It was out, so it counts.
    assert row.confirmed_on == DAY


def test_who_finds_a_lost_release_of_a_withdrawn_item_has_it_taken_down(
    waiting: Release, weibo: Weibo, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    weibo.answers["post"] = [Unclear()]
    row = work(waiting)
    withdraw(row.item, office, django_capture_on_commit_callbacks)
    with clock.pretend(MORNING + timedelta(hours=1)):
        row = actions.resolve(
            row, by=office.foi, was_released=True, confirmed_on=DAY, address="https://weibo.com/1/abc"
        )
    assert row.state == State.RECALLED
    assert work(row, MORNING + timedelta(hours=2)).taken_down_at is not None


def test_a_lost_release_of_a_withdrawn_item_that_is_not_there_is_dropped(
    waiting: Release, weibo: Weibo, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    weibo.answers["post"] = [Unclear()]
    row = work(waiting)
    withdraw(row.item, office, django_capture_on_commit_callbacks)
    with clock.pretend(MORNING + timedelta(hours=1)):
        assert actions.resolve(row, by=office.foi, was_released=False).state == State.DROPPED
