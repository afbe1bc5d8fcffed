"""Documents from other systems: handed in once, and what became of them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, Literal, cast
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Schema, Status
from pydantic import ConfigDict, Field
from pydantic import ValidationError as Invalid

from gongkai.api.door import Errors, Refusal, Token, sentence_of
from gongkai.channels.queries import public_items
from gongkai.documents.findings import look_through_document
from gongkai.documents.incoming import LONGEST_TEXT, MOST_FILES, Faulty, IncomingFile, Paper, take_in
from gongkai.documents.models import Document, Genre, Openness, Origin, Source, State
from gongkai.files.storing import clean_name
from gongkai.inventory.models import Phase
from gongkai.people.models import ConnectedSystem, Scope
from gongkai.people.systems import AnsweredBefore, CallDiffers, answered_once, note_handed_in
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy.models import Markup

router = Router(auth=Token(), tags=["documents"])

LONGEST_REFERENCE = 150
LONGEST_KEY = 100
# Of a call in parts: what frames its files.
FRAME = 1_000_000


class AttachedFile(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200, description="With its ending, such as 附件1.pdf.")
    content: str = Field(description="Base64.", json_schema_extra={"format": "byte"})
    words: str = Field("", max_length=200, description="What a picture shows, for those who do not see it.")


class HandedIn(Schema):
    """A draft. Choices are taken by their value or by the word offices use, such as 通知 or 主动公开."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, description="Needed, at most 300 characters.")
    kind: str | None = Field(
        None, description=f"One of {', '.join(Genre.values)}; notice where none is said."
    )
    form: str | None = Field(
        None, description="official (公文) or piece (非公文); where none is said, by the kind."
    )
    section: str | None = Field(
        None, description="The handling section by its name; where none is said, the drafter's own."
    )
    drafter: str | None = Field(
        None, description="Needed: the user name of a person of the office who may draft."
    )
    text: str | None = Field(None, description=f"At most {LONGEST_TEXT} characters, as `markup` says.")
    markup: Literal["plain", "html"] = Field(
        "plain", description="plain: an empty line begins a paragraph. html: what is not allowed is left out."
    )
    text_file: AttachedFile | None = Field(None, description="The text as DOCX, in place of `text`.")
    attachments: list[AttachedFile] = Field([], max_length=MOST_FILES)
    openness: str | None = Field(None, description=f"Needed: one of {', '.join(Openness.values)}.")
    openness_basis: str | None = Field(None, description="The provision; needed unless proactive.")
    openness_reason: str | None = Field(None, description="The reason; needed unless proactive.")
    is_normative: bool = False
    is_policy: bool = False
    origin: str | None = Field(
        None, description=f"One of {', '.join(Origin.values)}; own where none is said."
    )
    origin_bodies: str | None = Field(None, description="With whom it is issued, or whose it forwards.")
    origin_number: str | None = None
    origin_openness: str | None = Field(None, description="The attribute the original carries.")
    matter: str | None = Field(None, description="The code of a disclosure matter in force.")
    phase: str | None = Field(None, description=f"One of {', '.join(Phase.values)}.")
    addressees: str | None = None
    copies_to: str | None = None
    reference: str | None = Field(
        None, max_length=LONGEST_REFERENCE, description="What your system calls it; it comes in once."
    )
    submit: bool = Field(False, description="Submit it at once: it goes to the office's check.")
    pictures_seen: bool = Field(
        False, description="With `submit`: the drafter looked at every picture, in which no program reads."
    )


class Finding(Schema):
    """Personal data or hidden content, masked: before publication it is masked or justified by a person."""

    kind: str
    kind_label: str
    where: str
    masked: str


class Taken(Schema):
    """A draft that was taken in."""

    id: int
    reference: str
    state: str
    state_label: str
    version: int
    openness: str
    number: str = Field(description="Empty until it is approved.")
    url: str = Field(description="Its page in the desk.")
    findings: list[Finding]


class ReviewTold(Schema):
    number: str
    state: str
    state_label: str


class ItemTold(Schema):
    index_number: str
    published_on: date
    url: str = Field(description="Its address for everybody.")


class SentBack(Schema):
    reason: str
    at: datetime


class Became(Schema):
    """What became of a draft."""

    id: int
    reference: str
    state: str
    state_label: str
    version: int
    openness: str
    number: str
    url: str
    signed_on: date | None
    sent_back: SentBack | None = Field(description="Why, where it is a draft again.")
    review: ReviewTold | None = Field(description="The secrecy review of its newest package.")
    item: ItemTold | None = Field(description="None until it is public, and when it no longer is.")


class BecameList(Schema):
    documents: list[Became]


_ALWAYS = {400: Errors, 401: Errors, 403: Errors, 405: Errors, 429: Errors, 500: Errors}

_PLAIN: dict[str, Any] = {"type": "string"}


def _request_body() -> dict[str, Any]:
    """Describe the body of a hand-in: it comes as JSON or in parts, so ninja does not read it for us."""
    schema = HandedIn.model_json_schema()
    file = schema.pop("$defs")["AttachedFile"]
    fields = schema["properties"]
    fields["attachments"]["items"] = file
    fields["text_file"]["anyOf"] = [file, {"type": "null"}]
    parts = {
        "type": "object",
        "required": ["document"],
        "properties": {
            "document": {"type": "string", "description": "The JSON of the other kind, without its files."},
            "text_file": {"type": "string", "format": "binary", "description": "The text as DOCX."},
            "attachments": {"type": "array", "items": {"type": "string", "format": "binary"}},
        },
    }
    return {
        "required": True,
        "content": {"application/json": {"schema": schema}, "multipart/form-data": {"schema": parts}},
    }


@router.post(
    "/documents",
    response={201: Taken, 404: Errors, 409: Errors, 413: Errors, 415: Errors, 422: Errors} | _ALWAYS,
    url_name="documents",
    operation_id="hand_in",
    summary="Hand in a draft",
    openapi_extra={"requestBody": _request_body()},
)
def hand_in(
    request: HttpRequest,
    idempotency_key: str = Header(
        "",
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        description="Of your choice, such as a UUID. The same call sent again with it is done once and "
        "answered the same.",
    ),
) -> Any:
    system = _system(request, Scope.DRAFT)
    call = _read(request)
    try:
        with answered_once(system, idempotency_key.strip(), call.checksum) as done:
            document = _taken_in(system, call)
            done.status = 201
            done.answer = Taken(**_taken(document, request, system)).model_dump(mode="json")
    except CallDiffers:
        raise Refusal(
            409, [("Idempotency-Key", _("This key came before, with another call. Take a new one."))]
        ) from None
    except AnsweredBefore as earlier:
        return Status(earlier.status, earlier.answer)
    except Faulty as faulty:
        raise Refusal(422, [(each.field, each.says) for each in faulty.faults]) from None
    return Status(201, done.answer)


@router.get(
    "/documents",
    response={200: BecameList, 422: Errors} | _ALWAYS,
    operation_id="find_by_reference",
    url_name="documents",
    summary="What became of what your system calls so",
)
def find_by_reference(
    request: HttpRequest, reference: str = Query(..., min_length=1, max_length=LONGEST_REFERENCE)
) -> Any:
    system = _system(request, Scope.READ_OWN)
    found = _own(system).filter(source_key=_key_of(system, _no_control(reference)))
    return {"documents": [_became(each, request, system) for each in found]}


@router.get(
    "/documents/{int:pk}",
    response={200: Became, 404: Errors} | _ALWAYS,
    url_name="document",
    operation_id="what_became",
    summary="What became of a draft",
)
def what_became(request: HttpRequest, pk: int) -> Any:
    system = _system(request, Scope.READ_OWN)
    document = _own(system).filter(pk=pk).first()
    if document is None:
        raise Http404
    return _became(document, request, system)


def _system(request: HttpRequest, scope: str) -> ConnectedSystem:
    system = cast(ConnectedSystem, cast(Any, request).auth)
    if scope not in system.scopes:
        raise Refusal(
            403,
            [("", _("This system may not do that: %(scope)s.") % {"scope": Scope(scope).label})],
        )
    return system


def _own(system: ConnectedSystem) -> QuerySet[Document]:
    """What this very system handed in; nothing else exists for it."""
    return Document.objects.filter(
        agency=system.agency, source=Source.INTERFACE, source_key__startswith=f"{system.pk}:"
    ).select_related("agency", "review")


def _key_of(system: ConnectedSystem, reference: str) -> str:
    return f"{system.pk}:{reference}"


# Reading a call


@dataclass(frozen=True)
class Call:
    """A hand-in as it came: what it says, its files and the checksum of all."""

    said: HandedIn
    checksum: str
    text_file: IncomingFile | None
    files: tuple[IncomingFile, ...]


def _read(request: HttpRequest) -> Call:
    kind = request.content_type or ""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if kind == "multipart/form-data":
        most = settings.LARGEST_FILE + FRAME
    elif kind != "application/json":
        raise Refusal(415, [("", _("A call comes as JSON, or in parts as multipart/form-data."))])
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > most:
        raise _too_large(most)
    try:
        return _in_parts(request) if kind == "multipart/form-data" else _json(request)
    except RequestDataTooBig:
        raise _too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from None
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        raise Refusal(400, [("", _("The call cannot be understood."))]) from None


def _too_large(most: int) -> Refusal:
    sentence = _("The call is larger than %(most)s MB. Larger files come in parts, as multipart/form-data.")
    return Refusal(413, [("", sentence % {"most": str(most // 1_000_000)})])


def _json(request: HttpRequest) -> Call:
    said = _said(request.body)
    files = tuple(_decoded(file, f"attachments.{place}") for place, file in enumerate(said.attachments))
    text_file = _decoded(said.text_file, "text_file") if said.text_file else None
    return Call(said, hashlib.sha256(request.body).hexdigest(), text_file, files)


def _in_parts(request: HttpRequest) -> Call:
    told = request.FILES.get("document")
    if told is not None and (told.size or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise _too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    body = told.read() if told is not None else str(request.POST.get("document", "")).encode()
    said = _said(body)
    if said.attachments or said.text_file:
        raise Refusal(422, [("attachments", _("In a call in parts the files are parts of their own."))])
    text_file = request.FILES.get("text_file")
    attached = cast(list[Any], request.FILES.getlist("attachments"))
    checksum = hashlib.sha256(body)
    for part in (text_file, *attached):
        if part is not None:
            checksum.update(f"\n{part.name}\n".encode("utf-8", "surrogatepass"))
            checksum.update(hashlib.file_digest(part, "sha256").digest())
            part.seek(0)
    return Call(
        said,
        checksum.hexdigest(),
        _part(text_file) if text_file else None,
        tuple(_part(each) for each in attached),
    )


def _part(part: Any) -> IncomingFile:
    return IncomingFile(clean_name(part.name or ""), cast(BinaryIO, part))


def _said(body: bytes) -> HandedIn:
    try:
        return HandedIn.model_validate_json(body)
    except Invalid as invalid:
        faults = invalid.errors(include_url=False, include_input=False)
        if any(each["type"] == "json_invalid" for each in faults):
            raise Refusal(400, [("", _("The call is no JSON."))]) from None
        named = [(".".join(str(part) for part in each["loc"]), sentence_of(each)) for each in faults]
        raise Refusal(422, named) from None


def _decoded(file: AttachedFile, field: str) -> IncomingFile:
    try:
        content = base64.b64decode("".join(file.content.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(422, [(f"{field}.content", _("The content is no base64."))]) from None
    return IncomingFile(file.name, content, file.words)


# Taking it in


def _taken_in(system: ConnectedSystem, call: Call) -> Document:
    said = call.said
    reference = _no_control(said.reference or "")
    words = {
        name: getattr(said, name) or ""
        for name in (
            *("title", "kind", "form", "section", "drafter", "openness", "openness_basis"),
            *("openness_reason", "origin", "origin_bodies", "origin_number", "origin_openness", "matter"),
            *("phase", "addressees", "copies_to"),
        )
    }
    paper = Paper(
        **words,
        body=said.text or "",
        markup=Markup(said.markup),
        word=call.text_file,
        files=call.files,
        is_normative=said.is_normative,
        is_policy=said.is_policy,
    )
    if _is_in(system, reference):
        raise _came_before(reference)
    try:
        with transaction.atomic():
            document = take_in(
                paper,
                system.agency,
                source=Source.INTERFACE,
                source_key=_key_of(system, reference or f" {uuid4()}"),
                submit=said.submit,
                pictures_seen=said.pictures_seen,
            )
    except (IntegrityError, Faulty):
        # Another call with this reference may have been quicker.
        if _is_in(system, reference):
            raise _came_before(reference) from None
        raise
    note_handed_in(system, document.key)
    return document


def _no_control(reference: str) -> str:
    """Return the reference, stripped. One with marks nobody can write could not be found again."""
    reference = reference.strip()
    if any(unicodedata.category(mark) == "Cc" for mark in reference):
        raise Refusal(422, [("reference", _("There are marks in it that are no characters."))])
    return reference


def _is_in(system: ConnectedSystem, reference: str) -> bool:
    return bool(reference) and _own(system).filter(source_key=_key_of(system, reference)).exists()


def _came_before(reference: str) -> Refusal:
    return Refusal(409, [("reference", _("“%(key)s” has come in already.") % {"key": reference})])


# Telling of it


def _told(document: Document, request: HttpRequest, system: ConnectedSystem) -> dict[str, Any]:
    reference = document.source_key.partition(":")[2]
    return {
        "id": document.pk,
        # One we made up, since none was given, is told to nobody.
        "reference": "" if reference.startswith(" ") else reference,
        "state": document.state,
        "state_label": str(document.get_state_display()),
        "version": document.version,
        "openness": document.openness,
        "number": document.number,
        "url": request.build_absolute_uri(document.get_absolute_url()),
    }


def _taken(document: Document, request: HttpRequest, system: ConnectedSystem) -> dict[str, Any]:
    return _told(document, request, system) | {"findings": list(_findings(document))}


def _findings(document: Document) -> Iterator[dict[str, str]]:
    for each in look_through_document(document):
        if each.is_open:
            yield {
                "kind": each.kind,
                "kind_label": str(KIND_LABELS.get(each.kind, each.kind)),
                "where": str(each.where),
                "masked": each.masked,
            }


def _became(document: Document, request: HttpRequest, system: ConnectedSystem) -> dict[str, Any]:
    review = document.review
    item = public_items(system.agency).filter(document=document).first()
    back = document.remarks.filter(step="sent_back").first() if document.state == State.DRAFTING else None
    return _told(document, request, system) | {
        "signed_on": document.signed_on,
        "sent_back": {"reason": back.text, "at": localtime(back.at)} if back else None,
        "review": {
            "number": review.number,
            "state": review.state,
            "state_label": str(review.get_state_display()),
        }
        if review
        else None,
        "item": {
            "index_number": item.index_number,
            "published_on": item.published_on,
            "url": request.build_absolute_uri(item.get_public_url()),
        }
        if item
        else None,
    }
