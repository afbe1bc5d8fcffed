"""Every page for people who use a screen reader, a keyboard, a phone or large type.

Which pages there are is read from the table of addresses. Every day each template is looked at in Chinese
and each shape of page in English; `script/test --all` looks at everything in both languages and widths.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from gongkai.acts import clock
from tests import world
from tests.browser.axe import violations
from tests.browser.person import CHINESE, ENGLISH, HEIGHT, PHONE, SMALL_PHONE, WIDE, Person
from tests.office import furnish
from tests.test_addresses import Row, address, holder_of, rows, with_places

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]

EVERYTHING = os.environ.get("GONGKAI_TEST_ALL") == "1"

# Who opens a page of the desk: the one whose act it is, so that its form is shown; else the FOI officer.
WHOSE = {
    "case_agree": "section_head",
    "case_check": "legal_counsel",
    "case_extend": "foi_head",
    "case_later_date": "foi_head",
    "case_send_back": "legal_counsel",
    "case_sign": "responsible_leader",
    "channel_access": "system_administrator",
    "consultation_override": "foi_head",
    "document": "information_officer",
    "document_approve": "responsible_leader",
    "document_check": "office_checker",
    "document_decide_change": "responsible_leader",
    "document_clean_file": "information_officer",
    "document_drop": "information_officer",
    "document_edit": "information_officer",
    "document_findings": "information_officer",
    "document_justify": "information_officer",
    "document_mask": "information_officer",
    "document_pictures": "information_officer",
    "document_openness": "information_officer",
    "document_redact": "information_officer",
    "document_review_again": "information_officer",
    "document_revise": "information_officer",
    "document_send_back": "responsible_leader",
    "document_submit": "information_officer",
    "journal": "audit_administrator",
    "notice_load": "system_administrator",
    "owed_period_propose": "section_head",
    "people": "system_administrator",
    "piece_approve_batch": "responsible_leader",
    "post_assign": "security_administrator",
    "post_end": "security_administrator",
    "review_answer": "secrecy_reviewer",
    "review_approve": "responsible_leader",
    "review_approve_orally": "foi_officer",
    "review_countersign": "responsible_leader",
    "review_decide": "secrecy_reviewer",
    "review_deny": "responsible_leader",
    "review_justify": "section_head",
    "review_opinion": "section_head",
    "review_read_again": "secrecy_reviewer",
    "review_refer": "secrecy_reviewer",
    "review_send_back": "responsible_leader",
    "review_take_out": "secrecy_reviewer",
    "sms_set_up": "system_administrator",
}

# What answers with a file, or leads on.
NO_PAGES = {
    "api:agencies",
    "api:catalog",
    "api:columns",
    "api:figures",
    "api:guide",
    "api:guides",
    "api:item",
    "api:items",
    "api:openapi-json",
    "api:wechat",
    "account_reauthenticate",
    "desk:case_application",
    "desk:case_archive_file",
    "desk:case_contact",
    "desk:case_letter",
    "desk:case_paper",
    "desk:letter_record",
    "desk:matter_export",
    "desk:matter_template",
    "desk:monthly_download",
    "desk:case_proof",
    "desk:contributions_xlsx",
    "desk:dispute_paper",
    "desk:dead_links_save",
    "desk:document_docx",
    "desk:document_file",
    "desk:document_file_small",
    "desk:document_issuing_form",
    "desk:document_pdf",
    "desk:hand_out_picture",
    "desk:hand_over_list",
    "desk:hand_over_proof",
    "desk:inquiry_file",
    "desk:inquiry_sheet",
    "desk:issue_file",
    "desk:item_file",
    "desk:item_import_lines",
    "desk:item_import_template",
    "desk:posting_community_list",
    "desk:posting_picture",
    "desk:posting_sheet",
    "desk:letter_file",
    "desk:notice_template",
    "desk:own_file",
    "desk:redaction_boxes",
    "desk:redaction_page",
    "desk:redaction_search",
    "desk:channel_cover",
    "desk:release_picture",
    "desk:release_proof",
    "desk:reply_record",
    "desk:report_download",
    "desk:review_file",
    "desk:review_form",
    "desk:review_register",
    "desk:site_fault_contact",
    "desk:upload",
    "portal:catalogue_download",
    "portal:guide_download",
    "portal:item_qr",
    "portal:column_feed",
    "portal:feed",
    "portal:icon",
    "desk:contact_paper",
    "portal:inventory_download",
    "portal:item_file",
    "portal:office_feed",
    "portal:paper",
    "portal:request_check",
    "portal:robots",
    "portal:sitemap",
    "portal:sitemap_items",
    "portal:sitemap_pages",
    "portal:suggest",
    "set_language",
    "set_type_size",
}
SHAPES = (
    "account_login",
    "desk:case",
    "desk:case_list",
    "desk:case_register",
    "desk:case_sign",
    "desk:document",
    "desk:home",
    "desk:item",
    "desk:parts",
    "desk:review",
    "desk:staff_member_list",
    "desk:statistics",
    "portal:guide",
    "portal:home",
    "portal:item",
    "portal:request",
    "portal:request_progress",
    "portal:search",
)
ON_A_PHONE = (
    "desk:health",
    "desk:case",
    "desk:case_list",
    "desk:case_sign",
    "desk:contributions",
    "desk:document",
    "desk:document_findings",
    "desk:home",
    "desk:parts",
    "desk:piece_adopt_batch",
    "desk:piece_approve_batch",
    "desk:piece_draft",
    "desk:redaction",
    "desk:review",
    "desk:statistics",
    "portal:column",
    "portal:content",
    "portal:fault_report",
    "portal:guide",
    "portal:home",
    "portal:item",
    "portal:office",
    "portal:request",
    "portal:request_progress",
    "portal:search",
    "portal:services",
    "portal:site_map",
)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One world for all tests of this file; it is there for the server too, and taken away at the end."""
    with django_db_blocker.unblock(), clock.starting_at(world.TODAY):
        try:
            yield with_places(world.build(furnish()))
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def transactional_db(made: SimpleNamespace) -> None:
    """In place of the database that is emptied after every test: these tests only read."""


@pytest.fixture
def reader(made: SimpleNamespace, visit: Callable[..., Person]) -> Any:
    """Gives the browser of somebody with a duty; one for each duty and language is enough."""
    sitting: dict[tuple[str, str, int], Person] = {}

    def sit_down(who: str, language: str = CHINESE, width: int = WIDE) -> Person:
        if (who, language, width) not in sitting:
            user = None if who == "anonymous" else holder_of(who, made.office)
            sitting[who, language, width] = visit(user, language=language, width=width)
        return sitting[who, language, width]

    return sit_down


def whose(row: Row) -> str:
    space, _colon, name = row.name.rpartition(":")
    if space != "desk":
        return "anonymous" if row.answers["anonymous"] == 200 else "foi_officer"
    if name in WHOSE:
        return WHOSE[name]
    for duty in ("foi_officer", "channel_editor", "system_administrator"):
        if row.answers[duty] == 200:
            return duty
    raise AssertionError(f"Nobody opens {row.name}.")


def pages() -> list[Row]:
    """The rows of the table that somebody can open as a page."""
    return [row for row in rows() if row.name not in NO_PAGES and 200 in row.answers.values()]


@pytest.fixture(scope="module")
def one_of_each_template(made: SimpleNamespace) -> list[Row]:
    """The pages without those that another page with the same template stands for."""
    templates, chosen = set(), []
    for row in pages():
        client = Client()
        if whose(row) != "anonymous":
            client.force_login(holder_of(whose(row), made.office))
        answer = client.get(address(row, made))
        template = answer.templates[0].name if answer.templates else row.name
        if template not in templates:
            templates.add(template)
            chosen.append(row)
    return chosen


def look(person: Person, where: str, *, narrow: bool = True) -> list[str]:
    """What is wrong with the page as it stands: what axe finds, and whether it moves sideways on a phone."""
    wrong = [f"{where}: {found}" for found in violations(person.page)]
    if narrow:
        for width in (PHONE, SMALL_PHONE):
            person.page.set_viewport_size({"width": width, "height": HEIGHT})
            if person.scrolls_sideways():
                wrong.append(f"{where}: moves sideways at {width} px")
        person.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    return wrong


def tour(chosen: list[Row], made: SimpleNamespace, reader: Any, language: str, width: int) -> list[str]:
    wrong = []
    for row in chosen:
        person = reader(whose(row), language, width)
        answer = person.page.goto(person.server + address(row, made))
        if answer.status != 200:
            wrong.append(f"{row.name} answers {answer.status}")
        wrong += look(person, f"{row.name} ({language}, {width})", narrow=width == WIDE)
    return wrong


PORTIONS = 4


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_every_page_is_open_to_everybody_in_chinese(
    portion: int, made: SimpleNamespace, one_of_each_template: list[Row], reader: Any
):
    chosen = pages() if EVERYTHING else one_of_each_template
    assert tour(chosen[portion::PORTIONS], made, reader, CHINESE, WIDE) == []


@pytest.mark.parametrize("portion", range(PORTIONS if EVERYTHING else 1))
def test_every_shape_of_page_is_open_to_everybody_in_english(
    portion: int, made: SimpleNamespace, reader: Any
):
    chosen = [row for row in pages() if EVERYTHING or row.name in SHAPES]
    assert tour(chosen[portion :: PORTIONS if EVERYTHING else 1], made, reader, ENGLISH, WIDE) == []


@pytest.mark.parametrize("portion", range(PORTIONS if EVERYTHING else 1))
def test_pages_are_open_to_everybody_on_a_phone(portion: int, made: SimpleNamespace, reader: Any):
    chosen = [row for row in pages() if EVERYTHING or row.name in ON_A_PHONE]
    chosen = chosen[portion :: PORTIONS if EVERYTHING else 1]
    languages = (CHINESE, ENGLISH) if EVERYTHING else (CHINESE,)
    assert [fault for each in languages for fault in tour(chosen, made, reader, each, PHONE)] == []


# Costs of search and copying may not be charged since 2019: the page says so, and has no form to look at.
NEVER_NOW = {"desk:case_fee"}


def test_the_act_pages_looked_at_show_their_forms(made: SimpleNamespace, client: Any):
    without = []
    for row in pages():
        if row.name.startswith("desk:") and row.of and row.name.count("_"):
            client.force_login(holder_of(whose(row), made.office))
            answer = client.get(address(row, made))
            if (answer.context or {}).get("reasons") and row.name not in NEVER_NOW:
                without.append(f"{row.name}: {answer.context['reasons']}")
    assert without == []


def test_pages_with_nothing_on_them_are_open_to_everybody(
    made: SimpleNamespace, one_of_each_template: list[Row], visit: Callable[..., Person]
):
    wrong = []
    neighbour = visit(made.office.neighbour)
    lists = [row for row in pages() if row.name.startswith("desk:") and not row.of]
    for row in lists:
        usual = row in one_of_each_template and row.name.endswith(("_list", "_batch"))
        if row.answers["neighbour"] == 200 and (EVERYTHING or usual):
            neighbour.open(row.name)
            wrong += look(neighbour, f"{row.name}, empty")
    neighbour.open("desk:home")
    wrong += look(neighbour, "home, empty")
    neighbour.open("desk:search", q="没有")
    wrong += look(neighbour, "find, empty")
    citizen = visit()
    for name, args in (
        ("portal:column", [made.office.notices.slug]),
        ("portal:item", [made.withdrawn_item.pk]),
    ):
        citizen.open(name, *args)
        wrong += look(citizen, f"{name}, empty")
    citizen.open("portal:search", q="没有")
    wrong += look(citizen, "search, empty")
    assert wrong == []


FORMS = (
    ("case_register", "", "foi_officer"),
    ("case_propose", "case", "foi_officer"),
    ("case_deliver", "reply_signed", "foi_officer"),
    ("document_draft", "", "information_officer"),
    ("piece_draft", "", "information_officer"),
    ("review_decide", "review_for_decision", "secrecy_reviewer"),
    ("item_publish", "piece_cleared", "foi_officer"),
    ("release", "item", "channel_editor"),
    ("piece_approve_batch", "", "responsible_leader"),
    ("staff_member_new", "", "foi_officer"),
    ("account_open", "", "system_administrator"),
    ("dispute_open", "", "foi_officer"),
)


def test_forms_with_errors_are_open_to_everybody_and_lead_to_the_fields(made: SimpleNamespace, reader: Any):
    wrong = []
    for name, of, who in FORMS:
        person = reader(who)
        person.open(f"desk:{name}", *([getattr(made, of).pk] if of else []))
        person.click(person.page.locator("main form[method=post] .buttons button:not([type=button])").last)
        summary = person.page.locator("#errors")
        assert summary.count() == 1, name
        for link in summary.get_by_role("link").all():
            target = link.get_attribute("href") or ""
            if person.page.locator(target).count() != 1:
                wrong.append(f"{name}: {target} leads nowhere")
        wrong += look(person, f"{name} with errors")
    assert wrong == []


def test_what_went_wrong_is_told_on_pages_open_to_everybody(
    made: SimpleNamespace, visit: Callable[..., Person]
):
    wrong = []
    citizen, officer = visit(), visit(made.office.officer)
    for person, url, where in (
        (citizen, "/nothing/", "404 of the portal"),
        (officer, "/desk/nothing/", "404 of the desk"),
        (officer, reverse("desk:journal"), "403"),
    ):
        person.go(url)
        wrong += look(person, where)
    citizen.open("desk:home")
    citizen.fill(login="nobody", password="wrong").press("Log in")
    wrong += look(citizen, "log-in refused")
    assert wrong == []


def test_large_type_is_open_to_everybody(made: SimpleNamespace, visit: Callable[..., Person]):
    wrong = []
    senior = visit()
    senior.open("portal:home").press_anywhere("Large type for seniors")
    assert senior.page.locator("html").get_attribute("data-type") == "large"
    for row in pages():
        if row.name.startswith("portal:"):
            senior.go(address(row, made))
            wrong += look(senior, f"{row.name}, large")
    assert wrong == []


def test_the_first_thing_a_keyboard_reaches_leads_to_the_main_text(
    made: SimpleNamespace, visit: Callable[..., Person]
):
    for person, name in ((visit(), "portal:home"), (visit(made.office.foi), "desk:home")):
        person.open(name).page.keyboard.press("Tab")
        skip = person.page.locator(":focus")
        assert skip.inner_text() == person.word("Skip to the main text")
        assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
        person.page.keyboard.press("Enter")
        assert person.page.evaluate("document.activeElement.id") == "main"
