"""The holiday notices that come with the program: from 2008, when the Regulations took effect, on."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar

from gongkai.workdays.calendar import SATURDAY, Calendar, Exceptional

FIRST_YEAR = 2008

_NAMES = {
    "New Year's Day": "New Year's Day",
    "Spring Festival": "Spring Festival",
    "Tomb-sweeping Day": "Tomb-Sweeping Day",
    "Labour Day": "Labour Day",
    "Dragon Boat Festival": "Dragon Boat Festival",
    "Mid-autumn Festival": "Mid-Autumn Festival",
    "National Day": "National Day",
    "Anti-Fascist 70th Day": "Victory Day",
}


@dataclass(frozen=True)
class Notice:
    """One year's notice: `number` and `issued_on` as printed on it (empty and None where not certain)."""

    year: int
    number: str
    issued_on: date | None
    days: dict[date, Exceptional]


@cache
def shipped_notices() -> tuple[Notice, ...]:
    """Return the shipped notices by year, each with the holidays and make-up working days it names."""
    known = {each["year"]: each for each in _papers()}
    days = _days()
    return tuple(
        Notice(
            year=year,
            number="；".join(
                filter(None, [known.get(year, {}).get("number"), known.get(year, {}).get("also")])
            ),
            issued_on=known.get(year, {}).get("issued_on"),
            days={day: what for day, what in days.items() if _notice_year(day, what) == year},
        )
        for year in range(FIRST_YEAR, _newest_year() + 1)
    )


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar of the shipped notices."""
    notices = shipped_notices()
    return Calendar.of(
        (notice.year for notice in notices),
        {day: what for notice in notices for day, what in notice.days.items()},
    )


def _newest_year() -> int:
    newest: date = max(chinese_calendar.holidays)
    return newest.year


def _days() -> dict[date, Exceptional]:
    holidays = {
        day: Exceptional(False, _NAMES.get(name, name)) for day, name in chinese_calendar.holidays.items()
    }
    worked = {
        day: Exceptional(True, _NAMES.get(name, name))
        for day, name in chinese_calendar.workdays.items()
        if day.weekday() >= SATURDAY
    }
    return dict(sorted((holidays | worked).items()))


def _notice_year(day: date, what: Exceptional) -> int:
    # New Year's Day reaches back into December: those days stand in the notice of the coming year.
    return day.year + 1 if day.month == 12 and what.name == "New Year's Day" else day.year


def _papers() -> list[dict[str, Any]]:
    path = Path(__file__).parent / "data" / "notices.toml"
    papers: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["notice"]
    return papers
