"""What can happen to documents and pieces, from the first draft to the approval."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.duties import Duty
from gongkai.acts.locking import keep_known, locked
from gongkai.agencies.models import Agency, Section
from gongkai.documents import events, masking, policy
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import (
    Attachment,
    Document,
    Form,
    Genre,
    Openness,
    OpennessChange,
    OpennessDecision,
    Origin,
    RedactedVersion,
    Remark,
    Source,
    State,
    Version,
    WorkingCopy,
)
from gongkai.documents.numbering import number_of
from gongkai.documents.pictures import attach_pictures, keys_in
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.periods import months_after
from gongkai.law.terms import find as find_term
from gongkai.people.models import User
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.gate import Found, look_through
from gongkai.secrecy.models import ENDED, Carrier, Markup, Review
from gongkai.secrecy.models import State as ReviewState
from gongkai.typesetting.rich_text import clean

# What a draft tells of itself besides title, text, section and attribute.
FACTS = (
    "addressees",
    "copies_to",
    "is_policy",
    "origin",
    "origin_bodies",
    "origin_number",
    "origin_openness",
    "matter",
    "phase",
)

label_acts(
    {
        "documents.drafted": _("Drafted"),
        "documents.saved": _("Saved"),
        "documents.openness_set": _("Openness attribute chosen"),
        "documents.submitted": _("Submitted for the office's check"),
        "documents.checked": _("Checked by the office"),
        "documents.approved": _("Approved by the responsible leader"),
        "documents.sent_back": _("Sent back"),
        "documents.handed_in": _("Handed in for adoption"),
        "documents.adopted": _("Adopted by the FOI officer"),
        "documents.revised": _("Revision begun"),
        "documents.review_asked": _("Handed in for secrecy review again"),
        "documents.dropped": _("Dropped"),
        "documents.edited_for_adoption": _("Edited by the FOI officer"),
        "documents.foi_opinion_given": _("Opinion of the FOI office given"),
        "documents.approved_orally": _("Approved by word of mouth in an emergency"),
        "documents.redacted": _("Redacted version prepared"),
        "documents.change_proposed": _("Change of the openness attribute proposed"),
        "documents.change_agreed": _("Change of the openness attribute agreed"),
        "documents.change_refused": _("Change of the openness attribute refused"),
        "documents.assessed": _("Assessed again: it stays withheld"),
        "documents.handed_over": _("Handed over"),
        "documents.masked": _("Personal data masked in the text"),
        "documents.file_cleaned": _("File replaced by a cleaned copy"),
        "documents.taken_out": _("Taken out of this system: text and files erased"),
    }
)


@transaction.atomic
def draft(
    agency: Agency,
    *,
    by: Any,
    form: str = Form.OFFICIAL,
    genre: str = Genre.NOTICE,
    title: str,
    body: str = "",
    markup: str = Markup.PLAIN,
    section: Section | None = None,
    is_normative: bool = False,
    files: Iterable[tuple[StoredFile, str]] = (),
    openness: str = "",
    openness_reason: str = "",
    openness_basis: str = "",
    source: str = Source.DESK,
    source_key: str = "",
    **facts: Any,
) -> Document:
    """Begin a document or a piece. The attribute may be chosen at once or later, but before submission.

    `markup` says what the text is; rich text is cleaned. `facts` are those of FACTS. `source_key` is what
    another system calls it. Raises Refused for a section or matter of another agency, and for a
    `source_key` that came in before.
    """
    refuse_if_any(policy.obstacles_to_drafting(agency, by))
    if section is not None and section.agency_id != agency.pk:
        raise Refused(str(_("This section belongs to another agency.")))
    if source_key and Document.objects.filter(agency=agency, source=source, source_key=source_key).exists():
        raise Refused(gettext("“%(key)s” has come in already.") % {"key": source_key})
    if openness:
        refuse_if_any(policy.obstacles_to_this_openness(openness, openness_reason, openness_basis))
    if openness == Openness.PROACTIVE:
        openness_reason = openness_basis = ""
    now = clock.now()
    document = Document(
        agency=agency,
        section=section,
        form=form,
        genre=genre,
        title=title,
        body=clean(body) if markup == Markup.HTML else body,
        markup=markup,
        is_normative=is_normative,
        source=source,
        source_key=source_key,
        openness=openness,
        openness_reason=openness_reason,
        openness_basis=openness_basis,
        drafted_by=by,
        drafted_at=now,
        changed_by=by,
        changed_at=now,
    )
    _tell(document, facts)
    document.save(force_insert=True)
    files = list(files)
    _attach(document, files)
    pictured = _attach_pictures(document, by)
    _keep_version(document, by, document.files if files or pictured else [])
    if openness:
        _keep_openness(document, by)
    WorkingCopy.objects.filter(document=None, agency=agency, form=form, by=by).delete()
    record(by, "documents.drafted", document, openness=openness, **({"source": source} if source_key else {}))
    return document


@transaction.atomic
def save_version(
    document: Document,
    *,
    by: Any,
    seen_version: int,
    title: str,
    body: str,
    markup: str | None = None,
    genre: str | None = None,
    is_normative: bool | None = None,
    section: Section | None = None,
    add: Sequence[tuple[StoredFile, str]] = (),
    remove: Iterable[int] = (),
    words: Mapping[int, str] | None = None,
    **facts: Any,
) -> Document:
    """Save a changed draft. `seen_version` is the one the person began with; `remove` are attachments' keys.

    `words` says what pictures show, by the keys of their attachments. `facts` are those of FACTS. Raises
    Refused when somebody else saved in between: nothing is overwritten unseen.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    _refuse_unseen(document, seen_version)
    document.markup = markup or document.markup
    document.title = title
    document.body = clean(body) if document.markup == Markup.HTML else body
    if genre is not None:
        document.genre = genre
    if is_normative is not None:
        document.is_normative = is_normative
    if section is not None:
        if section.agency_id != document.agency_id:
            raise Refused(str(_("This section belongs to another agency.")))
        document.section = section
    _tell(document, facts)
    _describe(document, words or {})
    _changed(document, by, add=add, remove=remove)
    WorkingCopy.objects.filter(document=document, by=by).delete()
    record(by, "documents.saved", document, version=document.version)
    return document


@transaction.atomic
def edit_piece(
    piece: Document,
    *,
    by: Any,
    seen_version: int,
    title: str,
    body: str,
    add: Sequence[tuple[StoredFile, str]] = (),
    remove: Iterable[int] = (),
    words: Mapping[int, str] | None = None,
    pictures_seen: bool = False,
) -> Document:
    """Better the wording of a piece that was handed in, as the FOI officer who then adopts it.

    With `pictures_seen` the editor answers for the pictures that came with the edit.

    The changed text is a new package. The section's opinion goes along and says that the text was edited
    after it; the review body is somebody else than the editor.
    """
    piece = _locked(piece)
    refuse_if_any(policy.obstacles_to_editing_a_piece(piece, by))
    _refuse_unseen(piece, seen_version)
    piece.title, piece.body = title, clean(body) if piece.markup == Markup.HTML else body
    _describe(piece, words or {})
    _changed(piece, by, add=add, remove=remove)
    found = look_through_document(piece)
    refuse_if_any(policy.obstacles_of_findings(piece, pictures_seen=pictures_seen, found=found))
    if pictures_seen:
        _answer_for_pictures(piece, by, found)
    earlier = piece.review
    reason = gettext("The FOI officer edited the text.")
    _end_review(piece, by, reason)
    piece.review = _packed(piece, by, edited_by=by)
    if earlier is not None and earlier.opinion_by is not None:
        piece.review = secrecy.carry_opinion(piece.review, earlier, by=by)
    piece.save(update_fields=["review"])
    record(by, "documents.edited_for_adoption", piece, version=piece.version)
    return piece


@transaction.atomic
def set_openness(
    document: Document, openness: str, *, by: Any, reason: str = "", basis: str = ""
) -> Document:
    """Choose the openness attribute; other than proactive it needs the provision and the reason.

    Law: 国办发〔2016〕80号 part 1 (attribute fixed when the document is drafted).
    """
    document = _locked(document)
    refuse_if_any(
        [
            *policy.obstacles_to_setting_openness(document, by),
            *policy.obstacles_to_this_openness(openness, reason, basis),
        ]
    )
    proactive = openness == Openness.PROACTIVE
    document.openness = openness
    document.openness_reason = "" if proactive else reason
    document.openness_basis = "" if proactive else basis
    if document.state == State.SUBMITTED and document.needs_the_foi_office and document.foi_by_id is None:
        # The office chose non-disclosure for a policy document: the FOI office speaks first here too.
        document.state = State.WITH_FOI
    document.save(update_fields=["openness", "openness_reason", "openness_basis", "state"])
    _keep_openness(document, by)
    record(by, "documents.openness_set", document, reason=reason, openness=openness, basis=basis)
    return document


@transaction.atomic
def submit(
    document: Document,
    *,
    by: Any,
    opinion: str = "",
    pictures_seen: bool = False,
    particulars: secrecy.Particulars | None = None,
) -> Document:
    """Submit: an official document goes to the office's check, a piece to the FOI officer.

    A policy document that shall not be disclosed goes to the FOI office before the check. With
    `pictures_seen` the one who hands it in answers for the pictures, in which no program reads.

    A piece is frozen as a package at once, with the section's opinion by the one who hands it in: that is
    the first of the three steps of its secrecy review.
    """
    document = _locked(document)
    files = document.files
    found = look_through_document(document, files)
    refuse_if_any(
        [
            *policy.obstacles_to_submitting(document, by),
            *policy.obstacles_of_findings(document, pictures_seen=pictures_seen, found=found),
        ]
    )
    if pictures_seen:
        _answer_for_pictures(document, by, found)
    document.submitted_by, document.submitted_at = by, clock.now()
    document.foi_by, document.foi_opinion = None, ""
    if document.is_piece:
        document.review = _packed(document, by, files=files, found=found, particulars=particulars)
        secrecy.state_opinion(
            document.review, by=by, opinion=opinion or gettext("The section proposes publication.")
        )
        document.state = State.HANDED_IN
    else:
        document.state = State.WITH_FOI if document.needs_the_foi_office else State.SUBMITTED
    document.save(update_fields=["submitted_by", "submitted_at", "foi_by", "foi_opinion", "review", "state"])
    WorkingCopy.objects.filter(document=document).delete()
    record(by, "documents.handed_in" if document.is_piece else "documents.submitted", document)
    return document


@transaction.atomic
def give_foi_opinion(document: Document, *, by: Any, opinion: str) -> Document:
    """Agree, as the FOI office, that a policy document is not disclosed; the office's check comes next.

    Law: 国办发〔2016〕80号 part 1. Who does not agree sends it back.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_giving_the_foi_opinion(document, by))
    if not opinion.strip():
        raise Refused(str(_("Write the opinion of the FOI office.")))
    document.foi_by, document.foi_opinion = by, opinion
    document.state = State.SUBMITTED
    document.save(update_fields=["foi_by", "foi_opinion", "state"])
    _remark(document, "foi_opinion", opinion, by)
    record(by, "documents.foi_opinion_given", document, reason=opinion)
    return document


@transaction.atomic
def check(document: Document, *, by: Any, remark: str = "", decided_anew: bool = False) -> Document:
    """Check, as the office: attribute, form and content are in order. The leader's approval comes next."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_checking(document, by))
    if document.origin != Origin.OWN and not decided_anew:
        raise Refused(
            str(
                _(
                    "A document issued jointly or forwarded has its attribute decided anew: confirm that "
                    "it was, and not taken over from the original."
                )
            )
        )
    document.checked_by = by
    document.state = State.CHECKED
    document.save()
    _remark(document, "checked", remark, by)
    record(by, "documents.checked", document, reason=remark)
    return document


@transaction.atomic
def adopt(piece: Document, *, by: Any, remark: str = "") -> Document:
    """Adopt a piece as the FOI officer.

    Who is also secrecy reviewer decides as the review body in the same act: that makes three people
    in all. Otherwise, and where the FOI officer edited the text, the reviewer decides apart.
    """
    piece = _locked(piece)
    refuse_if_any(policy.obstacles_to_adopting(piece, by))
    piece.state = State.ADOPTED
    piece.save(update_fields=["state"])
    review = piece.review
    if (
        review is not None
        and review.state == ReviewState.AWAITING_DECISION
        and by.has_duty(Duty.SECRECY_REVIEWER, piece.agency)
        and review.package.edited_by_id != by.pk
    ):
        piece.review = secrecy.decide(
            review, by=by, opinion=remark or gettext("Nothing secret or private was found.")
        )
    _remark(piece, "adopted", remark, by)
    record(by, "documents.adopted", piece, reason=remark)
    return piece


@transaction.atomic
def approve(document: Document, *, by: Any, remark: str = "") -> Document:
    """Approve as the responsible leader.

    An official document gets its number and, when it is for proactive disclosure, goes on to its secrecy
    review. A piece is cleared with the same act, which is the third step of its review.
    """
    document = _locked(document)
    if any(policy.obstacles_before_the_review(document, by)):
        refuse_if_any(policy.obstacles_to_approving(document, by))
    # A revised document keeps the number and the day it was signed under first.
    document.approved_by, document.signed_on = by, document.signed_on or clock.today()
    document.state = State.APPROVED
    if document.is_piece:
        if document.review is not None:
            # The review's own obstacles are asked by its act.
            document.review = secrecy.approve(document.review, by=by, remark=remark)
    else:
        if not document.number:
            document.number = number_of(document)
        if document.openness == Openness.PROACTIVE:
            document.review = _packed(document, by)
        document.reassess_on = _reassess_on(document, document.signed_on)
    document.save(
        update_fields=["approved_by", "signed_on", "state", "number", "review", "reassess_on"],
    )
    _remark(document, "approved", remark, by)
    record(by, "documents.approved", document, reason=remark, number=document.number)
    return document


@transaction.atomic
def approve_orally(piece: Document, *, by: Any, leader: User, said_at: datetime, reason: str) -> Document:
    """Note the leader's approval of a piece by word of mouth in an emergency: `secrecy.approve_orally`."""
    piece = _locked(piece)
    refuse_if_any(policy.obstacles_to_approving(piece, leader))
    if not piece.is_piece or piece.review is None:
        raise Refused(str(_("The approval of an official document is given in writing.")))
    piece.review = secrecy.approve_orally(piece.review, by=by, leader=leader, said_at=said_at, reason=reason)
    piece.approved_by, piece.signed_on = leader, piece.signed_on or clock.today()
    piece.state = State.APPROVED
    piece.save()
    record(by, "documents.approved_orally", piece, reason=reason, leader=leader.key)
    return piece


@transaction.atomic
def send_back(document: Document, *, by: Any, reason: str) -> Document:
    """Send back to the drafter, with a remark that says what has to be changed."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_sending_back(document, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    if document.is_piece:
        _end_review(document, by, reason)
    document.state = State.DRAFTING
    document.checked_by = document.foi_by = None
    document.save()
    _remark(document, "sent_back", reason, by)
    record(by, "documents.sent_back", document, reason=reason)
    return document


@transaction.atomic
def revise(document: Document, *, by: Any, reason: str) -> Document:
    """Begin a revision of what was approved: it is a draft again and takes every step anew.

    What is published stays as it was until the new package is cleared and the item corrected.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_revising(document, by))
    if not reason.strip():
        raise Refused(str(_("Say what has to be changed.")))
    _end_review(document, by, reason)
    document.state = State.DRAFTING
    document.checked_by = document.approved_by = document.foi_by = None
    document.save()
    _remark(document, "revised", reason, by)
    record(by, "documents.revised", document, reason=reason)
    return document


@transaction.atomic
def ask_for_review(document: Document, *, by: Any) -> Document:
    """Hand an approved document in for secrecy review again, after its review was sent back."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_asking_for_review(document, by))
    document.review = _packed(document, by)
    document.save(update_fields=["review"])
    record(by, "documents.review_asked", document)
    return document


@transaction.atomic
def drop(document: Document, *, by: Any, reason: str = "") -> Document:
    """Drop a draft. It stays on record and leaves the lists."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_dropping(document, by))
    document.state = State.DROPPED
    document.save(update_fields=["state"])
    record(by, "documents.dropped", document, reason=reason)
    return document


@transaction.atomic
def prepare_redacted(
    document: Document,
    *,
    by: Any,
    title: str,
    body: str,
    files: Iterable[tuple[StoredFile, str]] = (),
) -> Document:
    """Hand in what the public gets of a document of which parts are withheld: a package of its own to review.

    The document itself stays whole. Raises Refused unless the review of the whole ended that way, and while
    personal data stands in the redacted text or its files unanswered.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_redacting(document, by))
    withheld = document.review.withheld_parts if document.review else ""
    body = clean(body) if document.markup == Markup.HTML else body
    files = list(files)
    found = look_through(
        document.key,
        document.agency,
        title=title,
        body=body,
        markup=document.markup,
        files=files,
        rules=document.rule_set,
    )
    if any(each.is_open for each in found):
        raise Refused(
            [
                gettext("%(kind)s still stands there: %(masked)s (%(where)s).")
                % {"kind": KIND_LABELS.get(each.kind, each.kind), "masked": each.masked, "where": each.where}
                for each in found
                if each.is_open
            ]
        )
    document.review = secrecy.pack(
        about=document.key,
        agency=document.agency,
        section=document.section,
        title=title,
        body=body,
        markup=document.markup,
        files=files,
        submitted_by=by,
        drafted_by=document.drafted_by,
        by=by,
        carrier=Carrier.OTHER if document.is_piece else Carrier.DOCUMENT,
        rule_set=document.rule_set,
        is_redacted=True,
    )
    document.save(update_fields=["review"])
    RedactedVersion.objects.create(
        document=document, review=document.review, withheld=withheld, made_by=by, made_at=clock.now()
    )
    record(by, "documents.redacted", document, package=document.review.package.checksum)
    return document


@transaction.atomic
def propose_change(
    document: Document, openness: str, *, by: Any, reason: str, basis: str = ""
) -> OpennessChange:
    """Propose another attribute for an approved document: a new decision, with its own date and reason."""
    document = _locked(document)
    refuse_if_any(
        [
            *policy.obstacles_to_proposing_a_change(document, by),
            *policy.obstacles_to_this_openness(openness, reason, basis),
        ]
    )
    if openness == document.openness:
        raise Refused(str(_("It has this attribute already.")))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    change = OpennessChange.objects.create(
        document=document,
        before=document.openness,
        openness=openness,
        basis="" if openness == Openness.PROACTIVE else basis,
        reason=reason,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    record(by, "documents.change_proposed", document, reason=reason, openness=openness, basis=basis)
    return change


@transaction.atomic
def decide_change(change: OpennessChange, *, by: Any, agreed: bool, remark: str = "") -> OpennessChange:
    """Decide, as the responsible leader, about a new attribute; it holds from this moment on.

    What becomes proactive goes on to its secrecy review. What is no longer proactive loses a review under
    way, and an item made of it leaves the public.
    """
    change = locked(change)
    document = _locked(change.document)
    change.document = document
    refuse_if_any(policy.obstacles_to_deciding_a_change(change, by))
    if not agreed and not remark.strip():
        raise Refused(str(_("Give the reason.")))
    change.decided_by, change.decided_at, change.is_agreed, change.remark = by, clock.now(), agreed, remark
    change.save()
    if not agreed:
        record(by, "documents.change_refused", document, reason=remark)
        return change
    document.openness = change.openness
    proactive = change.openness == Openness.PROACTIVE
    document.openness_basis = "" if proactive else change.basis
    document.openness_reason = "" if proactive else change.reason
    document.reassess_on = _reassess_on(document, clock.today())
    if proactive:
        document.review = _packed(document, by)
    else:
        _end_review(document, by, change.reason)
    document.save()
    _keep_openness(document, change.proposed_by)
    record(by, "documents.change_agreed", document, reason=remark, openness=change.openness)
    transaction.on_commit(
        lambda: events.openness_changed.send(Document, document=document, by=by, reason=change.reason)
    )
    return change


@transaction.atomic
def assess(document: Document, *, by: Any, reason: str) -> Document:
    """Find, when what is withheld is assessed again, that it stays withheld; say why, and until when.

    Law: Regulations 2019, art. 18. Finding otherwise is a change of the attribute.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_assessing(document, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    document.reassess_on = _reassess_on(document, clock.today())
    document.save(update_fields=["reassess_on"])
    _remark(document, "assessed", reason, by)
    record(by, "documents.assessed", document, reason=reason)
    return document


@transaction.atomic
def hand_over(document: Document, *, by: Any, to: User, reason: str = "") -> Document:
    """Let another person go on with a document whose drafter leaves; who drafted it stays on record."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_handing_over(document, by))
    if not any(to.has_duty(duty, document.agency) for duty in policy.DRAFTERS):
        raise Refused(gettext("%(name)s has no duty in which drafts are written.") % {"name": to.name})
    document.handed_to = to
    document.save(update_fields=["handed_to"])
    record(by, "documents.handed_over", document, reason=reason, to=to.key)
    return document


@transaction.atomic
def justify(document: Document, fingerprints: Iterable[str], *, by: Any, reason: str) -> Document:
    """Answer for findings that stay in a draft, as the one who may change it."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    chosen = set(fingerprints)
    found = [each for each in look_through_document(document) if each.fingerprint in chosen]
    secrecy.justify(document, found, by=by, reason=reason)
    return document


@transaction.atomic
def look_at_pictures(document: Document, *, by: Any) -> Document:
    """Answer, as the one who may change the draft, for every picture in which no program reads."""
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    _answer_for_pictures(document, by, look_through_document(document))
    return document


@transaction.atomic
def mask(document: Document, fingerprints: Iterable[str], *, by: Any, seen_version: int) -> Document:
    """Mask findings in title, text, file names and descriptions of pictures; it is a new version.

    The same number is masked wherever it stands there. Raises Refused when somebody else saved in between,
    or when nothing of it can be masked.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    _refuse_unseen(document, seen_version)
    count = masking.mask(document, set(fingerprints), by=by)
    if not count:
        raise Refused(str(_("Nothing of this stands in the text any more.")))
    _changed(document, by, add=(), remove=())
    record(by, "documents.masked", document, version=document.version, count=count)
    return document


@transaction.atomic
def clean_file(
    document: Document, attachment: Attachment, *, by: Any, seen_version: int, fingerprints: Collection[str]
) -> Document:
    """Put a cleaned copy in the place of an attachment: what was chosen is masked or taken out.

    `fingerprints` are those of findings in this file. The version before keeps the file as it was. Raises
    Refused when somebody else saved in between, or the file cannot be cleaned.
    """
    document = _locked(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    _refuse_unseen(document, seen_version)
    attachment = document.attachments.select_related("file").get(pk=attachment.pk)
    masking.clean(document, attachment, fingerprints, by=by)
    _changed(document, by, add=(), remove=())
    record(by, "documents.file_cleaned", document, version=document.version)
    return document


@transaction.atomic
def keep_typing(
    agency: Agency,
    *,
    by: Any,
    form: str,
    document: Document | None = None,
    said: dict[str, Any] | None = None,
    seen_version: int = 0,
) -> WorkingCopy:
    """Keep what somebody is typing; `said` None tells only that they have the page open.

    It is nobody's version yet and nobody else reads it. Raises Refused where `by` cannot draft.
    """
    if document is None:
        refuse_if_any(policy.obstacles_to_drafting(agency, by))
    else:
        refuse_if_any(policy.obstacles_to_changing(document, by))
    now = clock.now()
    values: dict[str, Any] = {"seen_at": now}
    if said is not None:
        values |= {"said": said, "seen_version": seen_version, "is_changed": True}
    copy, _new = WorkingCopy.objects.update_or_create(
        document=document,
        by=by,
        agency=agency,
        form=form,
        defaults=values,
        create_defaults=values | {"begun_at": now, "seen_version": seen_version},
    )
    return copy


@transaction.atomic
def forget_typing(agency: Agency, *, by: Any, form: str, document: Document | None = None) -> None:
    """Throw away what somebody typed and did not save."""
    WorkingCopy.objects.filter(document=document, by=by, agency=agency, form=form).delete()


def erase_secret(review: Review, *, by: Any) -> None:
    """Erase what the paper of a review that found a state secret left in this room."""
    document = Document.objects.select_for_update().filter(review=review).first()
    if document is None:
        return
    files = StoredFile.objects.filter(
        pk__in={each.file_id for each in document.attachments.all()}
        | {key for version in document.versions.all() for key, *_rest in version.files}
    )
    for file in files:
        erase(file, by)
    document.versions.update(title=gettext("Taken out of this system"), body="")
    document.working_copies.all().delete()
    document.attachments.all().delete()
    document.remarks.update(text=gettext("Taken out of this system"))
    document.redacted_versions.update(withheld=gettext("Taken out of this system"))
    document.title, document.body = gettext("Taken out of this system"), ""
    document.state, document.taken_out_at = State.DROPPED, clock.now()
    document.save()
    record(by, "documents.taken_out", document)


def _locked(document: Document) -> Document:
    rows = Document._base_manager.select_for_update(of=("self",))
    if document.review_id is not None:
        rows = rows.select_related("review__package")
    document = keep_known(rows.get(pk=document.pk), document, "agency", "section", "drafted_by")
    if document.review is not None:
        # A package is of its document's agency; fetching that twice costs every act.
        document.review.package.agency = document.agency
    return document


def _tell(document: Document, facts: dict[str, Any]) -> None:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"A document has no {sorted(unknown)}.")
    for name, value in facts.items():
        setattr(document, name, value)
    if document.matter is not None and document.matter.agency_id != document.agency_id:
        raise Refused(str(_("This matter belongs to another agency.")))


def _refuse_unseen(document: Document, seen_version: int) -> None:
    if document.version != seen_version:
        raise Refused(
            gettext("%(name)s changed this draft at %(time)s. Your changes are kept; compare, then save.")
            % {"name": document.changed_by.name, "time": date_format(localtime(document.changed_at), "H:i")}
        )


def _changed(
    document: Document, by: Any, *, add: Iterable[tuple[StoredFile, str]], remove: Iterable[int]
) -> None:
    """Save a changed text with its attachments as a new version."""
    document.attachments.filter(pk__in=list(remove)).delete()
    _attach(document, add)
    attach_pictures(document, by)
    document.version += 1
    document.changed_by, document.changed_at = by, clock.now()
    document.save()
    _keep_version(document, by, document.files)


def _attach_pictures(document: Document, by: Any) -> bool:
    """Attach the pictures of a text just begun; say whether there are any."""
    if document.markup != Markup.HTML or not keys_in(document.body):
        return False
    attach_pictures(document, by)
    document.save(update_fields=["body"])
    return True


def _keep_openness(document: Document, by: Any) -> None:
    OpennessDecision.objects.create(
        document=document,
        openness=document.openness,
        basis=document.openness_basis,
        reason=document.openness_reason,
        by=by,
        at=clock.now(),
    )


def _describe(document: Document, words: Mapping[int, str]) -> None:
    for attachment in document.attachments.filter(pk__in=words):
        if attachment.alternative_text != words[attachment.pk]:
            attachment.alternative_text = words[attachment.pk]
            attachment.save(update_fields=["alternative_text"])


def _answer_for_pictures(document: Document, by: Any, found: Iterable[Found]) -> None:
    """Who hands it in looked at every picture: no program reads in them."""
    pictures = [each for each in found if each.is_open and each.is_picture_to_look_at]
    if pictures:
        secrecy.justify(
            document, pictures, by=by, reason=gettext("Looked at: nothing personal can be read in it.")
        )


def _reassess_on(document: Document, since: date) -> date | None:
    """Return when what is withheld is looked at again: the dated term "document_reassessment", in months."""
    if document.openness == Openness.PROACTIVE:
        return None
    term = find_term("document_reassessment", since)
    return months_after(since, term.value) if term else None


def _attach(document: Document, files: Iterable[tuple[StoredFile, str]]) -> None:
    files = list(files)
    if not files:
        return
    last = document.attachments.order_by("-order").values_list("order", flat=True).first() or 0
    Attachment.objects.bulk_create(
        Attachment(document=document, file=file, alternative_text=text, order=last + place)
        for place, (file, text) in enumerate(files, start=1)
    )


def _keep_version(document: Document, by: Any, files: Iterable[Attachment]) -> None:
    Version.objects.create(
        document=document,
        number=document.version,
        title=document.title,
        body=document.body,
        markup=document.markup,
        files=[[str(each.file_id), each.file.name, each.file.sha256] for each in files],
        saved_by=by,
        saved_at=clock.now(),
    )


def _remark(document: Document, step: str, text: str, by: Any) -> None:
    if text.strip():
        Remark.objects.create(document=document, step=step, text=text, by=by, at=clock.now())


def _packed(
    document: Document,
    by: Any,
    *,
    files: Iterable[Attachment] | None = None,
    found: Collection[Found] | None = None,
    particulars: secrecy.Particulars | None = None,
    edited_by: User | None = None,
) -> Review:
    return secrecy.pack(
        about=document.key,
        agency=document.agency,
        section=document.section,
        title=document.title,
        body=document.body,
        markup=document.markup,
        files=[(each.file, each.alternative_text) for each in (document.files if files is None else files)],
        found=found,
        submitted_by=document.submitted_by or document.drafted_by,
        drafted_by=document.drafted_by,
        edited_by=edited_by,
        by=by,
        carrier=Carrier.OTHER if document.is_piece else Carrier.DOCUMENT,
        rule_set=document.rule_set,
        particulars=particulars,
    )


def _end_review(document: Document, by: Any, reason: str) -> None:
    """The package comes back with what it froze, whichever step its review had reached."""
    review = document.review
    if review is None or review.state in ENDED:
        return
    review.sent_back_by, review.sent_back_reason = by, reason
    review.state = ReviewState.SENT_BACK
    review.save(update_fields=["sent_back_by", "sent_back_reason", "state"])
    record(by, "secrecy.sent_back", review, reason=reason)
