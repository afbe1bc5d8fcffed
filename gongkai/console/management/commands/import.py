"""gongkai import: a register from an Excel or CSV file, the whole of it or nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.console.answers import as_line
from gongkai.console.importing import KINDS
from gongkai.people.models import User


class Command(BaseCommand):
    help = (
        "Load a register from an XLSX or CSV file, all of it or nothing, and print as JSON what that does. "
        "Exit: 0 loaded (with --dry-run: could be), 1 refused with the lines that are wrong, "
        "2 not asked properly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = "; ".join(f"{name}: {kind.says}" for name, kind in KINDS.items())
        parser.add_argument("kind", help=kinds)
        parser.add_argument(
            "file", help="XLSX or CSV, for items also a ZIP or a folder; - reads standard input"
        )
        parser.add_argument("more", nargs="*", help="further files, for kinds that take several")
        parser.add_argument("--dry-run", action="store_true", help="only read and compare")
        parser.add_argument("--by", metavar="LOGIN", help="whose act it is; not needed for a dry run")
        for kind in KINDS.values():
            kind.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        kind = KINDS.get(options["kind"])
        if kind is None:
            raise _refusal(
                _("There is nothing called “%(kind)s” to import. There is: %(kinds)s.")
                % {"kind": options["kind"], "kinds": ", ".join(KINDS)}
            )
        if options["more"] and not getattr(kind, "takes_many", False):
            raise _refusal(_("Of “%(kind)s” one file is taken at a time.") % {"kind": options["kind"]})
        dry_run = options["dry_run"]
        if not dry_run and not options["by"]:
            raise _refusal(_("Say with --by whose act it is, or look first with --dry-run."))
        is_folder = getattr(kind, "takes_folders", False) and Path(options["file"]).is_dir()
        content = b"" if is_folder else _content(options["file"])
        try:
            told = (
                kind.dry_run(content, options)
                if dry_run
                else kind.load(content, options, by=_account(options["by"]))
            )
        except Refused as refused:
            self.stdout.write(as_line({"loaded": False, "errors": refused.reasons}, indent=1))
            sys.exit(1)
        except (OperationalError, ProgrammingError):
            raise _refusal(
                _(
                    "The database is not set up yet. Run “gongkai migrate”, or “gongkai demo” for the"
                    " demonstration."
                )
            ) from None
        self.stdout.write(as_line({"kind": options["kind"], "loaded": not dry_run} | told, indent=1))


def _account(login: str) -> User:
    account = User.objects.filter(username=login, is_active=True).first()
    if account is None:
        raise _refusal(_("There is no account “%(login)s” in use.") % {"login": login})
    return account


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError:
        raise _refusal(_("%(file)s cannot be read.") % {"file": file}) from None


def _refusal(words: str) -> CommandError:
    return CommandError(words, returncode=2)
