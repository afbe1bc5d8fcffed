"""The least a Python web server does, 30 kB from memory: the yardstick of the portal's pages."""

from collections.abc import Callable, Iterable
from typing import Any

PAGE = b"x" * 30_000
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(PAGE)))]


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", HEADERS)
    return [PAGE]
