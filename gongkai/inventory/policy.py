"""Who keeps the inventory, who owes what, and why something cannot be so."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.actor import PROGRAM
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.inventory.due import term_of
from gongkai.inventory.models import (
    LONGEST_TEXT,
    DisclosureDuty,
    DueRule,
    GrassRootsLevel,
    Matter,
    MatterChannel,
    OwedPeriod,
    PeriodState,
    Task,
    TaskState,
    WorkPriority,
)
from gongkai.inventory.rhythms import Rhythm

KEEPERS = (Duty.FOI_OFFICER, Duty.FOI_HEAD)
OWING = (Duty.INFORMATION_OFFICER, Duty.SECTION_HEAD)

FIRST_YEAR = 2008  # the Regulations of 2007 came into force on 1 May 2008
YEARS_AHEAD = 5


def keeps(by: Actor, agency: Agency) -> bool:
    return any(by.has_duty(duty, agency) for duty in KEEPERS)


def works_in(by: Actor, agency: Agency, section: Section | None) -> bool:
    """Say whether `by` is information officer or head of this section."""
    return section is not None and any(by.has_duty(duty, agency, section) for duty in OWING)


def obstacles_to_keeping(agency: Agency, by: Actor) -> Iterator[str]:
    """Say why `by` does not keep the inventory of the agency."""
    if not keeps(by, agency):
        yield _("Only the FOI officer and the head of the FOI office of this agency keep the inventory.")


# Matters


def obstacles_to_changing(matter: Matter, by: Actor) -> Iterator[str]:
    yield from obstacles_to_keeping(matter.agency, by)
    if matter.ended_on is not None:
        yield _("This matter ended on %(day)s. It stays as it is.") % {"day": date_format(matter.ended_on)}


def obstacles_to_ending(matter: Matter, by: Actor) -> Iterator[str]:
    yield from obstacles_to_changing(matter, by)
    if matter.pk and matter.duties.standing().exists():
        yield _("Something is still owed on this matter by calendar. End its duties first.")


def faults_of_matter(matter: Matter) -> Iterator[str]:
    """Say what is missing, too long or cannot stand in a matter."""
    yield from faults_of(matter)
    for name, known in (("channels", MatterChannel), ("levels", GrassRootsLevel)):
        if set(getattr(matter, name)) - set(known.values):
            yield _("%(field)s: this is none of the list.") % {"field": _label(matter, name)}
    for name in ("content_elements", "legal_basis"):
        if len(getattr(matter, name)) > LONGEST_TEXT:
            yield _("%(field)s: at most %(most)s characters.") % {
                "field": _label(matter, name),
                "most": f"{LONGEST_TEXT:,}",
            }
    yield from _of_the_agency(matter.section, matter.agency)
    if matter.responsible is not None and matter.responsible.agency_id != matter.agency_id:
        yield _("This person belongs to another agency.")


def obstacles_to_code(matter: Matter) -> Iterator[str]:
    """Say that another matter of the agency has this code, in force or ended."""
    others = Matter.objects.filter(agency=matter.agency_id, code=matter.code).exclude(pk=matter.pk)
    if others.exists():
        yield _("The code %(code)s is taken by another matter of this agency.") % {"code": matter.code}


# Duties


def faults_of_duty(duty: DisclosureDuty) -> Iterator[str]:
    yield from faults_of(duty)
    yield from _of_the_agency(duty.section if duty.section_id else None, duty.matter.agency)
    if duty.rule == DueRule.OWN and (duty.number is None or not duty.unit):
        yield _("Give the number and its unit, or choose a rule of law.")
    if duty.rule not in {"", DueRule.OWN} and duty.since and term_of(duty.rule, duty.since) is None:
        yield _("On %(day)s the law knew no such time limit. Choose another one or a later day.") % {
            "day": date_format(duty.since)
        }
    if duty.rhythm == Rhythm.PER_EVENT and not duty.occasion.strip():
        yield _("Say which occasion starts the time limit.")
    if duty.since and not FIRST_YEAR <= duty.since.year <= clock.today().year + YEARS_AHEAD:
        yield _("Give a first period from %(first)s to %(last)s.") % {
            "first": str(FIRST_YEAR),
            "last": str(clock.today().year + YEARS_AHEAD),
        }


def obstacles_to_adding_duty(matter: Matter, by: Actor) -> Iterator[str]:
    yield from obstacles_to_changing(matter, by)


def obstacles_to_duty(duty: DisclosureDuty, by: Actor) -> Iterator[str]:
    """Say why `by` cannot change the duty or end it."""
    yield from obstacles_to_keeping(duty.agency, by)
    if duty.until is not None:
        yield _("This duty is owed until %(day)s only. It stays as it is.") % {"day": date_format(duty.until)}


def obstacles_to_trigger(duty: DisclosureDuty, by: Actor, day: date | None = None) -> Iterator[str]:
    """Say why no occasion (on `day`, where it is known already) can be recorded for the duty."""
    if by is not PROGRAM and not keeps(by, duty.agency) and not works_in(by, duty.agency, duty.section):
        yield _("Only the FOI office and the section in charge record when it happened.")
    if duty.rhythm != Rhythm.PER_EVENT:
        yield _("This duty follows the calendar. Its periods are there without an occasion.")
    if duty.until is not None:
        yield _("This duty is owed until %(day)s only. It stays as it is.") % {"day": date_format(duty.until)}
    if day is not None:
        if day > clock.today():
            yield _("%(day)s lies in the future. Record it when it has happened.") % {"day": date_format(day)}
        if day < duty.since:
            yield _("This duty is owed from %(day)s on.") % {"day": date_format(duty.since)}


# Periods


def obstacles_to_fulfilling(period: OwedPeriod, by: Actor) -> Iterator[str]:
    """Say why `by` cannot tell that the period was done. The program may: it sees the item published."""
    duty = period.duty
    if by is not PROGRAM and not keeps(by, period.agency) and not works_in(by, period.agency, duty.section):
        yield _("Only the FOI office and the section in charge say what was disclosed.")
    yield from _decided(period)
    if period.starts_on > clock.today():
        yield _("This period begins on %(day)s.") % {"day": date_format(period.starts_on)}


def obstacles_to_excusing(period: OwedPeriod, by: Actor) -> Iterator[str]:
    if not keeps(by, period.agency):
        yield _("Only the FOI officer and the head of the FOI office excuse a period.")
    yield from _decided(period)


def obstacles_to_proposing(period: OwedPeriod, by: Actor) -> Iterator[str]:
    """Say why `by` cannot ask that nothing need be disclosed for the period."""
    if not works_in(by, period.agency, period.duty.section):
        yield _("Only the section in charge asks for this.")
    yield from _decided(period)
    if period.proposed_excuse:
        yield _("The section has asked already. The FOI office decides next.")


def obstacles_to_declining(period: OwedPeriod, by: Actor) -> Iterator[str]:
    yield from obstacles_to_excusing(period, by)
    if not period.proposed_excuse:
        yield _("The section has not asked for it.")


def obstacles_to_reopening(period: OwedPeriod, by: Actor) -> Iterator[str]:
    if by is not PROGRAM and not keeps(by, period.agency):
        yield _("Only the FOI officer and the head of the FOI office open a period again.")
    if period.state == PeriodState.OWED:
        yield _("This period is open.")


def obstacles_to_evidence(evidence: tuple[str, str, str]) -> Iterator[str]:
    kind, key, label = evidence
    if not (kind.strip() and key.strip() and label.strip()):
        yield _("Say what was disclosed.")


def _decided(period: OwedPeriod) -> Iterator[str]:
    if period.state == PeriodState.FULFILLED:
        yield _("Disclosed already: %(what)s.") % {"what": period.evidence_label}
    if period.state == PeriodState.EXCUSED:
        yield _("For this period nothing need be disclosed: %(reason)s") % {"reason": period.excuse}


# Priorities and tasks


def faults_of_priority(priority: WorkPriority) -> Iterator[str]:
    yield from faults_of(priority)
    last = clock.today().year + 1
    if isinstance(priority.year, int) and not FIRST_YEAR <= priority.year <= last:
        yield _("Give a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": last}
    same = WorkPriority.objects.filter(agency=priority.agency, year=priority.year, title=priority.title)
    if same.exclude(pk=priority.pk).exists():
        yield _("Work priorities with this title are there for %(year)s already.") % {
            "year": str(priority.year)
        }


def faults_of_task(task: Task) -> Iterator[str]:
    yield from faults_of(task)
    yield from _of_the_agency(task.section, task.agency)
    if task.owner is not None and task.owner.agency_id != task.agency.pk:
        yield _("This person belongs to another agency.")
    if task.section is None and task.owner is None:
        yield _("Say which section or which person does it.")


def obstacles_to_changing_task(task: Task, by: Actor) -> Iterator[str]:
    yield from obstacles_to_keeping(task.agency, by)
    if task.state == TaskState.ACCEPTED:
        yield _("This task is done and accepted.")


def obstacles_to_reporting(task: Task, by: Actor) -> Iterator[str]:
    """Say why `by` cannot report the task: its owner does, the section in charge, or the FOI office."""
    owner = task.owner is not None and task.owner.key == by.key
    if not owner and not works_in(by, task.agency, task.section) and not keeps(by, task.agency):
        yield _("Only the person or the section in charge reports this task.")
    if task.state == TaskState.REPORTED:
        yield _("It is reported already. The FOI office looks at it next.")
    if task.state == TaskState.ACCEPTED:
        yield _("This task is done and accepted.")


def obstacles_to_judging(task: Task, by: Actor) -> Iterator[str]:
    """Say why `by` can neither accept the report nor give it back."""
    yield from obstacles_to_keeping(task.agency, by)
    if task.state != TaskState.REPORTED:
        yield (
            _("Nothing is reported yet.")
            if task.state == TaskState.OPEN
            else _("This task is done and accepted.")
        )


# What all have


def obstacles_to_blank_reason(reason: str) -> Iterator[str]:
    if not reason.strip():
        yield _("Give the reason.")


def faults_of(row: Model) -> Iterator[str]:
    """Say what is missing, too long or none of its choices."""
    try:
        row.clean_fields()
    except ValidationError as errors:
        for name, faults in errors.message_dict.items():
            for fault in faults:
                yield _("%(field)s: %(fault)s") % {"field": _label(row, name), "fault": fault}


def _label(row: Model, name: str) -> Any:
    return row._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _of_the_agency(section: Section | None, agency: Agency) -> Iterator[str]:
    if section is not None and section.agency_id != agency.pk:
        yield _("This section belongs to another agency.")
