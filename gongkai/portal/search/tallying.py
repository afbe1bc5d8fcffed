"""What readers search for, counted without writing into the database while a page is made.

A line goes to the end of a file; the worker counts the lines each minute and removes them. Nothing of a
person is written: no address, no time, and no query that might hold a person's number, address or name, or
what `privacy` takes for personal. A page that is handed out again without being made anew is counted once.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.privacy.finding import find
from gongkai.search import tallies

SCOPE = "public"
# Who sends queries without end fills no disk: beyond so many bytes nothing is noted until the worker came.
MOST_WAITING = 2_000_000


def note(query: str, hits: int) -> None:
    """Note that something was searched for and how much was found; a disk that is full stops no search."""
    told = " ".join(query.split())
    if not tallies.may_be_kept(told) or find(told):
        return
    line = json.dumps([told, hits], ensure_ascii=False) + "\n"
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.stat().st_size < MOST_WAITING:
            # One write at the end of the file: lines of several processes do not mix.
            with open(path, "ab", buffering=0) as file:
                file.write(line.encode())
    except OSError:
        return


def count() -> int:
    """Count what was noted, and return how many searches it was. The worker's job.

    The file is first put aside and read at the next turn: whoever has it open still writes into it. It is
    removed before the count is kept, so that what a killed worker had begun is lost rather than doubled.
    """
    aside = _file().with_suffix(".aside")
    counted = _count_lines(aside) if aside.exists() else 0
    if _file().exists():
        os.replace(_file(), aside)
    return counted


def _count_lines(path: Path) -> int:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    path.unlink()
    counted = 0
    with transaction.atomic():
        for line in lines:
            try:
                query, hits = json.loads(line)
                tallies.note(SCOPE, str(query), int(hits))
            except (ValueError, TypeError):
                continue
            counted += 1
    return counted


def _file() -> Path:
    return Path(settings.DATA_DIR) / "searches" / "public.jsonl"
