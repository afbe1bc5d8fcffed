"""gongkai due: a request's time ledger on standard input, the due day and the working on standard output."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.console.answers import as_line
from gongkai.law.deadlines import UnlawfulLedger, reckon
from gongkai.law.ledger import UnreadableLedger, as_json, read_text
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import calendar_at_hand


class Command(BaseCommand):
    help = "Read a time ledger as JSON on standard input and print the day the reply is due, day by day."
    requires_system_checks: list[str] = []  # it needs no database and must answer on any machine

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ledger = read_text(_standard_input())
            reckoning = reckon(ledger.received, ledger.events, calendar_at_hand(), ledger.today)
            answer, status = as_json(reckoning), 0
        except (UnreadableLedger, UnlawfulLedger, CalendarMissing) as refusal:
            answer, status = {"error": str(refusal)}, 2
        self.stdout.write(as_line(answer))
        if status:
            sys.exit(status)


def _standard_input() -> str:
    """Return standard input as text; a mark at its beginning (as some editors write it) is left out."""
    raw = getattr(sys.stdin, "buffer", None)
    if raw is None:
        return sys.stdin.read()
    # Bytes that are no UTF-8 become signs that are no JSON, so they are refused in words like anything else.
    text: str = raw.read().decode("utf-8-sig", errors="replace")
    return text
