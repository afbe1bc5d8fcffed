"""The demo in a year for which no holiday notice came with the program: loaded and served by its commands."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import YEAR_WITHOUT_NOTICE, started
from tests.browser.person import Desk, Person

pytestmark = pytest.mark.browser

PATIENCE = 180  # seconds


@pytest.fixture
def demo(
    demo_being_loaded: tuple[Path, subprocess.Popen[bytes]], browser: Any
) -> Iterator[Callable[[str], Person]]:
    """Sit people of the demo down, as `demo("zhou")`."""
    folder, loading = demo_being_loaded
    assert loading.wait(PATIENCE) == 0, (folder / "demo.log").read_text()
    port = free_port()
    serving = started("serve", folder, PORT=str(port), GONGKAI_WORKERS="1")
    try:
        wait_for(port, serving, folder / "serve.log")
        with ExitStack() as stack:
            desk = Desk(browser, f"http://127.0.0.1:{port}", stack)
            password = json.loads((folder / "demo").read_text("utf-8"))["password"]

            def sit_down(username: str) -> Person:
                person = desk.sit_down()
                return person.open("desk:home").fill(login=username, password=password).press("Log in")

            yield sit_down
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, serving: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pass
        try:
            serving.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(log.read_text(), pytrace=False)


def test_in_a_year_without_its_notice_the_demo_starts_and_the_queue_names_the_notice(
    demo: Callable[[str], Person],
):
    foi = demo("zhou")
    foi.reads("The holiday notice for %(year)s is not loaded yet.", year=str(YEAR_WITHOUT_NOTICE))
