"""Connections to the database outlive a request; one whose file was put aside for another does not.

Opening one costs as much as a small page. On SQLite an open connection goes on reading and writing a file
that a copy has replaced, and nobody would ever see what it wrote.
"""

from __future__ import annotations

import os
from typing import Any

from django.core.signals import request_started
from django.db import connection
from django.db.backends.signals import connection_created


def watch() -> None:
    """Look at the file whenever a connection is opened, and at each request."""
    connection_created.connect(_note_file, dispatch_uid="kit.connections")
    request_started.connect(close_if_replaced, dispatch_uid="kit.connections")


def close_if_replaced(**_given: Any) -> None:
    """Close this thread's connection where another file lies in the place of the one it reads."""
    if connection.vendor != "sqlite" or connection.connection is None or connection.in_atomic_block:
        return
    opened = getattr(connection, "opened_file", None)
    if opened is not None and opened != _file_of(connection):
        connection.close()


def _note_file(connection: Any, **_given: Any) -> None:
    if connection.vendor == "sqlite":
        connection.opened_file = _file_of(connection)


def _file_of(connection: Any) -> tuple[int, int] | None:
    """Return what tells a file from any other in its place; None for one that is not there, or in memory."""
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return found.st_dev, found.st_ino
