"""The month of the requests: what is due on each day, and which days are worked."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.cases import actions
from gongkai.cases.models import Consultation
from gongkai.cases.tests.factories import on, registered_case, sent
from gongkai.workdays.models import HolidayNotice

pytestmark = pytest.mark.django_db

RECEIVED = date(2025, 9, 3)  # due on Tuesday, 30 September 2025


@pytest.fixture(autouse=True)
def _its_mid_september() -> Any:
    with on(date(2025, 9, 16)):
        yield


def month(person: Any, asked_for: str = "") -> Any:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person)
    return client.get(reverse("desk:case_calendar"), {"month": asked_for} if asked_for else {})


def days(page: Any) -> dict[date, Any]:
    return {day.date: day for week in page.context["weeks"] for day in week}


def marks(page: Any) -> dict[date, list[str]]:
    return {on: [mark.word for mark in day.marks] for on, day in days(page).items() if day.marks}


def test_a_request_stands_on_its_due_day(office: SimpleNamespace) -> None:
    case = registered_case(office, RECEIVED)
    page = month(office.foi)
    assert marks(page) == {date(2025, 9, 30): ["Reply"]}
    (mark,) = days(page)[date(2025, 9, 30)].marks
    assert (mark.number, mark.title, mark.kind) == ("〔2025〕1号", case.title, "run")
    assert "李明远" not in page.content.decode()


def test_holidays_are_named_and_make_up_days_marked(office: SimpleNamespace) -> None:
    october = days(month(office.foi, "2025-10"))
    assert (october[date(2025, 10, 1)].works, october[date(2025, 10, 1)].word) == (False, "National Day")
    assert (october[date(2025, 10, 11)].works, october[date(2025, 10, 11)].makeup) == (True, True)
    assert october[date(2025, 10, 12)].works is False
    assert not october[date(2025, 11, 1)].inside


def test_the_last_day_of_an_opinion_and_of_a_clarification_stand_in_it(office: SimpleNamespace) -> None:
    asked, clarifying = registered_case(office, RECEIVED), registered_case(office, RECEIVED)
    with on(date(2025, 9, 9)):
        consultation = actions.consult(
            asked, by=office.foi, to=Consultation.To.AGENCY, name="区住建委", question="验收报告"
        )
        letter = actions.ask_to_clarify(clarifying, by=office.foi, what="哪一年", until=date(2025, 9, 25))
    sent(consultation.letter, office, date(2025, 9, 9), delivered_on=date(2025, 9, 9))
    sent(letter, office, date(2025, 9, 9))
    shown = marks(month(office.foi))
    assert shown[date(2025, 9, 25)] == ["Clarification"]
    # 15 working days after Tuesday, 9 September: Sunday the 28th is worked.
    assert shown[date(2025, 9, 29)] == ["Opinion"]


def test_an_inquiry_stands_on_its_day(office: SimpleNamespace) -> None:
    actions.record_inquiry(
        office.agency,
        by=office.foi,
        asked_by="区政府办公室",
        received_on=date(2025, 9, 15),
        matter="办理情况",
        question="请说明。",
        named_due_on=date(2025, 9, 18),
    )
    assert marks(month(office.foi)) == {date(2025, 9, 18): ["Inquiry"]}
    assert marks(month(office.stranger)) == {}


def test_what_is_overdue_stands_on_top_in_every_month(office: SimpleNamespace) -> None:
    late = registered_case(office, date(2025, 8, 4))
    for asked_for in ("", "2025-11"):
        page = month(office.foi, asked_for)
        assert [case for case, _deadline in page.context["overdue"]] == [late]


def test_a_month_without_its_notice_says_which_is_missing(office: SimpleNamespace) -> None:
    HolidayNotice.objects.filter(year=2026).delete()
    with on(date(2025, 12, 15)):
        case = registered_case(office, date(2025, 12, 15))
        page = month(office.foi, "2026-01")
    assert "The holiday notice for 2026 is not loaded yet." in page.content.decode()
    assert [each for each, _deadline in page.context["unknown"]] == [case]
    assert days(page)[date(2026, 1, 5)].works is None


def test_the_calendar_leads_to_the_months_before_and_after(office: SimpleNamespace) -> None:
    page = month(office.foi, "2025-12").content.decode()
    assert 'href="?month=2025-11"' in page
    assert 'href="?month=2026-01"' in page


@pytest.mark.parametrize("nonsense", ["2025-13", "0000-00", "99999-1", "x", "2007-12", "<script>", "२०२५-१०"])
def test_what_is_no_month_shows_this_one(office: SimpleNamespace, nonsense: str) -> None:
    assert date(2025, 9, 15) in days(month(office.foi, nonsense))


@pytest.mark.parametrize("edge", ["2008-01", "2100-12"])
def test_the_first_and_last_month_can_be_opened(office: SimpleNamespace, edge: str) -> None:
    assert month(office.foi, edge).status_code == 200


def test_the_calendar_shows_only_what_one_may_see(office: SimpleNamespace) -> None:
    registered_case(office, RECEIVED)
    assert marks(month(office.stranger)) == {}
    assert len(marks(month(office.supervisor))) == 1
    assert month(office.officer).status_code == 403
