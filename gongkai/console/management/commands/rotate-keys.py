"""gongkai rotate-keys: a new key for everything that lies encrypted; --retire takes the old ones out."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gongkai.vault import keys, rotation


class Command(BaseCommand):
    help = (
        "Makes a new key and seals everything anew with it, or goes on with a rotation that was stopped. "
        "With --retire: makes no key, seals what is left with the newest one, and removes the older keys "
        "that seal nothing any more. Exit 1 when a value does not open or an old key has to stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retire", action="store_true", help="remove the keys with which nothing is sealed any more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if keys.key_folder().stat().st_uid != os.geteuid():
            # A key of another owner could not be read by the program, and nothing could be saved any more.
            self.stderr.write(_("Run this command as the user who owns the folder of the keys."))
            raise SystemExit(1)
        makes_one = keys.is_rotating() or not options["retire"]
        number = self._begin() if makes_one else keys.newest_number()
        faults = self._reseal(number)
        keys.end_rotation()
        if options["retire"]:
            faults += self._retire(number)
        if faults:
            raise SystemExit(1)

    def _begin(self) -> int:
        number, stopped = keys.begin_rotation()
        if stopped:
            self.stdout.write(
                _("An earlier rotation was stopped; it goes on with key %(number)s.") % {"number": number}
            )
        else:
            self.stdout.write(_("Key %(number)s is made and seals from now on.") % {"number": number})
        return number

    def _reseal(self, number: int) -> int:
        """Seal everything with the newest key and say how much it was; return how many do not open."""
        from gongkai.console import sealed

        counts: dict[str, int] = {}
        faults = 0
        for column in sealed.all_columns():
            for batch in rotation.reseal(column):
                counts[str(column)] = counts.get(str(column), 0) + batch.resealed
                faults += len(batch.faults)
                for sentence in batch.faults:
                    self.stdout.write(sentence)
        for column_name, count in counts.items():
            self.stdout.write(
                _("Sealed anew in %(column)s: %(count)s.") % {"column": column_name, "count": count}
            )
        total = sum(counts.values())
        self.stdout.write(
            _("Sealed anew with key %(number)s in all: %(count)s.") % {"number": number, "count": total}
        )
        if total or keys.is_rotating():
            sealed.record_rotation(number, counts)
        return faults

    def _retire(self, number: int) -> int:
        """Remove the keys before `number` and say so; return how many had to stay."""
        from gongkai.console import sealed

        kept = 0
        old = [each for each in keys.key_numbers() if each != number]
        if not old:
            self.stdout.write(_("There is no older key."))
        for each in old:
            try:
                rotation.retire(each, sealed.all_columns())
            except rotation.StillNeeded as reason:
                self.stdout.write(str(reason))
                kept += 1
            else:
                sealed.record_retirement(each)
                self.stdout.write(_("Key %(number)s is removed.") % {"number": each})
        return kept
