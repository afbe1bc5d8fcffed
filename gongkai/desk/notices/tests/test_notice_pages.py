"""My notices, how I want to be told, and the outbox of the system administrator."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.notices.actions import choose_ways
from gongkai.notices.models import Message
from gongkai.notices.queries import preference_of, unread_by
from gongkai.notices.tests.factories import EMAIL, MOBILE, message_in, notice

pytestmark = pytest.mark.django_db

MINE, OUTBOX = "/desk/notices/mine/", "/desk/notices/outbox/"


def signed_in(person: Any) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person)
    return client


def send(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, {"submission": str(uuid4())} | values)


def read(client: Client, url: str, **query: Any) -> str:
    return client.get(url, query).content.decode()


def test_my_notices_stand_there_the_unread_first_and_nobody_elses(office: SimpleNamespace) -> None:
    old = notice(office.foi, slot="1", text="old one")
    notice(office.foi, slot="2", text="new one")
    notice(office.leader, text="for the leader")
    client = signed_in(office.foi)
    send(client, reverse("desk:notice_read", args=[old.pk]))
    shown = read(client, MINE)
    assert 0 < shown.index("new one") < shown.index("old one")
    assert "for the leader" not in shown


def test_the_navigation_tells_how_many_are_unread(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    assert "<b>" not in _entry(read(client, "/desk/"), "My notices")
    notice(office.foi, slot="1")
    notice(office.foi, slot="2")
    assert "<b>2</b>" in _entry(read(client, "/desk/"), "My notices")


def _entry(page: str, label: str) -> str:
    (found,) = re.findall(rf"<li><a [^>]*><span>{label}</span>.*?</a>", page)
    return found


def test_who_goes_where_a_notice_leads_has_read_it(office: SimpleNamespace) -> None:
    told = notice(office.foi)
    answer = signed_in(office.foi).get(reverse("desk:notice_open", args=[told.pk]))
    assert answer.url == "/desk/cases/1/"
    assert unread_by(office.foi) == 0


def test_marking_as_read_stays_on_the_list(office: SimpleNamespace) -> None:
    told = notice(office.foi)
    answer = send(signed_in(office.foi), reverse("desk:notice_read", args=[told.pk]))
    assert answer.url == MINE


def test_somebody_elses_notice_does_not_exist(office: SimpleNamespace) -> None:
    told = notice(office.foi)
    client = signed_in(office.leader)
    assert send(client, reverse("desk:notice_read", args=[told.pk])).status_code == 404
    assert client.get(reverse("desk:notice_open", args=[told.pk])).status_code == 404
    assert unread_by(office.foi) == 1


def test_all_are_marked_as_read_by_one_press(office: SimpleNamespace) -> None:
    for slot in ("1", "2", "3"):
        notice(office.foi, slot=slot)
    assert send(signed_in(office.foi), reverse("desk:notice_read_all")).url == MINE
    assert unread_by(office.foi) == 0


def test_the_list_is_filtered_by_what_is_read(office: SimpleNamespace) -> None:
    notice(office.foi, text="still unread")
    client = signed_in(office.foi)
    assert "still unread" in read(client, MINE, read="no")
    assert "No notice fits" in read(client, MINE, read="yes")


def test_a_text_of_any_kind_breaks_no_page(office: SimpleNamespace) -> None:
    notice(office.foi, text="<script>alert(1)</script>\u202e" + "长" * 10_000 + "🙂")
    shown = read(signed_in(office.foi), MINE)
    assert "<script>alert" not in shown
    assert "\u202e" not in shown


def test_a_person_chooses_how_to_be_told(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    send(client, reverse("desk:notice_preferences"), sms_on="on", mobile="138 0000 0001", email="")
    assert preference_of(office.foi).ways() == [("sms", MOBILE)]
    assert MOBILE in read(client, reverse("desk:notice_preferences"))


def test_what_was_typed_stays_when_a_number_is_none(office: SimpleNamespace) -> None:
    answer = send(signed_in(office.foi), reverse("desk:notice_preferences"), sms_on="on", mobile="12345")
    assert answer.status_code == 422
    assert "not a mobile number of 11 digits" in answer.content.decode()
    assert 'value="12345"' in answer.content.decode()


def test_a_channel_that_is_off_is_said_to_be_off(office: SimpleNamespace, settings: Any) -> None:
    client = signed_in(office.sysadmin)
    for url in (OUTBOX, reverse("desk:notice_preferences")):
        assert "SMS is switched off" in read(client, url)
        assert "E-mail is switched off" in read(client, url)
    settings.SMS_URL = "https://sms.example.cn/"
    assert "SMS is switched off" not in read(client, OUTBOX)


def test_the_outbox_never_shows_a_whole_address_nor_the_text(office: SimpleNamespace) -> None:
    message = message_in(office, "unclear", text="秘密的事")
    client = signed_in(office.sysadmin)
    for url in (OUTBOX, message.get_absolute_url(), reverse("desk:message_again", args=[message.pk])):
        shown = read(client, url)
        assert MOBILE not in shown
        assert "秘密的事" not in shown
    assert "138****0001" in read(client, OUTBOX)


def test_the_outbox_is_the_system_administrators_of_the_agency(office: SimpleNamespace) -> None:
    theirs = message_in(office, "unclear", key="b", agency=office.other)
    assert signed_in(office.foi).get(OUTBOX).status_code == 403
    client = signed_in(office.sysadmin)
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert "The outbox is empty" in read(client, OUTBOX)


def test_the_navigation_tells_the_administrator_what_waits_for_a_word(office: SimpleNamespace) -> None:
    message_in(office, "unclear")
    message_in(office, "failed", key="b")
    message_in(office, "sent", key="c")
    assert "<b>2</b>" in _entry(read(signed_in(office.sysadmin), OUTBOX), "Outbox")


def test_the_administrator_resolves_a_message_whose_answer_was_lost(office: SimpleNamespace) -> None:
    message = message_in(office, "unclear")
    client = signed_in(office.sysadmin)
    assert "It did arrive" in read(client, message.get_absolute_url())
    answer = send(client, reverse("desk:message_arrived", args=[message.pk]), remark="Seen at the gateway.")
    assert answer.url == message.get_absolute_url()
    shown = read(client, answer.url)
    assert "Message found to have been sent" in shown
    assert "Seen at the gateway." in shown


def test_the_administrator_sends_a_message_again_and_a_second_press_changes_nothing(
    office: SimpleNamespace,
) -> None:
    message = message_in(office, "failed", attempts=6)
    client, token = signed_in(office.sysadmin), str(uuid4())
    for _press in range(2):
        send(client, reverse("desk:message_again", args=[message.pk]), submission=token)
    assert Message.objects.get().state == "waiting"


def test_the_outbox_is_filtered_by_state_and_channel(office: SimpleNamespace) -> None:
    message_in(office, "sent")
    client = signed_in(office.sysadmin)
    assert "SMS no." in read(client, OUTBOX, state="sent", channel="sms")
    assert "No message fits" in read(client, OUTBOX, state="failed")


@pytest.mark.parametrize(("who", "url", "at_most"), [("foi", MINE, 10), ("sysadmin", OUTBOX, 8)])
def test_thirty_rows_cost_as_many_queries_as_three(
    office: SimpleNamespace, who: str, url: str, at_most: int
) -> None:
    person = getattr(office, who)
    choose_ways(person, email_on=True, email=EMAIL, sms_on=False, mobile="", by=person)
    client = signed_in(person)
    costs = []
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            notice(person, slot=str(number))
            message_in(office, "unclear", key=str(number))
        client.get(url)  # The first page of a session costs a little more.
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= at_most
