"""The diary: many stories told side by side, every step at the moment it names.

A story is a generator. It yields the moment at which it goes on, does what it does then, and yields the
next moment. The diary plays all stories in the order of time, with the clock of the house set to each
step, so that the journal reads as it would have been written.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import date, datetime, time
from heapq import heappop, heappush
from itertools import count

from gongkai.acts import clock

Story = Generator[datetime, None, None]


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return that moment of the day, in Beijing time."""
    return datetime.combine(day, time(hour, minute), clock.BEIJING)


class Diary:
    """Stories waiting for their next step; nothing is done later than `until`, the present moment."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._steps: list[tuple[datetime, int, Story]] = []
        self._number = count()

    def tell(self, *stories: Story) -> None:
        for story in stories:
            self._go_on(story)

    def play(self) -> None:
        """Do every step, the earliest first. A story may tell the diary of another one."""
        while self._steps:
            moment, _number, story = heappop(self._steps)
            # What the diary puts later today has been done by now.
            with clock.pretend(min(moment, self._until)):
                self._go_on(story)

    def _go_on(self, story: Story) -> None:
        moment = next(story, None)
        if moment is not None:
            heappush(self._steps, (moment, next(self._number), story))


def spread(things: int, days: Iterable[date]) -> list[date]:
    """Return one of `days` for each of so many things, as evenly as it goes, in order."""
    days = list(days)
    return [days[number * len(days) // things] for number in range(things)]
