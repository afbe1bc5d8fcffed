"""五公开: the items of a year by the phase of government work they open (国办发〔2016〕19号)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.channels.models import Release
from gongkai.inventory.models import Phase

NO_PHASE = "none"


@dataclass(frozen=True)
class PhaseFigure:
    """How many items of a year open one phase; `code` is NO_PHASE for those of which nobody said it."""

    code: str
    label: Any
    count: int


def by_phase(agency: Agency, year: int) -> list[PhaseFigure]:
    """Return the number of items for each phase, and of those without one, in one statement.

    Counted are the items of row 1.1: those whose first confirmed release lies in the year. The figures add
    up to that row.
    """
    first = Release.objects.counted().filter(agency=agency, is_first=True, first_year=year)
    counted = dict(first.values_list("item__phase").annotate(Count("item")).order_by())
    return [
        *(PhaseFigure(code, label, counted.get(code, 0)) for code, label in Phase.choices),
        PhaseFigure(NO_PHASE, _("Not said"), counted.get("", 0)),
    ]
