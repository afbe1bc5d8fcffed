"""Where addresses of our own website lead, and why some lead nowhere."""

from uuid import uuid4

import pytest

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column, Item, OldAddress
from gongkai.channels import actions as channels
from gongkai.channels import links, lost_files
from gongkai.channels.health import board
from gongkai.channels.models import Link, LinkState
from gongkai.channels.own_addresses import FILE_GONE, NOTHING, WITHDRAWN, fault_of
from gongkai.channels.tests import factories
from gongkai.files.models import StoredFile
from gongkai.law.inspection import State
from gongkai.secrecy.models import Package, PackageFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day_of_the_release():
    with factories.on(factories.RELEASED, 15):
        yield


@pytest.fixture
def item(office):
    return factories.released_item(office)


def attach(item, *, lies_there=True, content_type="application/pdf"):
    """Put a file into the item's package whose bytes lie on the disk, or do not."""
    file = StoredFile.objects.create(
        name="附件1.pdf",
        content_type=content_type,
        size=3,
        sha256=uuid4().hex * 2,
        chain="jianguomen",
        stored_by="user:1",
        stored_at=clock.now(),
    )
    if lies_there:
        put_back(file)
    number = item.package.files.count()
    PackageFile.objects.create(
        package=item.package, file=file, name=file.name, sha256=file.sha256, order=number + 1
    )
    return file


def put_back(file):
    file.place.parent.mkdir(parents=True, exist_ok=True)
    file.place.write_bytes(b"%PD")


def test_an_address_leads_to_what_stands_in_public(office, item):
    alive = [
        "https://www.x.gov.cn",
        "https://www.x.gov.cn/items/{item}/",
        "https://www.x.gov.cn/items/{item}",
        "https://www.x.gov.cn/items/{item}/?from=timeline#top",
        "/columns/dynamics/feed.atom",
        "/items/?q=%E4%BD%8E%E4%BF%9D",
        "/items/?q=低保",
        "/offices/jianguomen/",
        "/content/duties/20.1/",
        "/api/v1/docs",
        "/sitemap.xml",
    ]
    dead = [
        "/items/999999/",
        "/items/by-number/none/",
        "/items/{item}/files/6f2c1f0e-6f6e-4f0a-9a50-1f2d3c4b5a69/",
        "/columns/nothing/",
        "/columns/nothing/feed.rss",
        "/offices/nobody/",
        "/content/duties/99.9/",
        "/content/areas/zz/",
        "/papers/9/",
        "/desk/items/{item}/",
        "/api/v1/nothing/",
        "/政策/1.html",
        "/%E6%94%BF%E7%AD%96/1.html",
        "/%ff%fe/",
        "http://[",
    ]
    told = {address: fault_of(address.format(item=item.pk)) for address in (*alive, *dead)}
    assert told == dict.fromkeys(alive, "") | dict.fromkeys(dead, NOTHING)


def test_an_old_address_leads_on_also_by_its_query(office, item):
    OldAddress.objects.create(agency=office.agency, path="/art?id=12", item=item)
    OldAddress.objects.create(
        agency=office.agency, path="/政策/动态", column=Column.objects.get(slug="dynamics")
    )
    assert fault_of("http://www.x.gov.cn/art?id=12&from=timeline") == ""
    assert fault_of("http://www.x.gov.cn/art?id=13") == NOTHING
    assert fault_of("http://www.x.gov.cn/%E6%94%BF%E7%AD%96/%E5%8A%A8%E6%80%81/") == ""


def test_what_was_withdrawn_or_recalled_is_told_as_that(office, item):
    channels.recall(item.releases.get(kind="website"), by=office.editor, reason="放错了栏目")
    assert fault_of(item.get_public_url()) == WITHDRAWN


def test_a_link_to_something_recalled_is_dead_at_once(office, item):
    office.agency.site_domain = "www.x.gov.cn"
    office.agency.save()
    other = factories.released_item(office, "另一条")
    Package.objects.filter(pk=item.package_id).update(body=f"见 http://www.x.gov.cn/items/{other.pk}/")
    links.note_links(Item.objects.select_related("agency", "package").get(pk=item.pk))
    assert Link.objects.get().state == LinkState.ALIVE
    channels.recall(other.releases.get(kind="website"), by=office.editor, reason="放错了栏目")
    assert (Link.objects.get().state, Link.objects.get().found) == (LinkState.DEAD, WITHDRAWN)


def test_a_file_that_is_gone_from_the_disk_is_no_file(office, item):
    file = attach(item)
    address = f"{item.get_public_url()}files/{file.pk}/"
    assert fault_of(address) == ""
    file.place.unlink()
    assert fault_of(address) == FILE_GONE


def test_lost_attachments_and_pictures_stand_on_the_board_until_they_are_back(office, item):
    attach(item)
    lost = attach(item, lies_there=False)
    attach(item, lies_there=False, content_type="image/png")
    assert lost_files.look() == 2
    assert lost_files.look() == 2  # and stand there once
    finding = board(office.agency).finding("D2")
    assert (finding.state, len(finding.pages)) == (State.DUE, 2)
    assert finding.pages[0].url == item.get_absolute_url()
    for each in StoredFile.objects.filter(name="附件1.pdf"):
        put_back(each)
    assert lost_files.look() == 0
    assert board(office.agency).finding("D2").state is State.FINE
    lost.place.unlink()
    assert lost_files.look([office.agency]) == 1
    assert Link.objects.dead().count() == 1


def test_files_of_what_is_not_public_are_nobodys_dead_links(office, item):
    attach(item, lies_there=False)
    catalogue.withdraw(item, by=office.foi, reason="内容有误")
    assert lost_files.look() == 0


def test_who_has_mended_own_links_does_not_wait_for_the_worker(office, item):
    lost = attach(item, lies_there=False)
    lost_files.look()
    foreign = Link.objects.create(
        agency=office.agency,
        item=item,
        url="https://www.example.com/",
        state=LinkState.DEAD,
        next_look_at=clock.now() + 7 * links._pause(),
    )
    put_back(lost)
    assert links.look_again([office.agency.pk]) == 2
    assert Link.objects.dead().get() == foreign
    foreign.refresh_from_db()
    assert foreign.next_look_at <= clock.now()


def test_a_reader_is_told_that_a_lost_file_is_not_there(client, office, item):
    file = attach(item, lies_there=False)
    assert client.get(f"{item.get_public_url()}files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("site", "url", "own"),
    [
        ("", "http://www.x.gov.cn/a", True),
        ("", "https://x.gov.cn/a", True),
        ("", "https://y.gov.cn/a", False),
        ("https://open.x.gov.cn", "https://open.x.gov.cn/a", True),
        ("https://open.x.gov.cn", "http://localhost/a", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/a", True),
        ("http://127.0.0.1:8000", "http://127.0.0.1:9000/a", False),
        ("http://127.0.0.1:8000", "http://user@127.0.0.1:8000/a", True),
        ("", "http:///a", False),
    ],
)
def test_own_is_what_this_program_answers(settings, site, url, own):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, ["localhost", "127.0.0.1"]
    assert links._is_own(url, Agency(site_domain="www.x.gov.cn")) is own
