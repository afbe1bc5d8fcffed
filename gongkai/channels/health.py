"""The health board: what an inspection would find on an office's website today, and what becomes due next.

The facts are gathered here in a fixed number of queries, however many columns there are; the reckoning is
`law.inspection`. Rooms above tell through `register_unanswered` what readers wrote to them.

Law: 国办秘函〔2019〕19号, 国办发〔2017〕47号.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef
from django.urls import reverse

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Level
from gongkai.catalogue.models import Column, Item
from gongkai.channels import health_words as words
from gongkai.channels.links import dead_links
from gongkai.channels.models import Channel, FaultKind, Release, SiteFault, State
from gongkai.channels.queries import public_items
from gongkai.channels.reaching import is_measured, visits_of_the_week
from gongkai.law import inspection
from gongkai.law.channels import ChannelKind
from gongkai.law.columns import ColumnKind
from gongkai.law.inspection import ColumnFacts, ColumnState, Indicator
from gongkai.law.inspection import State as Health
from gongkai.secrecy.models import PackageFile
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

MOST_GUIDES = 1000
NEW_MEDIA = (ChannelKind.WEIBO, ChannelKind.WECHAT)


@dataclass(frozen=True)
class Unanswered:
    """What a reader wrote and nobody answered: the day it came, and where it is answered."""

    written_on: date
    label: str
    url: str


@dataclass(frozen=True)
class Page:
    """A page a finding is about: what it is called, where it is mended, and what is wrong with it."""

    label: str
    url: str = ""
    says: str = ""


@dataclass(frozen=True)
class Finding:
    """One indicator as it stands today. `due_on` is the last day in time, `days_left` how far that is."""

    indicator: Indicator
    state: Health
    says: tuple[str, ...]
    due_on: date | None = None
    days_left: int | None = None
    columns: tuple[ColumnState, ...] = ()
    pages: tuple[Page, ...] = ()
    of: str = ""  # of which account, where there are several

    @property
    def urgency(self) -> tuple[int, int, str]:
        left = self.days_left if self.days_left is not None else 10_000
        return inspection.URGENCY[self.state], left, self.indicator.id


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
        return tuple(each for each in self.findings if each.state is Health.VETO)

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
    owed = _owed(agency, today)
    findings = [
        _leaks(agency, today),
        _reached(today),
        _home(agency, today),
        _columns(columns, today),
        _answers(owed, today),
        _guides(agency, rows.values(), today),
        *_new_media(agency, today),
        _updates(columns, today),
        _links(agency, today),
        _particulars(agency, rows.values(), today),
        _answered_soon(owed, today),
    ]
    findings.sort(key=lambda each: each.urgency)
    columns.sort(
        key=lambda each: (
            inspection.URGENCY[each.state],
            10_000 if each.days_left is None else each.days_left,
        )
    )
    sites = Channel.objects.filter(
        kind=ChannelKind.WEBSITE, in_use=True, agency__in=Agency.objects.within(agency)
    )
    return Board(agency, today, tuple(findings), tuple(columns), rows, sites.exists())


def column_states(agency: Agency, today: date) -> tuple[dict[int, Column], list[ColumnState]]:
    """Return the office's open columns by key, and how each of them stands. Two queries."""
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
            ),
            today,
        )
        for pk, each in open_ones.items()
    ]
    return open_ones, states


def _upwards(pk: int, every: dict[int, Column]) -> list[int]:
    line: list[int] = []
    at: int | None = pk
    while at is not None and at in every and at not in line:
        line.append(at)
        at = every[at].parent_id
    return line


def _leaks(agency: Agency, today: date) -> Finding:
    rule = inspection.indicator("V1", today)
    faults = list(SiteFault.objects.sealed().open().filter(agency=agency, kind=FaultKind.LEAK))
    pages = tuple(Page(str(each), each.get_absolute_url(), each.path) for each in faults)
    state = Health.DUE if faults else Health.UNKNOWN
    return Finding(rule, state, words.leaks(len(faults)), days_left=-1 if faults else None, pages=pages)


def _reached(today: date) -> Finding:
    rule = inspection.indicator("V2", today)
    if not is_measured():
        return Finding(rule, Health.UNKNOWN, words.not_measured())
    visits = visits_of_the_week()
    return Finding(rule, inspection.judge_visits(visits, today), words.visits(visits, rule))


def _home(agency: Agency, today: date) -> Finding:
    rule = inspection.indicator("V3", today)
    latest = (
        public_items().filter(agency__in=Agency.objects.within(agency)).aggregate(day=Max("published_on"))
    )
    return _aged(rule, latest["day"], today, words.home)


def _aged(
    rule: Indicator,
    latest: date | None,
    today: date,
    say: Callable[[date | None, int | None], tuple[str, ...]],
    of: str = "",
) -> Finding:
    """A veto item that comes true so many days after the latest news."""
    due_on = latest + timedelta(days=rule["days"]) if latest else None
    left = (due_on - today).days if due_on else None
    state = Health.VETO if left is None or left < 0 else inspection.state_of(left, today)
    return Finding(rule, state, say(latest, left), due_on, left, of=of)


def _columns(columns: Sequence[ColumnState], today: date) -> Finding:
    rule = inspection.indicator("V4", today)
    verdict = inspection.judge_columns(columns, today)
    last = verdict.fails_on - timedelta(days=1) if verdict.fails_on else None
    left = (last - today).days if last else None
    said = words.columns(verdict, rule, today)
    return Finding(rule, verdict.state, said, last, left, columns=verdict.columns)


def _owed(agency: Agency, today: date) -> list[Unanswered]:
    """Return what is unanswered of the time an inspection looks back on, the oldest first."""
    since = inspection.months_after(today, -inspection.indicator("V5", today)["looked_back_months"])
    faults = SiteFault.objects.sealed().open().filter(agency=agency, reported_at__date__gte=since)
    found = [Unanswered(each.reported_on, str(each), each.get_absolute_url()) for each in faults]
    for find in _unanswered.values():
        found += find(agency, since)
    return sorted(found, key=lambda each: each.written_on)


def _answers(owed: Sequence[Unanswered], today: date) -> Finding:
    rule = inspection.indicator("V5", today)
    if not owed:
        return Finding(rule, Health.FINE, words.nothing_unanswered())
    due_on = inspection.months_after(owed[0].written_on, rule["unanswered_months"])
    left = (due_on - today).days
    state = Health.VETO if left < 0 else inspection.state_of(left, today)
    said = words.unanswered(len(owed), due_on, left)
    return Finding(rule, state, said, due_on, left, pages=_pages_of(owed))


def _answered_soon(owed: Sequence[Unanswered], today: date) -> Finding:
    rule = inspection.indicator("D4", today)
    if not owed:
        return Finding(rule, Health.FINE, words.nothing_unanswered())
    try:
        due_on = loaded_calendar().add(owed[0].written_on, rule["working_days"])
    except CalendarMissing:
        return Finding(rule, Health.UNKNOWN, words.no_calendar(), pages=_pages_of(owed))
    left = (due_on - today).days
    said = words.answer_soon(len(owed), due_on, left)
    return Finding(rule, inspection.state_of(left, today), said, due_on, left, pages=_pages_of(owed))


def _pages_of(owed: Sequence[Unanswered]) -> tuple[Page, ...]:
    return tuple(Page(each.label, each.url, words.written_on(each.written_on)) for each in owed[:30])


def _guides(agency: Agency, columns: Iterable[Column], today: date) -> Finding:
    rule = inspection.indicator("V6", today)
    services = [each for each in columns if each.kind == ColumnKind.SERVICES]
    if not services:
        return Finding(rule, Health.FINE, words.no_service_column())
    with_files = Exists(PackageFile.objects.filter(package=OuterRef("package")))
    guides = (
        public_items(agency)
        .filter(column__in=services)
        .annotate(with_files=with_files)
        .order_by("pk")
        .values_list("pk", "title", "package__body", "with_files")[:MOST_GUIDES]
    )
    if not guides:
        return Finding(rule, Health.VETO, words.no_services(), days_left=-1)
    # The title is the name of the matter. What lies in a file is for people to read.
    lacking = {
        (pk, title): inspection.lacking_elements(f"事项名称：{title}\n{body}")
        for pk, title, body, has_files in guides
        if not has_files
    }
    state = inspection.judge_guides(lacking.values(), today)
    pages = tuple(
        Page(title, Item(pk=pk).get_absolute_url(), words.lacks(missing))
        for (pk, title), missing in lacking.items()
        if missing
    )
    left = -1 if state is not Health.FINE else None
    return Finding(rule, state, words.guides(len(guides), len(pages)), days_left=left, pages=pages[:50])


def _new_media(agency: Agency, today: date) -> Iterable[Finding]:
    """Weibo and WeChat: what was released there last, and what people have to look at themselves."""
    channels = list(Channel.objects.filter(agency=agency, kind__in=NEW_MEDIA, in_use=True))
    if not channels:
        return
    standing = Release.objects.filter(channel__in=channels, state=State.CONFIRMED, is_test=False)
    latest = dict(standing.order_by().values_list("channel").annotate(day=Max("confirmed_on")))
    rule = inspection.indicator("N2", today)
    for channel in channels:
        yield _aged(rule, latest.get(channel.pk), today, words.account(channel.name), of=channel.name)
    for id in ("N1", "N3"):
        yield Finding(inspection.indicator(id, today), Health.UNKNOWN, words.look_yourself())


def _updates(columns: Sequence[ColumnState], today: date) -> Finding:
    rule = inspection.indicator("D1", today)
    overdue = tuple(each for each in columns if each.is_overdue or each.is_empty)
    near = tuple(each for each in columns if each.state is Health.SOON)
    state = Health.DUE if overdue else Health.SOON if near else Health.FINE
    left = min((each.days_left for each in (*overdue, *near) if each.days_left is not None), default=None)
    return Finding(rule, state, words.updates(overdue, near), days_left=left, columns=(*overdue, *near))


def _links(agency: Agency, today: date) -> Finding:
    rule = inspection.indicator("D2", today)
    dead = list(dead_links([agency.pk])[:200])
    pages: dict[int, Page] = {}
    for link in dead:
        pages.setdefault(link.item_id, Page(link.item.title, link.item.get_absolute_url(), link.url[:200]))
    state = Health.DUE if dead else Health.FINE
    return Finding(rule, state, words.links(len(dead), len(pages)), pages=tuple(pages.values())[:50])


def _particulars(agency: Agency, columns: Iterable[Column], today: date) -> Finding:
    rule = inspection.indicator("D3", today)
    missing = words.missing_particulars(agency)
    bare = [each for each in columns if not (each.description and each.keywords)]
    state = Health.DUE if missing else Health.SOON if bare else Health.FINE
    pages = tuple(
        Page(each.name, reverse("portal:column", args=[each.slug]), words.without_words(each))
        for each in bare
    )
    return Finding(rule, state, words.particulars(missing, len(bare)), pages=pages)
