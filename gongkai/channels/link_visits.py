"""One visit to an address on the Internet: does it lead somewhere? Nothing of the page is kept.

The worker must never be led into the office's own network by what stands in a text, nor by a redirect: a host
is looked up first, and only the public addresses found are called.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from django.conf import settings

TIMEOUT = 10.0  # seconds, for each wait
LONGEST_VISIT = 30.0  # seconds, with all redirects
MOST_REDIRECTS = 5
# Servers that do not know HEAD, or do not like it, are asked again with GET.
ASK_AGAIN = {400, 403, 404, 405, 406, 501}
# The address is there; it only does not talk to programs.
ANSWERS_PEOPLE_ONLY = {401, 403, 429}
_AGENT = "Mozilla/5.0 (compatible; Gongkai link check)"


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a visit: whether it leads somewhere, and in a word what was found (a status, a code)."""

    is_alive: bool
    found: str


class Forbidden(Exception):
    """The address lies in a network that is not public."""


def visit(url: str) -> Visit:
    """Call `url` and say whether it leads somewhere. Never raises.

    `found` is the status of the answer, or one of: unreachable, too slow, private address, no such host,
    bad address, redirects without end.
    """
    end = time.monotonic() + LONGEST_VISIT
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            status = _follow(client, "HEAD", url, end)
            if status in ASK_AGAIN:
                status = _follow(client, "GET", url, end)
    except _FAILURES as failure:
        return Visit(False, next(word for kind, word in _WORDS if isinstance(failure, kind)))
    return Visit(status < 400 or status in ANSWERS_PEOPLE_ONLY, str(status))


# From the special to the general: the first that fits is said.
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (Forbidden, "private address"),
    (socket.gaierror, "no such host"),
    (httpx.TimeoutException, "too slow"),
    (httpx.TooManyRedirects, "redirects without end"),
    (httpx.InvalidURL, "bad address"),
    (httpx.UnsupportedProtocol, "bad address"),
    (ValueError, "bad address"),
    (httpx.HTTPError, "unreachable"),
    (OSError, "unreachable"),
)
_FAILURES = tuple(kind for kind, _word in _WORDS)


def _follow(client: httpx.Client, method: str, url: str, end: float) -> int:
    for _step in range(MOST_REDIRECTS + 1):
        if time.monotonic() > end:
            raise httpx.ReadTimeout("")
        with _asked(client, method, url) as answer:
            # The head is all that is wanted: closing the stream leaves the rest where it is.
            status, leads_to = answer.status_code, answer.headers.get("Location", "")
        if status not in (301, 302, 303, 307, 308) or not leads_to:
            return status
        url = urljoin(url, leads_to)
    raise httpx.TooManyRedirects("")


def _asked(client: httpx.Client, method: str, url: str) -> AbstractContextManager[httpx.Response]:
    """Call the address that was looked at, not what the name might mean a moment later."""
    wanted = httpx.URL(url)
    if wanted.scheme not in ("http", "https") or not wanted.host:
        raise httpx.UnsupportedProtocol("")
    address = _address_of(wanted.host, wanted.port or (443 if wanted.scheme == "https" else 80))
    return client.stream(
        method,
        wanted.copy_with(host=address, fragment=None),
        headers={"Host": wanted.netloc.decode("ascii"), "User-Agent": _AGENT, "Accept": "*/*"},
        extensions={"sni_hostname": wanted.raw_host.decode("ascii")},
    )


def _address_of(host: str, port: int) -> str:
    """Return an address of the host that may be called.

    Raises Forbidden when any of them is not public: a name that means both is a trap.
    """
    name = host if ":" in host else host.encode("idna").decode("ascii")
    found = {str(each[4][0]) for each in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)}
    if not settings.CHECK_PRIVATE_LINKS and not all(_is_public(each) for each in found):
        raise Forbidden
    # Both kinds of address exist on few networks; the older one is the surer.
    return sorted(found, key=lambda each: (":" in each, each))[0]


def _is_public(address: str) -> bool:
    told = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(told, "ipv4_mapped", None) or getattr(told, "sixtofour", None)
    return told.is_global and not told.is_multicast and (inner is None or inner.is_global)
