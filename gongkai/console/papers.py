"""What `gongkai import` takes in as drafts: a list of papers with their files, and papers written in Word."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.people.models import User


class Documents:
    """A list of papers, one line for each; texts and attachments lie in a folder."""

    says = "papers, one line for each: columns 标题, 文种, 承办科室, 公开属性, 依据, 理由, 拟稿人 …"
    takes_many = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_argument_group("documents")
        group.add_argument(
            "--folder", metavar="DIR", help="where the files lie that the list names; unless told, beside it"
        )

    def dry_run(self, content: bytes, options: dict[str, Any]) -> dict[str, Any]:
        from gongkai.documents.sheets import lines_of_file, what_would_come

        agency, by = _office(options)
        lines = lines_of_file(content)
        return self._told(agency, what_would_come(lines, agency, file_of=_Files(options).named, drafter=by))

    def load(self, content: bytes, options: dict[str, Any], *, by: User) -> dict[str, Any]:
        from gongkai.documents.sheets import lines_of_file, take_in_all

        lines = lines_of_file(content)
        return self._told(by.agency, take_in_all(lines, by.agency, file_of=_Files(options).named, drafter=by))

    def _told(self, agency: Agency, made: Iterable[Any]) -> dict[str, Any]:
        return {
            "agency": agency.slug,
            "documents": [
                {
                    "line": each.line,
                    "title": each.title,
                    "kind": each.kind,
                    "openness": each.openness,
                    "drafter": each.drafter,
                    "files": each.files,
                    "id": each.document.pk if each.document else None,
                }
                for each in made
            ],
        }


class Drafts:
    """Papers written in Word or WPS: each becomes a draft with its text and pictures."""

    says = "one or more papers as DOCX, each becomes a draft of the one who acts"
    takes_many = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_argument_group(
            "drafts", "for all files named; what is not said is chosen in the desk"
        )
        group.add_argument("--kind-of-paper", default="", metavar="文种", help="通知 unless told")
        group.add_argument("--section", default="", help="承办科室; unless told, that of the one who acts")
        group.add_argument("--openness", default="", metavar="公开属性", help="such as 主动公开")
        group.add_argument("--basis", default="", metavar="依据")
        group.add_argument("--why", default="", metavar="理由", help="needed unless proactive, with --basis")

    def dry_run(self, content: bytes, options: dict[str, Any]) -> dict[str, Any]:
        agency, by = _office(options)
        return self._made(content, options, agency, by, is_dry=True)

    def load(self, content: bytes, options: dict[str, Any], *, by: User) -> dict[str, Any]:
        with transaction.atomic():
            return self._made(content, options, by.agency, by, is_dry=False)

    def _made(
        self, content: bytes, options: dict[str, Any], agency: Agency, by: User | None, *, is_dry: bool
    ) -> dict[str, Any]:
        made, reasons = [], []
        for name, each in [(_name_of(options["file"]), content), *_more(options)]:
            try:
                made.append(self._one(name, each, options, agency, by, is_dry=is_dry))
            except Refused as refused:
                reasons += [
                    _("%(name)s: %(says)s") % {"name": name, "says": reason} for reason in refused.reasons
                ]
        if reasons:
            raise Refused(reasons)
        return {"agency": agency.slug, "drafts": made}

    def _one(
        self, name: str, content: bytes, options: dict[str, Any], agency: Agency, by: Any, *, is_dry: bool
    ) -> dict[str, Any]:
        from gongkai.documents.incoming import (
            IncomingFile,
            Paper,
            came_in_before,
            folder_key,
            look_up,
            take_in,
        )
        from gongkai.documents.models import Source
        from gongkai.typesetting.word_import import CannotRead, read_docx

        paper = Paper(
            kind=options["kind_of_paper"],
            section=options["section"],
            openness=options["openness"],
            openness_basis=options["basis"],
            openness_reason=options["why"],
            word=IncomingFile(name, content),
        )
        sha256 = hashlib.sha256(content).hexdigest()
        if came_in_before(agency, sha256) is not None:
            raise Refused(_("It has come in already."))
        if is_dry:
            found = look_up(paper, agency, drafter=by, needs_openness=False)
            try:
                read = read_docx(content)
            except CannotRead as fault:
                raise Refused(str(fault)) from None
            title = read.title or name.rpartition(".")[0]
            return {"file": name, "title": title, "openness": found.facts["openness"], "notes": read.notes}
        document = take_in(
            paper,
            agency,
            source=Source.FOLDER,
            source_key=folder_key(sha256, name),
            drafter=by,
            needs_openness=False,
        )
        return {"file": name, "title": document.title, "openness": document.openness, "id": document.pk}


class _Files:
    """The files a list may name: those in its folder, and in folders below it."""

    def __init__(self, options: dict[str, Any]) -> None:
        file = options["file"]
        self.folder = Path(options["folder"] or ("." if file == "-" else Path(file).parent)).resolve()

    def named(self, name: str) -> Any:
        from gongkai.documents.incoming import IncomingFile

        path = (self.folder / name.replace("\\", "/")).resolve()
        try:
            if path.is_relative_to(self.folder) and path.is_file():
                return IncomingFile(path.name, path.read_bytes())
        except OSError:
            pass
        return None


def _office(options: dict[str, Any]) -> tuple[Agency, User | None]:
    """Return whose papers they are: of the one named with --by, or of the office named with --agency."""
    by = User.objects.filter(username=options["by"] or "", is_active=True).first()
    if by is not None:
        return by.agency, by
    agency = Agency.objects.filter(slug=options["agency"] or "").first()
    if agency is None:
        raise Refused(_("Say with --by in whose name they are drafted, or with --agency for which office."))
    return agency, None


def _name_of(file: str) -> str:
    return "draft.docx" if file == "-" else Path(file).name


def _more(options: dict[str, Any]) -> Iterable[tuple[str, bytes]]:
    for file in options["more"]:
        try:
            yield _name_of(file), Path(file).read_bytes()
        except OSError:
            raise Refused(_("%(file)s cannot be read.") % {"file": file}) from None
