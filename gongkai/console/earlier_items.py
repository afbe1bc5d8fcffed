"""What `gongkai import` takes in as items: a list, a folder or ZIP of pages, an export of this program."""

from __future__ import annotations

import io
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency
from gongkai.documents.models import Genre
from gongkai.people.models import User


class Items:
    """Earlier items with the clearance they had in their own time."""

    says = "earlier items: a list (标题, 发布日期, 正文 …), a folder or ZIP of pages (HTML, DOCX), an export"
    takes_folders = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_argument_group("items", "for all lines that do not say it themselves")
        group.add_argument("--column", default="", help="name or short address of the column")
        group.add_argument("--genre", default="", help="体裁, such as 通知")
        group.add_argument("--source", default="", help="来源, where it is not the office itself")
        group.add_argument("--published-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="发布日期")
        group.add_argument(
            "--site", default="/", metavar="ADDRESS", help="where the folder of pages stood; / is the top"
        )
        group.add_argument("--cleared-by", default="", help="who gave the secrecy clearance at the time")
        group.add_argument("--cleared-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="when")
        group.add_argument("--paper", default="", help="on which paper it stands")
        group.add_argument(
            "--counted", action="store_true", help="count them in the years of their publication"
        )
        group.add_argument("--leave-out", action="store_true", help="leave out lines that are wrong")
        group.add_argument(
            "--answered",
            action="append",
            default=[],
            metavar="KIND",
            help="phone, email, property, unreadable",
        )

    def dry_run(self, content: bytes, options: dict[str, Any]) -> dict[str, Any]:
        from gongkai.catalogue.importing.running import seen

        by = User.objects.filter(username=options["by"] or "", is_active=True).first()
        run = self._begun(options, self._agency(options, by), by)
        told = seen(run, self._source(content, options))
        if told["error_lines"] and not options["leave_out"]:
            raise Refused([f"{where}: {says}" for where, says in told["errors"]])
        return self._told(run.agency, told)

    def load(self, content: bytes, options: dict[str, Any], *, by: User) -> dict[str, Any]:
        from gongkai.catalogue.importing.actions import load
        from gongkai.catalogue.models import Import

        run = load(self._begun(options, self._agency(options, by), by), self._source(content, options), by=by)
        if run.state != Import.State.DONE:
            raise Refused(run.report.get("faults") or [_("Nothing was brought in.")])
        return self._told(run.agency, run.report) | {
            "import": run.pk,
            "unpublished": run.report["unpublished"],
        }

    def _source(self, content: bytes, options: dict[str, Any]) -> Any:
        from gongkai.catalogue.importing.lines import opened

        path = Path(options["file"])
        if options["file"] != "-" and path.is_dir():
            return opened(path, path.name)
        return opened(io.BytesIO(content), path.name)

    def _agency(self, options: dict[str, Any], by: User | None) -> Agency:
        slug = options["agency"]
        if not slug and by is not None:
            return by.agency
        agency = Agency.objects.filter(slug=slug or "").first()
        if agency is None:
            raise Refused(_("Say with --agency, or with --by, whose items they are."))
        return agency

    def _begun(self, options: dict[str, Any], agency: Agency, by: User | None) -> Any:
        """An import as the desk would begin it, not saved yet."""
        from gongkai.catalogue.importing.fields import genre_of
        from gongkai.catalogue.importing.wishes import ANSWERED_IN_BULK, Wishes
        from gongkai.catalogue.models import Column, Import

        column = None
        if options["column"]:
            own = Column.objects.filter(agency=agency)
            column = own.filter(slug=options["column"]).first() or own.filter(name=options["column"]).first()
            if column is None:
                raise Refused(_("There is no column “%(name)s” here.") % {"name": options["column"][:50]})
        genre = genre_of(options["genre"])
        if options["genre"] and not genre:
            raise Refused(_("“%(word)s” is not known here.") % {"word": options["genre"][:30]})
        wishes = Wishes(
            column=column.pk if column else None,
            genre=genre or Genre.OTHER,
            source=options["source"],
            published_on=options["published_on"].isoformat() if options["published_on"] else "",
            leave_out=options["leave_out"],
            site=options["site"],
            answered=tuple(each for each in options["answered"] if each in ANSWERED_IN_BULK),
            why=options["why"],
        )
        run = Import(
            agency=agency,
            name="-" if options["file"] == "-" else Path(options["file"]).name[:200],
            mapping=wishes.as_json(),
            cleared_by=options["cleared_by"],
            cleared_on=options["cleared_on"],
            cleared_paper=options["paper"],
            is_counted=options["counted"],
            begun_at=clock.now(),
        )
        run.by = by or User()
        return run

    def _told(self, agency: Agency, report: dict[str, Any]) -> dict[str, Any]:
        numbers = (
            "lines",
            "items",
            "cleared",
            "held",
            "uncleared",
            "files",
            "error_lines",
            "over",
            "columns",
            "years",
        )
        return {
            "agency": agency.slug,
            "source": report["kind"],
            **{name: report[name] for name in numbers},
            "errors": [f"{where}: {says}" for where, says in report.get("errors", [])],
            "passed_over": [f"{where}: {says}" for where, says in report.get("passed", [])],
            "notes": [f"{where}: {says}" for where, says in report.get("notes", [])],
            "findings": [
                {"line": where, "title": title, "kind": kind, "masked": said}
                for where, title, kind, said in report.get("findings", [])
            ],
        }
