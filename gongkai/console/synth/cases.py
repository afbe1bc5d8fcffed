"""Synthetic requests for information, most of them replied to, with their ledgers and replies."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice
from random import Random

from gongkai.agencies.models import Serial
from gongkai.cases.models import (
    Case,
    EntryKind,
    HowCame,
    LedgerEntry,
    Reply,
    ReplyState,
    Request,
    Requester,
    Timeliness,
)
from gongkai.console.synth import ground as places
from gongkai.console.synth import words
from gongkai.console.synth.ground import COUNSEL, FOI, LEADER, SECTIONS
from gongkai.console.synth.sheets import Sheet, at, on
from gongkai.law.organisations import RequesterKind
from gongkai.law.terms import term
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

TABLES = (Requester, Request, Case, LedgerEntry, Reply)
AT_ONCE = 20_000
OUTCOMES = {
    "granted": 40,
    "partially_granted": 15,
    "does_not_exist": 18,
    "not_this_agency": 10,
    "refused_personal_privacy": 5,
    "refused_internal_affairs": 4,
    "already_disclosed": 6,
    "withdrawn": 2,
}
TIMELY = {Timeliness.ON_TIME.value: 94, Timeliness.EXTENDED.value: 4, Timeliness.LATE.value: 2}
LATE_BY, LONGEST_EXTENSION = 3, 10  # working days
WAYS = {
    HowCame.ONLINE.value: 55,
    HowCame.REGISTERED_POST.value: 25,
    HowCame.IN_PERSON.value: 15,
    HowCame.EMAIL.value: 5,
}


class Cases:
    """Writes requests in the order of their days."""

    def __init__(self, ground: places.Ground, days: Sequence[date], total: int, chance: Random) -> None:
        self._ground, self._days, self._total, self._chance = ground, days, total, chance
        self._today = days[-1]
        self._done = 0
        self._serials: Counter[tuple[int, int]] = Counter()
        self._working = Working()
        self._requester = Sheet(Requester, ("id", "agency_id", "name"), kind=_PERSON)
        self._request = Sheet(Request, ("id", "agency_id", "requester_id", "opened_at"))
        days_of = ("submitted_on", "arrived_on", "received_on", "due_on", "concluded_on", "withdrawn_on")
        self._case = Sheet(
            Case,
            (
                *("id", "request_id", "agency_id", "year", "serial", "number", "title", "description"),
                *("how_came", "requester_name", "handling_section_id", "registered_at"),
                *(*days_of, "due_unknown_year", "timeliness", "outcome"),
            ),
            requester_kind=_PERSON,
        )
        self._entry = Sheet(
            LedgerEntry, ("id", "case_id", "kind", "on", "entered_at"), entered_by="synthetic", data={}
        )
        self._reply = Sheet(
            Reply,
            (
                *("id", "case_id", "outcome", "proposed_by_id", "checked_by_id", "signed_by_id", "number"),
                *("proposed_at", "checked_at", "signed_at", "signed_on", "sent_on", "delivered_on"),
            ),
            state=ReplyState.DELIVERED.value,
            text="现将您申请公开的政府信息答复如下。",
            delivered_how="post",
        )

    def write_some(self) -> int:
        """Write the next requests, AT_ONCE at most, and return how many there are now."""
        count = min(AT_ONCE, self._total - self._done)
        chance, ground = self._chance, self._ground
        offices = chance.choices(range(ground.offices), k=count)
        received = [
            self._days[place * len(self._days) // self._total]
            for place in range(self._done, self._done + count)
        ]
        agencies = [ground.agencies[office] for office in offices]
        names = [
            first + last
            for first, last in zip(
                chance.choices(words.FAMILY_NAMES, k=count),
                chance.choices(words.GIVEN_NAMES, k=count),
                strict=True,
            )
        ]
        people = self._requester.take(count)
        self._requester.write(id=people, agency_id=agencies, name=names)
        requests = self._request.take(count)
        moments = [at(day) for day in received]
        self._request.write(id=requests, agency_id=agencies, requester_id=people, opened_at=moments)
        self._write_cases(
            requests, offices=offices, agencies=agencies, received=received, names=names, moments=moments
        )
        self._done += count
        return self._done

    def _write_cases(
        self,
        requests: range,
        *,
        offices: list[int],
        agencies: list[int],
        received: list[date],
        names: list[str],
        moments: list[str],
    ) -> None:
        chance, ground, count = self._chance, self._ground, len(requests)
        keys = self._case.take(count)
        serials = []
        for office, day in zip(offices, received, strict=True):
            self._serials[office, day.year] += 1
            serials.append(self._serials[office, day.year])
        timely = _chosen(chance, TIMELY, count)
        due = [self._working.due(day, kept) for day, kept in zip(received, timely, strict=True)]
        ended = [self._working.ended(day, kept, chance) for day, kept in zip(received, timely, strict=True)]
        over = [day is not None and day <= self._today for day in ended]
        outcomes = [
            outcome if is_over else ""
            for outcome, is_over in zip(_chosen(chance, OUTCOMES, count), over, strict=True)
        ]
        concluded = [on(day) if day and is_over else None for day, is_over in zip(ended, over, strict=True)]
        wanted = chance.choices(words.WANTED, k=count)
        told = [on(day) for day in received]
        self._case.write(
            id=keys,
            request_id=requests,
            agency_id=agencies,
            year=[day.year for day in received],
            serial=serials,
            number=[f"{day.year}-{serial:03d}" for day, serial in zip(received, serials, strict=True)],
            title=wanted,
            description=[f"申请公开{each}。" for each in wanted],
            how_came=_chosen(chance, WAYS, count),
            requester_name=names,
            handling_section_id=[
                ground.sections + office * len(SECTIONS) + chance.randrange(len(SECTIONS))
                for office in offices
            ],
            registered_at=moments,
            submitted_on=told,
            arrived_on=told,
            received_on=told,
            due_on=[on(day) if day else None for day in due],
            due_unknown_year=[
                None if day else begun.year + 1 for day, begun in zip(due, received, strict=True)
            ],
            concluded_on=concluded,
            withdrawn_on=[
                day if outcome == "withdrawn" else None
                for day, outcome in zip(concluded, outcomes, strict=True)
            ],
            timeliness=[kept if is_over else "" for kept, is_over in zip(timely, over, strict=True)],
            outcome=outcomes,
        )
        self._write_ends(
            [
                (key, office, outcome, day)
                for key, office, outcome, day, is_over in zip(
                    keys, offices, outcomes, ended, over, strict=True
                )
                if is_over and day
            ]
        )

    def _write_ends(self, ends: list[tuple[int, int, str, date]]) -> None:
        withdrawn = EntryKind.WITHDRAWN.value
        self._entry.write(
            id=self._entry.take(len(ends)),
            case_id=[key for key, _office, _outcome, _day in ends],
            kind=[
                withdrawn if outcome == "withdrawn" else EntryKind.REPLY_SENT.value
                for _key, _office, outcome, _day in ends
            ],
            on=[on(day) for _key, _office, _outcome, day in ends],
            entered_at=[at(day) for _key, _office, _outcome, day in ends],
        )
        replied = [end for end in ends if end[2] != "withdrawn"]
        days = [on(day) for _key, _office, _outcome, day in replied]
        moments = [at(day) for _key, _office, _outcome, day in replied]
        self._reply.write(
            id=self._reply.take(len(replied)),
            case_id=[key for key, _office, _outcome, _day in replied],
            outcome=[outcome for _key, _office, outcome, _day in replied],
            proposed_by_id=[self._ground.user(office, FOI) for _key, office, _outcome, _day in replied],
            checked_by_id=[self._ground.user(office, COUNSEL) for _key, office, _outcome, _day in replied],
            signed_by_id=[self._ground.user(office, LEADER) for _key, office, _outcome, _day in replied],
            number=[f"合成答复-{key}" for key, _office, _outcome, _day in replied],
            proposed_at=moments,
            checked_at=moments,
            signed_at=moments,
            signed_on=days,
            sent_on=days,
            delivered_on=days,
        )

    def write_serials(self) -> None:
        """Let the next number of each office and year follow on the last one written."""
        sheet = Sheet(Serial, ("id", "agency_id", "year", "last"), series="cases")
        told = sorted(self._serials.items())
        sheet.write(
            id=sheet.take(len(told)),
            agency_id=[self._ground.agencies[office] for (office, _year), _last in told],
            year=[year for (_office, year), _last in told],
            last=[last for _place, last in told],
        )


_PERSON = RequesterKind.NATURAL_PERSON.value


def _chosen(chance: Random, shares: dict[str, int], count: int) -> list[str]:
    return chance.choices(list(shares), list(shares.values()), k=count)


class Working:
    """Working days after a day, each day looked up once. What lies beyond the calendars has no due day."""

    def __init__(self) -> None:
        self._calendar = loaded_calendar()
        self._known: dict[date, list[date]] = {}

    def after(self, day: date) -> list[date]:
        """Return the working days after `day`, for the longest period; fewer where the calendar ends."""
        if day not in self._known:
            self._known[day] = []
            try:
                for each in islice(self._calendar.after(day), term("reply", day).value + LONGEST_EXTENSION):
                    self._known[day].append(each)
            except CalendarMissing:
                pass
        return self._known[day]

    def due(self, day: date, kept: str) -> date | None:
        period = term("reply", day).value + (LONGEST_EXTENSION if kept == Timeliness.EXTENDED else 0)
        days = self.after(day)
        return days[period - 1] if len(days) >= period else None

    def ended(self, day: date, kept: str, chance: Random) -> date | None:
        period = term("reply", day).value
        place = {
            Timeliness.ON_TIME: lambda: chance.randint(period // 2, period),
            Timeliness.EXTENDED: lambda: period + chance.randint(1, LONGEST_EXTENSION),
            Timeliness.LATE: lambda: period + chance.randint(1, LATE_BY),  # within the longest extension
        }[Timeliness(kept)]()
        days = self.after(day)
        return days[place - 1] if len(days) >= place else None
