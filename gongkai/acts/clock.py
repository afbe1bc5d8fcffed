"""The one clock of the house. Every act asks it, so that a test or the demo can live on a day of its own.

`GONGKAI_CLOCK` (an ISO date or moment) lets a whole process start on another day; from then on time passes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)
_offset: timedelta | None = None


def now() -> datetime:
    """Return the present moment in Beijing time."""
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    # Shift first: measured after the moment was read, the first answer would lie before the wanted start.
    shift = _shift()
    return datetime.now(BEIJING) + shift


def today() -> date:
    """Return the present day in Beijing."""
    return now().date()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`; a moment without a zone is Beijing time."""
    moment = moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment.astimezone(BEIJING)
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


@contextmanager
def starting_at(moment: datetime) -> Iterator[None]:
    """Within the block the whole process, every thread of it, lives from `moment` on, and time passes.

    For a server inside a test: what `pretend` says, only its own thread hears.
    """
    global _offset  # noqa: PLW0603 - the one offset of the process, put back at the end
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BEIJING)
    before, _offset = _offset, moment - datetime.now(BEIJING)
    try:
        yield
    finally:
        _offset = before


def _shift() -> timedelta:
    global _offset  # noqa: PLW0603 - counted once per process, from the environment
    if _offset is None:
        start = os.environ.get("GONGKAI_CLOCK", "")
        _offset = timedelta()
        if start:
            moment = datetime.fromisoformat(start)
            if moment.tzinfo is None:
                if moment.time() == datetime.min.time():
                    moment = moment.replace(hour=9)
                moment = moment.replace(tzinfo=BEIJING)
            _offset = moment - datetime.now(BEIJING)
    return _offset
