"""Hostile text on every page that lists it; nothing inline, no other host, the headers on every answer."""

import pytest

from gongkai.catalogue.tests.factories import column, published
from gongkai.channels import actions as channels
from gongkai.channels.tests.factories import channel
from gongkai.desk.tests.pages import HOSTILE, TURNING, faults_of, sent, shown, text
from gongkai.documents import actions
from gongkai.documents.models import Document
from gongkai.documents.tests.factories import adopted, checked, clear, draft, handed_in, submitted
from gongkai.law.channels import ChannelKind
from gongkai.people.models import User
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

# A title as long as one may be.
TITLE = HOSTILE + "长" * (300 - len(HOSTILE))
BODY = f"{HOSTILE}\n\n" + "字🏮𠮷" * 3_500


@pytest.fixture
def pages(office):
    """Who reads which page on which hostile text stands."""
    User.objects.filter(pk=office.officer.pk).update(name="<b>陈</b>晓")
    hostile = {"title": TITLE, "body": BODY, "files": [(text_file(office, "<b>附件.txt"), "")]}
    own = draft(office, **hostile)
    returned = actions.send_back(submitted(office, **hostile), by=office.checker, reason=BODY[:1000])
    waiting = checked(office, **hostile)
    piece, ready = handed_in(office, **hostile), adopted(office, **hostile)
    item = published(office, Document.objects.get(pk=clear(_approved(office, hostile), office).pk))
    release = channels.release(item, channel(office, ChannelKind.WECHAT, "<i>微信</i>"), by=office.foi)
    channels.confirm(release, by=office.foi, confirmed_on=item.published_on, address=HOSTILE)
    return {
        "officer": [
            "",
            "documents/",
            f"documents/{own.pk}/",
            f"documents/{own.pk}/edit/",
            f"documents/{returned.pk}/",
            "search/?q=script",
            "documents/?q=%3Cscript%3E",
        ],
        "checker": [f"documents/{returned.pk}/"],
        "leader": ["", f"documents/{waiting.pk}/approve/", "documents/approve/", f"documents/{ready.pk}/"],
        "foi": [
            "",
            "documents/adopt/",
            f"documents/{piece.pk}/adopt/",
            "catalogue/?q=script",
            f"catalogue/{item.pk}/",
            f"catalogue/{item.pk}/withdraw/",
            f"channels/items/{item.pk}/release/",
            f"channels/releases/{release.pk}/",
            "channels/releases/",
            "channels/",
        ],
        "reviewer": ["secrecy/", f"secrecy/{ready.review_id}/", f"secrecy/{item.document.review_id}/decide/"],
        "sysadmin": ["people/", f"people/{office.officer.pk}/"],
        "auditor": ["journal/", "journal/?q=script"],
    }


def _approved(office, hostile):
    column(office)
    return actions.approve(checked(office, **hostile), by=office.leader)


def test_hostile_text_is_only_text_on_every_page_of_the_desk(as_, office, pages):
    for who, paths in pages.items():
        client = as_(getattr(office, who))
        for path in paths:
            answer = client.get(f"/desk/{path}")
            assert answer.status_code == 200, path
            assert "<script>alert" not in text(answer), path
            assert "<img src=x" not in text(answer), path
            assert "<b>陈" not in text(answer), path
            assert faults_of(answer) == [], path
            assert not TURNING & set(shown(answer)), path
            assert "default-src 'none'" in answer["Content-Security-Policy"], path
            assert answer["X-Frame-Options"] == "DENY", path
            assert answer["X-Content-Type-Options"] == "nosniff", path
            assert answer["Referrer-Policy"] == "same-origin", path


def test_hostile_text_comes_back_from_a_refusal_as_it_was_typed(as_, office):
    said = {"title": TITLE, "genre": "notice", "section": office.section.pk, "body": BODY}
    answer = sent(as_(office.officer), "/desk/documents/draft/", **said, openness="on_request")
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert answer.context["form"]["body"].value() == BODY


def test_hostile_text_is_kept_character_by_character(as_, office):
    said = {"title": TITLE, "genre": "news", "section": office.section.pk, "body": BODY, "then": "keep"}
    sent(as_(office.officer), "/desk/documents/piece/", **said)
    piece = Document.objects.get()
    assert piece.title == TITLE
    assert piece.body.replace("\r\n", "\n") == BODY


def test_of_hostile_rich_text_only_the_harmless_is_kept(as_, office):
    said = {"title": TITLE, "genre": "notice", "section": office.section.pk, "body": BODY}
    sent(as_(office.officer), "/desk/documents/draft/", **said)
    document = Document.objects.get()
    assert document.title == TITLE
    assert "<script" not in document.body
    assert "<strong>粗</strong>" in document.body


@pytest.mark.parametrize(
    "path",
    [
        "documents/?q=%00&form=x&state=%00&openness=zzz&year=99999999999999999999",
        "documents/?year=-1&q=" + "%F0%9F%8F%AE" * 200,
        "secrecy/?q=%00&state=%27",
        "catalogue/?q=%00&column=%00&kind=%00&year=abc",
        "catalogue/?column=99999999999999999999999999",
        "catalogue/?column=%E2%80%AE",
        "search/?q=%00",
        "search/?q=" + "x" * 10_000,
        "search/?q=%25_%27--%5C",
        "search/?q=%E2%80%AEabc",
        "documents/?q=%E2%80%AEabc",
        "search/?q=%ED%A0%80",
    ],
)
def test_odd_filters_break_nothing(as_, office, path):
    answer = as_(office.foi).get(f"/desk/{path}")
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert not TURNING & set(shown(answer))


@pytest.mark.parametrize("path", ["documents/?page=0", "documents/?page=x", "documents/?page=9999"])
def test_a_page_of_a_list_that_is_none_is_not_there(as_, office, path):
    assert as_(office.foi).get(f"/desk/{path}").status_code == 404


def test_the_pages_of_accounts_have_nothing_inline_either(as_, client, office):
    client.cookies["django_language"] = "en"
    paths = ["/account/login/", "/desk/people/open/", f"/desk/people/{office.foi.pk}/duty/"]
    assert faults_of(client.get(paths[0])) == []
    as_(office.sysadmin)
    for path in [*paths[1:], "/account/password/", "/account/logout/", "/account/2fa/", "/desk/parts/"]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert faults_of(answer) == [], path
        assert "Content-Security-Policy" in answer, path


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), ("/desk/people/", 403), ("/desk/documents/7/", 404)]
)
def test_pages_of_what_went_wrong_are_pages_like_all_others(as_, office, path, status):
    answer = as_(office.foi).get(path)
    assert answer.status_code == status
    assert faults_of(answer) == []
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_form_without_its_csrf_token_is_refused_with_a_page(office):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": "zhou", "password": office.password})
    assert answer.status_code == 403
    assert faults_of(answer) == []


def test_the_language_is_switched_and_the_page_stays(as_, office):
    client = as_(office.foi)
    answer = client.post("/language/", {"language": "zh-hans", "next": "/desk/documents/"})
    assert answer.url == "/desk/documents/"
    assert '<html lang="zh-CN"' in text(client.get("/desk/documents/"))
    client.post("/language/", {"language": "en", "next": "/desk/"})
    assert '<html lang="en"' in text(client.get("/desk/documents/"))


@pytest.mark.parametrize("switch", ["/language/", "/type/"])
def test_no_switch_leads_to_another_host(client, office, switch):
    answer = client.post(switch, {"language": "en", "size": "large", "next": "https://evil.example/"})
    assert answer.status_code == 302
    assert "evil" not in answer.url
