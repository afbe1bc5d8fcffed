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
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import expect

from gongkai.acts import clock
from tests import world
from tests.browser.axe import violations
from tests.browser.browsers import CHINESE, ENGLISH
from tests.browser.pages import ON_A_PHONE, SHAPES, pages, whose
from tests.browser.person import HEIGHT, PHONE, SMALL_PHONE, WIDE, Person
from tests.office import furnish
from tests.test_addresses import Row, address, holder_of, with_places

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]

EVERYTHING = os.environ.get("GONGKAI_TEST_ALL") == "1"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One world for all tests of this file; it is there for the server too, and taken away at the end."""
    with django_db_blocker.unblock(), clock.starting_at(world.TODAY):
        try:
            # Written at once, and what is searched is put in at once.
            with transaction.atomic():
                there = with_places(world.build(furnish()))
            yield there
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


EMPTY = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {"loaders": ["tests.test_addresses.EmptyPages"]},
}


@pytest.fixture(scope="module")
def answers(made: SimpleNamespace) -> dict[str, Any]:
    """What the server answers at each page of the table, by its name; the words are left out."""
    found = {}
    clients = {"anonymous": Client()}
    with override_settings(TEMPLATES=[EMPTY]):
        for row in pages():
            who = whose(row)
            if who not in clients:
                clients[who] = Client()
                clients[who].force_login(holder_of(who, made.office))
            found[row.name] = clients[who].get(address(row, made))
    return found


@pytest.fixture(scope="module")
def one_of_each_template(answers: dict[str, Any]) -> list[Row]:
    """The pages without those that another page with the same template stands for."""
    chosen: dict[str, Row] = {}
    for row in pages():
        templates = answers[row.name].templates
        chosen.setdefault(templates[0].name if templates else row.name, row)
    return list(chosen.values())


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


def test_the_act_pages_looked_at_show_their_forms(answers: dict[str, Any]):
    without = []
    for row in pages():
        is_act = row.name.startswith("desk:") and row.of and row.name.count("_")
        reasons = (answers[row.name].context or {}).get("reasons")
        if is_act and reasons and row.name not in NEVER_NOW:
            without.append(f"{row.name}: {reasons}")
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
        expect(summary, name).to_have_count(1)
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


def test_large_type_is_open_to_everybody(
    made: SimpleNamespace, one_of_each_template: list[Row], visit: Callable[..., Person]
):
    wrong = []
    senior = visit()
    senior.open("portal:home").press_anywhere("Large type for seniors")
    assert senior.page.locator("html").get_attribute("data-type") == "large"
    for row in pages() if EVERYTHING else one_of_each_template:
        if row.name.startswith("portal:"):
            senior.go(address(row, made))
            wrong += look(senior, f"{row.name}, large")
    assert wrong == []


def test_the_first_thing_a_keyboard_reaches_leads_to_the_main_text(
    made: SimpleNamespace, visit: Callable[..., Person]
):
    for person, name in ((visit(), "portal:home"), (visit(made.office.foi), "desk:home")):
        person.open(name).page.keyboard.press("Tab")
        skip = person.page.get_by_role("link", name=person.word("Skip to the main text"), exact=True)
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
        person.page.keyboard.press("Enter")
        expect(person.page.locator("#main")).to_be_focused()
