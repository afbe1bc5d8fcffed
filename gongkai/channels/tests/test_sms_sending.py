"""Messages to groups: killed at any instant no number gets one twice, nobody gets one against their will."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.channels import (
    actions,
    groups,
    groups_planning,
    groups_providers,
    groups_reports,
    groups_sending,
    outbox,
)
from gongkai.channels.models import (
    Channel,
    DeliveryState,
    OptOutHow,
    Release,
    SmsDelivery,
    SmsGroup,
    State,
)
from gongkai.channels.protocols.answers import Later, Never, Reason, Unclear
from gongkai.channels.protocols.sms import Arrival, Batch, Report
from gongkai.channels.tests import factories
from gongkai.channels.tests.sms_provider import MORNING, NUMBERS, Killed, Provider, group_of
from gongkai.law.channels import ChannelKind
from tests.office import furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    made = Provider()
    for module in (groups_providers, groups_reports):
        monkeypatch.setattr(module, "provider_of", lambda channel: made)
    monkeypatch.setattr("gongkai.channels.ways.sms.provider_of", lambda channel: made)
    monkeypatch.setattr("gongkai.channels.ways.sms.missing", lambda channel: iter(()))
    return made


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """An office with a group and an item planned for it: made once, and each test begins there."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        office = furnish()
        group = group_of(office, NUMBERS)
        item = factories.published_item(office)
        with clock.pretend(MORNING):
            row = actions.release(item, factories.channel(office, ChannelKind.SMS), by=office.foi)
            groups_planning.plan_message(row, [group], by=office.editor)
        yield SimpleNamespace(office=office, group=group, release=row)
        transaction.set_rollback(True)


@pytest.fixture
def office(ground: SimpleNamespace) -> SimpleNamespace:
    return ground.office


@pytest.fixture
def group(ground: SimpleNamespace) -> SmsGroup:
    return SmsGroup.objects.get(pk=ground.group.pk)


@pytest.fixture
def planned(ground: SimpleNamespace, provider: Provider) -> Release:
    return Release.objects.get(pk=ground.release.pk)


@pytest.fixture
def waiting(planned: Release, office: SimpleNamespace) -> Release:
    with clock.pretend(MORNING):
        return actions.hand_over(planned, by=office.foi)


def work(row: Release, at: datetime = MORNING) -> Release:
    with clock.pretend(at):
        outbox.find_the_lost()
        outbox.work_off(Channel.objects.get(pk=row.channel_id))
        groups_reports.follow_up()
    row.refresh_from_db()
    return row


def work_until_quiet(row: Release, hours: int = 1) -> Release:
    for turn in range(hours * 3):
        work(row, MORNING + timedelta(minutes=20 * turn))
    return row


def report_all(row: Release, arrival: Arrival = Arrival.DELIVERED) -> None:
    told = [Report(f"p-{number}", number, arrival) for number in NUMBERS]
    groups_reports.take_reports(row.agency, told)


def states(row: Release) -> dict[str, int]:
    return groups_planning.figures_of(row)


def test_everybody_gets_it_once_and_it_is_released_when_a_report_says_that_it_arrived(
    waiting: Release, provider: Provider
) -> None:
    row = work(waiting)
    assert (row.state, row.confirmed_on) == (State.ACCEPTED, None)
    assert provider.sent == NUMBERS
    assert [len(batch.numbers) for batch in provider.batches] == [2, 2, 1]
    with clock.pretend(MORNING):
        report_all(row)
    row = work(row, MORNING + timedelta(minutes=2))
    assert (row.state, row.confirmed_on) == (State.CONFIRMED, MORNING.date())
    assert row.address == "低保家庭"
    assert states(row) == {DeliveryState.DELIVERED: 5}


@pytest.mark.parametrize("instant", ["before 1", "after 1", "before 2", "after 2", "before 3", "after 3"])
def test_a_kill_at_any_instant_leaves_exactly_one_batch_unclear_and_sends_nothing_twice(
    waiting: Release, provider: Provider, instant: str
) -> None:
    when, nth = instant.split()
    setattr(provider, f"kill_{when}", int(nth))
    provider.is_found = False
    with pytest.raises(Killed):
        work(waiting)
    claimed = set(provider.batches[-1].numbers)
    row = work_until_quiet(waiting)
    assert sorted(provider.sent) == sorted(set(provider.sent))
    unclear = SmsDelivery.objects.filter(release=row, state=DeliveryState.UNCLEAR)
    assert {each.contact.number for each in unclear} == claimed
    assert set(provider.sent) | claimed == set(NUMBERS)


def test_what_was_killed_after_it_went_out_is_found_at_the_provider(
    waiting: Release, provider: Provider
) -> None:
    provider.kill_after = 2
    with pytest.raises(Killed):
        work(waiting)
    row = work_until_quiet(waiting)
    assert sorted(provider.sent) == NUMBERS
    assert states(row) == {DeliveryState.ACCEPTED: 5}


def test_a_person_clears_up_what_nobody_finds_and_what_never_went_out_goes_then(
    waiting: Release, provider: Provider, office: SimpleNamespace
) -> None:
    provider.kill_before, provider.is_found = 3, False
    with pytest.raises(Killed):
        work(waiting)
    row = work_until_quiet(waiting)
    lost = SmsDelivery.objects.get(release=row, state=DeliveryState.UNCLEAR)
    with clock.pretend(MORNING + timedelta(hours=2)):
        groups_planning.resolve_delivery(lost, by=office.editor, outcome=DeliveryState.WAITING)
    row = work(row, MORNING + timedelta(hours=2, minutes=10))
    assert sorted(provider.sent) == NUMBERS
    with pytest.raises(Refused, match="nothing to clear up"):
        groups_planning.resolve_delivery(lost, by=office.editor, outcome=DeliveryState.DELIVERED)


def test_a_lost_answer_holds_up_no_other_batch(waiting: Release, provider: Provider) -> None:
    provider.all_answers = [Unclear()]
    row = work(waiting)
    assert provider.sent == NUMBERS[2:]
    assert states(row) == {DeliveryState.UNCLEAR: 2, DeliveryState.ACCEPTED: 3}


def test_whoever_wants_no_more_between_planning_and_sending_gets_nothing(
    waiting: Release, provider: Provider, office: SimpleNamespace
) -> None:
    with clock.pretend(MORNING):
        groups.opt_out(office.agency, NUMBERS[1], by=office.editor, how=OptOutHow.CALL)
    row = work(waiting)
    assert NUMBERS[1] not in provider.sent
    assert states(row) == {DeliveryState.ACCEPTED: 4, DeliveryState.SKIPPED: 1}


def test_a_number_in_two_groups_gets_it_once(
    planned: Release, provider: Provider, group: SmsGroup, office: SimpleNamespace
) -> None:
    other = group_of(office, [NUMBERS[0], "13900139000"], "老年人")
    with clock.pretend(MORNING):
        seen = groups_planning.preview(planned, [group, other])
        groups_planning.plan_message(planned, [group, other], by=office.editor)
        row = actions.hand_over(planned, by=office.foi)
    assert (seen.recipients, seen.in_several) == (6, 1)
    work(row)
    assert sorted(provider.sent) == [*NUMBERS, "13900139000"]


@pytest.mark.parametrize(("day", "hour"), [(7, 22), (8, 6)])
def test_at_night_nothing_goes_out_and_in_the_morning_it_does(
    waiting: Release, provider: Provider, day: int, hour: int
) -> None:
    row = work(waiting, datetime(2018, 5, day, hour))
    assert (row.state, provider.sent) == (State.WAITING, [])
    assert row.next_try_at == datetime(2018, 5, 8, 8, tzinfo=clock.BEIJING)
    assert work(row, datetime(2018, 5, 8, 8, 1)).state == State.ACCEPTED
    assert provider.sent == NUMBERS


def test_what_cannot_wait_goes_out_at_night_with_a_reason_of_the_foi_officer(
    planned: Release, provider: Provider, group: SmsGroup, office: SimpleNamespace
) -> None:
    with clock.pretend(MORNING):
        with pytest.raises(Refused, match="Only the FOI officer"):
            groups_planning.plan_message(planned, [group], by=office.editor, urgent_reason="暴雨红色预警")
        groups_planning.plan_message(planned, [group], by=office.foi, urgent_reason="暴雨红色预警")
        row = actions.hand_over(planned, by=office.foi)
    assert work(row, MORNING.replace(hour=23)).state == State.ACCEPTED
    assert provider.sent == NUMBERS


def test_nobody_gets_more_than_the_number_a_day(
    waiting: Release, provider: Provider, group: SmsGroup, office: SimpleNamespace
) -> None:
    work(waiting)
    for n in range(3):
        item = factories.published_item(office, f"第{n}条通知")
        with clock.pretend(MORNING):
            row = actions.release(item, waiting.channel, by=office.foi)
            groups_planning.plan_message(row, [group], by=office.foi)
            row = actions.hand_over(row, by=office.foi)
        row = work(row)
    assert (row.state, states(row)) == (State.WAITING, {DeliveryState.WAITING: 5})
    assert len(provider.sent) == 15
    assert work(row, datetime(2018, 5, 8, 8, 1)).state == State.ACCEPTED
    assert len(provider.sent) == 20


def test_one_bad_number_leaves_the_others_of_its_batch_alone(waiting: Release, provider: Provider) -> None:
    provider.all_answers = [Later(Reason.ONE_BY_ONE)]
    provider.answers[NUMBERS[0]] = Never(Reason.BAD_NUMBER)
    row = work(waiting)
    assert sorted(provider.sent) == NUMBERS[1:]
    assert [len(batch.numbers) for batch in provider.batches] == [2, 2, 1, 1, 1]
    assert states(row) == {DeliveryState.ACCEPTED: 4, DeliveryState.NOT_DELIVERED: 1}


def test_a_text_the_provider_refuses_fails_as_a_whole_and_can_be_sent_when_put_right(
    waiting: Release, provider: Provider, office: SimpleNamespace
) -> None:
    provider.all_answers = [None, Never(Reason.TEMPLATE)]
    row = work(waiting)
    assert row.state == State.FAILED
    assert states(row) == {DeliveryState.ACCEPTED: 2, DeliveryState.WAITING: 3}
    with clock.pretend(MORNING):
        row = actions.hand_over(row, by=office.foi)
    assert work(row).state == State.ACCEPTED
    assert provider.sent == NUMBERS


def test_a_provider_that_is_down_loses_no_number(waiting: Release, provider: Provider) -> None:
    provider.all_answers = [Later(Reason.UNREACHABLE, channel_is_down=True)]
    row = work(waiting)
    assert (row.state, states(row)) == (State.WAITING, {DeliveryState.WAITING: 5})
    work_until_quiet(row)
    assert provider.sent == NUMBERS


def test_whom_the_provider_knows_to_want_nothing_is_not_written_to_again(
    waiting: Release, provider: Provider, group: SmsGroup
) -> None:
    provider.answers[NUMBERS[3]] = Never(Reason.WANTS_NONE)
    work(waiting)
    left = group.contacts.reached()
    assert sorted(contact.number for contact in left) == [NUMBERS[0], NUMBERS[1], NUMBERS[2], NUMBERS[4]]


def test_a_withdrawn_item_stops_between_two_batches(
    waiting: Release, provider: Provider, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    sent = provider.send

    def send(batch: Batch) -> Any:
        told = sent(batch)
        with clock.pretend(MORNING):
            if not waiting.item.is_withdrawn:
                waiting.item = catalogue.withdraw(waiting.item, by=office.foi, reason="内容有误。")
        return told

    provider.send = send  # type: ignore[method-assign]
    row = work(waiting)
    assert provider.sent == NUMBERS[:2]
    assert states(row) == {DeliveryState.ACCEPTED: 2, DeliveryState.SKIPPED: 3}


def test_messages_cannot_be_taken_back_and_that_is_said(
    waiting: Release, provider: Provider, office: SimpleNamespace
) -> None:
    row = work(waiting)
    with clock.pretend(MORNING):
        report_all(row)
    row = work(row, MORNING + timedelta(minutes=2))
    with clock.pretend(MORNING + timedelta(minutes=3)):
        actions.recall(row, by=office.foi, reason="表述有误")
    row = work(row, MORNING + timedelta(minutes=4))
    assert (row.state, row.taken_down_at) == (State.RECALLED, None)
    assert row.fault


def test_a_release_nobody_got_has_failed(waiting: Release, provider: Provider) -> None:
    row = work(waiting)
    with clock.pretend(MORNING):
        report_all(row, Arrival.FAILED)
    row = work(row, MORNING + timedelta(minutes=2))
    assert (row.state, row.confirmed_on) == (State.FAILED, None)


def test_reports_that_never_come_leave_it_to_a_person(
    waiting: Release, provider: Provider, office: SimpleNamespace
) -> None:
    row = work(waiting)
    while row.next_try_at is not None:
        row = work(row, row.next_try_at + timedelta(seconds=1))
    assert row.state == State.UNCLEAR
    with clock.pretend(MORNING + timedelta(hours=25)):
        report_all(row)
    assert work(row, MORNING + timedelta(hours=25)).state == State.CONFIRMED


def test_a_report_of_an_unknown_message_or_number_changes_nothing(
    waiting: Release, provider: Provider, office: SimpleNamespace
) -> None:
    row = work(waiting)
    with clock.pretend(MORNING):
        told = [
            Report("p-somebody", NUMBERS[0], Arrival.DELIVERED),
            Report(f"p-{NUMBERS[0]}", "13911112222", Arrival.DELIVERED),
            Report("", NUMBERS[0], Arrival.DELIVERED, ours=""),
        ]
        assert groups_reports.take_reports(office.agency, told) == 0
        assert (
            groups_reports.take_reports(office.other, [Report(f"p-{NUMBERS[0]}", NUMBERS[0], Arrival.FAILED)])
            == 0
        )
    assert states(row) == {DeliveryState.ACCEPTED: 5}


def test_without_groups_it_is_not_put_into_the_outbox(office: SimpleNamespace, provider: Provider) -> None:
    item = factories.published_item(office, "另一条")
    with clock.pretend(MORNING):
        row = actions.release(item, factories.channel(office, ChannelKind.SMS), by=office.foi)
        with pytest.raises(Refused, match="Choose the groups"):
            actions.hand_over(row, by=office.foi)


def test_two_workers_claim_each_number_once(waiting: Release, provider: Provider) -> None:
    with clock.pretend(MORNING):
        first = groups_sending.claim(waiting, 3)
        second = groups_sending.claim(waiting, 3)
        third = groups_sending.claim(waiting, 3)
    assert first is not None
    assert second is not None
    assert sorted([*first[1].values(), *second[1].values()]) == NUMBERS
    assert third is None


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No number of anybody comes into the log."""
    yield
    assert not any(number in caplog.text for number in NUMBERS)
