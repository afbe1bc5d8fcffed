"""The demo in a year for which no holiday notice came with the program, served as an office serves it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from gongkai.acts import clock
from gongkai.console.demo import ground, inventory, present, present_day
from gongkai.console.demo.diary import Diary
from gongkai.people.models import User
from gongkai.workdays.actions import load_shipped_notices
from gongkai.workdays.queries import loaded_calendar
from gongkai.workdays.shipped import shipped_calendar
from tests.browser.browsers import Browsers
from tests.browser.person import Desk, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

YEAR_WITHOUT_NOTICE = shipped_calendar().last_day.year + 1
MORNING = datetime(YEAR_WITHOUT_NOTICE, 1, 4, 9, 0)
PATIENCE = 180  # seconds


@pytest.fixture
def laid() -> None:
    """The current work of the demo; its year 2018 is looked at where the demo is tested as a whole."""
    load_shipped_notices()
    with clock.pretend(MORNING), transaction.atomic():
        founded = ground.found()
        around = present_day.day_that_fits(loaded_calendar(), clock.today())
        diary = Diary(present_day.until(around, clock.now()))
        diary.tell(inventory.story_of_matters(founded.office))
        present.tell(founded, diary, around)
        diary.play()


@pytest.fixture
def served(laid: None, browsers: Browsers, tmp_path: Path) -> Iterator[Callable[[str], Person]]:
    """Sit one of the people of the demo down before a server of its own, as `served("zhou")`."""
    port = free_port()
    with ExitStack() as stack:
        desk = Desk(browsers, f"http://127.0.0.1:{port}", stack)

        def sit_down(username: str) -> Person:
            person = desk.sit_down(User.objects.get(username=username))
            copy_to(tmp_path)
            assert started(tmp_path, "migrate", "--fake").wait(PATIENCE) == 0, logged(tmp_path)
            serving = started(tmp_path, "serve", "--port", str(port))
            stack.callback(stop, serving)
            wait_for(port, serving, tmp_path)
            return person

        yield sit_down


def copy_to(folder: Path) -> None:
    """Copy what the test wrote, and the keys it wrote with, to a data folder."""
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    shutil.copytree(settings.DATA_DIR / "keys", folder / "keys")


def started(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "GONGKAI_DATA_DIR": str(folder),
        "GONGKAI_DATABASE_URL": f"sqlite:///{folder / 'gongkai.sqlite3'}",
        "GONGKAI_CLOCK": MORNING.isoformat(),
        "GONGKAI_WORKERS": "1",
    }
    with (folder / "log").open("a") as log:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gongkai", *command],
            env=environment,
            stdout=log,
            stderr=log,
            process_group=0,
        )


def logged(folder: Path) -> str:
    return (folder / "log").read_text("utf-8")


def stop(serving: subprocess.Popen[bytes]) -> None:
    serving.send_signal(signal.SIGTERM)
    serving.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, serving: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and serving.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(logged(folder), pytrace=False)


def test_in_a_year_without_its_notice_the_demo_is_served_and_the_queue_names_the_notice(
    served: Callable[[str], Person],
):
    foi = served("zhou").open("desk:home")
    foi.reads("The holiday notice for %(year)s is not loaded yet.", year=str(YEAR_WITHOUT_NOTICE))
