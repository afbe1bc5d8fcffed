"""What `gongkai import` takes in: one kind of file for each register that rooms have to offer.

A kind reads a file whole or refuses it whole. Another one is added to KINDS and needs no more than this.
"""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.console.earlier_items import Items
from gongkai.console.papers import Documents, Drafts
from gongkai.people.models import User


class Kind(Protocol):
    """A kind of register. Both acts return what the command prints and raise Refused with sentences."""

    says: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def dry_run(self, content: bytes, options: dict[str, Any]) -> dict[str, Any]:
        """Read the file and tell what loading it would do; write nothing."""
        ...

    def load(self, content: bytes, options: dict[str, Any], *, by: User) -> dict[str, Any]:
        """Read the file and load all of it, acting as `by`."""
        ...


class Workdays:
    """The State Council's holiday notice for a year."""

    says = "a holiday notice: columns 日期 (date), 类型 (kind: 休 or 班), 名称 (name)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_argument_group("workdays", "needed where the file does not say them")
        group.add_argument("--year", type=int, help="the year the notice is for")
        group.add_argument("--number", default="", help="文号, such as 国办发明电〔2025〕7号")
        group.add_argument("--issued-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="发文日期")
        group.add_argument("--reason", default="", help="why a notice that is loaded is replaced")

    def dry_run(self, content: bytes, options: dict[str, Any]) -> dict[str, Any]:
        return self._told(*self._looked_at(content, options))

    def load(self, content: bytes, options: dict[str, Any], *, by: User) -> dict[str, Any]:
        from gongkai.workdays.actions import load_notice
        from gongkai.workdays.moves import Move

        with transaction.atomic():
            shown, moved = self._looked_at(content, options)
            told = self._told(shown, moved)
            load_notice(
                shown.notice.year,
                shown.notice.days,
                by=by,
                agency=by.agency,
                number=shown.notice.number,
                issued_on=shown.notice.issued_on,
                reason=options["reason"],
                moves=[Move.of(each) for each in moved],
                seen=shown.stand,
            )
        return told

    def _looked_at(self, content: bytes, options: dict[str, Any]) -> tuple[Any, list[Any]]:
        from gongkai.cases.recomputing import what_would_move
        from gongkai.workdays.comparing import preview
        from gongkai.workdays.reading import read_notice
        from gongkai.workdays.sheets import rows_of_file

        shown = preview(
            read_notice(
                rows_of_file(content),
                year=options["year"],
                number=options["number"],
                issued_on=options["issued_on"],
            )
        )
        return shown, what_would_move(shown.calendar)

    def _told(self, shown: Any, moved: Iterable[Any]) -> dict[str, Any]:
        notice = shown.notice
        return {
            "year": notice.year,
            "number": notice.number,
            "issued_on": _iso(notice.issued_on),
            "replaces": shown.replaces,
            "days": [
                {
                    "first": _iso(span.first),
                    "last": _iso(span.last),
                    "works": span.works,
                    "name": span.holiday,
                }
                for span in shown.spans
            ],
            "warnings": list(shown.warnings),
            "changes": [
                {"day": _iso(change.day), "before": str(change.before), "after": str(change.after)}
                for change in shown.changes
            ],
            "moved": [
                {
                    "agency": each.case.agency.slug,
                    "number": each.case.number,
                    "before": _iso(each.before),
                    "after": _iso(each.after),
                }
                for each in moved
            ],
        }


class Matters:
    """Disclosure matters in the columns of the standard catalogues, found again by their code."""

    says = "disclosure matters in the columns of the standard catalogues (一级事项, 二级事项, 公开内容 …)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_argument_group("matters")
        group.add_argument(
            "--agency", metavar="SLUG", help="whose inventory it is; unless told, that of the one who acts"
        )
        group.add_argument("--field", default="", help="领域, where neither a title nor a column says it")

    def dry_run(self, content: bytes, options: dict[str, Any]) -> dict[str, Any]:
        from gongkai.inventory.actions import compare_matters
        from gongkai.inventory.reading import matters_in_file

        agency = self._agency(options, None)
        lines = matters_in_file(content, agency, field=options["field"])
        return self._told(agency, compare_matters(agency, lines))

    def load(self, content: bytes, options: dict[str, Any], *, by: User) -> dict[str, Any]:
        from gongkai.inventory.actions import import_matters
        from gongkai.inventory.reading import matters_in_file

        agency = self._agency(options, by)
        lines = matters_in_file(content, agency, field=options["field"])
        name = "" if options["file"] == "-" else PurePath(options["file"]).name
        return self._told(agency, import_matters(agency, lines, by=by, source=name))

    def _agency(self, options: dict[str, Any], by: User | None) -> Agency:
        slug = options["agency"]
        if not slug and by is not None:
            return by.agency
        agency = Agency.objects.filter(slug=slug or "").first()
        if agency is None:
            raise Refused(
                _("There is no agency “%(slug)s”.") % {"slug": slug}
                if slug
                else _("Say with --agency whose inventory it is.")
            )
        return agency

    def _told(self, agency: Agency, shown: Any) -> dict[str, Any]:
        return {
            "agency": agency.slug,
            "new": [each.matter.code for each in shown.new],
            "changed": [
                {
                    "code": each.matter.code,
                    "changes": [
                        {"fact": change.name, "before": change.before, "after": change.after}
                        for change in each.changes
                    ],
                }
                for each in shown.changed
            ],
            "same": len(shown.same),
            "missing": [each.code for each in shown.missing],
            "unread_limits": [each.matter.code for each in shown.unread_limits],
        }


KINDS: dict[str, Kind] = {
    "workdays": Workdays(),
    "matters": Matters(),
    "documents": Documents(),
    "drafts": Drafts(),
    "items": Items(),
}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
