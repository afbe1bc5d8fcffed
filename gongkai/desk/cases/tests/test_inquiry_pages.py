"""The pages of the district's inquiries."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.cases.models import Inquiry
from gongkai.cases.tests.factories import on
from gongkai.cases.tests.test_inquiries import FRIDAY, recorded
from gongkai.desk.cases.tests.test_pages import send, signed_in, words
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _its_the_next_monday() -> Any:
    with on(date(2025, 9, 29)):
        yield


ASKED = {"asked_by": "东城区人民政府办公室", "received_on": "2025-09-26", "question": "请提供情况。"}


def test_an_inquiry_goes_from_register_to_answer(office: SimpleNamespace) -> None:
    load_shipped_notices()
    client = signed_in(office.foi)
    file = SimpleUploadedFile("协查函.txt", "请于十日内函复。".encode())
    done = send(client, reverse("desk:inquiry_record"), file=file, **ASKED)
    inquiry = Inquiry.objects.get()
    assert done.url == inquiry.get_absolute_url()
    page = words(client.get(done.url))
    assert "10 October" in page
    assert "协查函.txt" in page
    answered = send(
        client, reverse("desk:inquiry_answer", args=[inquiry.pk]), on="2025-09-29", answer="情况如下。"
    )
    assert "情况如下。" in words(client.get(answered.url))
    assert "answered on" in words(client.get(reverse("desk:inquiry_list")))
    sheet = client.get(reverse("desk:inquiry_sheet", args=[inquiry.pk]))
    assert sheet.content.startswith(b"%PDF")
    served = client.get(reverse("desk:inquiry_file", args=[inquiry.pk, "inquiry"]))
    assert served.getvalue().decode() == "请于十日内函复。"
    assert client.get(reverse("desk:inquiry_file", args=[inquiry.pk, "answer"])).status_code == 404


def test_a_missing_holiday_notice_is_shown_in_place_of_the_due_day(office: SimpleNamespace) -> None:
    inquiry = recorded(office, date(2099, 12, 30))
    client = signed_in(office.foi)
    for url in (inquiry.get_absolute_url(), reverse("desk:inquiry_list")):
        assert "holiday notice for 2099 is not loaded" in words(client.get(url))


def test_the_overdue_stands_first_in_the_list(office: SimpleNamespace) -> None:
    load_shipped_notices()
    recorded(office, matter="后到的协查")
    recorded(office, date(2025, 9, 15), matter="先到的协查")
    page = words(signed_in(office.foi).get(reverse("desk:inquiry_list")))
    assert page.index("先到的协查") < page.index("后到的协查")
    assert "was due on" in page


def test_the_list_is_filtered_by_words_and_state(office: SimpleNamespace) -> None:
    recorded(office, matter="停车协查")
    recorded(office, matter="绿化协查")
    client = signed_in(office.foi)
    page = words(client.get(reverse("desk:inquiry_list"), {"q": "绿化", "state": "open"}))
    assert "绿化协查" in page
    assert "停车协查" not in page
    assert "No inquiry fits" in words(client.get(reverse("desk:inquiry_list"), {"state": "answered"}))


def test_an_inquiry_does_not_exist_for_the_neighbouring_office(office: SimpleNamespace) -> None:
    inquiry = recorded(office)
    client = signed_in(office.stranger)
    for name in ("inquiry", "inquiry_answer", "inquiry_sheet"):
        assert client.get(reverse(f"desk:{name}", args=[inquiry.pk])).status_code == 404
    assert inquiry.matter not in words(client.get(reverse("desk:inquiry_list")))


def test_a_district_supervisor_reads_and_does_not_answer(office: SimpleNamespace) -> None:
    inquiry = recorded(office)
    client = signed_in(office.supervisor)
    assert client.get(inquiry.get_absolute_url()).status_code == 200
    page = words(client.get(reverse("desk:inquiry_answer", args=[inquiry.pk])))
    assert "Only an FOI officer" in page
    assert client.get(reverse("desk:inquiry_sheet", args=[inquiry.pk])).status_code == 404


def test_hostile_words_do_not_break_the_pages(office: SimpleNamespace) -> None:
    client = signed_in(office.foi)
    hostile = {"matter": "<script>\u202e\U0001f9ff", "question": "问" * 10_000}
    done = send(client, reverse("desk:inquiry_record"), **{**ASKED, **hostile})
    assert "<script>" + "\u202e" not in words(client.get(done.url))
    assert client.get(reverse("desk:inquiry_sheet", args=[Inquiry.objects.get().pk])).status_code in {
        200,
        302,
    }


def test_the_list_asks_as_many_questions_for_many_rows_as_for_few(office: SimpleNamespace) -> None:
    load_shipped_notices()
    client, asked = signed_in(office.foi), []
    for count in (3, 10):
        for number in range(count):
            recorded(office, FRIDAY, matter=f"第{number}件")
        client.get(reverse("desk:inquiry_list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:inquiry_list"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
