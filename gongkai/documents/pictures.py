"""Pictures inside a text: they are attachments, named in the text by their file."""

import html
import re
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from gongkai.documents.models import Attachment, Document
from gongkai.files.models import StoredFile


class Attached(Protocol):
    """A file that belongs to a text."""

    @property
    def file_id(self) -> Any: ...


AnyAttached = TypeVar("AnyAttached", bound=Attached)

_PICTURE = re.compile(r"<img\b[^>]*>")
_FILE = re.compile(r'\bdata-file="([^"]*)"')
_WORDS = re.compile(r'\balt="([^"]*)"')


def keys_in(body: str) -> list[str]:
    """Return the keys of the files a rich text shows, in their order, each once."""
    found = (_FILE.search(picture) for picture in _PICTURE.findall(body))
    return list(dict.fromkeys(each.group(1) for each in found if each))


def attach_pictures(document: Document, by: Any) -> None:
    """Attach the pictures `by` put into the text, and drop from it what is no picture of this document.

    A file can be shown only where it is attached already, or where the one who saves has just stored it:
    nobody brings another paper's file into a text by writing its key.
    """
    keys = keys_in(document.body)
    if not keys:
        return
    attached = {str(each.file_id): each for each in document.attachments.all()}
    wanted = [key for key in keys if key not in attached and _is_uuid(key)]
    own = {
        str(file.pk): file
        for file in StoredFile.objects.filter(
            pk__in=wanted, stored_by=by.key[:100], chain=document.agency.slug, erased_at=None
        )
        if file.is_picture and not Attachment.objects.filter(file=file).exists()
    }
    last = max((each.order for each in attached.values()), default=0)
    for place, (key, file) in enumerate(own.items(), start=last + 1):
        Attachment.objects.create(document=document, file=file, order=place)
        attached[key] = document.attachments.get(file=file)
    _describe(document, attached)
    document.body = _PICTURE.sub(
        lambda found: found.group() if _key(found.group()) in attached else "", document.body
    )


def _describe(document: Document, attached: dict[str, Attachment]) -> None:
    """What a picture shows is said in the text; its attachment says the same."""
    for picture in _PICTURE.findall(document.body):
        attachment, words = attached.get(_key(picture)), _WORDS.search(picture)
        text = html.unescape(words.group(1))[:200] if words else ""
        if attachment is not None and text and attachment.alternative_text != text:
            attachment.alternative_text = text
            attachment.save(update_fields=["alternative_text"])


def shown_in(body: str, files: Iterable[AnyAttached]) -> tuple[list[AnyAttached], list[AnyAttached]]:
    """Part attachments, of a draft or of a package, into those the text shows and those that follow it."""
    keys = set(keys_in(body))
    inside: list[AnyAttached] = []
    after: list[AnyAttached] = []
    for each in files:
        (inside if str(each.file_id) in keys else after).append(each)
    return inside, after


def _key(picture: str) -> str:
    found = _FILE.search(picture)
    return found.group(1) if found else ""


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
