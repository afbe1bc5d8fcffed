"""Letters as files. What a letter says is frozen when it is written; it is set from that alone."""

from __future__ import annotations

import logging

from django.db import transaction

from gongkai.acts import PROGRAM, Actor
from gongkai.agencies.models import Agency
from gongkai.cases import letters
from gongkai.cases.models import OutgoingLetter
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import letter_docx
from gongkai.typesetting.letters import Letter
from gongkai.typesetting.pdf import letter_pdf

# Word types of the stored letters; the file names carry them.
DOCX, PDF = "docx", "pdf"

# So many are drawn in one turn of the worker, which has other things to do as well.
IN_ONE_TURN = 100

log = logging.getLogger(__name__)


def set_letter(letter: Letter, *, by: Actor, agency: Agency) -> tuple[StoredFile, StoredFile | None]:
    """Set a letter as DOCX and, where the fonts have every character, as PDF, and store both."""
    return _stored(letter, _pages(letter), by=by, agency=agency)


def drawn(letter: OutgoingLetter) -> OutgoingLetter:
    """Return the letter with its files, drawn now and kept if nobody asked for them before.

    Drawing is a hundred times the work of keeping, so it is done before the row is locked. Of two readers
    who ask first at the same moment both draw, and one keeps: both get what was kept.
    """
    if letter.docx_id is None:
        letter.refresh_from_db(fields=["docx", "pdf"])
    if letter.docx_id is not None:
        return letter
    text = letters.thawed(letter.content)
    pages = _pages(text)
    with transaction.atomic():
        row = OutgoingLetter.objects.select_for_update(of=("self",)).only("docx", "pdf").get(pk=letter.pk)
        if row.docx_id is None:
            row.docx, row.pdf = _stored(text, pages, by=PROGRAM, agency=letter.agency)
            row.save(update_fields=["docx", "pdf"])
    letter.docx, letter.pdf = row.docx, row.pdf
    return letter


def draw_what_waits() -> int:
    """Draw letters that nobody has asked for yet, the oldest first, and return how many. Run each minute.

    One that cannot be drawn keeps its number and its text and holds up no other; the run tells of it.
    """
    waiting = OutgoingLetter.objects.undrawn().defer("recipient_address").select_related("agency")
    done, fault = 0, None
    for letter in waiting.order_by("pk")[:IN_ONE_TURN]:
        try:
            drawn(letter)
            done += 1
        except Exception as each:
            log.exception("The letter %s could not be drawn.", letter.number)
            fault = each
    if fault is not None:
        raise fault
    return done


def _pages(letter: Letter) -> tuple[bytes, bytes | None]:
    docx = letter_docx(letter)
    try:
        return docx, letter_pdf(letter)
    except CharactersMissing:
        return docx, None


def _stored(
    letter: Letter, pages: tuple[bytes, bytes | None], *, by: Actor, agency: Agency
) -> tuple[StoredFile, StoredFile | None]:
    docx, pdf = pages
    name = f"{letter.title} {letter.number}"
    kept = store(docx, name=f"{name}.{DOCX}", by=by, agency=agency)
    return kept, store(pdf, name=f"{name}.{PDF}", by=by, agency=agency) if pdf is not None else None
