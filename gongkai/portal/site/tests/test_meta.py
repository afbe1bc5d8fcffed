"""The meta tags of 《政府网站发展指引》 on each page of the portal, as a machine reads them."""

import re
from datetime import datetime
from html import unescape
from urllib.parse import quote

import pytest

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Item
from gongkai.channels.tests import factories

pytestmark = pytest.mark.django_db

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
REPEATED = {"ColumnName", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource"}
MAY = {"Keywords", "Author", "Description", "Image", "Url"}

_TAG = re.compile(r'<meta name="([A-Za-z]+)" content="([^"]*)">')


def tags_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    found = [(name, unescape(content)) for name, content in _TAG.findall(answer.content.decode())]
    names = [name.lower() for name, _content in found]
    assert len(names) == len(set(names)), f"twice on {path}"
    assert all(content.strip() and content != "null" for _name, content in found), path
    return dict(found)


@pytest.fixture(autouse=True)
def site(office):
    office.agency.site_name = "数字东城·建国门街道"
    office.agency.site_domain = "http://www.bjdch.gov.cn/"
    office.agency.site_code = "1101010000"
    office.agency.save()
    return office.agency


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/", SITE),
        ("/items/", SITE | COLUMN),
        ("/items/?q=没有", SITE | COLUMN),
        ("/items/{item}/", SITE | REPEATED | ARTICLE | {"Description", "Url"}),
        ("/columns/dynamics/", SITE | COLUMN),
        ("/guide/", SITE | COLUMN),
        ("/inventory/", SITE | COLUMN),
        ("/requests/", SITE | COLUMN),
        ("/request/progress/", SITE | COLUMN),
        ("/reports/", SITE | COLUMN),
        ("/accessibility/", SITE | COLUMN),
        ("/disclosure/", SITE | COLUMN),
        ("/rules/", SITE | COLUMN),
        ("/content/", SITE | COLUMN),
        ("/content/duties/", SITE | COLUMN),
        ("/content/areas/", SITE | COLUMN),
        ("/offices/", SITE | COLUMN),
        ("/offices/jianguomen/", SITE | COLUMN),
        ("/services/", SITE | COLUMN),
        ("/subscribe/", SITE | COLUMN),
        ("/map/", SITE | COLUMN),
        ("/faults/", SITE | COLUMN),
        ("/faults/progress/", SITE | COLUMN),
        ("/papers/", SITE | COLUMN),
        ("/content/duties/20.1/", SITE | COLUMN),
        ("/content/areas/a/", SITE | COLUMN),
        ("/subscribe/sent/", SITE | COLUMN),
        ("/api/v1/docs", SITE | COLUMN),
    ],
)
def test_each_page_bears_the_tags_of_its_kind(citizen, item, path, wanted):
    found = set(tags_of(citizen, path.format(item=item.pk)))
    assert wanted <= found
    assert not (SITE | COLUMN | ARTICLE) - wanted & found


def test_each_page_of_the_portal_says_in_a_sentence_of_its_own_what_it_is_for(citizen, item):
    paths = ("/map/", "/faults/", "/offices/jianguomen/", "/reports/", "/content/duties/", "/subscribe/")
    told = [tags_of(citizen, path)["ColumnDescription"] for path in paths]
    assert len(set(told)) == len(paths)
    assert not [each for each in told if "what" in each and "discloses by law." in each]


def test_no_keyword_is_said_twice(citizen, item):
    for path in ("/disclosure/", "/content/areas/a/", "/guide/"):
        words = tags_of(citizen, path)["ColumnKeywords"].split(",")
        assert len(words) == len(set(words))
        assert "、" not in "".join(words)


def test_an_office_below_stands_on_the_website_of_the_portal(citizen, office, site):
    below = Agency.objects.create(
        slug="below", name="某社区居委会", short_name="某社区", code="9", parent=site, level=site.level,
        site_domain="www.other.gov.cn", site_code="9999999999",
    )  # fmt: skip
    found = tags_of(citizen, f"/offices/{below.slug}/")
    assert found["SiteDomain"] == "www.bjdch.gov.cn"
    assert found["SiteIDCode"] == "1101010000"


def test_an_article_without_keywords_and_with_a_very_long_abstract_has_no_empty_tag(citizen, item):
    Item.objects.filter(pk=item.pk).update(
        keywords=" 、，", abstract="长" * 500, title='关于"安全"与<稳定>的通知'
    )
    found = tags_of(citizen, f"/items/{item.pk}/")
    assert "Keywords" not in found
    assert found["Description"] == "长" * 200
    assert found["ArticleTitle"] == '关于"安全"与<稳定>的通知'


def test_later_pages_of_a_list_bear_the_tags_of_the_column(citizen, office, item):
    column = Column.objects.get(slug="dynamics")
    Column.objects.filter(pk=column.pk).update(description="街道的动态。")
    for number in range(20):
        factories.released_item(office, f"第{number}条")
    found = tags_of(citizen, "/columns/dynamics/?page=2")
    assert found["ColumnDescription"] == "街道的动态。"


def test_the_form_for_requests_is_a_page_like_others(citizen):
    with clock.pretend(datetime(2025, 10, 24, 9, 0)):
        assert set(tags_of(citizen, "/request/")) >= SITE | COLUMN


def test_a_page_that_does_not_exist_bears_the_tags_of_the_site_and_no_others(citizen):
    found = tags_of(citizen, "/nowhere/", 404)
    assert found["SiteIDCode"] == "1101010000"
    assert set(found) & (COLUMN | ARTICLE) == set()


def test_a_withdrawn_item_is_no_article_any_more(citizen, office, item):
    catalogue.withdraw(item, by=office.foi, reason="内容有误")
    found = tags_of(citizen, f"/items/{item.pk}/", 410)
    assert set(found) >= SITE | REPEATED
    assert set(found) & (ARTICLE | MAY) == set()


def test_the_domain_is_told_without_protocol(citizen):
    assert tags_of(citizen, "/")["SiteDomain"] == "www.bjdch.gov.cn"


def test_what_the_office_has_not_set_falls_back_or_is_left_out(citizen, site, settings):
    settings.SITE_URL = "https://open.example.gov.cn:8443"
    site.site_name = site.site_domain = site.site_code = ""
    site.save()
    found = tags_of(citizen, "/")
    assert found["SiteName"] == site.name
    assert found["SiteDomain"] == "open.example.gov.cn"
    assert "SiteIDCode" not in found


def test_an_article_tells_what_is_known_of_it(citizen, item, settings):
    settings.SITE_URL = "https://www.bjdch.gov.cn"
    Item.objects.filter(pk=item.pk).update(
        keywords="垃圾分类 社区、宣传", abstract="第一行\n第二行", source="北京市东城区人民政府"
    )
    found = tags_of(citizen, f"/items/{item.pk}/")
    assert found["ArticleTitle"] == "社区开展垃圾分类宣传"
    assert found["PubDate"] == "2018-05-07 10:00"
    assert found["ContentSource"] == "北京市东城区人民政府"
    assert found["Keywords"] == "垃圾分类,社区,宣传"
    assert found["Description"] == "第一行 第二行"
    assert found["Url"] == f"https://www.bjdch.gov.cn/items/{item.pk}/"


def test_an_item_of_an_earlier_day_has_no_invented_hour(citizen, item):
    Item.objects.filter(pk=item.pk).update(published_on="2016-03-01")
    assert tags_of(citizen, f"/items/{item.pk}/")["PubDate"] == "2016-03-01 00:00"


def test_a_column_tells_its_own_words_and_its_type(citizen, item):
    Column.objects.update(description="街道的动态。", keywords="动态，新闻", kind="news")
    found = tags_of(citizen, "/columns/dynamics/")
    assert found["ColumnDescription"] == "街道的动态。"
    assert found["ColumnKeywords"] == "动态,新闻"
    assert found["ColumnType"] == "工作动态"
    assert tags_of(citizen, f"/items/{item.pk}/")["ColumnType"] == "工作动态"


def test_hostile_words_stay_words(citizen, item):
    Item.objects.filter(pk=item.pk).update(title='"><script>alert(1)</script>\u202e', abstract="a\x07" * 240)
    page = citizen.get(f"/items/{item.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in tags_of(citizen, f"/items/{item.pk}/")["ArticleTitle"]


def test_each_page_has_one_address_whatever_was_filtered(citizen, item, settings):
    settings.SITE_URL = "https://www.bjdch.gov.cn"
    page = citizen.get("/columns/dynamics/?utm=1").content.decode()
    assert '<link rel="canonical" href="https://www.bjdch.gov.cn/columns/dynamics/">' in page
    assert '<html lang="en"' in page


def test_the_foot_tells_what_the_rules_ask(citizen, site):
    site.site_operator, site.icp_number = "东城区信息中心", "京ICP备00000000号"
    site.police_number, site.email = "京公网安备11010100000000号", "a@example.gov.cn"
    site.save()
    page = citizen.get("/").content.decode()
    foot = page[page.index("<footer") :]
    for told in (site.name, site.site_operator, site.phone, site.email, site.site_code):
        assert told in foot
    for told in (site.icp_number, site.police_number, "/faults/?page=", "/map/"):
        assert told in foot


def test_a_reader_who_lost_the_way_finds_search_and_likely_pages(citizen, item):
    page = citizen.get("/nowhere/").content.decode()
    assert 'id="lost-q"' in page
    for path in ("/", "/items/", "/guide/", "/map/", "/requests/"):
        assert f'href="{path}"' in page
    assert 'aria-label="You are here"' in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/zwgk/%E4%BD%8E%E4%BF%9D/2018%E5%B9%B4%E5%85%AC%E7%A4%BA.html", "低保 2018年公示"),
        ("/政策/政策/1.html", "政策"),
        ("/zwgk/tzgg/1.html", ""),
        ("/" + "%E9%95%BF" * 300, "长" * 60),
        ("/%3Cscript%3E%E8%84%9A%E6%9C%AC%3C/script%3E", "脚本"),
    ],
)
def test_the_words_of_a_lost_address_are_searched_for(citizen, item, path, words):
    answer = citizen.get(path)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<script>脚" not in page
    assert (f'value="{words}"' in page) == bool(words)
    assert (f'<a href="/items/?q={quote(words)}">' in page) == bool(words)


def test_what_an_import_called_null_is_no_content(citizen, item):
    Item.objects.filter(pk=item.pk).update(keywords="null", source="null", abstract="")
    Column.objects.update(description="null", keywords="无")
    found = tags_of(citizen, f"/items/{item.pk}/")
    assert found["ContentSource"] == item.agency.name
    assert "Keywords" not in found
    found = tags_of(citizen, "/columns/dynamics/")
    assert "工作动态" in found["ColumnDescription"]
    assert "工作动态" in found["ColumnKeywords"]
