"""The day a request is legally received, by the way it came.

Law: 国办公开办函〔2015〕207号 for the Regulations of 2007; Regulations (2019), art. 31.
"""

from datetime import date
from enum import StrEnum

from gongkai.cases.ledger import regime_on
from gongkai.cases.models import HowCame


class Basis(StrEnum):
    """What makes the day of receipt."""

    SAME_DAY = "same_day"  # handed in over the counter
    ARRIVAL = "arrival"  # signed for, or in the published box
    ARRIVAL_OR_CONFIRMATION = "arrival_or_confirmation"  # as the agency announced it, else once both confirm
    CONFIRMATION = "confirmation"  # the day it was confirmed with the requester


_BASES: dict[str, dict[HowCame, Basis]] = {
    "2007": {
        HowCame.IN_PERSON: Basis.SAME_DAY,
        HowCame.REGISTERED_POST: Basis.ARRIVAL,
        HowCame.ORDINARY_POST: Basis.CONFIRMATION,
        HowCame.FAX: Basis.CONFIRMATION,
        HowCame.ONLINE: Basis.ARRIVAL_OR_CONFIRMATION,
        HowCame.EMAIL: Basis.ARRIVAL,
    },
    "2019": {
        HowCame.IN_PERSON: Basis.SAME_DAY,
        HowCame.REGISTERED_POST: Basis.ARRIVAL,
        HowCame.ORDINARY_POST: Basis.CONFIRMATION,
        HowCame.FAX: Basis.CONFIRMATION,
        HowCame.ONLINE: Basis.CONFIRMATION,
        HowCame.EMAIL: Basis.CONFIRMATION,
    },
}


def basis(how_came: str, arrived_on: date) -> Basis:
    """Return what makes the day of receipt for a request that arrived that way on that day."""
    return _BASES[regime_on(arrived_on) or "2007"][HowCame(how_came)]


def received_on(how_came: str, arrived_on: date, confirmed_on: date | None) -> date | None:
    """Return the day of legal receipt; None while a confirmation the law asks for is missing."""
    match basis(how_came, arrived_on):
        case Basis.CONFIRMATION:
            return confirmed_on
        case Basis.ARRIVAL_OR_CONFIRMATION:
            return confirmed_on or arrived_on
    return arrived_on
