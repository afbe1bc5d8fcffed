"""Loading the demo: into an empty database, in one transaction, once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency
from gongkai.channels import search_index
from gongkai.console.demo import ground, present, present_day, year_2018
from gongkai.console.demo.accounts import OFFICE, STAFF, forget_accounts, write_accounts
from gongkai.console.demo.diary import Diary
from gongkai.journal.writing import written_together
from gongkai.people.models import User
from gongkai.workdays.queries import loaded_calendar

Say = Callable[[str], object]


def stands() -> bool:
    """Say whether the demo stands in this database: the office with the first of its invented people."""
    return User.objects.filter(username=STAFF[0].username, agency__slug=OFFICE, name=STAFF[0].name).exists()


def load(say: Say) -> bool:
    """Load the demo, saying how far it is; return False when it stood already.

    An interrupted load leaves nothing: all of it is one transaction. Raises Refused when the database
    holds an office's own data.
    """
    if stands():
        write_accounts(loaded=True)
        return False
    if Agency.objects.exists():
        raise Refused(
            _(
                "This database holds data of an office. The demo is loaded into an empty one only: "
                "set GONGKAI_DATA_DIR to another folder."
            )
        )
    # The file stands before the accounts do: with it there, the program answers on this machine only.
    write_accounts(loaded=False)
    try:
        with _all_at_once(), written_together(), search_index.paused():
            build(say)
    except BaseException:
        forget_accounts()
        raise
    write_accounts(loaded=True)
    return True


def build(say: Say) -> ground.Ground:
    """Make everything; the caller's transaction keeps it or drops it."""
    founded = ground.found()
    say(
        _("Offices, %(accounts)s accounts, columns and channels are there.")
        % {"accounts": User.objects.count()}
    )
    calendar, now = loaded_calendar(), clock.now()
    laid_around = present_day.day_that_fits(calendar, now.date())
    diary = Diary(present_day.until(laid_around, now))
    year_2018.tell(
        founded.office,
        diary,
        lambda done, all_of_them: say(
            _("2018: %(done)s of %(all)s items") % {"done": f"{done:,}", "all": f"{all_of_them:,}"}
        ),
    )
    diary.play()
    present.tell(founded, diary, laid_around)
    diary.play()
    say(_("Current work is there."))
    if not present_day.is_current(calendar, laid_around, now.date()):
        say(_laid_elsewhere(laid_around, calendar.last_day.year))
    return founded


def _laid_elsewhere(day: date, last_year: int) -> str:
    return _(
        "The loaded holiday notices end with %(year)s, so the current work is laid around %(day)s. "
        "Load the next notice to compute due days beyond."
    ) % {"year": last_year, "day": date_format(day, "DATE_FORMAT")}


@contextmanager
def _all_at_once() -> Iterator[None]:
    """One transaction, in Chinese; the many things made are not looked through for waste again and again."""
    gc.collect()
    gc.freeze()
    threshold = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()
