"""The time ledger as JSON: read strictly, answered exactly. The shape is a contract with other programs."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from django.utils.translation import gettext

from gongkai.law.deadlines import Reckoning
from gongkai.law.events import (
    AskedParty,
    ClarificationAsked,
    ClarificationReceived,
    Consultation,
    Event,
    Extension,
    FeeNotice,
    FeePaid,
    LaterDate,
    ReplySent,
    Withdrawn,
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableLedger(Exception):
    """The input has not the shape of a ledger; `sentence` says where and why, in the reader's language."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Ledger:
    """A ledger as read: day of receipt, entries, and the day to look from (None: that of the last entry)."""

    received: date
    events: tuple[Event, ...]
    today: date | None = None


def read_text(text: str) -> Ledger:
    """Read a ledger from JSON text. Raises UnreadableLedger."""
    try:
        data = json.loads(text, object_pairs_hook=_each_name_once)
    except (ValueError, RecursionError):
        raise UnreadableLedger(gettext("The input is not JSON.")) from None
    return read(data)


def read(data: object) -> Ledger:
    """Read a ledger from parsed JSON: an object with `received`, `events` and `today` as the contract says.

    Raises UnreadableLedger for anything the contract does not name: an unknown kind, an unknown or
    missing field, a day that does not exist.
    """
    fields = _Fields(data, gettext("the ledger"))
    received = fields.day("received")
    entries = fields.take("events", [])
    if not isinstance(entries, list):
        _refuse(gettext("The events must be a list."))
    today = fields.day_or_none("today")
    fields.nothing_else()
    return Ledger(received, tuple(_event(entry, place) for place, entry in enumerate(entries, 1)), today)


def as_json(reckoning: Reckoning) -> dict[str, Any]:
    """Return the reckoning in the contract's shape, ready for `json.dumps`."""
    return {
        "regime": reckoning.regime.value,
        "due": reckoning.due.isoformat() if reckoning.due else None,
        "state": reckoning.state.value,
        "counted_from": reckoning.counted_from.isoformat(),
        "working": [
            {"day": counted.day.isoformat(), "counts": counted.counts, "why": counted.why}
            for counted in reckoning.working
        ],
    }


class _Fields:
    """The fields of one JSON object, taken out one by one; what is left over was not expected."""

    def __init__(self, data: object, where: str) -> None:
        self.where = where
        if not isinstance(data, dict):
            _refuse(gettext("In %(where)s: an object was expected."), where=where)
        self.left: dict[str, object] = dict(data)

    def take(self, name: str, default: object = None) -> object:
        return self.left.pop(name, default)

    def day(self, name: str) -> date:
        day = self.day_or_none(name)
        if day is None:
            _refuse(gettext("In %(where)s: the field “%(name)s” is missing."), where=self.where, name=name)
        return day

    def day_or_none(self, name: str) -> date | None:
        value = self.take(name)
        if value is None:
            return None
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            _refuse(
                gettext("In %(where)s: “%(name)s” must be a day such as 2025-09-03."),
                where=self.where,
                name=name,
            )
        try:
            return date.fromisoformat(value)
        except ValueError:
            _refuse(gettext("In %(where)s: the day %(day)s does not exist."), where=self.where, day=value)

    def whole_number(self, name: str) -> int:
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool):
            _refuse(gettext("In %(where)s: “%(name)s” must be a whole number."), where=self.where, name=name)
        return value

    def party(self, name: str) -> AskedParty:
        value = self.take(name)
        try:
            return AskedParty(value)  # type: ignore[arg-type]
        except ValueError:
            _refuse(
                gettext("In %(where)s: “%(name)s” must be third_party or agency."),
                where=self.where,
                name=name,
            )

    def nothing_else(self) -> None:
        for name in self.left:
            _refuse(gettext("In %(where)s: the field “%(name)s” is unknown."), where=self.where, name=name)


_READERS: Mapping[str, Callable[[_Fields], Event]] = {
    "clarification_asked": lambda f: ClarificationAsked(f.day("on"), f.day_or_none("until")),
    "clarification_received": lambda f: ClarificationReceived(f.day("on")),
    "consultation": lambda f: Consultation(
        f.party("to"), f.day("sent"), f.day_or_none("delivered"), f.day_or_none("answered")
    ),
    "extension": lambda f: Extension(f.whole_number("days"), f.day("on")),
    "later_date": lambda f: LaterDate(f.day("due"), f.day("on")),
    "fee_notice": lambda f: FeeNotice(f.day("on"), f.day_or_none("delivered")),
    "fee_paid": lambda f: FeePaid(f.day("on")),
    "withdrawn": lambda f: Withdrawn(f.day("on")),
    "reply_sent": lambda f: ReplySent(f.day("on")),
}


def _event(data: object, place: int) -> Event:
    fields = _Fields(data, gettext("event %(place)s") % {"place": place})
    kind = fields.take("kind")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        _refuse(gettext("In %(where)s: the kind “%(kind)s” is unknown."), where=fields.where, kind=kind)
    event = reader(fields)
    fields.nothing_else()
    return event


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        _refuse(gettext("A field stands twice in the same object."))
    return fields


def _refuse(sentence: str, **values: object) -> NoReturn:
    raise UnreadableLedger(sentence % values if values else sentence)
