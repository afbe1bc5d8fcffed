"""A public page is light enough for a slow line: what a first visit fetches, packed, without pictures."""

import gzip
import re
from datetime import datetime

import pytest
from django.contrib.staticfiles import finders

from gongkai.acts import clock
from gongkai.channels.tests.factories import released_item

pytestmark = pytest.mark.django_db

MOST = 60_000  # bytes of page, stylesheets and scripts
MOST_FIRST = 100_000  # bytes of a first visit, with everything the page names

FETCHED = re.compile(r'(?:<link rel="stylesheet" href|<script[^>]*\ssrc)="/static/([^"]+)"')
NAMED = re.compile(r'(?:href|src)="/static/([^"]+)"')


def packed(content):
    return len(gzip.compress(content, 6))


def found(name):
    path = finders.find(name)
    assert path, name
    with open(path, "rb") as file:
        return packed(file.read())


@pytest.mark.parametrize("which", ["home", "column", "item", "guide", "search", "request form"])
def test_a_page_of_the_portal_is_light(client, office, which):
    item = released_item(office)
    address = {
        "home": "/",
        "column": f"/columns/{item.column.slug}/",
        "item": item.get_public_url(),
        "guide": "/guide/",
        "search": "/items/",
        "request form": "/request/",
    }[which]
    # The form is that of the Regulations of 2019.
    with clock.pretend(datetime(2020, 6, 1, 9, 0)):
        answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    weight = packed(answer.content)
    assert weight + sum(found(name) for name in set(FETCHED.findall(html))) <= MOST
    assert weight + sum(found(name) for name in set(NAMED.findall(html))) <= MOST_FIRST
