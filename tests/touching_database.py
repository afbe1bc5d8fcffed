"""A plugin (`-p tests.touching_database`): only the tests that touch the database, for a run on another.

Tests marked `one_database` prove what lies above the database (drawn pages, permissions of addresses, the
whole demonstration) and are long: they run on the second database only with `--all`.
"""

from __future__ import annotations

import os

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    from django.test import TransactionTestCase

    cls = getattr(item, "cls", None)
    return isinstance(cls, type) and issubclass(cls, TransactionTestCase)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    everything = bool(os.environ.get("GONGKAI_TEST_ALL"))
    kept = [
        item
        for item in items
        if touches_database(item) and (everything or not item.get_closest_marker("one_database"))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept
