"""A resident looks on a phone for the aid paid in a quarter: found by the everyday word, and read large."""

from __future__ import annotations

import io
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from gongkai.acts import clock
from gongkai.files.storing import store
from tests import world
from tests.browser.axe import violations
from tests.browser.person import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table() -> io.BytesIO:
    """The table of a notice: households by community, no name in it."""
    book = Workbook()
    sheet = book.active
    for row in (("社区", "户数", "人数"), ("苏州社区", 12, 19), ("站东社区", 8, 11)):
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    saved.seek(0)
    return saved


def aid_notice(office: SimpleNamespace, title: str) -> Any:
    attached = store(table(), name="各社区户数.xlsx", by=office.officer, agency=office.agency)
    return world.published(
        office, title, body="本季度发放最低生活保障金，分社区户数见附件。", files=[(attached, "")]
    )


@pytest.mark.smoke
def test_an_aid_notice_is_found_by_the_everyday_word_filtered_read_large_and_its_table_saved(
    our_office: SimpleNamespace, visit: Any, days: Any
):
    with clock.pretend(datetime(2024, 10, 21, 9, 0)):
        earlier = aid_notice(our_office, "2024年第三季度最低生活保障金发放情况")
    notice = aid_notice(our_office, "2025年第三季度最低生活保障金发放情况")
    world.published(our_office, "社区健身活动")
    editor = visit(our_office.editor)
    editor.open("desk:search_words_add").fill(words="低保\n最低生活保障").press("Keep the words")
    editor.reads("Kept. Who searches for one of the words finds the others too.")

    resident = visit(width=PHONE)
    resident.open("portal:home").fill(q="低保")
    with resident.page.expect_navigation():
        resident.page.keyboard.press("Enter")
    resident.sees(notice.title).sees(earlier.title)
    assert "社区健身活动" not in resident.text

    # Only this year's.
    resident.fill(year=["2025"])
    resident.click(resident.page.locator("form.facets-form button").last)
    resident.sees(notice.title).misses(earlier.title)
    assert not resident.scrolls_sideways()

    # Read in large type; the table comes along.
    resident.click(resident.page.get_by_role("link", name=notice.title))
    resident.press_anywhere("Large type for seniors")
    assert resident.page.locator("html").get_attribute("data-type") == "large"
    resident.sees("分社区户数见附件")
    assert not resident.scrolls_sideways()
    assert violations(resident.page) == []
    with resident.page.expect_download() as download:
        resident.page.get_by_role("link", name="各社区户数.xlsx").click()
    saved = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert [cell.value for cell in saved.active[2]] == ["苏州社区", 12, 19]
