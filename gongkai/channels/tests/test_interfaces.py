"""WeChat and Weibo from the outbox to the reader, against servers that speak their protocols."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongkai.acts import Refused, clock
from gongkai.channels import actions, menus, outbox, setting_up
from gongkai.channels.models import Channel, Release, State, Way
from gongkai.channels.tests import factories
from gongkai.channels.tests.protocols.fake_server import LOST
from gongkai.channels.tests.protocols.fake_wechat import (
    AES_KEY,
    APP_ID,
    CALLBACK_TOKEN,
    SECRET,
    FakeWechat,
    job_message,
    sealed_call,
)
from gongkai.channels.tests.protocols.fake_weibo import DOMAIN, TOKEN, FakeWeibo
from gongkai.files.storing import store
from gongkai.law.channels import ChannelKind

pytestmark = pytest.mark.django_db

MORNING = datetime(2018, 5, 7, 12, 0)
SITE = f"https://{DOMAIN}"


def cover(office: SimpleNamespace) -> Any:
    """A large photograph, as an editor would upload it."""
    drawn = io.BytesIO()
    Image.effect_noise((1400, 900), 80).convert("RGB").save(drawn, "JPEG", quality=95)
    drawn.seek(0)
    return store(drawn, name="封面.jpg", by=office.foi, agency=office.agency)


def account(office: SimpleNamespace, kind: str, way: str, access: dict[str, str]) -> Channel:
    with clock.pretend(MORNING):
        channel = setting_up.open_channel(office.agency, by=office.foi, kind=kind, name="街道账号")
        channel = setting_up.change_channel(
            channel, by=office.foi, name="街道账号", address="", way=way, cover=cover(office)
        )
        return setting_up.give_access(channel, access, by=office.sysadmin)


def handed_over(office: SimpleNamespace, channel: Channel) -> Release:
    item = factories.published_item(office)
    with clock.pretend(MORNING):
        return actions.hand_over(actions.release(item, channel, by=office.foi), by=office.foi)


def work(row: Release, minutes: int = 0) -> Release:
    with clock.pretend(MORNING + timedelta(minutes=minutes)):
        outbox.work_off(Channel.objects.get(pk=row.channel_id))
    row.refresh_from_db()
    return row


@pytest.fixture
def wechat(settings: Any) -> Any:
    settings.SITE_URL = SITE
    with FakeWechat() as server:
        settings.WECHAT_URL = server.base_url
        yield server


@pytest.fixture
def weibo(settings: Any) -> Any:
    settings.SITE_URL = SITE
    with FakeWeibo(datetime.now(UTC)) as server:
        settings.WEIBO_URL = server.base_url
        yield server


@pytest.fixture
def article(office: SimpleNamespace, wechat: FakeWechat) -> Release:
    access = {"app_id": APP_ID, "app_secret": SECRET, "token": CALLBACK_TOKEN, "aes_key": AES_KEY}
    return handed_over(office, account(office, ChannelKind.WECHAT, Way.WECHAT, access))


def test_an_article_is_uploaded_drafted_published_and_confirmed(article: Release, wechat: FakeWechat) -> None:
    row = work(article)
    assert row.state == State.ACCEPTED
    (job,) = wechat.state.jobs.values()
    assert job.article["title"] == article.item.title
    assert job.article["content_source_url"].startswith(SITE + article.item.get_public_url())
    assert len(next(iter(wechat.state.material.values()))) <= 64 * 1024
    wechat.settle(job.number, 0)
    row = work(row, 2)
    assert (row.state, row.address) == (State.CONFIRMED, job.address)


def test_an_article_wechat_refuses_after_accepting_it_does_not_count(
    article: Release, wechat: FakeWechat
) -> None:
    work(article)
    wechat.settle(next(iter(wechat.state.jobs)), 4)
    row = work(article, 2)
    assert (row.state, row.confirmed_on, row.first_year) == (State.FAILED, None, None)
    assert row.fault


def test_a_token_that_ended_is_fetched_anew_and_kept_for_all_processes(
    article: Release, wechat: FakeWechat
) -> None:
    work(article)
    wechat.end_token()
    wechat.settle(next(iter(wechat.state.jobs)), 0)
    assert work(article, 2).state == State.CONFIRMED
    assert wechat.state.fetched == 2
    kept = Channel.objects.get(pk=article.channel_id).access_token
    assert wechat.state.token in kept


def test_the_answer_to_publishing_is_lost_and_the_article_found_there(
    article: Release, wechat: FakeWechat
) -> None:
    wechat.misbehave("/cgi-bin/freepublish/submit", LOST)
    row = work(article)
    assert row.state == State.UNCLEAR
    wechat.settle(next(iter(wechat.state.jobs)), 0)
    row = work(row, 2)
    assert row.state == State.CONFIRMED
    assert len(wechat.state.jobs) == 1


def test_wechat_tells_by_itself_and_only_who_knows_the_key_is_heard(
    article: Release, wechat: FakeWechat, client: Client
) -> None:
    work(article)
    (job,) = wechat.state.jobs.values()
    wechat.settle(job.number, 0)
    address = reverse("api:wechat", args=[article.channel_id])
    query, body = sealed_call(job_message(job), int(datetime.now(UTC).timestamp()))
    forged = {**query, "msg_signature": "0" * 40}
    with clock.pretend(MORNING):
        assert client.post(f"{address}?{urlencode(forged)}", body, content_type="text/xml").status_code == 404
        article.refresh_from_db()
        assert article.state == State.ACCEPTED
        told = client.post(f"{address}?{urlencode(query)}", body, content_type="text/xml")
    assert (told.status_code, told.content) == (200, b"success")
    article.refresh_from_db()
    assert (article.state, article.address) == (State.CONFIRMED, job.address)


def test_a_recalled_article_is_deleted_there(
    article: Release, wechat: FakeWechat, office: SimpleNamespace
) -> None:
    work(article)
    wechat.settle(next(iter(wechat.state.jobs)), 0)
    row = work(article, 2)
    with clock.pretend(MORNING + timedelta(minutes=3)):
        actions.recall(row, by=office.foi, reason="表述有误")
    row = work(row, 4)
    assert row.taken_down_at is not None
    assert wechat.state.deleted


def test_the_menu_of_the_account_is_replaced(
    article: Release, wechat: FakeWechat, office: SimpleNamespace
) -> None:
    channel = Channel.objects.get(pk=article.channel_id)
    with clock.pretend(MORNING):
        menus.set_menu(channel, [("公开", f"{SITE}/")], by=office.foi)
        with pytest.raises(Refused, match="begins with https"):
            menus.set_menu(channel, [("公开", "http://x.example.com/")], by=office.foi)
    assert wechat.state.menu == [{"type": "view", "name": "公开", "url": f"{SITE}/"}]


def test_a_post_goes_to_weibo_with_its_link_and_is_confirmed_when_it_can_be_read(
    office: SimpleNamespace, weibo: FakeWeibo
) -> None:
    access = {"access_token": TOKEN, "domain": DOMAIN, "ip": "211.156.0.1"}
    row = handed_over(office, account(office, ChannelKind.WEIBO, Way.WEIBO, access))
    row = work(row)
    assert row.state == State.ACCEPTED
    row = work(row, 2)
    assert row.state == State.CONFIRMED
    assert row.address.startswith("https://weibo.com/")
    (call,) = [each for each in weibo.calls if each.path.endswith("share.json")]
    assert f"{SITE}{row.item.get_public_url()}" in call.form["status"]
    assert call.files
    with clock.pretend(MORNING + timedelta(minutes=3)):
        actions.recall(row, by=office.foi, reason="表述有误")
    assert work(row, 4).taken_down_at is not None


def test_without_its_keys_a_channel_is_not_served_by_the_program(office: SimpleNamespace) -> None:
    channel = account(office, ChannelKind.WECHAT, Way.WECHAT, {})
    item = factories.published_item(office)
    with clock.pretend(MORNING):
        row = actions.release(item, channel, by=office.foi)
        with pytest.raises(Refused, match="developer ID"):
            actions.hand_over(row, by=office.foi)
