"""Working at a run: the dry run, the bringing in, the taking back.

A run is prepared first, line by line, with nothing written but its files; then everything is written in one
transaction. Whatever breaks off before its end leaves nothing but those files, which are erased.
"""

from __future__ import annotations

import gc
import hashlib
import io
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock
from gongkai.acts.inserting import insert_all
from gongkai.catalogue.importing import followers
from gongkai.catalogue.importing.fields import one_line
from gongkai.catalogue.importing.line import Attached, Source
from gongkai.catalogue.importing.lines import opened
from gongkai.catalogue.importing.preparing import LONGEST_WORD, Prepared, Preparing, Unstored, years_of
from gongkai.catalogue.importing.ties import tie
from gongkai.catalogue.models import Edition, Import, Item, OldAddress
from gongkai.catalogue.numbering import next_index_numbers
from gongkai.files.erasing import erase
from gongkai.files.models import StoredFile
from gongkai.files.storing import examine, store
from gongkai.journal import record
from gongkai.journal.writing import written_together
from gongkai.secrecy.earlier import admit_all, pack_all
from gongkai.secrecy.gate import READ_AT_ONCE
from gongkai.secrecy.models import Package

# Seconds after which a run nobody works at any more is begun anew.
SILENT = 180
BEAT_EVERY = 2  # seconds
SHOWN = 500  # lines with errors, notes or findings that are kept to be shown
SAMPLE, FAULTS_TOLD = 20, 20

State = Import.State


class BrokenOff(Exception):
    """Another worker took the run over, or it is no longer to be done."""


def work() -> None:
    """Work at every run that waits. The worker's job; it bears being run twice at once."""
    silent = clock.now() - timedelta(seconds=SILENT)
    waiting = Q(state__in=[State.CHECKING, State.RUNNING]) & (Q(beat_at=None) | Q(beat_at__lt=silent))
    for pk in list(Import.objects.filter(waiting).order_by("pk").values_list("pk", flat=True)):
        claimed = Import.objects.filter(waiting, pk=pk).update(beat_at=clock.now())
        if claimed:
            with translation.override(settings.LANGUAGE_CODE):
                work_at(Import.objects.select_related("agency", "by", "file").get(pk=pk))


def work_at(run: Import, source: Source | None = None) -> Import:
    """Do what is due for a claimed run. A fault is told in the run, and nothing of it stays."""
    _forget_files(run)
    try:
        source = source or source_of(run)
        if run.state == State.CHECKING:
            look(run, source)
        else:
            bring_in(run, source)
    except BrokenOff:
        _forget_files(run)
    except Refused as refused:
        _fail(run, refused.reasons)
    except Exception as fault:
        _fail(run, [_("It broke off: %(fault)s") % {"fault": f"{type(fault).__name__}: {fault}"[:300]}])
        raise
    return run


def source_of(run: Import) -> Source:
    """Open the file of a run. Raises Refused where there is none any more."""
    if run.file is None:
        raise Refused(_("The file of this import is no longer kept."))
    return opened(run.file.path.open("rb"), run.name)


def _fail(run: Import, reasons: Sequence[str]) -> None:
    _forget_files(run)
    run.report = run.report | {"faults": list(reasons)}
    run.state = State.FAILED if run.state == State.RUNNING else State.UPLOADED
    run.ended_at, run.done = clock.now(), 0
    run.save(update_fields=["report", "state", "ended_at", "done"])
    if run.state == State.FAILED:
        with transaction.atomic():
            record(run.by, "catalogue.import_failed", run, reason="; ".join(reasons)[:500])


def _forget_files(run: Import) -> None:
    """Erase what an attempt that broke off had stored."""
    keys = run.report.pop("stored", [])
    if not keys:
        return
    with written_together():
        for file in StoredFile.objects.filter(pk__in=keys, erased_at=None):
            erase(file, run.by)
    Import.objects.filter(pk=run.pk).update(report=run.report)


def _beat(run: Import, done: int) -> None:
    run.done = done
    kept = Import.objects.filter(pk=run.pk, state=run.state).update(
        done=done, total=run.total, beat_at=clock.now(), report=run.report
    )
    if not kept:
        raise BrokenOff


def _prepared(run: Import, preparing: Preparing, source: Source) -> Iterator[Prepared]:
    run.total = len(source)
    beaten = time.monotonic()
    for done, made in enumerate(preparing.all(), start=1):
        yield made
        # What is only looked at from outside is no row of its own.
        if run.pk is not None and time.monotonic() - beaten > BEAT_EVERY:
            _beat(run, done)
            beaten = time.monotonic()


# The dry run


def look(run: Import, source: Source) -> None:
    """Read everything and keep as the run's report what bringing it in would make; nothing is made."""
    run.report = seen(run, source)
    run.total = run.done = run.report["lines"]
    run.state = State.CHECKED
    run.save(update_fields=["report", "total", "state", "done"])


def seen(run: Import, source: Source) -> dict[str, Any]:
    """Return what bringing a source in by the choices of `run`, maybe no row yet, would make."""
    preparing = Preparing(run, source, by=run.by, keep=partial(_judged, run))
    report = Report()
    for made in _prepared(run, preparing, source):
        report.take(made)
    return {"kind": source.kind, "headings": list(source.headings)} | report.told()


def _judged(run: Import, each: Attached, content: bytes) -> Unstored:
    kind = examine(io.BytesIO(content), each.name)
    # What is very large is looked through in the run itself.
    return Unstored(each.name, content if len(content) <= READ_AT_ONCE else b"", kind)


class Report:
    """Counts what the lines would make, and keeps the first of what a person has to look at."""

    def __init__(self) -> None:
        self.lines = self.files = 0
        self.good: list[Prepared] = []
        self.faulty: list[tuple[str, str]] = []
        self.faults = self.over = 0
        self.passed: list[tuple[str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.findings: list[tuple[str, str, str, str]] = []
        self.kinds: Counter[str] = Counter()
        self.columns: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.sample: list[dict[str, Any]] = []
        self.cleared = self.held = 0

    def take(self, made: Prepared) -> None:
        self.lines += 1
        where = made.line.where
        if made.is_passed_over:
            self.over += 1
            self.passed.append((where, made.line.passed_over))
            del self.passed[SHOWN:]
            return
        if word := made.line.facts.get("column", ""):
            self.words[word[:LONGEST_WORD]] += 1
        if made.errors:
            self.faults += 1
            self.faulty += [(where, each) for each in made.errors]
            del self.faulty[SHOWN:]
            return
        self.notes += [(where, each) for each in made.line.notes]
        del self.notes[SHOWN:]
        self.columns[str(made.column)] += 1
        self.cleared += made.is_cleared
        self.held += bool(made.open_findings)
        self.files += len(made.paper.files) if made.paper else 0
        for each in made.open_findings:
            self.kinds[each.kind] += 1
            self.findings.append((where, made.title[:100], each.kind, f"{each.masked} ({each.where})"))
        del self.findings[SHOWN:]
        if len(self.sample) < SAMPLE:
            self.sample.append(
                {
                    "where": where,
                    "title": made.title,
                    "published_on": made.facts["published_on"].isoformat(),
                    "column": str(made.column),
                    "index_number": made.index_number,
                    "document_number": made.facts["document_number"],
                    "old_address": ", ".join(made.old_paths),
                    "files": len(made.paper.files) if made.paper else 0,
                    "words": made.line.words[:200],
                }
            )
        self.good.append(_light(made))

    def first_faults(self) -> list[str]:
        """The lines that are wrong, as sentences for a refusal: the first, and how many more there are."""
        told = [f"{where}: {says}" for where, says in self.faulty[:FAULTS_TOLD]]
        if self.faults > FAULTS_TOLD:
            told.append(_("%(count)s more lines are wrong.") % {"count": self.faults - FAULTS_TOLD})
        return told

    def told(self) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "items": len(self.good),
            "cleared": self.cleared,
            "held": self.held,
            "uncleared": len(self.good) - self.cleared - self.held,
            "files": self.files,
            "error_lines": self.faults,
            "over": self.over,
            "passed": self.passed,
            "errors": self.faulty,
            "notes": self.notes,
            "findings": self.findings,
            "kinds": dict(self.kinds),
            "columns": dict(self.columns),
            "words": dict(self.words.most_common(200)),
            "years": {str(year): count for year, count in years_of(self.good).items()},
            "sample": self.sample,
        }


def _light(made: Prepared) -> Prepared:
    """What of a line is counted at the end: its text need not be kept so long."""
    return Prepared(made.line.__class__(made.line.number, made.line.where), facts=made.facts)


# Bringing in


def bring_in(run: Import, source: Source) -> Import:
    """Bring in everything, in one transaction. Raises Refused, with the lines, when any of it cannot."""
    preparing = Preparing(run, source, by=run.by, keep=partial(_stored, run))
    made, report = [], Report()
    for each in _prepared(run, preparing, source):
        report.take(each)
        if not (each.errors or each.is_passed_over):
            each.line.body = ""
            made.append(each)
    if report.faults and not preparing.wishes.leave_out:
        raise Refused(report.first_faults())
    if not made:
        raise Refused(_("There is nothing that could be brought in."))
    _beat(run, len(made))
    with _no_garbage_sought(), followers.around(), written_together():
        own = Import.objects.select_for_update().get(pk=run.pk)
        if own.state != State.RUNNING:
            raise BrokenOff
        run.report |= {"kind": source.kind, "headings": list(source.headings)} | report.told()
        _write(run, made)
    return run


@contextmanager
def _no_garbage_sought() -> Iterator[None]:
    """Tens of thousands of rows live to the end: to look through them over and over costs a fifth of all."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _stored(run: Import, each: Attached, content: bytes) -> StoredFile:
    file = store(content, name=each.name, by=run.by, agency=run.agency)
    run.report.setdefault("stored", []).append(str(file.pk))
    return file


def _write(run: Import, made: Sequence[Prepared]) -> None:
    cleared = [each for each in made if each.is_cleared]
    others = [each for each in made if not each.is_cleared]
    packages = admit_all([each.paper for each in cleared if each.paper], by=run.by)
    waiting = pack_all([each.paper for each in others if each.paper], by=run.by)
    both = [*zip(cleared, packages, strict=True), *zip(others, waiting, strict=True)]
    items = _items(run, both)
    insert_all(
        [Edition(item=item, package=item.package, number=1, since=clock.now(), by=run.by) for item in items]
    )
    insert_all(
        [
            OldAddress(agency=run.agency, path=path, item=item)
            for item, (each, _package) in zip(items, both, strict=True)
            for path in each.old_paths
        ]
    )
    tie([(item, each.line.exported) for item, (each, _package) in zip(items, both, strict=True)], by=run.by)
    for item in items:
        record(run.by, "catalogue.imported", item, number=item.index_number, run=run.key)
    shown = items[: len(cleared)]
    for follower in followers.all_of_them():
        follower.brought_in(run, shown, run.by)
    _end(run, items, len(cleared))


def _items(run: Import, both: Sequence[tuple[Prepared, Package]]) -> list[Item]:
    """Make the items, in the order of `both`; those with a number of their own first, so that it is taken."""
    rows = [_item(run, each, package) for each, package in both]
    insert_all([row for row in rows if row.index_number])
    new = sorted((row for row in rows if not row.index_number), key=_month)
    for _when, some in groupby(new, key=_month):
        group = list(some)
        numbers = next_index_numbers(run.agency, group[0].published_on, len(group))
        for row, number in zip(group, numbers, strict=True):
            row.index_number = number
    insert_all(new)
    return rows


def _month(item: Item) -> tuple[int, int]:
    """Where the agency's numbers name the month they are given by month."""
    by_month = "{month}" in item.agency.index_pattern
    return item.published_on.year, item.published_on.month if by_month else 0


def _item(run: Import, each: Prepared, package: Package) -> Item:
    item = Item(
        agency=run.agency,
        package=package,
        title=each.title,
        column=each.column,
        index_number=each.index_number,
        imported=run,
        published_by=run.by,
        **each.facts,
    )
    if each.withdrawn:
        item.withdrawn_at, item.withdrawn_by = clock.now(), run.by
        item.withdrawn_reason = one_line(str(each.withdrawn.get("reason", ""))) or _(
            "Withdrawn before it was imported."
        )
    return item


def _end(run: Import, items: Sequence[Item], cleared: int) -> None:
    stored = run.report.pop("stored", [])
    run.state, run.ended_at, run.done = State.DONE, clock.now(), len(items)
    run.report |= {"unpublished": len(items) - cleared}
    run.report.pop("faults", None)
    run.save(update_fields=["state", "ended_at", "done", "total", "report"])
    numbers = sorted(item.index_number for item in items)
    record(
        run.by,
        "catalogue.import_done",
        run,
        items=len(items),
        cleared=cleared,
        unpublished=len(items) - cleared,
        files=len(stored),
        first=numbers[0],
        last=numbers[-1],
        texts=_checksum(items),
        counted=run.is_counted,
        years={str(year): count for year, count in sorted(Counter(_years(items)).items())},
    )


def _years(items: Sequence[Item]) -> Iterator[int]:
    return (item.published_on.year for item in items)


def _checksum(items: Sequence[Item]) -> str:
    """One SHA-256 over the checksums of all packages that came in, in their order."""
    told = hashlib.sha256()
    for item in items:
        told.update(item.package.checksum.encode())
    return told.hexdigest()
