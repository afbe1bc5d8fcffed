"""What is worked out once for all pages, and holds until an act changes something public."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from gongkai.journal import changes
from gongkai.journal.models import Entry

T = TypeVar("T")

# Of two acts at once the first number may come to light last, but not so many numbers later.
_LATE = 1000


def stand_of_acts() -> changes.Stand:
    """Return a value that is another one after every act, public or not."""
    table = Entry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, (SELECT COUNT(*) FROM {table} WHERE id > newest.id - {_LATE}), hash "  # noqa: S608
            f"FROM {table} newest ORDER BY id DESC LIMIT 1"
        )
        return cursor.fetchone() or changes.NOTHING_YET


class Kept:
    """At most `most` answers in memory; of more, what was not asked for longest goes.

    They hold while `stand` gives the same: until something public may have changed, if nothing else is said.
    What is kept is shared by all threads: nobody changes it.
    """

    def __init__(self, most: int, *, stand: Callable[[], changes.Stand] = changes.stand) -> None:
        self._most = most
        self._stand = stand
        self._known: OrderedDict[Hashable, tuple[changes.Stand, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave for `key`, and ask it again once the stand is another one."""
        # What stands inside an open transaction may yet be undone.
        if connection.in_atomic_block:
            return make()
        stand = self._stand()
        if stand == changes.NOTHING_YET:
            return make()
        key = (connection.settings_dict["NAME"], key)
        with self._lock:
            known = self._known.get(key)
            if known is not None and known[0] == stand:
                self._known.move_to_end(key)
                return known[1]  # type: ignore[no-any-return]
        # The stand was read before: what changes meanwhile makes the next reader ask again.
        made = make()
        with self._lock:
            self._known[key] = stand, made
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return made
