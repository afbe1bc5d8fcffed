"""The administrator loads next year's notice, and what could not be computed is computed."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from gongkai.acts import clock
from gongkai.cases.tests.factories import counter_case
from gongkai.workdays.models import HolidayNotice

pytestmark = pytest.mark.django_db

DAYS_2027 = """2027-01-01..2027-01-03,休,元旦
2027-02-05..2027-02-11,休,春节
2027-02-14,班,春节
2027-04-05,休,清明节
2027-05-01..2027-05-05,休,劳动节
2027-06-09,休,端午节
2027-09-15,休,中秋节
2027-10-01..2027-10-07,休,国庆节
"""


def load(client, days=DAYS_2027, **given):
    said = {
        "submission": str(uuid4()),
        "year": 2027,
        "days": days,
        "number": "",
        "issued_on": "",
        "reason": "",
    }
    return client.post(reverse("desk:notice_load"), said | given)


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


def test_loading_the_notice_gives_open_requests_their_due_day(
    office, client, django_capture_on_commit_callbacks
):
    with clock.pretend(datetime(2027, 1, 4, 9, 0)):
        case = counter_case(office, date(2027, 1, 4))
        assert case.due_on is None
        client.force_login(office.sysadmin)
        with django_capture_on_commit_callbacks(execute=True):
            answer = load(client)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2027, 2, 1)
    assert case.due_unknown_year is None


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_loaded(office, client):
    client.force_login(office.sysadmin)
    answer = load(client, days=DAYS_2027 + "2027-13-01,休,元旦")
    assert answer.status_code == 422
    assert "Line 9 cannot be read" in answer.content.decode()
    assert "2027-02-05..2027-02-11" in answer.content.decode()
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_a_loaded_notice_is_replaced_only_with_a_reason(office, client):
    client.force_login(office.sysadmin)
    load(client)
    assert "is loaded already" in load(client).content.decode()
    assert load(client, reason="The notice was amended.").status_code == 302


def test_only_the_system_administrator_loads_and_the_office_sees_what_is_loaded(office, client):
    client.force_login(office.foi)
    assert load(client).status_code == 403
    shown = client.get(reverse("desk:notice_list")).content.decode()
    assert "2026" in shown
    assert "Load a holiday notice" not in shown


def test_the_list_of_notices_costs_the_same_however_many_there_are(
    office, client, django_assert_max_num_queries
):
    client.force_login(office.sysadmin)
    client.get(reverse("desk:notice_list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("desk:notice_list"))
