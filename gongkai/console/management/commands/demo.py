"""gongkai demo: makes the database if needed and loads the demo of the founding office."""

import sys
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gongkai.acts import Refused


class Command(BaseCommand):
    help = "Loads the demo of the founding office: its year 2018 whole, and current work for every account."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        from gongkai.console.demo import loading

        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        began = time.monotonic()
        try:
            loaded = loading.load(self._say)
        except Refused as refused:
            for reason in refused.reasons:
                self.stderr.write(reason)
            sys.exit(1)
        if loaded:
            self._say(_("The demo is loaded (%(seconds)d s).") % {"seconds": time.monotonic() - began})
        else:
            self._say(_("The demo stands already; nothing was done."))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
