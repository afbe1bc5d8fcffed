"""The public table of disclosure matters."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.inventory import actions
from gongkai.inventory.tests.factories import matter

pytestmark = pytest.mark.django_db


def test_everybody_reads_the_matters_in_force(office, client):
    matter(office)
    actions.end_matter(matter(office, code="b", level2="已取消事项"), reason="取消", by=office.foi)
    page = client.get(reverse("portal:inventory")).content.decode()
    assert "审批信息" in page
    assert "已取消事项" not in page


def test_who_is_in_charge_inside_is_nobodys_business(office, client):
    matter(office, responsible=office.head)
    assert office.head.name not in client.get(reverse("portal:inventory")).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"channel": "notice_board"}, 1),
        ({"channel": "gazette"}, 0),
        ({"audience": "groups"}, 0),
        ({"phase": "result"}, 1),
        ({"method": "on_request"}, 0),
        ({"field": "社会救助"}, 1),
        ({"q": "低保对象"}, 1),
        ({"q": "\u202e<b>"}, 0),
    ],
)
def test_the_table_is_filtered(office, client, asked, found):
    matter(office)
    page = client.get(reverse("portal:inventory"), asked)
    assert page.status_code == 200
    assert page.context["paginator"].count == found


def test_what_is_saved_is_what_was_filtered(office, client):
    matter(office)
    matter(office, code="b", field="财政预决算", level2="部门预算")
    url = reverse("portal:inventory_download", args=["xlsx"])
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(url, {"field": "财政预决算"}).content)).active
    assert [row[3] for row in sheet.iter_rows(min_row=4, values_only=True)] == ["部门预算"]
    told = client.get(reverse("portal:inventory_download", args=["csv"])).content.decode("utf-8-sig")
    assert told.count("\n") > 2
    assert client.get(reverse("portal:inventory_download", args=["exe"])).status_code == 404


def test_the_table_asks_as_much_for_twenty_matters_as_for_three(office, client):
    for number in range(3):
        matter(office, code=str(number))
    client.get(reverse("portal:inventory"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("portal:inventory"))
    for number in range(3, 20):
        matter(office, code=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("portal:inventory"))
    assert len(many) == len(few)
