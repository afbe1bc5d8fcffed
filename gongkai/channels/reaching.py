"""Whether our own website opens: the worker calls it, and a day's visits are counted.

Law: 国办秘函〔2019〕19号, veto item 2: more than 20 visits a day, open within 15 seconds.
"""

from __future__ import annotations

import time

import httpx
from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from gongkai.acts import clock
from gongkai.channels.models import SiteCheck
from gongkai.law import inspection
from gongkai.law.inspection import Visits


def is_measured() -> bool:
    """Say whether the installation knows the address of its own website."""
    return bool(settings.SITE_URL)


def visit_ourselves() -> SiteCheck | None:
    """Call the home page once and count it; None where the address of the website is not set."""
    if not is_measured():
        return None
    longest = inspection.indicator("V2", clock.today())["seconds"]
    begun = time.monotonic()
    try:
        with httpx.Client(timeout=longest, trust_env=False, follow_redirects=True) as client:
            opened = client.get(f"{settings.SITE_URL}/").status_code < 400
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        opened = False
    took = time.monotonic() - begun
    return note_visit(opened=opened and took < longest, seconds=took)


@transaction.atomic
def note_visit(*, opened: bool, seconds: float) -> SiteCheck:
    """Count a visit of today."""
    day, _new = SiteCheck.objects.get_or_create(day=clock.today())
    day = SiteCheck.objects.select_for_update().get(pk=day.pk)
    day.tried += 1
    day.failed += not opened
    day.slowest = max(day.slowest, seconds)
    day.save()
    return day


def visits_of_the_week() -> Visits:
    """Return the visits of the days an inspection would look at, up to today."""
    today = clock.today()
    days = inspection.indicator("V2", today)["window_days"]
    rows = SiteCheck.objects.filter(day__gt=inspection.days_before(today, days), day__lte=today)
    sums = rows.aggregate(tried=Sum("tried"), failed=Sum("failed"))
    return Visits(rows.count(), sums["tried"] or 0, sums["failed"] or 0)
