"""gongkai check-report: what does not tie up in the figures of any office's report."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gongkai.console.answers import as_line
from gongkai.reports.reading import UnreadableReport, read
from gongkai.statistics.relations import Severity


class Command(BaseCommand):
    help = "Check the figures of a report (JSON). Exit: 0 without errors, 1 with errors, 2 unreadable."
    requires_system_checks: list[str] = []  # it needs no database and must answer on any machine

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="JSON as `gongkai report` writes it; - reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = read(_content(options["file"])).findings()
        except UnreadableReport as fault:
            raise CommandError(str(fault), returncode=2) from None
        answer = {
            "findings": [
                {
                    "rule": each.rule,
                    "severity": each.severity.value,
                    "cells": list(each.cells),
                    "text": each.text,
                }
                for each in found
            ]
        }
        self.stdout.write(as_line(answer, indent=1))
        if any(each.severity is Severity.ERROR for each in found):
            sys.exit(1)


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError:
        raise UnreadableReport(_("%(file)s cannot be read.") % {"file": file}) from None
