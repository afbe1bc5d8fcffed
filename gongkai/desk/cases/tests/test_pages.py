from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.acts import clock
from gongkai.cases import actions
from gongkai.cases.models import Case, DeliveredHow, Reply, ReplyState
from gongkai.cases.tests.factories import (
    MONDAY,
    checked_reply,
    delivered_reply,
    filed_paper,
    on,
    proposed_reply,
    registered_case,
    signed_reply,
)
from gongkai.desk.cases.waiting import waiting_for
from gongkai.journal.models import Entry

pytestmark = pytest.mark.django_db

INTAKE = {
    "how_came": "registered_post",
    "arrived_on": "2025-09-15",
    "requester_name": "李明远（虚构）",
    "requester_kind": "natural_person",
    "requester_contact": "010-00000001",
    "kind": "information",
    "description": "停车意愿问卷的汇总结果",
}


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(date(2025, 9, 16)):
        yield


def signed_in(person: Any, language: str = "en") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person)
    return client


def send(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, {"submission": str(uuid4())} | values)


def words(response: Any) -> str:
    return str(response.content.decode())


def replies_pages(reply: Reply) -> list[str]:
    names = ["case_check", "case_send_back", "case_sign", "case_deliver", "case_arrival"]
    return [reverse(f"desk:{name}", args=[reply.pk]) for name in names] + [
        reverse("desk:case_letter", args=[reply.pk, kind]) for kind in ("docx", "pdf")
    ]


def case_pages(case: Case) -> list[str]:
    names = [
        "case",
        "case_contact",
        "case_section",
        "case_extend",
        "case_withdraw",
        "case_propose",
        "case_fee",
        "case_papers",
    ]
    return [reverse(f"desk:{name}", args=[case.pk]) for name in names]


# The whole way, in the browser's shape


def test_a_letter_goes_the_whole_way_from_register_to_delivery(office: SimpleNamespace) -> None:
    foi, counsel, leader = (signed_in(each) for each in (office.foi, office.counsel, office.leader))
    done = send(foi, reverse("desk:case_register"), **INTAKE)
    case = Case.objects.get()
    assert done.url == case.get_absolute_url()
    assert "Reply by 17 October" in words(foi.get(done.url))
    send(foi, reverse("desk:case_propose", args=[case.pk]), outcome_code="granted", text="随信提供。")
    reply = case.replies.get()
    send(counsel, reverse("desk:case_check", args=[reply.pk]), opinion="同意")
    preview = words(leader.get(reverse("desk:case_sign", args=[reply.pk])))
    assert "（签发时编号）" in preview
    assert "随信提供。" in preview
    send(leader, reverse("desk:case_sign", args=[reply.pk]))
    letter = foi.get(reverse("desk:case_letter", args=[reply.pk, "docx"]))
    assert letter.getvalue().startswith(b"PK")
    assert letter["X-Content-Type-Options"] == "nosniff"
    sent = send(
        foi,
        reverse("desk:case_deliver", args=[reply.pk]),
        to=case.requester_name,
        recipient_checked="on",
        how="in_person",
        sent_on="2025-09-16",
    )
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.outcome, case.timeliness) == ("granted", "on_time")
    assert "Concluded on time" in words(foi.get(case.get_absolute_url()))


def test_the_recipient_is_confirmed_before_anything_is_sent(office: SimpleNamespace) -> None:
    reply = signed_reply(registered_case(office), office)
    url = reverse("desk:case_deliver", args=[reply.pk])
    client = signed_in(office.foi)
    assert "goes to 李明远（虚构）" in words(client.get(url))
    values = {"to": "李明远（虚构）", "how": "in_person", "sent_on": "2025-09-16"}
    assert send(client, url, **values).status_code == 422
    assert send(client, url, **values | {"recipient_checked": "on", "to": "王"}).status_code == 422
    assert Reply.objects.get().state == ReplyState.SIGNED


# Refusals keep what was typed


def test_a_refused_registration_keeps_what_was_typed(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    response = send(client, reverse("desk:case_register"), **INTAKE | {"submitted_on": "2025-09-16"})
    assert response.status_code == 422
    assert "cannot arrive before it was submitted" in words(response)
    assert "停车意愿问卷的汇总结果" in words(response)


def test_a_form_sent_twice_registers_once(office: SimpleNamespace) -> None:
    client, token = signed_in(office.foi), str(uuid4())
    first = client.post(reverse("desk:case_register"), INTAKE | {"submission": token})
    second = client.post(reverse("desk:case_register"), INTAKE | {"submission": token})
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_in_two_tabs_only_the_first_reply_is_proposed(office: SimpleNamespace) -> None:
    case = registered_case(office)
    client = signed_in(office.foi)
    url = reverse("desk:case_propose", args=[case.pk])
    assert send(client, url, outcome_code="granted", text="甲").status_code == 302
    second = send(client, url, outcome_code="granted", text="乙")
    assert second.status_code == 422
    assert "There is a reply to this request already" in words(second)
    assert case.replies.get().text == "甲"


def test_a_tab_left_open_does_not_sign_the_reply_that_came_after(office: SimpleNamespace) -> None:
    case = registered_case(office)
    first = checked_reply(case, office)
    with on(MONDAY):
        actions.send_back(first, by=office.leader, reason="改")
    second = checked_reply(case, office)
    response = send(signed_in(office.leader), reverse("desk:case_sign", args=[first.pk]))
    assert response.status_code == 422
    second.refresh_from_db()
    assert second.state == ReplyState.CHECKED


# Who sees what


@pytest.mark.usefixtures("plain_refusals")
def test_for_another_agency_no_page_of_a_case_exists(office: SimpleNamespace) -> None:
    case = registered_case(office)
    reply = signed_reply(case, office)
    paper = filed_paper(case, office)
    only_shown = [reverse("desk:case", args=[case.pk]), reverse("desk:case_paper", args=[paper.pk])]
    addresses = [*case_pages(case), *replies_pages(reply), *only_shown]
    for person in (office.stranger, office.officer, office.auditor):
        client = signed_in(person)
        for url in addresses:
            got = client.get(url, follow=False)
            if url.endswith("/contact/"):
                got = client.post(url)
            assert got.status_code == 404, (person, url)
            # Pages that only show something take no form from anybody.
            if url not in only_shown and not url.endswith(("docx", "pdf")):
                assert client.post(url, {"submission": str(uuid4())}).status_code == 404


def test_nobody_sees_anything_without_logging_in(office: SimpleNamespace) -> None:
    case = registered_case(office)
    for url in [reverse("desk:case_list"), reverse("desk:case_register"), *case_pages(case)]:
        assert Client().get(url).status_code == 302


def test_the_list_shows_only_the_own_agency(office: SimpleNamespace) -> None:
    registered_case(office)
    assert "0 requests" not in words(signed_in(office.foi).get(reverse("desk:case_list")))
    assert "There are no requests here" in words(signed_in(office.stranger).get(reverse("desk:case_list")))
    assert signed_in(office.officer).get(reverse("desk:case_list")).status_code == 403


def test_the_supervisor_reads_but_opens_nothing_that_came_in(office: SimpleNamespace) -> None:
    from io import BytesIO

    scan = BytesIO("申请".encode())
    scan.name = "申请表.txt"
    case = registered_case(office, scans=[scan])
    client = signed_in(office.supervisor)
    page = words(client.get(case.get_absolute_url()))
    assert "申请表.txt" not in page
    assert "Show contact" not in page
    paper = case.papers.get(kind="incoming")
    assert client.get(reverse("desk:case_paper", args=[paper.pk])).status_code == 404
    assert signed_in(office.foi).get(reverse("desk:case_paper", args=[paper.pk])).status_code == 200


def test_the_contact_is_shown_only_when_asked_for_and_the_journal_tells(office: SimpleNamespace) -> None:
    case = registered_case(office)
    client = signed_in(office.foi)
    assert "010-00000001" not in words(client.get(case.get_absolute_url()))
    shown = client.post(reverse("desk:case_contact", args=[case.pk]))
    assert "010-00000001" in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.filter(act="cases.contact_shown").count() == 1
    assert client.get(reverse("desk:case_contact", args=[case.pk])).status_code == 302


# Letters


def test_a_pdf_that_would_have_holes_is_refused_with_a_sentence(office: SimpleNamespace) -> None:
    case = registered_case(office, requester_name="𠮷㛃\U0003fffd（虚构）")
    reply = signed_reply(case, office)
    client = signed_in(office.foi)
    answer = client.get(reverse("desk:case_letter", args=[reply.pk, "pdf"]), follow=True)
    assert "No installed font has the characters" in words(answer)
    assert client.get(reverse("desk:case_letter", args=[reply.pk, "docx"])).status_code == 200


def test_an_unsigned_reply_has_no_letter(office: SimpleNamespace) -> None:
    reply = proposed_reply(registered_case(office), office)
    client = signed_in(office.foi)
    for kind in ("docx", "pdf", "exe"):
        assert client.get(reverse("desk:case_letter", args=[reply.pk, kind])).status_code == 404


# What is offered


def test_nothing_that_cannot_be_done_is_offered_and_the_page_says_why(office: SimpleNamespace) -> None:
    case = registered_case(office)
    page = words(signed_in(office.foi).get(case.get_absolute_url()))
    assert reverse("desk:case_propose", args=[case.pk]) in page
    assert reverse("desk:case_extend", args=[case.pk]) not in page
    assert "Only the head of the FOI office extends the period." in page


def test_an_act_that_cannot_be_done_says_so_before_anything_is_typed(office: SimpleNamespace) -> None:
    case = registered_case(office)
    page = words(signed_in(office.foi).get(reverse("desk:case_extend", args=[case.pk])))
    assert "This cannot be done now" in page
    assert 'name="days"' not in page


# Hostile text


def test_hostile_text_breaks_no_page(office: SimpleNamespace) -> None:
    case = registered_case(
        office,
        title="<script>alert(1)</script>\u202e😀",
        description="<b>" + "字" * 10_000,
        requester_name="</a><img src=x onerror=alert(1)>",
    )
    reply = checked_reply(case, office, text="<script>x</script>\u202e\n" + "很" * 10_000)
    leader = signed_in(office.leader)
    for url in (
        reverse("desk:case_list"),
        case.get_absolute_url(),
        reverse("desk:case_sign", args=[reply.pk]),
    ):
        page = words(leader.get(url))
        assert "<script>" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page


@pytest.mark.parametrize(
    "values",
    [
        {"description": "字" * 20_001},
        {"requester_name": "名" * 101},
        {"title": "\x00"},
        {"arrived_on": "9999-99-99"},
        {"handling_section": "999999"},
        {"how_came": "pigeon"},
        {"requester_kind": "robot"},
    ],
)
def test_what_does_not_fit_is_refused_at_the_form(office: SimpleNamespace, values: dict[str, str]) -> None:
    response = send(signed_in(office.foi), reverse("desk:case_register"), **INTAKE | values)
    assert response.status_code == 422
    assert not Case.objects.exists()


def test_a_strange_query_breaks_no_list(office: SimpleNamespace) -> None:
    registered_case(office)
    client = signed_in(office.foi)
    strange = (
        "q=%00",
        "year=x",
        "state=nonsense",
        "how_came=x",
        "page=999",
        "q=%F0%9F%98%80",
        "year=2025&state=late",
    )
    for name in ("case_list", "case_list_concluded", "case_list_all"):
        for query in strange:
            response = client.get(f"{reverse(f'desk:{name}')}?{query}")
            assert response.status_code in {200, 404}, (name, query)


# Lists


def test_lists_cost_the_same_with_many_cases(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    addresses = [reverse(f"desk:{name}") for name in ("case_list", "case_list_concluded", "case_list_all")]
    costs: list[list[int]] = []
    for count in (6, 24):
        for n in range(count):
            case = registered_case(office)
            if n % 3 == 0:
                delivered_reply(case, office)
            elif n % 3 == 1:
                proposed_reply(case, office)
        costs.append([])
        for address in addresses:
            client.get(address)  # The first page of a session costs a little more.
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            costs[-1].append(len(queries))
    assert costs[0] == costs[1]
    # The bound holds the counts the navigation asks for too.
    assert max(costs[0]) <= 20


def test_filters_find_by_state_channel_year_and_words(office: SimpleNamespace) -> None:
    letter = registered_case(office, title="停车")
    counter = registered_case(office, how_came="in_person", title="绿化", description="绿化合同")
    proposed_reply(counter, office)
    client = signed_in(office.foi)
    for query, found in (
        ("q=停车", letter),
        ("state=proposed", counter),
        ("state=no_reply", letter),
        ("how_came=in_person", counter),
    ):
        page = words(client.get(f"{reverse('desk:case_list')}?{query}"))
        other = counter if found is letter else letter
        assert (found.title in page, other.title in page) == (True, False), query
    assert "No request fits this filter" in words(client.get(f"{reverse('desk:case_list')}?year=2024"))


# What waits


def test_the_queue_says_whose_turn_it_is(office: SimpleNamespace) -> None:
    case = registered_case(office)
    assert [row.url for row in waiting_for(office.foi)] == [case.get_absolute_url()]
    assert waiting_for(office.counsel) == []
    proposed_reply(case, office)
    assert waiting_for(office.counsel)[0].says == "The legal counsel checks the proposed reply."
    with on(MONDAY):
        actions.legal_check(case.replies.get(), by=office.counsel, opinion="好")
    assert waiting_for(office.counsel) == []
    assert len(waiting_for(office.leader)) == 1


def test_a_reply_on_its_way_waits_for_its_arrival(office: SimpleNamespace) -> None:
    case = registered_case(office)
    reply = signed_reply(case, office)
    with on(MONDAY, 16):
        actions.deliver(
            reply, by=office.foi, to=case.requester_name, how=DeliveredHow.POST, tracking_number="EX1"
        )
    (row,) = waiting_for(office.foi)
    assert (row.deadline, row.says) == (None, "The reply has been sent; record its arrival.")


def test_the_section_is_asked_for_the_information(office: SimpleNamespace) -> None:
    registered_case(office, handling_section=office.section)
    assert "finds the information" in waiting_for(office.head)[0].says


# The end of the calendar


def test_at_the_end_of_the_calendar_the_clerk_registers_on(office: SimpleNamespace) -> None:
    with clock.pretend(datetime(2027, 1, 4, 9)):
        client = signed_in(office.foi)
        known = registered_case(office, date(2026, 11, 2))
        done = send(client, reverse("desk:case_register"), **INTAKE | {"arrived_on": "2027-01-04"})
        case = Case.objects.exclude(pk=known.pk).get()
        page = words(client.get(done.url))
        assert "The holiday notice for 2027 is not loaded" in page
        assert "Registered as 建街公开申〔2027〕1号" in page
        rows = waiting_for(office.foi)
        assert sorted(rows, key=lambda row: row.deadline.order)[0].url == case.get_absolute_url()  # type: ignore[union-attr]
        listed = words(client.get(reverse("desk:case_list")))
        assert listed.index(case.number) < listed.index(known.number)
        assert "Overdue" in listed
        proposed = send(
            client, reverse("desk:case_propose", args=[case.pk]), outcome_code="granted", text="好"
        )
        assert proposed.status_code == 302


def test_a_case_overdue_beyond_the_calendar_still_has_its_page(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2026, 11, 2))
    with on(date(2027, 1, 4)):
        page = words(signed_in(office.foi).get(case.get_absolute_url()))
    assert "was due on 30 November" in page
    assert "All 20 days are over" in page


def test_overdue_cases_show_it_day_by_day(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(date(2025, 10, 24)):
        page = words(signed_in(office.foi).get(case.get_absolute_url()))
    assert "late-day" in page
    assert "All 20 days are over" in page


def test_pages_speak_chinese(office: SimpleNamespace) -> None:
    case = registered_case(office)
    page = words(signed_in(office.foi, "zh-hans").get(case.get_absolute_url()))
    assert 'lang="zh-CN"' in page
