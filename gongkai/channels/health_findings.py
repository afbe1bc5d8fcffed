"""What the health board finds: each indicator of the inspection, looked at by itself.

The facts are gathered here; the reckoning is `law.inspection`, the sentences are `health_words`.

Law: 国办秘函〔2019〕19号, 国办发〔2017〕47号.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db import DatabaseError, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone

from gongkai import search
from gongkai.agencies.models import Agency, Level
from gongkai.catalogue.models import Column, Item
from gongkai.channels import health_words as words
from gongkai.channels import link_words
from gongkai.channels.links import dead_links, not_looked_at
from gongkai.channels.models import Channel, FaultKind, FaultState, Release, SiteFault, State
from gongkai.channels.queries import public_items
from gongkai.channels.reaching import is_measured, visits_of_the_week
from gongkai.channels.search_index import key_for
from gongkai.journal.keeping import Kept
from gongkai.law import inspection, placeholders
from gongkai.law.channels import ChannelKind
from gongkai.law.columns import ColumnKind
from gongkai.law.inspection import ColumnState, Indicator
from gongkai.law.inspection import State as Health
from gongkai.secrecy.models import Markup, PackageFile
from gongkai.typesetting.rich_text import plain_text
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar

MOST_GUIDES = 1000
MOST_LINKS = 1000
MOST_LOOKED_THROUGH = 5000  # short items
LONGEST_LOOKED_INTO = 1500  # characters; nobody leaves a longer text unwritten
MOST_PAGES = 50  # a finding names
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
    subject_key: str = ""  # the key of that account

    @property
    def urgency(self) -> tuple[int, int, str]:
        left = self.days_left if self.days_left is not None else 10_000
        return inspection.URGENCY[self.state], left, self.indicator.id


def leaks(agency: Agency, today: date) -> Finding:
    rule = inspection.indicator("V1", today)
    faults = list(SiteFault.objects.sealed().open().filter(agency=agency, kind=FaultKind.LEAK))
    pages = tuple(Page(str(each), each.get_absolute_url(), each.path) for each in faults[:MOST_PAGES])
    state = Health.DUE if faults else Health.UNKNOWN
    return Finding(rule, state, words.leaks(len(faults)), days_left=-1 if faults else None, pages=pages)


def reached(today: date) -> Finding:
    rule = inspection.indicator("V2", today)
    if not is_measured():
        return Finding(rule, Health.UNKNOWN, words.not_measured())
    visits = visits_of_the_week()
    return Finding(rule, inspection.judge_visits(visits, today), words.visits(visits, rule))


def home(agency: Agency, today: date) -> Finding:
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


def columns(columns: Sequence[ColumnState], today: date) -> Finding:
    rule = inspection.indicator("V4", today)
    verdict = inspection.judge_columns(columns, today)
    last = verdict.fails_on - timedelta(days=1) if verdict.fails_on else None
    left = (last - today).days if last else None
    said = words.columns(verdict, rule, today)
    return Finding(rule, verdict.state, said, last, left, columns=verdict.columns)


def faults_owed(agency: Agency) -> list[Unanswered]:
    """Return the reports of readers nobody answered, of whatever age: an old one is owed no less."""
    found = SiteFault.objects.sealed().open().filter(agency=agency)
    return [Unanswered(each.reported_on, str(each), each.get_absolute_url()) for each in found]


def answered_late(agency: Agency, today: date) -> int:
    """Count the reports of the months an inspection looks back on that were answered later than it allows."""
    rule = inspection.indicator("V5", today)
    since = inspection.months_after(today, -rule["looked_back_months"])
    answered = SiteFault.objects.filter(
        agency=agency, state=FaultState.ANSWERED, reported_at__date__gte=since
    )
    rows = answered.values_list("reported_at", "answered_at")
    days = [
        (timezone.localtime(asked).date(), timezone.localtime(told).date()) for asked, told in rows if told
    ]
    return sum(told > inspection.months_after(asked, rule["unanswered_months"]) for asked, told in days)


def answers(owed: Sequence[Unanswered], late: int, today: date) -> Finding:
    rule = inspection.indicator("V5", today)
    if not owed:
        return Finding(rule, Health.FINE, words.nothing_unanswered() + words.answered_late(late))
    due_on = inspection.months_after(owed[0].written_on, rule["unanswered_months"])
    left = (due_on - today).days
    state = Health.VETO if left < 0 else inspection.state_of(left, today)
    said = words.unanswered(len(owed), due_on, left) + words.answered_late(late)
    return Finding(rule, state, said, due_on, left, pages=_pages_of(owed))


def answered_soon(owed: Sequence[Unanswered], today: date) -> Finding:
    rule = inspection.indicator("D4", today)
    if not owed:
        return Finding(rule, Health.FINE, words.nothing_unanswered())
    due_on = last_day_for_answer(owed[0].written_on, today)
    if due_on is None:
        return Finding(rule, Health.UNKNOWN, words.no_calendar())
    left = (due_on - today).days
    said = words.answer_soon(len(owed), due_on, left)
    # Which ones are owed stands beside V5: the messages are the same, only the limit is another.
    return Finding(rule, inspection.state_of(left, today), said, due_on, left)


def last_day_for_answer(written_on: date, today: date) -> date | None:
    """Return the last working day for a simple answer; None where a holiday notice has not been loaded."""
    try:
        return loaded_calendar().add(written_on, inspection.indicator("D4", today)["working_days"])
    except CalendarMissing:
        return None


def _pages_of(owed: Sequence[Unanswered]) -> tuple[Page, ...]:
    return tuple(Page(each.label, each.url, words.written_on(each.written_on)) for each in owed[:MOST_PAGES])


def guides(agency: Agency, columns: Iterable[Column], today: date) -> Finding:
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
    return Finding(
        rule, state, words.guides(len(guides), len(pages)), days_left=left, pages=pages[:MOST_PAGES]
    )


def new_media(agency: Agency, today: date) -> Iterable[Finding]:
    """Weibo and WeChat: what was released there last, and what people have to look at themselves."""
    channels = list(Channel.objects.filter(agency=agency, kind__in=NEW_MEDIA, in_use=True))
    if not channels:
        return
    standing = Release.objects.filter(channel__in=channels, state=State.CONFIRMED, is_test=False)
    latest = dict(standing.order_by().values_list("channel").annotate(day=Max("confirmed_on")))
    rule = inspection.indicator("N2", today)
    pages = tuple(Page(each.name, each.get_absolute_url()) for each in channels)
    for channel, page in zip(channels, pages, strict=True):
        say = words.account(channel.name)
        found = _aged(rule, latest.get(channel.pk), today, say, of=channel.name)
        yield replace(found, pages=(page,), subject_key=channel.key)
    for id in ("N1", "N3"):
        yield Finding(inspection.indicator(id, today), Health.UNKNOWN, words.look_yourself(), pages=pages)


def updates(columns: Sequence[ColumnState], today: date) -> Finding:
    rule = inspection.indicator("D1", today)
    overdue = tuple(each for each in columns if each.is_overdue or each.is_empty)
    near = tuple(each for each in columns if each.state is Health.SOON)
    state = Health.DUE if overdue else Health.SOON if near else Health.FINE
    left = min((each.days_left for each in (*overdue, *near) if each.days_left is not None), default=None)
    return Finding(rule, state, words.updates(overdue, near), days_left=left, columns=(*overdue, *near))


def links(agency: Agency, today: date) -> Finding:
    rule = inspection.indicator("D2", today)
    dead = list(dead_links([agency.pk])[:MOST_LINKS])
    unseen = not_looked_at(agency)
    pages = tuple(
        Page(link.item.title, link.item.get_absolute_url(), link_words.dead(link))
        for link in dead[:MOST_PAGES]
    )
    state = Health.DUE if dead else Health.UNKNOWN if unseen else Health.FINE
    return Finding(rule, state, link_words.links(dead) + link_words.not_looked_at(unseen), pages=pages)


# Thousands of texts are looked through for it: once after each act that may be public.
_faulty = Kept(100)


def contents(agency: Agency, today: date) -> Finding:
    """Look for items that tell nothing: blank ones, tests, texts that name a file there is none of."""
    rule = inspection.indicator("S1", today)
    found = _faulty.get(agency.pk, lambda: _look_through(agency))
    pages = tuple(
        Page(title, Item(pk=pk).get_absolute_url(), words.placeholder(fault))
        for pk, title, fault in found[:MOST_PAGES]
    )
    state = Health.DUE if found else Health.FINE
    return Finding(rule, state, words.placeholders(len(found)), pages=pages)


def _look_through(agency: Agency) -> list[tuple[int, str, str]]:
    """Return key, title and fault of the items that tell nothing, the newest first."""
    titled = [Q(title__icontains=word) for word in placeholders.words_of_tests()]
    inside = [Q(package__body__icontains=word) for word in placeholders.words_inside()]
    unwritten = Q(length__lte=LONGEST_LOOKED_INTO) & reduce(or_, inside)
    doubtful = reduce(or_, titled, Q(length__lte=placeholders.SHORTEST_LOOKED_AT)) | unwritten
    rows = (
        public_items(agency)
        .annotate(
            length=Length("package__body"),
            with_files=Exists(PackageFile.objects.filter(package=OuterRef("package"))),
        )
        .filter(doubtful)
        .order_by("-published_on", "-pk")
        .values_list("pk", "title", "package__body", "package__markup", "with_files")
    )
    found = []
    for pk, title, body, markup, has_files in rows[:MOST_LOOKED_THROUGH]:
        text = plain_text(body) if markup == Markup.HTML else body
        fault = placeholders.fault_of(title, text, has_files=has_files)
        if fault:
            found.append((pk, title, fault))
    return found


def searched(agency: Agency, today: date) -> Finding:
    """Look whether the search finds the newest item by its index number.

    Law: 政府信息公开条例, art. 24 (search, reading, downloading).
    """
    rule = inspection.indicator("D6", today)
    newest = public_items(agency).order_by("-published_on", "-pk").only("title", "index_number").first()
    if newest is None:
        return Finding(rule, Health.UNKNOWN, words.nothing_to_search())
    try:
        with transaction.atomic():
            hits = search.find("public", newest.index_number, limit=10).hits
    except (search.IndexMissing, DatabaseError):
        return Finding(rule, Health.DUE, words.search_fails())
    if key_for(newest.pk) in {hit.key for hit in hits}:
        return Finding(rule, Health.FINE, words.search_works())
    page = Page(newest.title, newest.get_absolute_url())
    return Finding(rule, Health.DUE, words.search_misses(), pages=(page,))


def surveys(agency: Agency, columns: Iterable[Column], today: date) -> Iterable[Finding]:
    """Count what the public was asked in the months looked back on, where there is a column for it."""
    asking = [each.pk for each in columns if each.kind == ColumnKind.SURVEYS]
    if not asking:
        return
    rule = inspection.indicator("D5", today)
    since = inspection.months_after(today, -rule["months"])
    held = public_items(agency).filter(column__in=asking, published_on__gt=since).count()
    of_government = agency.level == Level.DISTRICT
    state = inspection.judge_surveys(held, today, of_government=of_government)
    needed = rule["of_government"] if of_government else rule["of_others"]
    yield Finding(rule, state, words.surveys(held, needed))


def particulars(agency: Agency, columns: Iterable[Column], today: date) -> Finding:
    rule = inspection.indicator("D3", today)
    missing = words.missing_particulars(agency)
    bare = [each for each in columns if any(map(placeholders.is_nothing, (each.description, each.keywords)))]
    state = Health.DUE if missing else Health.SOON if bare else Health.FINE
    pages = tuple(
        Page(each.name, reverse("desk:column", args=[each.pk]), words.without_words(each))
        for each in bare[:MOST_PAGES]
    )
    return Finding(rule, state, words.particulars(missing, len(bare)), pages=pages)
