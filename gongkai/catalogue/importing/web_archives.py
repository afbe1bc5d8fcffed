"""Pages a browser saved in one file (MHT): the page, its address and its pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from urllib.parse import urljoin

MOST_PARTS = 2000


@dataclass(frozen=True)
class WebArchive:
    """A saved page. `parts` are what it showed, by their addresses."""

    page: bytes
    encoding: str
    address: str
    parts: dict[str, bytes] = field(default_factory=dict)

    def find(self, address: str) -> bytes | None:
        if address.lower().startswith("cid:"):
            return self.parts.get(address.lower())
        return self.parts.get(urljoin(self.address, address)) or self.parts.get(address)


def read_web_archive(content: bytes) -> WebArchive | None:
    """Return the page in an MHT; None where there is none."""
    try:
        parts = [part for part in message_from_bytes(content).walk() if not part.is_multipart()][:MOST_PARTS]
    except (MessageError, ValueError, LookupError, RecursionError):
        return None
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        return None
    found: dict[str, bytes] = {}
    for part in parts:
        if part is page:
            continue
        inside = _content(part)
        for name in (
            _header(part, "Content-Location"),
            f"cid:{_header(part, 'Content-ID').strip('<>').lower()}",
        ):
            if name not in {"", "cid:"}:
                found[name] = inside
    return WebArchive(
        _content(page), str(page.get_content_charset() or ""), _header(page, "Content-Location"), found
    )


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(part: Message, name: str) -> str:
    return str(part.get(name) or "").strip()
