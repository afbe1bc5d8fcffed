"""A notice before it is loaded, beside what is loaded: what to look at, and which days change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from gongkai.workdays import policy
from gongkai.workdays.calendar import ONE_DAY, Calendar, DayKind, DayReason, Exceptional
from gongkai.workdays.models import ExceptionalDay, HolidayNotice
from gongkai.workdays.queries import loaded_calendar, stand_of
from gongkai.workdays.shipped import Notice


@dataclass(frozen=True)
class Change:
    """A day of a loaded year that the notice makes another; `counts` when it stops or starts being worked."""

    day: date
    before: DayReason
    after: DayReason

    @property
    def counts(self) -> bool:
        return _works(self.before) != _works(self.after)


@dataclass(frozen=True)
class Span:
    """Days in a row of which the notice says the same."""

    first: date
    last: date
    reason: DayReason

    @property
    def length(self) -> int:
        """Days, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def works(self) -> bool:
        return _works(self.reason)

    @property
    def holiday(self) -> str:
        """The holiday's name in the reader's language; empty where the notice names none."""
        return gettext(self.reason.name) if self.reason.name else ""


@dataclass(frozen=True)
class Preview:
    """What loading a notice would do to the calendar. Reads only; `stand` names what it was compared with."""

    notice: Notice
    warnings: tuple[str, ...]
    changes: tuple[Change, ...]
    calendar: Calendar
    replaces: bool
    same: bool
    stand: str

    @property
    def spans(self) -> list[Span]:
        return spans_of(self.notice.days)


def preview(notice: Notice) -> Preview:
    """Compare a notice with what is loaded: its warnings, the days that change, the calendar it would give.

    Days of a year that is not loaded yet are no changes: they were not known before.
    """
    before, after = loaded_calendar(), calendar_with(notice)
    loaded = HolidayNotice.objects.filter(year=notice.year).first()
    days = sorted(set(before.exceptional) | set(after.exceptional))
    changes = tuple(
        Change(day, before.why(day), after.why(day))
        for day in days
        if before.covers(day) and before.why(day) != after.why(day)
    )
    return Preview(
        notice=notice,
        warnings=tuple(policy.warnings_about(notice)),
        changes=changes,
        calendar=after,
        replaces=loaded is not None,
        same=loaded is not None
        and not changes
        and (loaded.number, loaded.issued_on) == (notice.number, notice.issued_on),
        stand=stand_of(notice.year),
    )


def calendar_with(notice: Notice) -> Calendar:
    """Return the calendar as it will be once the notice is loaded."""
    others = ExceptionalDay.objects.exclude(notice__year=notice.year)
    days = {
        day: Exceptional(works, name) for day, works, name in others.values_list("day", "works", "name")
    } | notice.days
    return Calendar.of({*HolidayNotice.objects.values_list("year", flat=True), notice.year}, days)


def spans_of(days: Mapping[date, Exceptional]) -> list[Span]:
    """Return the days grouped: those in a row with the same name and kind make one span."""
    spans: list[Span] = []
    for day, reason in _reasons(days):
        if spans and spans[-1].reason == reason and spans[-1].last + ONE_DAY == day:
            spans[-1] = Span(spans[-1].first, day, reason)
        else:
            spans.append(Span(day, day, reason))
    return spans


def _reasons(days: Mapping[date, Exceptional]) -> Iterable[tuple[date, DayReason]]:
    for day, what in sorted(days.items()):
        yield day, DayReason(DayKind.MAKE_UP if what.works else DayKind.HOLIDAY, what.name)


def _works(reason: DayReason) -> bool:
    return reason.kind in {DayKind.WORKING, DayKind.MAKE_UP}
