"""The current work: for each account something to do, laid around today or the last day that fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.acts import clock
from gongkai.console.demo import (
    inventory,
    messages,
    paper,
    present_cases,
    present_documents,
    present_gates,
    present_items,
    responsibility,
)
from gongkai.console.demo.diary import Diary, Story
from gongkai.console.demo.ground import Ground, Office
from gongkai.console.demo.present_day import Day, is_current


def tell(ground: Ground, diary: Diary, laid_around: date) -> None:
    """Put the current set into the diary."""
    office, day = ground.office, Day(laid_around, ground.office.calendar)
    rooms = (
        *(present_items, paper, messages, present_documents, present_gates, present_cases),
        *(inventory, responsibility),
    )
    for told in rooms:
        diary.tell(*told.stories(office, day))
    diary.tell(*_beyond(office, day))
    diary.tell(*present_items.stories_elsewhere(ground.neighbour, day))
    diary.tell(*present_cases.stories_elsewhere(ground.neighbour, day))


def _beyond(office: Office, day: Day) -> Iterator[Story]:
    """Where the set had to be laid before today: what today needs all the same."""
    today = clock.today()
    if day.today < today and not is_current(office.calendar, day.today, today):
        yield from present_cases.stories_of_today(office, today)
