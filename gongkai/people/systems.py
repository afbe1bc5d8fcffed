"""Other systems of the office that may speak to ours: their tokens, and each call answered once."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.people import policy
from gongkai.people.models import ConnectedSystem, Scope, SystemCall, User

label_acts(
    {
        "people.system_opened": _("Connected system opened"),
        "people.system_token_renewed": _("Token of the connected system renewed"),
        "people.system_closed": _("Connected system closed"),
        "people.system_handed_in": _("The connected system handed in a draft"),
    }
)

# What a token begins with, so that somebody who finds one knows what it opens.
PREFIX = "gk_"
_BYTES = 32
_SHOWN = 4
_USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class AsSystem:
    """A connected system as the one who acts: it holds no duty."""

    system: ConnectedSystem

    @property
    def key(self) -> str:
        return self.system.key

    @property
    def name(self) -> str:
        return self.system.name

    def has_duty(self, duty: str, agency: Any, section: Any = None) -> bool:
        return False


class CallDiffers(Exception):
    """The key was used before, for something else."""


class AnsweredBefore(Exception):
    """The same call was answered before: with `status` and `answer`."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        self.status, self.answer = status, answer
        super().__init__(status)


@transaction.atomic
def open_system(agency: Agency, *, name: str, scopes: Iterable[str], by: User) -> tuple[ConnectedSystem, str]:
    """Let another system of the agency speak to ours; return it with its token, which is shown only now.

    `scopes` are those of Scope. Raises Refused when `by` may not, without a scope, or when the name is taken.
    """
    refuse_if_any(policy.obstacles_to_connecting_systems(agency, by))
    name, scopes = name.strip(), sorted(set(scopes))
    if not name:
        raise Refused(str(_("Name the system.")))
    if not scopes or not set(scopes) <= set(Scope.values):
        raise Refused(str(_("Choose what the system may do.")))
    if ConnectedSystem.objects.filter(agency=agency, name=name, closed_at=None).exists():
        raise Refused(str(_("A system of this name is connected already.")))
    token = _new_token()
    system = ConnectedSystem.objects.create(
        agency=agency,
        name=name,
        scopes=scopes,
        token_hash=_hash_of(token),
        token_ends=token[-_SHOWN:],
        opened_by=by,
        opened_at=clock.now(),
    )
    record(by, "people.system_opened", system, scopes=scopes)
    return system, token


@transaction.atomic
def renew_token(system: ConnectedSystem, *, by: Actor) -> tuple[ConnectedSystem, str]:
    """Give a system another token, shown only now; the one before is unknown from this moment on."""
    system = locked(system, "agency")
    refuse_if_any(policy.obstacles_to_changing_a_system(system, by))
    token = _new_token()
    system.token_hash, system.token_ends = _hash_of(token), token[-_SHOWN:]
    system.save(update_fields=["token_hash", "token_ends"])
    record(by, "people.system_token_renewed", system)
    return system, token


@transaction.atomic
def close_system(system: ConnectedSystem, *, reason: str, by: Actor) -> ConnectedSystem:
    """Close the connection: its token is unknown from now on; what it handed in stays."""
    system = locked(system, "agency")
    refuse_if_any(policy.obstacles_to_changing_a_system(system, by))
    system.closed_at = clock.now()
    system.save(update_fields=["closed_at"])
    record(by, "people.system_closed", system, reason=reason)
    return system


def recognise(token: str) -> ConnectedSystem | None:
    """Return the system whose token this is; None for an unknown one and for that of a closed system.

    Looked up is the checksum, so how long the answer takes tells nothing of any token.
    """
    wanted = _hash_of(token)
    system = (
        ConnectedSystem.objects.filter(token_hash=wanted, closed_at=None).select_related("agency").first()
    )
    if system is None or not secrets.compare_digest(system.token_hash, wanted):
        return None
    now = clock.now()
    noted_long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED_EVERY)
    if system.last_used_at is None or system.last_used_at < now - _USE_NOTED_EVERY:
        ConnectedSystem.objects.filter(noted_long_ago, pk=system.pk).update(last_used_at=now)
    return system


@contextmanager
def answered_once(system: ConnectedSystem, key: str, checksum: str) -> Iterator[SystemCall]:
    """Run the block for the first call with `key` only, in one transaction with what it does.

    The block sets `status` and `answer` of the call it is given. Two calls at the same moment meet at the
    key: the second waits for the first and then raises AnsweredBefore, or CallDiffers when its `checksum`
    is another. When the block fails nothing is kept, so the call can be mended and sent again. Without a
    key each call is one of its own.
    """
    with transaction.atomic():
        if not key:
            yield SystemCall(system=system, at=clock.now())
            return
        try:
            with transaction.atomic():
                call = SystemCall.objects.create(system=system, key=key, checksum=checksum, at=clock.now())
        except IntegrityError:
            earlier = SystemCall.objects.get(system=system, key=key)
            if earlier.checksum != checksum:
                raise CallDiffers from None
            raise AnsweredBefore(earlier.status, earlier.answer) from None
        yield call
        call.save(update_fields=["status", "answer"])


def note_handed_in(system: ConnectedSystem, document_key: str) -> None:
    """Journal that the system handed in a draft; call it in the transaction of that draft, last."""
    record(AsSystem(system), "people.system_handed_in", system, document=document_key)


def _new_token() -> str:
    return f"{PREFIX}{secrets.token_urlsafe(_BYTES)}"


def _hash_of(token: str) -> str:
    # The token is random throughout: a slow checksum as for passwords would protect nothing more.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
