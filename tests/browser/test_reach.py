"""The portal on a small phone, enlarged to double, without JavaScript, on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from gongkai.acts import clock
from tests import world
from tests.browser.browsers import CHINESE
from tests.browser.person import HEIGHT, SMALL_PHONE, Person

pytestmark = pytest.mark.browser

HALF = 640  # CSS pixels across a screen of 1280 at 200 %


@pytest.fixture
def item(our_office: SimpleNamespace) -> Any:
    return world.published(our_office, "关于发放2025年第三季度困难居民临时救助金的公示")


def places(office: SimpleNamespace, item: Any) -> list[tuple[str, list[Any]]]:
    return [
        ("home", []),
        ("section", []),
        ("content", []),
        ("column", [office.column.slug]),
        ("item", [item.pk]),
        ("search", []),
        ("guide", []),
        ("services", []),
        ("office", [office.agency.slug]),
        ("fault_report", []),
    ]


def walked_through(person: Person, office: SimpleNamespace, item: Any) -> list[str]:
    """The pages that move sideways, or offer a thing to press that has no name."""
    wrong = []
    for name, args in places(office, item):
        person.open(f"portal:{name}", *args)
        if person.scrolls_sideways():
            wrong.append(f"{name} moves sideways")
        nameless = person.page.locator("button, a").evaluate_all(
            "all => all.filter(one => !(one.innerText + (one.getAttribute('aria-label') || '')).trim()"
            " && one.offsetParent).length"
        )
        if nameless:
            wrong.append(f"{name} has {nameless} things to press without a name")
    return wrong


def test_nothing_moves_sideways_on_the_smallest_phone_in_large_type(
    our_office: SimpleNamespace, item: Any, visit: Callable[..., Person]
):
    senior = visit(width=SMALL_PHONE)
    assert walked_through(senior, our_office, item) == []
    senior.open("portal:home").press_anywhere("Large type for seniors")
    assert senior.page.locator("html").get_attribute("data-type") == "large"
    assert walked_through(senior, our_office, item) == []


def test_nothing_moves_sideways_when_the_page_is_enlarged_to_double(
    our_office: SimpleNamespace, item: Any, browser: Any, server: str
):
    context = browser.new_context(viewport={"width": HALF, "height": HEIGHT // 2}, device_scale_factor=2)
    try:
        assert walked_through(Person(context.new_page(), server, CHINESE), our_office, item) == []
    finally:
        context.close()


def test_without_javascript_one_searches_filters_and_switches(
    our_office: SimpleNamespace, item: Any, visit: Callable[..., Person]
):
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        world.published(our_office, "社区义诊安排")
    citizen = visit(script=False)
    page = citizen.open("portal:home").page
    page.locator("main input[name=q]").fill("临时救助金")
    citizen.click(page.locator("main form[role=search] button"))
    assert citizen.path == "/items/"
    citizen.sees("临时救助金")
    citizen.misses("社区义诊安排")
    citizen.open("portal:search")
    page.locator("form.facets-form input[name=year][value='2025']").check()
    citizen.click(page.locator("form.facets-form button").last)
    assert "year=2025" in page.url
    citizen.sees("临时救助金")
    citizen.misses("社区义诊安排")
    citizen.press_anywhere("Large type for seniors")
    assert page.locator("html").get_attribute("data-type") == "large"
    assert "year=2025" in page.url
    citizen.click(page.get_by_role("button", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert "year=2025" in page.url


def test_a_printed_item_is_its_text_without_anything_to_press(item: Any, visit: Callable[..., Person]):
    page = visit().open("portal:item", item.pk).page
    page.emulate_media(media="print")
    expect(page.locator("article").get_by_text("共走访32户")).to_be_visible()
    expect(page.get_by_text(item.index_number).first).to_be_visible()
    expect(page.locator(".print-foot")).to_be_visible()
    for gone in ("nav", "form", "button", ".share", ".utility", ".crumbs"):
        left = page.locator(gone).evaluate_all("all => all.filter(one => one.offsetParent).length")
        assert left == 0, gone
