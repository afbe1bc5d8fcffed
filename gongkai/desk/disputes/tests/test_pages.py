from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.cases.tests.factories import delivered_reply, on, registered_case
from gongkai.desk.disputes.waiting import waiting_for
from gongkai.disputes import actions
from gongkai.disputes.models import Complaint, Dispute
from gongkai.disputes.tests.factories import (
    decided,
    lost,
    opened_dispute,
    opened_suit,
    received_complaint,
    served,
)

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
            ("dispute_service", dispute),
            ("dispute_defence", dispute),
            ("dispute_outcome", dispute),
            ("dispute_filing", dispute),
            ("dispute_reply_anew", dispute),
            ("dispute_papers", dispute),
            ("dispute_evidence", dispute),
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


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "year=x",
        "owed=filing",
        "owed=x",
        "instance=first",
        "result=x",
        "outcome=pending",
        "kind=x",
        "handled=no",
        "page=99",
    ],
)
def test_a_strange_query_breaks_no_list(office: SimpleNamespace, query: str) -> None:
    opened_dispute(office)
    received_complaint(office)
    for name in ("dispute_list", "complaint_list", "complaint_register"):
        assert signed_in(office.foi).get(f"{reverse(f'desk:{name}')}?{query}").status_code in {200, 404}


@pytest.mark.parametrize("name", ["dispute_list", "complaint_list", "complaint_register"])
def test_lists_cost_the_same_with_many_rows(office: SimpleNamespace, name: str) -> None:
    client = signed_in(office.foi)
    client.get(reverse(f"desk:{name}"))  # The first page of a session costs a little more.
    costs = []
    case = registered_case(office)
    for count in (3, 27):
        for _time in range(count):
            served(opened_dispute(office, case=case), office, date(2025, 9, 17))
            received_complaint(office, case=case)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"desk:{name}"))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 20


def test_a_dispute_goes_from_service_to_the_report_to_the_district(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office, date(2025, 10, 27))
    client, page = signed_in(office.counsel), dispute.get_absolute_url()

    def do(name: str, **values: Any) -> str:
        response = send(client, reverse(f"desk:{name}", args=[dispute.pk]), **values)
        assert response.status_code == 302, response.content.decode()
        return str(client.get(page).content.decode())

    assert "Hand in the defence" in do("dispute_service", served_on="2025-10-28", procedure="ordinary")
    assert "Hand in the defence" not in do("dispute_defence", sent_on="2025-11-03")
    shown = do(
        "dispute_outcome",
        judgment="annulled",
        decided_on="2025-11-03",
        decision_served_on="2025-11-03",
        orders_new_reply="on",
        ordered_within_days="15",
        ordered_unit="working days",
    )
    assert "Report the lost case to the district" in shown
    assert "within 15 working days" in shown
    assert "by letter 12" in do("dispute_filing", on="2025-11-03", how="by letter 12")


def test_what_is_owed_waits_with_the_days_that_are_left(office: SimpleNamespace) -> None:
    owed = served(opened_dispute(office, date(2025, 10, 27)), office, date(2025, 10, 27))
    unserved = opened_dispute(office, date(2025, 10, 27))
    beaten = lost(opened_dispute(office, date(2025, 9, 15)), office, date(2025, 10, 13))
    decided(opened_suit(office, date(2025, 9, 15)), office, date(2025, 10, 13))
    for person in (office.foi, office.counsel):
        rows = waiting_for(person)
        assert [row.url for row in rows] == [each.get_absolute_url() for each in (beaten, owed, unserved)]
        late, soon, none = (row.deadline for row in rows)
        # Ten days from 27 October end on 6 November; ten working days from 13 October on the 27th.
        assert (late.kind, late.number, late.unit) == ("late", 5, "working days")
        assert (soon.kind, soon.number, soon.unit) == ("soon", 3, "days")
        assert none is None
    for person in (office.leader, office.officer, office.stranger, office.supervisor):
        assert waiting_for(person) == []


def test_an_appeal_of_our_own_waits_for_no_copy(office: SimpleNamespace) -> None:
    first = lost(opened_suit(office), office, date(2025, 10, 20))
    with on(date(2025, 10, 21)):
        actions.file_lost_case(first, by=office.foi, on=date(2025, 10, 21), how="书面")
    opened_suit(office, date(2025, 10, 28), follows=first, instance="second")
    assert waiting_for(office.foi) == []


def test_a_missing_holiday_notice_stands_on_top(office: SimpleNamespace) -> None:
    served(opened_dispute(office, date(2025, 10, 27)), office, date(2025, 10, 27))
    missing = served(opened_dispute(office, date(2025, 10, 27)), office, date(2025, 10, 28))
    Dispute.objects.filter(pk=missing.pk).update(defence_due_on=None, defence_due_unknown_year=2025)
    assert waiting_for(office.foi)[0].url == missing.get_absolute_url()
    page = signed_in(office.foi).get(reverse("desk:dispute_list")).content.decode()
    assert "holiday notice for 2025" in page


def test_what_follows_begins_with_what_is_known(office: SimpleNamespace) -> None:
    case = registered_case(office)
    review = decided(opened_dispute(office, case=case, claimant="李明远（虚构）"), office, date(2025, 10, 20))
    url = f"{reverse('desk:dispute_open')}?follows={review.pk}"
    form = signed_in(office.foi).get(url).context["form"]
    assert form["kind"].value() == "suit_after_reconsideration"
    assert (form["case_number"].value(), form["claimant"].value()) == (case.number, "李明远（虚构）")
    for strange in ("x", "9" * 40, "-1", "%00", "99999"):
        url = f"{reverse('desk:dispute_open')}?follows={strange}"
        assert signed_in(office.foi).get(url).status_code == 200


def test_the_dispute_of_another_agency_is_no_choice(office: SimpleNamespace) -> None:
    review = decided(opened_dispute(office), office, date(2025, 10, 20))
    Dispute.objects.filter(pk=review.pk).update(agency=office.other)
    values = OPEN | {"kind": "suit_after_reconsideration", "follows": review.pk}
    assert send(signed_in(office.foi), reverse("desk:dispute_open"), **values).status_code == 422
    assert Dispute.objects.count() == 1


def attached(office: SimpleNamespace, dispute: Dispute) -> Any:
    file: Any = SimpleUploadedFile("复议申请书.txt", "行政复议申请书".encode())
    values = {"files": file, "kind": "application", "on": "2025-11-03"}
    done = send(signed_in(office.foi), reverse("desk:dispute_papers", args=[dispute.pk]), **values)
    assert done.status_code == 302
    return dispute.papers.get()


def test_papers_are_handed_out_to_those_who_see_the_dispute(office: SimpleNamespace) -> None:
    paper = attached(office, opened_dispute(office))
    url = reverse("desk:dispute_paper", args=[paper.pk])
    answer = signed_in(office.leader).get(url)
    assert b"".join(answer.streaming_content).decode() == "行政复议申请书"
    assert "attachment" in answer["Content-Disposition"]
    for person in (office.stranger, office.officer, office.sysadmin):
        assert signed_in(person).get(url).status_code == 404


def test_the_list_of_evidence_can_be_printed(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2025, 9, 1))
    delivered_reply(case, office)
    dispute = opened_dispute(office, case=case)
    page = signed_in(office.counsel).get(reverse("desk:dispute_evidence", args=[dispute.pk]))
    assert "☐" in page.content.decode()
    without = opened_dispute(office)
    page = signed_in(office.counsel).get(reverse("desk:dispute_evidence", args=[without.pk]))
    assert "not linked to a request" in page.content.decode()


def test_the_page_of_a_dispute_costs_the_same_with_many_papers(office: SimpleNamespace) -> None:
    client, dispute = signed_in(office.foi), opened_dispute(office)
    client.get(dispute.get_absolute_url())
    costs = []
    for count in (1, 8):
        for _time in range(count):
            file: Any = SimpleUploadedFile("材料.txt", "材料".encode())
            with on(date(2025, 11, 3)):
                actions.add_papers(dispute, [file], by=office.foi, kind="evidence")
        with CaptureQueriesContext(connection) as queries:
            client.get(dispute.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 25


def test_the_register_of_complaints_tells_everything_on_one_page(office: SimpleNamespace) -> None:
    complaint = received_complaint(office, kind="report", how_came="hotline")
    values = {"handled": "已更新公示栏", "result": "founded", "answered_to": "王某（虚构）"}
    client = signed_in(office.foi)
    send(client, reverse("desk:complaint_handled", args=[complaint.pk]), **values)
    received_complaint(office, about="没有办理的投诉")
    page = client.get(f"{reverse('desk:complaint_register')}?kind=report").content.decode()
    for words in ("Report", "Through the hotline 12345", "已更新公示栏", "Founded", "王某（虚构）"):
        assert words in page
    assert "没有办理的投诉" not in page
