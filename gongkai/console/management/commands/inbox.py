"""gongkai inbox: look into the watched folder now, without the worker."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gongkai.console.answers import as_line
from gongkai.console.inbox import Seen, look_into


class Command(BaseCommand):
    help = (
        "Take in the papers that lie finished in the watched folder (GONGKAI_INBOX) and print a JSON line "
        "for each. Exit: 0 all taken, 1 some refused, 2 there is no such folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", default=settings.INBOX, help="another folder than GONGKAI_INBOX")
        parser.add_argument(
            "--pause",
            type=float,
            default=5,
            metavar="SECONDS",
            help="a file that does not change for so long is finished",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"] or "")
        if not options["folder"] or not folder.is_dir():
            raise CommandError(_("There is no folder to watch: set GONGKAI_INBOX."), returncode=2)
        seen: Seen = {}
        outcomes = look_into(folder, seen)
        time.sleep(options["pause"])
        outcomes += look_into(folder, seen)
        for each in outcomes:
            told = {"file": str(each.file), "became": each.became, "document": each.document}
            self.stdout.write(as_line(told | ({"reasons": each.reasons} if each.reasons else {})))
        if any(each.became == "refused" for each in outcomes):
            sys.exit(1)
