"""A connection is kept from request to request, and dropped where its file was replaced."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from django.core.signals import request_started
from django.db import connection

from gongkai.kit.connections import close_if_replaced

pytestmark = pytest.mark.one_database


@pytest.fixture
def shelf(tmp_path):
    """A database of one number, to which the connection of this thread is led for the test."""
    if connection.vendor != "sqlite":
        pytest.skip("A file that is replaced is a matter of SQLite.")
    for number, name in enumerate(("now", "copy")):
        with closing(sqlite3.connect(tmp_path / name)) as made:
            made.execute("CREATE TABLE number (n)")
            made.execute("INSERT INTO number VALUES (?)", [number])
            made.commit()
    return tmp_path


@pytest.fixture
def led_there(shelf, django_db_blocker):
    with django_db_blocker.unblock():
        usual, name = connection.connection, connection.settings_dict["NAME"]
        opened = getattr(connection, "opened_file", None)
        connection.connection, connection.settings_dict["NAME"] = None, str(shelf / "now")
        yield shelf
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection, connection.opened_file = usual, opened


def number():
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM number")
        return cursor.fetchone()[0]


def test_a_connection_stays_open_while_its_file_stands(led_there):
    assert number() == 0
    opened = connection.connection
    close_if_replaced()
    assert connection.connection is opened


def test_after_a_copy_was_put_back_the_next_request_reads_the_copy(led_there):
    assert number() == 0
    shutil.move(led_there / "copy", led_there / "now")
    request_started.send(sender=None, environ={})
    assert number() == 1


def test_a_file_that_was_taken_away_is_not_written_to_any_more(led_there):
    assert number() == 0
    (led_there / "now").unlink()
    close_if_replaced()
    assert connection.connection is None
