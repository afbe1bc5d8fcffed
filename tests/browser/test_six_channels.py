"""One item goes out on six channels, each with its proof, and is taken back from all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from gongkai.agencies.models import Section
from gongkai.catalogue import actions as catalogue
from gongkai.channels import outbox, subscriptions
from gongkai.channels.models import (
    Channel,
    Issue,
    Posting,
    Release,
    State,
    Subscription,
    SubscriptionState,
)
from gongkai.channels.tests.protocols.fake_weibo import DOMAIN, TOKEN, FakeWeibo
from gongkai.documents import actions as documents
from gongkai.people.models import Post
from tests import world
from tests.browser.person import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "苏州社区老旧小区加装电梯公示"
TEXT = "苏州社区12号楼拟加装电梯。\n\n公示期为30日，有意见请到社区居委会。"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PICTURE = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": world.picture("#335577")}


@pytest.fixture
def weibo(settings: Any) -> Iterator[FakeWeibo]:
    settings.SITE_URL = f"https://{DOMAIN}"
    with FakeWeibo(datetime.now(UTC)) as server:
        settings.WEIBO_URL = server.base_url
        yield server


def work_off(channel: Channel) -> None:
    """What the worker does each minute, without the pauses between its looks."""
    Release.objects.filter(channel=channel, next_try_at__isnull=False).update(next_try_at=LONG_AGO)
    outbox.work_off(Channel.objects.get(pk=channel.pk))


def test_one_item_goes_out_on_six_channels_and_is_taken_back_from_all(
    our_office: SimpleNamespace, visit: Any, weibo: FakeWeibo
):
    office = our_office
    on_board = office.community
    Post.objects.filter(user=office.officer).update(section=on_board)
    piece = documents.approve(world.adopted(office, TITLE, body=TEXT, section=on_board), by=office.leader)
    item = catalogue.publish(piece.review.package, by=office.foi, column=office.column)
    editor, foi = visit(office.editor), visit(office.foi)
    sysadmin, officer = visit(office.sysadmin), visit(office.officer, width=PHONE)

    # The channels that are missing are opened; Weibo gets its interface, and its keys from another hand.
    for kind, name in (("weibo", "街道微博"), ("newspaper", "《建国门生活报》"), ("visit", "入户走访")):
        foi.open("desk:channel_open").fill(kind=kind, name=name).press("Open it").reads("Opened.")
    account, paper, visits = Channel.objects.order_by("pk")[3:6]
    foi.open("desk:channel_change", account.pk).fill(way="weibo").press("Save").reads("Saved.")
    sysadmin.open("desk:channel_access", account.pk).fill(access_token=TOKEN, domain=DOMAIN, ip="211.156.0.1")
    sysadmin.press("Replace").reads("Replaced. Nobody can read it back.").misses(TOKEN)

    # 1. The website shows it at once.
    foi.open("desk:release", item.pk).fill(channel=office.website.pk).press("Record it").reads("Recorded.")
    citizen = visit()
    citizen.go(item.get_public_url()).sees("公示期为30日")

    # 2. WeChat by hand: the text is there to be copied, the proof is a screenshot.
    editor.open("desk:release", item.pk).fill(channel=office.wechat.pk, happened="planned")
    editor.press("Record it").reads("Recorded.").reads("Text for this channel")
    assert "拟加装电梯" in editor.page.locator("#copy-text").input_value()
    editor.follow("Confirm the release").fill(proof=[PICTURE]).press("Confirm")
    editor.reads("Confirmed. It counts now.")

    # 3. Weibo by its interface: nothing goes out that was not reviewed; what stands there is confirmed.
    editor.open("desk:release", item.pk).fill(channel=account.pk, happened="planned").press("Record it")
    post = Release.objects.get(channel=account)
    editor.follow("Fit the text").fill(
        text=f"电梯费用由街道全部承担。 https://{DOMAIN}{item.get_public_url()}"
    )
    editor.press("Save").sees("电梯费用由街道全部承担。")
    editor.reads(
        "This does not stand in the reviewed text: “%(sentence)s”", sentence="电梯费用由街道全部承担。"
    )
    editor.fill(text=f"苏州社区12号楼拟加装电梯。 https://{DOMAIN}{item.get_public_url()}").press("Save")
    editor.follow("Send it").press("Put it into the outbox")
    editor.reads("In the outbox. It is confirmed when it stands there.")
    work_off(account)
    post.refresh_from_db()

    assert (post.state, post.fault) == (State.ACCEPTED, "")
    work_off(account)
    post.refresh_from_db()
    assert post.state == State.CONFIRMED
    editor.open("desk:release_page", post.pk).sees(post.address)
    assert len(weibo.posts) == 1

    # 4. The board of the community: planned in the office, confirmed on the spot from a phone.
    foi.open("desk:posting_new", item=item.index_number).fill(communities=[str(on_board.pk)], days=30)
    foi.fill(unit="days").press("Plan the sheets")
    posting = Posting.objects.get()
    sheet = foi.page.request.get(foi.server + reverse("desk:posting_sheet", args=[posting.pk]))
    assert sheet.body().startswith(b"%PDF")
    officer.open("desk:posting_confirm", posting.pk).fill(picture=[PICTURE]).press("It hangs")
    officer.reads("Confirmed. You are reminded when it has to be taken down.")
    assert not officer.scrolls_sideways()

    # 5. The newspaper: picked, closed with its pages, printed.
    foi.open("desk:issue_new").fill(channel=paper.pk).press("Begin")
    issue = Issue.objects.get()
    foi.open("desk:issue_pick", issue.pk).fill(items=[str(item.pk)]).press("Take them in")
    foi.open("desk:issue_close", issue.pk).press("Close and make the pages")
    foi.open("desk:issue_printed", issue.pk).fill(copies=500).press("It is printed")

    # 6. Handed out on visits.
    editor.open("desk:hand_out_new", item=item.index_number)
    editor.fill(item=item.pk, channel=visits.pk, place="12号楼", number=48, picture=[PICTURE])
    editor.press("Record it").reads("Recorded. It counts under other means.")

    rows = Release.objects.filter(item=item)
    assert {row.kind for row in rows if row.state == State.CONFIRMED} == {
        *("website", "wechat", "weibo", "notice_board", "newspaper", "visit")
    }

    # Taken back: the portal says so at once, the program deletes the post, people take the rest down.
    foi.open("desk:item_withdraw", item.pk).fill(reason="公示内容有误，更正后重新公示。").press("Withdraw")
    citizen.go(item.get_public_url()).sees("公示内容有误，更正后重新公示。").misses("公示期为30日")
    work_off(account)
    assert all(each.is_deleted for each in weibo.posts.values())
    on_wechat = rows.get(channel=office.wechat)
    editor.open("desk:home").sees(TITLE)
    editor.open("desk:release_page", on_wechat.pk).follow("It has been taken down")
    editor.press("It is gone from the channel").reads("Noted.")
    officer.open("desk:posting_down", posting.pk)
    officer.fill(picture=[PICTURE], reason="内容有误，提前撤下。").press("It is taken down").reads(
        "Recorded."
    )
    assert rows.get(channel=account).taken_down_at
    assert rows.get(channel=office.wechat).taken_down_at
    # What was counted stays counted.
    assert rows.filter(is_counted=True, confirmed_on__isnull=False).count() == 6


def test_an_officer_of_another_community_does_not_see_the_sheet(our_office: SimpleNamespace, visit: Any):
    office = our_office
    other = Section.objects.create(agency=office.agency, name="站东社区", kind="community")
    Channel.objects.create(agency=office.agency, kind="notice_board", name="社区公示栏")
    item = world.published(office, TITLE)
    foi = visit(office.foi)
    foi.open("desk:posting_new", item=item.index_number).fill(
        communities=[str(other.pk)], days=7, unit="days"
    )
    foi.press("Plan the sheets").reads("Planned. Print the sheets; each community confirms its own.")
    posting = Posting.objects.get()
    officer = visit(office.officer, width=PHONE)
    officer.open("desk:posting_confirm", posting.pk)
    assert officer.page.locator("input[type=file]").count() == 0


def test_the_digest_is_confirmed_and_ended_by_the_links_of_its_mails(
    our_office: SimpleNamespace, visit: Any, settings: Any
):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.invalid", "gongkai@example.cn"
    settings.SITE_URL = f"https://{DOMAIN}"
    subscriptions.ask(our_office.agency, address="jumin@example.cn")
    subscription = Subscription.objects.get()
    citizen = visit(width=PHONE)
    citizen.go(subscription.path_to("confirm")).press("Confirm")
    citizen.reads("Confirmed. The first mail comes tomorrow, if there is something new.")
    citizen.go(subscription.path_to("leave")).press("End it")
    citizen.reads("Ended. No more mails are sent, and the address is erased.")
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ENDED
