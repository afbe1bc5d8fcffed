"""Taking the content of a file away for ever, when it may not be kept longer."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.acts import Actor, Refused, clock
from gongkai.files.drawn import forget_drawn
from gongkai.files.models import StoredFile
from gongkai.files.texts import forget
from gongkai.journal import record


@dataclass(frozen=True)
class _Told:
    """What the journal calls the file: the name of one that is not sealed may hold a person's."""

    key: str
    chain: str
    label: str

    def __str__(self) -> str:
        return self.label


@transaction.atomic
def erase(stored: StoredFile, by: Actor) -> StoredFile:
    """Remove the content of `stored` for ever; its row stays and says when (`erased_at`).

    A sealed file loses its key in this transaction and its bytes after it: copies of the bytes, as in a
    backup of the files, open no more. The bytes of a file that is not sealed go with the last row of the
    same content. Erasing again what was cut short removes what was left. Whether the file may go is the
    caller's to decide.

    Raises Refused when the row is gone.
    """
    row = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
    if row is None:
        raise Refused(_("This file is not there any more."))
    transaction.on_commit(_removal(row))
    if row.erased_at is None:
        row.erased_at, row.sealed_key = clock.now(), ""
        row.save(update_fields=["erased_at", "sealed_key"])
        forget(row.sha256)
        label = row.name if row.is_sealed else f"{row.kind} {row.pk}"
        record(by, "files.erased", _Told(row.key, row.chain, label), size=row.size, sealed=row.is_sealed)
    stored.erased_at, stored.sealed_key = row.erased_at, row.sealed_key
    return row


def is_needed(row: StoredFile) -> bool:
    """Say whether another row still has the content of this one."""
    return (
        not row.is_sealed
        and StoredFile.objects.filter(sha256=row.sha256, is_sealed=False, erased_at=None).exists()
    )


def leftovers(row: StoredFile) -> list[Path]:
    """Return the bytes of an erased file that are still on the disk and that no other row needs."""
    left = [path for path in (row.place, _aside(row)) if path.exists()]
    return left if left and not is_needed(row) else []


def _removal(row: StoredFile) -> Callable[[], None]:
    def remove() -> None:
        # First away from its place, then the question who else has it: `store` writes the bytes again
        # when they are not in their place after its row is there.
        aside = _aside(row)
        with suppress(FileNotFoundError):
            os.replace(row.place, aside)
        if is_needed(row) and aside.exists():
            os.replace(aside, row.place)
        else:
            aside.unlink(missing_ok=True)
            forget_drawn(row.sha256)

    return remove


def _aside(row: StoredFile) -> Path:
    return row.place.with_name(f"{row.place.name}.erased")
