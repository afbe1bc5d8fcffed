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
from playwright.sync_api import Browser, Locator, Page, expect

CHINESE, ENGLISH = "zh-hans", "en"
LOCALES = {CHINESE: "zh-CN", ENGLISH: "en-GB"}
WIDE, PHONE, SMALL_PHONE = 1280, 390, 320
HEIGHT = 900

Shown = str | tuple[str, str]


class Person:
    """One person with a browser of their own."""

    def __init__(self, page: Page, server: str, language: str, *, script: bool = True) -> None:
        self.page, self.server, self.language, self.script = page, server, language, script
        self.faults: list[str] = []
        page.on("console", self._read_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.context.on("request", self._read_request)
        page.context.on("response", self._read_response)

    # What a page must not do

    def _read_console(self, message: Any) -> None:
        # The browser also reports each answer that is no success; those are looked at below.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{self.page.url}: {message.text}")

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

    def __init__(self, browser: Browser, server: str, stack: ExitStack) -> None:
        self.browser, self.server, self.stack = browser, server, stack

    def sit_down(
        self, user: Any = None, *, width: int = WIDE, language: str = CHINESE, script: bool = True
    ) -> Person:
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            java_script_enabled=script,
        )
        context.set_default_timeout(15_000)
        if language != CHINESE:
            # Chinese is spoken unless the reader chose otherwise, whatever the browser prefers.
            chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.server}
            context.add_cookies([chosen])
        if user is not None:
            context.add_cookies([{**self._session_of(user), "url": self.server}])
        person = Person(context.new_page(), self.server, language, script=script)
        self.stack.callback(self._stand_up, person)
        return person

    def _session_of(self, user: Any) -> Any:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        return {"name": cookie.key, "value": cookie.value}

    def _stand_up(self, person: Person) -> None:
        person.page.context.close()
        assert person.faults == []
