"""gongkai report: the statutory table of an agency and a year, as data or on paper."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from gongkai.reports.building import NoSuchReport, agency_of, build
from gongkai.reports.exports import WRITERS
from gongkai.statistics.formats import format_for

LATER = ("pdf", "xlsx")


class Command(BaseCommand):
    help = (
        "Print the statutory table of an agency and a year: figures counted from the records, and findings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="its slug, such as jianguomen")
        parser.add_argument("year")
        parser.add_argument("--format", help="report-2018, report-2019 or report-2021; else that of the year")
        parser.add_argument("--as", dest="kind", default="json", help="json, html or docx")
        parser.add_argument("-o", dest="file", help="write to this file instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, file = options["kind"], options["file"]
        if kind in LATER:
            raise _refusal(_("A report as %(kind)s comes with a later version.") % {"kind": kind})
        if kind not in WRITERS:
            raise _refusal(
                _("A report is written as: %(kinds)s. There is no “%(kind)s”.")
                % {"kinds": ", ".join(WRITERS), "kind": kind}
            )
        try:
            agency, year = agency_of(options["agency"]), _year(options["year"])
            report = build(agency, year, options["format"] or format_for(year).code)
            written = WRITERS[kind](report)
        except NoSuchReport as fault:
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
        elif kind == "docx":
            self._to_pipe(written, kind)
        else:
            self.stdout.write(written.decode(), ending="")

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


def _year(told: str) -> int:
    if not (told.isascii() and told.isdecimal() and len(told) == 4):
        raise NoSuchReport(_("“%(year)s” is no year.") % {"year": told})
    return int(told)


def _refusal(words: str) -> CommandError:
    return CommandError(words, returncode=2)
