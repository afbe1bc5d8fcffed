"""What leaves the program: the file of a case, the register in full, letters to print."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency
from gongkai.cases import archiving, letters, policy, sheets
from gongkai.cases.actions.keeping import locked_case
from gongkai.cases.actions.replying import letter_as_pdf
from gongkai.cases.drawing import drawn
from gongkai.cases.models import Case, OutgoingLetter, Reply
from gongkai.cases.register import register_of
from gongkai.cases.sheets import with_shapes
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people.models import User
from gongkai.typesetting.binding import PartUnreadable, bind
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.pdf import form_pdf, letter_pdf, register_pdf
from gongkai.typesetting.registers import Register, register_xlsx

label_acts(
    {
        "cases.archive_read": _("Archived file taken out"),
        "cases.file_extracted": _("File as it stands taken out"),
        "cases.register_printed": _("Register printed with names"),
        "cases.letters_printed": _("Letter printed"),
    }
)


@transaction.atomic
def read_archive(case: Case, *, by: User) -> StoredFile:
    """Return the archive package, for somebody of the office; the journal tells of it.

    Raises Refused when `by` may not, or there is none.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_reading_the_archive(case, by))
    if case.archive is None:
        raise ValueError(case.number)
    record(by, "cases.archive_read", case)
    return case.archive


@transaction.atomic
def extract_file(case: Case, *, by: User, reason: str) -> bytes:
    """Return the file as it stands today, packed as the archive will be; the journal tells what for.

    Raises Refused when `by` may not, or a stored file is not what it was.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_extracting(case, by, reason=reason))
    content = archiving.package_of(case, on=clock.today(), archived=False)
    record(by, "cases.file_extracted", case, reason=reason.strip())
    return content


@transaction.atomic
def print_register(
    agency: Agency, cases: QuerySet[Case], *, by: User, period: str, full: bool, kind: str
) -> bytes:
    """Return the register of `cases` as "pdf" or "xlsx". With names it is for the FOI office, and journaled.

    Raises Refused when `by` may not print names, or no font is there to print with.
    """
    if full:
        refuse_if_any(policy.obstacles_to_printing_in_full(agency, by))
    register = register_of(agency, cases, period=period, full=full, printed_on=clock.today())
    if kind == "xlsx":
        content = register_xlsx(register)
    else:
        try:
            content = register_pdf(_with_shapes(register))
        except CharactersMissing as missing:
            raise Refused(str(missing)) from None
    if full:
        record(by, "cases.register_printed", agency, period=period, cases=len(register.rows), kind=kind)
    return content


@transaction.atomic
def print_letters(
    outgoing: Iterable[OutgoingLetter], replies: Iterable[Reply], *, by: User, with_records: bool = False
) -> bytes:
    """Return letters that wait to be sent as one PDF, each with its delivery record where that is wanted.

    Raises Refused when nothing is chosen, one does not wait to be sent, or one cannot be printed.
    """
    outgoing, replies = list(outgoing), list(replies)
    refuse_if_any(policy.obstacles_to_printing_letters(outgoing, replies, by))
    chosen: list[OutgoingLetter | Reply] = [*outgoing, *replies]
    parts: list[tuple[str, bytes]] = []
    for each in chosen:
        try:
            pages = _letter_pages(each)
            parts.append((str(each), pages))
            if with_records:
                name = gettext("Delivery record of %(letter)s") % {"letter": each}
                parts.append((name, form_pdf(sheets.delivery_record(each))))
        except CharactersMissing as missing:
            raise Refused(f"{each}: {missing}") from None
    try:
        content = bind(parts, title=gettext("Letters to send"))
    except PartUnreadable as unreadable:
        raise Refused(str(unreadable)) from None
    for each in chosen:
        record(by, "cases.letters_printed", each.case, letter=each.number)
    return content


def delivery_record_as_pdf(of: OutgoingLetter | Reply) -> bytes:
    """Return the delivery record of a letter or a reply as PDF, with the address it goes to.

    Raises CharactersMissing, with a sentence for people, while no font has every character.
    """
    return form_pdf(sheets.delivery_record(of))


def _letter_pages(each: OutgoingLetter | Reply) -> bytes:
    if isinstance(each, Reply):
        return letter_as_pdf(each)
    pdf = drawn(each).pdf
    return pdf.read() if pdf else letter_pdf(letters.thawed(each.content))


def _with_shapes(register: Register) -> Register:
    rows = [
        tuple(with_shapes(value) if isinstance(value, str) else value for value in row)
        for row in register.rows
    ]
    return Register(
        title=register.title,
        subtitle=with_shapes(register.subtitle),
        columns=register.columns,
        rows=rows,
        printed_on=register.printed_on,
        author=register.author,
    )
