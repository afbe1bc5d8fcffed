"""Papers that come from elsewhere: from another system, the watched folder or a list.

They come as words. Each word is looked up here, the same for all three, and what is wrong is said by field.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.agencies.models import Agency, Section
from gongkai.documents import actions, policy
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import (
    OFFICIAL_GENRES,
    PIECE_GENRES,
    Document,
    Form,
    Genre,
    Openness,
    Origin,
    Source,
)
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.inventory.models import Phase
from gongkai.inventory.queries import matters_for_drafting
from gongkai.inventory.reading import PHASES
from gongkai.people.models import User
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy.models import Markup
from gongkai.typesetting.word_import import CannotRead, read_docx

LONGEST_TEXT = 100_000  # characters, as in the desk
LONGEST_REASON = 1000
MOST_FILES = 50

# The words offices write, whatever language the reader chose; the names of the choices are taken too.
GENRES = {
    "通知": Genre.NOTICE,
    "意见": Genre.OPINION,
    "决定": Genre.DECISION,
    "公告": Genre.ANNOUNCEMENT,
    "通告": Genre.CIRCULAR,
    "函": Genre.LETTER,
    "批复": Genre.REPLY,
    "纪要": Genre.MINUTES,
    "会议纪要": Genre.MINUTES,
    "报告": Genre.REPORT,
    "请示": Genre.INSTRUCTION_REQUEST,
    "方案": Genre.PLAN,
    "计划": Genre.PLAN,
    "动态": Genre.NEWS,
    "信息": Genre.NEWS,
    "公示": Genre.PUBLICITY,
    "指南": Genre.GUIDE,
    "办事指南": Genre.GUIDE,
    "解读": Genre.INTERPRETATION,
    "政策解读": Genre.INTERPRETATION,
    "其他": Genre.OTHER,
}
OPENNESS = {
    "主动公开": Openness.PROACTIVE,
    "依申请公开": Openness.ON_REQUEST,
    "不予公开": Openness.NON_DISCLOSURE,
    "不公开": Openness.NON_DISCLOSURE,
}
ORIGINS = {
    "本机关": Origin.OWN,
    "本单位": Origin.OWN,
    "联合发文": Origin.JOINT,
    "联合印发": Origin.JOINT,
    "转发": Origin.FORWARDED,
}
FORMS = {"公文": Form.OFFICIAL, "非公文": Form.PIECE}

_LENGTHS = {
    "title": 300,
    "addressees": 300,
    "copies_to": 300,
    "origin_bodies": 300,
    "origin_number": 50,
    "openness_basis": 200,
    "openness_reason": LONGEST_REASON,
}
_KEY = re.compile(r'data-file="([^"]*)"')
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Fault:
    """What is wrong in one field: `says` is a sentence; a `field` of "" is the paper as a whole."""

    field: str
    says: str


class Faulty(Refused):
    """A paper that cannot be taken in, with every fault by its field."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__([each.says for each in faults])


@dataclass(frozen=True)
class IncomingFile:
    """A file that comes with a paper; `words` say what a picture shows."""

    name: str
    content: bytes | BinaryIO
    words: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper in words. `word` is its text as a DOCX file, in place of `body`."""

    title: str = ""
    kind: str = ""
    form: str = ""
    section: str = ""
    drafter: str = ""
    openness: str = ""
    openness_basis: str = ""
    openness_reason: str = ""
    body: str = ""
    markup: str = Markup.PLAIN
    word: IncomingFile | None = None
    files: tuple[IncomingFile, ...] = ()
    is_normative: bool = False
    is_policy: bool = False
    origin: str = ""
    origin_bodies: str = ""
    origin_number: str = ""
    origin_openness: str = ""
    matter: str = ""
    phase: str = ""
    addressees: str = ""
    copies_to: str = ""


@dataclass(frozen=True)
class Draft:
    """A paper looked up: who drafts it, and the arguments of `actions.draft`."""

    drafter: User
    facts: dict[str, Any]


def take_in(
    paper: Paper,
    agency: Agency,
    *,
    source: str,
    source_key: str,
    drafter: User | None = None,
    needs_openness: bool = True,
    submit: bool = False,
    pictures_seen: bool = False,
) -> Document:
    """Draft a paper that came from elsewhere, in the name of its drafter, and submit it where asked.

    `drafter` stands in where the paper names nobody. `source_key` is what the other side calls it: it comes
    in once. With `needs_openness` a paper without its attribute is refused, in the words of the desk.

    Raises Faulty with all that is wrong; nothing is kept then.

    Law: 国办发〔2016〕80号 part 1.
    """
    with transaction.atomic():
        draft = look_up(paper, agency, drafter=drafter, needs_openness=needs_openness)
        by = draft.drafter
        facts = draft.facts
        if paper.word is not None:
            facts |= _read(paper.word, agency, by, title=facts["title"])
        facts["files"] = list(_stored(paper.files, agency, by))
        document: Document = _or_faulty(
            "", lambda: actions.draft(agency, by=by, source=source, source_key=source_key, **facts)
        )
        if submit:
            document = _submitted(document, by, pictures_seen=pictures_seen)
        return document


def folder_key(sha256: str, name: str) -> str:
    """Return the source key of a file laid into the folder: its content decides, its name only tells."""
    return f"{sha256} {name}"[:200]


def came_in_before(agency: Agency, sha256: str) -> Document | None:
    """Return the document made of a file of this content, whatever the file was called then."""
    return Document.objects.filter(
        agency=agency, source=Source.FOLDER, source_key__startswith=f"{sha256} "
    ).first()


def look_up(
    paper: Paper, agency: Agency, *, drafter: User | None = None, needs_openness: bool = True
) -> Draft:
    """Look up every word of a paper. Raises Faulty with all that is wrong; writes nothing."""
    faults: list[Fault] = []

    def wrong(name: str, says: str) -> None:
        faults.append(Fault(name, says))

    faults += _unwritable(paper)
    if faults:
        # No database can be asked for such marks, so nothing is looked up.
        raise Faulty(faults)
    by = _drafter(paper, agency, drafter, wrong)
    facts: dict[str, Any] = {
        "title": re.sub(r"\s+", " ", paper.title).strip(),
        "body": paper.body.replace("\r\n", "\n"),
        "markup": paper.markup,
        "is_normative": paper.is_normative,
        "is_policy": paper.is_policy,
        "openness_basis": paper.openness_basis.strip(),
        "openness_reason": paper.openness_reason.strip(),
        "addressees": paper.addressees.strip(),
        "copies_to": paper.copies_to.strip(),
        "origin_bodies": paper.origin_bodies.strip(),
        "origin_number": paper.origin_number.strip(),
    }
    faults += _odd(paper, facts)
    facts["genre"] = _chosen(paper.kind, GENRES, Genre, Genre.NOTICE) or _unknown(
        "kind", paper.kind, GENRES, wrong
    )
    form = _chosen(paper.form, FORMS, Form, _form_of(facts["genre"]))
    facts["form"] = form or _unknown("form", paper.form, FORMS, wrong)
    fitting = PIECE_GENRES if form == Form.PIECE else OFFICIAL_GENRES
    if form and facts["genre"] and facts["genre"] not in fitting:
        wrong("kind", _("There is no official document, or no piece, of this kind: see the form."))
    facts["openness"] = _openness(paper, needs_openness, wrong)
    facts["origin"] = _chosen(paper.origin, ORIGINS, Origin, Origin.OWN) or _unknown(
        "origin", paper.origin, ORIGINS, wrong
    )
    facts["origin_openness"] = _chosen(paper.origin_openness, OPENNESS, Openness, "")
    if paper.origin_openness.strip() and not facts["origin_openness"]:
        _unknown("origin_openness", paper.origin_openness, OPENNESS, wrong)
    facts["phase"] = _chosen(paper.phase, PHASES, Phase, "")
    if paper.phase.strip() and not facts["phase"]:
        _unknown("phase", paper.phase, PHASES, wrong)
    facts["section"] = _section(paper, agency, by, wrong)
    facts["matter"] = _matter(paper, agency, wrong)
    if faults or by is None:
        raise Faulty(faults)
    return Draft(by, facts)


def _unwritable(paper: Paper) -> Iterator[Fault]:
    for name, value in vars(paper).items():
        if isinstance(value, str) and _UNPRINTABLE.search(value):
            yield Fault(_NAMES.get(name, name), _("There are marks in it that are no characters."))


def _odd(paper: Paper, facts: dict[str, Any]) -> Iterator[Fault]:
    """What is missing, too long or twice, whatever the words mean."""
    if not facts["title"] and paper.word is None:
        yield Fault("title", _("The title is missing."))
    if paper.markup not in Markup.values:
        yield Fault("markup", _("The text is either plain or html."))
    for name, longest in (*_LENGTHS.items(), ("body", LONGEST_TEXT)):
        if len(facts[name]) > longest:
            yield Fault(
                _NAMES.get(name, name), _("This is longer than %(most)s characters.") % {"most": str(longest)}
            )
    if paper.word is not None and paper.body.strip():
        yield Fault("text", _("The text comes either as words or as a DOCX file, not as both."))
    if len(paper.files) > MOST_FILES:
        yield Fault("attachments", _("At most %(most)s files come with a paper.") % {"most": str(MOST_FILES)})


# How the fields of a document are called by those who hand one in.
_NAMES = {"body": "text"}

_Wrong = Callable[[str, str], None]


def _drafter(paper: Paper, agency: Agency, otherwise: User | None, wrong: _Wrong) -> User | None:
    name = paper.drafter.strip()
    if not name and otherwise is None:
        wrong("drafter", _("Say who drafts it: the user name of a person of the office."))
        return None
    named = (
        User.objects.filter(agency=agency, username__iexact=name, is_active=True).first()
        if name
        else otherwise
    )
    if named is None:
        wrong("drafter", _("There is no account “%(login)s” in use in this office.") % {"login": name[:50]})
        return None
    for reason in policy.obstacles_to_drafting(agency, named):
        wrong("drafter", reason)
    return named


def _openness(paper: Paper, needs_openness: bool, wrong: _Wrong) -> str:
    said = paper.openness.strip()
    openness: str = _chosen(said, OPENNESS, Openness, "")
    if not said:
        if needs_openness:
            for reason in policy.obstacles_without_an_attribute(""):
                wrong("openness", reason)
        return ""
    for reason in policy.obstacles_to_this_openness(
        openness or said, paper.openness_reason, paper.openness_basis
    ):
        missing = "openness_basis" if not paper.openness_basis.strip() else "openness_reason"
        wrong(missing if openness else "openness", reason)
    return openness


def _section(paper: Paper, agency: Agency, by: User | None, wrong: _Wrong) -> Section | None:
    """The section named; where none is, the one section its drafter works in."""
    sections = {each.name: each for each in Section.objects.filter(agency=agency)}
    own = set() if by is None else by.sections_by_agency.get(agency.pk, set())
    name = paper.section.strip()
    if not name:
        theirs = [each for each in sections.values() if each.pk in own]
        return theirs[0] if len(theirs) == 1 else None
    found = sections.get(name)
    if found is None:
        wrong("section", _("There is no section “%(name)s” in this office.") % {"name": name[:50]})
    elif own and found.pk not in own:
        wrong("section", _("The drafter does not work in this section."))
    return found


def _matter(paper: Paper, agency: Agency, wrong: _Wrong) -> Any:
    code = paper.matter.strip()
    if not code:
        return None
    matter = matters_for_drafting(agency).filter(code=code).first()
    if matter is None:
        wrong("matter", _("No matter in force has the code “%(code)s”.") % {"code": code[:60]})
    return matter


def _chosen(said: str, words: dict[str, Any], choices: Any, otherwise: Any) -> Any:
    """Return the choice a word means; `otherwise` where nothing is said, "" for a word nobody knows."""
    said = said.strip()
    if not said:
        return otherwise
    if said in words:
        return words[said]
    return choices(said) if said in choices.values else ""


def _unknown(name: str, said: str, words: dict[str, Any], wrong: _Wrong) -> str:
    wrong(
        name,
        _("“%(word)s” is not known here. Known are: %(known)s.")
        % {"word": said.strip()[:30], "known": "、".join(words)},
    )
    return ""


def _form_of(genre: str) -> str:
    return Form.OFFICIAL if genre in OFFICIAL_GENRES or not genre else Form.PIECE


def _read(word: IncomingFile, agency: Agency, by: User, *, title: str) -> dict[str, Any]:
    """Return title and text of a DOCX file, its pictures stored."""
    content = word.content if isinstance(word.content, bytes) else word.content.read()
    try:
        read = read_docx(content)
    except CannotRead as fault:
        raise Faulty([Fault("text", str(fault))]) from None
    if len(read.html) > LONGEST_TEXT:
        raise Faulty(
            [Fault("text", _("This is longer than %(most)s characters.") % {"most": str(LONGEST_TEXT)})]
        )
    keys: dict[str, str] = {}
    for place, picture in enumerate(read.pictures, start=1):
        ending = {"image/jpeg": "jpg"}.get(picture.content_type, picture.content_type.rpartition("/")[2])
        name = _("Picture %(number)s") % {"number": str(place)} + f".{ending}"
        file = _or_faulty("text", lambda: store(picture.content, name=name, by=by, agency=agency))  # noqa: B023
        keys[picture.key] = str(file.pk)
    body = _KEY.sub(lambda found: f'data-file="{keys.get(found[1], found[1])}"', read.html)
    stem = word.name.rpartition(".")[0] or word.name
    return {"title": title or read.title.strip()[:300] or stem[:300], "body": body, "markup": Markup.HTML}


def _stored(files: tuple[IncomingFile, ...], agency: Agency, by: User) -> Iterator[tuple[StoredFile, str]]:
    for file in files:
        content = BytesIO(file.content) if isinstance(file.content, bytes) else file.content
        stored = _or_faulty("attachments", lambda: store(content, name=file.name, by=by, agency=agency))  # noqa: B023
        yield stored, file.words[:200]


def _submitted(document: Document, by: User, *, pictures_seen: bool) -> Document:
    try:
        with transaction.atomic():
            return actions.submit(document, by=by, pictures_seen=pictures_seen)
    except Refused as refused:
        faults = [Fault("submit", reason) for reason in refused.reasons]
        if document.openness == Openness.PROACTIVE:
            faults += [
                Fault("attachments" if each.file else "text", _said(each))
                for each in look_through_document(document)
                if each.is_open and not (pictures_seen and each.is_picture_to_look_at)
            ]
        raise Faulty(faults) from None


def _said(found: Any) -> str:
    told = {"kind": KIND_LABELS.get(found.kind, found.kind), "masked": found.masked, "where": found.where}
    return _("%(kind)s: %(masked)s (%(where)s)") % told


def _or_faulty(name: str, act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refused as refused:
        raise Faulty([Fault(name, reason) for reason in refused.reasons]) from None
