"""A plugin (`-p tests.touching_database`): only the tests that touch the database, for a run on another.

Left out, unless with `--all`, is what does not come out differently on another database:

- tests marked `one_database`: what lies above the database (drawn files, permissions of addresses, the whole
  demonstration) and takes long;
- of the doors (desk, portal, interface, console and the hall before them) all but those whose names speak of
  lists: searching, filters, orders, counts, numbers of queries, or of acts at the same moment. What a page
  says and refuses is put together from the acts and queries of the rooms, and all of those are tried here;
  `test_every_page.py` opens each page once on this database.
"""

from __future__ import annotations

import os
import re

import pytest

DOORS = re.compile(r"gongkai/(desk|portal|api|console|kit)/")
ABOUT_LISTS = re.compile(
    r"cost|count|figure|filter|find|found|list|month|narrow|number|order|quer|rows|search|sort|statement|year"
)
AT_ONCE = re.compile(r"at_once|same_moment|twice")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    from django.test import TransactionTestCase

    cls = getattr(item, "cls", None)
    return isinstance(cls, type) and issubclass(cls, TransactionTestCase)


def may_come_out_differently(item: pytest.Item) -> bool:
    """Say whether a test that touches the database is about what databases do differently."""
    if item.get_closest_marker("one_database"):
        return False
    if not DOORS.match(item.nodeid):
        return True
    marker = item.get_closest_marker("django_db")
    name = item.nodeid.partition("::")[2].partition("[")[0]
    own_transactions = marker is not None and bool(marker.kwargs.get("transaction"))
    return own_transactions or bool(ABOUT_LISTS.search(name) or AT_ONCE.search(name))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    everything = bool(os.environ.get("GONGKAI_TEST_ALL"))
    kept = [
        item for item in items if touches_database(item) and (everything or may_come_out_differently(item))
    ]
    left = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in left])
    # The longest first, so that nobody waits for it at the end.
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("second_database") is None)
