"""The calendar as it is loaded now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

from django.db import DatabaseError, connection
from django.db.models import Count, Max

from gongkai.workdays.calendar import Calendar, Exceptional
from gongkai.workdays.models import ExceptionalDay, HolidayNotice
from gongkai.workdays.shipped import shipped_calendar

__all__ = ["calendar_at_hand", "loaded_calendar", "one_calendar", "shipped_calendar", "stand_of"]

_remembered: tuple[object, Calendar] | None = None
_lock = Lock()
# The calendar of a block that asks for it once; an empty list until it has asked.
_held: ContextVar[list[Calendar] | None] = ContextVar("calendar", default=None)


def loaded_calendar() -> Calendar:
    """Return the calendar of all loaded notices.

    It is remembered in the process and read again when a notice was loaded, changed or removed;
    asking costs one small query, so ask once for a list of cases.
    """
    held = _held.get()
    if held is None:
        return _asked_for()
    if not held:
        held.append(_asked_for())
    return held[0]


@contextmanager
def one_calendar() -> Iterator[None]:
    """Within the block the calendar is asked for once: for a page that many rooms have a part in."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def _asked_for() -> Calendar:
    global _remembered  # noqa: PLW0603 - one calendar per process, replaced whole
    state = (
        connection.settings_dict["NAME"],
        tuple(HolidayNotice.objects.aggregate(Count("pk"), Max("loaded_at")).values()),
    )
    with _lock:
        if _remembered is None or _remembered[0] != state:
            _remembered = (state, _read())
        return _remembered[1]


def stand_of(year: int) -> str:
    """Return a word that changes whenever the notice for `year` is loaded or replaced; empty without one."""
    loaded_at = HolidayNotice.objects.filter(year=year).values_list("loaded_at", flat=True).first()
    return loaded_at.isoformat() if loaded_at else ""


def calendar_at_hand() -> Calendar:
    """Return the loaded calendar, or the shipped one where no database stands or no notice is loaded.

    For commands that need no database: none is created by asking.
    """
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not connection.connection and not Path(name).is_file():
        return shipped_calendar()
    try:
        calendar = loaded_calendar()
    except DatabaseError:
        return shipped_calendar()
    return calendar if calendar.years else shipped_calendar()


def _read() -> Calendar:
    return Calendar.of(
        HolidayNotice.objects.values_list("year", flat=True),
        {
            day: Exceptional(works, name)
            for day, works, name in ExceptionalDay.objects.values_list("day", "works", "name")
        },
    )
