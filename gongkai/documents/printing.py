"""A document on paper: in the layout of the standard, and the form with which it was issued."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.documents.models import Attachment, Document, Genre, Openness, Origin, State
from gongkai.documents.pictures import shown_in
from gongkai.files.models import ContentErased
from gongkai.journal.models import Entry
from gongkai.people.models import User
from gongkai.secrecy.models import Markup
from gongkai.typesetting.official import OfficialDocument
from gongkai.typesetting.official_forms import IssuingApplication, Opinion
from gongkai.typesetting.rich_text import blocks, from_plain

# What stands on paper is Chinese in every language of the pages.
GENRES = {
    Genre.NOTICE: "通知",
    Genre.OPINION: "意见",
    Genre.DECISION: "决定",
    Genre.ANNOUNCEMENT: "公告",
    Genre.CIRCULAR: "通告",
    Genre.LETTER: "函",
    Genre.REPLY: "批复",
    Genre.MINUTES: "纪要",
    Genre.REPORT: "报告",
    Genre.INSTRUCTION_REQUEST: "请示",
    Genre.PLAN: "方案",
}
ATTRIBUTES = {
    Openness.PROACTIVE: "主动公开",
    Openness.ON_REQUEST: "依申请公开",
    Openness.NON_DISCLOSURE: "不予公开",
}
_PARTED = re.compile("[，,、；;]")


def official(document: Document) -> OfficialDocument:
    """Return the document as it is printed: a draft says so, and its attribute stands below the text.

    Standard: GB/T 9704-2012. Law: 国办发〔2016〕80号 part 1 (the attribute goes along with the document).
    """
    inside, after = shown_in(document.body, document.files)
    is_rich = document.markup == Markup.HTML
    is_issued = document.state == State.APPROVED
    return OfficialDocument(
        head=f"{document.agency.name}文件" if document.genre != Genre.LETTER else document.agency.name,
        title=document.title,
        body=blocks(document.body if is_rich else from_plain(document.body)),
        issuer=document.agency.name,
        number=document.number,
        signer=document.approved_by.name if document.approved_by else "",
        recipients=_names(document.addressees),
        pictures=_contents(inside),
        enclosures=tuple(_without_ending(each.file.name) for each in after),
        signed_on=document.signed_on,
        openness_mark=_mark(document),
        copies_to=_names(document.copies_to),
        printed_by=document.agency.name if is_issued else "",
        printed_on=document.signed_on if is_issued else None,
        genre=GENRES.get(Genre(document.genre), ""),
        draft=not is_issued,
    )


def application(document: Document) -> IssuingApplication:
    """Return the issuing form (公文制发申请表) with every step taken so far; the rest is left for a hand."""
    acts = _last_acts(document)
    head = document.submitted_by
    is_head = (
        head is not None
        and document.section is not None
        and head.has_duty(Duty.SECTION_HEAD, document.agency, document.section)
    )
    proactive = document.openness == Openness.PROACTIVE
    return IssuingApplication(
        office=document.agency.name,
        title=document.title,
        section=document.section.name if document.section else "",
        drafter=document.drafted_by.name,
        drafted_on=_day(document.drafted_at),
        genre=GENRES.get(Genre(document.genre), ""),
        recipients=_names(document.addressees),
        copies_to=_names(document.copies_to),
        attribute=ATTRIBUTES[Openness(document.openness)] if document.openness else "",
        reason="" if proactive else document.openness_reason,
        provision="" if proactive else document.openness_basis,
        is_policy=document.is_policy,
        is_normative=document.is_normative,
        joint_bodies=_names(document.origin_bodies) if document.origin == Origin.JOINT else (),
        section_head=_opinion(head if is_head else None, acts.get("documents.submitted")),
        office_check=_opinion(document.checked_by, acts.get("documents.checked")),
        foi_office=_opinion(document.foi_by, acts.get("documents.foi_opinion_given"), document.foi_opinion),
        leader=_opinion(document.approved_by, acts.get("documents.approved")),
        number=document.number,
        enclosures=tuple(each.file.name for each in document.files),
    )


def _mark(document: Document) -> str:
    return f"此件{ATTRIBUTES[Openness(document.openness)]}" if document.openness else ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in _PARTED.split(text))))


def _contents(attachments: Iterable[Attachment]) -> dict[str, bytes]:
    found = {}
    for each in attachments:
        try:
            found[str(each.file_id)] = each.file.read()
        except ContentErased:
            continue
    return found


def _without_ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and len(ending) <= 5 else name


def _last_acts(document: Document) -> dict[str, Entry]:
    """The last time each step was taken: a document sent back takes them anew."""
    return {each.act: each for each in Entry.objects.filter(subject_key=document.key).order_by("number")}


def _opinion(by: User | None, entry: Entry | None, words: str = "") -> Opinion:
    if by is None:
        return Opinion()
    return Opinion(
        words=words or (entry.reason if entry else ""),
        name=by.name,
        day=_day(entry.at) if entry else None,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BEIJING).date()
