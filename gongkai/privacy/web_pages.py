"""HTML pages: what they show, what they keep from sight, and what their attributes say."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from gongkai.privacy.places import FileFinding, hidden, in_passage, named

_FLOWING = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark o:p q s samp small span strike strong sub sup time tt u var wbr".split()  # noqa: SIM905, E501
)
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?:\.\d+)?\s*(?:px|pt|em)?\s*(?:;|$)"
    r"|(?<!-)color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_DARK_GROUND = re.compile(r"background(?:-color)?\s*:", re.IGNORECASE)
_SAID = ("alt", "title", "value", "content", "placeholder", "aria-label", "summary")


def looks_like_a_page(text: str, name: str) -> bool:
    """Tell HTML from plain text by its name or its beginning."""
    return name.lower().endswith((".html", ".htm", ".xhtml")) or bool(
        re.match(r"\ufeff?\s*(?:<!doctype html|<html|<head|<body)", text, re.IGNORECASE)
    )


def scan_page(text: str) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in an HTML page, by lines."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_passage()
    yield from page.found


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[FileFinding] = []
        self._passage: list[str] = []
        self._line = 1
        self._unseen: list[str] = []  # the open tags from the first one that hides what is in it
        self._kept_from_sight: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _FLOWING:
            self.end_passage()
        known = {key: value or "" for key, value in attrs}
        self._read_attributes(tag, known)
        if tag in _EMPTY:
            return
        if self._unseen:
            self._unseen.append(tag)
        elif tag == "template" or "hidden" in known or _hides(known.get("style", "")):
            self.end_passage()
            self._unseen = [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _FLOWING:
            self.end_passage()
        if tag in self._unseen:
            last = len(self._unseen) - 1 - self._unseen[::-1].index(tag)
            self._unseen = self._unseen[:last]
            if not self._unseen:
                self.end_passage()
                self._end_unseen()

    def handle_data(self, data: str) -> None:
        if not self._passage:
            self._line = self.getpos()[0]
        self._passage.append(data)
        if self._unseen and self._unseen[-1] not in ("script", "style"):
            self._kept_from_sight.append(data)

    def handle_comment(self, data: str) -> None:
        if data.strip() and not re.match(r"\s*\[?(?:if|endif)\b|\[", data.strip(), re.IGNORECASE):
            where = _("comment in line %(number)d") % {"number": self.getpos()[0]}
            self.found.append(hidden("comment", where, data))
        self.found += in_passage(data, _("comment in line %(number)d") % {"number": self.getpos()[0]})

    def end_passage(self) -> None:
        text, self._passage = "".join(self._passage), []
        if text.strip():
            # A line end in the source is a blank on the page.
            self.found += in_passage(re.sub(r"\s+", " ", text), _("line %(number)d") % {"number": self._line})

    def close(self) -> None:
        super().close()
        self.end_passage()
        self._end_unseen()

    def _end_unseen(self) -> None:
        text, self._kept_from_sight = "".join(self._kept_from_sight), []
        if text.strip():
            self.found.append(
                hidden("hidden_text", _("line %(number)d") % {"number": self.getpos()[0]}, text)
            )

    def _read_attributes(self, tag: str, known: dict[str, str]) -> None:
        where = _("line %(number)d") % {"number": self.getpos()[0]}
        if tag == "meta" and known.get("name", "").lower() in ("author", "creator"):
            self.found += named(known["name"], known.get("content", ""))
        if (
            tag == "input"
            and known.get("type", "").lower() == "hidden"
            and re.search(r"[^\W_]{6}", known.get("value", ""))
        ):
            self.found.append(hidden("hidden_text", where, known["value"]))
        if tag in ("img", "image") and known.get("src", known.get("href", "")).startswith("data:image"):
            self.found.append(
                FileFinding("unreadable", _("picture in line %(number)d") % {"number": self.getpos()[0]}, "")
            )
        for key, value in known.items():
            if key in _SAID or key.startswith("data-") or value.startswith(("mailto:", "tel:")):
                self.found += in_passage(value.removeprefix("mailto:").replace("tel:", "电话："), where)


def _hides(style: str) -> bool:
    sign = _UNSEEN.search(style)
    return bool(sign) and not ("color" in sign.group().lower()[:5] and _DARK_GROUND.search(style))  # type: ignore[union-attr]
