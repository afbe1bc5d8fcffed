"""What every provider of text messages is handed, and what it tells afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, Protocol

from .answers import Absent, Accepted, Answer, Later, Never, Reason, Trouble

BEIJING = timezone(timedelta(hours=8))


class Arrival(StrEnum):
    """What became of a message on its way to a phone."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Batch:
    """One text to many numbers (11 digits each).

    `reference` (at most 64 signs) is ours, the same whenever this batch is handed over; `values` fill the
    places of the provider's approved `template`, in their order; a gateway is handed `text` as it is.
    """

    numbers: tuple[str, ...] = field(repr=False)
    reference: str
    text: str = ""
    template: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider tells of one message. `reference` is the provider's, `ours` what the batch was given.

    A report that was pushed to us is not signed by Alibaba and Tencent: believe it only for a message whose
    reference is known, and give the address it comes to a part nobody guesses.
    """

    reference: str
    number: str = field(repr=False)
    arrival: Arrival
    reason: Reason | None = None
    code: str = ""
    at: datetime | None = None
    ours: str = ""


class Unreadable(Exception):
    """What came in is no delivery report."""


Answers = dict[str, Answer]


class SmsProvider(Protocol):
    """One provider's interface. `most` numbers can be handed over at once."""

    most: int

    def send(self, batch: Batch) -> Answers:
        """Hand a batch over and return for each of its numbers what came of it.

        Accepted has the provider's reference, under which the delivery report comes.
        """
        ...

    def find(self, number: str, reference: str, since: datetime) -> Accepted | Absent | Trouble:
        """Look after a lost answer whether the batch `reference` was taken for this number."""
        ...


def for_all(batch: Batch, answer: Answer) -> Answers:
    """Return one answer for every number of the batch.

    A provider refuses a whole batch for one bad number: then each has to be tried by itself.
    """
    about_one = isinstance(answer, Never) and answer.reason in (Reason.BAD_NUMBER, Reason.WANTS_NONE)
    if about_one and len(batch.numbers) > 1:
        answer = Later(Reason.ONE_BY_ONE, answer.words, answer.code)  # type: ignore[union-attr]
    return dict.fromkeys(batch.numbers, answer)


def plain_number(told: object) -> str:
    """Return a number without the country's code, as ours are kept."""
    number = str(told or "").strip().lstrip("+")
    return number[2:] if len(number) == 13 and number.startswith("86") else number[:20]


def moment(told: object) -> datetime | None:
    """Read "2026-11-23 09:30:00", which is Beijing time."""
    try:
        return datetime.strptime(str(told), "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        return None


def text_in(told: Mapping[str, Any], *names: str) -> str:
    """Return the first of the named fields that says something, as text of at most 200 signs."""
    found: Sequence[Any] = [told[name] for name in names if isinstance(told.get(name), (str, int))]
    return next((str(one)[:200] for one in found if str(one)), "")
