"""schema.org data in the head of pages: readable, true, and never a way to run a script."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.channels.tests import factories

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def told(client: Client, address: str) -> dict[str, dict[str, Any]]:
    page = client.get(address).content.decode()
    (block,) = BLOCK.findall(page)
    return {each["@type"]: each for each in json.loads(block)["@graph"]}


def test_an_item_is_an_article_of_a_government_body(office: SimpleNamespace, client: Client) -> None:
    item = factories.released_item(office, "最低生活保障公示")
    found = told(client, item.get_public_url())
    article = found["Article"]
    assert (article["headline"], article["identifier"]) == (item.title, item.index_number)
    assert article["datePublished"] == "2018-05-07"
    assert article["publisher"]["@type"] == "GovernmentOrganization"
    places = [each["position"] for each in found["BreadcrumbList"]["itemListElement"]]
    assert places == list(range(1, len(places) + 1))


def test_a_title_cannot_end_the_block(office: SimpleNamespace, client: Client) -> None:
    title = '</script><script>alert("1")</script>'
    item = factories.released_item(office, title)
    page = client.get(item.get_public_url()).content.decode()
    assert "<script>alert" not in page
    assert told(client, item.get_public_url())["Article"]["headline"] == title


def test_the_first_page_tells_whose_site_it_is(office: SimpleNamespace, client: Client) -> None:
    found = told(client, reverse("portal:home"))
    assert found["GovernmentOrganization"]["name"] == office.agency.name
    assert "search_term_string" in found["WebSite"]["potentialAction"]["target"]
