"""Public pages as whole answers, handed out in front of Django while nothing public has changed.

A page may be remembered when its view says so (`remembered = True`). Such a page is made for nobody in
particular: of the cookies only language and type size reach it, so whoever asks gets the same. What is kept
falls with the first act that may be public (`journal.changes`) and with the day. Each process keeps its own
and asks the database twice a second whether anything changed.

The answers say `no-cache`: a browser asks each time, so that what was withdrawn is gone there too, and is
told by the ETag that it has the page already.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import Error as DatabaseFault
from django.db import connection
from django.http import HttpResponse
from django.http.cookie import parse_cookie
from django.urls import Resolver404, resolve

from gongkai.acts import clock
from gongkai.journal import changes
from gongkai.kit.connections import close_if_replaced

SECONDS_BETWEEN_LOOKS = 0.5
LONGEST_QUERY = 500
LARGEST_PAGE = 2_000_000  # bytes
WORTH_PACKING = 500  # bytes

_ELSEWHERE = ("/static/", "/desk/", "/account/", "/api/")
_KEPT_STATUS = {200, 404, 410}
_READ_COOKIES = {"Cookie", "Accept-Encoding", "Accept-Language"}
_OWN_HEADERS = {"vary", "content-length", "etag", "cache-control", "date"}
# Of what a reader sends only where the page is asked for reaches it; nothing else can change what is kept.
_PASSED_ON = {"HTTP_HOST", "HTTP_X_FORWARDED_PROTO"}
# A number may be written with any noughts before it.
_ODD_PATH = re.compile(r"/0\d")
_HOST = re.compile(r"(.*?)(?::(\d+))?", re.DOTALL)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, plain and packed, with its headers made up."""

    status: str
    mark: str  # of the content; the ETag is made of it
    body: bytes
    headers: Headers
    packed: bytes
    packed_headers: Headers
    unchanged_headers: Headers

    @property
    def weight(self) -> int:
        """What it takes in memory, in bytes, roughly."""
        return len(self.body) + len(self.packed) + 4000


class Shelf:
    """Pages up to `room` bytes in all; those not asked for longest go first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: tuple[str, ...]) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            try:
                self._pages.move_to_end(key)
            except KeyError:  # another thread has just cleared it away; it is as good as it was
                return page
        return page

    def put(self, key: tuple[str, ...], page: Page) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._taken += page.weight - (old.weight if old else 0)
            self._pages[key] = page
            while self._taken > self._room:
                self._taken -= self._pages.popitem(last=False)[1].weight

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._taken = 0


def edition_now() -> tuple[Any, ...] | None:
    """Return what all that is public depends on: acts and the day; None when the database does not say."""
    _close_what_is_too_old()
    try:
        return changes.stand(), clock.today()
    except DatabaseFault:
        return None
    finally:
        _close_what_is_too_old()


def _close_what_is_too_old() -> None:
    """Do with the thread's connection as is done around each request."""
    if not connection.in_atomic_block:
        close_if_replaced()
        connection.close_if_unusable_or_obsolete()


class Remembering:
    """A WSGI application that remembers the public pages of another, up to `room` bytes.

    `seconds` is how long it relies on its last look at the changes; `edition` is how it looks.
    """

    def __init__(
        self,
        application: Application,
        *,
        room: int | None = None,
        seconds: float = SECONDS_BETWEEN_LOOKS,
        edition: Callable[[], tuple[Any, ...] | None] = edition_now,
    ) -> None:
        room = settings.REMEMBERED_BYTES if room is None else room
        self._application = application
        self._seconds = seconds
        self._look = edition
        self._edition: tuple[Any, ...] | None = None
        self._looked_at = float("-inf")
        self._lock = Lock()
        # What anybody can ask for without end (queries, numbers of no item) never drives out the rest.
        self.pages = Shelf(room - room // 4)
        self.odd_pages = Shelf(room // 4)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ["PATH_INFO"].startswith(_ELSEWHERE):
            return self._application(environ, start)
        cookies = parse_cookie(environ["HTTP_COOKIE"]) if environ.get("HTTP_COOKIE") else {}
        edition = self._current_edition()
        # Who is to be told something gets a page of their own, which tells it.
        if edition is None or "messages" in cookies:
            return self._application(environ, start)
        chosen = chosen_by(cookies)
        key = _key(environ, chosen)
        page = self.pages.find(key) or self.odd_pages.find(key)
        if page is None:
            if len(environ.get("QUERY_STRING", "")) > LONGEST_QUERY or not _may_be_remembered(environ):
                return self._application(environ, start)
            made = self._make(environ, chosen, start)
            if not isinstance(made, Page):
                return made
            self._keep(key, made, edition)
            page = made
        return _hand_out(page, environ, start)

    def _current_edition(self) -> tuple[Any, ...] | None:
        if time.monotonic() - self._looked_at < self._seconds:
            return self._edition
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= self._seconds:
                edition = self._look()
                if edition is None:
                    return None
                if edition != self._edition:
                    self._edition = edition
                    self.pages.clear()
                    self.odd_pages.clear()
                self._looked_at = now
            return self._edition

    def _keep(self, key: tuple[str, ...], page: Page, edition: tuple[Any, ...]) -> None:
        """Keep a page, unless something changed while it was being made."""
        with self._lock:
            if edition == self._edition:
                is_odd = not page.status.startswith("200") or _is_odd(key)
                (self.odd_pages if is_odd else self.pages).put(key, page)

    def _make(self, environ: Environ, chosen: Mapping[str, str], start: Start) -> Page | Iterable[bytes]:
        """Have the page made for everybody; return it, or the answer itself where it must not be kept."""
        told: list[Any] = []
        answer = self._application(_for_everybody(environ, chosen), lambda *args: told.extend(args))
        status, headers = told[0], told[1]
        if status[:1] in "35":  # leads elsewhere, or went wrong: the same for all, and not to be kept
            start(status, headers)
            return answer
        content = answer.content if isinstance(answer, HttpResponse) else None
        if close := getattr(answer, "close", None):
            close()
        if content is not None and _may_be_kept(status, headers, content):
            return page_of(status, headers, content)
        # Not for everybody, whatever its view says: the reader gets one with their own cookies.
        return self._application(environ, start)


def chosen_by(cookies: Mapping[str, str]) -> dict[str, str]:
    """Return the cookies a public page may read, as far as they say what they can say."""
    chosen = {}
    language = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    if language in dict(settings.LANGUAGES) and language != settings.LANGUAGE_CODE:
        chosen[settings.LANGUAGE_COOKIE_NAME] = language
    if cookies.get("type") == "large":
        chosen["type"] = "large"
    return chosen


def _key(environ: Environ, chosen: Mapping[str, str]) -> tuple[str, ...]:
    return (
        environ.get("HTTP_HOST") or environ["SERVER_NAME"],
        environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("SERVER_PORT", ""),
        environ["wsgi.url_scheme"],
        "tls" if _is_by_tls(environ) else "",
        *chosen.values(),
    )


def _is_odd(key: tuple[str, ...]) -> bool:
    """Say whether an address is one of endlessly many of the same page: by a query, noughts, a port."""
    host, path, query, own_port = key[:4]
    name, port = _HOST.fullmatch(host).groups()  # type: ignore[union-attr]
    is_odd_host = name != name.lower() or name.endswith(".")
    is_odd_port = port not in {None, own_port, str(urlsplit(settings.SITE_URL).port)}
    return bool(query) or is_odd_host or is_odd_port or bool(_ODD_PATH.search(path))


def _is_by_tls(environ: Environ) -> bool:
    """Say whether the proxy in front was asked by TLS, as Django reads it."""
    told = environ.get("HTTP_X_FORWARDED_PROTO", "") if settings.BEHIND_TLS_PROXY else ""
    return str(told).split(",")[0].strip() == "https"


def _may_be_remembered(environ: Environ) -> bool:
    """Ask the view the address leads to."""
    try:
        view = resolve(get_path_info(environ)).func
    except Resolver404:
        return False
    return bool(getattr(getattr(view, "view_class", view), "remembered", False))


def _for_everybody(environ: Environ, chosen: Mapping[str, str]) -> Environ:
    request = {
        name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in _PASSED_ON
    }
    request["REQUEST_METHOD"] = "GET"
    if chosen:
        request["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in chosen.items())
    return request


def _may_be_kept(status: str, headers: Headers, body: bytes) -> bool:
    told = {name.lower(): value for name, value in headers}
    limits = {word.strip().lower() for word in told.get("cache-control", "").split(",")}
    varies = {word.strip().title() for word in told.get("vary", "").split(",") if word.strip()}
    return (
        int(status[:3]) in _KEPT_STATUS
        and "set-cookie" not in told
        and not limits & {"no-store", "private"}
        and varies <= _READ_COOKIES
        and "content-encoding" not in told
        and len(body) <= LARGEST_PAGE
    )


def page_of(status: str, headers: Headers, body: bytes) -> Page:
    """Make up the answers that are given again and again."""
    told = [(name, value) for name, value in headers if name.lower() not in _OWN_HEADERS]
    kind = next((value for name, value in told if name.lower() == "content-type"), "")
    is_text = kind.startswith("text/") or "json" in kind or "xml" in kind
    packed = gzip.compress(body, 6, mtime=0) if is_text and len(body) > WORTH_PACKING else b""
    mark = hashlib.sha256(repr(told).encode() + body).hexdigest()[:32]
    shared = [("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding, Cookie")]
    return Page(
        status=status,
        mark=mark,
        body=body,
        headers=[*told, *shared, ("ETag", f'"{mark}"'), ("Content-Length", str(len(body)))],
        packed=packed,
        packed_headers=[
            *told,
            *shared,
            ("ETag", f'"{mark}-gzip"'),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(packed))),
        ],
        unchanged_headers=shared,
    )


def _hand_out(page: Page, environ: Environ, start: Start) -> Iterable[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    packed = bool(page.packed) and "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (page.mark in known or known == "*") and page.status.startswith("200"):
        mark = f'"{page.mark}-gzip"' if packed else f'"{page.mark}"'
        start("304 Not Modified", [*page.unchanged_headers, ("ETag", mark)])
        return [b""]
    start(page.status, page.packed_headers if packed else page.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        return [b""]
    return [page.packed if packed else page.body]
