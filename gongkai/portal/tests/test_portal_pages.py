"""What citizens see: what has a standing release on the website, and nothing else."""

from datetime import date, datetime
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Edition, Item
from gongkai.catalogue.tests.factories import column, published, revised, revised_and_cleared
from gongkai.channels import actions as channels
from gongkai.channels.models import Release
from gongkai.channels.tests.factories import channel, published_item, release_of, released_item
from gongkai.documents.tests.factories import approved, cleared, draft
from gongkai.files.storing import store
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import Package, Review
from gongkai.secrecy.tests.factories import picture_bytes, text_file

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)">"\'><b>粗</b>{{ 7|add:7 }}'
    "\u202eгнол\u2066abc\u2069 🏮👨‍👩‍👧‍👦 𠮷𡈽䶮㛃 %(name)s"
)
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
OWN = "http://testserver/"
PAGES = [
    "/",
    "/disclosure/",
    "/rules/",
    "/content/",
    "/content/duties/",
    "/content/areas/",
    "/items/",
    "/offices/",
    "/offices/jianguomen/",
    "/services/",
    "/guide/",
    "/requests/",
    "/reports/",
    "/accessibility/",
]


class Reader(HTMLParser):
    """Reads a page as a browser would: what is inline, what leads to other hosts, what is shown."""

    def __init__(self, page):
        super().__init__()
        self.faults, self.words, self.title = [], "", False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.title = tag in ("title", "option")
        told = dict(attrs)
        runs = tag == "script" and told.get("type") != "application/ld+json"
        if tag == "style" or (runs and not told.get("src")):
            self.faults.append(tag)
        for name, value in attrs:
            address = name in ("src", "href", "action") and (value or "")
            if name == "style" or name.startswith("on"):
                self.faults.append((tag, name))
            elif address and ("://" in address or address.startswith("//")):
                if tag == "link" and address.startswith(OWN):
                    continue  # the head of a page names it by its whole address
                self.faults.append((tag, value))

    def handle_endtag(self, tag):
        self.title = False

    def handle_data(self, data):
        if not self.title:
            self.words += data


def file_path(item, order):
    return f"/items/{item.pk}/files/{item.package.files.get(order=order).file_id}/"


def text(answer):
    return answer.content.decode()


def with_file(office, **given):
    """An item on the website with an attachment and a picture."""
    photo = store(picture_bytes(), name="现场.jpg", by=office.officer, agency=office.agency)
    item = published(office, files=[(text_file(office), ""), (photo, "停水现场")], **given)
    channels.release(item, channel(office), by=office.foi)
    return item


def everywhere(citizen, office):
    """Everything the portal lists, as one text."""
    paths = ["/", "/items/", "/items/?q=停水", f"/columns/{column(office).slug}/", "/reports/", "/guide/"]
    return "".join(text(citizen.get(path)) for path in paths)


# What is shown


def test_a_released_item_is_shown_with_its_head_text_picture_and_file(citizen, office):
    item = with_file(office)
    page = text(citizen.get(f"/items/{item.pk}/"))
    for words in (
        item.index_number,
        "建街发〔2018〕1号",
        office.agency.name,
        "明日停水。",
        "附件.txt",
        "停水现场",
    ):
        assert words in page
    assert citizen.get(file_path(item, 1)).status_code == 200
    assert citizen.get(file_path(item, 2))["Content-Type"] == "image/jpeg"
    assert everywhere(citizen, office).count(f"/items/{item.pk}/") >= 4


def test_the_portal_needs_no_account_and_sets_no_session(citizen, office):
    with_file(office)
    for path in PAGES:
        assert citizen.get(path).status_code == 200
    assert "sessionid" not in citizen.cookies


@pytest.mark.parametrize("query", ["停水", "建街发〔2018〕1号", "2018-00001"])
def test_an_item_is_found_by_title_number_and_index_number(citizen, office, query):
    item = with_file(office)
    assert f"/items/{item.pk}/" in text(citizen.get("/items/", {"q": query}))
    assert "Nothing found for" in text(citizen.get("/items/", {"q": "修路"}))


def test_items_are_filtered_by_column_and_year(citizen, office):
    item = with_file(office)
    Column.objects.create(agency=office.agency, name="其他", slug="rest")
    assert f"/items/{item.pk}/" in text(citizen.get("/items/?column=dynamics&year=2018"))
    assert f"/items/{item.pk}/" not in text(citizen.get("/items/?column=rest"))
    assert f"/items/{item.pk}/" not in text(citizen.get("/items/?year=2017"))


# What is not shown


def test_drafts_and_what_is_not_cleared_are_nowhere(citizen, office):
    draft(office, "停水草稿")
    approved(office, title="停水待审")
    cleared(office, title="停水已审未发布")
    page = everywhere(citizen, office)
    assert not any(title in page for title in ("停水草稿", "停水待审", "停水已审未发布"))
    assert citizen.get("/items/1/").status_code == 404


def test_an_item_not_released_on_the_website_is_nowhere(citizen, office):
    item = published(office, files=[(text_file(office), "")])
    row = channels.release(item, channel(office, ChannelKind.WECHAT), by=office.foi)
    channels.confirm(row, by=office.foi, confirmed_on=date(2018, 5, 7), address="第7期")
    assert item.title not in everywhere(citizen, office)
    assert citizen.get(f"/items/{item.pk}/").status_code == 404
    assert citizen.get(file_path(item, 1)).status_code == 404


def test_a_test_release_is_nowhere(citizen, office):
    item = published_item(office, "停水测试")
    release_of(item, office, is_test=True)
    assert "停水测试" not in everywhere(citizen, office)
    assert citizen.get(f"/items/{item.pk}/").status_code == 404


def test_a_revision_under_way_does_not_show_before_it_is_cleared(citizen, office):
    item = with_file(office)
    revised(item, office, title="停水新稿")
    page = everywhere(citizen, office) + text(citizen.get(f"/items/{item.pk}/"))
    assert "停水新稿" not in page
    assert "明日停水。" in page


def test_a_correction_is_stated_openly(citizen, office):
    item = revised_and_cleared(with_file(office), office)
    catalogue.correct(item, by=office.foi, note="更正停水时间")
    page = text(citizen.get(f"/items/{item.pk}/"))
    assert "更正后的正文。" in page
    assert "更正停水时间" in page
    assert "It was corrected" in page
    assert "明日停水。" not in page


def test_a_withdrawn_item_answers_with_who_when_and_why_and_without_its_text(citizen, office):
    item = with_file(office)
    with clock.pretend(datetime(2018, 6, 1, 9, 0)):
        catalogue.withdraw(item, by=office.foi, reason="含有居民信息")
        answer = citizen.get(f"/items/{item.pk}/")
        listed = everywhere(citizen, office)
    page = text(answer)
    assert answer.status_code == 410
    assert f"Withdrawn on 1 June 2018 by {office.agency.name}" in page
    assert "含有居民信息" in page
    assert "明日停水。" not in page
    assert "附件.txt" not in page
    assert f"/items/{item.pk}/" not in listed
    assert citizen.get(file_path(item, 1)).status_code == 404
    assert citizen.get(file_path(item, 2)).status_code == 404


def test_an_item_taken_off_the_website_says_so(citizen, office):
    item = with_file(office)
    channels.recall(item.releases.get(), by=office.editor, reason="发错栏目")
    answer = citizen.get(f"/items/{item.pk}/")
    assert answer.status_code == 410
    assert "Taken off the website on 7 May 2018" in text(answer)
    assert "发错栏目" in text(answer)
    assert "明日停水。" not in text(answer)
    assert citizen.get(file_path(item, 1)).status_code == 404
    assert item.title not in everywhere(citizen, office)


def test_a_withdrawn_item_is_not_named_beside_others(citizen, office):
    first, second = with_file(office), with_file(office, title="关于停电的通知")
    reading = published(office, title="停水解读", interprets=first)
    channels.release(reading, channel(office), by=office.foi)
    assert "停水解读" in text(citizen.get(f"/items/{first.pk}/"))
    catalogue.withdraw(first, by=office.foi, reason="撤")
    for item in (second, reading):
        assert "关于停水的通知" not in text(citizen.get(f"/items/{item.pk}/"))


@pytest.mark.parametrize("number", ["0", "424242", "99999999999999999999999999"])
def test_numbers_nobody_has_lead_nowhere(citizen, office, number):
    item = with_file(office)
    assert citizen.get(f"/items/{number}/").status_code == 404
    assert citizen.get(f"/items/{number}/files/{uuid4()}/").status_code == 404
    for file in (number, uuid4()):
        assert citizen.get(f"/items/{item.pk}/files/{file}/").status_code == 404


def test_a_column_that_is_none_is_not_there(citizen, office):
    assert citizen.get("/columns/nowhere/").status_code == 404


def test_without_an_office_there_is_no_portal(citizen, db):
    assert citizen.get("/").status_code == 404


# Hostile text and odd addresses


def test_hostile_text_is_only_text_on_every_page_of_the_portal(citizen, office):
    title = HOSTILE + "长" * (300 - len(HOSTILE))
    item = with_file(office, title=title, body=f"{HOSTILE}\n\n" + "字🏮𠮷" * 3_500)
    gone = with_file(office, title=title)
    catalogue.withdraw(gone, by=office.foi, reason=HOSTILE)
    paths = [*PAGES, "/items/?q=script", f"/columns/{column(office).slug}/"]
    for path in [*paths, f"/items/{item.pk}/", f"/items/{gone.pk}/"]:
        answer = citizen.get(path)
        page = Reader(text(answer))
        assert answer.status_code == (410 if path.endswith(f"/{gone.pk}/") else 200), path
        assert "<script>alert" not in text(answer), path
        assert page.faults == [], path
        assert not TURNING & set(page.words), path


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=" + "x" * 10_000,
        "q=%E2%80%AE&column=%00&year=%00",
        "column=%27--&year=99999999999999999999",
        "column=" + "x" * 10_000,
        "year=-1",
        "year=abc",
        "q=%ED%A0%80&column=%ED%A0%80",
        "q=%25%5C_",
    ],
)
def test_odd_questions_break_nothing(citizen, office, query):
    answer = citizen.get(f"/items/?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)
    assert Reader(text(answer)).faults == []


def test_what_was_searched_for_cannot_turn_the_page(citizen, office):
    page = Reader(text(citizen.get("/items/?q=%E2%80%AEabc")))
    assert not TURNING & set(page.words)


# Headers, language, large type


def test_every_page_carries_the_headers_that_keep_it_whole(citizen, office):
    for path in [*PAGES, "/nowhere/"]:
        answer = citizen.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "script-src 'self'" in policy, path
        assert "unsafe-inline" not in policy, path
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_a_file_of_the_portal_cannot_act_as_a_page(citizen, office):
    item = with_file(office)
    answer = citizen.get(file_path(item, 1))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_large_type_is_chosen_remembered_and_left_again(citizen, office):
    assert 'data-type="large"' not in text(citizen.get("/"))
    answer = citizen.post("/type/", {"size": "large", "next": "/items/?q=停水"})
    assert answer.url == "/items/?q=停水" or answer.url.startswith("/items/?q=%")
    cookie = citizen.cookies["type"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    assert 'data-type="large"' in text(citizen.get("/"))
    citizen.post("/type/", {"size": "standard", "next": "/"})
    assert 'data-type="large"' not in text(citizen.get("/"))


@pytest.mark.parametrize("told", ["%00", "home", "", "desk:home"])
def test_a_page_to_go_back_to_that_is_no_address_breaks_nothing(citizen, office, told):
    assert citizen.post("/type/", {"size": "large", "next": told}).status_code == 302


def test_the_type_is_not_changed_by_following_a_link(citizen, office):
    assert citizen.get("/type/?size=large").status_code == 405


def test_the_portal_speaks_chinese_unless_asked_otherwise(client, office):
    assert '<html lang="zh-CN"' in text(client.get("/"))
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in text(client.get("/"))


# Query counts


def copies(row, times, **facts):
    made = []
    for n in range(times):
        copy = type(row).objects.get(pk=row.pk)
        copy.pk, copy._state.adding = None, True
        for name, value in facts.items():
            setattr(copy, name, value(n) if callable(value) else value)
        made.append(copy)
    return type(row).objects.bulk_create(made)


def items_like(item, times):
    begun = Item.objects.count()
    packages = copies(item.package, times)
    copies(item.package.review, times, package=lambda n: packages[n])
    items = copies(
        item,
        times,
        document=None,
        package=lambda n: packages[n],
        index_number=lambda n: f"000000047/2018-1{begun + n:04d}",
    )
    copies(item.editions.get(), times, item=lambda n: items[n], package=lambda n: packages[n])
    copies(item.releases.get(), times, item=lambda n: items[n])
    assert Edition.objects.count() == Release.objects.count() == Item.objects.count()
    assert Package.objects.count() == Review.objects.count()


QUERIES = {
    "/": 7,
    "/items/": 7,
    "/content/": 4,
    "/columns/dynamics/": 6,
    "/offices/jianguomen/": 6,
    "/items/{pk}/": 11,
}


@pytest.mark.parametrize("path", QUERIES)
def test_thirty_items_cost_as_many_queries_as_three(citizen, office, path):
    item = released_item(office)
    url = path.format(pk=item.pk)

    def queries():
        citizen.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert citizen.get(url).status_code == 200
        return len(captured)

    items_like(item, 2)
    few = queries()
    items_like(item, 27)
    assert queries() == few
    assert few == QUERIES[path]
