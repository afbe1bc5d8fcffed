"""The file of a case: papers, redactions, archive; inquiries, added grounds, what is erased in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Actor, Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency, Section
from gongkai.cases import archiving, policy
from gongkai.cases.actions.keeping import file_paper, locked_case
from gongkai.cases.models import (
    Case,
    Inquiry,
    Message,
    OwnGround,
    Paper,
    PaperKind,
    Redaction,
    RedactionState,
    Request,
    RequestDraft,
)
from gongkai.cases.retention import is_still_needed, kept_until
from gongkai.cases.telling import news_prefix
from gongkai.files.erasing import erase
from gongkai.files.storing import store, store_made
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law import periods, terms
from gongkai.law.outcomes import NoSuchOutcome, outcome
from gongkai.notices.actions import forget_addresses
from gongkai.people.models import User
from gongkai.privacy.converting import Faces, as_pdf
from gongkai.privacy.pages import Box, page_count, pages_without_text
from gongkai.privacy.redaction import redact
from gongkai.typesetting.fonts import chinese_faces, loaded_fonts, missing_characters
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

# More than that is no work of a hand; a part of a page is covered by one box as well as by many.
MOST_BOXES = 2000

label_acts(
    {
        "cases.paper_added": _("Paper added"),
        "cases.redaction_begun": _("Redaction begun"),
        "cases.redacted": _("Redacted"),
        "cases.redaction_dropped": _("Redaction dropped"),
        "cases.archived": _("Archived"),
        "cases.data_erased": _("Contact data erased after their time"),
        "cases.inquiry_recorded": _("Inquiry registered"),
        "cases.inquiry_answered": _("Inquiry answered"),
        "cases.ground_added": _("Ground added"),
        "cases.ground_ended": _("Ground no longer in force"),
        "cases.turned_proactive": _("Turned into a draft for publication"),
    }
)


@transaction.atomic
def add_papers(
    case: Case, files: Iterable[Any], *, by: User, kind: str, on: date | None = None, title: str = ""
) -> list[Paper]:
    """File papers with the case. `files` are uploads with a name; `title` names a single one."""
    case = locked_case(case)
    on = on or clock.today()
    refuse_if_any(policy.obstacles_to_adding_papers(case, by, on=on))
    files = list(files)
    if not files:
        raise Refused(gettext("Choose a file."))
    papers = [
        file_paper(
            case, file, kind=kind, title=title if title and len(files) == 1 else file.name, on=on, by=by
        )
        for file in files
    ]
    record(by, "cases.paper_added", case, papers=[paper.title for paper in papers])
    return papers


@transaction.atomic
def begin_redaction(paper: Paper, *, by: User) -> Redaction:
    """Open a paper for redaction: it is turned into pages (PDF, DOCX, pictures, text) that boxes can lie on.

    A redaction of the paper that is open already is gone on with. Raises Refused when the file cannot be
    turned into pages.

    Law: Regulations (2019), art. 37.
    """
    case = locked_case(paper.case)
    refuse_if_any(policy.obstacles_to_redacting(case, by, paper))
    standing = paper.redactions.filter(state=RedactionState.OPEN).first()
    if standing:
        return standing
    if paper.file is None:
        raise ValueError(paper.title)
    pdf = as_pdf(paper.file.read(), paper.file.name, faces=_faces())
    pages = page_count(pdf)
    stem = paper.file.name.rpartition(".")[0] or paper.file.name
    stored = store(pdf, name=f"{stem}.pdf", by=by, agency=case.agency)
    redaction = Redaction.objects.create(
        case=case, paper=paper, pdf=stored, pages=pages, begun_by=by, begun_at=clock.now()
    )
    record(by, "cases.redaction_begun", case, paper=paper.title)
    return redaction


class BoxesChanged(Refused):
    """Somebody changed the boxes of a redaction since the writer saw them."""


@transaction.atomic
def keep_boxes(
    redaction: Redaction, boxes: Sequence[dict[str, Any]], *, by: User, revision: int
) -> Redaction:
    """Keep the boxes as they lie now. `revision` is the one the writer saw; another tab's work is not lost.

    Raises BoxesChanged when somebody did so meanwhile, and Refused when a box lies outside its page or there
    are more than MOST_BOXES.
    """
    redaction = _locked_redaction(redaction)
    refuse_if_any(policy.obstacles_to_changing_boxes(redaction, by))
    if revision != redaction.revision:
        raise BoxesChanged(
            gettext("The boxes were changed in another window meanwhile. Open the page again and compare.")
        )
    if len(boxes) > MOST_BOXES:
        raise Refused(
            gettext("At most %(most)s boxes can lie on one paper. Cover larger parts with one box.")
            % {"most": MOST_BOXES}
        )
    redaction.boxes = [_checked_box(box, redaction.pages) for box in boxes]
    redaction.revision += 1
    redaction.save(update_fields=["boxes", "revision"])
    return redaction


@transaction.atomic
def finish_redaction(
    redaction: Redaction, *, by: User, revision: int | None = None, looked_at: Collection[int] = ()
) -> Paper:
    """Make the redacted paper: pages drawn anew without what was hidden, read again before it is filed.

    `looked_at` are the pages (from 0) without readable text that `by` has looked at by eye; `revision` is
    that of the boxes `by` saw. Raises Refused, with what was found, when anything of the hidden is left.

    Law: Regulations (2019), art. 37.
    """
    redaction = _locked_redaction(redaction)
    refuse_if_any(policy.obstacles_to_changing_boxes(redaction, by))
    pdf = redaction.pdf.read()
    unread = pages_without_text(pdf)
    refuse_if_any(
        policy.obstacles_to_finishing_a_redaction(
            redaction, by, revision=revision, unread=unread, looked_at=looked_at
        )
    )
    case = redaction.case
    boxes = [
        Box(page=box["page"], x=box["x"], y=box["y"], width=box["width"], height=box["height"])
        for box in redaction.boxes
    ]
    made = redact(pdf, boxes)
    # It is another kind of file now: a name taken from the file goes on without its ending.
    ending = Path(redaction.paper.file.name).suffix if redaction.paper.file else ""
    title = gettext("%(title)s (redacted)") % {"title": redaction.paper.title.removesuffix(ending)}
    name = gettext("Redacted %(number)s-%(serial)s.pdf") % {"number": case.number, "serial": redaction.pk}
    paper = file_paper(
        case,
        ContentFile(made.pdf, name=name),
        kind=PaperKind.INTERNAL,
        title=title,
        on=clock.today(),
        by=by,
    )
    paper.redacted_from = redaction.paper
    paper.save(update_fields=["redacted_from"])
    redaction.state, redaction.result = RedactionState.DONE, paper
    redaction.done_by, redaction.done_at = by, clock.now()
    redaction.save(update_fields=["state", "result", "done_by", "done_at"])
    record(
        by,
        "cases.redacted",
        case,
        paper=redaction.paper.title,
        boxes=len(boxes),
        grounds=sorted({box["ground"] for box in redaction.boxes}),
        looked_at=[page + 1 for page in unread],
    )
    return paper


@transaction.atomic
def drop_redaction(redaction: Redaction, *, by: User) -> Case:
    """Give up a redaction that is open."""
    redaction = _locked_redaction(redaction)
    refuse_if_any(policy.obstacles_to_dropping_a_redaction(redaction, by))
    redaction.state = RedactionState.DROPPED
    redaction.save(update_fields=["state"])
    record(by, "cases.redaction_dropped", redaction.case, paper=redaction.paper.title)
    return redaction.case


@transaction.atomic
def archive(case: Case, *, by: User) -> Case:
    """Make the archive package of a concluded case: every paper, the ledger, the journal, with checksums.

    Law: Regulations (2019), art. 45; the order is 登记、审核、办理、答复、归档.
    """
    case = locked_case(case)
    refuse_if_any(policy.obstacles_to_archiving(case, by))
    today = clock.today()
    case.archived_on = today
    record(by, "cases.archived", case, on=today)
    content = archiving.package_of(case, on=today)
    case.archive = store_made(
        content, name=f"{case.number} 归档.zip", content_type="application/zip", by=by, agency=case.agency
    )
    case.save(update_fields=["archived_on", "archive"])
    return case


@transaction.atomic
def note_turned_proactive(case: Case, *, by: User, document_key: str) -> Case:
    """Note that a granted reply became the draft of something to publish (art. 44)."""
    case = locked_case(case)
    record(by, "cases.turned_proactive", case, document=document_key)
    return case


@transaction.atomic
def record_inquiry(
    agency: Agency,
    *,
    by: User,
    asked_by: str,
    received_on: date,
    question: str,
    matter: str = "",
    number: str = "",
    named_due_on: date | None = None,
    handling_section: Section | None = None,
    file: Any = None,
) -> Inquiry:
    """Register an inquiry of the district about a request it received; its due day is named or reckoned.

    Raises Refused when something is missing or `by` may not.

    Law: a local rule, see the term `inquiry_answer`.
    """
    refuse_if_any(
        policy.obstacles_to_recording_an_inquiry(
            agency, by, received_on=received_on, due_on=named_due_on, question=question, asked_by=asked_by
        )
    )
    if handling_section and handling_section.agency_id != agency.pk:
        raise Refused(gettext("This section belongs to another agency."))
    stored = store(file, name=file.name, by=by, agency=agency) if file else None
    inquiry = Inquiry(
        agency=agency,
        asked_by=asked_by.strip(),
        number=number.strip(),
        received_on=received_on,
        matter=matter.strip() or question.strip()[:60],
        question=question,
        named_due_on=named_due_on,
        handling_section=handling_section,
        file=stored,
    )
    inquiry.due_on, inquiry.due_unknown_year = due_day_of_inquiry(inquiry)
    inquiry.save()
    record(by, "cases.inquiry_recorded", inquiry, received_on=received_on, due_on=inquiry.due_on)
    return inquiry


def due_day_of_inquiry(inquiry: Inquiry) -> tuple[date | None, int | None]:
    """Return the day an inquiry has to be answered, or the year whose holiday notice is missing."""
    if inquiry.named_due_on:
        return inquiry.named_due_on, None
    term = terms.term("inquiry_answer", inquiry.received_on, "local")
    try:
        return periods.ends_on(inquiry.received_on, term, loaded_calendar()), None
    except CalendarMissing as missing:
        return None, missing.year


@transaction.atomic
def answer_inquiry(inquiry: Inquiry, *, by: User, on: date, answer: str, file: Any = None) -> Inquiry:
    """Record what was answered to the district, and when."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=inquiry.pk)
    refuse_if_any(policy.obstacles_to_answering_an_inquiry(inquiry, by, on=on, answer=answer))
    inquiry.answered_on, inquiry.answer = on, answer
    if file:
        inquiry.answer_file = store(file, name=file.name, by=by, agency=inquiry.agency)
    inquiry.save(update_fields=["answered_on", "answer", "answer_file"])
    record(by, "cases.inquiry_answered", inquiry, on=on)
    return inquiry


@transaction.atomic
def add_ground(
    agency: Agency,
    *,
    by: User,
    outcome_code: str,
    label: str,
    article: str,
    valid_from: date,
    valid_to: date | None = None,
    text: str = "",
) -> OwnGround:
    """Add a ground to a kind of reply, without a release of the program; it is dated like the law's own."""
    refuse_if_any(policy.obstacles_to_adding_a_ground(agency, by, label=label, article=article))
    try:
        outcome(outcome_code)
    except NoSuchOutcome:
        raise Refused(gettext("Choose the kind of reply.")) from None
    if valid_to and valid_to < valid_from:
        raise Refused(gettext("The last day lies before the first."))
    ground = OwnGround.objects.create(
        agency=agency,
        outcome=outcome_code,
        label=label.strip(),
        article=article.strip(),
        text=text.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        added_by=by,
    )
    record(by, "cases.ground_added", ground, label=label, article=article)
    return ground


@transaction.atomic
def end_ground(ground: OwnGround, *, by: User, valid_to: date) -> OwnGround:
    """Set the last day on which an added ground is in force."""
    ground = OwnGround.objects.select_for_update(of=("self",)).select_related("agency").get(pk=ground.pk)
    refuse_if_any(policy.obstacles_to_adding_a_ground(ground.agency, by))
    if valid_to < ground.valid_from:
        raise Refused(gettext("The last day lies before the first."))
    ground.valid_to = valid_to
    ground.save(update_fields=["valid_to"])
    record(by, "cases.ground_ended", ground, valid_to=valid_to)
    return ground


def erase_what_is_over(today: date | None = None) -> int:
    """Erase contact data, identity numbers, proofs and messages of cases whose time of keeping is over.

    Name and matter stay: the register is kept. Returns how many cases were changed. Run daily.

    Law: 个人信息保护法, arts. 19 and 47; the time is the dated term `retention_contact`.
    """
    today = today or clock.today()
    changed = 0
    concluded = Case.objects.filter(erased_on=None, concluded_on__isnull=False).select_related("agency")
    for case in concluded.iterator(chunk_size=200):
        if case.concluded_on and _over(case.concluded_on, today) and not is_still_needed(case):
            _erase(case, today, by=PROGRAM)
            changed += 1
    for draft in RequestDraft.objects.filter(expires_at__lt=clock.now()).select_related("proof"):
        drop_draft(draft)
    return changed


@transaction.atomic
def drop_draft(draft: RequestDraft) -> None:
    """Remove a form that was begun, with the proof of identity in it."""
    proof = draft.proof
    draft.delete()
    if proof:
        erase(proof, by=PROGRAM)


@transaction.atomic
def _erase(case: Case, today: date, *, by: Actor) -> None:
    case = locked_case(case)
    if case.erased_on:
        return
    case.requester_contact = case.requester_email = case.identity_number = ""
    case.erased_on = today
    case.save(update_fields=["requester_contact", "requester_email", "identity_number", "erased_on"])
    case.letters.update(recipient_address="")
    case.replies.update(recipient_address="")
    _erase_messages(case.messages.all())
    forget_addresses(news_prefix(case), by=by)
    if case.request and not case.request.cases.filter(erased_on=None).exists():
        _erase_request(case.request, today, by=by)
    record(by, "cases.data_erased", case, on=today)


def _erase_request(request: Request, today: date, *, by: Actor) -> None:
    """Erase what belongs to a request as a whole, once the data of all its cases are gone."""
    for proof in request.proofs.filter(erased_on=None):
        erase(proof.file, by=by)
        proof.erased_on = today
        proof.save(update_fields=["erased_on"])
    _erase_messages(request.messages.all())
    request.help_needed = ""
    request.save(update_fields=["help_needed"])
    requester = request.requester
    if (
        requester.identity_index
        and not Case.objects.filter(request__requester=requester, erased_on=None).exists()
    ):
        # Nobody can be recognised any more by a number that is kept nowhere else.
        requester.identity_index = ""
        requester.save(update_fields=["identity_index"])


def _erase_messages(messages: QuerySet[Message]) -> None:
    """Leave of the requester's messages only that there was one, and when."""
    with translation.override(settings.LANGUAGE_CODE):
        said = gettext("Erased: the time of keeping is over.")
    messages.filter(from_office=False).update(text=said)


def _over(concluded_on: date, today: date) -> bool:
    last = kept_until(concluded_on)
    return last is not None and last < today


def _locked_redaction(redaction: Redaction) -> Redaction:
    case = locked_case(redaction.case)
    redaction = (
        Redaction.objects.select_for_update(of=("self",)).select_related("paper", "pdf").get(pk=redaction.pk)
    )
    redaction.case = case
    return redaction


def _checked_box(box: dict[str, Any], pages: int) -> dict[str, Any]:
    try:
        page = int(box["page"])
        x, y, width, height = (float(box[name]) for name in ("x", "y", "width", "height"))
        ground, kind = str(box.get("ground", "")), str(box.get("kind", ""))
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise Refused(gettext("A box could not be read. Draw it again.")) from None
    inside = 0 <= x < 1 and 0 <= y < 1 and 0 < width <= 1 and 0 < height <= 1 and 0 <= page < pages
    if not inside:  # NaN is inside nothing either.
        raise Refused(gettext("A box lies outside its page. Draw it again."))
    return {
        "page": page,
        "x": x,
        "y": y,
        "width": min(width, 1 - x),
        "height": min(height, 1 - y),
        "ground": _visible(ground)[:200],
        "kind": _visible(kind)[:30],
    }


def _visible(words: str) -> str:
    """Return `words` without what has no shape; databases refuse some of it."""
    return "".join(sign for sign in words if sign.isprintable()).strip()


def _faces() -> Faces:
    return Faces(fonts=loaded_fonts(), families=chinese_faces(), missing=missing_characters)
