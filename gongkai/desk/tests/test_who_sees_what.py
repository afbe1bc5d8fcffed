"""Another office's numbers typed into addresses: what one may not see does not exist."""

import pytest
from django.urls import reverse

from gongkai.acts.duties import Duty
from gongkai.catalogue.tests.factories import published
from gongkai.channels import actions as channels
from gongkai.channels.tests.factories import channel
from gongkai.desk.catalogue.urls import urlpatterns as catalogue
from gongkai.desk.channels.urls import urlpatterns as channel_pages
from gongkai.desk.documents.urls import urlpatterns as documents
from gongkai.desk.people.urls import urlpatterns as people
from gongkai.desk.secrecy.urls import urlpatterns as secrecy
from gongkai.desk.tests.pages import sent, text
from gongkai.documents.tests.factories import cleared, draft
from gongkai.law.channels import ChannelKind
from gongkai.people.models import Post, User
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(office):
    """One of everything that has an address in the desk."""
    document = cleared(office, files=[(text_file(office), "")])
    item = published(office, document)
    row = channels.release(item, channel(office, ChannelKind.WECHAT), by=office.foi)
    row = channels.confirm(
        row, by=office.foi, confirmed_on=item.published_on, proof=text_file(office, "截图.txt")
    )
    return {
        "document": document.pk,
        "review": document.review_id,
        "item": item.pk,
        "release": row.pk,
        "account": office.foi.pk,
        "post": office.foi.posts.get().pk,
        "file": document.files[0].file_id,
        "kind": "pdf",
        "channel": row.channel_id,
        "other": item.pk,
    }


ELSEWHERE = {"item_publish": "document", "release": "item", "post_end": "post", "post_assign": "account"}


def addresses(patterns, subject, papers):
    """Every address of the room that has a number in it, with the number of the office's own paper."""
    for pattern in patterns:
        names = pattern.pattern.converters
        if "pk" not in names:
            continue
        of = ELSEWHERE.get(pattern.name, "release" if pattern.name.startswith("release_") else subject)
        found = {name: papers[of] if name == "pk" else papers[name] for name in names}
        yield reverse(f"desk:{pattern.name}", kwargs=found)


PAPERS = ((documents, "document"), (secrecy, "review"), (catalogue, "item"))


def all_papers(papers, rooms=(*PAPERS, (channel_pages, "channel"))):
    for patterns, subject in rooms:
        yield from addresses(patterns, subject, papers)


def test_every_address_with_a_number_is_known_here(papers):
    assert len(list(all_papers(papers))) >= 50
    assert len(list(addresses(people, "account", papers))) >= 5


@pytest.mark.usefixtures("plain_refusals")
def test_another_office_finds_none_of_the_papers(as_, office, papers):
    client = as_(office.stranger)
    for duty in (Duty.SECRECY_REVIEWER, Duty.RESPONSIBLE_LEADER, Duty.CHANNEL_EDITOR, Duty.OFFICE_CHECKER):
        Post.objects.create(user=office.stranger, agency=office.other, duty=duty, since="2010-01-01")
    for url in all_papers(papers):
        assert client.get(url).status_code == 404, url
        assert sent(client, url, reason="x", remark="x").status_code in (404, 405), url


@pytest.mark.usefixtures("plain_refusals")
def test_administrators_and_residents_find_none_of_the_papers(as_, office, papers):
    for person in (office.sysadmin, office.secadmin, office.auditor, office.citizen):
        client = as_(person)
        # The system administrator keeps the interfaces of the channels, and sees nothing that goes there.
        rooms = PAPERS if person == office.sysadmin else (*PAPERS, (channel_pages, "channel"))
        for url in all_papers(papers, rooms):
            assert client.get(url).status_code in (403, 404), (person, url)


@pytest.mark.usefixtures("plain_refusals")
def test_the_system_administrator_sees_the_channel_and_no_release(as_, office, papers):
    client = as_(office.sysadmin)
    assert client.get(f"/desk/channels/{papers['channel']}/").status_code == 200
    for url in addresses(channel_pages, "channel", papers):
        if "/releases/" in url or "/items/" in url:
            assert client.get(url).status_code in (403, 404), url


@pytest.mark.usefixtures("plain_refusals")
def test_the_administrators_of_another_office_find_none_of_the_accounts(as_, office, papers):
    for duty in ("system_administrator", "security_administrator", "audit_administrator"):
        client = as_(office.person(duty, "邻办（虚构）", [duty], office.other))
        for url in addresses(people, "account", papers):
            assert client.get(url).status_code == 404, url
            assert sent(client, url, reason="x").status_code in (404, 405), url
        assert office.foi.name not in text(client.get("/desk/people/"))


@pytest.mark.usefixtures("plain_refusals")
def test_whoever_is_no_administrator_finds_no_accounts(as_, office, papers):
    client = as_(office.foi)
    for url in addresses(people, "account", papers):
        assert client.get(url).status_code in (403, 404), url
        assert sent(client, url, reason="x").status_code in (403, 404, 405), url
    assert client.get("/desk/people/").status_code == 403
    assert client.get("/desk/people/open/").status_code == 403
    assert client.get("/desk/journal/").status_code == 403


def test_without_log_in_every_address_leads_to_the_log_in(client, papers):
    for url in [*all_papers(papers), *addresses(people, "account", papers), "/desk/", "/desk/journal/"]:
        answer = client.get(url)
        assert answer.status_code == 302, url
        assert answer.url.startswith("/account/login/"), url
        assert client.post(url).url.startswith("/account/login/"), url


def test_numbers_nobody_has_lead_nowhere(as_, office):
    client = as_(office.foi)
    for number in ("0", "424242", "99999999999999999999999999"):
        for room in ("documents", "secrecy", "catalogue", "catalogue/publish"):
            assert client.get(f"/desk/{room}/{number}/").status_code == 404


def test_lists_and_finding_show_nothing_of_another_office(as_, office, papers):
    client = as_(office.stranger)
    for url in ("/desk/", "/desk/documents/", "/desk/secrecy/", "/desk/catalogue/", "/desk/search/?q=停水"):
        assert "关于停水的通知" not in text(client.get(url)), url


def test_a_file_of_one_paper_is_not_served_under_the_address_of_another(as_, office, papers):
    other = draft(office)
    client = as_(office.officer)
    assert client.get(f"/desk/documents/{other.pk}/files/{papers['file']}/").status_code == 404


def test_the_district_reads_and_does_not_act(as_, office, papers):
    client = as_(office.supervisor)
    for url in (f"/desk/documents/{papers['document']}/", f"/desk/catalogue/{papers['item']}/"):
        assert client.get(url).status_code == 200
    answer = sent(client, f"/desk/catalogue/{papers['item']}/withdraw/", reason="撤")
    assert answer.status_code == 422
    assert "Only the FOI officer" in text(answer)


def test_an_ended_duty_ends_with_the_next_click(as_, office, papers):
    client = as_(office.reviewer)
    url = f"/desk/secrecy/{papers['review']}/"
    assert client.get(url).status_code == 200
    Post.objects.filter(user=office.reviewer).update(until="2018-05-06")
    assert client.get(url).status_code == 404


def test_a_closed_account_is_out_with_the_next_click(as_, office):
    client = as_(office.foi)
    assert client.get("/desk/").status_code == 200
    User.objects.filter(pk=office.foi.pk).update(is_active=False)
    assert client.get("/desk/").url.startswith("/account/login/")
