"""The stylesheets of a frame as one file, put together from their parts whenever one of them changed.

The parts are what people write and read; a reader's browser fetches one file for all of them. It lies in the
data folder and is found like every other static file, by Django's server, WhiteNoise and `collectstatic`.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# The order of the cascade: ground first, frame of the door next, components, paper last.
GROUND = ("base", "space", "skip")
COMPONENTS = (
    "tabs",
    "crumbs",
    "search",
    "items",
    "meta",
    "files",
    "fields",
    "buttons",
    "filters",
    "status",
    "due",
    "timeline",
    "acts",
    "table",
    "tiles",
    "plots",
    "days",
    "month",
    "empty",
    "notice",
    "pages",
    "confirm",
    "panel",
    "rich",
    "steps",
    "online",
    "section",
)
FRAMES = {
    "portal": ("header", "columns", "finder", "found", "site", "footer"),
    "desk": ("desk", "queue", "exam"),
    "plain": ("header", "footer"),
}
LAST = ("print",)

_PARTS = Path(__file__).parent / "static" / "kit"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def address_of(frame: str) -> str:
    """Return where the stylesheet of a frame lies among the static files."""
    return f"kit/{frame}.css"


def parts_of(frame: str) -> list[Path]:
    """Return the parts of a frame (`portal`, `desk` or `plain`) in the order of the cascade."""
    names = GROUND + FRAMES[frame] + COMPONENTS + LAST
    return [_PARTS / "tokens.css", *(_PARTS / "components" / f"{name}.css" for name in names)]


def put_together(frame: str) -> str:
    """Return the whole stylesheet of a frame, without remarks and indentation."""
    whole = "\n".join(part.read_text(encoding="utf-8") for part in parts_of(frame))
    lines = (line.strip() for line in _COMMENT.sub("", whole).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def write(folder: Path) -> None:
    """Write the stylesheets of all frames below `folder`, as far as they are not there already."""
    for frame in FRAMES:
        path, wanted = folder / address_of(frame), put_together(frame)
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        # Another process may be reading it, or writing the same.
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(wanted, encoding="utf-8")
        fresh.replace(path)


class FrameFinder(BaseFinder):
    """Finds the stylesheets of the frames, put together anew where a part changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=Path(settings.DATA_DIR) / "stylesheets")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> Any:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in {address_of(frame) for frame in FRAMES}:
            return []
        write(Path(self.storage.location))
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        write(Path(self.storage.location))
        for frame in FRAMES:
            yield address_of(frame), self.storage
