"""The words of a stored file, so that it is found by them; read once per content and remembered.

What is read is for finding only. Whoever shows it asks first whether this person may see the file.
"""

import zipfile
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from gongkai.acts import clock
from gongkai.files.models import FileText, StoredFile
from gongkai.files.packages import EXCEL, OFD, SLIDES, WORD
from gongkai.files.sniffing import PDF

# Raise it when more is read out of the same files: they are read again.
READER = "2"
# What is larger is read by the worker; a small package may still unpack to much.
READ_AT_ONCE = 5_000_000
UNPACKED_AT_ONCE = 20_000_000
READABLE = ("text/plain", "text/html", "application/xhtml+xml", WORD, EXCEL, SLIDES, OFD, PDF)
# A worker that was killed while it read leaves the file to the next one.
_GIVEN_UP_AFTER = timedelta(hours=1)

# Sent with `sha256` when the worker has read a content that had to wait, in the transaction that keeps it.
was_read = Signal()


def text_of(file: StoredFile) -> str:
    """Return the words of a file: a text, a page, Word, Excel, slides, OFD, PDF; at most 2 million signs.

    Empty for pictures, for what is sealed or erased, for what nobody can read, and for a large file until
    the worker has read it. Raises nothing: a fault is kept with the (empty) text.
    """
    return texts_of([file])[file.sha256] if _has_words(file) else ""


def texts_of(files: list[StoredFile]) -> dict[str, str]:
    """Return the words of each of `files` by the checksum of its content, in one question."""
    wanted = {file.sha256: file for file in files if _has_words(file)}
    if not wanted:
        return {}
    known = {row.sha256: row for row in FileText.objects.filter(sha256__in=wanted, reader=READER)}
    found = {}
    for sha256, file in wanted.items():
        row = known.get(sha256)
        if row is None:
            row = _keep(sha256, _read(file)) if _is_quick(file) else _put_off(sha256)
        found[sha256] = row.text
    return found


def read_what_waits(at_most: int = 20) -> int:
    """Read large files that somebody asked for, `at_most` so many, and return how many. The worker's job."""
    now = clock.now()
    done = 0
    waiting = FileText.objects.filter(Q(taken_at=None) | Q(taken_at__lt=now - _GIVEN_UP_AFTER), read_at=None)
    for row in waiting.order_by("pk")[:at_most]:
        taken = FileText.objects.filter(pk=row.pk, read_at=None, taken_at=row.taken_at)
        if not taken.update(taken_at=now):
            continue
        file = StoredFile.objects.filter(sha256=row.sha256, is_sealed=False, erased_at=None).first()
        if file is None:
            row.delete()
            continue
        told = _read(file)
        with transaction.atomic():
            _keep(file.sha256, told)
            was_read.send(sender=FileText, sha256=file.sha256)
        done += 1
    return done


def forget(sha256: str) -> None:
    """Forget the words of a content that was erased, unless another file still has it."""
    if not StoredFile.objects.filter(sha256=sha256, is_sealed=False, erased_at=None).exists():
        FileText.objects.filter(sha256=sha256).delete()


def _has_words(file: StoredFile) -> bool:
    return not file.is_sealed and file.erased_at is None and file.content_type in READABLE


def _is_quick(file: StoredFile) -> bool:
    if file.size > READ_AT_ONCE:
        return False
    if file.content_type not in (WORD, EXCEL, SLIDES, OFD):
        return True
    try:
        with zipfile.ZipFile(file.place) as package:
            return sum(part.file_size for part in package.infolist()) <= UNPACKED_AT_ONCE
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True  # it will be found broken at once


def _read(file: StoredFile) -> tuple[str, str]:
    # What reads workbooks takes a while to be there, and few acts need it.
    from gongkai.files.reading import read_text

    return read_text(file)


def _keep(sha256: str, told: tuple[str, str]) -> FileText:
    text, fault = told
    row, _new = FileText.objects.update_or_create(
        sha256=sha256,
        defaults={"reader": READER, "text": text, "fault": fault[:200], "read_at": clock.now()},
    )
    return row


def _put_off(sha256: str) -> FileText:
    """Leave a large file to the worker; what an earlier reader got out of it serves until then."""
    row, _new = FileText.objects.update_or_create(
        sha256=sha256, defaults={"reader": READER, "read_at": None, "taken_at": None}
    )
    return row
