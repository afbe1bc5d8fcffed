"""What several acts on the inventory share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext

from gongkai.acts import Refused
from gongkai.inventory.limits import read_limit
from gongkai.inventory.models import (
    DisclosureDuty,
    Matter,
)


def tell(matter: Matter, facts: dict[str, Any]) -> dict[str, Any]:
    """Set the facts and read the time limit; return what stood there before, of those that changed."""
    unknown = sorted(set(facts) - set(Matter.facts))
    if unknown:
        raise TypeError(f"A matter has no {', '.join(unknown)}.")
    before = {}
    for name, told in facts.items():
        value = told.strip() if isinstance(told, str) else told
        if name in {"channels", "levels"}:
            value = tuple(told)
        standing = getattr(matter, name)
        if standing != value:
            before[name] = _for_journal(matter, name, standing)
            setattr(matter, name, value)
    limit = read_limit(matter.time_limit)
    matter.limit_number = limit.number if limit else None
    matter.limit_unit = limit.unit if limit else ""
    matter.limit_from = (limit.counted_from or "") if limit else ""
    return before


def _for_journal(matter: Matter, name: str, value: Any) -> Any:
    """What the journal keeps of an earlier value; a long text is only said to have been there."""
    if isinstance(Matter._meta.get_field(name), models.TextField):
        return "…"
    return list(value) if isinstance(value, tuple) else str(value or "")


def refuse_if_stale(row: Matter | DisclosureDuty, seen: int | None) -> None:
    if seen is not None and seen != row.revision:
        raise Refused(gettext("Somebody changed this after you opened it. Open it again and compare."))


def nothing_changed() -> str:
    return gettext("Nothing is different. Change what is wrong, or leave it as it is.")


MOST_FAULTS = 20  # sentences; a wrong file has one for every line


def first_of(faults: list[str]) -> list[str]:
    if len(faults) <= MOST_FAULTS:
        return faults
    more = gettext("%(count)s more lines are wrong.") % {"count": str(len(faults) - MOST_FAULTS)}
    return [*faults[:MOST_FAULTS], more]
