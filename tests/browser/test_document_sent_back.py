"""A forwarded plan comes from Word, is sent back by the office and by the leader, and is read on a phone."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from playwright.sync_api import expect

from gongkai.catalogue.models import Item
from gongkai.documents.models import Document
from tests.browser.axe import violations
from tests.browser.person import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = "main [role=textbox][contenteditable=true]"
TITLE = "关于转发《冬季清洁取暖工作方案》的通知"
NUMBER, MASKED = "11010519491231002X", "110105********002X"
FOUND = "Personal data or hidden content was found in %(count)d place; mask or justify it."
ANEW = (
    "A document issued jointly or forwarded has its attribute decided anew: confirm that it was, and not "
    "taken over from the original."
)
TASKS = (
    ("序号", "任务", "责任单位", "完成时间", "资金来源", "备注"),
    ("1", "核查取暖设备", "各社区居委会", "11月5日前", "街道预算", "逐户登记，当日报送民生保障科"),
    ("2", "补助困难家庭", "民生保障科", "11月10日前", "区级专项资金", "按月公示发放结果"),
)


def word_file() -> dict[str, Any]:
    """The plan as the section wrote it: a title, headings, a person who is named by number, a table."""
    written = docx.Document()
    written.add_paragraph(TITLE, style="Title")
    written.add_heading("一、工作目标", 1)
    written.add_paragraph("11月15日前完成全部准备工作。")
    written.add_heading("二、任务分工", 1)
    written.add_paragraph(f"联系人：张某某，身份证号{NUMBER}。")
    table = written.add_table(rows=0, cols=len(TASKS[0]))
    for row in TASKS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    kept = BytesIO()
    written.save(kept)
    return {
        "name": "工作方案.docx",
        "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "buffer": kept.getvalue(),
    }


def change(person: Any, document: Document, before: str, after: str) -> None:
    """Write on at the end of the paragraph or cell that says `before`, and save."""
    person.open("desk:document_edit", document.pk)
    person.page.locator(".rich-field[data-ready]").wait_for()
    editor = person.page.locator(EDITOR)
    place = editor.get_by_text(before, exact=True)
    place.click()
    # Not with the End key: that is the end of the line, and where lines break the font decides.
    place.evaluate("place => { getSelection().selectAllChildren(place); getSelection().collapseToEnd(); }")
    person.page.keyboard.insert_text(after)
    expect(editor).to_contain_text(before + after)
    person.press("Save").reads("Saved.")


def submit_again(person: Any) -> None:
    person.follow("Submit").press("Submit").reads("Submitted. The office checks it next.")


def test_a_document_sent_back_by_the_office_and_by_the_leader_is_read_on_a_phone_in_the_end(
    our_office: SimpleNamespace, visit: Any
):
    officer, checker, leader, head, reviewer, foi = (
        visit(getattr(our_office, name))
        for name in ("officer", "checker", "leader", "head", "reviewer", "foi")
    )

    # From Word into the editor, with heading and table; whose document it is stands beside it.
    officer.open("desk:document_draft")
    officer.page.locator(".rich-field[data-ready]").wait_for()
    officer.page.locator("[name=word]").set_input_files([word_file()])
    officer.press("Import from Word").reads("The Word file stands in the text below. It is not saved yet.")
    editor = officer.page.locator(EDITOR)
    expect(editor.get_by_role("heading")).to_have_text(["一、工作目标", "二、任务分工"])
    expect(editor.locator("tr")).to_have_count(len(TASKS))
    expect(officer.page.locator("[name=title]")).to_have_value(TITLE)
    officer.fill(
        addressees="各社区居委会",
        openness="proactive",
        is_policy=True,
        origin="forwarded",
        origin_bodies="东城区城市管理委员会（虚构）",
        origin_number="东城管发〔2025〕18号",
        origin_openness="on_request",
    )
    officer.press("Save the draft").reads("Saved. Read it through, then submit it.")
    document = Document.objects.get()

    # With somebody's identity number in it it goes nowhere; one click masks it.
    officer.open("desk:document_submit", document.pk).press("Submit")
    officer.reads(FOUND, count=1)
    officer.follow_to("desk:document_findings", document.pk)
    mask = officer.page.locator("td button[name=findings]")
    expect(mask).to_have_count(1)
    officer.click(mask)
    officer.reads("Masked, as a new version. The text was read again: what is left is listed here.")
    officer.open("desk:document", document.pk).sees(MASKED).misses(NUMBER)
    submit_again(officer)

    # The office sends it back; what was changed is seen at a glance.
    checker.open("desk:document", document.pk).follow("Send back").fill(reason="请写明由谁检查。")
    checker.press("Send back").reads("Sent back. The drafter reads your remark.")
    officer.open("desk:document", document.pk).sees("请写明由谁检查。")
    change(officer, document, "11月15日前完成全部准备工作。", "民生保障科负责检查。")
    officer.follow_to("desk:document_versions", document.pk)
    expect(officer.page.locator("ins")).to_have_text(["民生保障科负责检查。"])
    expect(officer.page.locator("del")).to_have_count(0)
    assert violations(officer.page) == []
    officer.open("desk:document", document.pk)
    submit_again(officer)

    # The attribute of the original is not taken over: the office says that it was decided anew.
    checker.open("desk:document_check", document.pk).press("Checked, send on for approval")
    checker.reads(ANEW).fill(decided_anew=True).press("Checked, send on for approval")
    checker.reads("Checked. The responsible leader approves next.")

    # The leader sends it back as well: a cell of the table changes, and the check begins anew.
    leader.open("desk:document", document.pk).follow("Send back").fill(reason="补助的完成时间太晚。")
    leader.press("Send back").reads("Sent back. The drafter reads your remark.")
    officer.open("desk:document", document.pk).sees("补助的完成时间太晚。")
    change(officer, document, "11月10日前", "（困难家庭先行）")
    submit_again(officer)
    leader.open("desk:document_approve", document.pk).reads("It does not wait for the leader's approval.")
    checker.open("desk:document_check", document.pk).fill(decided_anew=True)
    checker.press("Checked, send on for approval").reads("Checked. The responsible leader approves next.")
    leader.open("desk:document_approve", document.pk).press("Approve")
    leader.reads("Approved as %(number)s. The secrecy review begins.", number="建街发〔2025〕1号")
    printed = officer.page.request.get(f"{officer.server}{document.get_absolute_url()}pdf/")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")

    # Three people review it for secrecy; then it is public.
    document.refresh_from_db()
    assert document.version == 4
    review = document.review
    head.open("desk:review_opinion", review.pk).press("Send on to the review body")
    head.reads("Stated. The review body decides next.")
    reviewer.open("desk:review_decide", review.pk).fill(decision="open", opinion="不涉密。")
    reviewer.press("Decide").reads("Decided. The responsible leader approves next.")
    leader.open("desk:review_approve", review.pk).press("Approve")
    leader.reads("Approved and cleared. It can be published now.")
    foi.open("desk:document", document.pk).follow("Publish").fill(column=our_office.notices.pk)
    foi.press("Publish")
    expect(foi.page.locator("main h1")).to_have_text(TITLE)

    # On a phone the table scrolls in its own frame; the page does not run off.
    citizen = visit(width=PHONE)
    citizen.go(Item.objects.get().get_public_url()).sees("建街发〔2025〕1号")
    citizen.sees("11月15日前完成全部准备工作。民生保障科负责检查。").sees(MASKED).misses(NUMBER)
    frame = citizen.page.get_by_role("group", name=citizen.word("Table in the text"))
    expect(frame.locator("tr")).to_have_count(len(TASKS))
    expect(frame).to_contain_text("11月10日前（困难家庭先行）")
    frame.scroll_into_view_if_needed()
    assert not citizen.scrolls_sideways()
    box = frame.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE
    last = frame.locator("tr").nth(2).locator("td, th").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert not citizen.scrolls_sideways()
    assert violations(citizen.page) == []
