"""The client of WeChat against a server that speaks its protocol, errors included."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.channels.protocols.answers import (
    Absent,
    Accepted,
    Done,
    Later,
    Never,
    Reason,
    Unclear,
)
from gongkai.channels.protocols.wechat import WechatAccount
from gongkai.channels.protocols.wechat_material import Account, Article, Picture
from gongkai.channels.protocols.wechat_text import fitted, pictures_of
from gongkai.channels.protocols.wechat_token import KeptInMemory, Token

from .fake_server import DROPPED, LOST, SILENT, Raw
from .fake_wechat import APP_ID, SECRET, FakeWechat

PICTURE = Picture("cover.jpg", b"\xff\xd8picture")
FILE = "6f1b3a52-0a55-4a6e-9b0c-2a5a5f0e7c11"
ADD, SUBMIT, LOOK = "/cgi-bin/draft/add", "/cgi-bin/freepublish/submit", "/cgi-bin/freepublish/get"
TOKEN = "/cgi-bin/stable_token"


@pytest.fixture
def server():
    with FakeWechat() as server:
        yield server


def account_at(server, tokens=None, secret=SECRET, timeout=5.0):
    tokens = tokens or KeptInMemory()
    return WechatAccount(Account(APP_ID, secret), tokens, base_url=server.base_url, timeout=timeout)


@pytest.fixture
def account(server):
    return account_at(server)


def article(account, title="低保季度公示", mark="r1"):
    thumb = account.upload_material(PICTURE, "thumb").reference
    source = f"https://www.example.gov.cn/items/12#{mark}"
    return Article(title, "<p>正文</p>", thumb, digest="第三季度", source_url=source)


def test_a_text_is_published_step_by_step_and_done_only_when_wechat_says_so(server, account):
    wanted = article(account)
    draft = account.add_draft(wanted)
    assert draft == Done(reference="DRAFT-1")
    job = account.submit(draft.reference)
    assert isinstance(job, Accepted)
    assert account.look(job.reference) == job
    server.settle(job.reference, 0)
    assert account.look(job.reference) == Done("https://mp.weixin.qq.com/s/ARTICLE-1", "ARTICLE-1")


def test_chinese_goes_out_as_it_is_written(server, account):
    account.add_draft(article(account))
    assert "低保季度公示" in server.calls[-1].body.decode()


def test_a_picture_is_uploaded_with_its_name_and_content(server, account):
    assert account.upload_material(PICTURE).reference == "MATERIAL-1"
    assert server.calls[-1].query["type"] == "image"
    assert account.upload_picture_of_text(PICTURE) == Done("https://mmbiz.qpic.cn/text/cover.jpg")
    assert server.calls[-1].files == {"media": ("cover.jpg", PICTURE.content)}


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (2, Reason.ORIGINALITY),
        (3, Reason.NOT_ACCEPTED),
        (4, Reason.REFUSED_BY_PLATFORM),
        (5, Reason.TAKEN_DOWN),
        (6, Reason.BANNED),
    ],
)
def test_a_job_that_was_accepted_can_fail_later(server, account, verdict, reason):
    job = account.submit(account.add_draft(article(account)).reference)
    server.settle(job.reference, verdict)
    assert account.look(job.reference) == Never(reason, code=str(verdict))


def test_the_token_is_fetched_once_for_many_calls(server, account):
    account.menu()
    account.menu()
    assert server.paths().count(TOKEN) == 1


def test_several_processes_take_the_token_another_one_fetched(server):
    tokens = KeptInMemory()
    account_at(server, tokens).menu()
    account_at(server, tokens).menu()
    assert server.paths().count(TOKEN) == 1


def test_a_token_wechat_no_longer_knows_is_replaced_once_and_the_step_done(server, account):
    account.menu()
    server.end_token()
    assert isinstance(account.upload_material(PICTURE), Done)
    assert server.state.fetched == 2
    assert len(server.state.material) == 1


def test_a_token_about_to_end_is_replaced_before_it_is_used(server):
    kept = KeptInMemory(Token("OLD", datetime.now(UTC) + timedelta(minutes=1)))
    assert account_at(server, kept).menu() == []
    assert server.paths().count("/cgi-bin/menu/get") == 1


def test_a_new_token_is_forced_only_when_wechat_still_names_the_refused_one(server, account):
    account.menu()
    server.misbehave("/cgi-bin/menu/get", {"errcode": 42001, "errmsg": "access_token expired"})
    assert account.menu() == []
    asked = [call.json["force_refresh"] for call in server.calls if call.path == TOKEN]
    assert asked == [False, False, True]


def test_a_token_that_is_refused_again_is_not_fetched_for_ever(server, account):
    refused = {"errcode": 40001, "errmsg": "invalid credential"}
    server.misbehave("/cgi-bin/menu/get", refused, refused)
    assert account.menu() == Later(
        Reason.NOT_LET_IN, "invalid credential", "40001", timedelta(hours=1), channel_is_down=True
    )
    assert server.paths().count("/cgi-bin/menu/get") == 2


def test_a_wrong_secret_is_told_without_repeating_it(server):
    answer = account_at(server, secret="wrong-secret").menu()
    assert (answer.reason, answer.channel_is_down) == (Reason.NOT_LET_IN, True)
    assert "wrong-secret" not in answer.words


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (45009, Later(Reason.TOO_MANY, "said", "45009", timedelta(hours=1), True)),
        (45011, Later(Reason.TOO_MANY, "said", "45011", timedelta(minutes=1), True)),
        (40164, Later(Reason.ADDRESS_NOT_LISTED, "said", "40164", timedelta(hours=1), True)),
        (-1, Later(Reason.SERVER_FAULT, "said", "-1")),
        (48001, Never(Reason.NO_RIGHTS, "said", "48001")),
        (45001, Never(Reason.PICTURE_NOT_ACCEPTED, "said", "45001")),
        (45003, Never(Reason.TOO_LONG, "said", "45003")),
        (50007, Later(Reason.NOT_LET_IN, "said", "50007", timedelta(hours=1), True)),
        (53503, Never(Reason.REFUSED_BY_PLATFORM, "said", "53503")),
        (53504, Never(Reason.NO_RIGHTS, "said", "53504")),
        (53505, Never(Reason.NO_RIGHTS, "said", "53505")),
        (99999, Never(Reason.NOT_ACCEPTED, "said", "99999")),
    ],
)
def test_each_error_number_has_its_answer(server, account, code, expected):
    server.misbehave(SUBMIT, {"errcode": code, "errmsg": "said"})
    assert account.submit("DRAFT-1") == expected


def test_an_account_without_rights_is_pointed_to_the_way_by_hand():
    assert "by hand" in str(Reason.NO_RIGHTS.label)


def test_a_draft_whose_answer_was_lost_is_found_again_and_not_added_twice(server, account):
    wanted = article(account)
    server.misbehave(ADD, LOST)
    assert account.add_draft(wanted) == Unclear()
    assert account.find_draft(wanted) == Done(reference="DRAFT-1")


def test_a_draft_that_never_arrived_is_absent(server, account):
    wanted = article(account)
    server.misbehave(ADD, DROPPED)
    assert account.add_draft(wanted) == Unclear()
    assert account.find_draft(wanted) == Absent()


def test_a_draft_of_the_same_title_for_another_release_is_not_taken_for_ours(account):
    account.add_draft(article(account, mark="r1"))
    assert account.find_draft(article(account, mark="r2")) == Absent()


def test_our_draft_is_found_behind_the_first_page(account):
    wanted = article(account)
    account.add_draft(wanted)
    for number in range(20):
        account.add_draft(Article(f"另一篇{number}", "<p>x</p>", wanted.thumb))
    assert account.find_draft(wanted) == Done(reference="DRAFT-1")


def test_a_publication_whose_answer_was_lost_is_found_when_it_is_published(server, account):
    wanted = article(account)
    draft = account.add_draft(wanted).reference
    server.misbehave(SUBMIT, LOST)
    assert account.submit(draft) == Unclear()
    assert account.find_published(wanted) == Absent()
    server.settle("2247503051", 0)
    assert account.find_published(wanted) == Done("https://mp.weixin.qq.com/s/ARTICLE-1", "ARTICLE-1")


def test_a_draft_that_is_gone_may_have_been_published_already(account):
    draft = account.add_draft(article(account)).reference
    account.submit(draft)
    assert account.submit(draft) == Unclear(Reason.ALREADY_THERE, "invalid media_id", "40007")


def test_looking_may_be_repeated_so_a_lost_answer_is_only_a_delay(server, account):
    server.misbehave(LOOK, LOST)
    assert account.look("1") == Later(Reason.ANSWER_LOST)


def test_a_silent_server_is_left_after_the_timeout(server):
    account = account_at(
        server, KeptInMemory(Token("T", datetime.now(UTC) + timedelta(hours=1))), timeout=0.05
    )
    server.misbehave(SUBMIT, SILENT)
    assert account.submit("DRAFT-1") == Unclear()


def test_a_published_text_is_recalled_once_and_for_all(server, account):
    wanted = article(account)
    job = account.submit(account.add_draft(wanted).reference)
    server.settle(job.reference, 0)
    published = account.look(job.reference)
    assert account.recall(published.reference) == Done()
    assert account.recall(published.reference) == Done()
    assert account.find_published(wanted) == Absent()


def test_a_draft_that_is_gone_is_deleted(account):
    draft = account.add_draft(article(account)).reference
    assert [account.delete_draft(draft), account.delete_draft(draft)] == [Done(), Done()]


def test_the_menu_is_replaced_and_read(account):
    buttons = [{"type": "view", "name": "政府信息公开", "url": "https://www.example.gov.cn/"}]
    assert account.menu() == []
    assert account.create_menu(buttons) == Done()
    assert account.menu() == buttons


def test_a_server_that_is_not_there_has_taken_nothing():
    with FakeWechat() as server:
        pass
    assert account_at(server).submit("D") == Later(Reason.UNREACHABLE, channel_is_down=True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Raw(200, b"<html>busy</html>"), Unclear(Reason.NOT_UNDERSTOOD)),
        (Raw(200, b'{"access_token":'), Unclear(Reason.NOT_UNDERSTOOD)),
        (Raw(200, b"[" * 100_000), Unclear(Reason.NOT_UNDERSTOOD)),
        (Raw(200, b'{"publish_id": [1]}'), Unclear(Reason.NOT_UNDERSTOOD)),
        (Raw(200, b" " * (2 * 1024 * 1024 + 1)), Unclear()),
        (Raw(504, b""), Unclear(code="504")),
        (Raw(500, b""), Unclear(code="500")),
        (Raw(503, b"", {"Retry-After": "90"}), Later(Reason.SERVER_FAULT, "", "503", timedelta(seconds=90))),
        (
            Raw(429, b"", {"Retry-After": "9999999"}),
            Later(Reason.TOO_MANY, "", "429", timedelta(hours=1), True),
        ),
    ],
)
def test_whatever_else_comes_back_has_an_answer(server, account, given, expected):
    account.menu()
    server.misbehave(SUBMIT, given)
    assert account.submit("DRAFT-1") == expected


def test_the_token_is_not_carried_to_another_host(server, account):
    with FakeWechat() as other:
        server.misbehave(
            "/cgi-bin/menu/get", Raw(302, b"", {"Location": f"{other.base_url}/cgi-bin/menu/get"})
        )
        answer = account.menu()
    assert (answer.reason, answer.code, other.calls) == (Reason.NOT_LET_IN, "302", [])


def test_neither_the_log_nor_what_is_shown_of_objects_tells_a_secret(server, account, caplog):
    with caplog.at_level(logging.DEBUG):
        account.add_draft(article(account))
        server.end_token()
        answer = account.menu()
    assert "TOKEN-" not in caplog.text
    assert SECRET not in caplog.text
    shown = repr([answer, Account(APP_ID, SECRET), Token("TOKEN-1", datetime.now(UTC))])
    assert "TOKEN-" not in shown
    assert SECRET not in shown


def test_what_the_other_side_says_is_kept_short_and_plain(server, account):
    said = "无效\u202e参数\n\x00" + "长" * 900 + " 13800138000"
    server.misbehave(SUBMIT, {"errcode": 99999, "errmsg": said})
    words = account.submit("D").words
    assert words.startswith("无效 参数 长")
    assert len(words) == 200
    server.misbehave(SUBMIT, {"errcode": 99999, "errmsg": "to 13800138000"})
    assert account.submit("D").words == "to ***"


def test_links_out_of_wechat_become_words_with_their_address():
    text = '<p>见<a href="https://www.example.gov.cn/a">办事<strong>指南</strong></a>。</p>'
    assert fitted(text, {}) == "<p>见办事<strong>指南</strong>（https://www.example.gov.cn/a）。</p>"
    assert fitted('<p><a href="https://a.cn/">https://a.cn/</a></p>', {}) == "<p>https://a.cn/</p>"
    assert fitted('<p><a href="mailto:a@b.cn">来信</a></p>', {}) == "<p>来信</p>"


@pytest.mark.parametrize(
    "host", ["mp.weixin.qq.com.evil.cn", "evil.cn/mp.weixin.qq.com", "mp.weixin.qq.com@evil.cn"]
)
def test_only_links_to_wechat_itself_stay(host):
    stays = '<p><a href="https://mp.weixin.qq.com/s/1">往期</a></p>'
    assert fitted(stays, {}) == stays
    assert "<a" not in fitted(f'<p><a href="https://{host}/s/1">往期</a></p>', {})


def test_pictures_stand_by_the_addresses_wechat_gave_and_others_are_left_out():
    text = f'<p>前</p><p><img data-file="{FILE}" alt="公示栏"></p><p>后</p>'
    assert pictures_of(text + text) == (FILE,)
    shown = fitted(text, {FILE: "https://mmbiz.qpic.cn/1"})
    assert '<img src="https://mmbiz.qpic.cn/1" alt="公示栏">' in shown
    assert "<img" not in fitted(text, {})


def test_what_wechat_would_strip_is_not_sent_and_alignment_stays():
    text = '<p data-align="center">标题</p><script>alert(1)</script><p onclick="x()">文</p>'
    assert fitted(text, {}) == '<p style="text-align: center">标题</p>\n<p>文</p>'


def test_a_draft_says_everything_wechat_asks_for(server, account):
    account.add_draft(article(account))
    (told,) = json.loads(server.calls[-1].body)["articles"]
    assert (told["thumb_media_id"], told["need_open_comment"]) == ("MATERIAL-1", 0)
    assert told["content_source_url"].endswith("#r1")


def test_what_wechat_would_not_take_is_not_sent(server, account):
    refused = Never(Reason.PICTURE_NOT_ACCEPTED)
    assert account.upload_picture_of_text(Picture("a.gif", b"GIF", "image/gif")) == refused
    assert account.upload_material(Picture("a.jpg", b"x" * (64 * 1024 + 1)), "thumb") == refused
    assert account.add_draft(Article("长" * 65, "<p>x</p>", "M")) == Never(Reason.TOO_LONG)
    assert account.add_draft(Article("题", "文" * 20_000, "M")) == Never(Reason.TOO_LONG)
    assert server.calls == []
