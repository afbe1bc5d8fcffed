"""Checks that nothing was changed behind the program's back."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = (
        "Checks the journal's chains, the stored files, what is sealed and the derived data; "
        "exit 1 when something is wrong."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for name, faults in _checks():
            said = 0
            for sentence in faults():
                self.stdout.write(sentence)
                said += 1
            if not said:
                self.stdout.write(_("%(checked)s: sound.") % {"checked": name})
            found += said
        if found:
            raise SystemExit(1)


def _checks() -> list[tuple[str, Callable[[], Iterator[str]]]]:
    from gongkai.channels import queries as channels
    from gongkai.channels import search_index
    from gongkai.console import sealed
    from gongkai.files import verifying as files
    from gongkai.journal import verifying as journal

    return [
        (_("Journal"), journal.faults),
        (_("Stored files"), files.faults),
        (_("Sealed values"), sealed.faults),
        (_("Counting years of releases"), channels.faults),
        (_("Search index of the portal"), search_index.faults),
    ]
