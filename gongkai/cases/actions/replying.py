"""What can happen to a case: registered, extended, replied to, delivered, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.numbering import next_serial
from gongkai.cases import ledger, letters, policy, receipt
from gongkai.cases.models import (
    Case,
    DeliveredHow,
    EntryKind,
    FeeReceipt,
    LedgerEntry,
    Paper,
    PaperKind,
    Reply,
    ReplyState,
)
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.deadlines import UnlawfulLedger
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import outcome
from gongkai.people.models import User
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import letter_docx
from gongkai.typesetting.letters import Letter
from gongkai.typesetting.pdf import letter_pdf
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

label_acts(
    {
        "cases.registered": _("Registered"),
        "cases.section_assigned": _("Handling section named"),
        "cases.extended": _("Period extended"),
        "cases.withdrawn": _("Withdrawn by the requester"),
        "cases.reply_proposed": _("Reply proposed"),
        "cases.reply_checked": _("Reply checked by the legal counsel"),
        "cases.reply_sent_back": _("Reply sent back"),
        "cases.reply_signed": _("Reply signed"),
        "cases.reply_sent": _("Reply sent"),
        "cases.reply_delivered": _("Reply delivered"),
        "cases.fee_received": _("Fee received"),
        "cases.paper_added": _("Paper added"),
        "cases.contact_shown": _("Contact shown"),
    }
)

# Word types of the stored letters; the file names carry them.
DOCX, PDF = "docx", "pdf"


@dataclass(frozen=True)
class Contact:
    """How to reach the requester, and who that is; shown only when asked for."""

    contact: str
    identity_number: str


@transaction.atomic
def register(
    agency: Agency,
    *,
    by: User,
    how_came: str,
    requester_name: str,
    requester_contact: str,
    description: str,
    submitted_on: date,
    arrived_on: date,
    title: str = "",
    received_on: date | None = None,
    confirmed_on: date | None = None,
    confirmed_how: str = "",
    requester_kind: str = RequesterKind.NATURAL_PERSON,
    identity_number: str = "",
    form_wanted: str = "",
    delivery_wanted: str = "",
    handling_section: Section | None = None,
    scans: Iterable[Any] = (),
) -> Case:
    """Register a request: it gets its number, its due day and a receipt letter.

    The day of legal receipt follows from the way it came; `received_on`, where given, has to agree.
    `confirmed_on` and `confirmed_how` tell when and how it was confirmed with the requester. `title`
    is the matter in a few words (else the beginning of the description); `scans` are uploaded files.
    Where the calendar ends before the period does the request is registered all the same; the due
    day then names the holiday notice that is missing.

    Raises Refused when the days do not agree, something is missing, or `by` may not.

    Law: Regulations (2019), arts. 29, 31, 45; (2007), art. 20; 国办公开办函〔2015〕207号.
    """
    refuse_if_any(
        policy.obstacles_to_registering(
            agency,
            by,
            how_came=how_came,
            submitted_on=submitted_on,
            arrived_on=arrived_on,
            received_on=received_on,
            confirmed_on=confirmed_on,
            confirmed_how=confirmed_how,
            requester_name=requester_name,
            requester_contact=requester_contact,
            description=description,
        )
    )
    received = receipt.received_on(how_came, arrived_on, confirmed_on)
    if received is None:  # The policy asked for the confirmation before.
        raise ValueError(how_came)
    serial = next_serial(agency, "cases", received.year)
    due_on, due_unknown_year = ledger.due_day(received, [], loaded_calendar())
    case = Case.objects.create(
        agency=agency,
        year=received.year,
        serial=serial,
        number=letters.case_number(agency, received.year, serial),
        title=title.strip() or _beginning(description),
        description=description,
        form_wanted=form_wanted,
        delivery_wanted=delivery_wanted,
        how_came=how_came,
        requester_name=requester_name.strip(),
        requester_kind=requester_kind,
        requester_contact=requester_contact,
        identity_number=identity_number,
        submitted_on=submitted_on,
        arrived_on=arrived_on,
        received_on=received,
        confirmed_on=confirmed_on,
        confirmed_how=confirmed_how,
        due_on=due_on,
        due_unknown_year=due_unknown_year,
        registered_at=clock.now(),
    )
    if handling_section:
        refuse_if_any(policy.obstacles_to_assigning_a_section(case, handling_section, by))
        case.handling_section = handling_section
        case.save(update_fields=["handling_section"])
    for scan in scans:
        _file_paper(case, scan, kind=PaperKind.INCOMING, title=scan.name, on=arrived_on, by=by)
    _file_letter(case, letters.receipt_letter(case, clock.today()), name="登记回执", by=by)
    record(
        by,
        "cases.registered",
        case,
        how_came=how_came,
        submitted_on=submitted_on,
        arrived_on=arrived_on,
        received_on=received,
        due_on=due_on,
    )
    return case


@transaction.atomic
def assign_section(case: Case, section: Section | None, *, by: User) -> Case:
    """Name the section that finds the information; its head may then read the case. None takes it back."""
    case = _locked(case)
    refuse_if_any(policy.obstacles_to_assigning_a_section(case, section, by))
    case.handling_section = section
    case.save(update_fields=["handling_section"])
    record(by, "cases.section_assigned", case, section=section.name if section else "")
    return case


@transaction.atomic
def extend(case: Case, *, by: User, days: int, reason: str, on: date | None = None) -> Case:
    """Extend the period by `days` working days (1 to 20, under the Regulations of 2007 1 to 15).

    `on` is the day of the decision (today). A notice to the requester is filed.

    Raises Refused when the period was extended before, has ended, or `by` is not the head of the FOI office.

    Law: Regulations (2019), art. 33; (2007), art. 24.
    """
    case = _locked(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_extending(case, by, days=days, on=on, reason=reason))
    _enter(case, EntryKind.EXTENSION, on, by, days=days)
    letter = letters.extension_letter(case, days=days, on=on, reason=reason)
    _file_letter(case, letter, name="延期答复告知书", by=by)
    record(by, "cases.extended", case, reason=reason, days=days, on=on, due_on=case.due_on)
    return case


@transaction.atomic
def withdraw(case: Case, *, by: User, on: date | None = None, note: str = "") -> Case:
    """Conclude a case because the requester withdrew the request on `on`; a reply under way is dropped.

    Raises Refused when it is concluded already or `by` may not.
    """
    case = _locked(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_withdrawing(case, by, on=on))
    _enter(case, EntryKind.WITHDRAWN, on, by)
    case.replies.filter(state__in=[ReplyState.PROPOSED, ReplyState.CHECKED, ReplyState.SIGNED]).update(
        state=ReplyState.DROPPED
    )
    _conclude(case, on, "withdrawn", withdrawn_on=on)
    record(by, "cases.withdrawn", case, reason=note, on=on)
    return case


@transaction.atomic
def propose_reply(
    case: Case,
    *,
    by: User,
    outcome_code: str,
    text: str,
    ground: str = "",
    reasons: str = "",
    enclosures: Iterable[Paper] = (),
) -> Reply:
    """Propose a reply of that kind; the legal counsel checks it next.

    `outcome_code` is a kind of reply open under the Regulations that govern the case; `ground` and
    `reasons` are needed where it withholds or cannot provide. `enclosures` are papers of this case.

    Raises Refused when there is a reply already, the kind is not open, or something is missing.

    Law: Regulations (2019), arts. 36 to 40; (2007), arts. 21 and 22.
    """
    case = _locked(case)
    enclosures = list(enclosures)
    refuse_if_any(
        policy.obstacles_to_proposing(
            case,
            by,
            outcome_code=outcome_code,
            ground=ground,
            reasons=reasons,
            text=text,
            enclosures=enclosures,
        )
    )
    reply = Reply.objects.create(
        case=case,
        outcome=outcome_code,
        ground=ground.strip() or letters.default_ground(outcome(outcome_code), case.received_on),
        reasons=reasons,
        text=text,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    reply.enclosures.set(enclosures)
    record(by, "cases.reply_proposed", case, outcome=outcome_code)
    return reply


@transaction.atomic
def legal_check(reply: Reply, *, by: User, opinion: str) -> Reply:
    """Record the legal counsel's written opinion; the responsible leader signs next.

    Raises Refused when the reply does not wait for it or `by` proposed it.
    """
    reply = _locked_reply(reply)
    refuse_if_any(policy.obstacles_to_checking(reply, by, opinion=opinion))
    reply.state = ReplyState.CHECKED
    reply.legal_opinion = opinion
    reply.checked_by, reply.checked_at = by, clock.now()
    reply.save(update_fields=["state", "legal_opinion", "checked_by", "checked_at"])
    record(by, "cases.reply_checked", reply.case, reason=opinion)
    return reply


@transaction.atomic
def send_back(reply: Reply, *, by: User, reason: str) -> Reply:
    """Send a reply back, to be proposed anew: the counsel at the legal check, the leader at the signature."""
    reply = _locked_reply(reply)
    refuse_if_any(policy.obstacles_to_sending_back(reply, by, reason=reason))
    reply.state = ReplyState.SENT_BACK
    reply.sent_back_by, reply.sent_back_at, reply.sent_back_reason = by, clock.now(), reason
    reply.save(update_fields=["state", "sent_back_by", "sent_back_at", "sent_back_reason"])
    record(by, "cases.reply_sent_back", reply.case, reason=reason)
    return reply


@transaction.atomic
def sign(reply: Reply, *, by: User) -> Reply:
    """Sign a checked reply: it gets its number, and its letter is frozen as DOCX and PDF.

    Without fonts for every character there is no PDF; the DOCX goes out. Raises Refused when `by`
    proposed or checked it, or it does not wait for a signature.
    """
    reply = _locked_reply(reply)
    refuse_if_any(policy.obstacles_to_signing(reply, by))
    today = clock.today()
    agency = reply.case.agency
    reply.number = letters.reply_number(agency, today.year, next_serial(agency, "replies", today.year))
    letter = letters.reply_letter(reply, number=reply.number, on=today, enclosures=_names(reply))
    reply.letter = letters.frozen(letter)
    reply.docx, reply.pdf = _set_letter(reply.case, letter, name=letter.title, by=by)
    reply.state = ReplyState.SIGNED
    reply.signed_by, reply.signed_at, reply.signed_on = by, clock.now(), today
    reply.save(
        update_fields=["number", "letter", "docx", "pdf", "state", "signed_by", "signed_at", "signed_on"]
    )
    record(by, "cases.reply_signed", reply.case, number=reply.number)
    return reply


@transaction.atomic
def deliver(
    reply: Reply,
    *,
    by: User,
    to: str,
    how: str,
    sent_on: date | None = None,
    delivered_on: date | None = None,
    tracking_number: str = "",
    note: str = "",
    late_reason: str = "",
) -> Reply:
    """Record that a signed reply was sent, which concludes the case.

    `to` is the recipient as the sender read it; it has to be the requester. `sent_on` (today, not
    before the signature) is the day that decides whether the reply is in time; `delivered_on`, the
    day it arrived, may come later by `record_arrival`. What is handed over arrives the same day.

    Raises Refused when the recipient is another, days are out of order, or a late reply has no reason.

    Law: 国办公开办函〔2016〕235号.
    """
    reply = _locked_reply(reply)
    case = reply.case
    sent_on = sent_on or clock.today()
    if how == DeliveredHow.IN_PERSON:
        delivered_on = delivered_on or sent_on
    refuse_if_any(
        policy.obstacles_to_delivering(
            reply,
            by,
            to=to,
            sent_on=sent_on,
            delivered_on=delivered_on,
            how=how,
            tracking_number=tracking_number,
            late_reason=late_reason,
        )
    )
    reply.state = ReplyState.DELIVERED if delivered_on else ReplyState.SENT
    reply.sent_on, reply.delivered_on = sent_on, delivered_on
    reply.delivered_how, reply.tracking_number, reply.delivery_note = how, tracking_number.strip(), note
    reply.save(
        update_fields=[
            "state",
            "sent_on",
            "delivered_on",
            "delivered_how",
            "tracking_number",
            "delivery_note",
        ]
    )
    _enter(case, EntryKind.REPLY_SENT, sent_on, by)
    _conclude(case, sent_on, reply.outcome)
    record(
        by,
        "cases.reply_sent",
        case,
        reason=late_reason,
        number=reply.number,
        sent_on=sent_on,
        delivered_on=delivered_on,
        how=how,
        timeliness=case.timeliness,
    )
    return reply


@transaction.atomic
def record_arrival(reply: Reply, *, by: User, delivered_on: date, note: str = "") -> Reply:
    """Record the day on which a reply that was sent reached the requester."""
    reply = _locked_reply(reply)
    refuse_if_any(policy.obstacles_to_recording_arrival(reply, by, delivered_on=delivered_on))
    reply.state = ReplyState.DELIVERED
    reply.delivered_on = delivered_on
    reply.delivery_note = note or reply.delivery_note
    reply.save(update_fields=["state", "delivered_on", "delivery_note"])
    record(by, "cases.reply_delivered", reply.case, reason=note, delivered_on=delivered_on)
    return reply


@transaction.atomic
def record_fee(case: Case, *, by: User, amount: Decimal, received_on: date) -> FeeReceipt:
    """Record money received for a case, in yuan (row 7 of the table of 2018)."""
    case = _locked(case)
    refuse_if_any(policy.obstacles_to_recording_a_fee(case, by, amount=amount, received_on=received_on))
    fee = FeeReceipt.objects.create(case=case, amount=amount, received_on=received_on)
    record(by, "cases.fee_received", case, amount=str(amount), received_on=received_on)
    return fee


@transaction.atomic
def add_papers(
    case: Case, files: Iterable[Any], *, by: User, kind: str, on: date | None = None, title: str = ""
) -> list[Paper]:
    """File papers with the case. `files` are uploads with a name; `title` names a single one."""
    case = _locked(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_adding_papers(case, by, on=on))
    files = list(files)
    if not files:
        raise Refused(str(_("Choose a file.")))
    papers = [
        _file_paper(
            case, file, kind=kind, title=title if title and len(files) == 1 else file.name, on=on, by=by
        )
        for file in files
    ]
    record(by, "cases.paper_added", case, papers=[paper.title for paper in papers])
    return papers


@transaction.atomic
def show_contact(case: Case, *, by: User) -> Contact:
    """Return how to reach the requester; that it was shown stands in the journal."""
    refuse_if_any(policy.obstacles_to_showing_contact(case, by))
    record(by, "cases.contact_shown", case)
    return Contact(case.requester_contact, case.identity_number)


def recompute_due_days(calendar: Calendar | None = None) -> int:
    """Derive the remembered due days anew, after the calendar changed; return how many cases changed.

    Touches open cases and concluded ones whose timeliness could not be told before.
    """
    calendar = calendar or loaded_calendar()
    changed = []
    waiting = Case.objects.filter(Q(concluded_on=None) | Q(timeliness=""))
    with transaction.atomic():
        for case in waiting.select_for_update().prefetch_related("entries"):
            before = (case.due_on, case.due_unknown_year, case.timeliness)
            lines = list(case.entries.all())
            try:
                case.due_on, case.due_unknown_year = ledger.due_day(case.received_on, lines, calendar)
                if case.concluded_on:
                    case.timeliness = ledger.timeliness(case.received_on, lines, case.concluded_on, calendar)
            except UnlawfulLedger:
                continue
            if (case.due_on, case.due_unknown_year, case.timeliness) != before:
                changed.append(case)
        Case.objects.bulk_update(changed, ["due_on", "due_unknown_year", "timeliness"], batch_size=200)
    return len(changed)


def letter_as_pdf(reply: Reply) -> bytes:
    """Return the signed letter as PDF: the stored one, or set anew where a font was missing at the signature.

    Raises CharactersMissing, with a sentence for people, while no font has every character.
    """
    if reply.pdf:
        return reply.pdf.read()
    if reply.letter is None:
        raise ValueError("This reply has not been signed.")
    return letter_pdf(letters.thawed(reply.letter))


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("agency", "handling_section")
        .get(pk=case.pk)
    )


def _locked_reply(reply: Reply) -> Reply:
    # The case is locked first, always, so that two acts on one case cannot wait for each other.
    case = _locked(reply.case)
    reply = (
        Reply.objects.select_for_update(of=("self",))
        .select_related("proposed_by", "checked_by", "docx", "pdf")
        .get(pk=reply.pk)
    )
    reply.case = case
    return reply


def _enter(case: Case, kind: EntryKind, on: date, by: Actor, **data: Any) -> LedgerEntry:
    """Write a line into the ledger and derive the due day anew. Raises Refused when it is unlawful."""
    entry = LedgerEntry.objects.create(
        case=case, kind=kind, on=on, data=data, entered_by=by.key, entered_at=clock.now()
    )
    calendar = loaded_calendar()
    lines = list(LedgerEntry.objects.filter(case=case))
    try:
        ledger.reckoning(case.received_on, lines, calendar, on)
    except UnlawfulLedger as unlawful:
        raise Refused(unlawful.sentence) from None
    except CalendarMissing:
        pass  # What the calendar cannot tell yet is not held against the line.
    if kind not in ledger.CLOSING:
        case.due_on, case.due_unknown_year = ledger.due_day(case.received_on, lines, calendar)
        case.save(update_fields=["due_on", "due_unknown_year"])
    return entry


def _conclude(case: Case, on: date, outcome_code: str, *, withdrawn_on: date | None = None) -> None:
    case.concluded_on, case.withdrawn_on, case.outcome = on, withdrawn_on, outcome_code
    lines = LedgerEntry.objects.filter(case=case)
    case.timeliness = ledger.timeliness(case.received_on, lines, on, loaded_calendar())
    case.save(update_fields=["concluded_on", "withdrawn_on", "outcome", "timeliness"])


def _beginning(description: str) -> str:
    first = next((line.strip() for line in description.splitlines() if line.strip()), "")
    return first if len(first) <= 40 else f"{first[:39]}…"


def _names(reply: Reply) -> tuple[str, ...]:
    return tuple(paper.title for paper in reply.enclosures.all())


def _file_paper(case: Case, file: BinaryIO | Any, *, kind: str, title: str, on: date, by: User) -> Paper:
    stored = store(file, name=file.name, by=by, agency=case.agency)
    return Paper.objects.create(case=case, file=stored, kind=kind, title=title[:200] or stored.name, on=on)


def _file_letter(case: Case, letter: Letter, *, name: str, by: User) -> None:
    for stored in _set_letter(case, letter, name=name, by=by):
        if stored:
            Paper.objects.create(
                case=case, file=stored, kind=PaperKind.OUTGOING, title=letter.title, on=letter.signed_on
            )


def _set_letter(case: Case, letter: Letter, *, name: str, by: User) -> tuple[StoredFile, StoredFile | None]:
    """Set a letter as DOCX and, where the fonts have every character, as PDF, and store both."""
    stem = f"{name} {letter.number or case.number}"
    docx = store(letter_docx(letter), name=f"{stem}.{DOCX}", by=by, agency=case.agency)
    try:
        pdf = store(letter_pdf(letter), name=f"{stem}.{PDF}", by=by, agency=case.agency)
    except CharactersMissing:
        return docx, None
    return docx, pdf
