"""A large file over a bad line: it comes in parts, and goes on where it stopped."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.files.finished import FinishedUpload
from gongkai.files.models import StoredFile, Upload
from gongkai.files.sniffing import ALLOWED, not_taken
from gongkai.files.storing import clean_name, examine, store

#: A part that comes back after a cut line should not cost much; a thousand parts should not either.
PART = 1 << 20
LARGEST_PART = 4 << 20
# The disk keeps room for everything else the office does.
LEFT_FREE = 200_000_000


class WrongPlace(Refused):
    """The part does not begin where the upload ends; `received` bytes are there."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This part does not go on where the upload stands."))
        self.received = received


def obstacles_to_beginning(name: str, size: int, by: Actor) -> Iterator[str]:
    """Say why `by` cannot send a file of this name and size (bytes) in parts now."""
    if size <= 0:
        yield _("The file “%(name)s” is empty.") % {"name": name}
    if size > settings.LARGEST_FILE:
        yield _("The file “%(name)s” has %(size)s MB; at most %(largest)s MB can be taken.") % {
            "name": name,
            "size": -(-size // 1_000_000),
            "largest": settings.LARGEST_FILE // 1_000_000,
        }
        return
    if not any(name.rpartition(".")[2].lower() in endings for endings in ALLOWED.values()):
        yield not_taken(name)
    theirs = Upload.objects.visible_to(by)
    taken = theirs.aggregate(bytes=Sum("size"))["bytes"] or 0
    if theirs.count() >= settings.MOST_UPLOADS or taken + size > settings.MOST_UPLOADED:
        yield _(
            "You have sent many large files that stand in no paper yet. Send the form they belong to, or "
            "wait %(days)s days: then they are removed."
        ) % {"days": settings.UPLOAD_DAYS}
    if shutil.disk_usage(settings.DATA_DIR).free < size + LEFT_FREE:
        yield _("There is not enough room for this file now. Tell the system administrator.")


@transaction.atomic
def begin(name: str, *, size: int, by: Actor, agency: Any) -> Upload:
    """Begin an upload of `size` bytes. Raises Refused, with reasons, when it would not be taken."""
    name = clean_name(name)
    refuse_if_any(obstacles_to_beginning(name, size, by))
    now = clock.now()
    return Upload.objects.create(
        name=name,
        size=size,
        chain=str(agency.slug),
        begun_by=by.key[:100],
        begun_at=now,
        went_on_at=now,
    )


@transaction.atomic
def append(upload: Upload, part: bytes, *, offset: int, sha256: str, by: Actor) -> Upload:
    """Add the part that begins at byte `offset`; the bytes are on disk before the row says so.

    A part that came before, as when the answer to it was lost, changes nothing.

    Raises Refused when the part is empty, larger than LARGEST_PART bytes, not what its checksum (hex)
    says, or reaches beyond the end; WrongPlace, with the right one, when it begins elsewhere.
    """
    row = _locked(upload, by)
    if hashlib.sha256(part).hexdigest() != sha256.lower():
        raise Refused(_("This part was changed on its way. Send it again."))
    if not part or len(part) > LARGEST_PART or offset + len(part) > row.size:
        raise Refused(_("This part is not of the size it should be."))
    if offset != row.received:
        if _has_already(row, part, offset):
            return row
        raise WrongPlace(row.received)
    _write(row.place, part, offset)
    row.received, row.went_on_at = offset + len(part), clock.now()
    row.save(update_fields=["received", "went_on_at"])
    return row


def look_through(upload: Upload, *, by: Actor) -> None:
    """Say, before its form is sent, whether a whole upload will be taken. Raises Refused when not."""
    (whole,) = finished([upload.pk], by=by)
    with whole as content:
        examine(content.source, content.name or "")


@transaction.atomic
def finish(upload: Upload, *, by: Actor, agency: Any, name: str = "", sealed: bool = False) -> StoredFile:
    """Keep a whole upload as a file of the agency; the upload is gone then. Raises Refused like `store`."""
    (whole,) = finished([upload.pk], by=by)
    return store(whole, name=name or upload.name, by=by, agency=agency, sealed=sealed)


def drop(upload: Upload, *, by: Actor) -> None:
    """Remove an upload that is not wanted any more. Raises Refused when it is another person's."""
    _theirs([upload.pk], by)[0].remove()


def finished(ids: Iterable[UUID | str], *, by: Actor) -> list[FinishedUpload]:
    """Return a person's uploads as open files, in the order of `ids`.

    Raises Refused when one is not there, another person's, or not whole yet.
    """
    uploads = _theirs(ids, by)
    for upload in uploads:
        lies = upload.place.stat().st_size if upload.place.exists() else 0
        if not upload.is_whole or lies < upload.size:
            raise Refused(
                _("The file “%(name)s” has not arrived whole. Choose it again.") % {"name": upload.name}
            )
    return [FinishedUpload(upload) for upload in uploads]


def remove_old() -> int:
    """Remove the uploads nobody went on with for settings.UPLOAD_DAYS days; return how many."""
    over = clock.now() - timedelta(days=settings.UPLOAD_DAYS)
    old = list(Upload.objects.filter(went_on_at__lt=over))
    for upload in old:
        upload.remove()
    _remove_parts_without_a_row()
    return len(old)


def _theirs(ids: Iterable[UUID | str], by: Actor) -> list[Upload]:
    wanted = list(dict.fromkeys(str(each) for each in ids))
    found: dict[str, Upload] = {}
    with suppress(ValidationError, ValueError):
        found = {str(each.pk): each for each in Upload.objects.visible_to(by).filter(pk__in=wanted)}
    if found.keys() != set(wanted):
        raise Refused(_("A file you sent before is not there any more. Choose it again."))
    return [found[each] for each in wanted]


def _locked(upload: Upload, by: Actor) -> Upload:
    row = Upload.objects.select_for_update().visible_to(by).filter(pk=upload.pk).first()
    if row is None:
        raise Refused(_("A file you sent before is not there any more. Choose it again."))
    return row


def _has_already(row: Upload, part: bytes, offset: int) -> bool:
    if offset < 0 or offset + len(part) > row.received or not row.place.exists():
        return False
    with row.place.open("rb") as file:
        file.seek(offset)
        return file.read(len(part)) == part


def _write(path: Path, part: bytes, offset: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _remove_parts_without_a_row() -> None:
    for path in (Path(settings.DATA_DIR) / "uploads").glob("*.part"):
        with suppress(ValueError):
            if not Upload.objects.filter(pk=UUID(path.stem)).exists():
                path.unlink(missing_ok=True)
