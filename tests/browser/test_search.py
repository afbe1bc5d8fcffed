"""Finding what is public: titles as one types with the keyboard alone, and all of it without JavaScript."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_title_is_chosen_with_the_keyboard_while_one_types(our_office: SimpleNamespace, visit: Any):
    item = world.published(our_office, "苏州社区走访高龄老人")
    reader = visit().open("portal:home")
    box = reader.page.locator("#finder-q")
    box.press_sequentially("走访")
    option = reader.page.get_by_role("option")
    expect(option).to_have_text([item.title])
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Escape")
    expect(option).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    with reader.page.expect_navigation():
        box.press("Enter")
    assert reader.path == item.get_public_url()


def test_without_javascript_one_searches_filters_and_lifts_the_filter(
    our_office: SimpleNamespace, visit: Any
):
    item = world.published(our_office, "苏州社区走访高龄老人")
    reader = visit(script=False).open("portal:home")
    box = reader.page.locator("#finder-q")
    box.fill("高龄老人")
    with reader.page.expect_navigation():
        box.press("Enter")
    assert reader.path == reverse("portal:search")
    expect(reader.page.locator("mark").first).to_have_text("高龄老人")
    reader.open("portal:search", q="高龄老人", year="2017").misses(item.title)
    with reader.page.expect_navigation():
        reader.click(reader.page.locator("a.chip"))
    expect(reader.page.get_by_role("link", name=item.title)).to_be_visible()
