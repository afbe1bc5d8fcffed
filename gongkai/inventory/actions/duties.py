"""Disclosure duties by calendar or on an occasion, and the periods they lay out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import models, transaction

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.acts.actor import PROGRAM
from gongkai.acts.locking import locked
from gongkai.agencies.models import Section
from gongkai.inventory import policy
from gongkai.inventory.actions.keeping import nothing_changed, refuse_if_stale
from gongkai.inventory.due import due
from gongkai.inventory.models import (
    DisclosureDuty,
    Matter,
    OwedPeriod,
    PeriodState,
)
from gongkai.inventory.rhythms import Rhythm, first_day_of, periods
from gongkai.journal import record
from gongkai.law.periods import MONTHS_OF_A_YEAR, months_after
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar


@transaction.atomic
def add_duty(
    matter: Matter,
    *,
    rhythm: str,
    rule: str,
    section: Section,
    since: date,
    by: Actor,
    occasion: str = "",
    number: int | None = None,
    unit: str = "",
) -> DisclosureDuty:
    """Lay a duty by calendar on a matter, and the periods owed for it up to a year ahead.

    `rhythm` is one of Rhythm; `rule` one of DueRule. With OWN, `number` of `unit` (Unit) are counted from
    the period's last day, or from the occasion where the rhythm is PER_EVENT; `occasion` then says which.
    `since` is a day of the first period. Raises Refused.
    """
    matter = locked(matter, "agency")
    refuse_if_any(policy.obstacles_to_adding_duty(matter, by))
    duty = DisclosureDuty(
        matter=matter,
        rhythm=rhythm,
        rule=rule,
        section=section,
        since=first_day_of(rhythm, since) if since else since,
        occasion=occasion.strip(),
        number=number,
        unit=unit,
    )
    refuse_if_any(policy.faults_of_duty(duty))
    duty.save(force_insert=True)
    record(by, "inventory.duty_added", duty, rhythm=rhythm, rule=rule)
    _lay_out([duty], clock.today(), loaded_calendar())
    return duty


@transaction.atomic
def change_duty(
    duty: DisclosureDuty,
    *,
    by: Actor,
    rule: str,
    section: Section,
    occasion: str = "",
    number: int | None = None,
    unit: str = "",
    seen: int | None = None,
) -> DisclosureDuty:
    """Change a duty's time limit or its section; what is still open is due by the new limit.

    Its rhythm never changes: end the duty and add another one. Raises Refused.
    """
    duty = locked(duty)
    refuse_if_any(policy.obstacles_to_duty(duty, by))
    refuse_if_stale(duty, seen)
    told = {
        "rule": rule,
        "section": section,
        "occasion": occasion.strip(),
        "number": number,
        "unit": unit,
    }
    before = {name: getattr(duty, name) for name, value in told.items() if getattr(duty, name) != value}
    if not before:
        raise Refused(nothing_changed())
    for name, value in told.items():
        setattr(duty, name, value)
    refuse_if_any(policy.faults_of_duty(duty))
    duty.revision += 1
    duty.save()
    record(
        by, "inventory.duty_changed", duty, before={name: str(value or "") for name, value in before.items()}
    )
    _reckon(duty.periods.owed().select_for_update(of=("self",)), loaded_calendar(), by)
    return duty


@transaction.atomic
def end_duty(duty: DisclosureDuty, *, until: date, reason: str, by: Actor) -> DisclosureDuty:
    """Owe nothing for periods that begin after `until`.

    What was disclosed or excused stays. Raises Refused.
    """
    duty = locked(duty)
    refuse_if_any(policy.obstacles_to_duty(duty, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    duty.until, duty.end_reason = until, reason.strip()
    duty.revision += 1
    duty.save()
    dropped, _each = duty.periods.filter(state=PeriodState.OWED, starts_on__gt=until).delete()
    record(by, "inventory.duty_ended", duty, reason=reason, until=until, dropped=dropped)
    return duty


def lay_out_periods(today: date | None = None) -> int:
    """Lay out the periods of all standing duties up to a year ahead; return how many are new. Run daily."""
    duties = DisclosureDuty.objects.standing().filter(matter__ended_on=None).select_related("matter__agency")
    with transaction.atomic():
        return _lay_out(list(duties.order_by("pk")), today or clock.today(), loaded_calendar())


@transaction.atomic
def record_trigger(duty: DisclosureDuty, *, day: date, by: Actor) -> OwedPeriod:
    """Record that the occasion of a duty came on `day`; return what is owed for it, new or standing.

    Raises Refused.
    """
    duty = locked(duty)
    refuse_if_any(policy.obstacles_to_trigger(duty, by, day))
    until = due(duty, day, loaded_calendar())
    period, new = OwedPeriod.objects.get_or_create(
        duty=duty,
        starts_on=day,
        defaults={"ends_on": day, "due_on": until.on, "due_unknown_year": until.missing_year},
    )
    if new:
        record(by, "inventory.occasion_recorded", period, day=day)
    return period


def _lay_out(duties: list[DisclosureDuty], today: date, calendar: Calendar) -> int:
    by_calendar = [each for each in duties if each.rhythm != Rhythm.PER_EVENT]
    standing: dict[int, set[date]] = defaultdict(set)
    for duty_id, first in OwedPeriod.objects.filter(duty__in=by_calendar).values_list("duty", "starts_on"):
        standing[duty_id].add(first)
    ahead = months_after(today, MONTHS_OF_A_YEAR)
    added = 0
    for duty in by_calendar:
        last_start = min(ahead, duty.until) if duty.until else ahead
        new = []
        for first, last in periods(duty.rhythm, duty.since, last_start):
            if first not in standing[duty.pk]:
                until = due(duty, last, calendar)
                new.append(
                    OwedPeriod(
                        duty=duty,
                        starts_on=first,
                        ends_on=last,
                        due_on=until.on,
                        due_unknown_year=until.missing_year,
                    )
                )
        if new:
            # Another worker may lay out the same day: what stands already stays as it is.
            OwedPeriod.objects.bulk_create(new, ignore_conflicts=True)
            record(PROGRAM, "inventory.periods_laid_out", duty, periods=len(new))
            added += len(new)
    return added


@transaction.atomic
def recompute_due_days(calendar: Calendar | None = None) -> int:
    """Derive due days anew, after the calendar changed: of what is owed, and where none was known."""
    open_ones = OwedPeriod.objects.filter(models.Q(state=PeriodState.OWED) | models.Q(due_on=None))
    return _reckon(open_ones.select_for_update(of=("self",)), calendar or loaded_calendar(), PROGRAM)


def _reckon(found: models.QuerySet[OwedPeriod], calendar: Calendar, by: Actor) -> int:
    moved = []
    for period in found.with_duty().order_by("duty__matter__agency", "pk"):  # type: ignore[attr-defined]
        until = due(period.duty, period.ends_on, calendar)
        if (until.on, until.missing_year) != (period.due_on, period.due_unknown_year):
            before, period.due_on, period.due_unknown_year = period.due_on, until.on, until.missing_year
            moved.append((period, before))
    OwedPeriod.objects.bulk_update(
        [each for each, _before in moved], ["due_on", "due_unknown_year"], batch_size=200
    )
    for period, before in moved:
        if period.is_owed:
            record(by, "inventory.due_day_moved", period, before=before, after=period.due_on)
    return len(moved)
