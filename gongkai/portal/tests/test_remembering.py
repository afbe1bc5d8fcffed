"""A remembered page costs no question to the database, is the same for everybody, and is never an old one."""

import gzip
from datetime import datetime
from http.cookies import SimpleCookie
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from gongkai.acts import clock
from gongkai.channels import actions as channels
from gongkai.channels.tests.factories import released_item
from gongkai.journal import changes
from gongkai.portal.remembering import Remembering, Shelf, edition_now, page_of

pytestmark = pytest.mark.django_db

addresses = import_module(settings.ROOT_URLCONF)


def with_a_cookie(request):
    answer = HttpResponse(request.COOKIES.get("sessionid", "nobody"))
    answer.set_cookie("mark", "1")
    return answer


def with_limits(request):
    return HttpResponse(request.COOKIES.get("sessionid", "nobody"), headers={"Cache-Control": "private"})


def broken(request):
    return HttpResponse("broken", status=500)


for _view in (with_a_cookie, with_limits, broken):
    _view.remembered = True

urlpatterns = [
    path("with-a-cookie/", with_a_cookie),
    path("with-limits/", with_limits),
    path("broken/", broken),
    *addresses.urlpatterns,
]
handler404 = addresses.handler404


def ask(server, address="/", method="GET", **given):
    """Ask as a browser does: nothing of the test stands between."""
    told = []
    environ = RequestFactory().generic(method, address, **given).environ
    answer = server(environ, lambda *args: told.extend(args))
    body = b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    headers = {name.lower(): value for name, value in told[1]}
    return SimpleNamespace(
        status=int(told[0][:3]), headers=headers, body=body, text=body.decode(errors="replace")
    )


def english(**others):
    cookies = SimpleCookie({"django_language": "en", **others})
    return {"HTTP_COOKIE": cookies.output(header="", sep=";").strip()}


class Counting:
    """The application behind, which tells how often it was asked."""

    def __init__(self):
        self.asked, self._handler = 0, WSGIHandler()

    def __call__(self, environ, start):
        self.asked += 1
        return self._handler(environ, start)


@pytest.fixture(autouse=True)
def _one_connection():
    """The test's transaction outlives a request, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def behind(office):
    return Counting()


@pytest.fixture
def server(behind):
    return Remembering(behind, room=10_000_000, seconds=0)


def test_a_remembered_page_costs_one_look_at_the_changes(server, django_assert_num_queries):
    ask(server)
    with django_assert_num_queries(1):
        assert ask(server).status == 200


def test_within_half_a_second_a_remembered_page_asks_the_database_nothing(behind, django_assert_num_queries):
    server = Remembering(behind, room=10_000_000, seconds=3600)
    first = ask(server)
    with django_assert_num_queries(0):
        assert ask(server).body == first.body
    assert behind.asked == 1


@pytest.mark.parametrize(
    "address", ["/", "/items/", "/guide/", "/requests/", "/reports/", "/accessibility/", "/inventory/"]
)
def test_the_pages_for_everybody_are_remembered(server, behind, address):
    first = ask(server, address)
    assert (first.status, ask(server, address).body) == (200, first.body)
    assert behind.asked == 1


def test_the_page_of_an_item_and_of_its_column_are_remembered(server, behind, office):
    item = released_item(office)
    for address in (item.get_public_url(), f"/columns/{item.column.slug}/"):
        assert item.title in ask(server, address).text
        assert item.title in ask(server, address).text
    assert behind.asked == 2


def test_what_is_published_is_seen_at_once(server, office):
    before = ask(server).text
    item = released_item(office, title="关于调整便民服务时间的通知")
    assert item.title not in before
    assert item.title in ask(server).text


def test_what_is_withdrawn_is_gone_at_the_next_request(server, office):
    item = released_item(office)
    assert ask(server, item.get_public_url()).status == 200
    release = item.releases.get()
    channels.recall(release, by=office.editor, reason="内容有误")
    assert item.title not in ask(server).text
    assert ask(server, item.get_public_url()).status == 410


def test_two_processes_agree_after_an_act(behind, office):
    servers = [Remembering(behind, room=10_000_000, seconds=0) for _each in range(2)]
    for server in servers:
        ask(server)
    item = released_item(office)
    assert all(item.title in ask(server).text for server in servers)


def test_a_new_day_makes_the_pages_anew(server, behind):
    ask(server)
    with clock.pretend(datetime(2018, 5, 8, 0, 0)):
        ask(server)
    assert behind.asked == 2


def test_a_page_that_was_made_while_something_changed_is_not_kept(office):
    def changing(environ, start):
        changes.note_change()
        server._current_edition()
        return behind(environ, start)

    behind = Counting()
    server = Remembering(changing, room=10_000_000, seconds=0)
    ask(server)
    assert len(server.pages) == 0


def test_languages_and_sizes_of_type_are_kept_apart(server):
    chinese, in_english = ask(server), ask(server, **english())
    large = ask(server, HTTP_COOKIE="type=large")
    assert 'lang="zh-CN"' in chinese.text
    assert 'lang="en"' in in_english.text
    assert 'data-type="large"' in large.text
    assert ask(server, **english()).body == in_english.body
    assert ask(server).body == chinese.body
    assert len({chinese.headers["etag"], in_english.headers["etag"], large.headers["etag"]}) == 3


def test_cookies_that_say_nothing_about_the_page_do_not_matter(server, behind, client, office):
    client.force_login(office.foi)
    session = client.cookies["sessionid"].value
    first = ask(server, HTTP_COOKIE=f"sessionid={session}; tracking=1; django_language=xx")
    assert ask(server).body == first.body
    assert office.foi.name not in first.text
    assert behind.asked == 1


def test_whoever_has_a_message_waiting_gets_a_page_of_their_own(server, behind):
    ask(server)
    ask(server, HTTP_COOKIE="messages=x")
    ask(server, HTTP_COOKIE="messages=x")
    assert behind.asked == 3


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/with-a-cookie/", "/with-limits/"])
def test_a_page_with_a_cookie_or_limits_of_its_own_is_never_kept(server, address):
    assert ask(server, address).text == "nobody"
    assert ask(server, address, HTTP_COOKIE="sessionid=me").text == "me"
    assert len(server.pages) == len(server.odd_pages) == 0


@pytest.mark.urls(__name__)
def test_an_error_is_never_kept(server):
    assert ask(server, "/broken/").status == 500
    assert len(server.pages) == len(server.odd_pages) == 0


@pytest.mark.parametrize("address", ["/request/", "/request/progress/", "/request/receipt/"])
def test_pages_of_a_request_are_not_remembered(server, address):
    ask(server, address)
    assert len(server.pages) == len(server.odd_pages) == 0


def test_a_page_is_handed_out_packed_to_whoever_can_unpack_it(server):
    plain = ask(server)
    packed = ask(server, HTTP_ACCEPT_ENCODING="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in ask(server, HTTP_ACCEPT_ENCODING="gzip;q=0").headers
    for answer in (plain, packed):
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["vary"] == "Accept-Encoding, Cookie"
        assert answer.headers["content-security-policy"]


def test_who_has_the_page_already_is_told_so(server, office):
    mark = ask(server).headers["etag"]
    again = ask(server, HTTP_IF_NONE_MATCH=mark)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", mark)
    packed = ask(server, HTTP_ACCEPT_ENCODING="gzip").headers["etag"]
    assert ask(server, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=f'"x", W/{packed}').status == 304
    released_item(office)
    assert ask(server, HTTP_IF_NONE_MATCH=mark).status == 200


def test_a_request_for_the_head_gets_no_body(server):
    whole, head = ask(server), ask(server, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == whole.headers


def test_a_form_that_is_sent_goes_through(server, behind):
    ask(server)
    assert ask(server, "/type/", "POST").status == 302
    assert behind.asked == 2


def test_numbers_of_no_item_are_kept_apart_and_in_bounds(office, behind):
    server = Remembering(behind, room=240_000, seconds=0)
    ask(server)
    for number in range(8000, 8020):
        assert ask(server, f"/items/{number}/").status == 404
    assert 0 < len(server.odd_pages) < 20
    asked = behind.asked
    ask(server)
    assert behind.asked == asked


def test_a_flood_of_queries_does_not_push_out_the_home_page(office, behind):
    server = Remembering(behind, room=240_000, seconds=0)
    ask(server)
    for number in range(20):
        ask(server, f"/?x={number}")
    assert 0 < len(server.odd_pages) < 20
    asked = behind.asked
    ask(server)
    assert behind.asked == asked


@pytest.mark.parametrize(
    "spelled",
    [
        lambda number, item: ("/", {"HTTP_HOST": f"testserver:{9000 + number}"}),
        lambda number, item: ("/", {"HTTP_HOST": f"{'testserver'[:number].upper()}{'testserver'[number:]}"}),
        lambda number, item: (f"/items/{'0' * number}{item.pk}/", {}),
    ],
    ids=["ports", "capitals", "noughts"],
)
def test_other_spellings_of_an_address_do_not_push_out_the_home_page(office, behind, spelled):
    item = released_item(office)
    server = Remembering(behind, room=240_000, seconds=0)
    ask(server, HTTP_HOST="testserver")
    for number in range(1, 11):
        address, given = spelled(number, item)
        assert ask(server, address, **given).status == 200
    assert len(server.pages) == 1
    assert 0 < len(server.odd_pages) < 10
    asked = behind.asked
    ask(server, HTTP_HOST="testserver")
    assert behind.asked == asked


def test_a_flood_of_anything_stays_within_the_room(office, behind):
    server = Remembering(behind, room=240_000, seconds=0)
    for number in range(30):
        ask(server, f"/?x={number}")
        ask(server, f"/items/{9000 + number}/")
    kept = [page for shelf in (server.pages, server.odd_pages) for page in shelf._pages.values()]
    assert sum(page.weight for page in kept) <= 240_000


def test_nothing_a_reader_sends_reaches_a_page_that_is_kept(office):
    def telling(environ, start):
        passed_on.update(name for name in environ if name.startswith("HTTP_"))
        return behind(environ, start)

    behind, passed_on = Counting(), set()
    headers = {"HTTP_USER_AGENT": "x", "HTTP_ACCEPT_LANGUAGE": "de", "HTTP_X_FORWARDED_HOST": "elsewhere"}
    ask(Remembering(telling, room=240_000, seconds=0), HTTP_HOST="testserver", **headers)
    assert passed_on == {"HTTP_HOST"}


def test_a_database_put_back_from_a_copy_makes_the_pages_anew(server, behind, office):
    """As many acts as before, but others: the numbers of their signs are the same again."""
    with transaction.atomic():
        first = released_item(office, title="关于调整便民服务时间的通知")
        assert first.title in ask(server).text
        signs = list(changes.Change.objects.values_list("pk", flat=True))
        transaction.set_rollback(True)
    second = released_item(office, title="关于暂停电梯运行的通知")
    changes.Change.objects.all().delete()
    for number in signs:
        changes.Change.objects.create(pk=number, at=clock.now())
    text = ask(server).text
    assert second.title in text
    assert first.title not in text


def test_a_very_long_query_is_not_kept(server):
    ask(server, f"/items/?q={'x' * 600}")
    assert len(server.odd_pages) == 0


def test_an_address_of_nothing_is_not_kept(server):
    assert ask(server, "/no/such/page/").status == 404
    assert len(server.odd_pages) == 0


def test_where_the_database_does_not_say_nothing_is_remembered(behind):
    server = Remembering(behind, room=10_000_000, seconds=0, edition=lambda: None)
    ask(server)
    ask(server)
    assert behind.asked == 2


def test_a_database_that_takes_no_question_says_nothing(office):
    with transaction.atomic():
        transaction.set_rollback(True)
        assert edition_now() is None


def test_those_not_asked_for_longest_go_first():
    page = page_of("200 OK", [("Content-Type", "text/plain")], b"x" * 100)
    shelf = Shelf(3 * page.weight)
    for key in ("a", "b", "c"):
        shelf.put((key,), page)
    shelf.find(("a",))
    shelf.put(("d",), page)
    assert [bool(shelf.find((key,))) for key in ("a", "b", "c", "d")] == [True, False, True, True]
