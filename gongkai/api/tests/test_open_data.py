"""Open data: what the portal shows, for programs; and nothing else."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from gongkai.acts import clock
from gongkai.api import open as opened
from gongkai.api.door import api
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column
from gongkai.channels import actions as channels
from gongkai.channels.tests import factories
from gongkai.law.channels import ChannelKind

pytestmark = pytest.mark.django_db

NOW = datetime(2018, 6, 1, 9, 0)
ITEMS = "/api/v1/items"


@pytest.fixture(autouse=True)
def _fresh_pace(office: SimpleNamespace) -> Any:
    opened._calls.clear()
    with clock.pretend(NOW):
        yield


def asked(client: Client, address: str = ITEMS, **query: Any) -> Any:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_items_of_the_portal_the_newest_first(office: SimpleNamespace, client: Client) -> None:
    old = factories.released_item(office, "旧的通知", date(2018, 5, 7))
    new = factories.released_item(office, "新的通知", date(2018, 5, 8))
    told = asked(client)
    assert (told["total"], told["more"]) == (2, False)
    assert [each["index_number"] for each in told["items"]] == [new.index_number, old.index_number]
    first = told["items"][0]
    assert (first["title"], first["published_on"]) == ("新的通知", "2018-05-08")
    assert first["url"].endswith(new.get_public_url())


def test_filters_and_paging_go_together(office: SimpleNamespace, client: Client) -> None:
    for number in range(5):
        factories.released_item(office, f"社区通知之{number}", date(2018, 5, 7) + timedelta(days=number))
    told = asked(client, year=2018, page_size=2, page=3)
    assert (told["total"], told["pages"], len(told["items"])) == (5, 3, 1)
    assert asked(client, year=2017)["total"] == 0
    assert asked(client, since="2018-05-10")["total"] == 2
    assert asked(client, page=400)["items"] == []


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page_size=1000", "year=20180", "since=2018-13-01", "order=best"]
)
def test_what_cannot_be_understood_is_told_by_field(client: Client, query: str) -> None:
    answer = client.get(f"{ITEMS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("query", ["kind=novel", "phase=never", "validity=perhaps"])
def test_a_choice_that_does_not_exist_is_refused_with_those_that_do(client: Client, query: str) -> None:
    answer = client.get(f"{ITEMS}?{query}", headers={"accept-language": "en"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == query.partition("=")[0]
    assert "One of these is expected" in error["says"]


def test_days_are_not_asked_together_with_words(office: SimpleNamespace, client: Client) -> None:
    factories.released_item(office, "最低生活保障公示", date(2018, 5, 7))
    answer = client.get(f"{ITEMS}?q=保障&since=2018-06-01")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "since")


@pytest.mark.parametrize(
    "address",
    ["items?colum=notices", "guides?subject=x", "columns?page=2", "agencies?q=x", "catalog?agency=x"],
)
def test_a_mistyped_filter_does_not_answer_with_everything(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == address.partition("?")[2].partition("=")[0]


@pytest.mark.parametrize("address", ["items", "columns", "guides", "agencies", "catalog", "openapi.json"])
def test_the_head_of_an_answer_is_that_of_the_whole(client: Client, address: str) -> None:
    whole, head = client.get(f"/api/v1/{address}"), client.head(f"/api/v1/{address}")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Access-Control-Allow-Origin"] == "*"
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Type"] == whole["Content-Type"]


def test_words_are_searched_and_the_total_told(office: SimpleNamespace, client: Client) -> None:
    found = factories.released_item(office, "最低生活保障公示", date(2018, 5, 7))
    factories.released_item(office, "垃圾分类宣传", date(2018, 5, 7))
    told = asked(client, q="生活保障")
    assert told["total"] == 1
    assert told["items"][0]["index_number"] == found.index_number
    assert asked(client, q="生活保障", year=2017)["total"] == 0


def test_one_item_with_its_text(office: SimpleNamespace, client: Client) -> None:
    item = factories.released_item(office, "最低生活保障公示", date(2018, 5, 7))
    told = asked(client, f"{ITEMS}/{item.index_number}")
    assert told["text"] == "最低生活保障公示。"
    assert told["openness"] == "proactive"
    assert [each["number"] for each in told["editions"]] == [1]


def test_a_withdrawn_item_answers_with_who_when_and_why_and_is_in_no_list(
    office: SimpleNamespace, client: Client
) -> None:
    item = factories.released_item(office, "错发的名单", date(2018, 5, 7))
    catalogue.withdraw(item, by=office.foi, reason="内容有误。")
    answer = client.get(f"{ITEMS}/{item.index_number}")
    assert answer.status_code == 410
    assert answer.json()["withdrawn"]["reason"] == "内容有误。"
    assert "text" not in answer.json()
    assert asked(client)["total"] == 0
    assert asked(client, q="名单")["total"] == 0


def test_an_item_taken_off_the_website_answers_with_who_when_and_why(
    office: SimpleNamespace, client: Client
) -> None:
    item = factories.released_item(office, "过期的安排", date(2018, 5, 7))
    release = item.releases.get(kind=ChannelKind.WEBSITE)
    channels.recall(release, by=office.foi, reason="安排有变。")
    answer = client.get(f"{ITEMS}/{item.index_number}")
    assert answer.status_code == 410
    assert answer.json()["withdrawn"] == {
        "by": office.agency.name,
        "at": "2018-06-01",
        "reason": "安排有变。",
    }


def test_what_went_only_to_weibo_or_nowhere_does_not_exist(office: SimpleNamespace, client: Client) -> None:
    only_there = factories.released_item(office, "仅发微博", channels=[ChannelKind.WEIBO])
    nowhere = factories.published_item(office, "尚未发布")
    for item in (only_there, nowhere):
        assert client.get(f"{ITEMS}/{item.index_number}").status_code == 404
    assert asked(client)["total"] == 0
    assert asked(client, q="仅发")["total"] == 0


def test_another_office_is_not_part_of_this_portal(office: SimpleNamespace, client: Client) -> None:
    assert client.get(f"{ITEMS}?agency={office.other.slug}").status_code == 404
    assert [each["slug"] for each in asked(client, "/api/v1/agencies")["items"]] == [office.agency.slug]


def test_an_answer_that_did_not_change_is_not_sent_again(office: SimpleNamespace, client: Client) -> None:
    factories.released_item(office, "通知一")
    first = client.get(ITEMS)
    again = client.get(ITEMS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.released_item(office, "通知二")
    changed = client.get(ITEMS, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed.json()["total"]) == (200, 2)


def test_an_unchanged_answer_costs_one_statement(
    office: SimpleNamespace, client: Client, django_assert_num_queries: Any
) -> None:
    factories.released_item(office)
    sign = client.get(ITEMS)["ETag"]
    with django_assert_num_queries(1):
        client.get(ITEMS, headers={"if-none-match": sign})


@pytest.mark.parametrize("number", [3, 9])
def test_a_list_costs_the_same_however_long_it_is(
    office: SimpleNamespace, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for each in range(number):
        factories.released_item(office, f"通知{each}")
    with django_assert_num_queries(5):
        client.get(ITEMS)


def test_pages_of_other_sites_may_read_and_nobody_may_write(client: Client) -> None:
    answer = client.get(ITEMS, headers={"origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer
    assert client.options(ITEMS).status_code == 204
    refused = client.post(ITEMS)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_who_asks_too_much_waits(client: Client, settings: Any) -> None:
    settings.OPEN_DATA_CALLS = 3
    answers = [client.get(ITEMS).status_code for _each in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert int(client.get(ITEMS)["Retry-After"]) > 0
    # Somebody else is not held up.
    assert client.get(ITEMS, REMOTE_ADDR="10.1.1.1").status_code == 200


def test_columns_tell_what_stands_in_them(office: SimpleNamespace, client: Client) -> None:
    factories.released_item(office)
    factories.published_item(office, "尚未发布")
    (column,) = asked(client, "/api/v1/columns")["items"]
    assert (column["slug"], column["items"], column["updated_on"]) == ("dynamics", 1, "2018-05-07")


def test_a_column_counts_what_its_list_holds(office: SimpleNamespace, client: Client) -> None:
    factories.released_item(office)
    column = factories.column(office)
    above = Column.objects.create(agency=office.agency, slug="above", name="上级栏目", kind="news")
    column.parent = above
    column.save()
    told = {each["slug"]: each for each in asked(client, "/api/v1/columns")["items"]}
    listed = asked(client, column="above")
    assert told["above"]["items"] == listed["total"] == 1
    assert told["above"]["updated_on"] == "2018-05-07"


def test_guides_come_in_pages_when_asked(office: SimpleNamespace, client: Client) -> None:
    for number in range(3):
        factories.released_item(office, f"办事指南之{number}")
    column = factories.column(office)
    column.kind = "services"
    column.save()
    whole = asked(client, "/api/v1/guides")
    assert (whole["total"], whole["pages"], len(whole["items"])) == (3, 1, 3)
    second = asked(client, "/api/v1/guides", page=2, page_size=2)
    assert (second["total"], second["pages"], second["items"]) == (3, 2, whole["items"][2:])


def test_figures_of_a_year_are_told_once_its_report_is_published(
    office: SimpleNamespace, client: Client
) -> None:
    factories.released_item(office)
    address = f"/api/v1/figures/{office.agency.slug}/2018"
    assert client.get(address).status_code == 404
    column = factories.column(office)
    column.kind = "reports"
    column.save()
    factories.released_item(office, "2018年政府信息公开工作年度报告")
    told = asked(client, address)
    figures = {each["code"]: each["value"] for each in told["figures"]}
    assert (told["format"], figures["1.1"]) == ("report-2018", 2)
    sets = {each["dct:identifier"]: each for each in asked(client, "/api/v1/catalog")["dcat:dataset"]}
    listed = sets[f"{office.agency.slug}-figures-2018"]["dcat:distribution"][0]
    assert listed["dcat:downloadURL"]["@id"].endswith(address)


def test_the_guide_tells_whom_to_ask(office: SimpleNamespace, client: Client) -> None:
    told = asked(client, f"/api/v1/agencies/{office.agency.slug}/guide")
    assert told["reply_working_days"] == 15
    assert client.get("/api/v1/agencies/nowhere/guide").status_code == 404


def test_the_catalogue_is_dcat(office: SimpleNamespace, client: Client) -> None:
    factories.released_item(office)
    answer = client.get("/api/v1/catalog")
    assert answer["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    assert told["@type"] == "dcat:Catalog"
    for each in told["dcat:dataset"]:
        assert each["dct:title"]["@value"]
        assert client.get(each["dcat:distribution"][0]["dcat:downloadURL"]["@id"]).status_code == 200


def test_every_answer_is_as_the_description_says(office: SimpleNamespace, client: Client) -> None:
    factories.released_item(office)
    paths = api.get_openapi_schema()["paths"]
    assert {"/api/v1/items", "/api/v1/items/{index_number}", "/api/v1/columns"} <= set(paths)
    described = paths["/api/v1/items"]["get"]["responses"]
    assert {int(code) for code in described} == {200, 400, 404, 429}


def test_the_page_tells_people_how_to_read_it(office: SimpleNamespace, client: Client) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "GET /api/v1/items" in page.content.decode()
    assert "<code>in_force</code>" in page.content.decode()
    assert "https://" not in page.content.decode().replace("https://testserver", "")
