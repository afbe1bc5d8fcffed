"""Synthetic items as they come to be: a cleared package, the item, its first edition, its releases."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from gongkai.agencies.models import Serial
from gongkai.catalogue.models import Edition, Item, KeyAreaAssignment
from gongkai.catalogue.numbering import SERIES
from gongkai.channels.models import Release
from gongkai.channels.models import State as ReleaseState
from gongkai.console.synth import ground as places
from gongkai.console.synth import words
from gongkai.console.synth.ground import CHANNELS, COLUMNS, EDITOR, FOI, LEADER, OFFICER, REVIEWER, SECTIONS
from gongkai.console.synth.sheets import Sheet, at, on
from gongkai.secrecy.models import Decision, Package, Review, checksum_of
from gongkai.secrecy.models import State as ReviewState

TABLES = (Package, Review, Item, Edition, KeyAreaAssignment, Release)
AT_ONCE = 20_000

# Shares as an office's year shows them: a third goes out on a second channel as well.
WITHOUT_RELEASE = 0.03
ON_A_SECOND_CHANNEL = 0.33
WITHDRAWN = 0.005
WITH_NUMBER = 0.4
WITH_KEY_AREA = 0.08


class Items:
    """Writes items in the order of their days."""

    def __init__(self, ground: places.Ground, days: Sequence[date], total: int, chance: Random) -> None:
        self._ground, self._days, self._total, self._chance = ground, days, total, chance
        self._done = 0
        self._serials: Counter[tuple[int, int]] = Counter()
        # Some offices publish ten times as much as others.
        self._weights = [1 / (1 + place % 10) for place in range(ground.offices)]
        people = ("submitted_by_id", "drafted_by_id")
        self._package = Sheet(
            Package,
            ("id", "agency_id", "section_id", "about", "title", "body", "checksum", "submitted_at", *people),
            has_findings=False,
            scanned_with="synthetic",
        )
        signed = ("opinion_by_id", "decided_by_id", "approved_by_id")
        self._review = Sheet(
            Review,
            ("id", "package_id", "number", "opinion_at", "decided_at", "approved_at", *signed),
            state=ReviewState.CLEARED.value,
            decision=Decision.OPEN.value,
            opinion="同意",
            decision_text="可以公开",
        )
        withdrawal = ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason")
        text = ("index_number", "title", "genre", "subject_category", "document_number")
        where = ("id", "agency_id", "package_id", "column_id", "published_by_id")
        self._item = Sheet(Item, (*where, *text, "document_date", "published_on", *withdrawal))
        self._edition = Sheet(Edition, ("id", "item_id", "package_id", "since", "by_id"), number=1)
        self._area = Sheet(KeyAreaAssignment, ("id", "item_id", "area"))
        self._release = Sheet(
            Release,
            (
                *("id", "item_id", "channel_id", "agency_id", "kind", "state", "confirmed_on"),
                *("confirmed_by_id", "year", "first_year", "is_first", "recalled_on", "recalled_reason"),
            ),
        )

    def write_some(self) -> int:
        """Write the next items, AT_ONCE at most, and return how many there are now."""
        count = min(AT_ONCE, self._total - self._done)
        chance, ground = self._chance, self._ground
        offices = chance.choices(range(ground.offices), self._weights, k=count)
        days = [
            self._days[place * len(self._days) // self._total]
            for place in range(self._done, self._done + count)
        ]
        agencies = [ground.agencies[office] for office in offices]
        topics = chance.choices(range(len(words.TOPICS)), k=count)
        kinds = chance.choices(words.KINDS, k=count)
        titles = [
            f"关于{day.month}月{doing}{place}{words.TOPICS[topic]}的{kind}"
            for day, doing, place, topic, (_genre, kind) in zip(
                days,
                chance.choices(words.DOINGS, k=count),
                chance.choices(words.PLACES, k=count),
                topics,
                kinds,
                strict=True,
            )
        ]
        moments = [at(day) for day in days]
        packages = self._write_packages(offices, agencies, titles, moments)
        columns = [
            ground.columns + office * len(COLUMNS) + topic % len(COLUMNS)
            for office, topic in zip(offices, topics, strict=True)
        ]
        items = self._item.take(count)
        gone = self._write_items(
            items,
            packages=packages,
            offices=offices,
            agencies=agencies,
            columns=columns,
            days=days,
            titles=titles,
            kinds=kinds,
            topics=topics,
        )
        self._write_editions(items, packages, offices, moments)
        self._write_releases(items, offices, agencies, days, gone)
        self._done += count
        return self._done

    def _write_packages(
        self, offices: list[int], agencies: list[int], titles: list[str], moments: list[str]
    ) -> range:
        count, chance, ground = len(offices), self._chance, self._ground
        keys = self._package.take(count)
        bodies = [
            f"{title}。\n\n{first}{second}\n\n{third}"
            for title, first, second, third in zip(
                titles, *(chance.choices(words.SENTENCES, k=count) for _each in range(3)), strict=True
            )
        ]
        officers = [ground.user(office, OFFICER) for office in offices]
        self._package.write(
            id=keys,
            agency_id=agencies,
            section_id=[ground.sections + office * len(SECTIONS) for office in offices],
            about=[f"synthetic:{key}" for key in keys],
            title=titles,
            body=bodies,
            checksum=[checksum_of(title, body, ()) for title, body in zip(titles, bodies, strict=True)],
            submitted_at=moments,
            submitted_by_id=officers,
            drafted_by_id=officers,
        )
        reviews = self._review.take(count)
        self._review.write(
            id=reviews,
            package_id=keys,
            number=[f"{moment[:4]}-{key}" for moment, key in zip(moments, reviews, strict=True)],
            opinion_at=moments,
            decided_at=moments,
            approved_at=moments,
            opinion_by_id=officers,
            decided_by_id=[ground.user(office, REVIEWER) for office in offices],
            approved_by_id=[ground.user(office, LEADER) for office in offices],
        )
        return keys

    def _write_items(
        self,
        keys: range,
        *,
        packages: range,
        offices: list[int],
        agencies: list[int],
        columns: list[int],
        days: list[date],
        titles: list[str],
        kinds: list[Any],
        topics: list[int],
    ) -> list[bool]:
        chance, ground, count = self._chance, self._ground, len(keys)
        gone = [chance.random() < WITHDRAWN for _each in range(count)]
        publishers = [ground.user(office, FOI) for office in offices]
        numbers, papers = [], []
        for office, day in zip(offices, days, strict=True):
            self._serials[office, day.year] += 1
            serial = self._serials[office, day.year]
            numbers.append(f"{ground.codes[office]}/{day.year}-{serial:05d}")
            has_number = chance.random() < WITH_NUMBER
            papers.append(f"合成〔{day.year}〕{serial}号" if has_number else "")
        self._item.write(
            id=keys,
            agency_id=agencies,
            package_id=packages,
            column_id=columns,
            published_by_id=publishers,
            index_number=numbers,
            title=titles,
            genre=[genre for genre, _word in kinds],
            subject_category=[words.CATEGORIES[topic % len(words.CATEGORIES)] for topic in topics],
            document_number=papers,
            document_date=[on(day) for day in days],
            published_on=[on(day) for day in days],
            withdrawn_at=[at(day, 8) if is_gone else None for day, is_gone in zip(days, gone, strict=True)],
            withdrawn_by_id=[who if is_gone else None for who, is_gone in zip(publishers, gone, strict=True)],
            withdrawn_reason=["内容有误" if is_gone else "" for is_gone in gone],
        )
        in_areas = [key for key in keys if chance.random() < WITH_KEY_AREA]
        self._area.write(
            id=self._area.take(len(in_areas)),
            item_id=in_areas,
            area=chance.choices("abcdefghijkl", k=len(in_areas)),
        )
        return gone

    def _write_editions(self, items: range, packages: range, offices: list[int], moments: list[str]) -> None:
        self._edition.write(
            id=self._edition.take(len(items)),
            item_id=items,
            package_id=packages,
            since=moments,
            by_id=[self._ground.user(office, FOI) for office in offices],
        )

    def _write_releases(
        self, items: range, offices: list[int], agencies: list[int], days: list[date], gone: list[bool]
    ) -> None:
        chance, ground = self._chance, self._ground
        rows = []
        for item, office, agency, day, is_gone in zip(items, offices, agencies, days, gone, strict=True):
            luck = chance.random()
            if luck < WITHOUT_RELEASE:
                continue
            channels = (0, 1 + item % (len(CHANNELS) - 1)) if luck > 1 - ON_A_SECOND_CHANNEL else (0,)
            told, editor = on(day), ground.user(office, EDITOR)
            for channel in channels:
                rows.append(
                    (
                        *(item, ground.channels + office * len(CHANNELS) + channel, agency),
                        CHANNELS[channel][0].value,
                        ReleaseState.RECALLED.value if is_gone else ReleaseState.CONFIRMED.value,
                        *(told, editor, day.year, day.year),
                        _YES if channel == 0 else _NO,
                        told if is_gone else None,
                        "内容有误" if is_gone else "",
                    )
                )
        names = (
            *("item_id", "channel_id", "agency_id", "kind", "state", "confirmed_on", "confirmed_by_id"),
            *("year", "first_year", "is_first", "recalled_on", "recalled_reason"),
        )
        columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
        if columns:
            self._release.write(id=self._release.take(len(rows)), **columns)

    def write_serials(self) -> None:
        """Let the next index number of each office and year follow on the last one written."""
        sheet = Sheet(Serial, ("id", "agency_id", "year", "last"), series=SERIES)
        told = sorted(self._serials.items())
        sheet.write(
            id=sheet.take(len(told)),
            agency_id=[self._ground.agencies[office] for (office, _year), _last in told],
            year=[year for (_office, year), _last in told],
            last=[last for _place, last in told],
        )


# Both databases read these as a truth value.
_YES, _NO = 1, 0
