"""The queue of the desk: everything that waits, on whom, and how pressing it is."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import Answer, Case, Consultation, HowCame, Reassessment
from gongkai.cases.tests.factories import (
    MONDAY,
    checked_reply,
    clear_enclosures,
    delivered_reply,
    filed_paper,
    on,
    proposed_reply,
    registered_case,
    sent,
    signed_reply,
)
from gongkai.desk.cases.stages import stage_of
from gongkai.desk.cases.waiting import waiting_for
from gongkai.kit.waiting import Waiting

pytestmark = pytest.mark.django_db

TUESDAY = date(2025, 9, 16)
OPINION = {"to": Consultation.To.THIRD_PARTY, "name": "某公司（虚构）", "question": "合同中的报价"}


@pytest.fixture(autouse=True)
def _its_tuesday() -> Any:
    with on(TUESDAY, 17):
        yield


def the_row(person: Any) -> Waiting:
    (row,) = waiting_for(person)
    return row


def fetched(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def clarified_until(case: Case, office: SimpleNamespace, until: date) -> None:
    with on(TUESDAY):
        letter = actions.ask_to_clarify(case, by=office.foi, what="哪一年的", until=until)
    sent(letter, office, TUESDAY)


def test_what_is_not_confirmed_is_for_today(office: SimpleNamespace) -> None:
    registered_case(office, how_came=HowCame.ONLINE)
    row = the_row(office.foi)
    assert row.says.startswith("Confirm the receipt with the requester today")
    assert row.deadline is not None
    assert (row.deadline.kind, row.deadline.number, row.deadline.word) == ("soon", "Confirm", "today")


def test_what_is_overdue_stands_before_what_is_to_be_confirmed(office: SimpleNamespace) -> None:
    late = registered_case(office, date(2025, 8, 4), title="迟")
    fresh = registered_case(office, how_came=HowCame.ONLINE, title="新")
    rows = sorted(waiting_for(office.foi), key=lambda row: row.deadline.order if row.deadline else (9, 9))
    assert [row.url for row in rows] == [late.get_absolute_url(), fresh.get_absolute_url()]


def test_a_written_letter_waits_to_be_sent(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(TUESDAY):
        actions.ask_to_clarify(case, by=office.foi, what="哪一年的", until=date(2025, 10, 15))
    assert the_row(office.foi).says.startswith("1 letter is written and not sent.")
    assert stage_of(fetched(case)) == ("soon", "1 letter to be sent")


def test_a_receipt_that_was_not_sent_holds_nothing_up(office: SimpleNamespace) -> None:
    registered_case(office)
    assert "not sent" not in the_row(office.foi).says


def test_a_case_that_waits_for_the_requester_says_until_when(office: SimpleNamespace) -> None:
    case = registered_case(office)
    clarified_until(case, office, date(2025, 10, 15))
    assert the_row(office.foi).says == "The requester clarifies by 15 October."
    assert stage_of(fetched(case)) == ("held", "Waits for the clarification")


def test_a_clarification_that_did_not_come_is_to_be_closed(office: SimpleNamespace) -> None:
    case = registered_case(office)
    clarified_until(case, office, date(2025, 10, 15))
    with on(date(2025, 10, 15)):
        assert stage_of(fetched(case))[1] == "Waits for the clarification"
    with on(date(2025, 10, 16)):
        row = the_row(office.foi)
    assert row.says.startswith("The clarification was due on 15 October and did not come; close the request.")


def test_a_fee_that_was_not_paid_is_to_be_closed(office: SimpleNamespace) -> None:
    case = registered_case(office)
    for _each in range(10):
        registered_case(office, identity_number="110101199003070011")
    costly = registered_case(office, identity_number="110101199003070011")
    with on(TUESDAY):
        notice = actions.ask_for_fee(costly, by=office.foi, basis="cases")
    sent(notice.letter, office, TUESDAY, delivered_on=TUESDAY)
    with on(date(2025, 10, 16)):
        assert stage_of(fetched(costly)) == ("held", "Waits for the fee")
    with on(date(2025, 10, 17)):
        assert stage_of(fetched(costly))[1] == "Fee not paid in time, to be closed"
        assert stage_of(fetched(case))[1] == "Registered, no reply yet"


def test_silence_is_to_be_noted_after_15_working_days(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(TUESDAY):
        consultation = actions.consult(case, by=office.foi, **OPINION)
    sent(consultation.letter, office, TUESDAY, delivered_on=TUESDAY)
    assert stage_of(fetched(case)) == ("held", "Asking 1 for an opinion")
    # Eight days off for National Day, 28 September and 11 October worked: the 15th working day is the 13th.
    with on(date(2025, 10, 13)):
        assert "1 is asked for an opinion, until 13 October." in the_row(office.foi).says
    with on(date(2025, 10, 14)):
        assert "had until 13 October and has not answered; note it." in the_row(office.foi).says
        actions.note_silence(consultation, by=office.foi)
        assert "note it" not in the_row(office.foi).says


def test_an_answered_consultation_waits_for_nobody(office: SimpleNamespace) -> None:
    case = registered_case(office)
    with on(TUESDAY):
        consultation = actions.consult(case, by=office.foi, **OPINION)
    sent(consultation.letter, office, TUESDAY, delivered_on=TUESDAY)
    actions.take_opinion(consultation, by=office.foi, answer=Answer.AGREES, on=TUESDAY)
    assert stage_of(fetched(case))[1] == "Registered, no reply yet"


def test_the_row_names_the_person_on_whom_it_waits(office: SimpleNamespace) -> None:
    proposed_reply(registered_case(office), office, TUESDAY)
    assert the_row(office.foi).says == ("The legal counsel checks the proposed reply (韩律（虚构）).")
    assert the_row(office.counsel).says == "The legal counsel checks the proposed reply."


def test_a_reply_waits_for_the_head_of_its_section(office: SimpleNamespace) -> None:
    case = registered_case(office, handling_section=office.section)
    assert "finds the information" in the_row(office.head).says
    proposed_reply(case, office, TUESDAY)
    assert the_row(office.head).says == "The handling section gives its opinion on the proposed reply."
    assert waiting_for(office.counsel) == []
    assert "(钱立（虚构）)" in the_row(office.foi).says


def test_enclosures_in_review_are_told_to_the_leader(office: SimpleNamespace) -> None:
    case = registered_case(office)
    paper = filed_paper(case, office)
    reply = checked_reply(case, office, TUESDAY, enclosures=[paper])
    assert the_row(office.leader).says.startswith("Secrecy review of the enclosures: the section states")
    assert stage_of(fetched(case))[1] == "Enclosures in secrecy review"
    clear_enclosures(reply, office)
    assert the_row(office.leader).says == "The responsible leader signs the reply."


def test_a_signed_reply_waits_for_delivery_and_a_sent_one_for_its_arrival(office: SimpleNamespace) -> None:
    reply = signed_reply(registered_case(office), office, TUESDAY)
    assert the_row(office.foi).says == "The reply is signed; send it and record the delivery."
    actions.deliver(
        reply,
        by=office.foi,
        to=reply.case.requester_name,
        how="post",
        tracking_number="EMS0000002",
    )
    assert the_row(office.foi).says == "The reply has been sent; record its arrival."


def test_a_message_of_the_requester_waits_for_the_officer_alone(office: SimpleNamespace) -> None:
    case = delivered_reply(registered_case(office), office, TUESDAY).case
    actions.hear_requester(case, text="请问何时寄出")
    assert "1 new message of the requester." in the_row(office.foi).says
    assert waiting_for(office.leader) == waiting_for(office.counsel) == []
    actions.note_messages_read(case, by=office.foi)
    assert waiting_for(office.foi) == []


def test_an_inquiry_of_the_district_stands_with_its_due_day(office: SimpleNamespace) -> None:
    inquiry = actions.record_inquiry(
        office.agency,
        by=office.foi,
        asked_by="区政府办公室",
        received_on=TUESDAY,
        matter="某申请的办理情况",
        question="请说明办理情况。",
        named_due_on=date(2025, 9, 18),
    )
    row = the_row(office.foi)
    assert (row.url, row.deadline and row.deadline.number) == (inquiry.get_absolute_url(), 2)


def test_a_reassessment_stands_in_the_queue_a_month_ahead(office: SimpleNamespace) -> None:
    reply = delivered_reply(registered_case(office), office, TUESDAY)
    Reassessment.objects.create(case=reply.case, reply=reply, due_on=date(2026, 9, 16))
    assert waiting_for(office.foi) == []
    with on(date(2026, 8, 20)):
        assert "may it be opened now?" in " ".join(row.says for row in waiting_for(office.foi))


def test_files_not_archived_are_one_quiet_row_after_a_month(office: SimpleNamespace) -> None:
    for _each in range(2):
        delivered_reply(registered_case(office), office, TUESDAY)
    with on(date(2025, 10, 16)):
        assert waiting_for(office.foi) == []
    with on(date(2025, 10, 17)):
        row = the_row(office.foi)
    assert (row.title, row.deadline) == ("2 files are not archived yet", None)
    with on(date(2025, 10, 17)):
        listed = client_of(office.foi).get(row.url)
    assert "2 requests" in listed.content.decode()


def client_of(person: Any, language: str = "en") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person)
    return client


def test_what_waits_on_whom_groups_by_who_acts(office: SimpleNamespace) -> None:
    registered_case(office, title="甲", handling_section=office.section)
    proposed_reply(registered_case(office, MONDAY, title="乙"), office, TUESDAY)
    registered_case(office, title="丙", how_came=HowCame.ONLINE)
    for person in (office.foi_head, office.leader, office.supervisor):
        page = client_of(person).get(reverse("desk:case_list_waiting"))
        names = [(group.name, len(group.rows)) for group in page.context["groups"]]
        assert names == [("FOI office", 1), ("民生保障科", 1), ("Legal counsel", 1)]
        assert "李明远" not in page.content.decode()


def test_what_waits_elsewhere_is_nobodys_here(office: SimpleNamespace) -> None:
    registered_case(office)
    page = client_of(office.stranger).get(reverse("desk:case_list_waiting"))
    assert page.context["groups"] == []
    assert waiting_for(office.stranger) == []


def busy(office: SimpleNamespace) -> None:
    """One case at each of the steps that fetch something of their own."""
    registered_case(office, how_came=HowCame.ONLINE)
    registered_case(office, handling_section=office.section)
    checked_reply(registered_case(office), office, TUESDAY)
    consulted = registered_case(office)
    with on(TUESDAY):
        consultation = actions.consult(consulted, by=office.foi, **OPINION)
    sent(consultation.letter, office, TUESDAY, delivered_on=TUESDAY)
    delivered_reply(registered_case(office), office, TUESDAY)


def queries_of(act: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_more_requests_and_a_longer_queue_cost_no_more_queries(office: SimpleNamespace) -> None:
    client = client_of(office.foi_head)
    names = ("case_list", "case_list_all", "case_list_waiting", "case_calendar")

    def costs() -> dict[str, int]:
        pages = {name: queries_of(lambda name=name: client.get(reverse(f"desk:{name}"))) for name in names}
        return {**pages, "queue": queries_of(lambda: waiting_for(office.foi))}

    busy(office)
    costs()  # The first page of a session and the first queue of a person cost a little more.
    few = costs()
    for _each in range(3):
        busy(office)
    assert costs() == few
    assert few["queue"] <= 14


def test_the_list_is_narrowed_by_state(office: SimpleNamespace) -> None:
    registered_case(office, how_came=HowCame.ONLINE, title="网上")
    proposed_reply(registered_case(office, title="科室", handling_section=office.section), office, TUESDAY)
    registered_case(office, date(2025, 8, 4), title="迟")
    registered_case(office, date(2025, 8, 21), title="本周")  # due on Thursday, 18 September 2025
    asked = registered_case(office, title="补正")
    with on(TUESDAY):
        actions.ask_to_clarify(asked, by=office.foi, what="哪一年的", until=date(2025, 10, 15))
    client = client_of(office.foi)

    def titles(state: str) -> set[str]:
        page = client.get(reverse("desk:case_list"), {"state": state})
        return {case.title for case, _deadline, _stage in page.context["rows"]}

    assert titles("unconfirmed") == {"网上"}
    assert titles("with_section") == {"科室"}
    assert titles("overdue") == {"迟"}
    assert titles("due_week") == {"本周"}
    assert titles("letters") == {"补正"}
    assert titles("no_reply") == {"网上", "迟", "本周", "补正"}


def test_the_list_is_narrowed_by_section(office: SimpleNamespace) -> None:
    registered_case(office, title="科室", handling_section=office.section)
    registered_case(office, title="未分")
    page = client_of(office.foi).get(reverse("desk:case_list"), {"section": office.section.pk})
    assert [case.title for case, _deadline, _stage in page.context["rows"]] == ["科室"]
