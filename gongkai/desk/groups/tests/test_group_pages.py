"""The pages of groups: numbers stay covered, a list is compared first, a message shows what it costs."""

from __future__ import annotations

import re
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.acts import clock
from gongkai.channels import actions, groups, groups_planning, groups_sending
from gongkai.channels.models import DeliveryState, Release, SmsContact, SmsDelivery, SmsGroup
from gongkai.channels.protocols.answers import Unclear
from gongkai.channels.tests import factories
from gongkai.desk.groups.waiting import waiting_for
from gongkai.law.channels import ChannelKind

NOON = datetime(2026, 11, 23, 12, 0)
NUMBER = "13800138000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.pretend(NOON):
        yield


@pytest.fixture
def editor(office: SimpleNamespace) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(office.editor)
    return client


@pytest.fixture
def group(office: SimpleNamespace) -> SmsGroup:
    return groups.open_group(office.agency, by=office.foi, name="低保家庭", purpose="低保政策和通知")


def add(group: SmsGroup, office: SimpleNamespace, *numbers: str) -> None:
    for number in numbers:
        groups.add_contact(
            group,
            by=office.foi,
            number=number,
            source="paper",
            source_note="登记表",
            consented_on=date(2026, 11, 1),
        )


def release(office: SimpleNamespace) -> Release:
    item = factories.published_item(office)
    return actions.release(item, factories.channel(office, ChannelKind.SMS), by=office.foi)


def send(client: Client, where: str, *args: Any, **said: Any) -> Any:
    return client.post(reverse(f"desk:{where}", args=args), {"submission": str(uuid4()), **said})


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"desk:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_lists_show_no_number_in_full(editor: Client, group: SmsGroup, office: SimpleNamespace) -> None:
    add(group, office, NUMBER)
    row = release(office)
    groups_planning.plan_message(row, [group], by=office.foi)
    contact = SmsContact.objects.get()
    shown = [
        page(editor, "contact_list", group.pk),
        page(editor, "contact", contact.pk),
        page(editor, "group", group.pk),
        page(editor, "delivery_list", query=f"?release={row.pk}"),
        page(editor, "contact_number", contact.pk),
    ]
    assert not any(NUMBER in each for each in shown)
    assert "138****8000" in shown[0]


def test_a_number_is_shown_after_its_reason_and_kept_in_no_cache(
    editor: Client, group: SmsGroup, office: SimpleNamespace
) -> None:
    add(group, office, NUMBER)
    answer = send(editor, "contact_number", SmsContact.objects.get().pk, reason="回电")
    assert NUMBER in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_list_is_compared_and_then_exactly_that_is_taken_in(
    editor: Client, group: SmsGroup, office: SimpleNamespace
) -> None:
    add(group, office, NUMBER)
    told = f"手机号,同意日期,来源\n{NUMBER},2026-11-01,书面\n13900139000,2026-11-01,窗口\n".encode()
    answer = send(editor, "contact_import", group.pk, list_file=SimpleUploadedFile("名单.csv", told))
    shown = answer.content.decode()
    assert SmsContact.objects.count() == 1
    assert "13900139000" not in shown
    hidden = re.search(r'name="paper_of_list" value="([^"]+)"', shown)
    assert hidden
    answer = send(editor, "contact_take_in", group.pk, paper_of_list=hidden[1], list_name="名单.csv")
    assert answer.status_code == 302
    assert SmsContact.objects.count() == 2


def test_a_list_without_a_consent_is_refused_on_its_page(editor: Client, group: SmsGroup) -> None:
    told = SimpleUploadedFile("名单.csv", f"手机号,姓名\n{NUMBER},张\n".encode())
    answer = send(editor, "contact_import", group.pk, list_file=told)
    assert answer.status_code == 422
    assert "Numbers without a consent are not taken in" in answer.content.decode()
    answer = send(editor, "contact_take_in", group.pk, paper_of_list="x")
    assert answer.status_code == 422
    assert not SmsContact.objects.exists()


def test_the_groups_of_a_message_show_what_it_costs_before_and_after_they_are_chosen(
    editor: Client, group: SmsGroup, office: SimpleNamespace
) -> None:
    add(group, office, NUMBER, "13900139000")
    row = release(office)
    assert reverse("desk:sms_plan", args=[row.pk]) in page(editor, "release_page", row.pk)
    before = page(editor, "sms_plan", row.pk)
    assert "2 numbers, 0.10 yuan" in before
    assert "回复TD退订" in before
    answer = send(editor, "sms_plan", row.pk, groups=[group.pk])
    after = editor.get(answer["Location"]).content.decode()
    assert "0.10 yuan" in after
    assert SmsDelivery.objects.filter(release=row, state=DeliveryState.WAITING).count() == 2


def test_somebody_who_calls_is_taken_out_everywhere(
    editor: Client, group: SmsGroup, office: SimpleNamespace
) -> None:
    add(group, office, NUMBER)
    answer = send(editor, "sms_opt_out", number="138 0013 8000", how="call")
    assert answer.status_code == 302
    assert not SmsContact.objects.reached().exists()


def test_what_is_unclear_waits_for_a_person(editor: Client, group: SmsGroup, office: SimpleNamespace) -> None:
    add(group, office, NUMBER)
    row = release(office)
    groups_planning.plan_message(row, [group], by=office.foi)
    claimed = groups_sending.claim(row, 10)
    assert claimed is not None
    assert claimed[0] is not None
    groups_sending.settle(claimed[0], dict.fromkeys(claimed[1], Unclear()))
    (waits,) = waiting_for(office.editor)
    assert "Of 1 message nobody knows" in waits.says
    assert waiting_for(office.stranger) == waiting_for(office.leader) == []
    delivery = SmsDelivery.objects.get()
    assert reverse("desk:delivery_resolve", args=[delivery.pk]) in editor.get(waits.url).content.decode()
    send(editor, "delivery_resolve", delivery.pk, outcome="delivered")
    assert waiting_for(office.editor) == []


def test_the_addresses_for_reports_are_shown_to_the_system_administrator_alone(
    editor: Client, office: SimpleNamespace
) -> None:
    channel = factories.channel(office, ChannelKind.SMS)
    admin = Client()
    admin.force_login(office.sysadmin)
    assert "/reports/" not in page(editor, "sms_set_up", channel.pk)
    assert "/reports/" in page(admin, "sms_set_up", channel.pk)


@pytest.mark.parametrize("name", ["group_list", "contact_list", "delivery_list", "group", "sms_plan"])
def test_a_longer_list_asks_no_more_of_the_database(
    editor: Client, group: SmsGroup, office: SimpleNamespace, name: str
) -> None:
    row = release(office)
    # What is remembered after the first visit is not counted.
    page(editor, "group_list")
    counts: list[int] = []
    for begin, end in ((0, 3), (3, 30)):
        add(group, office, *(f"138001380{n:02}" for n in range(begin, end)))
        for n in range(begin, end):
            SmsGroup.objects.create(agency=office.agency, name=f"第{n}组", purpose="通知")
        groups_planning.plan_message(row, [group], by=office.foi)
        args = {"contact_list": [group.pk], "group": [group.pk], "sms_plan": [row.pk]}.get(name, [])
        with CaptureQueriesContext(connection) as asked:
            page(editor, name, *args)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= _AT_MOST


_AT_MOST = 16


@pytest.mark.parametrize("name", ["<script>alert(1)</script>\u202eгнол", "🏮𠮷" * 20, "长" * 51, "\x00"])
def test_hostile_names_break_no_page(editor: Client, name: str) -> None:
    answer = send(editor, "group_open", name=name, purpose=name)
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in page(editor, "group_list")
