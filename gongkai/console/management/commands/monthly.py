"""gongkai monthly: the month of the requests for the district, as data, spreadsheet or form."""

import os
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from gongkai.reports.building import NoSuchReport, agency_of
from gongkai.reports.monthly import MONTH_WRITERS, build_month
from gongkai.typesetting.characters import CharactersMissing

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Command(BaseCommand):
    help = "Print the figures of the requests of an agency in one month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="its slug, such as jianguomen")
        parser.add_argument("month", metavar="YYYY-MM")
        parser.add_argument("--as", dest="kind", default="json", help="json, xlsx or pdf")
        parser.add_argument("-o", dest="file", help="write to this file instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, file = options["kind"], options["file"]
        if kind not in MONTH_WRITERS:
            raise _refusal(
                _("A month is written as: %(kinds)s. There is no “%(kind)s”.")
                % {"kinds": ", ".join(MONTH_WRITERS), "kind": kind}
            )
        try:
            year, month = _month(options["month"])
            report = build_month(agency_of(options["agency"]), year, month)
            written = MONTH_WRITERS[kind](report)
        except (NoSuchReport, CharactersMissing) as fault:
            raise _refusal(str(fault)) from None
        except (OperationalError, ProgrammingError):
            raise _refusal(
                _(
                    "The database is not set up yet. Run “gongkai migrate”, or “gongkai demo” for the"
                    " demonstration."
                )
            ) from None
        if file:
            self._to_file(Path(file), written)
        elif kind == "json":
            self.stdout.write(written.decode(), ending="")
        else:
            self._to_pipe(written, kind)

    def _to_file(self, file: Path, written: bytes) -> None:
        try:
            file.write_bytes(written)
        except OSError as fault:
            raise _refusal(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": file, "reason": os.strerror(fault.errno or 0)}
            ) from None

    def _to_pipe(self, written: bytes, kind: str) -> None:
        if sys.stdout.isatty():
            raise _refusal(_("A %(kind)s is no text for a screen. Name a file with -o.") % {"kind": kind})
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()


def _month(told: str) -> tuple[int, int]:
    found = MONTH.fullmatch(told)
    if not found:
        raise NoSuchReport(_("“%(month)s” is no month such as 2026-10.") % {"month": told})
    return int(found[1]), int(found[2])


def _refusal(words: str) -> CommandError:
    return CommandError(words, returncode=2)
