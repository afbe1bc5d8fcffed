"""Drafts: begun, saved, typed, searched for personal data, handed over, dropped."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.agencies.models import Agency, Section
from gongkai.documents import masking, policy
from gongkai.documents.actions.keeping import (
    answer_for_pictures,
    attach,
    attach_pictures_of_a_new_draft,
    describe_pictures,
    keep_changed,
    keep_openness,
    keep_version,
    lock,
    refuse_unseen,
    tell,
)
from gongkai.documents.findings import look_through_document
from gongkai.documents.models import (
    Attachment,
    Document,
    Form,
    Genre,
    Openness,
    Source,
    State,
    WorkingCopy,
)
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.people.models import User
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Markup
from gongkai.typesetting.rich_text import clean


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
    tell(document, facts)
    document.save(force_insert=True)
    files = list(files)
    attach(document, files)
    pictured = attach_pictures_of_a_new_draft(document, by)
    keep_version(document, by, document.files if files or pictured else [])
    if openness:
        keep_openness(document, by)
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
    document = lock(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    refuse_unseen(document, seen_version)
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
    tell(document, facts)
    describe_pictures(document, words or {})
    keep_changed(document, by, add=add, remove=remove)
    WorkingCopy.objects.filter(document=document, by=by).delete()
    record(by, "documents.saved", document, version=document.version)
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


@transaction.atomic
def justify(document: Document, fingerprints: Iterable[str], *, by: Any, reason: str) -> Document:
    """Answer for findings that stay in a draft, as the one who may change it."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    chosen = set(fingerprints)
    found = [each for each in look_through_document(document) if each.fingerprint in chosen]
    secrecy.justify(document, found, by=by, reason=reason)
    return document


@transaction.atomic
def look_at_pictures(document: Document, *, by: Any) -> Document:
    """Answer, as the one who may change the draft, for every picture in which no program reads."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    answer_for_pictures(document, by, look_through_document(document))
    return document


@transaction.atomic
def mask(document: Document, fingerprints: Iterable[str], *, by: Any, seen_version: int) -> Document:
    """Mask findings in title, text, file names and descriptions of pictures; it is a new version.

    The same number is masked wherever it stands there. Raises Refused when somebody else saved in between,
    or when nothing of it can be masked.
    """
    document = lock(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    refuse_unseen(document, seen_version)
    count = masking.mask(document, set(fingerprints), by=by)
    if not count:
        raise Refused(str(_("Nothing of this stands in the text any more.")))
    keep_changed(document, by, add=(), remove=())
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
    document = lock(document)
    refuse_if_any(policy.obstacles_to_changing(document, by))
    refuse_unseen(document, seen_version)
    attachment = document.attachments.select_related("file").get(pk=attachment.pk)
    masking.clean(document, attachment, fingerprints, by=by)
    keep_changed(document, by, add=(), remove=())
    record(by, "documents.file_cleaned", document, version=document.version)
    return document


@transaction.atomic
def hand_over(document: Document, *, by: Any, to: User, reason: str = "") -> Document:
    """Let another person go on with a document whose drafter leaves; who drafted it stays on record."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_handing_over(document, by))
    if not any(to.has_duty(duty, document.agency) for duty in policy.DRAFTERS):
        raise Refused(gettext("%(name)s has no duty in which drafts are written.") % {"name": to.name})
    document.handed_to = to
    document.save(update_fields=["handed_to"])
    record(by, "documents.handed_over", document, reason=reason, to=to.key)
    return document


@transaction.atomic
def drop(document: Document, *, by: Any, reason: str = "") -> Document:
    """Drop a draft. It stays on record and leaves the lists."""
    document = lock(document)
    refuse_if_any(policy.obstacles_to_dropping(document, by))
    document.state = State.DROPPED
    document.save(update_fields=["state"])
    record(by, "documents.dropped", document, reason=reason)
    return document
