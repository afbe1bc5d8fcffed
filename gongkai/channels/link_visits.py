"""One visit to an address on the Internet: does it lead somewhere? Nothing of the page is kept.

The worker must never be led into the office's own network by what stands in a text, nor by a redirect: a host
is looked up first, and only the public addresses found are called.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

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
_LOOKED_THROUGH = 32_768  # bytes of the beginning of a page

# Pages that say themselves that nothing is there, though their server answers that all is well.
_HEADINGS = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.I | re.S)
_TAGS = re.compile(r"<[^>]*>")
_NOT_THERE = re.compile(
    r"^\W*404(?!\w)|(?<!\w)404\W*$|404\s*(?:错误|页面|error|not)|"
    r"(?:页面|网页|页|文章|内容|信息)(?:不存在|未找到|没有找到|找不到|已(?:经)?(?:被)?删除)|"
    r"(?:找不到|未找到|没有找到|无法找到)(?:该|此|您|你|要|请求|访问|查找|所|的){0,8}(?:页面|网页|页|文件)|"
    r"(?:page|file|object) (?:was )?not found|^\W*not found\W*$",
    re.I,
)
_LED_TO_NOTHING = re.compile(r"/(?:error/?)?404(?:\.\w{1,5})?/?$", re.I)


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
    bad address, certificate, redirects without end, says so itself (a page that tells that there is none).
    """
    end = time.monotonic() + LONGEST_VISIT
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            answer = _follow(client, "HEAD", url, end)
            if answer.status in ASK_AGAIN or (answer.status < 300 and answer.may_be_page):
                answer = _follow(client, "GET", url, end)
    except _FAILURES as failure:
        return Visit(False, _word_for(failure))
    if answer.status < 300 and answer.says_there_is_nothing:
        return Visit(False, "says so itself")
    return Visit(answer.status < 400 or answer.status in ANSWERS_PEOPLE_ONLY, str(answer.status))


@dataclass(frozen=True, slots=True)
class _Answer:
    """The last answer on the way: its status, where it came from, its type and how the page begins."""

    status: int
    url: str
    content_type: str = ""
    beginning: str = ""

    @property
    def may_be_page(self) -> bool:
        return not self.content_type or "html" in self.content_type

    @property
    def says_there_is_nothing(self) -> bool:
        if _LED_TO_NOTHING.search(urlsplit(self.url).path):
            return True
        headings = (_TAGS.sub("", words).strip() for _tag, words in _HEADINGS.findall(self.beginning))
        return any(len(heading) <= 60 and _NOT_THERE.search(heading) for heading in headings)


def _word_for(failure: Exception) -> str:
    if isinstance(failure, httpx.ConnectError) and "CERTIFICATE" in str(failure).upper():
        return "certificate"
    return next(word for kind, word in _WORDS if isinstance(failure, kind))


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


def _follow(client: httpx.Client, method: str, url: str, end: float) -> _Answer:
    asked = url
    for _step in range(MOST_REDIRECTS + 1):
        if time.monotonic() > end:
            raise httpx.ReadTimeout("")
        with _asked(client, method, asked) as answer:
            status, leads_to = answer.status_code, answer.headers.get("Location", "")
            if status not in (301, 302, 303, 307, 308) or not leads_to:
                content_type = answer.headers.get("Content-Type", "").lower()
                is_page = method == "GET" and status < 300 and "html" in content_type
                # A page has its title at the beginning: closing the stream leaves the rest where it is.
                return _Answer(status, asked, content_type, _beginning(answer, end) if is_page else "")
        asked = urljoin(asked, leads_to)
    raise httpx.TooManyRedirects("")


def _beginning(answer: httpx.Response, end: float) -> str:
    content = b""
    for part in answer.iter_bytes():
        content += part
        if len(content) >= _LOOKED_THROUGH or time.monotonic() > end:
            break
    told = (answer.charset_encoding or "").lower()
    named = re.search(rb"charset=[\"']?([-\w]+)", content[:2048], re.I)
    told = told or (named.group(1).decode("ascii").lower() if named else "")
    # Old pages of offices are written in the national encoding.
    encoding = "gb18030" if told in ("gb2312", "gbk", "gb18030") else "utf-8"
    return content[:_LOOKED_THROUGH].decode(encoding, "replace")


def _asked(client: httpx.Client, method: str, url: str) -> AbstractContextManager[httpx.Response]:
    """Call the address that was looked at, not what the name might mean a moment later."""
    wanted = httpx.URL(url)
    if wanted.scheme not in ("http", "https") or not wanted.host:
        raise httpx.UnsupportedProtocol("")
    address = _address_of(wanted.host, wanted.port or (443 if wanted.scheme == "https" else 80))
    return client.stream(
        method,
        wanted.copy_with(host=address, fragment=None),
        headers={
            "Host": wanted.netloc.decode("ascii"),
            "User-Agent": _AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        },
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
