"""Whether a document is disclosed: its attribute, changes of it, a redacted version, what is secret."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.documents import events, policy
from gongkai.documents.actions.keeping import (
    day_of_reassessment,
    end_review,
    keep_openness,
    keep_remark,
    lock,
    packed,
)
from gongkai.documents.models import (
    Document,
    Openness,
    OpennessChange,
    RedactedVersion,
    State,
)
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.gate import look_through
from gongkai.secrecy.models import Carrier, Markup, Review
from gongkai.typesetting.rich_text import clean


@transaction.atomic
def set_openness(
    document: Document, openness: str, *, by: Any, reason: str = "", basis: str = ""
) -> Document:
    """Choose the openness attribute; other than proactive it needs the provision and the reason.

    Law: 国办发〔2016〕80号 part 1 (attribute fixed when the document is drafted).
    """
    document = lock(document)
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
    keep_openness(document, by)
    record(by, "documents.openness_set", document, reason=reason, openness=openness, basis=basis)
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
    document = lock(document)
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
    document = lock(document)
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
    document = lock(change.document)
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
    document.reassess_on = day_of_reassessment(document, clock.today())
    if proactive:
        document.review = packed(document, by)
    else:
        end_review(document, by, change.reason)
    document.save()
    keep_openness(document, change.proposed_by)
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
    document = lock(document)
    refuse_if_any(policy.obstacles_to_assessing(document, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    document.reassess_on = day_of_reassessment(document, clock.today())
    document.save(update_fields=["reassess_on"])
    keep_remark(document, "assessed", reason, by)
    record(by, "documents.assessed", document, reason=reason)
    return document


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
