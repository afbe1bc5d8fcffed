"""gongkai synth: writes a large, repeatable data set for measuring, marked synthetic, past the acts."""

import re
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gongkai.acts import clock

YEARS_BACK = 9


class Command(BaseCommand):
    help = "Writes synthetic offices, items and requests for measuring, without journal; --index for search."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agencies", type=int, default=18)
        parser.add_argument("--items", type=int, default=30_000)
        parser.add_argument("--cases", type=int, default=2_000)
        parser.add_argument("--years", default="", help="such as 2017-2026; else the last ten")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--index", action="store_true", help="build the search index afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        from gongkai.console.synth import making

        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        first, last = self._years(options["years"])
        wanted = making.Wanted(
            agencies=options["agencies"],
            items=options["items"],
            cases=options["cases"],
            first_year=first,
            last_year=last,
            seed=options["seed"],
        )
        reasons = list(making.obstacles_to_making(wanted))
        for reason in reasons:
            self.stderr.write(reason)
        if reasons:
            sys.exit(1)
        began = time.monotonic()
        making.make(wanted, self._say)
        self._say(_("The synthetic data stand (%(seconds)d s).") % {"seconds": time.monotonic() - began})
        if options["index"]:
            began = time.monotonic()
            found = making.index()
            self._say(
                _("%(entries)s entries can be searched (%(seconds)d s).")
                % {"entries": f"{found:,}", "seconds": time.monotonic() - began}
            )

    def _years(self, told: str) -> tuple[int, int]:
        this_year = clock.today().year
        if not told:
            return this_year - YEARS_BACK, this_year
        found = re.fullmatch(r"(\d{4})-(\d{4})", told)
        # What cannot be read is refused with the same words as years that make no sense.
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
