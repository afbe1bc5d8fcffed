"""Writing the journal, in the same transaction as the act it tells of."""

import hashlib
import hmac
import json
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import transaction

from gongkai.acts import Actor, clock
from gongkai.journal.keys import journal_key
from gongkai.journal.models import Chain, Entry

# Where the acting person sits: set for each request by the doors, empty for commands.
came_from: ContextVar[str] = ContextVar("came_from", default="")


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
    Chain.objects.get_or_create(name=subject.chain)
    tail = Chain.objects.select_for_update().get(name=subject.chain)
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
    entry.save(force_insert=True)
    tail.length, tail.head = entry.number, entry.hash
    tail.save(update_fields=["length", "head"])
    return entry


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
