"""Where links lead: our own by our own addresses, foreign ones against a server on this computer."""

from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

import httpx
import pytest

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.channels import link_visits, links
from gongkai.channels.link_visits import Visit, visit
from gongkai.channels.models import Link, LinkState
from gongkai.channels.tests import factories
from gongkai.secrecy.models import Package

NOON = datetime(2018, 5, 7, 12, 0, tzinfo=clock.BEIJING)


class Answers(BaseHTTPRequestHandler):
    """Answers by the path: /status/404, /to?<address>, /no-head, /page?<html>."""

    protocol_version = "HTTP/1.0"
    hosts: list[str] = []

    def do_HEAD(self):
        self.hosts.append(self.headers["Host"])
        if self.path == "/no-head":
            return self.send(405)
        if self.path.startswith("/to?"):
            return self.send(302, Location=self.path[4:])
        told = self.path.partition("?")[0].rpartition("/")[2]
        return self.send(int(told) if self.path.startswith("/status/") else 200)

    def do_GET(self):
        if self.path == "/no-head":
            return self.send(200)
        if self.path.startswith("/page?"):
            content = unquote(self.path.partition("?")[2]).encode("gbk")
            self.send(200, **{"Content-Type": "text/html; charset=gb2312"})
            return self.wfile.write(content)
        return self.do_HEAD()

    def send(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_told):
        pass


@pytest.fixture(scope="module")
def there():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def let_in(settings):
    settings.CHECK_PRIVATE_LINKS = True
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/status/200", Visit(True, "200")),
        ("/status/404", Visit(False, "404")),
        ("/status/410", Visit(False, "410")),
        ("/status/500", Visit(False, "500")),
        ("/status/403", Visit(True, "403")),
        ("/no-head", Visit(True, "200")),
        ("/to?/status/200", Visit(True, "200")),
        ("/to?/status/404", Visit(False, "404")),
        ("/status/429", Visit(True, "429")),
        ("/to?/errors/404.html", Visit(False, "says so itself")),
    ],
)
def test_what_a_server_answers_says_whether_the_link_is_alive(there, let_in, path, found):
    assert visit(there + path) == found


@pytest.mark.parametrize(
    ("page", "is_alive"),
    [
        ("<title>404 Not Found</title>", False),
        ("<html><title>某区人民政府</title><h1><b>404</b></h1>", False),
        ("<title>您访问的页面不存在</title>", False),
        ("<title>页面未找到-某区人民政府</title>", False),
        ("<title>抱歉，找不到您要访问的页面</title>", False),
        ("<title>该信息已被删除</title>", False),
        ("<title>Page not found</title>", False),
        ("<title>社会救助</title><p>404</p>", True),
        ("<title>国办函〔2019〕404号文件解读</title>", True),
        ("<title>关于不存在安全隐患的说明</title>", True),
        ("<title>失物招领：找不到钱包怎么办</title>", True),
        ("", True),
    ],
)
def test_a_page_that_says_itself_that_nothing_is_there_is_dead(there, let_in, page, is_alive):
    assert visit(f"{there}/page?{quote(page)}") == Visit(is_alive, "200" if is_alive else "says so itself")


def test_a_certificate_nobody_trusts_is_told_as_that(let_in, monkeypatch):
    refused = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed")
    assert link_visits._word_for(refused) == "certificate"
    assert link_visits._word_for(httpx.ConnectError("[Errno 111] Connection refused")) == "unreachable"


def test_redirects_that_never_end_are_given_up(there, let_in):
    loop = f"{there}/to?" + "/to?" * 8
    assert visit(loop).found == "redirects without end"


def test_the_server_is_asked_by_its_own_name(there, let_in):
    Answers.hosts.clear()
    visit(f"{there.replace('127.0.0.1', 'localhost')}/status/200")
    assert set(Answers.hosts) == {there.removeprefix("http://").replace("127.0.0.1", "localhost")}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0.0.0.0/",
    ],
)
def test_nobody_is_led_into_a_private_network(url):
    assert visit(url).found in ("private address", "no such host")


def test_a_redirect_does_not_lead_into_a_private_network_either(there, monkeypatch):
    monkeypatch.setattr(
        link_visits, "_is_public", lambda address, seen=[]: bool(not seen and not seen.append(address))
    )
    assert visit(f"{there}/to?{there}/status/200").found == "private address"


@pytest.mark.parametrize(
    "url", ["http://", "http://[", "ftp://www.example.com/", "http://a b/", "http://%zz"]
)
def test_what_is_no_address_breaks_nothing(url):
    assert not visit(url).is_alive


def test_the_addresses_in_a_text_are_found_with_their_words():
    plain = Package(markup="plain", body="见 https://www.example.com/a?b=1，以及(http://www.example.org/x)。")
    assert list(links.links_in(plain)) == ["https://www.example.com/a?b=1", "http://www.example.org/x"]
    html = Package(
        markup="html",
        body='<p>见<a href="https://www.example.com/a">办法</a></p><table><tr><td><a href="http://x.cn/">表</a>'
        '</td></tr></table><p><a href="mailto:a@b.cn">信</a></p>',
    )
    assert links.links_in(html) == {"https://www.example.com/a": "办法", "http://x.cn/": "表"}


@pytest.mark.django_db
class TestOfItems:
    @pytest.fixture
    def item(self, office):
        office.agency.site_domain = "www.x.gov.cn"
        office.agency.save()
        return factories.released_item(office)

    def write(self, item, *urls):
        Package.objects.filter(pk=item.package_id).update(body=" ".join(urls))
        item.refresh_from_db()
        item.package.refresh_from_db()
        links.note_links(item)
        return {link.url: link.state for link in item.links.all()}

    def test_own_links_are_looked_at_at_once(self, office, item):
        own = "http://www.x.gov.cn"
        with factories.on(factories.RELEASED):
            found = self.write(
                item,
                f"{own}/items/{item.pk}/",
                f"{own}/items/9999/",
                f"{own}/columns/dynamics/",
                f"{own}/nowhere/",
                f"{own}/guide/",
                "https://www.example.com/",
            )
        assert list(found.values()) == ["alive", "dead", "alive", "dead", "alive", "new"]

    def test_a_link_to_something_withdrawn_is_dead(self, office, item, django_capture_on_commit_callbacks):
        other = factories.released_item(office, "另一条")
        with factories.on(factories.RELEASED):
            assert list(self.write(item, f"http://x.gov.cn/items/{other.pk}/").values()) == ["alive"]
        with factories.on(factories.RELEASED, 15), django_capture_on_commit_callbacks(execute=True):
            catalogue.withdraw(other, by=office.foi, reason="内容有误")
        assert item.links.get().state == LinkState.DEAD
        assert list(links.dead_links([office.agency.pk])) == [item.links.get()]

    def test_a_corrected_text_forgets_its_old_links(self, office, item):
        self.write(item, "https://www.example.com/a")
        assert list(self.write(item, "https://www.example.com/b")) == ["https://www.example.com/b"]

    def test_a_foreign_link_is_dead_after_failing_on_two_days(self, office, item):
        self.write(item, "https://www.example.com/a")
        link, down = item.links.get(), Visit(False, "404")
        assert links.note_visit(link, down, NOON).state == LinkState.FAILING
        assert links.note_visit(link, down, NOON + timedelta(hours=2)).state == LinkState.FAILING
        assert links.note_visit(link, down, NOON + timedelta(days=1)).state == LinkState.DEAD
        assert link.first_failed_at == NOON
        assert links.note_visit(link, Visit(True, "200"), NOON + timedelta(days=8)).state == LinkState.ALIVE
        assert (link.tries, link.first_failed_at, link.found) == (0, None, "")

    def test_the_worker_visits_few_of_a_host_and_comes_back_later(self, office, item, there, let_in):
        self.write(item, *(f"{there}/status/200?{number}" for number in range(8)), f"{there}/status/404")
        later = clock.now() + timedelta(minutes=1)
        assert links.look_at_due(later) == links.MOST_OF_A_HOST
        assert links.look_at_due(later) == 4
        assert links.look_at_due(later) == 0
        assert Link.objects.filter(state=LinkState.ALIVE).count() == 8
        assert Link.objects.get(state=LinkState.FAILING).found == "404"

    def test_an_office_cut_off_from_the_internet_kills_no_link(self, office, item, monkeypatch):
        monkeypatch.setattr(links, "visit", lambda url: Visit(False, "no such host"))
        self.write(item, *(f"https://www.example{number}.com/" for number in range(3)))
        assert links.look_at_due(clock.now() + timedelta(minutes=1)) == 0
        assert not Link.objects.exclude(state=LinkState.NEW).exists()

    def test_dead_servers_are_told_where_another_one_answers(self, office, item, monkeypatch):
        self.write(item, *(f"https://www.example{number}.com/" for number in range(3)))
        self.another_alive(item, "https://www.example.net/")
        monkeypatch.setattr(
            links,
            "visit",
            lambda url: Visit("example.net" in url, "200" if "example.net" in url else "too slow"),
        )
        assert links.look_at_due(clock.now() + timedelta(minutes=1)) == 3
        assert Link.objects.filter(state=LinkState.FAILING, found="too slow").count() == 3

    def another_alive(self, item, url):
        return Link.objects.create(
            agency=item.agency,
            item=item,
            url=url,
            host="www.example.net",
            state=LinkState.ALIVE,
            checked_at=clock.now(),
            next_look_at=clock.now() + timedelta(days=7),
        )

    def test_links_nobody_looked_at_are_told_as_that(self, office, item, monkeypatch):
        self.write(item, *(f"https://www.example{number}.com/" for number in range(3)))
        assert links.not_looked_at(office.agency) == 0
        monkeypatch.setattr(links, "visit", lambda url: Visit(False, "no such host"))
        links.look_at_due(clock.now() + timedelta(minutes=1))
        assert links.not_looked_at(office.agency) == 3

    def test_a_host_very_many_texts_lead_to_holds_up_no_other(self, office, item, monkeypatch):
        seen = []
        monkeypatch.setattr(links, "visit", lambda url: seen.append(url) or Visit(True, "200"))
        monkeypatch.setattr(links, "MOST_A_TURN", 7)
        many = [f"https://www.example.com/{number}" for number in range(150)]
        self.write(item, *many, "https://www.example.net/")
        links.look_at_due(clock.now() + timedelta(minutes=1))
        assert len(seen) == links.MOST_OF_A_HOST + 1
        assert seen[-1] == "https://www.example.net/"

    def test_what_died_lately_is_looked_at_each_day_and_later_each_week(self, office, item):
        link = self.another_alive(item, "https://www.example.net/")
        begun = clock.now()
        for day, pause in ((0, 1), (1, 1), (5, 1), (20, 7)):
            now = begun + timedelta(days=day)
            links.note_visit(link, Visit(False, "404"), now)
            assert link.next_look_at - now == timedelta(days=pause)

    def test_links_of_withdrawn_items_are_left_alone(self, office, item, there, let_in):
        self.write(item, f"{there}/status/404")
        with factories.on(factories.RELEASED, 15):
            catalogue.withdraw(item, by=office.foi, reason="内容有误")
        assert links.look_at_due(clock.now() + timedelta(minutes=1)) == 0
