"""What the office's own register of requests tells beside the table: carry-over, and which cases differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.cases.models import Case, Timeliness
from gongkai.law.outcomes import NoSuchOutcome, all_outcomes, outcome
from gongkai.statistics.counting import Figures
from gongkai.statistics.report_2018 import concluded
from gongkai.statistics.sources import CASES, Scope, readable
from gongkai.statistics.tables import listed

LONGEST_LIST = 10


@dataclass(frozen=True)
class OwnRegister:
    """The register of the agencies of `scope`. Cases `reader` may not open are counted, not named.

    Without a reader, on the command line of the office, all are named.
    """

    scope: Scope
    figures: Figures
    reader: Any = None

    @property
    def carried_in(self) -> int:
        return int(self.figures.beside.get("carried_in", 0))

    @property
    def carried_out(self) -> int:
        return int(self.figures.beside.get("carried_out", 0))

    def neither_on_time_nor_extended(self) -> str:
        """Name the cases concluded in the year that stand in neither 3.2.1 nor 3.2.2, and why."""
        kept = Q(timeliness__in=[Timeliness.ON_TIME, Timeliness.EXTENDED])
        return self._named(self._concluded().exclude(kept), _why_late)

    def without_such_a_reply(self) -> str:
        """Name the cases concluded in the year without one of the eight replies, and how they ended."""
        replies = [each.code for each in all_outcomes() if each.row_2018]
        return self._named(self._concluded().exclude(outcome__in=replies), _how_it_ended)

    def _concluded(self) -> QuerySet[Case]:
        rows: QuerySet[Case] = CASES.rows(self.scope).filter(concluded(self.scope))
        return rows

    def _named(self, cases: QuerySet[Case], why: Any) -> str:
        may_name = readable(cases, self.reader) if self.reader is not None else cases
        total = cases.count()
        shown = list(may_name.order_by("received_on", "pk")[:LONGEST_LIST])
        words = [_("%(case)s (%(why)s)") % {"case": case.number, "why": why(case)} for case in shown]
        if total > len(shown):
            words.append(_("%(number)s more") % {"number": total - len(shown)})
        return listed(words)


def _why_late(case: Case) -> str:
    return case.get_timeliness_display() if case.timeliness else _("whether in time is not known yet")


def _how_it_ended(case: Case) -> str:
    try:
        return outcome(case.outcome).label
    except NoSuchOutcome:
        return _("no outcome recorded")
