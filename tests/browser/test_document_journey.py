"""The way of a document, and that of a piece, from the first draft to the public and back."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.catalogue.models import Item
from gongkai.documents.models import Document
from tests import world
from tests.browser.person import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于开展秋季大扫除的通知"
TEXT = "各社区居委会：\n\n定于10月25日开展秋季大扫除。"
LIST = {"name": "任务清单.txt", "mimeType": "text/plain", "buffer": "1. 扫帚\n".encode()}
PICTURE = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": world.picture()}
SCREENSHOT = {"name": "截图.jpg", "mimeType": "image/jpeg", "buffer": world.picture("#335577")}


@pytest.mark.smoke
def test_a_document_goes_from_the_first_draft_to_the_portal_and_is_corrected_there(
    our_office: SimpleNamespace, visit: Any, days: Any
):
    people = {
        name: visit(getattr(our_office, name))
        for name in ("officer", "checker", "leader", "head", "reviewer", "foi", "editor")
    }
    officer, checker, leader = people["officer"], people["checker"], people["leader"]
    head, reviewer, foi, editor = people["head"], people["reviewer"], people["foi"], people["editor"]

    # Drafted with an attachment, and not submitted without its attribute.
    officer.open("desk:document_draft").fill(title=TITLE, genre="notice", body=TEXT, files=[LIST])
    officer.press("Save the draft").reads("Saved. Read it through, then submit it.").sees("任务清单.txt")
    document = Document.objects.get()
    assert not officer.is_offered("Submit")
    officer.open("desk:document_submit", document.pk)
    officer.reads("Choose the openness attribute first; then you can submit.")
    officer.open("desk:document", document.pk).follow("Choose the openness attribute")
    officer.fill(openness="proactive").press("Save the attribute")
    officer.follow("Submit").press("Submit").reads("Submitted. The office checks it next.")

    # Nobody checks or approves their own; the leader not before the office.
    assert not officer.is_offered("Check")
    leader.open("desk:document_approve", document.pk).reads("It does not wait for the leader's approval.")
    checker.open("desk:home").sees(TITLE)
    checker.open("desk:document", document.pk).follow("Check").fill(remark="格式无误。")
    checker.press("Checked, send on for approval").reads("Checked. The responsible leader approves next.")

    # Sent back with a remark, mended, and approved the second time.
    leader.open("desk:document", document.pk).follow("Send back").fill(reason="请写明集合地点。")
    leader.press("Send back").reads("Sent back. The drafter reads your remark.")
    officer.open("desk:document", document.pk).sees("请写明集合地点。").follow("Change")
    officer.fill(body=TEXT + "\n\n集合地点：赵堂子胡同16号。").press("Save")
    officer.follow("Submit").press("Submit")
    checker.open("desk:document_check", document.pk).press("Checked, send on for approval")
    leader.open("desk:document_approve", document.pk).press("Approve")
    leader.reads("Approved as %(number)s. The secrecy review begins.", number="建街发〔2025〕1号")

    # Three people review it for secrecy.
    document.refresh_from_db()
    review = document.review
    foi.open("desk:item_publish", document.pk)
    assert foi.button("Publish").count() == 0
    head.open("desk:review", review.pk).follow("State the section's opinion")
    head.press("Send on to the review body")
    reviewer.open("desk:review", review.pk).follow("Decide").fill(decision="open", opinion="不涉密。")
    reviewer.press("Decide").reads("Decided. The responsible leader approves next.")
    leader.open("desk:review", review.pk).follow("Approve").press("Approve")
    leader.reads("Approved and cleared. It can be published now.")

    # Published on the website: the public reads it.
    foi.open("desk:document", document.pk).follow("Publish")
    foi.fill(column=our_office.notices.pk).press("Publish")
    item = Item.objects.get()
    foi.reads("Published as %(number)s.", number=item.index_number)
    citizen = visit()
    citizen.open("portal:home").sees(TITLE)
    citizen.click(citizen.page.get_by_role("link", name=TITLE).first)
    citizen.sees("集合地点：赵堂子胡同16号。").sees(item.index_number).sees("建街发〔2025〕1号")
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("link", name="任务清单.txt").click()
    assert download.value.path().read_bytes() == LIST["buffer"]

    # What went to WeChat counts with its proof.
    days.turn_to(datetime(2025, 10, 24, 10, 0))
    editor.open("desk:item", item.pk).follow("Record a release").fill(channel=our_office.wechat.pk)
    editor.press("Record it")
    editor.fill(proof=[SCREENSHOT]).press("Record it").reads("Recorded.").sees("截图.jpg")

    # Corrected: revised, every step anew, and openly said.
    officer.open("desk:document", document.pk).follow("Revise").fill(reason="日期有误。")
    officer.press("Begin the revision")
    citizen.go(item.get_public_url()).sees("定于10月25日开展秋季大扫除。")
    officer.follow("Change").fill(body=TEXT.replace("25日", "26日")).press("Save")
    officer.follow("Submit").press("Submit")
    checker.open("desk:document_check", document.pk).press("Checked, send on for approval")
    leader.open("desk:document_approve", document.pk).press("Approve")
    document.refresh_from_db()
    officer.open("desk:review_opinion", document.review.pk).press("Send on to the review body")
    reviewer.open("desk:review_decide", document.review.pk).fill(decision="open", opinion="不涉密。")
    reviewer.press("Decide")
    leader.open("desk:review_approve", document.review.pk).press("Approve")
    foi.open("desk:item", item.pk).follow("Correct the item").fill(note="更正活动日期。")
    foi.press("Correct").reads("Corrected. The earlier text stays on record.")
    citizen.go(item.get_public_url()).sees("定于10月26日开展秋季大扫除。").sees("更正活动日期。")


def test_pieces_written_adopted_and_approved_on_a_phone_go_to_the_portal(
    our_office: SimpleNamespace, visit: Any
):
    officer, foi, reviewer, leader = (
        visit(getattr(our_office, name), width=PHONE) for name in ("officer", "foi", "reviewer", "leader")
    )
    titles = ["走访高龄老人", "社区义诊", "金秋文化节"]
    for title in titles:
        officer.open("desk:piece_draft")
        officer.fill(title=title, body=world.PARAGRAPHS, files=[PICTURE], pictures_seen=True)
        assert not officer.scrolls_sideways()
        officer.press("Save").reads("Handed in. The FOI officer adopts it or sends it back.")
    foi.open("desk:home").follow_to("desk:piece_adopt_batch")
    keys = [str(piece.pk) for piece in Document.objects.all()]
    assert not foi.scrolls_sideways()
    foi.fill(chosen=keys).press("Adopt the chosen ones")
    for piece in Document.objects.all():
        reviewer.open("desk:review_decide", piece.review_id).fill(decision="open", opinion="不涉密。")
        reviewer.press("Decide")
    leader.open("desk:home").follow_to("desk:piece_approve_batch")
    for title in titles:
        leader.sees(title)
    assert not leader.scrolls_sideways()
    leader.fill(chosen=keys).press("Approve the chosen ones").sees("3")
    assert [piece.state for piece in Document.objects.all()] == ["approved"] * 3
    published = Document.objects.get(title="社区义诊")
    foi.open("desk:item_publish", published.pk).fill(column=our_office.column.pk).press("Publish")
    citizen = visit(width=PHONE)
    citizen.open("portal:home").sees("社区义诊").misses("走访高龄老人")
    citizen.click(citizen.page.get_by_role("link", name="社区义诊").first)
    picture = citizen.page.locator("article img")
    # A lazy picture is fetched only when it comes near the screen: scroll there and wait, as a reader does.
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)")
