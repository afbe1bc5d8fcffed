"""The desk without a mouse, and log-in with a second factor."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from gongkai.documents.models import Document, State
from tests import world
from tests.browser.axe import violations
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MANY = 60  # more stops than any page has before its main part ends


def tab_to(person: Person, selector: str) -> Person:
    """Go on with the Tab key until what is meant has the focus, and see to it that one sees where it is."""
    for _stop in range(MANY):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            shadow = "getComputedStyle(document.activeElement).boxShadow"
            assert person.page.evaluate(outline) != "none" or person.page.evaluate(shadow) != "none", selector
            return person
    raise AssertionError(f"The Tab key does not reach {selector}.")


def test_an_officer_logs_in_and_submits_with_the_keyboard_alone(our_office: SimpleNamespace, visit: Any):
    draft = world.document(our_office)
    officer = visit()
    keys = officer.open("desk:home").page.keyboard
    tab_to(officer, "[name=login]")
    keys.type(our_office.officer.username)
    tab_to(officer, "[name=password]")
    keys.type(our_office.password)
    with officer.page.expect_navigation():
        keys.press("Enter")
    for selector in (
        f"main a[href='{draft.get_absolute_url()}']",
        "main a[href$='/submit/']",
        "main form.form button",
    ):
        tab_to(officer, selector)
        with officer.page.expect_navigation():
            keys.press("Enter")
    officer.reads("Submitted. The office checks it next.")
    assert Document.objects.get().state == State.SUBMITTED


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_is_set_up_and_asked_for_on_pages_open_to_everybody(
    our_office: SimpleNamespace, visit: Any
):
    foi = visit()
    foi.open("desk:home").fill(login=our_office.foi.username, password=our_office.password).press("Log in")
    wrong = []

    def look() -> None:
        wrong.extend(f"{foi.path}: {found}" for found in violations(foi.page))
        if foi.scrolls_sideways():
            wrong.append(f"{foi.path} moves sideways")

    for name in ("account_change_password", "mfa_index", "mfa_activate_totp"):
        foi.open(name)
        look()
    # The password is asked for again before the second factor is touched.
    assert foi.path == "/account/reauthenticate/"
    foi.fill(password=our_office.password).click(foi.page.locator("main form button").first)
    look()
    secret = foi.page.locator("main strong.num").inner_text()
    foi.fill(code=code_of(secret))
    foi.click(foi.page.locator("main form button").first)
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "account_logout",
    ):
        foi.open(name)
        look()
    foi.click(foi.page.locator("main form button").first)
    foi.open("desk:home").fill(login=our_office.foi.username, password=our_office.password).press("Log in")
    assert foi.path == "/account/2fa/authenticate/"
    look()
    assert wrong == []
