"""The office's own data: seen by the administrators, changed by one of them, shown to everybody."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from gongkai.agencies.actions import change_particulars
from gongkai.agencies.models import Agency
from gongkai.agencies.particulars import particulars_of, stand_of
from gongkai.desk.tests.pages import HOSTILE, TURNING, faults_of, sent, shown, text
from gongkai.journal.models import Entry
from gongkai.people.models import User

pytestmark = pytest.mark.django_db

OFFICE, CHANGE = "/desk/agencies/", "/desk/agencies/change/"


@pytest.fixture
def as_(client: Client) -> Any:
    def logged_in(person: User) -> Client:
        client.cookies["django_language"] = "en"
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return logged_in


def filled(office: SimpleNamespace, **given: str) -> dict[str, str]:
    """The form as the page gives it, with what is typed over it."""
    agency = Agency.objects.get(pk=office.agency.pk)
    return particulars_of(agency) | {"seen": stand_of(agency)} | given


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_the_administrators_see_the_data(as_: Any, office: SimpleNamespace, who: str) -> None:
    page = shown(as_(getattr(office, who)).get(OFFICE))
    assert "北京市东城区人民法院" in page
    assert "010-65126891" in page


@pytest.mark.parametrize(
    "who", ["officer", "foi", "foi_head", "principal", "supervisor", "citizen", "stranger"]
)
def test_to_all_others_the_pages_are_closed(as_: Any, office: SimpleNamespace, who: str) -> None:
    client = as_(getattr(office, who))
    assert [client.get(OFFICE).status_code, client.get(CHANGE).status_code] == [403, 403]
    assert sent(client, CHANGE, **filled(office, phone="010-1")).status_code == 403


def test_an_administrator_of_another_office_sees_and_changes_their_own(
    as_: Any, office: SimpleNamespace
) -> None:
    neighbour = as_(office.person("linban", "邻办（虚构）", ["system_administrator"], office.other))
    assert office.other.name in shown(neighbour.get(OFFICE))
    seen = stand_of(office.other)
    assert sent(neighbour, CHANGE, seen=seen, phone="010-1").status_code == 302
    assert [each.phone for each in Agency.objects.order_by("pk")] == ["", "010-65126891", "010-1"]


def test_the_page_tells_the_security_administrator_who_changes_the_data(
    as_: Any, office: SimpleNamespace
) -> None:
    client = as_(office.secadmin)
    assert "Only the system administrator of this agency" in shown(client.get(OFFICE))
    assert "Only the system administrator of this agency" in shown(client.get(CHANGE))
    assert sent(client, CHANGE, **filled(office, phone="010-1")).status_code == 422


def test_a_change_is_made_and_shown_with_who_made_it(as_: Any, office: SimpleNamespace) -> None:
    client = as_(office.sysadmin)
    assert "not since the office was set up" in shown(client.get(OFFICE))
    answer = client.get(CHANGE)
    assert answer.context["form"].initial["phone"] == "010-65126891"
    assert sent(client, CHANGE, **filled(office, phone="010-12345678")).url == OFFICE
    page = shown(client.get(OFFICE))
    assert "010-65126891 → 010-12345678" in page
    assert page.count(office.sysadmin.name) >= 3  # the bar, the last change, the timeline


def test_the_form_sent_twice_changes_the_data_once(as_: Any, office: SimpleNamespace) -> None:
    client = as_(office.sysadmin)
    said = filled(office, phone="010-12345678") | {"submission": str(uuid4())}
    assert client.post(CHANGE, said).status_code == client.post(CHANGE, said).status_code == 302
    assert Entry.objects.filter(act="agencies.particulars_changed").count() == 1


def test_a_form_opened_before_somebody_elses_change_is_refused_and_kept(
    as_: Any, office: SimpleNamespace
) -> None:
    client = as_(office.sysadmin)
    said = filled(office, phone="010-12345678")
    change_particulars(office.agency, by=office.sysadmin, address="新址")
    answer = sent(client, CHANGE, **said)
    assert answer.status_code == 422
    assert "Somebody changed the data after you opened this page" in shown(answer)
    assert "010-12345678" in text(answer)


def test_an_empty_court_is_allowed_and_pointed_out(as_: Any, office: SimpleNamespace) -> None:
    client = as_(office.sysadmin)
    assert "Something is missing" not in shown(client.get(OFFICE))
    assert sent(client, CHANGE, **filled(office, court="")).status_code == 302
    page = client.get(OFFICE)
    assert "The court is missing. Without it no reply can be signed." in shown(page)
    entries = [entry for group in page.context["desk_nav"] for entry in group["entries"]]
    assert [entry["count"] for entry in entries if entry["name"] == "office"] == [1]


def test_only_the_system_administrator_finds_it_in_the_navigation(as_: Any, office: SimpleNamespace) -> None:
    assert f'href="{OFFICE}"' in text(as_(office.sysadmin).get("/desk/people/"))
    assert f'href="{OFFICE}"' not in text(as_(office.secadmin).get("/desk/people/"))


def test_a_wrong_address_of_e_mail_is_told_at_its_field(as_: Any, office: SimpleNamespace) -> None:
    answer = sent(as_(office.sysadmin), CHANGE, **filled(office, email="nobody"))
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


@pytest.mark.parametrize("value", ["东" * 10_000, "010\x001"])
def test_what_is_too_long_or_no_text_is_refused(as_: Any, office: SimpleNamespace, value: str) -> None:
    assert sent(as_(office.sysadmin), CHANGE, **filled(office, address=value)).status_code == 422


def test_whoever_means_ill_writes_only_words(as_: Any, office: SimpleNamespace) -> None:
    client = as_(office.sysadmin)
    assert sent(client, CHANGE, **filled(office, address=HOSTILE)).status_code == 302
    page = client.get(OFFICE)
    assert faults_of(page) == []
    assert escape("<script>alert(1)</script>") in text(page)
    assert not TURNING & set(Agency.objects.get(pk=office.agency.pk).address)


@pytest.mark.parametrize("name", ["portal:guide", "portal:requests", "portal:request"])
def test_the_portal_shows_the_change_at_once(as_: Any, office: SimpleNamespace, name: str) -> None:
    client = as_(office.sysadmin)
    assert "010-65126891" in shown(client.get(reverse(name)))
    sent(client, CHANGE, **filled(office, phone="010-12345678", address="东城区新址1号"))
    page = shown(client.get(reverse(name)))
    assert "010-12345678" in page
    assert "东城区新址1号" in page
    assert "010-65126891" not in page


def test_the_next_index_number_is_shown_by_the_pattern_as_typed(as_: Any, office: SimpleNamespace) -> None:
    client = as_(office.sysadmin)
    assert "000000047/" in shown(client.get(CHANGE))
    answer = sent(client, CHANGE, **filled(office, index_pattern="{code}-{year}-{serial:06d}", site_code="1"))
    assert answer.status_code == 422
    assert "-000001" in shown(answer)
    answer = sent(client, CHANGE, **filled(office, index_pattern="{year}"))
    assert "must stand in it once" in shown(answer)


def test_the_data_of_a_section_are_changed_by_its_administrator(as_: Any, office: SimpleNamespace) -> None:
    path = reverse("desk:section_change", args=[office.section.pk])
    client = as_(office.sysadmin)
    assert office.section.name in shown(client.get(OFFICE))
    assert sent(client, path, functions="社会救助", phone="010-65126892").status_code == 302
    assert "010-65126892" in shown(client.get(OFFICE))
    assert as_(office.foi).get(path).status_code == 403
    assert "Only the system administrator" in shown(as_(office.auditor).get(path))
