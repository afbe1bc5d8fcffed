from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.cases.tests.factories import on, registered_case
from gongkai.desk.disputes.waiting import waiting_for
from gongkai.disputes.models import Complaint, Dispute
from gongkai.disputes.tests.factories import opened_dispute, received_complaint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _its_november() -> Any:
    with on(date(2025, 11, 3)):
        yield


def signed_in(person: Any) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person)
    return client


def send(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, {"submission": str(uuid4())} | values)


OPEN = {
    "kind": "direct_suit",
    "body": "北京市东城区人民法院",
    "opened_on": "2025-11-03",
    "number": "（2025）京0101行初1号",
}


def test_a_suit_is_registered_and_decided(office: SimpleNamespace) -> None:
    case = registered_case(office)
    client = signed_in(office.counsel)
    done = send(client, reverse("desk:dispute_open"), **OPEN, case_number=case.number)
    dispute = Dispute.objects.get()
    assert (done.url, dispute.case) == (dispute.get_absolute_url(), case)
    send(
        client, reverse("desk:dispute_outcome", args=[dispute.pk]), outcome="upheld", decided_on="2025-11-03"
    )
    page = client.get(done.url).content.decode()
    assert "Result upheld" in page
    assert "claim dismissed" in page


def test_a_form_sent_twice_registers_one_dispute(office: SimpleNamespace) -> None:
    client, token = signed_in(office.foi), str(uuid4())
    for _time in range(2):
        client.post(reverse("desk:dispute_open"), OPEN | {"submission": token})
    assert Dispute.objects.count() == 1


def test_a_request_of_another_agency_is_not_found(office: SimpleNamespace) -> None:
    from gongkai.cases.models import Case

    case = registered_case(office)
    Case.objects.filter(pk=case.pk).update(agency=office.other)
    response = send(signed_in(office.foi), reverse("desk:dispute_open"), **OPEN, case_number=case.number)
    assert response.status_code == 422
    assert "no request with this number" in response.content.decode()


def test_for_another_agency_nothing_exists(office: SimpleNamespace) -> None:
    dispute, complaint = opened_dispute(office), received_complaint(office)
    for person in (office.stranger, office.officer, office.sysadmin):
        client = signed_in(person)
        for name, thing in (
            ("dispute", dispute),
            ("dispute_outcome", dispute),
            ("complaint", complaint),
            ("complaint_handled", complaint),
        ):
            url = reverse(f"desk:{name}", args=[thing.pk])
            assert client.get(url).status_code == 404
    assert (
        "There are no disputes"
        in signed_in(office.stranger).get(reverse("desk:dispute_list")).content.decode()
    )


def test_a_decided_dispute_says_why_it_is_not_decided_again(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    url = reverse("desk:dispute_outcome", args=[dispute.pk])
    client = signed_in(office.foi)
    values = {"outcome": "other", "decided_on": "2025-11-03"}
    assert send(client, url, **values).status_code == 302
    assert send(client, url, **values).status_code == 422
    assert "recorded already" in client.get(url).content.decode()


def test_a_complaint_waits_until_it_is_handled(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    send(client, reverse("desk:complaint_record"), received_on="2025-11-03", about="<script>x</script>\u202e")
    complaint = Complaint.objects.get()
    assert [row.url for row in waiting_for(office.foi)] == [complaint.get_absolute_url()]
    for url in (complaint.get_absolute_url(), reverse("desk:complaint_list")):
        page = client.get(url).content.decode()
        assert "<script>x" not in page
        assert "\u202e" not in page
    send(client, reverse("desk:complaint_handled", args=[complaint.pk]), handled="已更新")
    assert waiting_for(office.foi) == []


@pytest.mark.parametrize("query", ["q=%00", "year=x", "outcome=pending", "kind=x", "handled=no", "page=99"])
def test_a_strange_query_breaks_no_list(office: SimpleNamespace, query: str) -> None:
    opened_dispute(office)
    received_complaint(office)
    for name in ("dispute_list", "complaint_list"):
        assert signed_in(office.foi).get(f"{reverse(f'desk:{name}')}?{query}").status_code in {200, 404}


@pytest.mark.parametrize("name", ["dispute_list", "complaint_list"])
def test_lists_cost_the_same_with_many_rows(office: SimpleNamespace, name: str) -> None:
    client = signed_in(office.foi)
    client.get(reverse(f"desk:{name}"))  # The first page of a session costs a little more.
    costs = []
    case = registered_case(office)
    for count in (3, 27):
        for _time in range(count):
            opened_dispute(office, case=case)
            received_complaint(office)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"desk:{name}"))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 20
