"""Who is reminded of what, on days one can check on a calendar."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import clock
from gongkai.cases import actions
from gongkai.cases.models import Case, Consultation, HowCame
from gongkai.cases.recomputing import Moved
from gongkai.cases.reminders import remind, tell_of_moves
from gongkai.cases.tests.factories import on, proposed_reply, registered_case, sent, signed_reply
from gongkai.jobs import schedule
from gongkai.notices.models import Message, Notice

pytestmark = pytest.mark.django_db

RECEIVED = date(2025, 9, 3)  # due on Tuesday, 30 September 2025
DUE = date(2025, 9, 30)


def told(day: date, kind: str = "") -> set[str]:
    """The people told in the round of that day and of no other, by their user names."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with on(day):
        remind()
    new = Notice.objects.exclude(pk__in=before).select_related("to")
    return {notice.to.username for notice in (new.filter(kind=kind) if kind else new)}


def test_the_officer_is_reminded_five_three_and_one_working_days_before(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED)
    # The 28th, a Sunday, is worked.
    days = [date(2025, 9, day) for day in (22, 23, 24, 25, 26, 28, 29)]
    assert [told(day) for day in days] == [set(), set(), {"zhou"}, set(), {"zhou"}, set(), {"zhou"}]


def test_on_the_day_the_head_and_the_leader_are_told_too(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED)
    assert told(DUE) == {"zhou", "feng", "wu"}
    notice = Notice.objects.get(to=office.foi_head)
    assert (notice.kind, notice.due_on) == ("cases.due", DUE)


def test_who_has_the_next_step_is_reminded_as_well(office: SimpleNamespace) -> None:
    proposed_reply(registered_case(office, RECEIVED), office)
    assert told(date(2025, 9, 24)) == {"zhou", "han"}


def test_the_head_of_the_section_is_reminded_of_what_the_section_finds(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED, handling_section=office.section)
    assert told(date(2025, 9, 24)) == {"zhou", "qian"}


def test_what_is_overdue_is_told_to_head_and_leader_each_working_day(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED)
    # 1 to 8 October are days off.
    days = [date(2025, 10, day) for day in (1, 8, 9, 10)]
    assert [told(day) for day in days] == [set(), set(), {"feng", "wu"}, {"feng", "wu"}]


def test_the_round_can_be_made_twice(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED)
    assert told(DUE)
    assert told(DUE) == set()


def test_a_concluded_request_reminds_nobody(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED)
    with on(date(2025, 9, 8)):
        actions.withdraw(case, by=office.foi)
    assert told(DUE) == set()


def test_a_notice_says_nothing_of_the_requester(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED)
    told(date(2025, 9, 29))
    notice = Notice.objects.get()
    assert case.requester_name not in notice.text
    assert (notice.number, notice.url) == (case.number, case.get_absolute_url())


def test_nobody_of_another_office_is_told(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED)
    assert "zhao" not in told(DUE)


def test_the_officer_is_told_when_a_consultation_was_not_answered(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED)
    with on(date(2025, 9, 9)):
        consultation = actions.consult(
            case, by=office.foi, to=Consultation.To.AGENCY, name="区住建委", question="验收报告"
        )
    sent(consultation.letter, office, date(2025, 9, 9), delivered_on=date(2025, 9, 9))
    assert told(date(2025, 9, 29), "cases.silence") == set()
    assert told(date(2025, 9, 30), "cases.silence") == {"zhou"}
    assert told(date(2025, 10, 9), "cases.silence") == set()


def test_the_officer_is_told_when_a_clarification_did_not_come(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED)
    with on(date(2025, 9, 9)):
        letter = actions.ask_to_clarify(case, by=office.foi, what="哪一年", until=date(2025, 9, 25))
    sent(letter, office, date(2025, 9, 9))
    assert told(date(2025, 9, 25)) == set()
    assert told(date(2025, 9, 26)) == {"zhou"}
    assert Notice.objects.get().kind == "cases.lapsed"


def test_a_missing_arrival_is_told_once_after_seven_working_days(office: SimpleNamespace) -> None:
    reply = signed_reply(registered_case(office, RECEIVED), office)
    with on(RECEIVED, 16):
        actions.deliver(
            reply, by=office.foi, to=reply.case.requester_name, how="post", tracking_number="EMS1"
        )
    assert told(date(2025, 9, 12)) == set()
    assert told(date(2025, 9, 15)) == {"zhou"}
    assert told(date(2025, 9, 16)) == set()


def test_what_is_not_confirmed_is_told_once(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED, how_came=HowCame.ONLINE)
    assert told(date(2025, 9, 4), "cases.unconfirmed") == {"zhou"}
    assert told(date(2025, 9, 5)) == set()


def test_inquiries_are_reminded_of_alike(office: SimpleNamespace) -> None:
    with on(RECEIVED):
        actions.record_inquiry(
            office.agency,
            by=office.foi,
            asked_by="区政府办公室",
            received_on=RECEIVED,
            matter="办理情况",
            question="请说明。",
            named_due_on=date(2025, 9, 12),
        )
    assert told(date(2025, 9, 9), "cases.inquiry_due") == {"zhou"}
    assert told(date(2025, 9, 12), "cases.inquiry_due") == {"zhou", "feng", "wu"}
    assert told(date(2025, 9, 15), "cases.inquiry_overdue") == {"feng", "wu"}


def test_a_due_day_that_moved_is_told_to_the_officer(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED)
    with on(date(2025, 9, 9)):
        tell_of_moves([Moved(case, DUE, None, date(2025, 10, 9), None)])
    notice = Notice.objects.get()
    assert (notice.to, notice.kind) == (office.foi, "cases.due_moved")


def test_without_the_holiday_notice_nobody_is_reminded_by_a_guess(office: SimpleNamespace) -> None:
    Case.objects.filter(pk=registered_case(office, RECEIVED).pk).update(due_on=date(2041, 1, 4))
    assert told(date(2025, 9, 24)) == set()


def test_the_round_and_the_erasing_are_daily_jobs() -> None:
    assert {"reminders of requests", "data of requests whose time is over"} <= set(schedule._daily)


# News to the requester


@pytest.fixture
def by_mail(settings: Any) -> Any:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.cn", "office@example.cn"
    return settings


def online_case(office: SimpleNamespace, **given: Any) -> Case:
    case = registered_case(office, RECEIVED, requester_email="li@example.cn", **given)
    with on(RECEIVED):
        actions.give_code(case, by=office.foi)
    return case


def test_a_requester_is_told_that_there_is_news_and_nothing_of_it(
    office: SimpleNamespace, by_mail: Any, django_capture_on_commit_callbacks: Any
) -> None:
    by_mail.SITE_URL = "https://www.example.gov.cn"
    case = online_case(office)
    with on(RECEIVED), django_capture_on_commit_callbacks(execute=True):
        actions.tell_requester(case, by=office.foi, text="您要的停车问卷已经找到")
    message = Message.objects.get()
    assert (message.address, message.kind) == ("li@example.cn", "cases.news")
    assert case.number in message.text
    assert "https://www.example.gov.cn/request/progress/" in message.text
    said = f"{message.subject}{message.text}"
    assert "停车" not in said
    assert case.requester_name not in said


def test_without_a_known_address_of_the_portal_the_news_has_no_link(
    office: SimpleNamespace, by_mail: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = online_case(office)
    with on(RECEIVED), django_capture_on_commit_callbacks(execute=True):
        actions.tell_requester(case, by=office.foi, text="请看")
    assert "http" not in Message.objects.get().text


def test_a_letter_to_the_requester_is_news_and_one_to_a_third_party_is_not(
    office: SimpleNamespace, by_mail: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = online_case(office)
    with on(date(2025, 9, 9)):
        letter = actions.ask_to_clarify(case, by=office.foi, what="哪一年", until=date(2025, 9, 25))
        other = actions.consult(
            case, by=office.foi, to=Consultation.To.AGENCY, name="区住建委", question="验收报告"
        )
    with django_capture_on_commit_callbacks(execute=True):
        sent(other.letter, office, date(2025, 9, 9))
    assert not Message.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        sent(letter, office, date(2025, 9, 9))
    assert Message.objects.get().key == f"{case.key}:news:letter:{letter.pk}"


def test_who_has_no_progress_page_is_not_sent_to_one(
    office: SimpleNamespace, by_mail: Any, django_capture_on_commit_callbacks: Any
) -> None:
    reply = signed_reply(registered_case(office, RECEIVED, requester_email="li@example.cn"), office)
    with on(RECEIVED, 16), django_capture_on_commit_callbacks(execute=True):
        actions.deliver(reply, by=office.foi, to=reply.case.requester_name, how="in_person")
    assert not Message.objects.exists()


def test_an_address_that_is_none_stops_no_act(
    office: SimpleNamespace, by_mail: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = online_case(office)
    case.requester_email = "不知道"
    case.save(update_fields=["requester_email"])
    with on(RECEIVED), django_capture_on_commit_callbacks(execute=True):
        actions.tell_requester(case, by=office.foi, text="请看")
    assert not Message.objects.exists()


def test_what_a_requester_hands_in_is_told_to_the_officers_at_once(
    office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    case = online_case(office)
    with clock.pretend(datetime(2025, 9, 4, 9)), django_capture_on_commit_callbacks(execute=True):
        actions.hear_requester(case, text="请问进度")
    notice = Notice.objects.get()
    assert (notice.to, notice.kind) == (office.foi, "cases.heard")
    assert "请问进度" not in notice.text
