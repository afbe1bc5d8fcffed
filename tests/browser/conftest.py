"""A real browser in front of a real server that lives on a day of its own."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import clock
from tests import world
from tests.browser.browsers import PATIENCE, Browsers
from tests.browser.person import Desk, Person

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


HERE = Path(__file__).parent

# The longest first, so that those who share the tests end together. What needs the same world stays together.
LONGEST = (
    "test_accessibility",
    "test_contested_case",
    "test_document",
    "test_six",
    "test_online",
    "test_demo",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(LONGEST) if item.path.name.startswith(name)), len(LONGEST))

    if all(item.path.parent == HERE for item in items):
        items.sort(key=place)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = os.environ.get("GONGKAI_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium: set GONGKAI_CHROMIUM or put chromium on the PATH.", False
        )
    return {"executable_path": path, "args": list(ARGUMENTS)}


@pytest.fixture(autouse=True, scope="session")
def _loop_of_the_browser() -> None:
    """The browser's driver runs a loop in this thread, which Django would take for async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


class Rest:
    """Knows whether the server still works on something that was asked of it."""

    def __init__(self) -> None:
        self._under_way = 0
        self._changed = threading.Condition()

    def begin(self, **_sent: Any) -> None:
        with self._changed:
            self._under_way += 1

    def end(self, **_sent: Any) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()

    def wait(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._under_way <= 0, PATIENCE / 1000), "It still works."


@pytest.fixture(scope="session")
def rest() -> Iterator[Rest]:
    """Where one waits until all is answered: the database is emptied after each test."""
    from django.core.signals import request_finished, request_started

    found = Rest()
    request_started.connect(found.begin, weak=False)
    request_finished.connect(found.end, weak=False)
    yield found
    request_started.disconnect(found.begin)
    request_finished.disconnect(found.end)


@pytest.fixture(scope="session")
def browsers(browser: Any) -> Browsers:
    return Browsers(browser)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that stays for the whole session; what it serves lies in the database."""
    from pytest_django.live_server_helper import LiveServer

    started = LiveServer("127.0.0.1")
    yield started.url
    started.stop()


class Days:
    """The day on which browser, server and test live. It can be turned on, never back."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def turn_to(self, moment: Any) -> None:
        self._stack.enter_context(clock.starting_at(moment))


@pytest.fixture
def days() -> Iterator[Days]:
    with ExitStack() as stack:
        found = Days(stack)
        found.turn_to(world.TODAY)
        yield found


@pytest.fixture
def visit(browsers: Browsers, server: str, rest: Rest) -> Iterator[Callable[..., Person]]:
    """Sit somebody down before a browser: `visit(office.foi, width=390)`; nobody: a citizen without account.

    Each has a browser of their own. At the end nothing may have gone wrong in any of them.
    """
    with ExitStack() as stack:
        stack.callback(rest.wait)
        yield Desk(browsers, server, stack).sit_down


@pytest.fixture
def our_office(transactional_db: None, days: Days, office: SimpleNamespace) -> SimpleNamespace:
    """The office with its calendar, columns and channels, and no paper yet."""
    return world.found(office)
