"""Browsers for people who sit down one after the other: starting one costs more than most do in it.

Nothing of one person is left for the next: what stood on the page, cookies, what the browser kept.
"""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Browser, Page

CHINESE, ENGLISH = "zh-hans", "en"
LOCALES = {CHINESE: "zh-CN", ENGLISH: "en-GB"}
PATIENCE = 30_000  # milliseconds; nothing waits so long but on a machine that does much else


class Browsers:
    """One page for each who sits at the same time, by the language they prefer and whether scripts run."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[tuple[str, bool], list[Page]] = defaultdict(list)
        self._kinds: dict[Page, tuple[str, bool]] = {}

    def take(self, language: str, script: bool) -> Page:
        """Return a page on which nobody has been, as far as it can know."""
        free = self._free[language, script]
        return free.pop() if free else self._open(language, script)

    def give_back(self, page: Page, server: str) -> None:
        """Wipe a page for the next person; one that was closed or has others beside it is thrown away."""
        kind = self._kinds.get(page)
        if kind is None or page.is_closed() or page.context.pages != [page]:
            page.context.close()
            return
        # What a page sends as it is left must not arrive when its data are gone.
        page.context.set_offline(True)
        page.unroute_all(behavior="ignoreErrors")
        page.goto("about:blank")
        page.emulate_media(media="null")
        page.context.clear_cookies()
        tools = page.context.new_cdp_session(page)
        tools.send("Storage.clearDataForOrigin", {"origin": server, "storageTypes": "all"})
        tools.send("Network.clearBrowserCache")
        tools.detach()
        page.context.set_offline(False)
        self._free[kind].append(page)

    def _open(self, language: str, script: bool) -> Page:
        context = self._browser.new_context(
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        self._kinds[page] = language, script
        return page
