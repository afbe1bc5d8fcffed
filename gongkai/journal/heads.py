"""The chains' heads, written daily to a file of their own, so that a removed tail shows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gongkai.acts import clock
from gongkai.journal.models import Chain


@dataclass(frozen=True)
class Head:
    """The last entry of a chain as it was at `at`."""

    chain: str
    length: int
    head: str
    at: str


def heads_file() -> Path:
    return Path(settings.DATA_DIR) / "journal-heads.jsonl"


def write_heads() -> int:
    """Append one line per chain to the heads file and return how many. Done once a day and at each start."""
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    at = clock.now().isoformat(timespec="seconds")
    chains = list(Chain.objects.order_by("name"))
    with path.open("a", encoding="utf-8") as file:
        for chain in chains:
            line = {"chain": chain.name, "length": chain.length, "head": chain.head, "at": at}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(chains)


def written_heads() -> Iterator[Head]:
    """Yield the heads that were written, oldest first; a line that cannot be read raises ValueError."""
    path = heads_file()
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield Head(**json.loads(line))
