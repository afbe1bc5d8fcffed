"""Disclosure matters: added, changed, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.acts import Actor, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency
from gongkai.inventory import policy
from gongkai.inventory.actions.keeping import nothing_changed, refuse_if_stale, tell
from gongkai.inventory.models import (
    Matter,
)
from gongkai.journal import record


@transaction.atomic
def add_matter(agency: Agency, *, by: Actor, **facts: Any) -> Matter:
    """Add a disclosure matter; `facts` by the names in `Matter.facts`.

    The time limit is kept as printed and read where it is a plain number of days. Raises Refused.

    Law: 国办发〔2019〕54号 and the standard catalogues of the 26 fields.
    """
    matter = Matter(agency=agency)
    tell(matter, facts)
    refuse_if_any(policy.obstacles_to_keeping(agency, by))
    refuse_if_any(policy.faults_of_matter(matter))
    refuse_if_any(policy.obstacles_to_code(matter))
    matter.save(force_insert=True)
    record(by, "inventory.matter_added", matter, code=matter.code)
    return matter


@transaction.atomic
def change_matter(matter: Matter, *, by: Actor, seen: int | None = None, **changes: Any) -> Matter:
    """Change facts of a matter in force; the journal keeps what stood there before, except long texts.

    `seen` is the revision the person had before them; None for a program that just read the matter.
    Raises Refused, also when somebody changed the matter since, or nothing changes.
    """
    matter = locked(matter, "agency")
    refuse_if_any(policy.obstacles_to_changing(matter, by))
    refuse_if_stale(matter, seen)
    before = tell(matter, changes)
    refuse_if_any(policy.faults_of_matter(matter))
    refuse_if_any(policy.obstacles_to_code(matter))
    if not before:
        raise Refused(nothing_changed())
    matter.revision += 1
    matter.save()
    record(by, "inventory.matter_changed", matter, before=before)
    return matter


@transaction.atomic
def end_matter(matter: Matter, *, reason: str, by: Actor, on: date | None = None) -> Matter:
    """End a matter on which nothing is owed by calendar any more; it stays to be read. Raises Refused."""
    matter = locked(matter, "agency")
    refuse_if_any(policy.obstacles_to_ending(matter, by))
    refuse_if_any(policy.obstacles_to_blank_reason(reason))
    matter.ended_on, matter.end_reason = on or clock.today(), reason.strip()
    matter.revision += 1
    matter.save()
    record(by, "inventory.matter_ended", matter, reason=reason, on=matter.ended_on)
    return matter
