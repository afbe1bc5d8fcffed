"""Matters from a list: compared with what stands, shown first, then imported as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext

from gongkai.acts import Actor, Refused, refuse_if_any
from gongkai.agencies.models import Agency
from gongkai.inventory import policy
from gongkai.inventory.actions.keeping import _for_journal, first_of, tell
from gongkai.inventory.models import (
    GrassRootsLevel,
    Matter,
)
from gongkai.journal import record


@dataclass(frozen=True)
class Line:
    """One matter as a file tells it: the line's `number` there, and the facts by the names of the model."""

    number: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A fact a file tells differently from the inventory; both sides as people read them."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """One line beside the inventory: a new matter, a changed one, or the same."""

    line: Line
    matter: Matter
    is_new: bool
    changes: tuple[Change, ...] = ()

    @property
    def is_same(self) -> bool:
        return not self.is_new and not self.changes

    @property
    def limit_is_read(self) -> bool:
        return self.matter.limit_number is not None


@dataclass(frozen=True)
class Preview:
    """What importing a file would do; reads only. `stand` names the inventory it was compared with."""

    lines: tuple[Compared, ...]
    stand: str
    missing: tuple[Matter, ...] = field(default=())

    @property
    def new(self) -> list[Compared]:
        return [each for each in self.lines if each.is_new]

    @property
    def changed(self) -> list[Compared]:
        return [each for each in self.lines if each.changes]

    @property
    def same(self) -> list[Compared]:
        return [each for each in self.lines if each.is_same]

    @property
    def unread_limits(self) -> list[Compared]:
        """Lines whose time limit is no plain number of days; it is kept as printed."""
        return [each for each in self.lines if not each.limit_is_read]


def compare_matters(agency: Agency, lines: Iterable[Line]) -> Preview:
    """Compare the lines of a file with the inventory, by code. Writes nothing.

    `missing` are matters in force, of the fields the file tells of, that it does not name: they stay.

    Raises Refused with one sentence for each line that is wrong.
    """
    lines = tuple(lines)
    standing = {each.code: each for each in Matter.objects.filter(agency=agency).select_related("section")}
    compared, faults, above = [], [], dict[str, int]()
    for line in lines:
        code = str(line.facts.get("code", ""))
        found = standing.get(code)
        matter = found or Matter(agency=agency)
        # The agency is at hand: comparing 800 lines must not fetch it 800 times.
        matter.agency = agency
        facts = _unlike(matter, line.facts)
        if found is None:
            facts.setdefault("levels", (GrassRootsLevel.TOWNSHIP,))
        before = {name: shown(matter, name) for name in facts}
        told = tell(matter, facts)
        wrong = list(policy.faults_of_matter(matter))
        if code in above:
            wrong.append(
                gettext("The code %(code)s stands in line %(above)s already.")
                % {"code": code, "above": str(above[code])}
            )
        if found is not None and found.ended_on:
            wrong.append(gettext("The matter %(code)s has ended.") % {"code": code})
        above.setdefault(code, line.number)
        faults += [
            gettext("Line %(number)s: %(fault)s") % {"number": str(line.number), "fault": each}
            for each in wrong
        ]
        changes = tuple(
            Change(name, str(label_of(name)), before[name], shown(matter, name))
            for name in told
            if found is not None
        )
        compared.append(Compared(line, matter, found is None, changes))
    if not lines:
        faults.append(gettext("The file names no matter."))
    if faults:
        raise Refused(first_of(faults))
    fields = {each.matter.field for each in compared}
    missing = tuple(
        matter
        for code, matter in standing.items()
        if code not in above and matter.is_in_force and matter.field in fields
    )
    return Preview(tuple(compared), stand_of(agency), missing)


@transaction.atomic
def import_matters(
    agency: Agency, lines: Iterable[Line], *, by: Actor, seen: str | None = None, source: str = ""
) -> Preview:
    """Add and change the matters a file tells, found by code: all of them or none. Return what it did.

    `seen` is the `stand` of the preview that `by` had before them; None where nothing was shown. `source`
    (the file's name) stands in the journal.

    Raises Refused with one sentence for each line that is wrong, when `by` does not keep the inventory,
    or when the inventory changed since the preview.
    """
    # Two imports at the same moment: the second waits here and then sees what the first one did.
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    refuse_if_any(policy.obstacles_to_keeping(agency, by))
    if seen is not None and seen != stand_of(agency):
        raise Refused(gettext("The inventory changed meanwhile. Look at the comparison again."))
    shown_to = compare_matters(agency, lines)
    for each in shown_to.new:
        each.matter.save(force_insert=True)
        record(by, "inventory.matter_added", each.matter, code=each.matter.code)
    for each in shown_to.changed:
        each.matter.revision += 1
        each.matter.save()
        before = {one.name: _for_journal(each.matter, one.name, one.before) for one in each.changes}
        record(by, "inventory.matter_changed", each.matter, before=before)
    record(
        by,
        "inventory.matters_imported",
        agency,
        source=source[:200],
        new=len(shown_to.new),
        changed=len(shown_to.changed),
    )
    return shown_to


def _unlike(matter: Matter, facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out texts that differ from the standing ones by blanks and line breaks only."""
    return {
        name: value
        for name, value in facts.items()
        if not (isinstance(value, str) and value and value.split() == str(getattr(matter, name)).split())
    }


def stand_of(agency: Agency) -> str:
    """Return a word that changes whenever a matter of the agency is added or changed."""
    told = Matter.objects.filter(agency=agency).aggregate(
        models.Count("pk"), models.Sum("revision"), models.Max("pk")
    )
    return "/".join(str(each or 0) for each in told.values())


def label_of(name: str) -> Any:
    """Return what a fact of a matter is called."""
    return Matter._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def shown(matter: Matter, name: str) -> str:
    """Return a fact of a matter as people read it."""
    if name == "channels":
        return "；".join(matter.channel_labels)
    if name == "levels":
        return "、".join(matter.level_labels)
    if name in {"section", "responsible"}:
        return str(getattr(matter, name) or "")
    words = getattr(matter, f"get_{name}_display", None)
    return str(words() if words else getattr(matter, name))
