"""The way of a request from the register to the delivery, and what must not be possible on it."""

from __future__ import annotations

import re
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.cases.models import Case, Timeliness
from gongkai.cases.tests.factories import registered_case
from tests.browser.person import PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCAN = {"name": "申请表.txt", "mimeType": "text/plain", "buffer": "申请公开停车意愿问卷。\n".encode()}
LETTER = {
    "how_came": "ordinary_post",
    "submitted_on": "2025-10-17",
    "arrived_on": "2025-10-20",
    "confirmed_on": "2025-10-21",
    "confirmed_how": "电话联系，申请人本人确认。",
    "requester_name": "李明远（虚构）",
    "requester_contact": "010-00000001，东城区某胡同1号",
    "title": "停车意愿问卷的汇总结果",
    "description": "西总布胡同不停车管理居民意愿问卷的汇总结果。",
}


def figure(person: Person, code: str, year: int = 2025) -> int:
    """The figure of a row as the page of the table shows it; its link leads to the list it counted."""
    table = {"format": "report-2018", "year": year}
    person.open("desk:statistics", **table)
    link = person.page.locator(f'main a[href$="/report-2018/jianguomen/{year}/{code}/"]')
    number = link.inner_text()
    person.click(link)
    return int(number)


@pytest.mark.smoke
def test_a_letter_is_registered_answered_and_delivered_in_time(
    our_office: SimpleNamespace, visit: Any, days: Any
):
    foi, counsel, leader = (visit(getattr(our_office, name)) for name in ("foi", "counsel", "leader"))

    # Submitted, arrived and legally received on three days; the receipt begins the period.
    foi.open("desk:home").follow("Register a request").fill(**LETTER, scans=[SCAN]).press("Register")
    case = Case.objects.get()
    assert (case.submitted_on, case.arrived_on, case.received_on, case.due_on) == (
        date(2025, 10, 17),
        date(2025, 10, 20),
        date(2025, 10, 21),
        date(2025, 11, 18),
    )
    assert foi.path == case.get_absolute_url()
    foi.sees("10月17日").sees("10月20日").sees("10月21日").sees("11月18日").sees("申请表.txt")
    # Nineteen counted days and the due day: every one is drawn.
    assert foi.page.locator("table.days .long").count() == 19
    foi.misses("010-00000001").press("Show contact").sees("010-00000001")

    # Nobody but the FOI officer proposes, and nobody signs before the counsel has checked.
    counsel.open("desk:case_propose", case.pk)
    counsel.reads("Only an FOI officer of this agency proposes a reply.")
    days.turn_to(datetime(2025, 11, 3, 9, 0))
    foi.open("desk:case", case.pk).follow("Propose a reply")
    foi.fill(outcome_code="granted", text="您申请公开的信息随本答复书提供。").press(
        "Send to the legal counsel"
    )
    foi.reads("Proposed. The legal counsel checks it next.")
    reply = case.replies.get()
    leader.open("desk:case", case.pk)
    assert not leader.is_offered("Sign the reply")
    counsel.open("desk:home").follow_to("desk:case", case.pk).follow("Check the reply")
    counsel.fill(opinion="同意。").press("Agree and pass on")
    counsel.reads("Checked. The responsible leader signs next.")
    leader.open("desk:case", case.pk).follow("Sign the reply").press("Sign")
    reply.refresh_from_db()
    leader.reads("Signed as %(number)s. The FOI officer delivers it next.", number=reply.number)

    # The letter on paper, and its delivery.
    foi.open("desk:case", case.pk)
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        link = foi.page.locator(f'main a[href$="/replies/{reply.pk}/letter.{kind}"]')
        answer = foi.page.request.get(f"{foi.server}{link.get_attribute('href')}")
        assert answer.body().startswith(begins)
    foi.follow("Deliver the reply")
    foi.fill(recipient_checked=True, how="post", sent_on="2025-11-03", tracking_number="XA12345678911")
    foi.press("Record the delivery")
    foi.reads("Sent. The case is concluded; record the arrival once the slip comes back.")
    case.refresh_from_db()
    assert (case.concluded_on, case.timeliness) == (date(2025, 11, 3), Timeliness.ON_TIME)
    days.turn_to(datetime(2025, 11, 6, 9, 0))
    foi.open("desk:case", case.pk).follow("Record the arrival").fill(delivered_on="2025-11-05")
    foi.press("Record it").reads("The arrival is recorded.")

    # It counts, and the figure opens the list it counted.
    assert figure(foi, "3.1") == 1
    foi.sees(case.title)
    assert figure(foi, "3.1.4") == 1


def test_a_request_over_the_counter_is_registered_on_its_day(our_office: SimpleNamespace, visit: Any):
    foi = visit(our_office.foi, width=PHONE)
    foi.open("desk:case_register")
    assert not foi.scrolls_sideways()
    foi.fill(
        how_came="in_person",
        requester_name="王芳（虚构）",
        requester_contact="010-00000002",
        description="2024年度便民服务清单。",
    ).press("Register")
    case = Case.objects.get()
    assert case.submitted_on == case.arrived_on == case.received_on == date(2025, 10, 23)
    assert not foi.scrolls_sideways()
    assert figure(foi, "3.1.1") == 1
    foi.sees("2024年度便民服务清单。")


def test_a_letter_of_2018_keeps_the_fifteen_days_of_its_time(our_office: SimpleNamespace, visit: Any):
    foi = visit(our_office.foi)
    foi.open("desk:case_register").fill(
        how_came="registered_post",
        arrived_on="2018-05-07",
        requester_name="旧案申请人（虚构）",
        requester_contact="010-00000003",
        description="2017年危房解危名单。",
    ).press("Register")
    case = Case.objects.get()
    assert (case.due_on, case.regime) == (date(2018, 5, 28), "2007")
    foi.reads("Regulations (2007), article 24")
    assert figure(foi, "3.1.4", 2018) == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(our_office: SimpleNamespace, visit: Any):
    foi = visit(our_office.foi)
    foi.open("desk:case_register").fill(**{**LETTER, "description": ""}).press("Register")
    foi.reads("Something needs to be put right").reads("Fill this in.")
    assert foi.page.locator("[name=requester_name]").input_value() == LETTER["requester_name"]
    assert not Case.objects.exists()


def test_two_quick_clicks_register_one_case(our_office: SimpleNamespace, visit: Any):
    foi = visit(our_office.foi)
    foi.open("desk:case_register").fill(**LETTER)
    foi.button("Register").dblclick()
    foi.page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))
    foi.open("desk:case_list_all").sees(LETTER["title"])
    assert Case.objects.count() == 1


def test_of_two_tabs_only_the_first_does_the_act(our_office: SimpleNamespace, visit: Any):
    case = registered_case(our_office, date(2025, 10, 22))
    foi, again = visit(our_office.foi), visit(our_office.foi)
    for tab in (foi, again):
        tab.open("desk:case_propose", case.pk).fill(outcome_code="granted", text="随信提供。")
    foi.press("Send to the legal counsel").reads("Proposed. The legal counsel checks it next.")
    again.press("Send to the legal counsel").reads(
        "There is a reply to this request already: %(state)s.", state=again.word("Waits for the legal check")
    )
    assert case.replies.count() == 1
    assert again.page.locator("[name=text]").input_value() == "随信提供。"


def test_another_office_does_not_find_the_request(our_office: SimpleNamespace, visit: Any):
    case = registered_case(our_office, date(2025, 10, 22))
    stranger = visit(our_office.stranger)
    stranger.open("desk:case", case.pk).reads("There is no such page").misses(case.title)
    stranger.open("desk:case_list_all").misses(case.title)
    stranger.open("desk:search", q=case.number).misses(case.title)


def test_who_logs_in_by_the_form_sees_what_waits(our_office: SimpleNamespace, visit: Any):
    registered_case(our_office, date(2025, 10, 22))
    foi = visit()
    foi.open("desk:home")
    foi.fill(login=our_office.foi.username, password="wrong").press("Log in")
    assert foi.path == "/account/login/"
    foi.fill(login=our_office.foi.username, password=our_office.password).press("Log in")
    assert foi.path == "/desk/"
    foi.sees("西总布胡同停车意愿问卷的汇总结果").press_anywhere("Log out")
    foi.open("desk:home")
    assert foi.path == "/account/login/"
