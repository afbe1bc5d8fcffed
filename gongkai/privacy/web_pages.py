"""HTML pages: what they show, what they keep from sight, and what their attributes say."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from gongkai.privacy.places import (
    FileFinding,
    are_headings,
    hidden,
    in_passage,
    in_row,
    named,
    names_of_columns,
)

FLOWING = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark o:p q s samp small span strike strong sub sup time tt u var wbr".split()  # noqa: SIM905, E501
)
EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*(?:0(?:\.\d+)?|1)\s*(?:px|pt|em)?\s*(?:;|!|$)"
    r"|(?<!-)color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255[^)]*\))|mso-hide\s*:\s*all"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{4,}"
    r"|(?<![\w-])(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$)(?=.*overflow\s*:\s*hidden)"
    r"|overflow\s*:\s*hidden(?=.*[;\s](?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$))"
    r"|clip(?:-path)?\s*:\s*(?:rect\(\s*0(?:px)?[\s,]+0|inset\(\s*(?:50|100)%)",
    re.IGNORECASE | re.DOTALL,
)
_DARK_GROUND = re.compile(
    r"background(?:-color|-image)?\s*:(?!\s*(?:#fff|white|none|transparent))", re.IGNORECASE
)
_WHITE = re.compile(r"#?f{6}|#fff|white", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[\w-]*[.#][\w-]+")
SAID = ("alt", "title", "value", "content", "placeholder", "aria-label", "summary")
# What Office writes about a file into the pages it saves.
OF_OFFICE = re.compile(r"<o:(Author|LastAuthor|Manager|Company)>([^<]*)<", re.IGNORECASE)


def looks_like_a_page(text: str, name: str) -> bool:
    """Tell HTML from plain text by its name or its beginning."""
    return name.lower().endswith((".html", ".htm", ".xhtml")) or bool(
        re.match(r"\ufeff?\s*(?:<!doctype html|<html|<head|<body)", text, re.IGNORECASE)
    )


def scan_page(text: str) -> Iterator[FileFinding]:
    """Yield what is personal or hidden in an HTML page, by lines."""
    page = PageReader()
    page.feed(text)
    page.close()
    page.end_passage()
    yield from page.found


class _Row:
    """A row of a table that is open, with its table's headings."""

    def __init__(self) -> None:
        self.headings: list[str] = []
        self.cells: list[tuple[str, str]] = []  # what a cell says, and where
        self.open = False


class PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[FileFinding] = []
        self._passage: list[str] = []
        self._line = 1
        self._unseen: list[str] = []  # the open tags from the first one that hides what is in it
        self._kept_from_sight: list[str] = []
        self._tables: list[_Row] = []
        self._in_style = False
        self._hiding: set[str] = set()  # selectors of the page's own style sheet
        self._dark: list[str] = []  # the open tags from the first one with a ground of its own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._passage.append("\v")
        elif tag not in FLOWING:
            self.end_passage()
        known = {key: value or "" for key, value in attrs}
        self._read_attributes(tag, known)
        self._open_table(tag)
        if tag == "style":
            self._in_style = True
        if tag in EMPTY:
            return
        style = known.get("style", "")
        if self._dark:
            self._dark.append(tag)
        elif _DARK_GROUND.search(style) or (known.get("bgcolor") and not _WHITE.fullmatch(known["bgcolor"])):
            self._dark = [tag]
        if self._unseen:
            self._unseen.append(tag)
        elif tag == "template" or "hidden" in known or self._is_unseen(tag, known):
            self.end_passage()
            self._unseen = [tag]

    def _is_unseen(self, tag: str, known: dict[str, str]) -> bool:
        style = known.get("style", "")
        if _hides(style):
            return not (self._dark and _hides_by_colour(style))
        if tag == "font" and _WHITE.fullmatch(known.get("color", "")) and not self._dark:
            return True
        names = [f".{name}" for name in known.get("class", "").split()] + [
            f"#{known['id']}" for _one in ("",) if "id" in known
        ]
        return any(name in self._hiding or f"{tag}{name}" in self._hiding for name in names)

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(_Row())
        elif self._tables and tag == "tr":
            self._end_row()
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].open = True
            where = _("line %(number)d") % {"number": self.getpos()[0]}
            self._tables[-1].cells.append(("", where))

    def _end_row(self) -> None:
        row = self._tables[-1]
        cells, row.cells, row.open = row.cells, [], False
        values = [text.strip() for text, _where in cells]
        self.found += in_row(
            (row.headings[at] if at < len(row.headings) else "", values[at], where)
            for at, (_text, where) in enumerate(cells)
        )
        if are_headings(values) and (
            not row.headings or names_of_columns(values) > names_of_columns(row.headings)
        ):
            row.headings = values

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in FLOWING:
            self.end_passage()
        if self._tables and tag == "tr":
            self._end_row()
        elif self._tables and tag == "table":
            self._end_row()
            self._tables.pop()
        if tag == "style":
            self._in_style = False
        if tag in self._dark:
            self._dark = self._dark[: len(self._dark) - 1 - self._dark[::-1].index(tag)]
        if tag in self._unseen:
            last = len(self._unseen) - 1 - self._unseen[::-1].index(tag)
            self._unseen = self._unseen[:last]
            if not self._unseen:
                self.end_passage()
                self._end_unseen()

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._read_style(data)
        if not self._passage:
            self._line = self.getpos()[0]
        self._passage.append(data)
        if self._unseen and self._unseen[-1] not in ("script", "style"):
            self._kept_from_sight.append(data)

    def _read_style(self, sheet: str) -> None:
        for selectors, rules in _RULE.findall(sheet):
            if _hides(rules) and not _hides_by_colour(rules):
                self._hiding |= {
                    each.strip() for each in selectors.split(",") if _SELECTOR.fullmatch(each.strip())
                }

    def handle_comment(self, data: str) -> None:
        if data.strip() and not re.match(r"\s*\[?(?:if|endif)\b|\[", data.strip(), re.IGNORECASE):
            where = _("comment in line %(number)d") % {"number": self.getpos()[0]}
            self.found.append(hidden("comment", where, data))
        for label, value in OF_OFFICE.findall(data):
            self.found += named(label, value, person=label.lower() != "company")
        self.found += in_passage(data, _("comment in line %(number)d") % {"number": self.getpos()[0]})

    def end_passage(self) -> None:
        text, self._passage = "".join(self._passage), []
        if not text.strip():
            return
        # A line end in the source is a blank on the page, and only a break ends a line.
        text = re.sub(r"\s*\v\s*", "\n", re.sub(r"[^\S\v]+", " ", text))
        if self._tables and self._tables[-1].open:
            said, where = self._tables[-1].cells[-1]
            self._tables[-1].cells[-1] = (f"{said} {text}", where)
        else:
            self.found += in_passage(text, _("line %(number)d") % {"number": self._line})

    def close(self) -> None:
        super().close()
        self.end_passage()
        while self._tables:
            self._end_row()
            self._tables.pop()
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
        if tag in ("ins", "del") and "datetime" in known:
            self.found.append(FileFinding("tracked_change", where, ""))
        if tag in ("img", "image") and known.get("src", known.get("href", "")).startswith("data:image"):
            self.found.append(
                FileFinding("unreadable", _("picture in line %(number)d") % {"number": self.getpos()[0]}, "")
            )
        for key, value in known.items():
            if key in SAID or key.startswith("data-") or value.startswith(("mailto:", "tel:")):
                self.found += in_passage(value.removeprefix("mailto:").replace("tel:", "电话："), where)


def _hides(style: str) -> bool:
    sign = _UNSEEN.search(style)
    return bool(sign) and not (_hides_by_colour(style) and _DARK_GROUND.search(style))


def _hides_by_colour(style: str) -> bool:
    """Whether nothing but its colour keeps a text from sight: white letters show on a dark ground."""
    return all(sign.group().lower().startswith("color") for sign in _UNSEEN.finditer(style))
