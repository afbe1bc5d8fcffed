"""Inquiries of the district: registered, due, answered."""

from datetime import date
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions, sheets
from gongkai.cases.afterwards import inquiries_waiting
from gongkai.cases.models import Inquiry
from gongkai.cases.tests.factories import on
from gongkai.privacy.pages import page_text
from gongkai.typesetting.pdf import form_pdf
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

FRIDAY = date(2025, 9, 26)


def recorded(office: SimpleNamespace, received_on: date = FRIDAY, **given: object) -> Inquiry:
    values = {"asked_by": "东城区人民政府办公室", "question": "请提供停车问卷的有关情况。"} | given
    with on(received_on):
        return actions.record_inquiry(office.agency, by=office.foi, received_on=received_on, **values)


def test_an_inquiry_is_due_after_five_working_days(office: SimpleNamespace) -> None:
    load_shipped_notices()
    # 28 September is a working day that makes up for the holidays of 1 to 8 October.
    assert recorded(office).due_on == date(2025, 10, 10)


def test_the_day_an_inquiry_names_goes_before_the_term(office: SimpleNamespace) -> None:
    load_shipped_notices()
    assert recorded(office, named_due_on=date(2025, 9, 28)).due_on == date(2025, 9, 28)


def test_without_the_holiday_notice_no_due_day_is_guessed(office: SimpleNamespace) -> None:
    load_shipped_notices()
    inquiry = recorded(office, date(2099, 12, 30))
    assert inquiry.due_on is None
    assert inquiry.due_unknown_year == 2099


def test_what_is_overdue_stands_first(office: SimpleNamespace) -> None:
    load_shipped_notices()
    later = recorded(office, matter="后到")
    sooner = recorded(office, date(2025, 9, 15), matter="先到")
    assert list(inquiries_waiting(office.foi)) == [sooner, later]
    assert not inquiries_waiting(office.stranger)


def test_an_inquiry_is_answered_once(office: SimpleNamespace) -> None:
    inquiry = recorded(office)
    with on(date(2025, 9, 29)):
        inquiry = actions.answer_inquiry(inquiry, by=office.foi, on=date(2025, 9, 29), answer="情况如下。")
        with pytest.raises(Refused, match="was answered on"):
            actions.answer_inquiry(inquiry, by=office.foi, on=date(2025, 9, 29), answer="又答。")
    assert not inquiries_waiting(office.foi)


def test_the_sheet_of_an_inquiry_holds_question_and_answer(office: SimpleNamespace) -> None:
    inquiry = recorded(office)
    with on(date(2025, 9, 29)):
        inquiry = actions.answer_inquiry(inquiry, by=office.foi, on=date(2025, 9, 29), answer="情况如下。")
    printed = "".join(page_text(form_pdf(sheets.inquiry_form(inquiry)), 0).split())
    assert "协查办理单" in printed
    assert "请提供停车问卷的有关情况。" in printed
    assert "情况如下。" in printed
