"""What the personal-data gate finds in a draft as it stands."""

from collections.abc import Iterable

from gongkai.documents.models import Attachment, Document
from gongkai.secrecy.gate import Found, look_through


def look_through_document(document: Document, files: Iterable[Attachment] | None = None) -> list[Found]:
    """Return what is found in title, text and attachments, with the answers given so far.

    `files` are its attachments, where they have been fetched.
    """
    return look_through(
        document.key,
        document.agency,
        title=document.title,
        body=document.body,
        markup=document.markup,
        files=[(each.file, each.alternative_text) for each in (document.files if files is None else files)],
        rules=document.rule_set,
    )
