"""Online forms that were begun: kept sealed under a key that only the visitor's browser has."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from gongkai.acts import PROGRAM, Outsider, clock
from gongkai.agencies.models import Agency
from gongkai.cases.actions.filing import drop_draft
from gongkai.cases.models import Case, RequestDraft
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.files.storing import ReadyFile, make_ready
from gongkai.law import terms
from gongkai.vault.fields import Unreadable

# How long the receipt of a form that was handed in waits to be looked at, once.
RECEIPT_WAITS = timedelta(hours=1)

_RECEIPT = "receipt"


@dataclass(frozen=True)
class Draft:
    """What was filled in so far: field names and texts, the proof of identity, and when it was saved."""

    said: dict[str, str]
    proof: StoredFile | None
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Receipt:
    """The number of a request that was handed in, and its secret code."""

    number: str
    code: str


def new_draft_key() -> str:
    """Return a new key of 128 bits."""
    return secrets.token_hex(16)


def keep_draft(agency: Agency, key: str, said: Mapping[str, str], *, proof: Any = None) -> Draft:
    """Keep what was filled in under `key`, in place of what was kept before.

    `proof` is an uploaded file; it is stored encrypted and takes the place of an earlier one. Without it the
    earlier one stays. A form that was handed in meanwhile is left alone. The time of keeping is the dated
    term `request_draft`.

    Raises Refused when the file cannot be taken.
    """
    ready = None
    if proof is not None:
        name = gettext("Proof of identity")
        # Looked through, sealed and on the disk before anybody is kept from writing.
        ready = make_ready(proof, name=name, by=Outsider(), agency=agency, sealed=True)
    return _keep_draft(agency, key, said, ready)


@transaction.atomic
def _keep_draft(agency: Agency, key: str, said: Mapping[str, str], proof: ReadyFile | None) -> Draft:
    now = clock.now()
    until = now + timedelta(days=terms.term("request_draft", now.date(), terms.LOCAL).value)
    row, is_new = RequestDraft.objects.select_for_update(of=("self",)).get_or_create(
        key_hash=_hash(key),
        defaults={
            "agency": agency,
            "said": json.dumps(dict(said)),
            "saved_at": now,
            "expires_at": until,
        },
    )
    is_over = not is_new and row.expires_at <= now
    if not is_new and not is_over and _RECEIPT in json.loads(row.said):
        if proof is not None:
            proof.let_go()
        return Draft({}, None, row.saved_at, row.expires_at)
    earlier = row.proof
    if is_over:
        row.proof = None
    if proof is not None:
        row.proof = proof.keep()
    row.said, row.saved_at, row.expires_at = json.dumps(dict(said)), now, until
    row.save(update_fields=["said", "saved_at", "expires_at", "proof"])
    if earlier and earlier != row.proof:
        erase(earlier, by=PROGRAM)
    return Draft(dict(said), row.proof, now, until)


def open_draft(key: str) -> Draft | None:
    """Return what is kept under `key`; None when nothing is, or its time is over."""
    row = _find(key)
    if row is None:
        return None
    said = json.loads(row.said)
    return None if _RECEIPT in said else Draft(said, row.proof, row.saved_at, row.expires_at)


def is_handed_in(key: str) -> bool:
    """Say whether the form under `key` was handed in and its receipt not looked at yet."""
    row = _find(key)
    return row is not None and _RECEIPT in json.loads(row.said)


@transaction.atomic
def forget_draft(key: str) -> None:
    """Remove what is kept under `key`, with the proof of identity in it."""
    row = RequestDraft.objects.select_for_update(of=("self",)).filter(key_hash=_hash(key)).first()
    if row:
        drop_draft(row)


def proof_to_hand_in(key: str) -> StoredFile | None:
    """Return the proof of identity kept under `key` and hold it until the end of the transaction.

    Another sending of the same form at the same moment could otherwise put a new file in its place.
    """
    row = _find(key, lock=True)
    return row.proof if row else None


@transaction.atomic
def hand_in_draft(key: str, case: Case, code: str) -> None:
    """Turn the form that was begun into the receipt of its request, which has the proof from now on."""
    now = clock.now()
    RequestDraft.objects.update_or_create(
        key_hash=_hash(key),
        defaults={
            "agency": case.agency,
            "said": json.dumps({_RECEIPT: {"number": case.number, "code": code}}),
            "proof": None,
            "saved_at": now,
            "expires_at": now + RECEIPT_WAITS,
        },
    )


@transaction.atomic
def take_receipt(key: str) -> Receipt | None:
    """Return number and secret code of the request handed in with `key`, and forget them: once only."""
    row = _find(key, lock=True)
    told = json.loads(row.said).get(_RECEIPT) if row else None
    if row is None or told is None:
        return None
    row.delete()
    return Receipt(told["number"], told["code"])


def _find(key: str, *, lock: bool = False) -> RequestDraft | None:
    # With a lock the proof is fetched after it: joined before, one changed meanwhile looks like none.
    rows = RequestDraft.objects.select_for_update() if lock else RequestDraft.objects.select_related("proof")
    try:
        return rows.filter(key_hash=_hash(key), expires_at__gt=clock.now()).first() if key else None
    except Unreadable:
        # Sealed where only public halves of keys are at hand: what was typed cannot be shown again here.
        return None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
