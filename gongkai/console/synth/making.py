"""Making a synthetic data set: who asks for how much of it, and the mark it leaves in the data folder."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib import import_module, util
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section, Serial
from gongkai.catalogue.models import Column
from gongkai.channels.models import Channel
from gongkai.console.synth import cases, ground, items
from gongkai.console.synth.sheets import analyse, brought_beside, go_on_counting, laid_open
from gongkai.journal.changes import note_change
from gongkai.people.models import Post, User
from gongkai.workdays.queries import loaded_calendar

SATURDAY = 5
# Below this, building indexes anew costs more than keeping them.
WORTH_LAYING_OPEN = 50_000

Say = Callable[[str], object]


@dataclass(frozen=True)
class Wanted:
    """How much, of which years (both included), from which seed: the same again gives the same rows."""

    agencies: int
    items: int
    cases: int
    first_year: int
    last_year: int
    seed: int


def obstacles_to_making(wanted: Wanted) -> Iterator[str]:
    """Say why this data set cannot be made here; nothing said means: go on."""
    if wanted.agencies < 2 or wanted.items < 1 or wanted.cases < 1:
        yield _("Two agencies, one item and one case are the least.")
    if not 2008 <= wanted.first_year <= wanted.last_year:
        yield _("The years are written as 2017-2026, the first not before 2008.")
    elif not _days(wanted):
        yield _("These years have not begun yet.")
    if Agency.objects.filter(slug__startswith=f"{ground.SLUG}-").exists():
        yield _("Synthetic data stand in this database already.")


def make(wanted: Wanted, say: Say) -> None:
    """Write the data set and mark the data folder. On PostgreSQL all of it stands or none."""
    mark = Path(settings.DATA_DIR) / "synthetic"
    mark.write_text(json.dumps({**asdict(wanted), "loaded": False}), encoding="utf-8")
    # SQLite writes what a transaction holds twice: there each portion is one.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        _write(wanted, say)
    analyse()
    note_change()
    mark.write_text(json.dumps({**asdict(wanted), "loaded": True}), encoding="utf-8")


def _write(wanted: Wanted, say: Say) -> None:
    chance = Random(wanted.seed)  # noqa: S311 (rows for measuring, no secret)
    days = _days(wanted)
    with transaction.atomic():
        laid = ground.lay(wanted.agencies, days[0])
    tables = (*items.TABLES, *cases.TABLES)
    with laid_open(*tables) if wanted.items >= WORTH_LAYING_OPEN else nullcontext():
        for writer, total, sentence in (
            (
                items.Items(laid, days, wanted.items, chance),
                wanted.items,
                _("%(done)s of %(total)s items are written."),
            ),
            (
                cases.Cases(laid, days, wanted.cases, chance),
                wanted.cases,
                _("%(done)s of %(total)s requests are written."),
            ),
        ):
            with brought_beside():
                _write_all(writer, total, sentence, say)
            with transaction.atomic():
                writer.write_serials()
        if connection.vendor == "postgresql":
            go_on_counting(Agency, Section, Serial, Column, Channel, User, Post, *tables)
        say(_("Building the indexes …"))


def _write_all(writer: Any, total: int, sentence: str, say: Say) -> None:
    done = 0
    while done < total:
        # On PostgreSQL all is one transaction already, and its connection is busy with the rows before.
        with transaction.atomic() if connection.vendor == "sqlite" else nullcontext():
            done = writer.write_some()
        say(sentence % {"done": f"{done:,}", "total": f"{total:,}"})


def _days(wanted: Wanted) -> list[date]:
    """Return the working days of the years, up to yesterday."""
    calendar = loaded_calendar()
    day, last = date(wanted.first_year, 1, 1), date(wanted.last_year, 12, 31)
    last = min(last, clock.today() - timedelta(days=1))
    found = []
    while day <= last:
        if calendar.is_working(day) if calendar.covers(day) else day.weekday() < SATURDAY:
            found.append(day)
        day += timedelta(days=1)
    return found


def index() -> int:
    """Build what the public searches anew, where this program has it, and return the number of entries."""
    if util.find_spec("gongkai.channels.search_index") is None:
        return 0
    made = import_module("gongkai.channels.search_index").rebuild()
    return made if isinstance(made, int) else 0
