"""Pages of connected systems: the token is shown once."""

import re

import pytest
from django.urls import reverse

from gongkai.desk.tests.pages import faults_of, sent, text
from gongkai.people.models import ConnectedSystem
from gongkai.people.systems import open_system, recognise

pytestmark = pytest.mark.django_db

SAID = {"name": "区办公自动化系统", "scopes": ["documents.draft", "documents.read"]}


def token_in(answer):
    return re.search(r"gk_[\w-]{43}", text(answer))


def test_the_token_is_shown_on_the_answer_and_never_again(office, as_):
    client = as_(office.sysadmin)
    answer = sent(client, reverse("desk:system_open"), **SAID)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    system = ConnectedSystem.objects.get()
    assert recognise(token_in(answer)[0]) == system
    assert faults_of(answer) == []
    for url in (reverse("desk:system", args=[system.pk]), reverse("desk:system_list")):
        assert token_in(client.get(url)) is None
    assert token_in(answer)[0] not in str(dict(client.session))


def test_a_form_sent_twice_opens_one_system(office, as_):
    client = as_(office.sysadmin)
    said = SAID | {"submission": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}
    client.post(reverse("desk:system_open"), said)
    again = client.post(reverse("desk:system_open"), said)
    assert (again.status_code, ConnectedSystem.objects.count()) == (302, 1)


def test_what_is_wrong_is_said_above_the_form(office, as_):
    answer = sent(as_(office.sysadmin), reverse("desk:system_open"), name="系统")
    assert answer.status_code == 422
    open_system(office.agency, by=office.sysadmin, **SAID)
    answer = sent(as_(office.sysadmin), reverse("desk:system_open"), **SAID)
    assert "A system of this name is connected already." in text(answer)


def test_a_new_token_is_made_and_the_connection_closed(office, as_):
    system, token = open_system(office.agency, by=office.sysadmin, **SAID)
    client = as_(office.sysadmin)
    answer = sent(client, reverse("desk:system_renew", args=[system.pk]))
    assert recognise(token) is None
    assert recognise(token_in(answer)[0]) == system
    answer = sent(client, reverse("desk:system_close", args=[system.pk]), reason="换系统")
    assert answer.status_code == 302
    assert recognise(token_in(answer) or "") is None
    system.refresh_from_db()
    assert system.closed_at is not None


def test_other_administrators_look_and_change_nothing(office, as_):
    system, _token = open_system(office.agency, by=office.sysadmin, **SAID)
    client = as_(office.auditor)
    page = client.get(reverse("desk:system", args=[system.pk]))
    assert page.status_code == 200
    answer = sent(client, reverse("desk:system_close", args=[system.pk]), reason="x")
    assert answer.status_code == 422
    assert "Only the system administrator of this agency connects other systems." in text(answer)


def test_the_list_asks_the_database_the_same_for_three_and_for_thirty(office, as_, django_assert_num_queries):
    def list_of(count):
        for place in range(ConnectedSystem.objects.count(), count):
            open_system(office.agency, name=f"系统{place}", scopes=["documents.draft"], by=office.sysadmin)
        client = as_(office.sysadmin)
        client.get(reverse("desk:system_list"))
        with django_assert_num_queries(6) as asked:
            client.get(reverse("desk:system_list"))
        return len(asked)

    assert list_of(3) == list_of(30)
