"""The lists others ask for: matters to choose from, and what is owed, by section."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section
from gongkai.inventory.due import soon_until
from gongkai.inventory.models import Matter, OwedPeriod, PeriodQuerySet, PeriodState, Standing, Task
from gongkai.people.models import Post, User
from gongkai.workdays.queries import loaded_calendar


def matters_for_drafting(agency: Agency) -> QuerySet[Matter]:
    """Return the matters in force a draft of this agency can belong to, by field and code."""
    return Matter.objects.filter(agency=agency).in_force().select_related("section").order_by("field", "code")


def condition(standing: str, today: date, soon: date) -> Q:
    """Return what picks the periods that stand so on `today`, as `due.standing` says it of one."""
    owed = Q(state=PeriodState.OWED)
    match standing:
        case Standing.FULFILLED | Standing.EXCUSED:
            return Q(state=standing)
        case Standing.MISSED:
            return owed & Q(due_on__lt=today)
        case Standing.SOON:
            return owed & Q(due_on__gte=today, due_on__lte=soon)
        case Standing.UNKNOWN:
            return owed & Q(due_on=None, ends_on__lt=today)
        case Standing.OWED:
            return owed & Q(due_on__gt=soon, ends_on__lt=today)
        case _:
            return owed & (Q(due_on__gt=soon) | Q(due_on=None)) & Q(ends_on__gte=today)


def of_year(year: int) -> Q:
    """Return what picks the periods of a year: those that end in it, and what is still open from before."""
    return Q(ends_on__year=year) | Q(ends_on__year__lt=year, state=PeriodState.OWED)


@dataclass(frozen=True)
class SectionRow:
    """One section on the board: how many periods stand how."""

    section: Section
    numbers: dict[Standing, int]

    @property
    def total(self) -> int:
        return sum(self.numbers.values())


@dataclass(frozen=True)
class Board:
    """The board of an agency: sections with their numbers, and the periods somebody must look at."""

    agency: Agency
    year: int
    today: date
    soon: date
    rows: list[SectionRow]
    missed: list[OwedPeriod] = field(default_factory=list)
    unknown: list[OwedPeriod] = field(default_factory=list)
    near: list[OwedPeriod] = field(default_factory=list)
    proposed: list[OwedPeriod] = field(default_factory=list)

    @property
    def numbers(self) -> dict[Standing, int]:
        return {each: sum(row.numbers[each] for row in self.rows) for each in Standing}


def board(agency: Agency, today: date | None = None, *, year: int | None = None) -> Board:
    """Return what the agency owes in `year` (that of `today` unless told), by section. Three queries."""
    today = today or clock.today()
    year = year or today.year
    soon = soon_until(today, loaded_calendar())
    periods = OwedPeriod.objects.of_agency(agency).filter(of_year(year))
    counts = {str(each): Count("pk", filter=condition(each, today, soon)) for each in Standing}
    counted: dict[int, Any] = {
        row["duty__section"]: row for row in periods.values("duty__section").order_by().annotate(**counts)
    }
    sections = Section.objects.filter(pk__in=counted) if counted else ()
    rows = [
        SectionRow(section, {each: counted[section.pk][str(each)] for each in Standing})
        for section in sections
    ]
    pressing = condition(Standing.MISSED, today, soon) | condition(Standing.SOON, today, soon)
    pressing |= condition(Standing.UNKNOWN, today, soon) | Q(state=PeriodState.OWED) & ~Q(proposed_excuse="")
    listed = list(periods.filter(pressing).with_duty().order_by("due_on", "pk"))
    return Board(
        agency,
        year,
        today,
        soon,
        rows,
        missed=[each for each in listed if each.due_on and each.due_on < today],
        unknown=[each for each in listed if each.due_on is None and each.ends_on < today],
        near=[each for each in listed if each.due_on and today <= each.due_on <= soon],
        proposed=[each for each in listed if each.proposed_excuse],
    )


def owed_by_section(section: Section, today: date | None = None) -> PeriodQuerySet:
    """Return what the section owes and has not disclosed, of periods that have begun; the nearest first."""
    begun = OwedPeriod.objects.owed().filter(duty__section=section, starts_on__lte=today or clock.today())
    return begun.with_duty().order_by("due_on", "pk")


def due_between(agency: Agency, first: date, last: date) -> PeriodQuerySet:
    """Return the open periods of the agency due from `first` to `last`, both included."""
    owed = OwedPeriod.objects.owed().of_agency(agency).filter(due_on__gte=first, due_on__lte=last)
    return owed.with_duty().order_by("due_on", "pk")


def open_period(matter: Matter, day: date) -> OwedPeriod | None:
    """Return the open period of the matter that an item published on `day` most likely fulfils.

    That is the earliest one still owed which had ended or begun by then; None where nothing is owed.
    """
    owed = OwedPeriod.objects.owed().filter(duty__matter=matter, starts_on__lte=day)
    return owed.with_duty().order_by("due_on", "starts_on", "pk").first()


def tasks_of(user: Any) -> QuerySet[Task]:
    """Return the open tasks of the person, and of the sections they are head or officer of."""
    sections = [pk for each in user.sections_by_agency.values() for pk in each]
    mine = Q(owner=user.pk) | Q(owner=None, section__in=sections)
    return Task.objects.unfinished().filter(mine).select_related("priority__agency", "section", "owner")


class Holders:
    """Who holds which duty today, fetched at once for several agencies."""

    def __init__(self, agency_ids: Collection[int], duties: Collection[str]) -> None:
        self._held = [
            (post.agency_id, post.duty, post.section_id, post.user)
            for post in Post.objects.held_on(clock.today())
            .filter(agency__in=agency_ids, duty__in=duties, user__is_active=True)
            .select_related("user__agency")
            .order_by("pk")
            if agency_ids
        ]

    def of(self, agency_id: int, *duties: str, section_id: int | None = None) -> list[User]:
        """Return who holds one of `duties` in the agency; in a section also who holds it for all of them."""
        return list(
            dict.fromkeys(
                user
                for agency, duty, section, user in self._held
                if agency == agency_id
                and duty in duties
                and (section_id is None or section in {None, section_id})
            )
        )
