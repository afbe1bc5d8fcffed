"""What every test may ask for: an office with its people, on a data folder of its own."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture(autouse=True, scope="session")
def _fast_passwords() -> Any:
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite lies in a file, as in an office: in memory, two threads would not wait for each other."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ["GONGKAI_DATA_DIR"]) / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """Tables made from the models lack what a migration brings along: the holiday notices."""
    if request.config.getoption("nomigrations"):
        from gongkai.journal.models import Chain, Entry
        from gongkai.workdays.actions import load_shipped_notices

        with django_db_blocker.unblock():
            load_shipped_notices()
            # A migration journals nothing: no test shall meet entries that stand only here.
            Entry.objects.all().delete()
            Chain.objects.all().delete()


@pytest.fixture
def data_dir() -> Path:
    return Path(os.environ["GONGKAI_DATA_DIR"])


@pytest.fixture(autouse=True)
def _speak_english() -> Any:
    """Refusals are matched by their English sentences."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def office(db: None) -> SimpleNamespace:
    """A district with two subdistricts, and one person per duty in the first."""
    from tests.office import furnish

    return furnish()
