"""The one clock of the house."""

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime

from gongkai.acts import clock


def test_within_the_block_it_is_the_pretended_day():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        assert clock.today() == date(2018, 5, 7)


def test_after_the_block_it_is_the_present_again():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        pass
    assert clock.today().year > 2018


def test_a_pretended_moment_can_hold_another():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        with clock.pretend(datetime(2019, 5, 15, 9, 0)):
            assert clock.today() == date(2019, 5, 15)
        assert clock.today() == date(2018, 5, 7)


def test_the_day_is_the_day_in_beijing():
    with clock.pretend(datetime(2018, 12, 31, 17, 0, tzinfo=UTC)):
        assert clock.now().astimezone(clock.BEIJING).date() == date(2019, 1, 1)
        assert clock.today() == date(2019, 1, 1)


def test_what_one_request_pretends_another_does_not_see():
    seen = []
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen[0].year > 2018


def test_what_starts_on_another_day_every_thread_sees():
    seen = []
    with clock.starting_at(datetime(2018, 5, 7, 9, 0)):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen == [date(2018, 5, 7)]
    assert clock.today().year > 2018


def test_a_whole_process_can_start_on_another_day():
    program = "from gongkai.acts import clock; print(clock.now().isoformat(timespec='minutes'))"
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "GONGKAI_CLOCK": "2018-05-07",
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith("2018-05-07T09:0")
