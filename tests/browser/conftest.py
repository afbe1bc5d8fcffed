"""A real browser in front of a real server that lives on a day of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.acts import clock
from gongkai.workdays.shipped import shipped_calendar
from tests import world
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


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that stays for the whole session; what it serves lies in the database."""
    from pytest_django.live_server_helper import LiveServer

    started = LiveServer("127.0.0.1")
    yield started.url
    started.stop()


YEAR_WITHOUT_NOTICE = shipped_calendar().last_day.year + 1


def started(command: str, folder: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start a command of the program on the first working days of a year for which no notice is shipped."""
    environment = {
        **os.environ,
        "GONGKAI_DATA_DIR": str(folder),
        "GONGKAI_DATABASE_URL": f"sqlite:///{folder / 'gongkai.sqlite3'}",
        "GONGKAI_CLOCK": f"{YEAR_WITHOUT_NOTICE}-01-04",
        **more,
    }
    with (folder / f"{command}.log").open("w") as log:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gongkai", command],
            env=environment,
            stdout=log,
            stderr=log,
            process_group=0,
        )


@pytest.fixture(autouse=True, scope="session")
def demo_being_loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, subprocess.Popen[bytes]] | None]:
    """The demo, begun at once and ready when its test comes: it takes as long as all the others."""
    if not any("demo" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    folder = tmp_path_factory.mktemp("demo")
    loading = started("demo", folder)
    yield folder, loading
    if loading.poll() is None:
        loading.terminate()
        loading.wait()


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
def visit(browser: Any, server: str) -> Iterator[Callable[..., Person]]:
    """Sit somebody down before a browser: `visit(office.foi, width=390)`; nobody: a citizen without account.

    Each has a browser of their own. At the end nothing may have gone wrong in any of them.
    """
    with ExitStack() as stack:
        yield Desk(browser, server, stack).sit_down


@pytest.fixture
def our_office(transactional_db: None, days: Days, office: SimpleNamespace) -> SimpleNamespace:
    """The office with its calendar, columns and channels, and no paper yet."""
    return world.found(office)
