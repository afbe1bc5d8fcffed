"""Sending forms, and reading pages as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

# What people type who mean ill, and what honest names are made of.
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)">"\'><b>粗</b>{{ 7|add:7 }}{% csrf_token %}'
    "\u202eгнол\u2066abc\u2069 🏮👨‍👩‍👧‍👦 𠮷𡈽䶮㛃 &lt;i&gt; %(name)s"
)
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SETTING = ["textarea", "option", "title"]


def sent(client: Any, url: str, **said: Any) -> Any:
    """Send a form with a token of its own, unless one is given."""
    return client.post(url, {"submission": str(uuid4())} | said)


def text(answer: Any) -> str:
    return answer.content.decode()


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.shown: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in SETTING:
            self.within.append(tag)
        if tag == "style" or (tag == "script" and not said.get("src")):
            self.faults.append(f"inline <{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{tag} {name}={value}")
            if name in ("src", "href", "action", "srcset", "poster", "formaction"):
                address = (value or "").strip().lower()
                if "://" in address or address.startswith(("//", "javascript:")):
                    self.faults.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.shown.append(data)


def faults_of(answer: Any) -> list[str]:
    """Say what a page does that the policy of contents would stop: inline code, other hosts."""
    reader = _Reader()
    reader.feed(text(answer))
    return reader.faults


def shown(answer: Any) -> str:
    """Return the words of a page as a reader sees them, without what stands in fields."""
    reader = _Reader()
    reader.feed(text(answer))
    return "".join(reader.shown)
