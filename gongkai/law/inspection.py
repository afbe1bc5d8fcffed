"""What an inspection of a government website would find: pure reckoning with days.

A column, and everything else that ages, has a last day on which it is still in time. The day after it, it is
due. Facts come in as plain values; sentences are made of what comes out by those who show it.

Law: 国办秘函〔2019〕19号 (indicators), 国办发〔2017〕47号 (what a site must tell of itself).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from gongkai.law.columns import Limit, limit_of
from gongkai.law.data_files import rows


class State(StrEnum):
    """How something stands; the first is the most urgent."""

    VETO = "veto"
    DUE = "due"
    SOON = "soon"
    UNKNOWN = "unknown"
    FINE = "fine"


URGENCY = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True)
class Indicator:
    """An indicator of the inspection. `numbers` are its thresholds, by name."""

    id: str
    name: str
    is_veto: bool
    valid_from: date
    source: str
    note: str = ""
    numbers: dict[str, int] = field(default_factory=dict, hash=False)

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    @property
    def is_of_new_media(self) -> bool:
        """Accounts of the new media are inspected apart from the website: one that fails does not fail it."""
        return self.id.startswith("N")


def indicator(id: str, on: date) -> Indicator:
    """Return the indicator `id` (such as "V3") that holds on `on`; the first one for days before it."""
    known = [each for each in _indicators() if each.id == id]
    holding = [each for each in known if each.valid_from <= on]
    return holding[-1] if holding else known[0]


def habit(name: str, on: date) -> int:
    """Return a number the office sets for itself, such as how many days before a limit people are told."""
    known = [row for row in rows_of_habits() if row["name"] == name]
    holding = [row for row in known if row["valid_from"] <= on]
    value: int = (holding[-1] if holding else known[0])["value"]
    return value


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month; `months` may be negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_before(day: date, days: int) -> date:
    """Return the day so many days before `day`."""
    return day - timedelta(days=days)


@dataclass(frozen=True)
class ColumnFacts:
    """What is known of a column: `latest_on` is the day of its latest public item, with what lies below it.

    `update_days` is the office's own limit in days; `stands_first` says that it lies on the first level.
    `hidden` counts what lies in it and is not public: withdrawn, or not on the website.
    """

    key: int
    name: str
    kind: str
    items: int = 0
    latest_on: date | None = None
    update_days: int | None = None
    stands_first: bool = True
    of_government: bool = False
    hidden: int = 0


@dataclass(frozen=True)
class ColumnState:
    """How a column stands: in time until `due_on` (inclusive); None where nothing tells such a day."""

    facts: ColumnFacts
    limit: Limit
    state: State
    due_on: date | None
    days_left: int | None

    @property
    def is_empty(self) -> bool:
        return self.facts.items == 0

    @property
    def is_overdue(self) -> bool:
        """Not updated in time; an empty column that has a limit was not updated either."""
        return self.state is State.DUE and (not self.is_empty or self.has_limit)

    @property
    def has_limit(self) -> bool:
        return self.facts.update_days is not None or not self.limit.has_none

    @property
    def is_among_news_and_notices(self) -> bool:
        """One of those V4 counts first: news wherever they lie, notices and policies on the first level."""
        if self.limit.group == "news":
            return True
        return self.limit.group == "notices" and self.facts.stands_first

    @property
    def is_by_own_limit(self) -> bool:
        """Whether the office's own limit is the one that counts: it is the shorter one."""
        own = self.facts.update_days
        if own is None or self.limit.has_none:
            return own is not None
        by_law = _by_law(self.facts, self.limit, _SOME_DAY)
        return by_law is None or _SOME_DAY + timedelta(days=own) < by_law

    @property
    def limit_in_days(self) -> int | None:
        return self.facts.update_days if self.is_by_own_limit else self.limit.days


_SOME_DAY = date(2019, 1, 1)  # from which two limits are compared


def last_day_in_time(facts: ColumnFacts, today: date) -> date | None:
    """Return the last day on which the column is still in time; None without a limit, or without any item.

    An inspection does not ask what the office set for itself: of both limits the shorter one counts.
    What bears no date counts as not updated: then it is None as well, and `judge` says so.
    """
    latest = facts.latest_on
    if latest is None:
        return None
    by_law = _by_law(facts, limit_of(facts.kind, today, facts.name), latest)
    if facts.update_days is None:
        return by_law
    own = latest + timedelta(days=facts.update_days)
    return own if by_law is None else min(own, by_law)


def _by_law(facts: ColumnFacts, limit: Limit, latest: date) -> date | None:
    if limit.days is not None:
        return latest + timedelta(days=limit.days)
    if limit.months is not None:
        return months_after(latest, limit.months)
    if limit.month_day is not None:
        month_day = limit.government_month_day if facts.of_government else limit.month_day
        # What came out in a year is what was owed in it; the next is owed in the year after.
        return date(latest.year + 1, *(month_day or limit.month_day))
    return None


def judge(facts: ColumnFacts, today: date) -> ColumnState:
    """Say how a column stands on `today`.

    Law: 国办秘函〔2019〕19号; information without a date counts as not updated.
    """
    limit = limit_of(facts.kind, today, facts.name)
    due_on = last_day_in_time(facts, today)
    left = (due_on - today).days if due_on is not None else None
    has_limit = facts.update_days is not None or not limit.has_none
    if facts.items == 0 or (facts.latest_on is None and has_limit):
        state = State.DUE
    elif left is None:
        state = State.FINE
    else:
        state = state_of(left, today)
    return ColumnState(facts, limit, state, due_on, left)


def state_of(days_left: int, today: date) -> State:
    """Say how something stands that is in time for `days_left` more days (0: today is the last)."""
    if days_left < 0:
        return State.DUE
    return State.SOON if days_left <= habit("soon", today) else State.FINE


@dataclass(frozen=True)
class ColumnsVerdict:
    """What V4 says: the three lists it counts, and the day on which one is too long if nobody updates."""

    state: State
    news_and_notices: tuple[ColumnState, ...]
    overdue: tuple[ColumnState, ...]
    empty: tuple[ColumnState, ...]
    fails_on: date | None

    @property
    def columns(self) -> tuple[ColumnState, ...]:
        """Each column of the three lists once."""
        return tuple({each.facts.key: each for each in (*self.overdue, *self.empty)}.values())


def judge_columns(columns: Sequence[ColumnState], today: date) -> ColumnsVerdict:
    """Apply indicator V4 to the open columns of a site.

    Failed with 5 or more of the news, notices and policies not updated, 10 or more columns in all that
    are due, or 5 or more empty ones.

    Law: 国办秘函〔2019〕19号, veto item 4.
    """
    rule = indicator("V4", today)
    overdue = tuple(each for each in columns if each.is_overdue)
    first = tuple(each for each in overdue if each.is_among_news_and_notices)
    empty = tuple(each for each in columns if each.is_empty)
    failed = (
        len(first) >= rule["news_and_notices"]
        or len(overdue) >= rule["overdue"]
        or len(empty) >= rule["empty"]
    )
    fails_on = today if failed else _fails_on(columns, rule)
    if failed:
        state = State.VETO
    elif overdue or empty:
        state = State.DUE
    elif any(each.state is State.SOON for each in columns):
        state = State.SOON
    else:
        state = State.FINE
    return ColumnsVerdict(state, first, overdue, empty, fails_on)


def _fails_on(columns: Sequence[ColumnState], rule: Indicator) -> date | None:
    """Return the first day on which V4 fails if nobody updates a column any more; None if it never does."""
    days = [
        reached
        for counted, threshold in (
            ([each for each in columns if each.is_among_news_and_notices], rule["news_and_notices"]),
            (columns, rule["overdue"]),
        )
        if (reached := _reached_on(counted, threshold)) is not None
    ]
    return min(days, default=None)


def _reached_on(columns: Sequence[ColumnState], threshold: int) -> date | None:
    begins = [date.min for each in columns if each.is_overdue]
    begins += [
        each.due_on + timedelta(days=1) for each in columns if each.due_on is not None and not each.is_overdue
    ]
    begins.sort()
    return begins[threshold - 1] if len(begins) >= threshold else None


@dataclass(frozen=True)
class Visits:
    """How often the site was called in the window of V2, and how often it did not open in time."""

    days: int
    tried: int
    failed: int


def judge_visits(visits: Visits, today: date) -> State:
    """Apply indicator V2: failed when 5 % or more of the visits of a week did not open within 15 seconds.

    Unknown while there was none. A share below it, but above nothing, is something to look at.

    Law: 国办秘函〔2019〕19号, veto item 2.
    """
    rule = indicator("V2", today)
    if visits.tried == 0:
        return State.UNKNOWN
    if visits.failed * 100 >= rule["failed_percent"] * visits.tried:
        return State.VETO
    return State.SOON if visits.failed else State.FINE


def lacking_elements(text: str) -> tuple[str, ...]:
    """Return the key elements the text of a service guide does not name.

    Law: 国办秘函〔2019〕19号, veto item 6.
    """
    return tuple(row["name"] for row in _elements() if not any(word in text for word in row["words"]))


def judge_guides(lacking: Iterable[Sequence[str]], today: date) -> State:
    """Apply the second half of V6 to what each guide lacks; a guide that lacks nothing counts for nothing."""
    rule = indicator("V6", today)
    numbers = [len(each) for each in lacking]
    if sum(number >= rule["elements_lacking"] for number in numbers) >= rule["guides_lacking"]:
        return State.VETO
    return State.DUE if any(numbers) else State.FINE


def judge_surveys(held: int, today: date, *, of_government: bool) -> State:
    """Say whether a site asked for opinions often enough in the months the indicator looks back on.

    Law: 国办秘函〔2019〕19号; the number is known at second hand.
    """
    rule = indicator("D5", today)
    needed = rule["of_government"] if of_government else rule["of_others"]
    return State.FINE if held >= needed else State.DUE


@cache
def _indicators() -> tuple[Indicator, ...]:
    told = {"id", "name", "veto", "valid_from", "source", "note"}
    return tuple(
        Indicator(
            id=row["id"],
            name=row["name"],
            is_veto=row["veto"],
            valid_from=row["valid_from"],
            source=row["source"],
            note=row.get("note", ""),
            numbers={name: value for name, value in row.items() if name not in told},
        )
        for row in sorted(rows("inspection", "indicator"), key=lambda row: row["valid_from"])
    )


@cache
def _elements() -> tuple[dict[str, Any], ...]:
    return tuple(rows("inspection", "element"))


@cache
def rows_of_habits() -> tuple[dict[str, Any], ...]:
    """Return the numbers no rule names, in the order of the day from which they hold."""
    return tuple(sorted(rows("inspection", "habit"), key=lambda row: row["valid_from"]))
