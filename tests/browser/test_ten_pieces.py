"""Ten pieces in one go on the screen of a phone: nine were handed in, the tenth is written here."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from gongkai.documents.models import Document, State
from gongkai.documents.tests.factories import let_review
from tests import world
from tests.browser.axe import violations
from tests.browser.person import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURE = {"name": "义诊.jpg", "mimeType": "image/jpeg", "buffer": world.picture()}


def test_ten_pieces_are_adopted_and_approved_in_one_batch_on_a_phone(our_office: SimpleNamespace, visit: Any):
    let_review(our_office.foi)
    for number in range(1, 10):
        world.handed_in(our_office, f"社区活动第{number}场")
    officer, foi, leader = (
        visit(getattr(our_office, name), width=PHONE) for name in ("officer", "foi", "leader")
    )

    # A field for each picture says by its name which one it is about; nobody hands in unseen pictures.
    officer.open("desk:piece_draft").fill(title="社区义诊", body=world.PARAGRAPHS, files=[PICTURE])
    officer.page.get_by_label(officer.word("What “%(name)s” shows", name="义诊.jpg")).fill("医生量血压")
    assert not officer.scrolls_sideways()
    officer.press("Save").reads("Look at every picture first: no program reads what stands in them.")
    officer.reads("Choose these files again")
    officer.fill(files=[PICTURE], pictures_seen=True)
    officer.press("Save").reads("Handed in. The FOI officer adopts it or sends it back.")
    assert Document.objects.get(title="社区义诊").files[0].alternative_text == "医生量血压"

    # Ticked all at once, one taken out again and returned with its reason; the others stay ticked.
    foi.open("desk:piece_adopt_batch")
    chosen = foi.page.locator("[name=chosen]:checked")
    foi.press("Choose all")
    expect(chosen).to_have_count(10)
    foi.reads("%(count)s of %(total)s chosen", count=10, total=10)
    assert not foi.scrolls_sideways()
    assert violations(foi.page) == []
    first = Document.objects.get(title="社区活动第1场")
    panel = foi.page.locator(".panel", has=foi.page.locator(f"#piece-{first.pk}"))
    panel.locator("summary", has_text=foi.word("Return it")).click()
    panel.locator("textarea").fill("请写明日期。")
    foi.click(panel.locator("button[name=return]"))
    foi.reads("Returned: %(title)s. Its author reads the reason.", title="社区活动第1场")
    expect(chosen).to_have_count(9)
    foi.press("Adopt the chosen ones").reads("No piece waits for this step")

    officer.open("desk:document", first.pk).sees("请写明日期。").follow("Submit")
    officer.fill(pictures_seen=True).press("Submit")
    officer.reads("Handed in. The FOI officer adopts it or sends it back.")
    foi.open("desk:document_adopt", first.pk).press("Adopt")
    foi.reads("Adopted. The responsible leader approves next.")

    # The leader approves all ten with three touches.
    leader.open("desk:home").follow_to("desk:piece_approve_batch")
    leader.press("Choose all").reads("%(count)s of %(total)s chosen", count=10, total=10)
    assert not leader.scrolls_sideways()
    leader.press("Approve the chosen ones").reads("No piece waits for this step")
    assert {piece.state for piece in Document.objects.all()} == {State.APPROVED}
    assert all(piece.review.package.is_cleared for piece in Document.objects.all())
