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

from django.db import connection, transaction

from gongkai.acts import Actor, clock
from gongkai.acts.inserting import insert, insert_all, insert_if_new
from gongkai.journal.changes import may_be_public, note_change
from gongkai.journal.events import recorded
from gongkai.journal.keys import journal_key
from gongkai.journal.models import Chain, Entry

# Where the acting person sits: set for each request by the doors, empty for commands.
came_from: ContextVar[str] = ContextVar("came_from", default="")

_CHAINS = Chain._meta.db_table


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
    insert(entry)
    _move(tail.name, entry.number, entry.hash)
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
        insert_all(kept.entries)
        for tail in kept.tails.values():
            _move(tail.name, tail.length, tail.head)
        if any(may_be_public(entry.act) for entry in kept.entries):
            note_change()


def _locked_tail(name: str, kept: _Kept | None) -> Chain:
    if kept is not None and name in kept.tails:
        return kept.tails[name]
    tail = _locked(name)
    if tail is None:
        insert_if_new(Chain(name=name))
        tail = _locked(name) or Chain(name=name)
    if kept is not None:
        kept.tails[name] = tail
    return tail


def _locked(name: str) -> Chain | None:
    # Every act waits here for the one before it: two plain statements cost a fifth of what the models do.
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT length, head FROM {_CHAINS} WHERE name = %s{lock}", [name])  # noqa: S608
        found = cursor.fetchone()
    return Chain(name=name, length=found[0], head=found[1]) if found else None


def _move(name: str, length: int, head: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_CHAINS} SET length = %s, head = %s WHERE name = %s", [length, head, name])  # noqa: S608


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
