"""What WeChat calls us with: signatures, sealed messages, repeated and hostile calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.channels.protocols.answers import Done, Never, Reason
from gongkai.channels.protocols.wechat_callback import (
    Keys,
    NotFromWechat,
    Unreadable,
    greeted,
    read,
    signature_of,
)

from .fake_wechat import AES_KEY, APP_ID, CALLBACK_TOKEN, Job, job_message, plain_call, sealed_call

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())
PLAIN = Keys(CALLBACK_TOKEN, APP_ID)
SAFE = Keys(CALLBACK_TOKEN, APP_ID, AES_KEY)
PUBLISHED = job_message(Job("2247503051", {}, "ARTICLE-1", 0))


def test_the_signature_is_that_of_a_known_call():
    assert signature_of("test", "123456", "test", "rust") == "d6056f2bb3ad3e30f4afa5ef90cc9ddcdc7b7b27"


def test_a_sealed_message_known_from_elsewhere_is_opened():
    sealed = "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
    query = {
        "timestamp": "1411443780",
        "nonce": "437374425",
        "msg_signature": "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
    }
    body = f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()
    keys = Keys("123456", "wx49f0ab532d5d035a", AES_KEY)
    at = datetime.fromtimestamp(1411443780, UTC)
    # It holds a bare word and no message: only an opened one can be found not to be XML.
    with pytest.raises(Unreadable):
        read(body, query, keys, at)
    with pytest.raises(NotFromWechat):
        read(body, query, Keys("123456", "wx-another-account", AES_KEY), at)


def test_the_address_is_confirmed_to_wechat_only():
    query, _body = plain_call("", STAMP)
    assert greeted({**query, "echostr": "5837397576"}, PLAIN, NOW) == "5837397576"
    with pytest.raises(NotFromWechat):
        greeted({**query, "echostr": "5837397576", "nonce": "1"}, PLAIN, NOW)
    with pytest.raises(NotFromWechat):
        greeted({**query, "echostr": "<script>alert(1)</script>"}, PLAIN, NOW)
    with pytest.raises(NotFromWechat):
        greeted({}, Keys(""), NOW)


@pytest.mark.parametrize(("keys", "call"), [(PLAIN, plain_call), (SAFE, sealed_call)])
def test_a_job_that_is_over_is_read_in_both_modes(keys, call):
    query, body = call(PUBLISHED, STAMP)
    over = read(body, query, keys, NOW)
    assert over.publish_id == "2247503051"
    assert over.answer == Done("https://mp.weixin.qq.com/s/ARTICLE-1", "ARTICLE-1")
    assert over.is_proof == (keys is SAFE)


def test_a_job_that_the_platform_refused_is_read():
    query, body = plain_call(job_message(Job("7", {}, "A", 4)), STAMP)
    assert read(body, query, PLAIN, NOW).answer == Never(Reason.REFUSED_BY_PLATFORM, code="4")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_call_repeated_later_is_not_believed(seconds):
    query, body = sealed_call(PUBLISHED, STAMP + seconds)
    with pytest.raises(NotFromWechat):
        read(body, query, SAFE, NOW)
    assert read(body, query, SAFE, NOW + timedelta(seconds=seconds))


def test_the_same_call_sent_twice_has_the_same_fingerprint():
    query, body = sealed_call(PUBLISHED, STAMP)
    assert read(body, query, SAFE, NOW).fingerprint == read(body, query, SAFE, NOW).fingerprint


def test_a_sealed_message_that_was_exchanged_is_refused():
    query, _body = sealed_call(PUBLISHED, STAMP)
    _query, other = sealed_call(job_message(Job("8", {}, "B", 0)), STAMP)
    with pytest.raises(NotFromWechat):
        read(other, query, SAFE, NOW)


def test_nothing_plain_is_taken_once_the_key_is_set():
    query, body = plain_call(PUBLISHED, STAMP)
    with pytest.raises(NotFromWechat):
        read(body, query, SAFE, NOW)


def test_other_news_of_wechat_are_none_of_ours():
    query, body = plain_call("<xml><MsgType>text</MsgType><Content>您好</Content></xml>", STAMP)
    assert read(body, query, PLAIN, NOW) is None


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no xml",
        "<xml>",
        "\x00",
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><MsgType>&a;</MsgType></xml>',
        '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml>&b;</xml>',
        PUBLISHED.replace("<publish_status>0", "<publish_status>x"),
        PUBLISHED.replace("2247503051", ""),
        "<xml>" + "a" * 70_000 + "</xml>",
    ],
)
def test_hostile_and_broken_messages_are_refused(message):
    query, body = plain_call(message, STAMP)
    with pytest.raises(Unreadable):
        read(body, query, PLAIN, NOW)


@pytest.mark.parametrize("timestamp", ["", "x", "²", "9" * 40, "-5"])
def test_a_time_that_is_none_is_refused(timestamp):
    query = {"timestamp": timestamp, "nonce": "1"}
    query["signature"] = signature_of(CALLBACK_TOKEN, timestamp, "1")
    with pytest.raises(NotFromWechat):
        read(PUBLISHED.encode(), query, PLAIN, NOW)


def test_keys_are_not_shown():
    assert AES_KEY not in repr(SAFE)
    assert CALLBACK_TOKEN not in repr(SAFE)
