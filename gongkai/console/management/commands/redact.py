"""gongkai redact: parts of a paper painted black for good, and the result read again before it is written."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from gongkai.acts import Refused
from gongkai.console.answers import as_line
from gongkai.privacy.converting import Faces, as_pdf
from gongkai.privacy.pages import Box, page_count, pages_without_text, proposals, search
from gongkai.privacy.redaction import Residue, redact
from gongkai.typesetting.fonts import chinese_faces, loaded_fonts, missing_characters

SIDES = ("x", "y", "width", "height")


class Command(BaseCommand):
    help = "Write FILE as a PDF of pictures in which the boxes, words or personal data asked for are black."
    requires_system_checks: list[str] = []  # it needs no database and must answer on any machine

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="PDF, DOCX, JPG, PNG or TXT")
        parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the PDF to write")
        parser.add_argument(
            "--boxes",
            metavar="BOXES.json",
            help='a JSON list of {"page", "x", "y", "width", "height"}: page from 1, the rest as fractions of'
            " the page as seen, from its top left",
        )
        parser.add_argument(
            "--find",
            action="append",
            default=[],
            metavar="WORDS",
            help="hide WORDS everywhere; repeatable",
        )
        parser.add_argument("--personal", action="store_true", help="hide all personal data that is found")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self._redact(Path(options["file"]), Path(options["output"]), options)
        except Residue as refusal:
            self._refuse({"error": str(refusal), "residue": refusal.reasons})
        except Refused as refusal:
            self._refuse({"error": str(refusal)})
        else:
            self.stdout.write(as_line(answer))

    def _refuse(self, answer: dict[str, Any]) -> None:
        self.stdout.write(as_line(answer))
        sys.exit(2)

    def _redact(self, source: Path, target: Path, options: dict[str, Any]) -> dict[str, Any]:
        if not (options["boxes"] or options["find"] or options["personal"]):
            raise Refused(gettext("Say what to hide: --boxes, --find or --personal."))
        faces = Faces(loaded_fonts(), chinese_faces(), missing_characters)
        pdf = as_pdf(_content(source), source.name, faces=faces)
        boxes = _boxes(Path(options["boxes"])) if options["boxes"] else []
        for words in options["find"]:
            found = [box for hit in search(pdf, words) for box in hit.boxes]
            if not found:
                # Written all the same, the file would be taken for one without these words.
                raise Refused(
                    gettext("“%(words)s” was not found, so nothing was written.") % {"words": words}
                )
            boxes += found
        if options["personal"]:
            boxes += [box for each in proposals(pdf) for box in each.boxes]
        if (options["find"] or options["personal"]) and (unread := pages_without_text(pdf)):
            numbers = ", ".join(str(number + 1) for number in unread)
            self.stderr.write(
                gettext("These pages hold no text, so nothing could be found on them: %(pages)s.")
                % {"pages": numbers}
            )
        redacted = redact(pdf, boxes)
        _write(target, redacted.pdf)
        return {"pages": page_count(redacted.pdf), "boxes": len(boxes), "residue": []}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(gettext("The file “%(name)s” cannot be read.") % {"name": path.name}) from None


def _boxes(path: Path) -> list[Box]:
    try:
        listed = json.loads(_content(path))
        if not isinstance(listed, list):
            raise TypeError
        return [Box(_page(each["page"]) - 1, *(_fraction(each[side]) for side in SIDES)) for each in listed]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise Refused(
            gettext("“%(name)s” is no JSON list of boxes with page, x, y, width and height.")
            % {"name": path.name}
        ) from None


def _page(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _fraction(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _write(target: Path, content: bytes) -> None:
    """Write all of it or nothing: a half-written file must not lie about under the name asked for."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, target)
    except OSError:
        part.unlink(missing_ok=True)
        raise Refused(gettext("The file “%(name)s” cannot be written.") % {"name": target.name}) from None
