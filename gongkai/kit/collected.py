"""Static files as they are served: collected, compressed, named by content, so that browsers keep them.

Before they were collected, and in tests and while developing, they are served where they lie, by their own
names. Nothing has to be known about this to change one: `gongkai serve` collects them anew.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


def mark_of_sources() -> str:
    """Return a value that is another one after any static file changed, came or went."""
    told = hashlib.sha256()
    for line in sorted(_sources()):
        told.update(line.encode())
    return told.hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            found = Path(storage.path(name)).stat()
            yield f"{name} {found.st_size} {found.st_mtime_ns}\n"


def mark_file() -> Path:
    return Path(settings.STATIC_ROOT) / "collected-from"


def are_collected() -> bool:
    """Say whether what was collected is what lies in the sources now."""
    path = mark_file()
    return path.exists() and path.read_text(encoding="ascii") == mark_of_sources()


def collect() -> None:
    """Collect the static files, unless nothing changed since the last time. Takes about a second."""
    if are_collected():
        return
    mark = mark_of_sources()
    call_command("collectstatic", interactive=False, verbosity=0)
    mark_file().write_text(mark, encoding="ascii")


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Names a file by its content where it was collected, and plainly where it was not."""

    manifest_strict = False

    def load_manifest(self) -> tuple[dict[str, str], str]:
        entries, mark = super().load_manifest()
        return (entries, mark) if entries and are_collected() else ({}, "")

    def stored_name(self, name: str) -> str:
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
