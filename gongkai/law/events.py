"""The entries of a request's time ledger. Each says what happened and on which day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AskedParty(StrEnum):
    THIRD_PARTY = "third_party"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Extension:
    """The head of the FOI office agreed on `on` to `days` more working days. Art. 33 (2007: art. 24)."""

    days: int
    on: date


@dataclass(frozen=True, slots=True)
class LaterDate:
    """On `on` a later day, `due`, was set for an excessive request with good reasons. Art. 35."""

    due: date
    on: date


@dataclass(frozen=True, slots=True)
class ClarificationAsked:
    """On `on` the requester was asked to correct the request by `until` (None: not known). Art. 30."""

    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClarificationReceived:
    """The corrected request came in on `on`."""

    on: date


@dataclass(frozen=True, slots=True)
class Consultation:
    """A third party or another agency was asked. Arts. 32 to 34 (2007: arts. 23 and 24).

    The letter was `sent` and `delivered` (None: the same day), the answer came on `answered` (None: not yet).
    """

    to: AskedParty
    sent: date
    delivered: date | None = None
    answered: date | None = None

    @property
    def on(self) -> date:
        return self.sent

    @property
    def reached(self) -> date:
        """The day the letter was delivered, as far as known."""
        return self.delivered or self.sent


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """A notice of the processing fee, made on `on` and `delivered` (None: the same day). Art. 42."""

    on: date
    delivered: date | None = None

    @property
    def reached(self) -> date:
        return self.delivered or self.on


@dataclass(frozen=True, slots=True)
class FeePaid:
    on: date


@dataclass(frozen=True, slots=True)
class Withdrawn:
    on: date


@dataclass(frozen=True, slots=True)
class ReplySent:
    """The reply was handed over or handed to the post on `on`: the day that decides whether it is in time."""

    on: date


Event = (
    Extension
    | LaterDate
    | ClarificationAsked
    | ClarificationReceived
    | Consultation
    | FeeNotice
    | FeePaid
    | Withdrawn
    | ReplySent
)


def days_of(event: Event) -> list[date]:
    """Return the days on which something of this entry happened, in order of its fields."""
    days = [event.on]
    if isinstance(event, Consultation):
        days += [day for day in (event.delivered, event.answered) if day]
    if isinstance(event, FeeNotice) and event.delivered:
        days.append(event.delivered)
    return days
