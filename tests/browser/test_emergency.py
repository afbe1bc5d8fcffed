"""Water bursts out of a street: the public is told within the hour, and the leader signs on the next day."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from gongkai.catalogue.models import Item
from gongkai.documents import actions as documents
from gongkai.documents.models import Document
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import State
from tests import world
from tests.browser.axe import violations
from tests.browser.person import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "关于赵堂子胡同水管爆裂临时停水的公告"
TEXT = "今晨赵堂子胡同自来水主管爆裂，胡同全段停水。\n请居民到16号院门前的送水车取水，抢修预计今晚完成。"
EMERGENCY = "主水管爆裂，居民须立即知道停水范围和取水点；分管领导在抢修现场，无法到场签字。"
HALF_PAST_NINE = datetime(2025, 10, 23, 9, 30)
NEXT_WORKING_DAY = datetime(2025, 10, 24, 8, 30)


def decided_notice(office: SimpleNamespace) -> Document:
    """The notice with everything in writing but the leader's clearance."""
    notice = world.document(office, TITLE, body=TEXT.replace("\n", "\n\n"), genre="announcement", files=[])
    notice = documents.submit(notice, by=office.officer)
    notice = documents.check(notice, by=office.checker)
    notice = documents.approve(notice, by=office.leader)
    assert notice.review is not None
    secrecy.state_opinion(notice.review, by=office.head, opinion="只涉及停水安排，可以公开。")
    secrecy.decide(notice.review, by=office.reviewer, opinion="不涉密。")
    return notice


def note_the_call(reviewer: Any, leader: Any, review: int) -> None:
    """Note what the leader said on the telephone some minutes ago."""
    reviewer.open("desk:review", review).follow("Note an oral approval")
    reviewer.fill(leader=leader.pk, said_at=HALF_PAST_NINE.isoformat("T", "minutes"), reason=EMERGENCY)


def published_by(foi: Any, office: SimpleNamespace, notice: Document) -> Item:
    foi.open("desk:item_publish", notice.pk).fill(column=office.notices.pk).press("Publish")
    expect(foi.page.locator("main h1")).to_have_text(TITLE)
    return Item.objects.get()


def test_a_notice_goes_out_on_the_leaders_word_which_is_countersigned_on_the_next_working_day(
    our_office: SimpleNamespace, visit: Any, days: Any
):
    world.adopted(our_office, "走访高龄老人")
    officer, checker, leader, head, reviewer, foi = (
        visit(getattr(our_office, name))
        for name in ("officer", "checker", "leader", "head", "reviewer", "foi")
    )
    citizen = visit(width=PHONE)

    # Written, submitted, checked and signed as every document.
    officer.open("desk:document_draft").fill(
        title=TITLE, genre="announcement", body=TEXT, openness="proactive"
    )
    officer.press("Save the draft").reads("Saved. Read it through, then submit it.")
    officer.follow("Submit").press("Submit").reads("Submitted. The office checks it next.")
    notice = Document.objects.get(title=TITLE)
    checker.open("desk:document_check", notice.pk).press("Checked, send on for approval")
    checker.reads("Checked. The responsible leader approves next.")
    leader.open("desk:document_approve", notice.pk).press("Approve")
    leader.reads("Approved as %(number)s. The secrecy review begins.", number="建街发〔2025〕1号")

    # Section and review body come first, emergency or not.
    notice.refresh_from_db()
    review = notice.review
    reviewer.open("desk:review_approve_orally", review.pk)
    reviewer.reads("There is no decision of the review body waiting for approval.")
    head.open("desk:review_opinion", review.pk).fill(opinion="只涉及停水安排，可以公开。")
    head.press("Send on to the review body").reads("Stated. The review body decides next.")
    reviewer.open("desk:review_decide", review.pk).fill(decision="open", opinion="不涉密。")
    reviewer.press("Decide").reads("Decided. The responsible leader approves next.")
    foi.open("desk:item_publish", notice.pk)
    assert foi.button("Publish").count() == 0

    # The leader says yes on the telephone; the reviewer notes when, and why it could not wait.
    days.turn_to(HALF_PAST_NINE.replace(minute=40))
    note_the_call(reviewer, our_office.leader, review.pk)
    assert violations(reviewer.page) == []
    reviewer.press("Note the approval")
    reviewer.reads(
        "Noted. %(leader)s signs for it by %(day)s.", leader="吴建国（虚构）", day="2025年10月24日"
    )
    reviewer.sees(EMERGENCY)
    item = published_by(foi, our_office, notice)
    citizen.go(item.get_public_url()).sees("请居民到16号院门前的送水车取水").misses(EMERGENCY)
    assert not citizen.scrolls_sideways()

    # On the next working day the signature stands above everything else that waits for the leader.
    days.turn_to(NEXT_WORKING_DAY)
    leader.open("desk:home")
    first = leader.page.locator("main .queue > li").first
    expect(first.get_by_role("heading")).to_have_text(TITLE)
    expect(first).to_contain_text(our_office.reviewer.name)
    leader.click(first.get_by_role("heading").get_by_role("link"))
    leader.follow("Countersign").sees(EMERGENCY)
    leader.press("Countersign").reads("Countersigned.")
    leader.open("desk:home").misses(TITLE).sees("走访高龄老人")
    review.refresh_from_db()
    assert (review.state, review.approved_by, review.awaits_countersignature) == (
        State.CLEARED,
        our_office.leader,
        False,
    )
    citizen.go(item.get_public_url()).sees("请居民到16号院门前的送水车取水")


def test_a_leader_who_denies_the_word_takes_the_notice_off_the_portal(
    our_office: SimpleNamespace, visit: Any, days: Any
):
    notice = decided_notice(our_office)
    reviewer, foi, leader = (visit(getattr(our_office, name)) for name in ("reviewer", "foi", "leader"))
    citizen = visit(width=PHONE)
    days.turn_to(HALF_PAST_NINE.replace(minute=40))
    note_the_call(reviewer, our_office.leader, notice.review_id)
    reviewer.press("Note the approval").sees(EMERGENCY)
    item = published_by(foi, our_office, notice)
    found = citizen.page.locator(f'main a[href="{item.get_public_url()}"]')
    citizen.open("portal:search", q="停水")
    expect(found).to_have_count(1)

    days.turn_to(NEXT_WORKING_DAY)
    leader.open("desk:home").follow_to("desk:review", notice.review_id)
    leader.follow("Deny the approval").fill(reason="电话里说的是另一份公告。")
    leader.press("Deny, and take the clearance back")
    leader.reads("Denied. The clearance is taken back; what was published on it left the public.")

    # The address answers: who, when and why; the text is gone, here and in the search.
    answer = citizen.page.goto(citizen.server + item.get_public_url())
    assert answer is not None
    assert answer.status == 410
    citizen.reads("Withdrawn on %(day)s by %(name)s", day="2025年10月24日", name=our_office.agency.name)
    citizen.reads("Its clearance was taken back and it is checked again.")
    citizen.misses("送水车")
    assert violations(citizen.page) == []
    for name, query in (("home", {}), ("search", {"q": "停水"})):
        citizen.open(f"portal:{name}", **query)
        expect(found).to_have_count(0)
    foi.open("desk:item_publish", notice.pk)
    assert foi.button("Publish").count() == 0
