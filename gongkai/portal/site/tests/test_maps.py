from datetime import datetime

import pytest
from lxml import etree

from gongkai.acts.clock import BEIJING
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Edition
from gongkai.channels.tests import factories
from gongkai.portal.site import maps

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client, path):
    answer = client.get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {
        each.find(f"{SPACE}loc").text.removeprefix("http://testserver"): getattr(
            each.find(f"{SPACE}lastmod"), "text", None
        )
        for each in etree.fromstring(content)
    }


def test_robots_stay_out_of_the_desk_and_find_the_site_map(client, office):
    told = client.get("/robots.txt").content.decode().splitlines()
    for path in ("/desk/", "/account/", "/request/"):
        assert f"Disallow: {path}" in told
    assert "Sitemap: http://testserver/sitemap.xml" in told


def test_the_site_map_leads_to_its_parts_and_these_to_items_with_their_day(client, item):
    parts = locations(client, "/sitemap.xml")
    assert parts == {"/sitemap-pages.xml": None, "/sitemap-items-0.xml": "2018-05-07"}
    assert locations(client, "/sitemap-items-0.xml") == {f"/items/{item.pk}/": "2018-05-07"}
    pages = locations(client, "/sitemap-pages.xml")
    assert pages["/columns/dynamics/"] == "2018-05-07"
    assert "/guide/" in pages


def test_what_is_not_public_is_in_no_site_map(client, office, item):
    factories.published_item(office, "还没有上网的")
    catalogue.withdraw(item, by=office.foi, reason="内容有误")
    assert list(locations(client, "/sitemap.xml")) == ["/sitemap-pages.xml"]
    assert client.get("/sitemap-items-0.xml").status_code == 404


def test_a_part_holds_no_more_than_it_may(client, office, monkeypatch):
    monkeypatch.setattr(maps, "PART", 2)
    items = [factories.released_item(office, f"第{number}条") for number in range(3)]
    parts = [path for path in locations(client, "/sitemap.xml") if "items" in path]
    told = [locations(client, path) for path in parts]
    assert all(len(each) <= 2 for each in told)
    assert {path for each in told for path in each} == {f"/items/{item.pk}/" for item in items}


def test_people_find_every_open_column_as_a_tree(citizen, office, item):
    above = Column.objects.get(slug="dynamics")
    Column.objects.create(agency=office.agency, slug="below", name="下面的", parent=above)
    Column.objects.create(agency=office.agency, slug="gone", name="关了的", closed_on="2018-01-01")
    page = citizen.get("/map/").content.decode()
    assert '<li class="level-1"><a href="/columns/below/">' in page
    assert "关了的" not in page
    assert "/offices/jianguomen/feed.atom" in page


def test_the_icon_is_found_where_browsers_look(client, office):
    answer = client.get("/favicon.ico")
    assert answer["Content-Type"] == "image/x-icon"
    assert answer.content[:4] == b"\x00\x00\x01\x00"


def test_a_correction_soon_after_midnight_is_of_that_day_in_part_and_index(client, item):
    Edition.objects.filter(item=item).update(since=datetime(2018, 5, 9, 1, 0, tzinfo=BEIJING))
    assert locations(client, "/sitemap-items-0.xml") == {f"/items/{item.pk}/": "2018-05-09"}
    assert locations(client, "/sitemap.xml")["/sitemap-items-0.xml"] == "2018-05-09"


def test_every_page_in_the_site_map_answers(client, item):
    for part in ("/sitemap-pages.xml", "/sitemap-items-0.xml"):
        for path in locations(client, part):
            assert client.get(path).status_code == 200, path
