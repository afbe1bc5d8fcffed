"""Messages through each provider's real protocol, and what the provider tells of them by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gongkai.acts import clock
from gongkai.channels import actions, groups, groups_planning, outbox, setting_up
from gongkai.channels.groups_providers import path_of
from gongkai.channels.models import Channel, DeliveryState, Release, SmsContact, State
from gongkai.channels.protocols.sms_gateway import report_signature
from gongkai.channels.tests import factories
from gongkai.channels.tests.protocols.fake_server import LOST
from gongkai.channels.tests.protocols.fake_sms import KEY_ID, SECRET, FakeAlibaba, FakeGateway, FakeTencent
from gongkai.law.channels import ChannelKind
from tests.office import furnish

NOON = datetime(2026, 11, 23, 12, 0)
NUMBERS = ("13800138000", "13900139000")
AGREED = "agreed"

pytestmark = pytest.mark.django_db

FAKES = {"alibaba": FakeAlibaba, "tencent": FakeTencent, "gateway": FakeGateway}


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """An office with an item planned for its group: made once, and each test begins there."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"), clock.pretend(NOON):
        office = furnish()
        group = groups.open_group(office.agency, by=office.foi, name="低保家庭", purpose="低保通知")
        for number in NUMBERS:
            groups.add_contact(
                group,
                by=office.foi,
                number=number,
                source="form",
                source_note="网上表单",
                consented_on=date(2026, 11, 1),
            )
        channel = factories.channel(office, ChannelKind.SMS)
        row = actions.release(factories.published_item(office), channel, by=office.foi)
        groups_planning.plan_message(row, [group], by=office.foi)
        yield SimpleNamespace(office=office, channel=channel, row=row)
        transaction.set_rollback(True)


@pytest.fixture(params=FAKES)
def served(request: pytest.FixtureRequest, ground: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """A release in the outbox of a channel that a provider serves, and the provider's server."""
    name, office = request.param, ground.office
    with FAKES[name]() as server, clock.pretend(NOON):
        channel = setting_up.give_access(
            ground.channel,
            {
                "provider": name,
                "key_id": KEY_ID,
                "key_secret": FakeGateway.token if name == "gateway" else SECRET,
                "app_id": "1400006666",
                "signature": "建国门街道",
                "template": "SMS_1",
                "url": f"{server.base_url}/send" if name == "gateway" else server.base_url,
                "report_secret": AGREED,
            },
            by=office.sysadmin,
        )
        row = actions.hand_over(Release.objects.get(pk=ground.row.pk), by=office.foi)
        yield SimpleNamespace(name=name, server=server, channel=channel, row=row, office=office)


def work(row: Release, minutes: int = 0) -> Release:
    with clock.pretend(NOON + timedelta(minutes=minutes)):
        outbox.work_off(Channel.objects.get(pk=row.channel_id))
    row.refresh_from_db()
    return row


def call(served: SimpleNamespace, what: str, body: bytes, path: str = "", signed_with: str = AGREED) -> Any:
    stamp = str(int(datetime.now(UTC).timestamp()))
    address = reverse(f"api:sms_{what}", args=[served.channel.pk, path or path_of(served.channel)])
    headers = {"X-Timestamp": stamp, "X-Signature": report_signature(signed_with, stamp, body)}
    return Client().post(address, body, content_type="application/json", headers=headers)


def pushed(served: SimpleNamespace) -> bytes:
    for message in served.server.messages:
        message.state = "delivered"
    if served.name != "gateway":
        return bytes(served.server.pushed())
    told = [{"id": m.provider_reference, "to": m.number, "state": m.state} for m in served.server.messages]
    return json.dumps({"reports": told}).encode()


def test_it_is_sent_reported_and_only_then_released(served: SimpleNamespace) -> None:
    row = work(served.row)
    assert row.state == State.ACCEPTED
    assert sorted(served.server.numbers()) == sorted(NUMBERS)
    answer = call(served, "reports", pushed(served))
    assert answer.status_code == 200
    row = work(row, 2)
    assert row.state == State.CONFIRMED
    assert groups_planning.figures_of(row) == {DeliveryState.DELIVERED: 2}


@pytest.mark.parametrize("served", ["gateway"], indirect=True)
def test_the_message_has_its_signature_and_says_how_to_stop(served: SimpleNamespace) -> None:
    # The templates of the two others carry both.
    work(served.row)
    assert served.server.messages[0].said["text"] == "【建国门街道】社区开展垃圾分类宣传。回复TD退订"


def test_after_a_lost_answer_nothing_is_sent_again(served: SimpleNamespace) -> None:
    served.server.misbehave("/send" if served.name == "gateway" else "/", LOST)
    row = work(served.row)
    assert groups_planning.figures_of(row) == {DeliveryState.UNCLEAR: 2}
    for message in served.server.messages:
        message.state = "delivered"
    row = work(row, 2)
    row = work(row, 30)
    assert sorted(served.server.numbers()) == sorted(NUMBERS)
    assert not groups_planning.figures_of(row).get(DeliveryState.UNCLEAR)


def test_the_right_address_is_needed_and_a_gateway_signs(served: SimpleNamespace) -> None:
    row = work(served.row)
    body = pushed(served)
    assert call(served, "reports", body, path="0" * 40).status_code == 404
    if served.name == "gateway":
        assert call(served, "reports", body, signed_with="guessed").status_code == 401
        assert call(served, "replies", b'{"replies": []}', signed_with="guessed").status_code == 401
    assert call(served, "reports", b"[" * 5000).status_code == 400
    assert call(served, "reports", b"[" + b" " * 1_100_000 + b"]").status_code == 413
    assert groups_planning.figures_of(row) == {DeliveryState.ACCEPTED: 2}


def test_whoever_answers_td_gets_no_more_and_others_are_left_alone(served: SimpleNamespace) -> None:
    told = {
        "alibaba": [
            {"phone_number": NUMBERS[0], "content": " td。"},
            {"phone_number": NUMBERS[1], "content": "收到，谢谢"},
        ],
        "tencent": {"mobile": NUMBERS[0], "text": "ＴＤ", "sign": "建国门街道"},
        "gateway": {
            "replies": [{"from": f"86{NUMBERS[0]}", "text": "退订"}, {"from": "13911112222", "text": "TD"}]
        },
    }[served.name]
    assert call(served, "replies", json.dumps(told).encode()).status_code == 200
    left = SmsContact.objects.reached().filter(group__agency=served.office.agency)
    assert [contact.number for contact in left] == [NUMBERS[1]]
