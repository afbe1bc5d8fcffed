"""gongkai export: everything an office published in open formats, or a year of it for the archives bureau."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.catalogue.archives import PERIODS, USUAL, hand_over
from gongkai.catalogue.exporting import export, note_export
from gongkai.console.answers import as_line
from gongkai.people.models import User


class Command(BaseCommand):
    help = (
        "Write all items of an agency as ZIP (JSON, CSV, HTML, files, checksums), or with --archives the"
        " items of a year as PDF with a list to sign. Exit: 0 written, 1 refused, 2 not asked properly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="its slug, such as jianguomen")
        parser.add_argument("file", help="the ZIP to write")
        parser.add_argument(
            "--archives", type=int, metavar="YEAR", help="what was published in that year, 档案移交"
        )
        parser.add_argument(
            "--kept", choices=PERIODS, default=USUAL, help="保管期限 of what is not normative"
        )
        parser.add_argument("--by", metavar="LOGIN", help="whose act it is, written into the journal")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(slug=options["agency"]).first()
        if agency is None:
            raise _refusal(_("There is no agency “%(slug)s”.") % {"slug": options["agency"]})
        year = options["archives"]
        if options["by"]:
            self._note(agency, options["by"], year)
        content = hand_over(agency, year, period=options["kept"]) if year else export(agency)
        target = Path(options["file"])
        unfinished = target.with_name(f"{target.name}.part")
        try:
            with unfinished.open("wb") as out:
                for some in content:
                    out.write(some)
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(target)
        except OSError as fault:
            raise _refusal(_("%(file)s cannot be written.") % {"file": target}) from fault
        finally:
            unfinished.unlink(missing_ok=True)
        told = {"agency": agency.slug, "file": str(target), "bytes": target.stat().st_size}
        self.stdout.write(as_line(told, indent=1))

    def _note(self, agency: Agency, login: str, year: int | None) -> None:
        by = User.objects.filter(username=login, is_active=True).first()
        if by is None:
            raise _refusal(_("There is no account “%(login)s” in use.") % {"login": login})
        try:
            if year:
                note_export(agency, by=by, act="catalogue.handed_over", year=year)
            else:
                note_export(agency, by=by)
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons), returncode=1) from None


def _refusal(words: str) -> CommandError:
    return CommandError(words, returncode=2)
