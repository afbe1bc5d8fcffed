"""How a request comes in: registered by the office or handed in online, confirmed, split, merged."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Outsider, Refused, clock, refuse_if_any
from gongkai.acts.inserting import insert
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.numbering import next_serial
from gongkai.cases import letters, policy, receipt
from gongkai.cases.actions.keeping import (
    beginning,
    due_day_of,
    file_paper,
    locked_case,
    write_letter,
)
from gongkai.cases.events import announce, heard_requester, told_requester
from gongkai.cases.identity import identity_index
from gongkai.cases.models import (
    Attempt,
    Case,
    HowCame,
    IdentityProof,
    LetterKind,
    Message,
    PaperKind,
    Request,
    Requester,
    RequestKind,
)
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.organisations import RequesterKind
from gongkai.people.models import User
from gongkai.vault.indexes import keyed_checksum
from gongkai.workdays.queries import loaded_calendar

label_acts(
    {
        "cases.registered": _("Registered"),
        "cases.received_online": _("Handed in online"),
        "cases.receipt_confirmed": _("Receipt confirmed with the requester"),
        "cases.attempt_noted": _("Attempt to reach the requester noted"),
        "cases.split": _("Split into cases of their own"),
        "cases.section_assigned": _("Handling section named"),
        "cases.contact_shown": _("Contact shown"),
        "cases.proof_shown": _("Proof of identity shown"),
        "cases.requesters_merged": _("Two requesters recognised as one"),
        "cases.requesters_parted": _("Requesters parted again"),
        "cases.message_written": _("Message to the requester written"),
        "cases.message_received": _("Message of the requester received"),
        "cases.messages_read": _("Messages of the requester read"),
        "cases.rated": _("Rated by the requester"),
        "cases.code_given": _("Code for the progress page given"),
    }
)

# The secret code: letters and figures that cannot be taken for one another, in groups of four.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 3, 4

# Marks how a code is kept: a keyed checksum. A slow hash guards words that people think of against guessing
# by whoever has the hash. A random code of 59 bits cannot be guessed through, the key is not in the database,
# and a slow hash would cost each request a third of a second while all others wait to write. Codes given
# earlier have one and still open their requests.
_KEYED = "keyed$"


@dataclass(frozen=True)
class Contact:
    """How to reach the requester, and who that is; shown only when asked for."""

    contact: str
    identity_number: str
    email: str = ""


@dataclass(frozen=True)
class Matter:
    """One matter of a request: what is asked for, and a few words for it (else its beginning)."""

    description: str
    title: str = ""
    handling_section: Section | None = None


def register(
    agency: Agency,
    *,
    by: User,
    description: str,
    title: str = "",
    handling_section: Section | None = None,
    **said: Any,
) -> Case:
    """Register a request with one matter and return its case; else as `register_request`."""
    matter = Matter(description, title, handling_section)
    return register_request(agency, by=by, matters=[matter], **said)[0]


@transaction.atomic
def register_request(
    agency: Agency,
    *,
    by: User,
    matters: Sequence[Matter],
    how_came: str,
    requester_name: str,
    requester_contact: str,
    submitted_on: date,
    arrived_on: date,
    received_on: date | None = None,
    confirmed_on: date | None = None,
    confirmed_how: str = "",
    kind: str = RequestKind.INFORMATION,
    requester_kind: str = RequesterKind.NATURAL_PERSON,
    requester_email: str = "",
    identity_number: str = "",
    form_wanted: str = "",
    delivery_wanted: str = "",
    help_needed: str = "",
    written_down: bool = False,
    scans: Iterable[Any] = (),
    proofs: Iterable[Any] = (),
) -> list[Case]:
    """Register what came in: each matter becomes a case with a number and a receipt letter.

    The day of legal receipt follows from the way it came; `received_on`, where given, has to agree. Where
    the law asks for a confirmation and there is none yet, the request has arrived and no period runs;
    `confirm_receipt` follows. With `written_down` the requester said it and `by` wrote it down. `scans` and
    `proofs` are uploaded files; proofs of identity are kept encrypted. Where the calendar ends before the
    period does the request is registered all the same; the due day then names the holiday notice that is
    missing.

    Raises Refused when the days do not agree, something is missing, or `by` may not.

    Law: Regulations (2019), arts. 29, 31, 41, 45; (2007), art. 20; 国办公开办函〔2015〕207号.
    """
    if not matters:
        raise Refused(gettext("A request says what is asked for."))
    if kind == RequestKind.ORDERED or kind not in RequestKind.values or how_came not in HowCame.values:
        raise Refused(gettext("Choose one of these."))
    for matter in matters:
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
                description=matter.description,
            )
        )
    request = _open_request(
        agency,
        requester_name,
        requester_kind,
        identity_number,
        help_needed=help_needed,
        written_down_by=by.name if written_down else "",
    )
    received = receipt.received_on(how_came, arrived_on, confirmed_on)
    cases = [
        open_case(
            request,
            matter,
            kind=kind,
            form_wanted=form_wanted,
            delivery_wanted=delivery_wanted,
            how_came=how_came,
            requester_name=requester_name.strip(),
            requester_kind=requester_kind,
            requester_contact=requester_contact,
            requester_email=requester_email,
            identity_number=identity_number,
            submitted_on=submitted_on,
            arrived_on=arrived_on,
            received_on=received,
            confirmed_on=confirmed_on,
            confirmed_how=confirmed_how,
        )
        for matter in matters
    ]
    scans, proofs = list(scans), list(proofs)
    for case, matter in zip(cases, matters, strict=True):
        if matter.handling_section:
            refuse_if_any(policy.obstacles_to_assigning_a_section(case, matter.handling_section, by))
            case.handling_section = matter.handling_section
            case.save(update_fields=["handling_section"])
        for scan in scans:
            if hasattr(scan, "seek"):
                scan.seek(0)
            file_paper(case, scan, kind=PaperKind.INCOMING, title=scan.name, on=arrived_on, by=by)
        _write_receipt(case, by=by)
    for proof in proofs:
        keep_proof(request, proof, by=by, on=arrived_on)
    for case in cases:
        record(
            by,
            "cases.registered",
            case,
            how_came=how_came,
            submitted_on=submitted_on,
            arrived_on=arrived_on,
            received_on=received,
            due_on=case.due_on,
        )
    return cases


@transaction.atomic
def receive_online(
    agency: Agency,
    *,
    description: str,
    requester_name: str,
    requester_contact: str,
    title: str = "",
    kind: str = RequestKind.INFORMATION,
    requester_kind: str = RequesterKind.NATURAL_PERSON,
    requester_email: str = "",
    identity_number: str = "",
    form_wanted: str = "",
    delivery_wanted: str = "",
    help_needed: str = "",
    proof: StoredFile | None = None,
) -> tuple[Case, str]:
    """Take in a request handed in at the portal; return its case and the secret code of its progress page.

    `proof` is a stored, sealed file. The request has arrived; it is legally received on the day the office
    confirms it too. The code is returned once and kept only as a keyed checksum. The receipt letter
    is numbered and frozen here and drawn afterwards; the officers are told afterwards, too
    (`gongkai.cases.arrivals`).

    Raises Refused when something is missing.

    Law: Regulations (2019), arts. 29 and 31.
    """
    if kind == RequestKind.ORDERED or kind not in RequestKind.values:
        raise Refused(gettext("Choose one of these."))
    refuse_if_any(
        policy.obstacles_to_receiving_online(
            requester_name=requester_name,
            requester_contact=requester_contact,
            description=description,
            has_proof=proof is not None,
        )
    )
    today = clock.today()
    code = new_code()
    request = _open_request(
        agency, requester_name, requester_kind, identity_number, help_needed=help_needed, code=code
    )
    case = open_case(
        request,
        Matter(description, title),
        kind=kind,
        form_wanted=form_wanted,
        delivery_wanted=delivery_wanted,
        how_came=HowCame.ONLINE,
        requester_name=requester_name.strip(),
        requester_kind=requester_kind,
        requester_contact=requester_contact,
        requester_email=requester_email,
        identity_number=identity_number,
        submitted_on=today,
        arrived_on=today,
        received_on=receipt.received_on(HowCame.ONLINE, today, None),
    )
    if proof:
        insert(IdentityProof(request=request, file=proof, handed_in_on=today))
    _write_receipt(case, by=None, drawn_later=True)
    record(Outsider(request.key), "cases.received_online", case, due_on=case.due_on)
    return case, code


@transaction.atomic
def confirm_receipt(case: Case, *, by: User, on: date, how: str) -> Case:
    """Confirm with the requester that a request arrived: from that day on its period runs.

    All matters of the same request are confirmed together. `how` says by which way and with whom.

    Raises Refused when it is confirmed already, the day lies before the arrival or in the future.

    Law: Regulations (2019), art. 31 (2) and (3); 国办公开办函〔2015〕207号.
    """
    together = _locked_with_its_request(case)
    case = next(each for each in together if each.pk == case.pk)
    refuse_if_any(policy.obstacles_to_confirming(case, by, on=on, how=how))
    calendar = loaded_calendar()
    for each in together:
        each.received_on = receipt.received_on(each.how_came, each.arrived_on, on)
        each.confirmed_on, each.confirmed_how = on, how.strip()
        each.due_on, each.due_unknown_year = due_day_of(each, calendar)
        each.save(
            update_fields=["received_on", "confirmed_on", "confirmed_how", "due_on", "due_unknown_year"]
        )
        _write_receipt(each, by=by)
        record(by, "cases.receipt_confirmed", each, on=on, how=how, due_on=each.due_on)
    return case


@transaction.atomic
def note_attempt(case: Case, *, by: User, how: str, result: str) -> Attempt:
    """Note that somebody tried to reach the requester: the intake register is evidence.

    Law: 国办公开办函〔2015〕207号.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_noting_an_attempt(case, by))
    if not how.strip() or not result.strip():
        raise Refused(gettext("Enter how you tried, and what came of it."))
    attempt = Attempt.objects.create(
        case=case, made_at=clock.now(), how=how.strip(), result=result.strip(), by_key=by.key, by_name=by.name
    )
    record(by, "cases.attempt_noted", case, how=how)
    return attempt


@transaction.atomic
def split(case: Case, matters: Sequence[Matter], *, by: User) -> list[Case]:
    """Split further matters off a case that holds several; each becomes a case with the same days.

    The case itself keeps its number; its own matter is the first of `matters`.

    Raises Refused when something was done about it already, or there are fewer than two matters.

    Law: 国办函〔2020〕109号, art. 4 (一事一申请).
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_splitting(case, by))
    if len(matters) < 2 or not all(matter.description.strip() for matter in matters):
        raise Refused(gettext("Enter at least two matters, each with what is asked for."))
    if case.request is None:
        raise ValueError(case.number)
    first, *rest = matters
    case.title, case.description = first.title.strip() or beginning(first.description), first.description
    case.save(update_fields=["title", "description"])
    shared = {
        name: getattr(case, name)
        for name in (
            "kind",
            "form_wanted",
            "delivery_wanted",
            "how_came",
            "requester_name",
            "requester_kind",
            "requester_contact",
            "requester_email",
            "identity_number",
            "submitted_on",
            "arrived_on",
            "received_on",
            "confirmed_on",
            "confirmed_how",
        )
    }
    made = [open_case(case.request, matter, **shared) for matter in rest]
    for each in made:
        for paper in case.papers.filter(kind=PaperKind.INCOMING):
            each.papers.create(file=paper.file, kind=paper.kind, title=paper.title, on=paper.on)
        _write_receipt(each, by=by)
        record(by, "cases.registered", each, split_from=case.number, due_on=each.due_on)
    record(by, "cases.split", case, into=[each.number for each in made])
    return [case, *made]


@transaction.atomic
def assign_section(case: Case, section: Section | None, *, by: User) -> Case:
    """Name the section that finds the information; its head may then read the case. None takes it back."""
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_assigning_a_section(case, section, by))
    case.handling_section = section
    case.save(update_fields=["handling_section"])
    record(by, "cases.section_assigned", case, section=section.name if section else "")
    return case


@transaction.atomic
def show_contact(case: Case, *, by: User) -> Contact:
    """Return how to reach the requester; that it was shown stands in the journal."""
    refuse_if_any(policy.obstacles_to_showing_contact(case, by))
    record(by, "cases.contact_shown", case)
    return Contact(case.requester_contact, case.identity_number, case.requester_email)


@transaction.atomic
def show_proof(proof: IdentityProof, case: Case, *, by: User) -> StoredFile:
    """Return a proof of identity of the case's request; that it was shown stands in the journal."""
    refuse_if_any(policy.obstacles_to_showing_contact(case, by))
    if proof.request_id != case.request_id:
        raise Refused(gettext("This paper belongs to another case."))
    if proof.erased_on:
        raise Refused(gettext("This proof of identity was erased after its time."))
    record(by, "cases.proof_shown", case)
    return proof.file


@transaction.atomic
def merge_requesters(one: Requester, other: Requester, *, by: User, reason: str) -> Requester:
    """Record that two requesters are one and the same; their requests of a month count together.

    Raises Refused when they have different identity numbers, or no reason is given.

    Law: 国办函〔2020〕109号, art. 4 (同一申请人).
    """
    # Who is merged into whom must not change between looking and writing.
    _lock_requesters(one.agency_id)
    one, other = (Requester.objects.select_related("agency").get(pk=each.pk) for each in (one, other))
    first, second = sorted((root_of(one), root_of(other)), key=lambda requester: requester.pk)
    refuse_if_any(policy.obstacles_to_merging_requesters(first, second, by))
    if not reason.strip():
        raise Refused(gettext("Say why they are one and the same."))
    second.merged_into = first
    second.save(update_fields=["merged_into"])
    case = Case.objects.filter(request__requester=second).order_by("pk").first()
    if case:
        record(by, "cases.requesters_merged", case, reason=reason)
    return first


@transaction.atomic
def part_requesters(requester: Requester, *, by: User, reason: str) -> Requester:
    """Take back that a requester is the same as another."""
    _lock_requesters(requester.agency_id)
    requester = Requester.objects.select_related("agency").get(pk=requester.pk)
    refuse_if_any(policy.obstacles_to_parting_requesters(requester, by))
    if not reason.strip():
        raise Refused(gettext("Say why they are not the same."))
    requester.merged_into = None
    requester.save(update_fields=["merged_into"])
    case = Case.objects.filter(request__requester=requester).order_by("pk").first()
    if case:
        record(by, "cases.requesters_parted", case, reason=reason)
    return requester


def root_of(requester: Requester) -> Requester:
    """Return the requester that this one was merged into, as often as it was; else itself."""
    while requester.merged_into is not None:
        requester = requester.merged_into
    return requester


@transaction.atomic
def tell_requester(case: Case, *, by: User, text: str) -> Message:
    """Write a message that the requester finds on the progress page."""
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_telling_the_requester(case, by))
    if case.request is None or not case.request.code_hash:
        raise Refused(gettext("This requester has no progress page. Write or telephone instead."))
    if not text.strip():
        raise Refused(gettext("Write the message."))
    message = Message.objects.create(
        request=case.request,
        case=case,
        from_office=True,
        text=text.strip(),
        written_at=clock.now(),
        by_key=by.key,
    )
    announce(told_requester, case, f"message:{message.pk}")
    record(by, "cases.message_written", case)
    return message


@transaction.atomic
def note_messages_read(case: Case, *, by: User) -> int:
    """Note that the requester's messages about a case were read; return how many were new."""
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_noting_messages_read(case, by))
    count = policy.unread_messages(case).update(read_at=clock.now())
    record(by, "cases.messages_read", case, count=count)
    return count


@transaction.atomic
def hear_requester(case: Case, *, text: str) -> Message:
    """Take a message of the requester from the progress page."""
    case = locked_case(case)
    if not text.strip():
        raise Refused(gettext("Write the message."))
    if case.request is None or case.erased_on:
        raise Refused(gettext("This request is archived; write to the office instead."))
    by = Outsider(case.request.key)
    message = Message.objects.create(
        request=case.request,
        case=case,
        from_office=False,
        text=text.strip(),
        written_at=clock.now(),
        by_key=by.key,
    )
    announce(heard_requester, case, f"message:{message.pk}")
    record(by, "cases.message_received", case)
    return message


@transaction.atomic
def rate(case: Case, *, rating: int, note: str = "") -> Case:
    """Take the requester's rating (1 to 5) of a concluded case; a second one replaces the first."""
    case = locked_case(case)
    if case.is_open:
        raise Refused(gettext("A request can be rated once it is concluded."))
    if not 1 <= rating <= 5:
        raise Refused(gettext("Choose one of these."))
    case.rating, case.rating_note, case.rated_at = rating, note.strip()[:500], clock.now()
    case.save(update_fields=["rating", "rating_note", "rated_at"])
    record(Outsider(case.request.key if case.request else "public"), "cases.rated", case, rating=rating)
    return case


def new_code() -> str:
    """Return a new secret code, such as 7KQM-2XPT-9FHW: 12 signs of 31, about 59 bits."""
    groups = ("".join(secrets.choice(_SIGNS) for _sign in range(_GROUP)) for _group in range(_GROUPS))
    return "-".join(groups)


def opens(request: Request | None, code: str) -> bool:
    """Say whether `code`, as somebody typed it, is the request's secret code.

    It takes as long for a request that does not exist, has no code, or whose code has a slow hash.
    """
    kept = request.code_hash if request else ""
    if kept and not kept.startswith(_KEYED):
        return check_password(_plain(code), kept)
    make_password(_plain(code))
    return constant_time_compare(kept, _code_kept(code))


@transaction.atomic
def give_code(case: Case, *, by: User) -> str:
    """Give the requester of a letter or a visit a code for the progress page as well; return it once."""
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_telling_the_requester(case, by))
    if case.request is None:
        raise ValueError(case.number)
    code = new_code()
    case.request.code_hash = _code_kept(code)
    case.request.save(update_fields=["code_hash"])
    record(by, "cases.code_given", case)
    return code


def _locked_with_its_request(case: Case) -> list[Case]:
    """Lock the case and the others of its request that wait for their confirmation, in order of their keys.

    Two clerks who confirm two matters of one request at once would otherwise wait for each other.
    """
    theirs = Q(pk=case.pk)
    if case.request_id:
        theirs |= Q(request_id=case.request_id, received_on=None, concluded_on=None)
    cases = Case.objects.select_for_update(of=("self",)).filter(theirs).order_by("pk")
    return list(cases.select_related("agency", "request"))


def keep_proof(request: Request, file: Any, *, by: Actor, on: date) -> IdentityProof:
    """Keep a proof of identity, encrypted."""
    stored = store(file, name=gettext("Proof of identity"), by=by, agency=request.agency, sealed=True)
    return IdentityProof.objects.create(request=request, file=stored, handed_in_on=on)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _code_kept(code: str) -> str:
    return _KEYED + keyed_checksum(_plain(code).encode(), purpose="requests.code")


def _open_request(
    agency: Agency,
    name: str,
    kind: str,
    identity_number: str,
    *,
    help_needed: str = "",
    written_down_by: str = "",
    code: str = "",
) -> Request:
    request = Request(
        agency=agency,
        requester=_requester(agency, name.strip(), kind, identity_number),
        code_hash=_code_kept(code) if code else "",
        help_needed=help_needed,
        written_down_by=written_down_by,
        opened_at=clock.now(),
    )
    return insert(request)


def _requester(agency: Agency, name: str, kind: str, identity_number: str) -> Requester:
    """Find the requester by the identity number; without one nobody is taken for somebody else."""
    index = identity_index(identity_number)
    if index:
        _lock_requesters(agency.pk)
        known = Requester.objects.filter(agency=agency, identity_index=index).first()
        if known:
            return known
    return insert(Requester(agency=agency, name=name, kind=kind, identity_index=index))


def _lock_requesters(agency_id: int) -> None:
    """Let nobody else enter or merge requesters of the agency until the transaction ends.

    Its row is the lock, and not its key: who only writes something that belongs to the agency, holding a
    number this act will need, is not kept waiting.
    """
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)


def open_case(
    request: Request | None, matter: Matter, *, agency: Agency | None = None, **fields: Any
) -> Case:
    """Make the case of one matter, with its number and due day. The acts that call it asked before."""
    agency = agency or (request.agency if request else None)
    if agency is None:
        raise ValueError("A case belongs to an agency.")
    year = (fields["received_on"] or fields["arrived_on"]).year
    serial = next_serial(agency, "cases", year)
    case = Case(
        request=request,
        agency=agency,
        year=year,
        serial=serial,
        number=letters.case_number(agency, year, serial),
        title=matter.title.strip() or beginning(matter.description),
        description=matter.description,
        registered_at=clock.now(),
        **fields,
    )
    if case.received_on:
        case.due_on, case.due_unknown_year = due_day_of(case, loaded_calendar())
    return insert(case)


def _write_receipt(case: Case, *, by: User | None, drawn_later: bool = False) -> None:
    letter = letters.receipt_letter(case, clock.today())
    write_letter(
        case,
        LetterKind.RECEIPT,
        letter,
        by=by,
        recipient=case.requester_name,
        address=case.requester_contact,
        drawn_later=drawn_later,
    )
