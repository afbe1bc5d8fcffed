"""The jobs that come back, each day or after so many seconds, and the worker's look for what is due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.jobs.models import Run

log = logging.getLogger(__name__)

# The slot of a job that comes back: it has one row, that of its last run, not one for every minute.
LAST = "last"

_daily: dict[str, Callable[[], object]] = {}
_every: dict[str, tuple[timedelta, Callable[[], object]]] = {}


def daily(name: str, job: Callable[[], object]) -> None:
    """Have `job` run once on each day on which a worker is running. `name` never changes."""
    _daily[name] = job


def every(name: str, seconds: int, job: Callable[[], object]) -> None:
    """Have `job` run again once `seconds` (60 or more) have passed since its last run began.

    The worker looks twice a minute, so a job of 60 seconds runs each minute. One that takes longer than
    its seconds may be begun by a second worker meanwhile: it must bear that. `name` never changes.
    """
    if seconds < 60:
        raise ValueError("The worker does not look that often.")
    _every[name] = (timedelta(seconds=seconds), job)


def run_due(now: datetime) -> list[str]:
    """Run what is due at `now`; return the names. A failed job is noted and waits for its next turn."""
    done = []
    for name, (pause, job) in sorted(_every.items()):
        run = _begun_again(name, pause, now)
        if run:
            _do(run, job)
            done.append(name)
    for name, job in sorted(_daily.items()):
        run = _begun_today(name, now)
        if run:
            _do(run, job)
            done.append(name)
    return done


def _begun_today(name: str, now: datetime) -> Run | None:
    try:
        with transaction.atomic():
            return Run.objects.create(job=name, slot=now.date().isoformat(), started_at=now)
    except IntegrityError:
        return None


def _begun_again(name: str, pause: timedelta, now: datetime) -> Run | None:
    """Return the run that begins now; None when the last one is too near or another worker was quicker."""
    run, first = Run.objects.get_or_create(job=name, slot=LAST, defaults={"started_at": now})
    if first:
        return run
    # A run in the future was noted while the clock was set forward: it holds nothing up.
    due = Q(started_at__lte=now - pause) | Q(started_at__gt=now)
    begun = Run.objects.filter(due, pk=run.pk).update(started_at=now, ended_at=None, fault="")
    return Run.objects.get(pk=run.pk) if begun else None


def _do(run: Run, job: Callable[[], object]) -> None:
    try:
        job()
    except Exception as fault:
        log.exception("The job %s failed.", run.job)
        run.fault = repr(fault)
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at", "fault"])
