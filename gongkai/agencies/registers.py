"""What all registers share: a row is entered, corrected with a reason, ended or struck out, never deleted.

A figure of the annual report is the length of a register, so a row entered wrongly stays where it is,
says why it no longer counts, and is left out by `counted()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, Subject, clock, refuse_if_any
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.journal import record

R = TypeVar("R", bound="RegisterRow")
S = TypeVar("S", bound="StandingRow")

LONGEST_TEXT = 20_000  # characters of a summary or a text, also on the page that takes it
FIRST_YEAR = 1949  # an earlier year in a register is a slip of the pen


class Reader(Protocol):
    """Somebody with an account, as far as a register has to know."""

    @property
    def readable_agency_ids(self) -> set[int]: ...


class RegisterQuerySet(models.QuerySet[R]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids)

    def counted(self) -> Self:
        """Rows that were not struck out."""
        return self.filter(struck_on=None)

    def of_year(self, year: int) -> Self:
        """Rows that belong to the reporting year, 1 January to 31 December."""
        return self.filter(**{self.model.year_lookup: year})


class RegisterRow(Subject, models.Model):
    """A row of a register of one agency. `entered_by` is the key of the person who entered it."""

    # What the keeper of the register tells, in the order of the form and of the page.
    facts: ClassVar[tuple[str, ...]] = ()
    # The lookup that puts a row into its reporting year.
    year_lookup: ClassVar[str] = ""
    # The address of the row's page.
    page: ClassVar[str] = ""
    kept_by: ClassVar[tuple[Duty, ...]] = (Duty.FOI_OFFICER, Duty.FOI_HEAD, Duty.OFFICE_CHECKER)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("Agency"))
    entered_by = models.CharField(max_length=100, editable=False)
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    # Grows with every correction, so that nobody overwrites a correction they have not seen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    struck_on = models.DateField(_("Struck out on"), null=True, blank=True, editable=False)
    struck_reason = models.CharField(_("Why struck out"), max_length=1000, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_on=None, struck_reason="")
                | (Q(struck_on__isnull=False) & ~Q(struck_reason="")),
                name="%(app_label)s_%(class)s_struck_with_reason",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.pk])

    @property
    def counts(self) -> bool:
        return self.struck_on is None


class StandingQuerySet(RegisterQuerySet[S]):
    def in_place_on(self, day: date) -> Self:
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def of_year(self, year: int) -> Self:
        """Rows in place on 31 December, the day for which the annual report tells how many there are."""
        return self.in_place_on(date(year, 12, 31))


class StandingRow(RegisterRow):
    """Something that is there from one day to another, both included."""

    since = models.DateField(_("Since"))
    until = models.DateField(
        _("Until"), null=True, blank=True, help_text=_("The last day. Leave it open while it lasts.")
    )

    class Meta(RegisterRow.Meta):
        abstract = True
        constraints = [
            *RegisterRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
        ]


# Why not


def obstacles_to_keeping(register: type[RegisterRow], agency: Agency, by: Actor) -> Iterator[str]:
    """Say why `by` does not keep this register of the agency."""
    if not any(by.has_duty(duty, agency) for duty in register.kept_by):
        names = gettext("; ").join(str(duty.label) for duty in register.kept_by)
        yield gettext("In this agency the register is kept by: %(duties)s.") % {"duties": names}


def obstacles_to_changing(row: RegisterRow, by: Actor) -> Iterator[str]:
    """Say why `by` cannot correct the row or strike it out."""
    yield from obstacles_to_keeping(type(row), row.agency, by)
    if row.struck_on is not None:
        yield gettext("This record was struck out on %(day)s. It stays as it is.") % {
            "day": _day(row.struck_on)
        }


def obstacles_to_ending(row: StandingRow, by: Actor) -> Iterator[str]:
    """Say why `by` cannot tell the last day of the row."""
    yield from obstacles_to_changing(row, by)
    if row.until is not None:
        yield gettext("This ended on %(day)s already. If the day is wrong, correct it.") % {
            "day": _day(row.until)
        }


def obstacles_to_day(day: date | datetime | None) -> Iterator[str]:
    """Say why a register cannot tell of that day: it has not come yet, or it is a slip of the pen."""
    if isinstance(day, datetime):
        if day > clock.now():
            yield gettext("%(moment)s lies in the future. A register tells only what has happened.") % {
                "moment": formats.date_format(day.astimezone(clock.BEIJING), "DATETIME_FORMAT")
            }
    elif day is not None and day > clock.today():
        yield gettext("%(day)s lies in the future. A register tells only what has happened.") % {
            "day": _day(day)
        }
    if day is not None and day.year < FIRST_YEAR:
        yield gettext("The year %(year)s is too early. Check the day.") % {"year": day.year}


def obstacles_to_standing(row: StandingRow) -> Iterator[str]:
    """Say why the row's first and last day cannot be as they are told."""
    yield from obstacles_to_day(row.since)
    yield from obstacles_to_day(row.until)
    if row.until is not None and row.until < row.since:
        yield gettext("It cannot end on %(until)s, before it began on %(since)s.") % {
            "until": _day(row.until),
            "since": _day(row.since),
        }


def obstacles_to_doubles(row: StandingRow, **same: Any) -> Iterator[str]:
    """Say that another row with the same facts is in place during the same days: it would count twice."""
    others = type(row)._default_manager.filter(agency=row.agency_id, struck_on=None, **same)
    others = others.exclude(pk=row.pk).filter(Q(until=None) | Q(until__gte=row.since))
    if row.until is not None:
        others = others.filter(since__lte=row.until)
    if others.exists():
        yield gettext("“%(name)s” is in the register for these days already. It would count twice.") % {
            "name": row
        }


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def faults_of(row: RegisterRow) -> Iterator[str]:
    """Say what is missing, too long or no number; days written as text become days on the way."""
    try:
        row.clean_fields()
    except ValidationError as errors:
        for name, faults in errors.message_dict.items():
            label = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            for fault in faults:
                yield gettext("%(field)s: %(fault)s") % {"field": label, "fault": fault}


# What can happen to a row

Obstacles = Callable[[R], Iterable[str]]


@transaction.atomic
def enter(row: R, *, act: str, obstacles: Obstacles[R], by: Actor) -> R:
    """Enter a new row. `obstacles` says why its facts cannot be so. Raises Refused."""
    refuse_if_any(obstacles_to_keeping(type(row), row.agency, by))
    row.entered_by = by.key
    refuse_if_any(faults_of(row))
    refuse_if_any(obstacles(row))
    row.save(force_insert=True)
    record(by, act, row)
    return row


@transaction.atomic
def correct(
    row: R,
    *,
    act: str,
    obstacles: Obstacles[R],
    reason: str,
    by: Actor,
    seen: int | None = None,
    **changes: Any,
) -> R:
    """Correct facts of a row. The journal keeps what stood there before, except running text.

    `seen` is the revision the person had before them; None for a program that just read the row.
    Raises Refused, also when somebody corrected the row since, or nothing changes.
    """
    row = locked(row)
    refuse_if_any(obstacles_to_changing(row, by))
    if seen is not None and seen != row.revision:
        raise Refused(
            gettext("Somebody corrected this record after you opened it. Open it again and compare.")
        )
    if not reason.strip():
        raise Refused(gettext("Say why the record is corrected."))
    changed = change(row, **changes)
    refuse_if_any(faults_of(row))
    refuse_if_any(obstacles(row))
    # Compared again: what was typed differently may mean the same.
    changed = {name: before for name, before in changed.items() if getattr(row, name) != before}
    if not changed:
        raise Refused(gettext("Nothing is different. Change what is wrong, or leave the record as it is."))
    row.revision += 1
    row.save()
    earlier = {name: _plain(row, name, before) for name, before in changed.items()}
    record(by, act, row, reason=reason, before=earlier)
    return row


@transaction.atomic
def end(row: S, *, act: str, until: date, by: Actor, reason: str = "") -> S:
    """Tell the last day on which it was there. Raises Refused."""
    row = locked(row)
    refuse_if_any(obstacles_to_ending(row, by))
    row.until = until
    refuse_if_any(obstacles_to_standing(row))
    row.revision += 1
    row.save(update_fields=["until", "revision"])
    record(by, act, row, reason=reason, until=until)
    return row


@transaction.atomic
def strike_out(
    row: R,
    *,
    act: str,
    reason: str,
    by: Actor,
    obstacles: Callable[[R, Actor], Iterable[str]] = obstacles_to_changing,
) -> R:
    """Strike out a row entered wrongly: it stays to be read and no longer counts. Raises Refused."""
    row = locked(row)
    refuse_if_any(obstacles(row, by))
    if not reason.strip():
        raise Refused(gettext("Say why the record is struck out."))
    row.struck_on, row.struck_reason = clock.today(), reason
    row.save(update_fields=["struck_on", "struck_reason"])
    record(by, act, row, reason=reason)
    return row


def locked(row: R) -> R:
    """Return the row as it is now, locked until the transaction ends."""
    fresh: R = type(row)._default_manager.select_for_update().get(pk=row.pk)
    return fresh


def change(row: RegisterRow, **changes: Any) -> dict[str, Any]:
    """Set the facts and return what was there before. Raises TypeError for a fact no such row has."""
    unknown = sorted(set(changes) - set(row.facts))
    if unknown:
        raise TypeError(f"{type(row).__name__} has no {', '.join(unknown)} to correct.")
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    return before


def _plain(row: RegisterRow, name: str, value: Any) -> Any:
    """What the journal keeps of an earlier value: running text may tell of people and stays out of it."""
    if isinstance(row._meta.get_field(name), models.TextField):
        return "…"
    return value if value is None or isinstance(value, (bool, int)) else str(value)
