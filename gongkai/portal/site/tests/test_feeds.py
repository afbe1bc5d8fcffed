from datetime import date, datetime

import pytest
from lxml import etree, html

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Item
from gongkai.channels.tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
EVERY = ("/feed", "/columns/dynamics/feed", "/offices/jianguomen/feed")


def atom(client, path="/feed.atom"):
    return etree.fromstring(client.get(path).content)


@pytest.mark.parametrize("path", EVERY)
def test_a_feed_is_valid_and_its_addresses_are_full(client, item, settings, path):
    settings.SITE_URL = "https://www.bjdch.gov.cn"
    feed = atom(client, f"{path}.atom")
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == f"https://www.bjdch.gov.cn/items/{item.pk}/"
    assert entry.find(f"{ATOM}summary").text == "社区开展垃圾分类宣传。"
    rss = etree.fromstring(client.get(f"{path}.rss").content)
    assert rss.get("version") == "2.0"
    assert rss.find("channel/item/link").text == f"https://www.bjdch.gov.cn/items/{item.pk}/"
    assert rss.find("channel/item/guid").get("isPermaLink") == "false"


def test_an_item_keeps_its_id_wherever_the_website_lies(client, item, settings):
    told = [atom(client).find(f"{ATOM}entry/{ATOM}id").text]
    settings.SITE_URL = "https://elsewhere.example.cn"
    told.append(atom(client).find(f"{ATOM}entry/{ATOM}id").text)
    assert told[0] == told[1]
    assert told[0].startswith("urn:uuid:")


@pytest.mark.parametrize("path", EVERY)
def test_what_was_withdrawn_is_gone_from_every_feed(client, office, item, path):
    catalogue.withdraw(item, by=office.foi, reason="内容有误")
    for kind in ("atom", "rss"):
        assert "垃圾分类" not in client.get(f"{path}.{kind}").content.decode()


def test_what_is_not_on_the_website_is_in_no_feed(client, office):
    factories.published_item(office, "还没有上网的")
    assert "还没有上网的" not in client.get("/feed.atom").content.decode()


def test_a_feed_tells_of_the_latest_thirty(client, office, item, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert len(atom(client).findall(f"{ATOM}entry")) == 1
    factories.released_item(office, "前一天的", date(2018, 5, 4))
    titles = [each.text for each in atom(client).iter(f"{ATOM}title")][1:]
    assert titles == ["社区开展垃圾分类宣传", "前一天的"]


def test_who_has_the_feed_already_is_told_so(client, item):
    answer = client.get("/feed.atom")
    assert answer["Last-Modified"]
    assert client.get("/feed.atom", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    Item.objects.update(abstract="另一句")
    assert client.get("/feed.atom", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_hostile_titles_leave_the_feed_whole(client, item):
    Item.objects.update(title="<script>\x0b\u202e&]]>" + "长" * 250)
    assert "<script>" in atom(client).find(f"{ATOM}entry/{ATOM}title").text


@pytest.mark.parametrize(
    "path",
    ["/feed.json", "/columns/nothing/feed.atom", "/offices/nobody/feed.rss", "/offices/dongcheng/feed.rss"],
)
def test_what_has_no_feed_is_not_found(client, item, path):
    assert client.get(path).status_code == 404


def test_pages_lead_to_their_feeds(citizen, item):
    page = citizen.get("/columns/dynamics/").content.decode()
    for path in ("/columns/dynamics/feed.atom", "/columns/dynamics/feed.rss", "/feed.atom", "/feed.rss"):
        assert f'href="http://testserver{path}"' in page


def test_a_column_tells_what_is_new_below_it(client, item):
    above = Column.objects.create(agency=item.agency, slug="above", name="上面的")
    assert not atom(client, "/columns/above/feed.atom").findall(f"{ATOM}entry")
    Column.objects.filter(slug="dynamics").update(parent=above)
    assert len(atom(client, "/columns/above/feed.atom").findall(f"{ATOM}entry")) == 1


def test_a_column_of_an_office_below_has_a_feed_of_its_own(citizen, office, item):
    below = Agency.objects.create(
        slug="below",
        name="某社区居委会",
        short_name="某社区",
        code="9",
        parent=office.agency,
        level="subdistrict",
    )
    Column.objects.create(agency=below, slug="dynamics", name="社区动态")
    page = citizen.get("/columns/dynamics/", {"office": "below"}).content.decode()
    assert 'href="http://testserver/columns/dynamics/feed.atom?office=below"' in page
    own, other = (
        atom(citizen, f"/columns/dynamics/feed.atom{named}") for named in ("", "?office=below&utm=1")
    )
    assert other.find(f"{ATOM}title").text.endswith("社区动态")
    assert own.find(f"{ATOM}id").text != other.find(f"{ATOM}id").text
    [alternate] = [each for each in other.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
    assert alternate.get("href") == "http://testserver/columns/dynamics/?office=below"
    assert citizen.get("/columns/dynamics/feed.atom", {"office": "nobody"}).status_code == 404


def test_times_are_written_as_the_formats_ask_and_with_the_hour(client, item):
    entry = atom(client).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}published").text == "2018-05-07T10:00:00+08:00"
    [told] = etree.fromstring(client.get("/feed.rss").content).findall("channel/item/pubDate")
    assert told.text == "Mon, 07 May 2018 10:00:00 +0800"


def test_signs_of_a_text_become_no_tags_in_a_reader(client, item):
    Item.objects.update(abstract="面积<b>90</b>平方米<script>alert(1)</script>")
    summary = atom(client).find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "html"
    assert html.fromstring(summary.text).text_content() == "面积<b>90</b>平方米<script>alert(1)</script>"


def test_an_empty_feed_is_the_same_whenever_it_is_asked_for(client, office):
    answer = client.get("/feed.atom")
    assert atom(client).find(f"{ATOM}updated").text == "2019-05-15T00:00:00+08:00"
    with clock.pretend(datetime(2018, 5, 8, 12, 0)):
        assert client.get("/feed.atom")["ETag"] == answer["ETag"]
