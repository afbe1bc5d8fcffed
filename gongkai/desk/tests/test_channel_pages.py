"""Releases and the channels they go to, through their pages."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.tests.factories import published, revised_and_cleared
from gongkai.channels import actions, setting_up, ways
from gongkai.channels.fitting import Fitted
from gongkai.channels.models import Channel, Release, State, Way
from gongkai.channels.protocols.answers import Done, Never, Reason
from gongkai.channels.tests.factories import channel
from gongkai.desk.tests.pages import faults_of, sent, shown, text, uploaded
from gongkai.journal.models import Entry
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.tests.factories import picture_bytes

pytestmark = pytest.mark.django_db

TAKEN_AT = datetime(2018, 5, 7, 8, 50, tzinfo=clock.BEIJING)

# What a release's page may offer, by the last word of its address.
ACTS = {"fit", "send", "take-back", "drop", "confirm", "resolve", "recall", "taken-down"}


class Account:
    """An account on the other side that takes everything."""

    limits = ways.Limits(headline=None, text=140)
    steps = ("post",)
    outward = ("post",)

    def obstacles(self, where):
        yield from ()

    def take(self, release, step):
        return Done("https://weibo.com/1/abc", "abc")

    look = take_down = take


@pytest.fixture
def account(monkeypatch, office):
    monkeypatch.setitem(ways._ways, Way.WEIBO, Account())
    where = channel(office, ChannelKind.WEIBO, "微博")
    where.way = Way.WEIBO
    where.save()
    return where


@pytest.fixture
def wechat(office):
    return channel(office, ChannelKind.WECHAT, "公众号")


@pytest.fixture
def row(office, wechat):
    return actions.release(published(office), wechat, by=office.editor)


def path(row, act=""):
    return f"/desk/channels/releases/{row.pk}/{act}"


def of(where, act=""):
    return f"/desk/channels/{where.pk}/{act}"


def in_chinese(client):
    client.cookies["django_language"] = "zh-hans"
    return client


def offered(answer):
    return {
        offer.url.rstrip("/").rpartition("/")[2]
        for offer in answer.context["offers"]
        if offer.url.rstrip("/").rpartition("/")[2] in ACTS
    }


def set_to(row, state, **more):
    Release.objects.filter(pk=row.pk).update(state=state, **more)
    return Release.objects.get(pk=row.pk)


# What a release's page offers


@pytest.mark.parametrize(
    ("stands", "acts"),
    [
        ((State.PLANNED, {}), {"fit", "confirm", "drop"}),
        ((State.FAILED, {"fault": "忙"}), {"fit", "confirm", "drop", "resolve"}),
        ((State.UNCLEAR, {"taken_at": TAKEN_AT}), {"resolve", "confirm", "drop"}),
        ((State.ACCEPTED, {}), {"resolve", "confirm", "drop"}),
        ((State.SENDING, {"taken_at": TAKEN_AT}), set()),
        ((State.CONFIRMED, {"confirmed_on": "2018-05-07"}), {"recall"}),
        ((State.RECALLED, {}), {"taken-down"}),
        ((State.DROPPED, {}), set()),
    ],
)
def test_a_release_offers_what_its_state_allows(as_, office, row, stands, acts):
    row = set_to(row, stands[0], **stands[1])
    answer = as_(office.editor).get(path(row))
    assert offered(answer) == acts
    assert faults_of(answer) == []
    assert in_chinese(as_(office.editor)).get(path(row)).status_code == 200


def test_whoever_does_not_release_is_offered_nothing_and_told_why(as_, office, row):
    answer = as_(office.leader).get(path(row))
    assert offered(answer) == set()
    assert "Only the FOI officer or the channel editor of this agency releases." in text(answer)


def test_a_channel_served_by_an_interface_is_sent_to_from_the_page(as_, office, account):
    row = actions.release(published(office), account, by=office.editor)
    client = as_(office.editor)
    assert "send" in offered(client.get(path(row)))
    assert row.item.title in text(client.get(path(row, "send/")))
    assert sent(client, path(row, "send/")).status_code == 302
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert "take-back" in offered(client.get(path(row)))
    sent(client, path(row, "take-back/"))
    row.refresh_from_db()
    assert row.state == State.PLANNED


def test_a_channel_served_by_hand_is_not_sent_to_by_the_program(as_, office, row):
    answer = sent(as_(office.editor), path(row, "send/"))
    assert answer.status_code == 422
    assert "This channel is served by hand" in text(answer)


def test_sent_twice_by_double_click_it_is_in_the_outbox_once(as_, office, account):
    row = actions.release(published(office), account, by=office.editor)
    client, token = as_(office.editor), str(uuid4())
    for _each in range(2):
        assert sent(client, path(row, "send/"), submission=token).status_code == 302
    assert Entry.objects.filter(act="channels.handed_over").count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Copy the text, post it on the channel"), ("zh-hans", None)]
)
def test_what_is_posted_by_hand_is_there_to_be_copied(as_, office, row, language, words):
    client = as_(office.editor)
    client.cookies["django_language"] = language
    page = text(client.get(path(row)))
    assert 'id="copy-text"' in page
    assert row.item.package.body in page
    assert words is None or words in page


def test_after_a_correction_the_page_says_that_an_earlier_text_stands_there(as_, office, row):
    row = actions.confirm(row, by=office.editor, confirmed_on=clock.today(), address="公众号第7期")
    client = as_(office.editor)
    assert "still shows an earlier text" not in text(client.get(path(row)))
    catalogue.correct(revised_and_cleared(row.item, office), by=office.foi, note="更正时间")
    assert "still shows an earlier text" in text(client.get(path(row)))


def test_what_was_recalled_is_to_be_taken_down_until_somebody_says_it_is(as_, office, row):
    row = actions.confirm(row, by=office.editor, confirmed_on=clock.today(), address="公众号第7期")
    client = as_(office.editor)
    sent(client, path(row, "recall/"), reason="含有个人信息")
    page = text(client.get(path(row)))
    assert "It still has to be taken down" in page
    assert "含有个人信息" in page
    assert path(row, "taken-down/") in text(client.get("/desk/"))
    sent(client, path(row, "taken-down/"))
    assert "It still has to be taken down" not in text(client.get(path(row)))
    assert path(row, "taken-down/") not in text(client.get("/desk/"))


def test_an_answer_that_was_lost_is_cleared_up_by_who_looks(as_, office, row):
    row = set_to(row, State.UNCLEAR, taken_at=TAKEN_AT)
    client = as_(office.editor)
    assert path(row, "resolve/") in text(client.get("/desk/"))
    answer = sent(client, path(row, "resolve/"), was_released="yes", confirmed_on="2018-05-07", address="")
    assert "as proof" in text(answer)
    sent(client, path(row, "resolve/"), was_released="no", remark="没有发出")
    row.refresh_from_db()
    assert row.state == State.PLANNED


def test_a_release_is_dropped_with_its_reason_and_the_channel_is_free_again(as_, office, row):
    client = as_(office.editor)
    assert sent(client, path(row, "drop/"), reason="").status_code == 422
    sent(client, path(row, "drop/"), reason="内容重复")
    row.refresh_from_db()
    assert row.state == State.DROPPED
    form = client.get(f"/desk/channels/items/{row.item_id}/release/").context["form"]
    assert row.channel in form.fields["channel"].queryset


# The text for a channel


def test_the_form_proposes_the_words_of_the_item_and_keeps_what_was_fitted(as_, office, row):
    client = as_(office.editor)
    first = client.get(path(row, "fit/")).context["form"]
    assert first["headline"].value() == row.item.title
    said = {"headline": row.item.title, "text": row.item.package.body[:6], "planned_on": "2018-05-09"}
    assert sent(client, path(row, "fit/"), **said, planned_at="10:30").status_code == 302
    row.refresh_from_db()
    assert (row.text, str(row.planned_on), str(row.planned_at)) == (said["text"], "2018-05-09", "10:30:00")
    assert client.get(path(row, "fit/")).context["form"]["text"].value() == said["text"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_words_that_were_not_reviewed_are_refused_and_stay_as_typed(as_, office, row, language):
    client = as_(office.editor)
    client.cookies["django_language"] = language
    said = {"headline": row.item.title, "text": "好消息！明天放假。", "planned_on": "2018-05-09"}
    answer = sent(client, path(row, "fit/"), **said)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: form[name].value() for name in said} == said
    assert "明天放假。" in text(answer)
    row.refresh_from_db()
    assert row.text == ""


def test_only_people_of_the_office_can_be_told_to_see_to_it(as_, office, row):
    said = {"headline": row.item.title, "text": row.item.package.body, "assigned_to": office.stranger.pk}
    answer = sent(as_(office.editor), path(row, "fit/"), **said)
    assert answer.status_code == 422
    assert "assigned_to" in answer.context["form"].errors


def test_the_picture_for_a_channel_is_served_to_who_sees_the_release(as_, office, row):
    client = as_(office.editor)
    assert client.get(path(row, "picture/")).status_code == 404
    cover = uploaded("封面.png", picture_bytes(kind="PNG"))
    answer = sent(client, of(row.channel, "change/"), name="公众号", way=Way.BY_HAND, cover=cover)
    assert answer.status_code == 302
    where = Channel.objects.get(pk=row.channel_id)
    actions.fit(row, Fitted(row.item.title, row.item.package.body, where.cover), by=office.editor)
    assert client.get(path(row, "picture/"))["Content-Type"] == "image/png"
    assert client.get(of(where, "cover/")).status_code == 200
    assert as_(office.stranger).get(path(row, "picture/")).status_code == 404


# Channels


@pytest.mark.parametrize("who", ["editor", "foi", "leader", "sysadmin"])
def test_the_list_shows_what_there_is_and_how_it_stands(as_, office, row, who):
    answer = as_(getattr(office, who)).get("/desk/channels/")
    assert "公众号" in text(answer)
    assert "It works" in text(answer)
    assert faults_of(answer) == []
    assert in_chinese(as_(getattr(office, who))).get("/desk/channels/").status_code == 200


def test_a_channel_with_trouble_is_marked_in_the_list(as_, office, row):
    set_to(row, State.FAILED, fault="忙")
    assert "Needs a person" in text(as_(office.editor).get("/desk/channels/"))
    Channel.objects.filter(pk=row.channel_id).update(paused_until=clock.now() + timedelta(hours=1))
    assert "Paused" in text(as_(office.editor).get("/desk/channels/"))


def test_a_channel_is_opened_once_and_not_under_a_name_that_is_taken(as_, office):
    client, token = as_(office.editor), str(uuid4())
    said = {"kind": ChannelKind.WECHAT, "name": "建国门发布", "address": "jgm", "agency": office.agency.pk}
    for _each in range(2):
        assert sent(client, "/desk/channels/open/", **said, submission=token).status_code == 302
    assert Channel.objects.filter(name="建国门发布").count() == 1
    answer = sent(client, "/desk/channels/open/", **said)
    assert answer.status_code == 422
    assert "There is a channel of this name already." in text(answer)
    assert answer.context["form"]["address"].value() == "jgm"


def test_a_channel_is_changed_by_who_releases(as_, office, wechat):
    said = {"name": "建国门街道", "address": "jgm", "way": Way.WECHAT}
    answer = sent(as_(office.leader), of(wechat, "change/"), **said)
    assert "Only the FOI officer" in text(answer)
    assert sent(as_(office.editor), of(wechat, "change/"), **said).status_code == 302
    wechat.refresh_from_db()
    assert (wechat.name, wechat.way) == ("建国门街道", Way.WECHAT)
    page = text(as_(office.editor).get(of(wechat)))
    assert "The interface is not set up" in page


def test_a_channel_with_releases_under_way_is_not_closed(as_, office, row):
    client = as_(office.editor)
    answer = sent(client, of(row.channel, "close/"), reason="不再使用")
    assert "Releases are still under way on it" in text(answer)
    actions.drop(row, by=office.editor, reason="不发")
    sent(client, of(row.channel, "close/"), reason="不再使用")
    assert "Out of use" in text(client.get(of(row.channel)))


def test_a_paused_channel_says_why_and_goes_on_at_once(as_, office, wechat):
    later = clock.now() + timedelta(hours=1)
    Channel.objects.filter(pk=wechat.pk).update(paused_until=later, paused_reason="接口繁忙")
    client = as_(office.editor)
    assert "接口繁忙" in text(client.get(of(wechat)))
    sent(client, of(wechat, "go-on/"))
    assert "接口繁忙" not in shown(client.get(of(wechat)))


# The keys of an interface

SECRET = "ThisIsTheSecretOfTheAccount"


@pytest.fixture
def keyed(office, wechat):
    wechat.way = Way.WECHAT
    wechat.save()
    keys = {"app_id": "wx1234567890", "app_secret": SECRET}
    return setting_up.give_access(wechat, keys, by=office.sysadmin)


def test_the_access_page_says_where_wechat_calls_us_and_what_is_needed(as_, office, wechat, settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    Channel.objects.filter(pk=wechat.pk).update(way=Way.WECHAT)
    client, page = as_(office.sysadmin), f"/desk/channels/{wechat.pk}/access/"
    assert f"https://www.example.gov.cn/api/v1/channels/wechat/{wechat.pk}/" in text(client.get(page))
    answer = sent(client, page, app_id="wx1", app_secret="", token="t", aes_key="too-short")
    assert answer.status_code == 422
    assert {"app_secret", "aes_key"} == set(answer.context_data["form"].errors)
    sent(client, page, app_id="wx1", app_secret="s", token="t", aes_key="k" * 43)
    assert setting_up.access_of(Channel.objects.get(pk=wechat.pk))["aes_key"] == "k" * 43


def test_what_weibo_wants_to_know_of_the_office_is_asked_for(as_, office, account):
    client, page = as_(office.sysadmin), f"/desk/channels/{account.pk}/access/"
    answer = sent(client, page, access_token="t", domain="", ip="not an address")
    assert set(answer.context_data["form"].errors) == {"ip"}
    sent(client, page, access_token="t", domain="", ip="211.156.0.1")
    assert setting_up.access_of(Channel.objects.get(pk=account.pk))["ip"] == "211.156.0.1"


def test_only_the_system_administrator_gives_access(as_, office, wechat):
    wechat.way = Way.WECHAT
    wechat.save()
    said = {"app_id": "wx1234567890", "app_secret": SECRET}
    answer = sent(as_(office.editor), of(wechat, "access/"), **said)
    assert answer.status_code == 422
    assert "Only the system administrator of this agency" in text(answer)
    assert sent(as_(office.sysadmin), of(wechat, "access/"), **said).status_code == 302
    wechat.refresh_from_db()
    assert setting_up.access_of(wechat)["app_secret"] == SECRET


@pytest.mark.parametrize("who", ["sysadmin", "editor"])
@pytest.mark.parametrize("act", ["", "access/", "change/"])
def test_no_page_shows_a_key_that_was_given(as_, office, keyed, who, act):
    assert SECRET not in text(as_(getattr(office, who)).get(of(keyed, act)))


def test_the_journal_tells_that_keys_were_given_and_not_which(office, keyed):
    entry = Entry.objects.get(act="channels.access_given")
    assert entry.details["parts"] == ["app_id", "app_secret"]
    told = Entry.objects.filter(subject_key=keyed.key).values_list("details", "reason", "subject_label")
    assert SECRET not in str(list(told))


# The menu of an account


def test_the_menu_starts_with_the_pages_of_the_portal(as_, office, keyed, settings):
    settings.SITE_URL = "https://jgm.example"
    client = as_(office.editor)
    form = client.get(of(keyed, "menu/")).context["form"]
    assert form["address_1"].value().startswith("https://jgm.example/")
    assert in_chinese(as_(office.editor)).get(of(keyed, "menu/")).context["form"]["word_1"].value()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "A menu has one to three entries."),
        ({"word_1": "公开", "address_1": "http://jgm.example/"}, "begins with https://"),
        ({"word_2": "", "address_2": "https://jgm.example/"}, "Each entry needs its word"),
    ],
)
def test_a_menu_that_cannot_be_is_refused_and_stays_as_typed(as_, office, keyed, said, words):
    answer = sent(as_(office.editor), of(keyed, "menu/"), **said)
    assert answer.status_code == 422
    assert words in text(answer)
    assert all(answer.context["form"][name].value() == value for name, value in said.items())


def test_the_menu_goes_to_the_account_and_into_the_journal(as_, office, keyed, monkeypatch):
    taken = []

    class Other:
        def create_menu(self, buttons):
            taken.append(buttons)
            return Done() if len(taken) > 1 else Never(Reason.NOT_ACCEPTED, "菜单不合规")

    monkeypatch.setattr("gongkai.channels.menus.account_of", lambda where: Other())
    client, said = as_(office.editor), {"word_1": "公开", "address_1": "https://jgm.example/"}
    assert "菜单不合规" in text(sent(client, of(keyed, "menu/"), **said))
    assert not Entry.objects.filter(act="channels.menu_set").exists()
    assert sent(client, of(keyed, "menu/"), **said).status_code == 302
    assert taken[-1] == [{"type": "view", "name": "公开", "url": "https://jgm.example/"}]
    assert Entry.objects.filter(act="channels.menu_set").count() == 1


def test_what_has_no_menu_says_so(as_, office):
    board = channel(office, ChannelKind.NOTICE_BOARD)
    assert "has a menu here" in text(as_(office.editor).get(of(board, "menu/")))


# Other offices


def test_another_office_finds_neither_channel_nor_release(as_, office, row):
    client = as_(office.stranger)
    for address in (of(row.channel), of(row.channel, "change/"), path(row), path(row, "fit/")):
        assert client.get(address).status_code == 404, address
        assert sent(client, address, reason="x").status_code in (404, 405), address
    assert row.item.title not in text(client.get("/desk/channels/releases/"))
    assert "公众号" not in shown(client.get("/desk/channels/"))
