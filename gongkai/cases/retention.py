"""How long the data of a concluded case are kept, and what keeps them longer: a room above says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gongkai.cases.models import Case
from gongkai.law import periods, terms

_reasons: list[Callable[[Case], bool]] = []


def keep_while(reason: Callable[[Case], bool]) -> None:
    """Have the contact data of a case kept as long as `reason` holds of it, such as a dispute under way."""
    if reason not in _reasons:
        _reasons.append(reason)


def is_still_needed(case: Case) -> bool:
    return any(reason(case) for reason in _reasons)


def kept_until(concluded_on: date) -> date | None:
    """Return the last day on which the data of a case concluded then are kept; None where no term is set.

    Law: Personal Information Protection Law, art. 19; the time is the dated term `retention_contact`.
    """
    term = terms.find("retention_contact", concluded_on, "local")
    return periods.months_after(concluded_on, term.value) if term else None


def erased_from(case: Case) -> date | None:
    """Return the last day on which the contact data of a concluded case are kept; None while it is open.

    What keeps them longer, such as a dispute, is asked on that day and not foretold.
    """
    return kept_until(case.concluded_on) if case.concluded_on else None
