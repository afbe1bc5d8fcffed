"""Whether what the public sees may have changed: a sign for each act, read by whoever remembers pages.

An act leaves its sign in its own transaction, so the sign comes to light together with what was done. Every
act counts unless its name was declared private: an act nobody thought of makes pages anew, at worst in vain.
"""

from datetime import timedelta
from typing import Any

from django.db import connection

from gongkai.acts import clock
from gongkai.acts.inserting import insert
from gongkai.journal.models import Change

_KEPT_FOR = timedelta(days=1)

_private: set[str] = set()

Stand = tuple[int, int, Any]
# Without any act nothing tells one state from another.
NOTHING_YET: Stand = (0, 0, None)


def never_public(*acts: str) -> None:
    """Declare acts, by their names in the journal, that change nothing on any public page."""
    _private.update(acts)


def may_be_public(act: str) -> bool:
    return act not in _private


def note_change() -> None:
    """Leave a sign. For programs that write without the journal; `record` does it for every act."""
    insert(Change(at=clock.now()))


def stand() -> Stand:
    """Return a value that is another one after every change: the newest sign, how many there are, and when.

    The number of rows is part of it because numbers can be given in one order and come to light in another:
    the sign of a long transaction appears below a newer one. The time is, because numbers are given again
    where a copy of the database was put back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(MAX(id), 0), COUNT(*), MAX(at) FROM {Change._meta.db_table}"  # noqa: S608
        )
        newest, signs, at = cursor.fetchone()
    return newest, signs, at


def clear_away() -> int:
    """Remove the signs of past days and return how many; a new one stands for them. Done once a day."""
    removed, _each = Change.objects.filter(at__lt=clock.now() - _KEPT_FOR).delete()
    if removed:
        note_change()
    return removed
