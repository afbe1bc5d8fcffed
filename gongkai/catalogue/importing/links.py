"""Addresses as they stand in old pages: which lead to files, and where in a folder those may lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, unquote_to_bytes, urlsplit

_FILES = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|ceb|txt|csv|rtf|zip|rar|7z|jpe?g|png|gif|bmp|tiff?|mp3|mp4|wmv|flv|avi|swf)$",
    re.I,
)
# Parameters by which programs of sites name the file they send.
_NAMING = ("filename", "file", "filepath", "fileurl", "path", "url", "name")


def parted(address: str) -> SplitResult | None:
    """Return an address in its parts; None for what is none or leads to no file of a site."""
    try:
        parts = urlsplit(re.sub(r"[\r\n\t]", "", address).strip())
    except ValueError:
        return None
    return parts if parts.scheme.lower() in {"", "http", "https"} and (parts.path or parts.query) else None


def unquoted(words: str) -> str:
    """Return words with what is percent-encoded written out: UTF-8, or the GBK of old sites."""
    raw = unquote_to_bytes(words)
    try:
        told = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
    # Few signs of GBK may be UTF-8 by chance, but never Chinese ones.
    if told.isascii() or told == words or re.search("[\u2e80-\u9fff]", told):
        return told
    return raw.decode("gb18030", "replace")


def file_named(address: str, words: str = "") -> str:
    """Return the name of the file an address leads to; empty where it leads to a page.

    `words` are those of the link: what a program sends is often called by its name in them only.
    """
    parts = parted(address)
    if parts is None:
        return ""
    named = [unquoted(parts.path), *(value for name, value in _asked(parts) if name.lower() in _NAMING)]
    for each in named:
        if _FILES.search(each):
            return each.rpartition("/")[2]
    is_program = bool(re.search(r"download|downfile|attach|\.(jsp|do|aspx?|php|action)$", parts.path, re.I))
    return words.strip() if is_program and _FILES.search(words.strip()) else ""


def _asked(parts: SplitResult) -> list[tuple[str, str]]:
    return parse_qsl(parts.query)


def host_of(address: str) -> str:
    parts = parted(address)
    return parts.netloc.lower().partition(":")[0] if parts else ""


def places(address: str, hosts: frozenset[str]) -> Iterator[str]:
    """Yield where in a folder the file of an address may lie, the surest first: "/a/b" counts from the top.

    `hosts` are those of the site itself: of another site's file nothing may be taken for it.
    """
    parts = parted(address)
    if parts is None or (parts.netloc and host_of(address) not in hosts):
        return
    path = parts.path if not parts.netloc else f"/{parts.path.lstrip('/')}"
    for each in dict.fromkeys((unquoted(path), path)):
        if parts.query:
            yield f"{each}?{unquoted(parts.query)}"
            yield f"{each}@{unquoted(parts.query)}"
        if each:
            yield each
    for name, value in _asked(parts):
        if name.lower() in _NAMING and _FILES.search(value):
            yield value
