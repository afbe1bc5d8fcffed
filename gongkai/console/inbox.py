"""The watched folder: papers laid into it become drafts, for offices whose other systems cannot call us.

    INBOX/jianguomen/拟稿人.txt          the user name in whose name drafts are made
    INBOX/jianguomen/通知.docx           becomes a draft with this text
    INBOX/jianguomen/民生保障科/a.pdf    becomes a draft of this section with the file attached
    INBOX/jianguomen/民生保障科/a.csv    tells the attribute and so on of a.pdf (or a.json, a.xlsx)
    INBOX/jianguomen/done/2025-10-23/    what came in
    INBOX/jianguomen/refused/            what did not, each with a text that says why

A file is moved only after its draft stands, and known by its content: killed at any moment, the next look
finds either the file, or the draft and the file, and makes no second draft.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, IntegrityError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock
from gongkai.agencies.models import Agency
from gongkai.documents.incoming import IncomingFile, Paper, came_in_before, folder_key, take_in
from gongkai.documents.models import Source
from gongkai.documents.sheets import paper_beside, paper_of

log = logging.getLogger(__name__)

DONE, REFUSED = "done", "refused"
DRAFTER = ("拟稿人.txt", "drafter.txt")
# Why files lie in a folder and are not taken; it goes away with its reason.
NOTE = "没有收进的原因.txt"
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".download", ".lnk")
_BESIDE = (
    ".json",
    ".csv",
    ".xlsx",
)  # what may tell of a file of the same name; an XLSX may be a paper itself
_LARGEST_NOTE = 1_000

# Size and moment of the last change, as the last look found them.
Seen = dict[Path, tuple[int, int]]
_seen: Seen = {}


@dataclass(frozen=True)
class Outcome:
    """What became of one file: "taken", "again" (its content was in already) or "refused"."""

    file: Path
    became: str
    document: int | None = None
    reasons: list[str] = field(default_factory=list)


def look_into_the_inbox() -> list[Outcome]:
    """The worker's job: look into the folder of the settings, if there is one."""
    return look_into(Path(settings.INBOX), _seen) if settings.INBOX else []


def look_into(inbox: Path, seen: Seen) -> list[Outcome]:
    """Take in what has not changed since the last look; `seen` is what that found, and becomes this one's."""
    found: Seen = {}
    outcomes: list[Outcome] = []
    with translation.override("zh-hans"):
        for agency in Agency.objects.all():
            home = inbox / agency.slug
            if not _is_folder(home):
                continue
            try:
                for place, section in _places(home):
                    outcomes += _look(_Place(agency, home, place, section), seen, found)
            except OSError as fault:
                # A folder that cannot be read holds up no other office.
                log.warning("%s cannot be looked into: %s", home, fault)
    seen.clear()
    seen.update(found)
    return outcomes


@dataclass(frozen=True)
class _Place:
    """A folder of an agency, or of one of its sections."""

    agency: Agency
    home: Path
    folder: Path
    section: str

    def drafter(self) -> str:
        for folder in (self.folder, self.home):
            for name in DRAFTER:
                if _is_file(folder / name):
                    words = _text((folder / name).read_bytes()[:_LARGEST_NOTE]).split()
                    return words[0] if words else ""
        return ""


def _places(home: Path) -> Iterator[tuple[Path, str]]:
    yield home, ""
    for each in sorted(home.iterdir()):
        if _is_folder(each) and each.name not in {DONE, REFUSED} and not each.name.startswith((".", "_")):
            yield each, each.name


def _look(place: _Place, seen: Seen, found: Seen) -> Iterator[Outcome]:
    files = [each for each in sorted(place.folder.iterdir()) if _is_file(each) and not _is_left_out(each)]
    for file in files:
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found[file] = (status.st_size, status.st_mtime_ns)
    papers = [each for each in files if each in found and not _is_beside(each, files)]
    ready = [each for each in papers if found[each] == seen.get(each)]
    drafter = place.drafter() if ready else ""
    if ready:
        _tell_why(place, "" if drafter else _("Write the user name of the drafter into 拟稿人.txt here."))
    for paper in ready if drafter else ():
        beside = [each for each in files if each.stem == paper.stem and each not in papers]
        if any(found.get(each) != seen.get(each) for each in beside):
            continue
        # Another paper of the same name still needs what lies beside it.
        last = not any(each.stem == paper.stem and each != paper and each.exists() for each in papers)
        try:
            outcome = _take(place, paper, beside, drafter)
        except DatabaseError:
            raise
        except Exception:
            # One file that cannot be taken holds up no other, and stays where it is.
            log.exception("%s could not be taken in.", paper)
            continue
        _put_away(place, outcome, beside if last else [])
        yield outcome


def _take(place: _Place, file: Path, beside: list[Path], drafter: str) -> Outcome:
    try:
        if file.stat().st_size > settings.LARGEST_FILE:
            most = {"most": str(settings.LARGEST_FILE // 1_000_000)}
            raise Refused(_("The file is larger than %(most)s MB.") % most)
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            earlier = came_in_before(place.agency, sha256)
            if earlier is not None:
                return Outcome(file, "again", earlier.pk)
            try:
                document = take_in(
                    _paper(place, file, content, beside, drafter),
                    place.agency,
                    source=Source.FOLDER,
                    source_key=folder_key(sha256, file.name),
                    needs_openness=False,
                )
            except (IntegrityError, Refused):
                # Another worker may have been quicker.
                earlier = came_in_before(place.agency, sha256)
                if earlier is None:
                    raise
                return Outcome(file, "again", earlier.pk)
    except Refused as refused:
        return Outcome(file, "refused", reasons=refused.reasons)
    return Outcome(file, "taken", document.pk)


def _paper(place: _Place, file: Path, content: BinaryIO, beside: list[Path], drafter: str) -> Paper:
    told = Paper(section=place.section, drafter=drafter)
    if file.suffix.lower() == ".docx":
        told = replace(told, word=IncomingFile(file.name, content.read()))
    else:
        told = replace(told, title=file.stem[:300], files=(IncomingFile(file.name, content),))
    for each in sorted(beside, key=lambda path: _BESIDE.index(path.suffix.lower())):
        told = _told_beside(each, told)
        break
    return told


def _told_beside(file: Path, paper: Paper) -> Paper:
    content = file.read_bytes()
    if file.suffix.lower() != ".json":
        return paper_beside(content, paper)
    try:
        told = json.loads(_text(content))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Refused(_("“%(name)s” beside it cannot be read.") % {"name": file.name})
    return paper_of(told, paper)


# Where files go


def _put_away(place: _Place, outcome: Outcome, beside: list[Path]) -> None:
    """Move a file away, after what lies beside it: as long as it lies here, its draft is known by it."""
    if outcome.became == "refused":
        folder = place.home / REFUSED / place.section
    else:
        folder = place.home / DONE / clock.today().isoformat() / place.section
    folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder, outcome.file.name)
    if outcome.became == "refused":
        when = date_format(localtime(clock.now()), "Y-m-d H:i")
        told = [_("“%(name)s” was not taken in.") % {"name": outcome.file.name}, when, *outcome.reasons]
        target.with_name(f"{target.name}.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    try:
        for each in beside:
            os.rename(each, _free(folder, each.name))
        os.rename(outcome.file, target)
    except OSError as fault:
        # Somebody has it open, or another worker was quicker. The next look tries again.
        log.warning("%s could not be moved: %s", outcome.file, fault)


def _free(folder: Path, name: str) -> Path:
    target, number = folder / name, 1
    while target.exists():
        number += 1
        stem, dot, ending = name.rpartition(".")
        target = folder / (f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})")
    return target


def _tell_why(place: _Place, reason: str) -> None:
    note = place.folder / NOTE
    if not reason:
        note.unlink(missing_ok=True)
    elif not note.exists():
        note.write_text(f"{reason}\n", encoding="utf-8")


def _is_beside(file: Path, files: list[Path]) -> bool:
    """Say whether a file tells of another one: a list never comes in by itself, except as XLSX."""
    ending = file.suffix.lower()
    if ending in {".json", ".csv"}:
        return True
    return ending == ".xlsx" and any(
        each.stem == file.stem and each.suffix.lower() not in _BESIDE for each in files
    )


def _is_left_out(file: Path) -> bool:
    name = file.name
    return (
        name in {*DRAFTER, NOTE}
        or name.startswith(("~$", "~", ".", "_"))
        or name.lower().endswith(_UNFINISHED)
        or name.lower() in {"thumbs.db", "desktop.ini"}
    )


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
