"""Writing a draft: the editor, what is kept while one types, and two people in one draft."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from gongkai.documents.models import Document, WorkingCopy
from gongkai.documents.tests.factories import draft
from tests import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = "main [role=textbox][contenteditable=true]"
PICTURE = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": world.picture()}


def is_kept(person: Any) -> None:
    """Wait until the page says that what was typed is kept."""
    expect(person.page.locator("#typing time")).not_to_be_empty()


def test_what_was_typed_survives_a_browser_that_is_killed(our_office: SimpleNamespace, visit: Any):
    officer = visit(our_office.officer)
    # Where one types slowly, the title is kept before the text is there.
    with officer.page.expect_response(lambda answer: "请储水。" in (answer.request.post_data or "")):
        officer.open("desk:document_draft").fill(title="关于停水的通知", body="明日停水。\n请储水。")
    is_kept(officer)
    # The browser is gone without a word.
    officer.page.close(run_before_unload=False)
    officer.page = officer.page.context.new_page()
    officer.open("desk:document_draft").sees("明日停水。 请储水。")
    time = officer.page.get_by_role(
        "link", name=officer.word("Continue with what you typed at %(time)s").split("%")[0]
    )
    officer.click(time)
    expect(officer.page.locator(EDITOR)).to_contain_text("请储水。")
    assert officer.page.locator("[name=title]").input_value() == "关于停水的通知"
    officer.press("Save the draft").sees("请储水。")
    assert Document.objects.get().body == "<p>明日停水。</p>\n<p>请储水。</p>"
    assert not WorkingCopy.objects.exists()
    officer.open("desk:document_draft")
    expect(officer.page.locator(EDITOR)).to_be_empty()


def test_two_people_in_one_draft_are_told_of_each_other(our_office: SimpleNamespace, visit: Any):
    document = draft(our_office)
    officer, head = visit(our_office.officer), visit(our_office.head)
    officer.open("desk:document_edit", document.pk)
    head.open("desk:document_edit", document.pk)
    for person, other in ((officer, our_office.head), (head, our_office.officer)):
        expect(person.page.locator("#typing .notice")).to_contain_text(other.name)
    head.fill(title="科长改的").press("Save").sees("科长改的")
    expect(officer.page.locator("#typing")).to_contain_text(our_office.head.name)
    officer.fill(title="我改的").press("Save").sees("科长改的")
    officer.press("Save").sees("我改的")


def test_a_text_is_laid_out_with_headings_lists_a_table_and_a_picture(
    our_office: SimpleNamespace, visit: Any
):
    officer = visit(our_office.officer)
    officer.open("desk:document_draft").fill(title="方案", body="一、时间")
    page = officer.page
    page.get_by_role("combobox", name=officer.word("Kind of paragraph")).select_option("2")
    page.locator(EDITOR).press("End")
    page.locator(EDITOR).press("Enter")
    page.keyboard.insert_text("十月")
    page.get_by_role("button", name=officer.word("Bullets")).click()
    page.get_by_role("button", name=officer.word("Picture"), exact=True).click()
    page.get_by_label(officer.word("Picture, JPG or PNG")).set_input_files(PICTURE)
    insert = page.locator("dialog[open] button[value=ok]")
    insert.click()
    officer.reads("Say what the picture shows.")
    page.locator("#d-alt").fill("活动现场")
    insert.click()
    picture = page.locator(f"{EDITOR} img")
    expect(picture).to_have_attribute("alt", "活动现场")
    page.locator(EDITOR).press("ArrowDown")
    page.get_by_role("button", name=officer.word("Insert a table"), exact=True).click()
    insert.click()
    expect(page.locator(f"{EDITOR} th")).to_have_count(3)
    page.get_by_role("button", name=officer.word("Add a row")).click()
    expect(page.locator(f"{EDITOR} tr")).to_have_count(4)
    officer.press("Save the draft").reads("Saved. Read it through, then submit it.")
    body = Document.objects.get().body
    file = Document.objects.get().files[0]
    assert "<h2>一、时间</h2>" in body
    assert "<ul><li><p>十月</p>" in body
    assert f'data-file="{file.file_id}" alt="活动现场"' in body
    assert body.count("<tr>") == 4
    shown = page.get_by_role("img", name="活动现场")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)")
    assert not officer.scrolls_sideways()


def test_what_is_pasted_from_word_comes_without_its_dirt_and_pictures(
    our_office: SimpleNamespace, visit: Any
):
    officer = visit(our_office.officer)
    officer.open("desk:document_draft").fill(title="通知", body="第一段。")
    officer.page.locator(EDITOR).evaluate(
        """(editor, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const said = {clipboardData, bubbles: true, cancelable: true};
            editor.dispatchEvent(new ClipboardEvent("paste", said));
        }""",
        '<p class="MsoNormal" style="mso-para-margin:0;color:red"><b>第二段。</b>'
        '<img src="data:image/png;base64,AA"></p>',
    )
    expect(officer.page.locator(f"{EDITOR} strong")).to_have_text("第二段。")
    officer.reads("Pictures were left out of what you pasted. Insert them with “Picture”.")
    assert officer.page.locator(f"{EDITOR} img").count() == 0
    assert "Mso" not in officer.page.locator(EDITOR).inner_html()


def test_without_script_a_draft_is_written_in_the_text_area(our_office: SimpleNamespace, visit: Any):
    officer = visit(our_office.officer, script=False)
    officer.open("desk:document_draft").fill(title="通知", body="第一段。\n\n第二段。")
    officer.press("Save the draft").sees("第二段。")
    assert Document.objects.get().body == "<p>第一段。</p>\n<p>第二段。</p>"
