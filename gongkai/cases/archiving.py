"""The file of a case: every paper in and out in the order of 归档, bound as one PDF, with checksums."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext

from gongkai.acts import Refused
from gongkai.cases import sheets
from gongkai.cases.drawing import drawn
from gongkai.cases.models import (
    Case,
    LetterKind,
    LetterState,
    OutgoingLetter,
    PaperKind,
    Reply,
    ReplyState,
)
from gongkai.cases.sheets import with_shapes
from gongkai.files.models import ContentErased, StoredFile
from gongkai.journal.models import Entry
from gongkai.journal.queries import label_of
from gongkai.privacy.converting import Faces, as_pdf
from gongkai.privacy.pages import CannotRedact
from gongkai.typesetting.archives import IndexRow
from gongkai.typesetting.binding import PartUnreadable, bind, first_pages
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.fonts import chinese_faces, loaded_fonts, missing_characters
from gongkai.typesetting.forms import Field, Form, FormRow
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.pdf import archive_index_pdf, form_pdf
from gongkai.typesetting.tables import Report
from gongkai.vault.fields import Unreadable

# Nothing in the package tells when it was packed but its own pages: the same file gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
OFFICIAL_LANGUAGE = "zh-hans"
BOUND = "案卷.pdf"
LONGEST_NAME = 80
NOT_IN_IT = "身份证明、联系方式按规定期限删除，不入卷。"


class Step(StrEnum):
    """The parts of a file in their order. Law: Regulations (2019), art. 45."""

    REGISTERED = "登记"
    EXAMINED = "审核"
    HANDLED = "办理"
    REPLIED = "答复"
    DISPUTED = "争议"
    ARCHIVED = "归档"


@dataclass(frozen=True)
class Piece:
    """One piece of the file: where it belongs, what it is, and its stored `file` or the `sheet` to set."""

    step: Step
    on: date
    title: str
    number: str = ""
    author: str = ""
    file: StoredFile | None = None
    sheet: Form | Report | None = None
    remark: str = ""


Source = Callable[[Case], Iterable[Piece]]
_sources: list[Source] = []


def add_pieces(source: Source) -> None:
    """Have a room above put its pieces into the file of a case, such as the papers of a dispute."""
    if source not in _sources:
        _sources.append(source)


def pieces_of(case: Case, on: date) -> list[Piece]:
    """Return the pieces of a case's file in the order of 归档, as the file is on that day."""
    found = [
        *_registered(case),
        *_papers(case),
        *_letters(case),
        *_replies(case),
        *_handled(case),
        *(piece for source in _sources for piece in source(case)),
        *_kept(case, on),
    ]
    order = list(Step)
    return sorted(found, key=lambda piece: (order.index(piece.step), piece.on))


def package_of(case: Case, *, on: date, archived: bool = True) -> bytes:
    """Return the file of a case as ZIP: bound as one PDF, each piece under its number, and checksums.

    `archived` says whether this is the file for good or as it stands on that day, as a court may want it.
    Contact data and identity proofs are not among it: they are erased in their time. The same file gives
    the same bytes.

    Raises Refused with a sentence for each stored file that is missing or is not what it was.

    Law: Regulations (2019), art. 45.
    """
    case = _with_all(case)
    with translation.override(OFFICIAL_LANGUAGE):
        pieces = pieces_of(case, on)
    stored = _stored(pieces)  # Refuses in the reader's language.
    with translation.override(OFFICIAL_LANGUAGE):
        packed = _packed(pieces, stored)
        contents: dict[str, bytes] = {}
        bound = _bound(case, packed, on, archived=archived)
        if bound:
            contents[BOUND] = bound
        contents |= {each.name: each.content for each in packed if each.content}
        contents["期限计算.csv"] = sheets.counted_days_csv(case, on)
        contents["index.json"] = _json(_index(case, packed, on, archived=archived, bound=bool(bound)))
        contents["ledger.json"] = _json(_ledger(case))
        contents["journal.json"] = _json([_entry(entry) for entry in _entries(case)])
    sums = "".join(f"{_sha256(raw)}  {name}\n" for name, raw in contents.items())
    contents["SHA256SUMS"] = sums.encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, raw)
    return written.getvalue()


def faces() -> Faces:
    """Return the fonts of this machine, to turn papers into pages with."""
    return Faces(fonts=loaded_fonts(), families=chinese_faces(), missing=missing_characters)


def _with_all(case: Case) -> Case:
    replies = Reply.objects.select_related(
        "docx", "pdf", "proposed_by", "section_by", "checked_by", "signed_by", "sent_back_by"
    ).prefetch_related("enclosures")
    return (
        Case.objects.select_related("agency", "handling_section", "request")
        .prefetch_related(
            "entries",
            "attempts",
            "messages",
            "papers__file",
            Prefetch("letters", OutgoingLetter.objects.select_related("docx", "pdf")),
            Prefetch("replies", replies),
            "consultations__letter",
        )
        .get(pk=case.pk)
    )


def _registered(case: Case) -> Iterator[Piece]:
    first = case.arrived_on
    form = sheets.registration_form(case)
    yield Piece(Step.REGISTERED, first, form.title, case.number, case.agency.name, sheet=form)
    confirmed = sheets.confirmation_report(case)
    if confirmed:
        on = case.confirmed_on or first
        yield Piece(Step.REGISTERED, on, confirmed.title, case.number, case.agency.name, sheet=confirmed)


def _papers(case: Case) -> Iterator[Piece]:
    opinions = {each.paper_id for each in case.consultations.all() if each.paper_id}
    for paper in case.papers.all():
        incoming = paper.kind == PaperKind.INCOMING
        step = Step.HANDLED
        if incoming and paper.pk not in opinions:
            step = Step.REGISTERED if paper.on <= case.governed_from else Step.EXAMINED
        author = case.requester_name if incoming and paper.pk not in opinions else case.agency.name
        if paper.pk in opinions:
            author = next(each.name for each in case.consultations.all() if each.paper_id == paper.pk)
        remark = "遮盖件" if paper.redacted_from_id else ""
        ending = f".{paper.file.name.rpartition('.')[2]}" if paper.file else ""
        title = paper.title.removesuffix(ending) or paper.title
        yield Piece(step, paper.on, title, "", author, paper.file, remark=remark)


_STEP_OF_LETTER: dict[str, Step] = {
    LetterKind.RECEIPT: Step.REGISTERED,
    LetterKind.CLARIFICATION: Step.EXAMINED,
    LetterKind.REASONS: Step.EXAMINED,
    LetterKind.CLOSED: Step.REPLIED,
}


def _letters(case: Case) -> Iterator[Piece]:
    for letter in case.letters.all():
        letter.case = case
        drawn(letter)
        step = _STEP_OF_LETTER.get(letter.kind, Step.HANDLED)
        title = str(letter.content.get("title", ""))
        file = letter.pdf or letter.docx
        remark = "作废，未发出" if letter.state == LetterState.VOID else ""
        yield Piece(step, letter.signed_on, title, letter.number, case.agency.name, file=file, remark=remark)
        if letter.sent_on:
            yield _delivery(step, letter)


def _replies(case: Case) -> Iterator[Piece]:
    for reply in case.replies.all():
        reply.case = case
        if reply.state == ReplyState.DROPPED and not reply.letter:
            continue
        form = sheets.approval_form(reply)
        day = reply.signed_on or reply.proposed_at.date()
        yield Piece(Step.REPLIED, day, form.title, reply.number, case.agency.name, sheet=form)
        if reply.letter and reply.signed_on:
            title = str(reply.letter.get("title", ""))
            file = reply.pdf or reply.docx
            yield Piece(Step.REPLIED, reply.signed_on, title, reply.number, case.agency.name, file=file)
        if reply.sent_on:
            yield _delivery(Step.REPLIED, reply)


def _delivery(step: Step, of: OutgoingLetter | Reply) -> Piece:
    form = sheets.delivery_record(of, with_address=False)
    on = of.delivered_on or of.sent_on or of.case.arrived_on
    return Piece(step, on, form.title, of.number, of.case.agency.name, sheet=form)


def _handled(case: Case) -> Iterator[Piece]:
    asked = sheets.consultations_report(case, case.consultations.all())
    if asked:
        days = [
            each.answered_on or each.letter.delivered_on or each.letter.sent_on or each.letter.signed_on
            for each in case.consultations.all()
        ]
        yield Piece(Step.HANDLED, max(days), asked.title, case.number, case.agency.name, sheet=asked)
    messages = list(case.messages.all())
    said = sheets.messages_report(case, messages)
    if said:
        on = messages[-1].written_at.date()
        yield Piece(Step.HANDLED, on, said.title, case.number, case.agency.name, sheet=said)


def _kept(case: Case, on: date) -> Iterator[Piece]:
    day = case.concluded_on or on
    for sheet in (sheets.ledger_report(case, on), sheets.journal_report(case, _entries(case))):
        yield Piece(Step.ARCHIVED, day, sheet.title, case.number, case.agency.name, sheet=sheet)


@dataclass(frozen=True)
class _Packed:
    """A piece with its place in the package, its name there and its bytes; without bytes it was erased."""

    serial: int
    piece: Piece
    name: str
    content: bytes


def _stored(pieces: Iterable[Piece]) -> dict[StoredFile, bytes]:
    """Return what the stored files hold; what was erased holds nothing. Raises Refused for one changed."""
    contents, faults = {}, []
    for file in (piece.file for piece in pieces if piece.file):
        try:
            contents[file] = _untouched(file)
        except ContentErased:
            contents[file] = b""
        except _Fault as fault:
            faults.append(str(fault))
    if faults:
        raise Refused(faults)
    return contents


class _Fault(Exception):
    """A stored file is not what it was; as text a sentence for people."""


def _untouched(file: StoredFile) -> bytes:
    try:
        raw = file.read()
        unchanged = file.was(raw) if file.is_sealed else _sha256(raw) == file.sha256
    except FileNotFoundError:
        raise _Fault(
            gettext("The file “%(name)s” is missing from the store. Ask the system administrator.")
            % {"name": file.name}
        ) from None
    except Unreadable:
        unchanged = False
    if not unchanged:
        raise _Fault(
            gettext(
                "The file “%(name)s” is not what it was when it was stored: its checksum is another. Ask the"
                " system administrator."
            )
            % {"name": file.name}
        )
    return raw


def _packed(pieces: Iterable[Piece], stored: Mapping[StoredFile, bytes]) -> list[_Packed]:
    packed = []
    for serial, piece in enumerate(pieces, start=1):
        content, ending = b"", ""
        if piece.sheet:
            content, ending = sheets.as_file(piece.sheet)
        elif piece.file:
            content, ending = stored[piece.file], piece.file.name.rpartition(".")[2]
        name = f"{serial:03d} {_clean(piece.title)}.{ending}" if content else ""
        packed.append(_Packed(serial, piece, name, content))
    return packed


def _bound(case: Case, packed: Sequence[_Packed], on: date, *, archived: bool) -> bytes:
    """Return all that can be turned into pages as one PDF, behind cover and list; empty without fonts."""
    try:
        parts, unturned = [], set()
        for each in packed:
            name = f"{each.serial:03d} {each.piece.title}"
            pages = _pages(each)
            if not pages:
                unturned.add(each.serial)
                pages = form_pdf(_stand_in(case, each))
            parts.append((name, pages))
        starts = first_pages(parts)
        rows = [
            _index_row(case, each, start, unturned=each.serial in unturned)
            for each, start in zip(packed, starts, strict=True)
        ]
        front = archive_index_pdf(
            with_shapes(f"政府信息公开申请{'案卷' if archived else '卷宗（节录）'}"),
            [(label, with_shapes(value)) for label, value in _facts(case, on, archived=archived)],
            rows,
            office=with_shapes(case.agency.name),
            dated=on,
        )
        return bind(parts, front=front, numbered=True, title=f"{case.number} {case.title}")
    except CharactersMissing:
        return b""


def _pages(each: _Packed) -> bytes:
    """Return a piece as PDF that can be bound; empty when it cannot be turned into one."""
    if not each.content:
        return b""
    try:
        pages = as_pdf(each.content, each.name, faces=faces())
        first_pages([(each.name, pages)])
    except (CannotRedact, PartUnreadable, CharactersMissing):
        return b""
    return pages


def _stand_in(case: Case, each: _Packed) -> Form:
    lies = f"本件不能转为版面，原件在归档包内，文件名为“{each.name}”。"
    gone = "本件没有文件，或者内容已按规定删除。"
    rows = [
        FormRow((Field("题名", with_shapes(each.piece.title)),)),
        FormRow((Field("日期", chinese_date(each.piece.on)),)),
        FormRow((Field("说明", with_shapes(lies if each.content else gone)),), lines=2),
    ]
    if each.content:
        rows.append(FormRow((Field("校验值", f"SHA-256 {_sha256(each.content)}"),), lines=2))
    return Form(
        office=with_shapes(case.agency.name), title="卷内材料说明", number=case.number, rows=tuple(rows)
    )


def _index_row(case: Case, each: _Packed, start: int, *, unturned: bool) -> IndexRow:
    piece = each.piece
    office, ours = case.agency.name, case.agency.short_name
    remarks = [piece.remark, f"见包内{each.serial:03d}" if unturned and each.content else ""]
    return IndexRow(
        number=with_shapes(piece.number),
        responsible=with_shapes(ours if piece.author == office else piece.author),
        title=with_shapes(piece.title),
        day=f"{piece.on:%Y%m%d}",
        page=str(start),
        remarks="；".join(filter(None, remarks)),
    )


def _facts(case: Case, on: date, *, archived: bool) -> Iterator[tuple[str, str]]:
    yield "登记编号", case.number
    yield "申请人", case.requester_name
    yield "申请事项", case.title
    yield "收到日期", chinese_date(case.received_on) if case.received_on else "尚未确认"
    if case.concluded_on:
        kind = case.outcome_in_law
        yield "办结日期", f"{chinese_date(case.concluded_on)}　{kind.label_zh if kind else ''}"
    yield "归档日期" if archived else "节录日期", chinese_date(on)
    yield "说明", NOT_IN_IT


def _index(case: Case, packed: Sequence[_Packed], on: date, *, archived: bool, bound: bool) -> dict[str, Any]:
    return {
        "number": case.number,
        "archived_on" if archived else "as_of": on.isoformat(),
        "bound": BOUND if bound else "",
        "not_included": NOT_IN_IT,
        "pieces": [
            {
                "serial": each.serial,
                "step": each.piece.step.value,
                "on": each.piece.on.isoformat(),
                "title": each.piece.title,
                "number": each.piece.number,
                "author": each.piece.author,
                "remark": each.piece.remark,
                "file": each.name,
                "sha256": _sha256(each.content) if each.content else "",
            }
            for each in packed
        ],
    }


def _ledger(case: Case) -> dict[str, Any]:
    return {
        "received": case.received_on.isoformat() if case.received_on else None,
        "due": case.due_on.isoformat() if case.due_on else None,
        "events": [
            {"kind": entry.kind, "on": entry.on.isoformat(), "data": entry.data, "note": entry.note}
            for entry in case.entries.all()
        ],
    }


def _entries(case: Case) -> list[Entry]:
    return list(Entry.objects.filter(subject_key=case.key).order_by("number"))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "chain": entry.chain,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "act": entry.act,
        "label": label_of(entry.act),
        "by": entry.actor_name,
        "reason": entry.reason,
        "details": entry.details,
        "hash": entry.hash,
    }


def _clean(title: str) -> str:
    """Return a title as the name of a file: no folders, nothing a system of files refuses."""
    name = "".join("_" if sign in '/\\:*?"<>|' else sign for sign in title if sign.isprintable()).strip(". ")
    return name[:LONGEST_NAME] or "材料"


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
