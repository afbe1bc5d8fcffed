"""What every act of a case does: locking it, writing its ledger, filing its papers, writing its letters."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

from gongkai.acts import PROGRAM, Actor, Refused, clock
from gongkai.acts.inserting import insert
from gongkai.agencies.numbering import next_serial
from gongkai.cases import ledger, letters
from gongkai.cases.drawing import set_letter
from gongkai.cases.models import (
    Case,
    EntryKind,
    LedgerEntry,
    LetterKind,
    OutgoingLetter,
    Paper,
    Reply,
    Timeliness,
)
from gongkai.files.storing import store
from gongkai.law.deadlines import UnlawfulLedger
from gongkai.people.models import User
from gongkai.typesetting.letters import Letter
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def locked_case(case: Case) -> Case:
    """Fetch the case anew and lock it until the transaction ends. Every act on a case begins with it.

    Only what never changes is fetched along: PostgreSQL, having waited for a lock, joins the changed row
    with the rows it found before, and a section named meanwhile would look like none.
    """
    return Case.objects.select_for_update(of=("self",)).select_related("agency", "request").get(pk=case.pk)


def locked_reply(reply: Reply) -> Reply:
    # The case is locked first, always, so that two acts on one case cannot wait for each other.
    case = locked_case(reply.case)
    reply = Reply.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=reply.pk)
    reply.case = case
    return reply


def locked_letter(letter: OutgoingLetter) -> OutgoingLetter:
    case = locked_case(letter.case)
    letter = (
        OutgoingLetter.objects.select_for_update(of=("self",)).select_related("docx", "pdf").get(pk=letter.pk)
    )
    letter.case = case
    return letter


def due_day_of(case: Case, calendar: Calendar) -> tuple[date | None, int | None]:
    """Return the due day of a case, or the year whose holiday notice is missing.

    The term a decision set for a new reply stands, whatever the ledger says; before receipt nothing runs.
    """
    if case.received_on is None:
        return None, None
    if case.ordered_due_on:
        return case.ordered_due_on, None
    lines = list(LedgerEntry.objects.filter(case=case)) if case.pk else []
    return ledger.due_day(case.received_on, lines, calendar)


def timeliness_of(case: Case, concluded_on: date, calendar: Calendar) -> str:
    """Return how a case concluded on that day kept its period; empty when that cannot be told yet."""
    if case.ordered_due_on:
        return Timeliness.ON_TIME if concluded_on <= case.ordered_due_on else Timeliness.LATE
    lines = list(LedgerEntry.objects.filter(case=case))
    return ledger.timeliness(case.day_received, lines, concluded_on, calendar)


def enter(case: Case, kind: EntryKind, on: date, by: Actor, *, note: str = "", **data: Any) -> LedgerEntry:
    """Write a line into the ledger and derive the due day anew. Raises Refused when it is unlawful."""
    entry = LedgerEntry.objects.create(
        case=case, kind=kind, on=on, data=data, note=note, entered_by=by.key, entered_at=clock.now()
    )
    reckon_anew(case, on, closing=kind in ledger.CLOSING)
    return entry


def change_entry(entry: LedgerEntry, case: Case, **data: Any) -> None:
    """Complete a line of the ledger with what is known by now (a delivery, an answer); reckon anew."""
    entry.data = entry.data | data
    entry.save(update_fields=["data"])
    reckon_anew(case, clock.today())


def reckon_anew(case: Case, on: date, *, closing: bool = False) -> None:
    """Check the ledger against the law and remember the due day. Raises Refused when it is unlawful."""
    calendar = loaded_calendar()
    lines = list(LedgerEntry.objects.filter(case=case))
    try:
        ledger.reckoning(case.day_received, lines, calendar, on)
    except UnlawfulLedger as unlawful:
        raise Refused(unlawful.sentence) from None
    except CalendarMissing:
        pass  # What the calendar cannot tell yet is not held against the line.
    if not closing:
        case.due_on, case.due_unknown_year = due_day_of(case, calendar)
        case.save(update_fields=["due_on", "due_unknown_year"])


def conclude(case: Case, on: date, outcome_code: str, *, withdrawn_on: date | None = None) -> None:
    case.concluded_on, case.withdrawn_on, case.outcome = on, withdrawn_on, outcome_code
    case.timeliness = timeliness_of(case, on, loaded_calendar())
    case.save(update_fields=["concluded_on", "withdrawn_on", "outcome", "timeliness"])


def file_paper(
    case: Case, file: BinaryIO | Any, *, kind: str, title: str, on: date, by: Actor, name: str = ""
) -> Paper:
    stored = store(file, name=name or file.name, by=by, agency=case.agency)
    return Paper.objects.create(case=case, file=stored, kind=kind, title=title[:200] or stored.name, on=on)


def write_letter(
    case: Case,
    kind: LetterKind,
    letter: Letter,
    *,
    by: User | None,
    recipient: str,
    address: str = "",
    until: date | None = None,
    drawn_later: bool = False,
) -> OutgoingLetter:
    """Give a letter its number, freeze it and set it as DOCX and PDF. It is sent by another act.

    The number is taken inside the transaction, so a letter that fails leaves no gap. With `drawn_later` the
    files are made when somebody asks for them first, see `gongkai.cases.drawing`.
    """
    today = clock.today()
    serial = next_serial(case.agency, f"letters.{kind}", today.year)
    number = letters.letter_number(case.agency, kind, today.year, serial)
    letter = letters.with_number(letter, number)
    docx = pdf = None
    if not drawn_later:
        docx, pdf = set_letter(letter, by=by or PROGRAM, agency=case.agency)
    row = OutgoingLetter(
        agency=case.agency,
        case=case,
        kind=kind,
        number=number,
        recipient=recipient,
        recipient_address=address,
        content=letters.frozen(letter),
        docx=docx,
        pdf=pdf,
        written_by=by,
        written_at=clock.now(),
        signed_on=letter.signed_on,
        until=until,
    )
    return insert(row)


def beginning(description: str) -> str:
    """Return the beginning of a text, to stand for it in lists."""
    first = next((line.strip() for line in description.splitlines() if line.strip()), "")
    return first if len(first) <= 40 else f"{first[:39]}…"
