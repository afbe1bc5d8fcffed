"""Asking for the digest, confirming and ending it, as somebody without an account does."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import altcha
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gongkai.acts import clock
from gongkai.channels import subscriptions
from gongkai.channels.models import Subscription, SubscriptionState
from gongkai.channels.tests import factories
from gongkai.notices.models import Message
from gongkai.portal.requests import checking

pytestmark = pytest.mark.django_db
ADDRESS = "jumin@example.cn"


@pytest.fixture(autouse=True)
def _set_up(office: SimpleNamespace, settings: Any) -> Any:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.invalid", "gongkai@example.cn"
    settings.SITE_URL = "https://www.example.gov.cn"
    cache.clear()
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.fixture
def citizen() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def solved() -> str:
    task = checking.new_challenge()
    found = altcha.altcha.solve_challenge(
        task["challenge"], task["salt"], task["algorithm"], task["max_number"]
    )
    said = {name: task[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps(said | {"number": found.number}).encode()).decode()


def ask(citizen: Client, address: str = ADDRESS, **given: Any) -> Any:
    return citizen.post(
        reverse("portal:subscribe"), {"submission": str(uuid4()), "address": address, "check": "", **given}
    )


def test_everybody_gets_the_same_answer(citizen: Client) -> None:
    first = ask(citizen)
    Subscription.objects.update(state="confirmed", confirmed_at=clock.now(), told_until=clock.today())
    second = ask(citizen)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == reverse("portal:subscribe_sent")
    assert citizen.get(first["Location"]).status_code == 200
    assert Message.objects.count() == 2


def test_opening_the_link_does_nothing_and_its_button_confirms(citizen: Client) -> None:
    ask(citizen)
    subscription = Subscription.objects.get()
    page = citizen.get(subscription.path_to("confirm"))
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ASKED
    for _time in range(2):
        answer = citizen.post(subscription.path_to("confirm"))
        assert "Confirmed" in answer.content.decode()
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.CONFIRMED


def test_one_press_ends_it(citizen: Client) -> None:
    ask(citizen)
    subscription = Subscription.objects.get()
    citizen.post(subscription.path_to("confirm"))
    assert "End it" in citizen.get(subscription.path_to("leave")).content.decode()
    assert "Ended" in citizen.post(subscription.path_to("leave")).content.decode()
    assert "Ended" in citizen.get(subscription.path_to("leave")).content.decode()


def test_a_mail_program_ends_it_without_cookies_or_a_form(citizen: Client) -> None:
    ask(citizen)
    subscription = Subscription.objects.get()
    subscriptions.confirm(subscription)
    program = Client(enforce_csrf_checks=True)
    answer = program.post(subscription.path_to("leave"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ENDED


def test_a_guessed_link_leads_nowhere(citizen: Client) -> None:
    ask(citizen)
    pk = Subscription.objects.get().pk
    for name in ("confirm", "leave"):
        assert citizen.get(reverse(f"portal:subscription_{name}", args=[pk, "0" * 40])).status_code == 404


def test_the_columns_chosen_are_kept_and_no_others(citizen: Client, office: SimpleNamespace) -> None:
    column = factories.column(office)
    ask(citizen, columns=[column.pk])
    assert list(Subscription.objects.get().columns.all()) == [column]
    assert ask(citizen, columns=[column.pk + 1]).status_code == 422


def test_without_the_browsers_check_only_few_are_taken(citizen: Client, settings: Any) -> None:
    settings.ONLINE_UNCHECKED_PER_ADDRESS = 2
    answers = [ask(citizen, f"a{n}@example.cn").status_code for n in range(3)]
    assert answers == [302, 302, 429]
    settings.ONLINE_CHECK_NUMBERS = 50
    assert ask(citizen, "b@example.cn", check=solved()).status_code == 302


def test_where_no_mail_is_sent_it_is_not_offered(citizen: Client, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    page = citizen.get(reverse("portal:subscribe"))
    assert "not offered here" in page.content.decode()


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "<script>@x.cn", "长" * 99 + "@x.cn", "a\x00@x.cn"])
def test_what_is_no_address_is_told_so(citizen: Client, address: str) -> None:
    assert ask(citizen, address).status_code == 422
    assert not Subscription.objects.exists()
