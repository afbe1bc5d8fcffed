"""The health board: what an inspection would find on an office's website today, and what becomes due next.

The facts are gathered in a fixed number of queries, however many columns there are; the reckoning is
`law.inspection`. Rooms above tell through `register_unanswered` what readers wrote to them.

Law: 国办秘函〔2019〕19号, 国办发〔2017〕47号.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Level
from gongkai.catalogue.models import Column, Item
from gongkai.channels import health_findings as findings
from gongkai.channels.health_findings import Finding, Page, Unanswered
from gongkai.channels.models import Channel
from gongkai.channels.queries import public_items
from gongkai.law import inspection
from gongkai.law.channels import ChannelKind
from gongkai.law.inspection import ColumnFacts, ColumnState
from gongkai.law.inspection import State as Health

__all__ = ["Board", "Finding", "Page", "Unanswered", "board", "column_states", "register_unanswered"]


@dataclass(frozen=True)
class Board:
    """The whole board of an office on a day; the most urgent first."""

    agency: Agency
    today: date
    findings: tuple[Finding, ...]
    columns: tuple[ColumnState, ...]
    rows: dict[int, Column] = field(default_factory=dict, repr=False)
    has_website: bool = True

    @property
    def vetoes(self) -> tuple[Finding, ...]:
        """What fails the website; the accounts of the new media are judged for themselves."""
        return tuple(each for each in self._failing if not each.indicator.is_of_new_media)

    @property
    def failing_accounts(self) -> tuple[Finding, ...]:
        """What fails accounts of the new media."""
        return tuple(each for each in self._failing if each.indicator.is_of_new_media)

    @property
    def _failing(self) -> list[Finding]:
        return [each for each in self.findings if each.state is Health.VETO]

    @property
    def failed(self) -> bool:
        """One veto item is enough; an office without a website has nothing that could fail."""
        return self.has_website and bool(self.vetoes)

    @property
    def forecast(self) -> tuple[ColumnState, ...]:
        """Columns that become overdue, the next one first."""
        ahead = [each for each in self.columns if each.days_left is not None and each.days_left >= 0]
        return tuple(sorted(ahead, key=lambda each: each.days_left or 0))

    def finding(self, id: str) -> Finding:
        """Return the finding of an indicator, such as "V4"; the most urgent where there are several."""
        return next(each for each in self.findings if each.indicator.id == id)


_unanswered: dict[str, Callable[[Agency, date], Iterable[Unanswered]]] = {}


def register_unanswered(name: str, find: Callable[[Agency, date], Iterable[Unanswered]]) -> None:
    """Have the board ask `find(agency, since)` for what readers wrote since that day and nobody answered."""
    _unanswered[name] = find


def board(agency: Agency, today: date | None = None) -> Board:
    """Return the health of an office's website on `today`: every indicator and every open column."""
    today = today or clock.today()
    rows, columns = column_states(agency, today)
    owed = unanswered(agency, today)
    found = [
        findings.leaks(agency, today),
        findings.reached(today),
        findings.home(agency, today),
        findings.columns(columns, today),
        findings.answers(owed, findings.answered_late(agency, today), today),
        findings.guides(agency, rows.values(), today),
        *findings.new_media(agency, today),
        findings.updates(columns, today),
        findings.links(agency, today),
        findings.particulars(agency, rows.values(), today),
        findings.answered_soon(owed, today),
        *findings.surveys(agency, rows.values(), today),
        findings.searched(agency, today),
        findings.contents(agency, today),
    ]
    found.sort(key=lambda each: each.urgency)
    columns.sort(
        key=lambda each: (
            inspection.URGENCY[each.state],
            10_000 if each.days_left is None else each.days_left,
        )
    )
    sites = Channel.objects.filter(
        kind=ChannelKind.WEBSITE, in_use=True, agency__in=Agency.objects.within(agency)
    )
    return Board(agency, today, tuple(found), tuple(columns), rows, sites.exists())


def unanswered(agency: Agency, today: date) -> list[Unanswered]:
    """Return what readers wrote and nobody answered, the oldest first."""
    since = inspection.months_after(today, -inspection.indicator("V5", today)["looked_back_months"])
    owed = findings.faults_owed(agency)
    for find in _unanswered.values():
        owed += find(agency, since)
    return sorted(owed, key=lambda each: each.written_on)


def column_states(agency: Agency, today: date) -> tuple[dict[int, Column], list[ColumnState]]:
    """Return the office's open columns by key, and how each of them stands. Three queries at most."""
    found = Column.objects.filter(agency=agency).select_related("responsible__agency")
    every = {each.pk: each for each in found}
    items: dict[int, int] = dict.fromkeys(every, 0)
    latest: dict[int, date | None] = dict.fromkeys(every, None)
    told = (
        public_items(agency).order_by().values("column").annotate(number=Count("pk"), day=Max("published_on"))
    )
    for row in told:
        # What lies below a column lies in it, too.
        for pk in _upwards(row["column"], every):
            items[pk] += row["number"]
            latest[pk] = max(filter(None, (latest[pk], row["day"])), default=None)
    open_ones = {pk: each for pk, each in every.items() if each.closed_on is None}
    hidden = _hidden_in([pk for pk in open_ones if not items[pk]])
    states = [
        inspection.judge(
            ColumnFacts(
                key=pk,
                name=each.name,
                kind=each.kind,
                items=items[pk],
                latest_on=latest[pk],
                update_days=each.update_days,
                stands_first=each.parent_id is None,
                of_government=agency.level == Level.DISTRICT,
                hidden=hidden.get(pk, 0),
            ),
            today,
        )
        for pk, each in open_ones.items()
    ]
    return open_ones, states


def _hidden_in(columns: list[int]) -> dict[int, int]:
    """Count what lies in columns in which nothing is public: it was withdrawn, or is not on the website."""
    if not columns:
        return {}
    rows = Item.objects.filter(column__in=columns).order_by().values_list("column")
    return dict(rows.annotate(number=Count("pk")))


def _upwards(pk: int, every: dict[int, Column]) -> list[int]:
    line: list[int] = []
    at: int | None = pk
    while at is not None and at in every and at not in line:
        line.append(at)
        at = every[at].parent_id
    return line
