"""Sealing everything anew with the newest key, and taking old keys out of the ring.

The work goes in batches, each a transaction of its own: whoever stops it in the middle leaves some values
with the old key and some with the new one, and both open. The next run goes on with what is left.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.vault.columns import Column, texts_in, with_texts
from gongkai.vault.fields import Unreadable, is_sealed_with, key_number_of, seal, unseal
from gongkai.vault.keys import key_numbers, newest_number, remove_key, seconds_since_made
from gongkai.vault.public import withdraw

BATCH = 200

# Somebody who began to save before the newest key was made has ended by then.
SETTLING_MINUTES = 10


class StillNeeded(Exception):
    """A key stays in the ring; says why as a sentence."""


@dataclass(frozen=True)
class Batch:
    """What one batch did: how far it came, how many values it sealed anew, and which do not open."""

    last: Any
    resealed: int
    faults: tuple[str, ...]


def reseal_batch(column: Column, after: Any = None, size: int = BATCH) -> Batch | None:
    """Seal the next `size` rows of a column with the newest key, in one transaction; None at the end."""
    resealed, told, last = 0, [], None
    with transaction.atomic():
        number = newest_number()
        for pk, stored in list(column.rows(after=after, limit=size, lock=True)):
            last = pk
            old = [text for text in texts_in(stored) if not is_sealed_with(text, number)]
            try:
                new = {text: seal(unseal(text)) for text in old}
            except Unreadable as fault:
                told.append(_sentence(column, pk, fault))
                continue
            if new:
                column.write(pk, with_texts(stored, new))
                resealed += len(new)
    return None if last is None else Batch(last, resealed, tuple(told))


def reseal(column: Column, size: int = BATCH) -> Iterator[Batch]:
    """Seal a whole column with the newest key, batch by batch."""
    batch = reseal_batch(column, size=size)
    while batch is not None:
        yield batch
        batch = reseal_batch(column, batch.last, size)


def count_by_key(columns: Iterable[Column]) -> Counter[int]:
    """Return how many values are sealed with which key, from a walk through all of them."""
    return Counter(
        number
        for column in columns
        for _pk, stored in column.rows()
        for text in texts_in(stored)
        if (number := key_number_of(text)) is not None
    )


def obstacles_to_retiring(number: int, columns: Iterable[Column]) -> Iterator[str]:
    """Say why a key cannot leave the ring now; nothing said means it is needed by nothing."""
    newest = newest_number()
    if number not in key_numbers():
        yield _("There is no key %(number)s.") % {"number": number}
    elif number == newest:
        yield _("Key %(number)s is the newest: with it everything is sealed.") % {"number": number}
    elif seconds_since_made(newest) < SETTLING_MINUTES * 60:
        yield _(
            "Key %(newest)s was made less than %(minutes)s minutes ago; somebody may still be saving with "
            "key %(number)s. Run the command again later."
        ) % {"newest": newest, "minutes": SETTLING_MINUTES, "number": number}
    elif count := count_by_key(columns)[number]:
        yield _("Key %(number)s stays: so many values are still sealed with it: %(count)s.") % {
            "number": number,
            "count": count,
        }


def retire(number: int, columns: Iterable[Column]) -> None:
    """Take a key out of the ring for ever, after a walk through all that is sealed.

    Raises StillNeeded when the key is the newest or was until just now, or when anything is sealed with it.
    """
    for sentence in obstacles_to_retiring(number, columns):
        raise StillNeeded(sentence)
    remove_key(number)
    withdraw(number)


def faults(columns: Iterable[Column]) -> Iterator[str]:
    """Say which sealed values do not open, and never what is in those that do."""
    for column in columns:
        for pk, stored in column.rows():
            for text in texts_in(stored):
                try:
                    unseal(text)
                except Unreadable as fault:
                    yield _sentence(column, pk, fault)


def _sentence(column: Column, pk: Any, fault: Unreadable) -> str:
    return _("Sealed value %(column)s of row %(row)s does not open: %(why)s.") % {
        "column": column,
        "row": pk,
        "why": fault,
    }
