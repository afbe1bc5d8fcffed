"""What every test may ask for: an office with its people, on a data folder of its own."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run cannot prove: migrations where none ran, pages opened on another database."""
    left_out = set()
    if config.getoption("nomigrations"):
        left_out.add("migrations")
    if "postgres" not in os.environ.get("GONGKAI_DATABASE_URL", ""):
        left_out.add("second_database")
    dropped = [item for item in items if any(item.get_closest_marker(name) for name in left_out)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        gone = set(dropped)
        items[:] = [item for item in items if item not in gone]


def pytest_collection_finish() -> None:
    """What stands after collecting stays to the end: it need not be searched for waste again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _quick_settings() -> Any:
    """What costs time on purpose, or once at the start of the program, costs none in each test."""
    from django.conf import settings
    from django.test import override_settings

    ours = {"whitenoise.middleware.WhiteNoiseMiddleware": "tests.static_files.LookedForOnce"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MIDDLEWARE=[ours.get(name, name) for name in settings.MIDDLEWARE],
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite lies in a file, as in an office: in memory, two threads would not wait for each other."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ["GONGKAI_DATA_DIR"]) / "test.sqlite3")
        # What a test database may forget when the machine falls over, it need not wait for the disk to keep.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def emptied(style: Any, tables: list[str], **told: bool) -> list[str]:
    """Return what empties the tables of a PostgreSQL.

    Deleting the few rows of a test is done at once; to truncate, the server makes every file of every table
    anew, which takes as long as ten tests.
    """
    deletions = "; ".join(f'DELETE FROM "{table}"' for table in tables)  # noqa: S608 - names of our tables
    return [f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {deletions}; END $$"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """Tables made from the models lack what a migration brings along: the holiday notices."""
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.ops.sql_flush = emptied
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


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals in a word instead of a drawn page, for tests that ask for a hundred and look at the answer."""
    from django.http import HttpRequest, HttpResponse

    def said(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return HttpResponse(str(context["title"]), status=status)

    monkeypatch.setattr("gongkai.kit.errors.render", said)
