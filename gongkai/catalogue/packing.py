"""A ZIP written as it goes: never whole in memory, each file with its checksum."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

_STEP = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
LONGEST_NAME = 80


class Packing:
    """Files put in one after the other; what is ready of the ZIP is taken with `ready`.

    Nothing in it tells when it was packed: the same files give the same bytes.
    """

    def __init__(self) -> None:
        self._out = _Out()
        self._archive = zipfile.ZipFile(cast(BinaryIO, self._out), "w", zipfile.ZIP_DEFLATED)
        self.sums: dict[str, str] = {}

    def put(self, path: str, content: bytes | BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
        """Put a file in; yield what is ready of the ZIP meanwhile."""
        found = hashlib.sha256()
        entry = zipfile.ZipInfo(path, _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self._archive.open(entry, "w", force_zip64=True) as part:
            for step in _steps(content):
                found.update(step)
                part.write(step)
                yield self._out.taken()
        self.sums[path] = found.hexdigest()
        yield self._out.taken()

    def close(self) -> Iterator[bytes]:
        """Put the list of checksums in, as `sha256sum -c` reads it, and end the ZIP."""
        lines = (f"{checksum}  {path}\n".encode() for path, checksum in sorted(self.sums.items()))
        yield from self.put("SHA256SUMS", lines)
        self._archive.close()
        yield self._out.taken()


class _Out:
    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, some: bytes) -> int:
        self._kept += some
        return len(some)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        some = bytes(self._kept)
        self._kept.clear()
        return some


def _steps(content: Any) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif hasattr(content, "read"):
        with content:
            while step := content.read(_STEP):
                yield step
    else:
        yield from content


def file_name(words: str) -> str:
    """Return words as a file may be called on every system."""
    kept = re.sub(r"[\\/:*?\"<>|\x00-\x1f\x7f]", "", words).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) < 6:
        return f"{stem[:LONGEST_NAME]}.{ending}"
    return kept[:LONGEST_NAME] or "_"
