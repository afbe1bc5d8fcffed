"""Writing the journal, in the same transaction as the act it tells of."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import transaction

from gongkai.acts import Actor, clock
from gongkai.journal.changes import may_be_public, note_change
from gongkai.journal.events import recorded
from gongkai.journal.keys import journal_key
from gongkai.journal.models import Chain, Entry

# Where the acting person sits: set for each request by the doors, empty for commands.
came_from: ContextVar[str] = ContextVar("came_from", default="")


@dataclass
class _Kept:
    """Entries that are written together, and the tails as they are after them."""

    tails: dict[str, Chain] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


_kept: ContextVar[_Kept | None] = ContextVar("kept", default=None)


class Told(Protocol):
    """What an entry can be about."""

    @property
    def key(self) -> str: ...

    @property
    def chain(self) -> str: ...


def record(by: Actor, act: str, subject: Told, *, reason: str = "", **details: Any) -> Entry:
    """Add the entry "`by` did `act` to `subject`" to the chain of the subject's agency.

    `details` are JSON values. Call it last in an act: it locks the chain's tail until the end of
    the transaction. Nothing that is private (an identity number, a telephone number) belongs into
    `details` or `reason`.

    Raises RuntimeError outside a transaction: an entry must stand or fall with its act.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("An act and its entry belong into one transaction.")
    kept = _kept.get()
    tail = _locked_tail(subject.chain, kept)
    entry = Entry(
        chain=tail.name,
        number=tail.length + 1,
        at=clock.now(),
        actor_key=by.key,
        actor_name=by.name[:100],
        act=act,
        subject_key=subject.key,
        subject_label=str(subject)[:300],
        reason=reason,
        came_from=came_from.get()[:100],
        details=json.loads(json.dumps(details, default=str, ensure_ascii=False)),
        before=tail.head,
    )
    entry.hash = seal(entry)
    if kept is not None:
        kept.entries.append(entry)
        tail.length, tail.head = entry.number, entry.hash
        recorded.send(sender=Entry, act=act, subject=subject)
        return entry
    entry.save(force_insert=True)
    Chain.objects.filter(pk=tail.pk).update(length=entry.number, head=entry.hash)
    if may_be_public(act):
        note_change()
    recorded.send(sender=Entry, act=act, subject=subject)
    return entry


@contextmanager
def written_together() -> Iterator[None]:
    """Keep the entries of many acts and write them when the block ends: a third of the statements of a load.

    The block is one transaction and locks the tails it needs until its end, as its acts would. An
    exception ends all of it: do not catch the refusal of a single act inside, its entries would stay.
    A block inside another one belongs to it.
    """
    if _kept.get() is not None:
        yield
        return
    with transaction.atomic():
        kept = _Kept()
        token = _kept.set(kept)
        try:
            yield
        finally:
            _kept.reset(token)
        Entry.objects.bulk_create(kept.entries, batch_size=500)
        for tail in kept.tails.values():
            Chain.objects.filter(pk=tail.pk).update(length=tail.length, head=tail.head)
        if any(may_be_public(entry.act) for entry in kept.entries):
            note_change()


def _locked_tail(name: str, kept: _Kept | None) -> Chain:
    if kept is not None and name in kept.tails:
        return kept.tails[name]
    tail = Chain.objects.select_for_update().filter(pk=name).first()
    if tail is None:
        Chain.objects.get_or_create(name=name)
        tail = Chain.objects.select_for_update().get(pk=name)
    if kept is not None:
        kept.tails[name] = tail
    return tail


def seal(entry: Entry) -> str:
    """Return the keyed hash (HMAC-SHA-256, hexadecimal) over all the entry says and the hash before it."""
    told = [
        entry.chain,
        entry.number,
        _moment(entry.at),
        entry.actor_key,
        entry.actor_name,
        entry.act,
        entry.subject_key,
        entry.subject_label,
        entry.reason,
        entry.came_from,
        entry.details,
        entry.before,
    ]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(journal_key(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
