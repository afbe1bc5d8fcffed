"""Are the stored files still what they were?"""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.files.erasing import leftovers
from gongkai.files.models import StoredFile
from gongkai.vault.fields import Unreadable


def faults() -> Iterator[str]:
    """Say which stored files are missing, changed, do not open or lie there after their erasure."""
    checked: dict[str, str | None] = {}
    for row in StoredFile.objects.order_by("stored_at").iterator(chunk_size=500):
        if row.erased_at:
            yield from _faults_of_erased(row)
        elif row.is_sealed:
            yield from _faults_of_sealed(row)
        else:
            if row.sha256 not in checked:
                checked[row.sha256] = _checksum(row)
            yield from _faults_of_checksum(row, checked[row.sha256])


def _checksum(row: StoredFile) -> str | None:
    if not row.place.exists():
        return None
    with row.place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _faults_of_checksum(row: StoredFile, found: str | None) -> Iterator[str]:
    if found is None:
        yield _("File “%(name)s” (%(id)s) is missing.") % {"name": row.name, "id": row.pk}
    elif found != row.sha256:
        yield _("File “%(name)s” (%(id)s) was changed.") % {"name": row.name, "id": row.pk}


def _faults_of_sealed(row: StoredFile) -> Iterator[str]:
    told = list(_faults_of_checksum(row, _checksum(row)))
    if told:
        yield from told
        return
    try:
        if not row.was(row.read()):
            yield _(
                "File “%(name)s” (%(id)s) opens, but its keyed checksum is another: the key of the blind "
                "indexes is not the one it was stored with."
            ) % {"name": row.name, "id": row.pk}
    except Unreadable as fault:
        yield _("File “%(name)s” (%(id)s) does not open: %(why)s.") % {
            "name": row.name,
            "id": row.pk,
            "why": fault,
        }


def _faults_of_erased(row: StoredFile) -> Iterator[str]:
    if leftovers(row):
        yield _("File “%(name)s” (%(id)s) was erased, and its content is still there.") % {
            "name": row.name,
            "id": row.pk,
        }
