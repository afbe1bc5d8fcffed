"""What can happen in the inventory: matters, duties by calendar, what is owed, and the tasks of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.acts.actor import PROGRAM
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency, Section
from gongkai.inventory import policy
from gongkai.inventory.due import due
from gongkai.inventory.limits import read_limit
from gongkai.inventory.models import (
    DisclosureDuty,
    GrassRootsLevel,
    Matter,
    OwedPeriod,
    PeriodState,
    Task,
    TaskState,
    WorkPriority,
)
from gongkai.inventory.rhythms import Rhythm, first_day_of, periods
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.periods import MONTHS_OF_A_YEAR, months_after
from gongkai.people.models import User
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar

label_acts(
    {
        "inventory.matter_added": _("Matter added to the inventory"),
        "inventory.matter_changed": _("Matter changed"),
        "inventory.matter_ended": _("Matter ended"),
        "inventory.matters_imported": _("Matters imported"),
        "inventory.duty_added": _("Disclosure duty added"),
        "inventory.duty_changed": _("Disclosure duty changed"),
        "inventory.duty_ended": _("Disclosure duty ended"),
        "inventory.periods_laid_out": _("Owed periods laid out"),
        "inventory.occasion_recorded": _("Occasion recorded"),
        "inventory.due_day_moved": _("Due day of an owed period moved"),
        "inventory.fulfilled": _("Owed period fulfilled"),
        "inventory.excuse_proposed": _("Asked that nothing need be disclosed"),
        "inventory.excuse_declined": _("The period stays owed"),
        "inventory.excused": _("Owed period excused"),
        "inventory.reopened": _("Owed period opened again"),
        "inventory.priorities_set": _("Work priorities set"),
        "inventory.task_added": _("Task added"),
        "inventory.task_changed": _("Task changed"),
        "inventory.task_reported": _("Task reported as done"),
        "inventory.task_accepted": _("Report of the task accepted"),
        "inventory.task_returned": _("Report of the task given back"),
    }
)


# Matters


@transaction.atomic
def add_matter(agency: Agency, *, by: Actor, **facts: Any) -> Matter:
    """Add a disclosure matter; `facts` by the names in `Matter.facts`.

    The time limit is kept as printed and read where it is a plain number of days. Raises Refused.

    Law: 国办发〔2019〕54号 and the standard catalogues of the 26 fields.
    """
    matter = Matter(agency=agency)
    _tell(matter, facts)
    refuse_if_any(policy.obstacles_to_keeping(agency, by))
    refuse_if_any(policy.faults_of_matter(matter))
    refuse_if_any(policy.obstacles_to_code(matter))
    matter.save(force_insert=True)
    record(by, "inventory.matter_added", matter, code=matter.code)
    return matter


@transaction.atomic
def change_matter(matter: Matter, *, by: Actor, seen: int | None = None, **changes: Any) -> Matter:
    """Change facts of a matter in force; the journal keeps what stood there before, except long texts.

    `seen` is the revision the person had before them; None for a program that just read the matter.
    Raises Refused, also when somebody changed the matter since, or nothing changes.
    """
    matter = locked(matter, "agency")
    refuse_if_any(policy.obstacles_to_changing(matter, by))
    _refuse_if_stale(matter, seen)
    before = _tell(matter, changes)
    refuse_if_any(policy.faults_of_matter(matter))
    refuse_if_any(policy.obstacles_to_code(matter))
    if not before:
        raise Refused(_nothing_changed())
    matter.revision += 1
    matter.save()
    record(by, "inventory.matter_changed", matter, before=before)
    return matter


@transaction.atomic
def end_matter(matter: Matter, *, reason: str, by: Actor, on: date | None = None) -> Matter:
    """End a matter on which nothing is owed by calendar any more; it stays to be read. Raises Refused."""
    matter = locked(matter, "agency")
    refuse_if_any(policy.obstacles_to_ending(matter, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    matter.ended_on, matter.end_reason = on or clock.today(), reason.strip()
    matter.revision += 1
    matter.save()
    record(by, "inventory.matter_ended", matter, reason=reason, on=matter.ended_on)
    return matter


@dataclass(frozen=True)
class Line:
    """One matter as a file tells it: the line's `number` there, and the facts by the names of the model."""

    number: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A fact a file tells differently from the inventory; both sides as people read them."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """One line beside the inventory: a new matter, a changed one, or the same."""

    line: Line
    matter: Matter
    is_new: bool
    changes: tuple[Change, ...] = ()

    @property
    def is_same(self) -> bool:
        return not self.is_new and not self.changes

    @property
    def limit_is_read(self) -> bool:
        return self.matter.limit_number is not None


@dataclass(frozen=True)
class Preview:
    """What importing a file would do; reads only. `stand` names the inventory it was compared with."""

    lines: tuple[Compared, ...]
    stand: str
    missing: tuple[Matter, ...] = field(default=())

    @property
    def new(self) -> list[Compared]:
        return [each for each in self.lines if each.is_new]

    @property
    def changed(self) -> list[Compared]:
        return [each for each in self.lines if each.changes]

    @property
    def same(self) -> list[Compared]:
        return [each for each in self.lines if each.is_same]

    @property
    def unread_limits(self) -> list[Compared]:
        """Lines whose time limit is no plain number of days; it is kept as printed."""
        return [each for each in self.lines if not each.limit_is_read]


def compare_matters(agency: Agency, lines: Iterable[Line]) -> Preview:
    """Compare the lines of a file with the inventory, by code. Writes nothing.

    `missing` are matters in force, of the fields the file tells of, that it does not name: they stay.

    Raises Refused with one sentence for each line that is wrong.
    """
    lines = tuple(lines)
    standing = {each.code: each for each in Matter.objects.filter(agency=agency).select_related("section")}
    compared, faults, above = [], [], dict[str, int]()
    for line in lines:
        code = str(line.facts.get("code", ""))
        found = standing.get(code)
        matter = found or Matter(agency=agency)
        # The agency is at hand: comparing 800 lines must not fetch it 800 times.
        matter.agency = agency
        facts = _unlike(matter, line.facts)
        if found is None:
            facts.setdefault("levels", (GrassRootsLevel.TOWNSHIP,))
        before = {name: shown(matter, name) for name in facts}
        told = _tell(matter, facts)
        wrong = list(policy.faults_of_matter(matter))
        if code in above:
            wrong.append(
                gettext("The code %(code)s stands in line %(above)s already.")
                % {"code": code, "above": str(above[code])}
            )
        if found is not None and found.ended_on:
            wrong.append(gettext("The matter %(code)s has ended.") % {"code": code})
        above.setdefault(code, line.number)
        faults += [
            gettext("Line %(number)s: %(fault)s") % {"number": str(line.number), "fault": each}
            for each in wrong
        ]
        changes = tuple(
            Change(name, str(label_of(name)), before[name], shown(matter, name))
            for name in told
            if found is not None
        )
        compared.append(Compared(line, matter, found is None, changes))
    if not lines:
        faults.append(gettext("The file names no matter."))
    if faults:
        raise Refused(_first_of(faults))
    fields = {each.matter.field for each in compared}
    missing = tuple(
        matter
        for code, matter in standing.items()
        if code not in above and matter.is_in_force and matter.field in fields
    )
    return Preview(tuple(compared), stand_of(agency), missing)


@transaction.atomic
def import_matters(
    agency: Agency, lines: Iterable[Line], *, by: Actor, seen: str | None = None, source: str = ""
) -> Preview:
    """Add and change the matters a file tells, found by code: all of them or none. Return what it did.

    `seen` is the `stand` of the preview that `by` had before them; None where nothing was shown. `source`
    (the file's name) stands in the journal.

    Raises Refused with one sentence for each line that is wrong, when `by` does not keep the inventory,
    or when the inventory changed since the preview.
    """
    # Two imports at the same moment: the second waits here and then sees what the first one did.
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    refuse_if_any(policy.obstacles_to_keeping(agency, by))
    if seen is not None and seen != stand_of(agency):
        raise Refused(gettext("The inventory changed meanwhile. Look at the comparison again."))
    shown_to = compare_matters(agency, lines)
    for each in shown_to.new:
        each.matter.save(force_insert=True)
        record(by, "inventory.matter_added", each.matter, code=each.matter.code)
    for each in shown_to.changed:
        each.matter.revision += 1
        each.matter.save()
        before = {one.name: _for_journal(each.matter, one.name, one.before) for one in each.changes}
        record(by, "inventory.matter_changed", each.matter, before=before)
    record(
        by,
        "inventory.matters_imported",
        agency,
        source=source[:200],
        new=len(shown_to.new),
        changed=len(shown_to.changed),
    )
    return shown_to


def _unlike(matter: Matter, facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out texts that differ from the standing ones by blanks and line breaks only."""
    return {
        name: value
        for name, value in facts.items()
        if not (isinstance(value, str) and value and value.split() == str(getattr(matter, name)).split())
    }


def stand_of(agency: Agency) -> str:
    """Return a word that changes whenever a matter of the agency is added or changed."""
    told = Matter.objects.filter(agency=agency).aggregate(
        models.Count("pk"), models.Sum("revision"), models.Max("pk")
    )
    return "/".join(str(each or 0) for each in told.values())


def label_of(name: str) -> Any:
    """Return what a fact of a matter is called."""
    return Matter._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def shown(matter: Matter, name: str) -> str:
    """Return a fact of a matter as people read it."""
    if name == "channels":
        return "；".join(matter.channel_labels)
    if name == "levels":
        return "、".join(matter.level_labels)
    if name in {"section", "responsible"}:
        return str(getattr(matter, name) or "")
    words = getattr(matter, f"get_{name}_display", None)
    return str(words() if words else getattr(matter, name))


def _tell(matter: Matter, facts: dict[str, Any]) -> dict[str, Any]:
    """Set the facts and read the time limit; return what stood there before, of those that changed."""
    unknown = sorted(set(facts) - set(Matter.facts))
    if unknown:
        raise TypeError(f"A matter has no {', '.join(unknown)}.")
    before = {}
    for name, told in facts.items():
        value = told.strip() if isinstance(told, str) else told
        if name in {"channels", "levels"}:
            value = tuple(told)
        standing = getattr(matter, name)
        if standing != value:
            before[name] = _for_journal(matter, name, standing)
            setattr(matter, name, value)
    limit = read_limit(matter.time_limit)
    matter.limit_number = limit.number if limit else None
    matter.limit_unit = limit.unit if limit else ""
    matter.limit_from = (limit.counted_from or "") if limit else ""
    return before


def _for_journal(matter: Matter, name: str, value: Any) -> Any:
    """What the journal keeps of an earlier value; a long text is only said to have been there."""
    if isinstance(Matter._meta.get_field(name), models.TextField):
        return "…"
    return list(value) if isinstance(value, tuple) else str(value or "")


# Duties and the periods they lay out


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
    _refuse_if_stale(duty, seen)
    told = {
        "rule": rule,
        "section": section,
        "occasion": occasion.strip(),
        "number": number,
        "unit": unit,
    }
    before = {name: getattr(duty, name) for name, value in told.items() if getattr(duty, name) != value}
    if not before:
        raise Refused(_nothing_changed())
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


# What is owed


@transaction.atomic
def fulfil(
    period: OwedPeriod, *, by: Actor, evidence: tuple[str, str, str], on: date | None = None
) -> OwedPeriod:
    """Tell what was disclosed for the period; `evidence` is its kind, its text key and its name for people.

    `on` is the day it was disclosed, today unless told. The program may do it when it sees an item of
    the matter published. Raises Refused.
    """
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_fulfilling(period, by))
    refuse_if_any(policy.obstacles_to_evidence(evidence))
    day = on or clock.today()
    if day > clock.today():
        raise Refused(gettext("Give the day on which it was disclosed, not a day to come."))
    kind, key, label = evidence
    period.state, period.fulfilled_on = PeriodState.FULFILLED, day
    period.evidence_kind, period.evidence_key, period.evidence_label = kind[:50], key[:100], label[:300]
    period.proposed_excuse, period.proposed_by = "", None
    period.save()
    record(by, "inventory.fulfilled", period, evidence=key, on=day)
    return period


@transaction.atomic
def propose_excuse(period: OwedPeriod, *, reason: str, by: User) -> OwedPeriod:
    """Ask, as the section in charge, that nothing need be disclosed for the period. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_proposing(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    period.proposed_excuse, period.proposed_by = reason.strip(), by
    period.save()
    record(by, "inventory.excuse_proposed", period, reason=reason)
    return period


@transaction.atomic
def decline_excuse(period: OwedPeriod, *, reason: str, by: Actor) -> OwedPeriod:
    """Decide that the period stays owed, though the section asked. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_declining(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    period.proposed_excuse, period.proposed_by = "", None
    period.save()
    record(by, "inventory.excuse_declined", period, reason=reason)
    return period


@transaction.atomic
def excuse(period: OwedPeriod, *, reason: str, by: User) -> OwedPeriod:
    """Decide that nothing need be disclosed for the period, with the reason. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_excusing(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    period.state, period.excuse, period.excused_by = PeriodState.EXCUSED, reason.strip(), by
    period.proposed_excuse, period.proposed_by = "", None
    period.save()
    record(by, "inventory.excused", period, reason=reason)
    return period


@transaction.atomic
def reopen(period: OwedPeriod, *, reason: str, by: Actor) -> OwedPeriod:
    """Open a period again: what fulfilled it was withdrawn, or the excuse does not hold. Raises Refused."""
    period = _locked(period)
    refuse_if_any(policy.obstacles_to_reopening(period, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    earlier = period.evidence_key
    period.state, period.fulfilled_on, period.excuse, period.excused_by = PeriodState.OWED, None, "", None
    period.evidence_kind = period.evidence_key = period.evidence_label = ""
    period.save()
    record(by, "inventory.reopened", period, reason=reason, evidence=earlier)
    return period


def _locked(period: OwedPeriod) -> OwedPeriod:
    return OwedPeriod.objects.with_duty().select_for_update(of=("self",)).get(pk=period.pk)


# Priorities of a year and their tasks


@transaction.atomic
def set_priority(agency: Agency, *, year: int, title: str, by: Actor, source: str = "") -> WorkPriority:
    """Enter the work priorities of a year; `source` is the paper that sets them. Raises Refused."""
    priority = WorkPriority(agency=agency, year=year, title=title.strip(), source=source.strip())
    refuse_if_any(policy.obstacles_to_keeping(agency, by))
    refuse_if_any(policy.faults_of_priority(priority))
    priority.save(force_insert=True)
    record(by, "inventory.priorities_set", priority, year=year)
    return priority


@transaction.atomic
def add_task(
    priority: WorkPriority,
    *,
    text: str,
    due_on: date,
    by: Actor,
    section: Section | None = None,
    owner: User | None = None,
) -> Task:
    """Break a task out of the year's priorities, with who does it and until when. Raises Refused."""
    task = Task(priority=priority, text=text.strip(), due_on=due_on, section=section, owner=owner)
    refuse_if_any(policy.obstacles_to_keeping(priority.agency, by))
    refuse_if_any(policy.faults_of_task(task))
    task.save(force_insert=True)
    record(by, "inventory.task_added", task, due_on=due_on)
    return task


@transaction.atomic
def change_task(
    task: Task,
    *,
    text: str,
    due_on: date,
    by: Actor,
    section: Section | None = None,
    owner: User | None = None,
) -> Task:
    """Change what a task asks, of whom, and until when. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_changing_task(task, by))
    told = {"text": text.strip(), "due_on": due_on, "section": section, "owner": owner}
    before = {
        name: str(getattr(task, name) or "") for name, value in told.items() if getattr(task, name) != value
    }
    if not before:
        raise Refused(_nothing_changed())
    for name, value in told.items():
        setattr(task, name, value)
    refuse_if_any(policy.faults_of_task(task))
    task.save()
    record(by, "inventory.task_changed", task, before=before)
    return task


@transaction.atomic
def report_task(task: Task, *, evidence: str, by: User, remark: str = "") -> Task:
    """Report a task as done, with what shows it. The FOI office accepts next. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_reporting(task, by))
    if not evidence.strip():
        raise Refused(gettext("Say what shows that it was done."))
    task.evidence, task.remark = evidence.strip(), remark.strip()
    refuse_if_any(policy.faults_of_task(task))
    task.state, task.reported_by, task.reported_on = TaskState.REPORTED, by, clock.today()
    task.save()
    record(by, "inventory.task_reported", task)
    return task


@transaction.atomic
def accept_task(task: Task, *, by: Actor) -> Task:
    """Accept the report of a task: it is done. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_judging(task, by))
    task.state, task.accepted_on = TaskState.ACCEPTED, clock.today()
    task.save()
    record(by, "inventory.task_accepted", task)
    return task


@transaction.atomic
def return_task(task: Task, *, reason: str, by: Actor) -> Task:
    """Give the report of a task back with the reason: it is open again. Raises Refused."""
    task = locked(task)
    refuse_if_any(policy.obstacles_to_judging(task, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    task.state, task.remark = TaskState.OPEN, reason.strip()
    task.save()
    record(by, "inventory.task_returned", task, reason=reason)
    return task


# What several acts say


def _refuse_if_stale(row: Matter | DisclosureDuty, seen: int | None) -> None:
    if seen is not None and seen != row.revision:
        raise Refused(gettext("Somebody changed this after you opened it. Open it again and compare."))


def _nothing_changed() -> str:
    return gettext("Nothing is different. Change what is wrong, or leave it as it is.")


MOST_FAULTS = 20  # sentences; a wrong file has one for every line


def _first_of(faults: list[str]) -> list[str]:
    if len(faults) <= MOST_FAULTS:
        return faults
    more = gettext("%(count)s more lines are wrong.") % {"count": str(len(faults) - MOST_FAULTS)}
    return [*faults[:MOST_FAULTS], more]
