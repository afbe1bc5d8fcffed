"""The daily jobs and the worker that runs them."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.jobs.models import Run

log = logging.getLogger(__name__)

_daily: dict[str, Callable[[], object]] = {}


def daily(name: str, job: Callable[[], object]) -> None:
    """Have `job` run once on each day on which a worker is running. `name` never changes."""
    _daily[name] = job


def run_due(now: datetime) -> list[str]:
    """Run what has not run on the day of `now` yet; return the names. A failed job is noted, not repeated."""
    slot = now.date().isoformat()
    done = []
    for name, job in sorted(_daily.items()):
        try:
            with transaction.atomic():
                run = Run.objects.create(job=name, slot=slot, started_at=now)
        except IntegrityError:
            continue
        try:
            job()
        except Exception as fault:
            log.exception("The job %s failed.", name)
            run.fault = repr(fault)
        run.ended_at = timezone.now()
        run.save(update_fields=["ended_at", "fault"])
        done.append(name)
    return done
