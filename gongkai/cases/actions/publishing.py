"""A granted reply becomes the draft of something to publish, without anything of the requester."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from gongkai.acts import Refused, refuse_if_any
from gongkai.cases import archiving, policy
from gongkai.cases.actions.filing import note_turned_proactive
from gongkai.cases.actions.keeping import locked_case
from gongkai.cases.models import Case, Paper, Reply
from gongkai.cases.register import names_of, without_name
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Form, Openness
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.law.organisations import RequesterKind
from gongkai.people.models import User
from gongkai.privacy.converting import as_pdf
from gongkai.privacy.finding import KINDS, Finding, find
from gongkai.privacy.masking import mask
from gongkai.privacy.pages import CannotRedact, search
from gongkai.privacy.scanning import CannotOpen, scan_file

# Found in text and no person's data: a marking is the secrecy review's to look at.
NOT_PERSONAL = frozenset({"marking"})
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Proposed:
    """What a draft begins with; `masked` says how many places of it were made unreadable."""

    title: str
    body: str
    masked: int


def proposed_draft(case: Case) -> Proposed:
    """Return title and text for a draft from the reply to a case, masked where they tell of the requester."""
    reply = replied(case)
    parts = [_masked(case, text) for text in (case.title, reply.text if reply else "")]
    (title, in_title), (body, in_body) = parts
    return Proposed(title[:LONGEST_TITLE], body, in_title + in_body)


def replied(case: Case) -> Reply | None:
    """Return the reply that went out."""
    return Reply.objects.filter(case=case, sent_on__isnull=False).order_by("-pk").first()


def enclosed(case: Case) -> list[Paper]:
    """Return what went out with the reply, each with a file."""
    reply = replied(case)
    return list(reply.enclosures.exclude(file=None).select_related("file")) if reply else []


@transaction.atomic
def turn_proactive(
    case: Case,
    *,
    by: User,
    title: str,
    body: str,
    form: str = Form.OFFICIAL,
    papers: Iterable[Paper] = (),
) -> Document:
    """Begin a draft for publication from the reply to a case; `papers` are enclosures that went with it.

    The draft's files are copies, named by the papers' titles. Title, text and files are searched for personal
    data and for the requester's name; what is in scanned pages cannot be found by it.

    Raises Refused, with what was found, when anything of it is there.

    Law: Regulations (2019), art. 44.
    """
    case = locked_case(case)
    papers = list(papers)
    refuse_if_any(policy.obstacles_to_turning_proactive(case, by))
    if not title.strip():
        raise Refused(gettext("Give the draft a title."))
    known = {paper.pk for paper in enclosed(case)}
    if any(paper.pk not in known for paper in papers):
        raise Refused(gettext("Only what went out with the reply can be published."))
    refuse_if_any(_private_in(case, title, body, papers))
    files = [(_copied(paper, by), "") for paper in papers]
    document = documents.draft(
        case.agency,
        by=by,
        form=form,
        title=title.strip(),
        body=body,
        section=case.handling_section,
        files=files,
        openness=Openness.PROACTIVE,
    )
    note_turned_proactive(case, by=by, document_key=document.key)
    return document


def _masked(case: Case, text: str) -> tuple[str, int]:
    found = _findings(case, text)
    masked = mask(text, found)
    nameless = without_name(case, masked)
    return nameless, len(found) + (nameless != masked)


def _private_in(case: Case, title: str, body: str, papers: Iterable[Paper]) -> Iterator[str]:
    for text, where in ((title, gettext("the title")), (body, gettext("the text"))):
        for finding in _findings(case, text):
            yield gettext("In %(where)s: %(kind)s %(masked)s. Take it out.") % {
                "where": where,
                "kind": KINDS[finding.kind],
                "masked": finding.masked,
            }
        if without_name(case, text) != text:
            yield gettext("In %(where)s: the name of the requester. Take it out.") % {"where": where}
    for paper in papers:
        yield from _private_in_file(case, paper)


def _private_in_file(case: Case, paper: Paper) -> Iterator[str]:
    if paper.file is None:
        return
    content, name = paper.file.read(), paper.file.name
    try:
        found = [
            each for each in scan_file(content, name) if each.kind in KINDS and each.kind not in NOT_PERSONAL
        ]
    except CannotOpen as fault:
        yield gettext("“%(paper)s” cannot be searched: %(why)s") % {"paper": paper.title, "why": fault}
        return
    for each in found:
        if not _is_ours(case, each.masked):
            yield gettext("In “%(paper)s”, %(where)s: %(kind)s %(masked)s. Redact it first.") % {
                "paper": paper.title,
                "where": each.where,
                "kind": KINDS[each.kind],
                "masked": each.masked,
            }
    if case.requester_kind == RequesterKind.NATURAL_PERSON and _names_requester(case, content, name):
        yield gettext("In “%(paper)s”: the name of the requester. Redact it first.") % {"paper": paper.title}


def _names_requester(case: Case, content: bytes, name: str) -> bool:
    try:
        pages = as_pdf(content, name, faces=archiving.faces())
        return any(search(pages, each) for each in names_of(case.requester_name))
    except CannotRedact:
        return False  # A spreadsheet has no pages; its cells were searched for data, not for names.


def _findings(case: Case, text: str) -> list[Finding]:
    """Return the personal data in `text`; how to reach the office is none."""
    ours = f"{case.agency.phone} {case.agency.address} {case.agency.email}"
    return [
        each
        for each in find(text)
        if each.kind not in NOT_PERSONAL and not (each.text.strip() and each.text in ours)
    ]


def _is_ours(case: Case, masked: str) -> bool:
    """Say whether a masked finding in a file is how to reach the office."""
    agency = case.agency
    ours = f"{agency.phone} {agency.address} {agency.email}"
    return bool(ours.strip()) and masked in {each.masked for each in find(ours)}


def _copied(paper: Paper, by: User) -> StoredFile:
    if paper.file is None:
        raise ValueError(paper.title)
    ending = paper.file.name.rpartition(".")[2]
    title = paper.title.removesuffix(f".{ending}")
    name = f"{title}.{ending}"
    return store(io.BytesIO(paper.file.read()), name=name, by=by, agency=paper.case.agency)
