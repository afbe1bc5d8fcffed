"""How things of the inventory are said on a page: states with their signs, deadlines, tabs."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.inventory.due import standing, term_of
from gongkai.inventory.models import (
    DisclosureDuty,
    DueRule,
    Matter,
    OwedPeriod,
    Standing,
    Task,
    TaskState,
    Unit,
)
from gongkai.kit.counted_days import notice_missing
from gongkai.kit.waiting import Deadline, deadline_of, not_known
from gongkai.workdays.calendar import Calendar, CalendarMissing

# The sign beside each word, by the kinds of the status component.
SIGNS = {
    Standing.MISSED: "late",
    Standing.UNKNOWN: "late",
    Standing.SOON: "soon",
    Standing.OWED: "run",
    Standing.COMING: "new",
    Standing.FULFILLED: "fine",
    Standing.EXCUSED: "held",
}
# The order on the board: what presses first.
ORDER = tuple(SIGNS)


def status_of(period: OwedPeriod, today: date, soon: date) -> tuple[str, Any]:
    """Return the sign and the word for a period."""
    found = standing(period, today, soon)
    return SIGNS[found], found.label


def status_of_task(task: Task) -> tuple[str, Any]:
    if task.is_overdue:
        return "late", _("Overdue")
    signs = {TaskState.OPEN: "new", TaskState.REPORTED: "run", TaskState.ACCEPTED: "fine"}
    return signs[TaskState(task.state)], task.get_state_display()


def deadline(
    due_on: date | None, missing_year: int | None, today: date, calendar: Calendar
) -> Deadline | None:
    """Return the deadline as the desk's first page shows it; None where no limit holds."""
    if due_on is None:
        return not_known(notice_missing(missing_year)) if missing_year else None
    try:
        left = calendar.between(today, due_on)
    except CalendarMissing:
        left = (due_on - today).days
    return deadline_of(due_on, min(left, -1) if due_on < today else left)


def limit_in_words(duty: DisclosureDuty) -> str:
    """Return the time limit of a duty in words."""
    if duty.rule == DueRule.OWN:
        return _("%(number)s %(unit)s") % {"number": duty.number, "unit": duty.get_unit_display()}
    return rule_in_words(DueRule(duty.rule), clock.today())


def rule_in_words(rule: DueRule, day: date) -> str:
    """Return a rule with the days it gives on `day`, such as "双公示：7个工作日"."""
    term = term_of(rule, day)
    if term is None:
        return str(rule.label)
    return _("%(rule)s: %(number)s %(unit)s") % {
        "rule": rule.label,
        "number": term.value,
        "unit": Unit(term.unit).label,
    }


def read_limit_in_words(matter: Matter) -> str:
    """Return what was read from the printed limit; empty where it is no plain number of days."""
    if matter.limit_number is None:
        return ""
    told = {
        "number": matter.limit_number,
        "unit": matter.get_limit_unit_display(),
        "origin": matter.get_limit_from_display(),
    }
    return (_("%(number)s %(unit)s, %(origin)s") if matter.limit_from else _("%(number)s %(unit)s")) % told


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the pages of the room beside each other: label, address, whether it is this one."""
    pages = (
        ("board", _("Disclosure board"), "desk:inventory_board"),
        ("periods", _("All owed periods"), "desk:owed_period_list"),
        ("matters", _("Inventory of matters"), "desk:matter_list"),
        ("tasks", _("Tasks of the year"), "desk:task_list"),
    )
    return [(label, reverse(name), key == here) for key, label, name in pages]
