"""Obstacles that many acts share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, EntryKind
from gongkai.law.deadlines import Reckoning, State, UnlawfulLedger
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def only_open(case: Case) -> Iterator[str]:
    if case.withdrawn_on:
        yield _("This request was withdrawn on %(day)s.") % {"day": date_format(case.withdrawn_on)}
    elif case.concluded_on:
        yield _("This request was concluded on %(day)s.") % {"day": date_format(case.concluded_on)}


def only_received(case: Case) -> Iterator[str]:
    if not case.is_received:
        yield _("The receipt is not confirmed with the requester yet. Confirm it first.")


def only_the_officer(case: Case, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency does this.")


def in_the_future(day: date) -> str:
    return _("%(day)s lies in the future.") % {"day": date_format(day)}


def out_of_place(case: Case, day: date) -> Iterator[str]:
    """Say why nothing can have happened in the case on that day: not before receipt, not in the future."""
    if day > clock.today():
        yield in_the_future(day)
    if case.received_on and day < case.received_on:
        yield _("The request was received on %(day)s; this cannot lie before it.") % {
            "day": date_format(case.received_on)
        }


def has_entry(case: Case, kind: EntryKind) -> bool:
    """Say whether the case's ledger holds a line of that kind. Uses what was fetched with the case."""
    return any(entry.kind == kind for entry in case.entries.all())


def stands(case: Case, kind: EntryKind) -> bool:
    """Say whether an extension or a later date of the ledger still stands.

    Both belong to the period they were decided in and lapse when it starts anew: on a clarification that was
    asked for in time, and on a payment. Uses what was fetched with the case.
    """
    found = False
    for entry in sorted(case.entries.all(), key=lambda entry: (entry.on, entry.pk)):
        if entry.kind == kind:
            found = True
        elif entry.kind == EntryKind.FEE_PAID or (
            entry.kind == EntryKind.CLARIFICATION_RECEIVED and entry.on == _counted_from(case)
        ):
            found = False
    return found


def _counted_from(case: Case) -> date | None:
    reckoned = reckoned_today(case)
    return reckoned.counted_from if isinstance(reckoned, Reckoning) else None


def reckoned_today(case: Case) -> Reckoning | str:
    """Return what the ledger of a received case comes to today, or the sentence why that cannot be told."""
    try:
        return case.reckoning(loaded_calendar(), clock.today())
    except CalendarMissing as missing:
        return str(missing)
    except UnlawfulLedger as unlawful:
        return unlawful.sentence


def only_running(case: Case) -> Iterator[str]:
    """Say that a period that stands still is not made longer: it starts anew once the requester has acted."""
    if not case.is_received or case.due_on or case.due_unknown_year:
        return
    reckoned = reckoned_today(case)
    if isinstance(reckoned, Reckoning) and reckoned.state in {
        State.WAITING_CLARIFICATION,
        State.WAITING_FEE,
        State.ABANDONED,
    }:
        yield _("The period stands still while the requester is waited for, and starts anew afterwards.")


def names_the_requester(case: Case, text: str) -> Iterator[str]:
    """Say that a letter to somebody else must not tell who made the request."""
    name = case.requester_name.strip()
    if len(name) > 1 and name in text:
        yield _("This letter does not say who made the request. Leave out the name.")
