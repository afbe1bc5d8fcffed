"""gongkai scan: personal data and hidden content in files, one JSON object per finding."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gongkai.console.answers import as_line
from gongkai.privacy.scanning import CannotOpen, scan_file


class Command(BaseCommand):
    help = (
        "Search files for personal data and hidden content. Exit: 0 nothing found, 1 something found, "
        "2 a file could not be opened."
    )
    requires_system_checks: list[str] = []  # it needs no database and must answer on any machine

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, or a folder with all files in it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = unopened = False
        for file in _files(options["paths"]):
            try:
                for each in scan_file(file):
                    found = True
                    answer = {
                        "file": str(file),
                        "kind": each.kind,
                        "where": each.where,
                        "masked": each.masked,
                    }
                    self.stdout.write(as_line(answer))
            except CannotOpen as fault:
                unopened = True
                self.stderr.write(_("%(file)s: %(reason)s") % {"file": file, "reason": fault})
        if found or unopened:
            sys.exit(2 if unopened else 1)


def _files(paths: list[str]) -> Iterator[Path]:
    """Yield the files named and, of folders, all in them in the order of their names, links left out."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
        else:
            yield path
