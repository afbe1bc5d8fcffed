"""Keeps the catalogue of translations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.console import locales


class Command(BaseCommand):
    help = "Collects what the program says into the catalogue of translations, or checks or compiles it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compile", action="store_true", help="make the binary catalogue only")
        what.add_argument(
            "--check", action="store_true", help="say what is missing, unsettled or unused; change nothing"
        )
        what.add_argument(
            "--pairs", type=Path, metavar="DIR", help="take translations from PAIRS in DIR/*.py"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            locales.compile_catalogue()
        elif options["check"]:
            self._check()
        else:
            self._update(options["pairs"])

    def _update(self, folder: Path | None) -> None:
        pairs, disagreements = locales.read_pairs(folder) if folder else ({}, [])
        for disagreement in disagreements:
            self.stderr.write(f"two translations: {disagreement}")
        found = locales.extracted()
        fresh = locales.updated(locales.catalogue(), found, pairs)
        locales.write(fresh)
        locales.compile_catalogue()
        left = locales.missing(fresh, found)
        for each in left:
            self.stderr.write(f"not translated: {each}")
        self.stdout.write(f"{len(found)} sentences, {len(left)} not translated.")

    def _check(self) -> None:
        found, standing = locales.extracted(), locales.catalogue()
        faults = {
            "not translated": locales.missing(standing, found),
            "fuzzy": locales.unsettled(standing),
            "no longer used": locales.unused(standing, found),
            "other placeholders": locales.misplaced(standing),
        }
        for kind, each_of_them in faults.items():
            for each in each_of_them:
                self.stdout.write(f"{kind}: {each}")
        if any(faults.values()):
            raise SystemExit(1)
