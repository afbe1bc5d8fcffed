"""What a dispute asks for next, and by when, as people read it.

The periods of procedure run in calendar days, so what is left is told in days, weekends included; the
filing of a lost case has working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from gongkai.disputes import limits
from gongkai.disputes.models import Dispute, Procedure
from gongkai.kit.waiting import SOON, Deadline, deadline_of, not_known
from gongkai.law.deadlines import working_days_left
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar


@dataclass(frozen=True)
class Next:
    """What the office owes next in a dispute: the words for it, and its deadline, where one was reckoned."""

    what: str
    deadline: Deadline | None


def next_of(dispute: Dispute, today: date) -> Next | None:
    """Return what is owed next with a day of its own: the defence, or the filing of a lost case."""
    if dispute.owes_defence:
        return Next(
            _("Hand in the defence"),
            _deadline(dispute.defence_due_on, dispute.defence_due_unknown_year, today),
        )
    if dispute.owes_filing:
        return Next(
            _("Report the lost case to the district"),
            _deadline_in_working_days(dispute.filing_due_on, dispute.filing_due_unknown_year, today),
        )
    return None


def deadline_in_days(due_on: date, today: date) -> Deadline:
    """Tell how many calendar days are left until `due_on` (0: today is the last day; negative: overdue)."""
    left = (due_on - today).days
    day = formats.date_format(due_on, "MONTH_DAY_FORMAT")
    if left < 0:
        unit = npgettext("after a number", "day", "days", -left)
        by = _("was due on %(day)s") % {"day": day}
        return Deadline("late", _("overdue"), -left, unit, by, (1, left))
    unit = npgettext("after a number", "day", "days", left)
    kind = "soon" if left <= SOON else "plain"
    return Deadline(kind, _("left"), left, unit, _("by %(day)s") % {"day": day}, (2, left))


def _deadline(due_on: date | None, unknown_year: int | None, today: date) -> Deadline | None:
    if unknown_year:
        return not_known(
            _("The holiday notice for %(year)s is not loaded yet.") % {"year": str(unknown_year)}
        )
    return deadline_in_days(due_on, today) if due_on else None


def _deadline_in_working_days(due_on: date | None, unknown_year: int | None, today: date) -> Deadline | None:
    """Tell how many working days are left: the filing's limit is counted in them."""
    if due_on is None or unknown_year:
        return _deadline(due_on, unknown_year, today)
    try:
        return deadline_of(due_on, working_days_left(due_on, today, loaded_calendar()))
    except CalendarMissing:
        return deadline_in_days(due_on, today)


def panel_of(dispute: Dispute, today: date) -> dict[str, Any] | None:
    """Return the deadline panel of a dispute's page: what is owed, by when, and which rule says so."""
    owed = next_of(dispute, today)
    if owed is None or owed.deadline is None:
        return None
    due = owed.deadline
    return {
        "kind": due.kind,
        "what": owed.what,
        "word": due.word if due.kind == "late" else "",
        "number": due.number,
        "unit": due.unit,
        "by": due.by,
        "why": _rule_of(dispute),
    }


def _rule_of(dispute: Dispute) -> str:
    if dispute.owes_filing:
        return _("Counted from the day the decision was served. The office sets this period itself.")
    term = limits.defence_term(
        suit=dispute.is_suit,
        simple=dispute.procedure == Procedure.SIMPLE,
        opened_on=dispute.opened_on,
    )
    return ngettext(
        "%(count)s day from service: %(article)s. A last day that is no working day moves to the next one.",
        "%(count)s days from service: %(article)s. A last day that is no working day moves to the next one.",
        term.value,
    ) % {"count": term.value, "article": term.article}
