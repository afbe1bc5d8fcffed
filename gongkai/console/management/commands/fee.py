"""gongkai fee: the processing fee for a number of cases in a month or of pages of one request."""

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from gongkai.console.answers import as_line
from gongkai.law.fees import as_json, by_cases, by_pages


class Command(BaseCommand):
    help = "Print the processing fee, by cases of one requester in a month or by pages of one request."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        # One of the two tariffs per request, never both (art. 3 of the tariff).
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--cases", metavar="N", help="requests of one requester in one calendar month")
        choice.add_argument("--pages", metavar="N", help="pages of one request")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["cases"] is not None:
                fee = by_cases(_whole_number(options["cases"]))
            else:
                fee = by_pages(_whole_number(options["pages"]))
        except ValueError as refusal:
            self.stdout.write(as_line({"error": str(refusal)}))
            sys.exit(2)
        self.stdout.write(as_line(as_json(fee)))


def _whole_number(text: object) -> int:
    # Python also reads “1_000” and full-width digits; on a bill such a number is a slip of the pen.
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", str(text)):
        raise ValueError(gettext("“%(text)s” is not a whole number.") % {"text": text})
    return int(str(text))
