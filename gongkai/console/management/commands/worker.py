"""Runs the background work: what is due each day and each minute."""

import logging
import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

LOOK_SECONDS = 30

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs the jobs of each day and each minute when they are due, until it is stopped."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        from gongkai.acts import clock
        from gongkai.jobs.schedule import run_due

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        pause = threading.Event()
        while True:
            close_old_connections()
            try:
                run_due(clock.now())
            except DatabaseError:
                # The database is away or being upgraded: the next look may find it.
                log.exception("The worker could not read what is due.")
            pause.wait(LOOK_SECONDS)
