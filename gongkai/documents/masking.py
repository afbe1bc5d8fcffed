"""What was found in a draft made unreadable: in its words, in the names of its files, and in the files."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.documents.models import Attachment, Document
from gongkai.files.models import ContentErased, StoredFile
from gongkai.files.storing import store, store_made
from gongkai.privacy.finding import Finding, find
from gongkai.privacy.masking import NOT_MASKED, mask_text
from gongkai.privacy.places import CannotOpen
from gongkai.privacy.web_cleaning import findings_in_html, mask_html
from gongkai.secrecy.gate import READ_AT_ONCE, UNREAD, Found, cleaned, fingerprint_of
from gongkai.secrecy.models import Markup


def can_be_masked(found: Found) -> bool:
    """Say whether a finding stands in the words of a draft and is no marking of secrecy."""
    return found.file is None and found.kind not in NOT_MASKED


def can_be_cleaned(found: Found) -> bool:
    """Say whether a finding stands in a file and a program can take it away."""
    if found.file is None or found.file.size > READ_AT_ONCE:
        return False
    return found.kind not in {*NOT_MASKED, UNREAD, "unreadable"}


def mask(document: Document, fingerprints: Collection[str], *, by: Any) -> int:
    """Mask in the words of a draft, not saved yet, what has one of `fingerprints`; return how many places."""

    def chosen(findings: list[Finding]) -> list[Finding]:
        return [
            each
            for each in findings
            if each.kind not in NOT_MASKED and fingerprint_of(document.key, each) in fingerprints
        ]

    in_title = chosen(find(document.title))
    document.title = mask_text(document.title, in_title)
    if document.markup == Markup.HTML:
        in_body = chosen(findings_in_html(document.body))
        document.body = mask_html(document.body, in_body)
    else:
        in_body = chosen(find(document.body))
        document.body = mask_text(document.body, in_body)
    count = len(in_title) + len(in_body)
    for attachment in document.files:
        if in_words := chosen(find(attachment.alternative_text)):
            attachment.alternative_text = mask_text(attachment.alternative_text, in_words)
            attachment.save(update_fields=["alternative_text"])
        if in_name := chosen(find(attachment.file.name)):
            # An asterisk cannot stand in the names of files.
            name = mask_text(attachment.file.name, in_name).replace("*", "＊")
            _put_in_place(document, attachment, _named(attachment.file, name, by=by, agency=document.agency))
        count += len(in_words) + len(in_name)
    return count


def clean(document: Document, attachment: Attachment, fingerprints: Collection[str], *, by: Any) -> None:
    """Put a cleaned copy of a file in its place, in a draft not saved yet. Raises Refused where none is."""
    file = attachment.file
    if file.size > READ_AT_ONCE:
        raise Refused(_("This file is too large to be cleaned here. Clean it yourself and attach it again."))
    try:
        done = cleaned(document.key, file, fingerprints)
    except (CannotOpen, ContentErased) as why:
        raise Refused(str(why)) from why
    if not done.cleaned:
        raise Refused(
            _("Nothing could be taken out of “%(name)s”. Clean it yourself and attach it again.")
            % {"name": file.name}
        )
    _put_in_place(document, attachment, store(done.content, name=done.name, by=by, agency=document.agency))


def _named(file: StoredFile, name: str, *, by: Any, agency: Any) -> StoredFile:
    # The bytes are those that were taken in before; nothing of them is drawn or judged anew.
    return store_made(
        file.read(), name=name, content_type=file.content_type, by=by, agency=agency, sealed=False
    )


def _put_in_place(document: Document, attachment: Attachment, file: StoredFile) -> None:
    document.body = document.body.replace(str(attachment.file_id), str(file.pk))
    attachment.file = file
    attachment.save(update_fields=["file"])
