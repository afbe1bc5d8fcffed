"""The client of Weibo against a server that speaks its protocol, errors included."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone

import pytest

from gongkai.channels.protocols.answers import Absent, Accepted, Done, Later, Never, Reason, Unclear
from gongkai.channels.protocols.weibo import (
    Account,
    Picture,
    WeiboAccount,
    length_of,
    short_number,
)

from .fake_server import DROPPED, LOST, Raw
from .fake_weibo import DOMAIN, IP, TOKEN, UID, FakeWeibo

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TEXT = f"第三季度低保名单公示 https://www.{DOMAIN}/items/12"
NUMBER = "3501756485200075"
ADDRESS = f"https://weibo.com/{UID}/z0JH2lPud"
SHARE, SHOW = "/2/statuses/share.json", "/2/statuses/show.json"


@pytest.fixture
def server():
    with FakeWeibo(NOW) as server:
        yield server


def account_at(server, token=TOKEN):
    return WeiboAccount(Account(token, DOMAIN, ip=IP), base_url=server.base_url, timeout=5.0)


@pytest.fixture
def account(server):
    return account_at(server)


def test_a_share_is_accepted_and_done_only_when_it_can_be_read(account):
    assert account.share(TEXT) == Accepted(NUMBER, ADDRESS)
    assert account.look(NUMBER) == Done(ADDRESS, NUMBER)


def test_a_share_takes_its_picture_along(server, account):
    picture = Picture("a.png", b"\x89PNG picture", "image/png")
    assert isinstance(account.share(TEXT, picture), Accepted)
    assert server.posts[NUMBER].picture == picture.content
    assert server.posts[NUMBER].text == TEXT


def test_a_share_that_the_platform_took_down_afterwards_is_found_out(server, account):
    account.share(TEXT)
    server.remove(NUMBER)
    assert account.look(NUMBER) == Never(Reason.TAKEN_DOWN, "target weibo does not exist!", "20101")


def test_a_share_only_we_can_see_is_not_done_yet(server, account):
    account.share(TEXT)
    server.hide(NUMBER)
    assert account.look(NUMBER) == Accepted(NUMBER, ADDRESS)


def test_a_share_whose_answer_was_lost_is_found_among_our_posts(server, account):
    server.misbehave(SHARE, LOST)
    assert account.share(TEXT) == Unclear()
    assert account.find(TEXT, NOW) == Accepted(NUMBER, ADDRESS)


def test_a_share_that_never_arrived_is_absent(server, account):
    server.misbehave(SHARE, DROPPED)
    assert account.share(TEXT) == Unclear()
    assert account.find(TEXT, NOW) == Absent()


def test_the_same_text_of_an_earlier_day_is_not_taken_for_ours(server, account):
    account.share(TEXT)
    assert account.find(TEXT, NOW + timedelta(days=1)) == Absent()


def test_a_repeated_text_may_be_our_own(account):
    account.share(TEXT)
    assert account.share(TEXT) == Unclear(Reason.ALREADY_THERE, "repeat content!", "20019")


def test_an_ended_token_waits_for_a_person_and_is_not_told(server):
    answer = account_at(server, "2.00-ended-token").share(TEXT)
    assert answer == Later(Reason.LOGIN_EXPIRED, "expired_token", "21327", channel_is_down=True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (10022, Later(Reason.TOO_MANY, "said", "10022", timedelta(hours=1), True)),
        (10023, Later(Reason.TOO_MANY, "said", "10023", timedelta(hours=1), True)),
        (20016, Later(Reason.TOO_MANY, "said", "20016", timedelta(hours=1))),
        (21315, Later(Reason.LOGIN_EXPIRED, "said", "21315", channel_is_down=True)),
        (10001, Unclear(Reason.ANSWER_LOST, "said", "10001")),
        (10002, Later(Reason.SERVER_FAULT, "said", "10002")),
        (10003, Unclear(Reason.ANSWER_LOST, "said", "10003")),
        (10004, Later(Reason.ADDRESS_NOT_LISTED, "said", "10004", timedelta(hours=1), True)),
        (10009, Later(Reason.SERVER_FAULT, "said", "10009")),
        (10013, Later(Reason.NOT_LET_IN, "said", "10013", timedelta(hours=1), True)),
        (10017, Never(Reason.NOT_ACCEPTED, "said", "10017")),
        (10024, Later(Reason.TOO_MANY, "said", "10024", timedelta(hours=1), True)),
        (21327, Later(Reason.LOGIN_EXPIRED, "said", "21327", channel_is_down=True)),
        (20019, Unclear(Reason.ALREADY_THERE, "said", "20019")),
        (10011, Unclear(Reason.ANSWER_LOST, "said", "10011")),
        (20017, Unclear(Reason.ALREADY_THERE, "said", "20017")),
        (10014, Never(Reason.NO_RIGHTS, "said", "10014")),
        (20021, Never(Reason.REFUSED_BY_PLATFORM, "said", "20021")),
        (20012, Never(Reason.TOO_LONG, "said", "20012")),
    ],
)
def test_each_error_number_has_its_answer(server, account, code, expected):
    server.misbehave(SHARE, {"error": "said", "error_code": code})
    assert account.share(TEXT) == expected


@pytest.mark.parametrize("words", ["text not find domain!", "appkey not bind domain!"])
def test_a_link_weibo_does_not_know_is_told_as_such(server, account, words):
    server.misbehave(SHARE, {"error": words, "error_code": 10017})
    assert account.share(TEXT) == Never(Reason.NO_LINK, words, "10017")


def test_weibo_is_told_the_address_of_the_office(server, account):
    account.share(TEXT)
    assert server.calls[-1].form == {"status": TEXT, "rip": IP}
    without = WeiboAccount(Account(TOKEN, DOMAIN), base_url=server.base_url, timeout=5.0)
    assert without.share(f"另一篇 https://{DOMAIN}/2").code == "10016"


def test_a_fault_inside_weibo_may_come_after_it_took_the_post(server, account):
    server.misbehave(SHARE, Raw(500, b""))
    assert account.share(TEXT) == Unclear(code="500")
    server.misbehave(SHOW, Raw(500, b""))
    assert account.look(NUMBER) == Later(Reason.SERVER_FAULT, "", "500")


def test_a_post_is_taken_down_once_and_for_all(server, account):
    account.share(TEXT)
    assert account.recall(NUMBER) == Done(reference=NUMBER)
    assert account.recall(NUMBER) == Done(reference=NUMBER)
    assert account.look(NUMBER).reason == Reason.TAKEN_DOWN


def test_a_text_is_counted_as_weibo_counts_it():
    assert length_of("建国门") == 3
    assert length_of("ab") == 1
    assert length_of("abc") == 2
    assert length_of("建a") == 2
    assert length_of("http://t.cn/A6x") == 10
    assert length_of("😀") == 2


def test_what_weibo_would_not_take_is_not_sent(server, account):
    assert account.share("长" * 140 + TEXT) == Never(Reason.TOO_LONG)
    assert account.share("没有链接") == Never(Reason.NO_LINK)
    assert account.share(f"https://{DOMAIN}.evil.cn/ https://evil.cn/{DOMAIN}") == Never(Reason.NO_LINK)
    assert account.share(f"#建国门#公示 https://{DOMAIN}/1") == Never(Reason.NO_TOPIC)
    too_big = Picture("a.jpg", b"x" * (5 * 1024 * 1024))
    assert account.share(TEXT, too_big) == Never(Reason.PICTURE_NOT_ACCEPTED)
    assert server.calls == []
    assert isinstance(account.share(f"第 # 1 # 号 https://{DOMAIN}/items/1#a https://{DOMAIN}/2#b"), Accepted)


def test_the_address_of_a_post_is_made_from_its_number():
    assert short_number("3501756485200075") == "z0JH2lOMb"
    assert short_number("3500000000000000")[-4:] == "0000"


def test_an_answer_that_is_none_leaves_it_unclear(server, account):
    server.misbehave(SHARE, {"id": None})
    assert account.share(TEXT) == Unclear(Reason.NOT_UNDERSTOOD, code="200")
    server.misbehave(SHOW, {"id": 7})
    assert account.look(NUMBER) == Later(Reason.NOT_UNDERSTOOD, code="200")


def test_the_token_stands_in_no_address_and_no_log(server, account, caplog):
    with caplog.at_level(logging.DEBUG):
        account.share(TEXT)
        account.look(NUMBER)
    assert TOKEN not in caplog.text
    assert not any(TOKEN in call.raw_query for call in server.calls)
    assert TOKEN not in repr(Account(TOKEN, DOMAIN))
