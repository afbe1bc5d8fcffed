"""Which due days moved, as far as the reader may know of them.

The calendar is the installation's, the requests are not: a system administrator has no part in them and
learns the numbers of the own office and of those below it, never a matter or a requester. Who reads
requests finds those they may see. All others are only counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.workdays.moves import Move


@dataclass(frozen=True)
class Line:
    """One case whose due day moved; `opens` when the reader may open its page."""

    move: Move
    opens: bool


@dataclass
class OfAgency:
    agency: Agency
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    total: int
    agencies: list[OfAgency]

    @property
    def elsewhere(self) -> int:
        """How many cases moved of which the reader learns nothing more."""
        return self.total - sum(len(each.lines) for each in self.agencies)


def report_for(user: Any, moves: Sequence[Move]) -> Report:
    """Return what `user` may read of the moves, by agency."""
    if not moves:
        return Report(0, [])
    administered = _administered_by(user)
    readable = set(
        Case.objects.visible_to(user)
        .filter(pk__in=[move.case for move in moves])
        .values_list("pk", flat=True)
    )
    slugs = {move.agency for move in moves}
    agencies = {each.slug: OfAgency(each) for each in Agency.objects.filter(slug__in=slugs)}
    for move in sorted(moves, key=lambda move: move.case):
        if move.agency in agencies and (move.agency in administered or move.case in readable):
            agencies[move.agency].lines.append(Line(move, opens=move.case in readable))
    return Report(len(moves), [each for each in agencies.values() if each.lines])


def _administered_by(user: Any) -> set[str]:
    slugs: set[str] = set()
    for agency in Agency.objects.filter(pk__in=user.agency_ids_as(Duty.SYSTEM_ADMINISTRATOR)):
        slugs.update(Agency.objects.within(agency).values_list("slug", flat=True))
    return slugs
