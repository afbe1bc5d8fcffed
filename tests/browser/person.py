"""Somebody before a browser: opens pages, fills in forms by the names of their fields, presses buttons by
their words, and reads. What is said in English here is looked for in the language the person reads."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from tests.browser.browsers import CHINESE, PATIENCE, Browsers

WIDE, PHONE, SMALL_PHONE = 1280, 390, 320
HEIGHT = 900

# Beyond this, what is waited for does not come; a machine under load may take more than a browser's five.
expect.set_options(timeout=PATIENCE)


class Person:
    """One person with a browser of their own."""

    def __init__(self, page: Page, server: str, language: str, *, script: bool = True) -> None:
        self.page, self.server, self.language, self.script = page, server, language, script
        self.faults: list[str] = []
        self._heard: list[tuple[Any, str, Any]] = [
            (page, "console", self._read_console),
            (page, "pageerror", self._read_error),
            (page.context, "request", self._read_request),
            (page.context, "response", self._read_response),
        ]
        for source, event, hear in self._heard:
            source.on(event, hear)

    def hear_no_more(self) -> None:
        """Take no further notice of what the browser does."""
        for source, event, hear in self._heard:
            source.remove_listener(event, hear)

    # What a page must not do

    def _read_console(self, message: Any) -> None:
        # The browser also reports each answer that is no success; those are looked at below.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _read_error(self, error: Any) -> None:
        self.faults.append(f"{self.page.url}: {error}")

    def _read_request(self, request: Any) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https"} and not request.url.startswith(self.server):
            self.faults.append(f"{self.page.url} asks another host: {request.url}")

    def _read_response(self, response: Any) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.url} answers {response.status}")

    # Words

    def word(self, english: str, **named: Any) -> str:
        """What is said in English, in the language of this person."""
        with translation.override(self.language):
            said = translation.gettext(english)
        return said % named if named else said

    # Going

    def open(self, name: str, *args: Any, **query: Any) -> Person:
        """Open a page by the name of its address."""
        url = reverse(name, args=args)
        if query:
            url += "?" + "&".join(f"{key}={value}" for key, value in query.items())
        return self.go(url)

    def go(self, url: str) -> Person:
        self.page.goto(url if url.startswith("http") else self.server + url)
        return self

    def follow(self, english: str) -> Person:
        """Follow a link of the page's main part by its words."""
        return self.click(self._main.get_by_role("link", name=self.word(english), exact=True).first)

    def follow_to(self, name: str, *args: Any) -> Person:
        """Follow a link of the page's main part by the address it leads to."""
        return self.click(self._main.locator(f'a[href^="{reverse(name, args=args)}"]').first)

    def click(self, control: Locator) -> Person:
        """Click on something, and go on when the page it leads to, if any, has loaded whole."""
        # The click itself comes back as soon as the first byte of the next page is there.
        control.click()
        self.page.wait_for_load_state()
        return self

    # Doing

    def fill(self, **fields: Any) -> Person:
        """Fill in fields by name: text, a day, a choice, several choices, True or False, files."""
        for name, value in fields.items():
            controls = self._main.locator(f'[name="{name}"]:not([type=hidden])')
            if self.script and controls.first.get_attribute("data-editor") is not None:
                self._write(str(value))
                continue
            self._unfold(controls.first)
            kind = controls.first.evaluate("control => control.type")
            if kind == "file":
                controls.set_input_files(value)
            elif isinstance(value, bool):
                controls.set_checked(value)
            elif kind in {"radio", "checkbox"}:
                for each in value if isinstance(value, list) else [value]:
                    self._main.locator(f'[name="{name}"][value="{each}"]').check()
            elif kind == "select-one":
                controls.select_option(str(value))
            else:
                controls.fill(str(value))
        return self

    def _write(self, text: str) -> None:
        """Write into the editor of a rich text in place of all that stands there."""
        self.page.locator(".rich-field[data-ready]").wait_for()
        editor = self._main.locator("[role=textbox][contenteditable=true]")
        editor.click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.press("Delete")
        for number, paragraph in enumerate(filter(None, text.split("\n"))):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(paragraph)

    def _unfold(self, control: Locator) -> None:
        """Open what is folded around a control, as a person would, by its summary."""
        for summary in control.locator("xpath=ancestor::details[not(@open)]/summary").all():
            summary.click()

    def press(self, english: str) -> Person:
        """Press a button of the page's main part by its words."""
        return self.click(self.button(english))

    def press_anywhere(self, english: str) -> Person:
        """Press a button by its words, also one above or below the main part."""
        return self.click(self.page.get_by_role("button", name=self.word(english), exact=True))

    def button(self, english: str) -> Locator:
        return self._main.get_by_role("button", name=self.word(english), exact=True)

    # Reading

    def reads(self, english: str, **named: Any) -> Person:
        """See to it that the page says this, anywhere."""
        return self.sees(self.word(english, **named))

    def sees(self, text: str) -> Person:
        """See to it that these very words stand on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def misses(self, text: str) -> Person:
        expect(self.page.get_by_text(text)).to_have_count(0)
        return self

    def is_offered(self, english: str) -> bool:
        return self._main.get_by_role("link", name=self.word(english), exact=True).count() > 0

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def _main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        return self._main.inner_text()

    def scrolls_sideways(self) -> bool:
        self.page.wait_for_load_state()
        return bool(
            self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        )


class Desk:
    """Sits people down, each with a browser of their own, and looks at the end whether all went well."""

    def __init__(self, browsers: Browsers, server: str, stack: ExitStack) -> None:
        self.browsers, self.server, self.stack = browsers, server, stack

    def sit_down(
        self, user: Any = None, *, width: int = WIDE, language: str = CHINESE, script: bool = True
    ) -> Person:
        page = self.browsers.take(language, script)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if language != CHINESE:
            # Chinese is spoken unless the reader chose otherwise, whatever the browser prefers.
            chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.server}
            page.context.add_cookies([chosen])
        if user is not None:
            page.context.add_cookies([{**self._session_of(user), "url": self.server}])
        person = Person(page, self.server, language, script=script)
        self.stack.callback(self._stand_up, person)
        return person

    def _session_of(self, user: Any) -> Any:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        return {"name": cookie.key, "value": cookie.value}

    def _stand_up(self, person: Person) -> None:
        # What the browser said last is heard with its next answer.
        person.page.context.cookies()
        person.hear_no_more()
        self.browsers.give_back(person.page, self.server)
        assert person.faults == []
