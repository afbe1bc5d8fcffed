"""What the reader of rich text goes by: characters, tags, and how programs of the office set words."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape

import nh3

from .parts import ListItem, Runs

SCHEMES = {"http", "https", "mailto"}

# Deeper lists and wider tables than these fit no page; what goes beyond joins the last level or cell.
LIST_LEVELS, COLUMNS = 6, 60
ALT_AT_MOST, ADDRESS_AT_MOST = 1000, 2000
UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")

# Controls, marks that turn the direction of writing, zero-width and soft characters, noncharacters.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)

# What the reader itself puts between runs, and where a line is broken; neither can come from outside.
BETWEEN, BREAK, TURN = "\x02", "\x03", "\x04"
SPACES = " \t\r\n\f\xa0"
EVERY_SPACE = re.compile(f"[{SPACES}{TURN}{BETWEEN}]+")
EDGES = " \u3000"
AROUND_BREAKS = re.compile(f"[{EDGES}{BETWEEN}{BREAK}]+")
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
SKIPPED = {
    *("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math", "xml"),
    *("textarea", "select", "option", "video", "audio", "canvas", "noframes", "applet", "button", "datalist"),
}

# These stand open while the rest is read and must not silence it.
NEVER_SKIPPED_WHOLE = {"html", "body"}
PARTING = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center"),
    *(
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "caption",
        "form",
        "fieldset",
        "legend",
        "details",
        "summary",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "html", "body"),
    *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "hr"),
}
LEVELS = {f"h{level}": level for level in range(1, 7)}
MARKS = {
    **{"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline", "cite": "italic"},
    **{"sup": "sup", "sub": "sub", "s": "struck", "strike": "struck", "del": "struck"},
}
BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
NOT_BOLD = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.I)
ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.I)
UNDERLINED = re.compile(r"text-decoration[\w-]*\s*:[^;]*underline", re.I)
STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)", re.I)
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
ALIGNED = re.compile(r"text-align\s*:\s*(center|right|end)", re.I)
OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-6])", re.I)
WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d+)", re.I)
WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.I)

# 1. or a) or iv. count; 一、 and 第一条 are words of the document.
COUNTED = re.compile(r"[(（]?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)）．、]?")
SPOKEN = re.compile(r"[(（]?[一二三四五六七八九十百]+[)）、.．]|第.{1,6}[编章节条款]")
ADDRESS = re.compile(r"(https?://[^\s\"'<>\\]+|mailto:[^\s\"'<>\\]+@[^\s\"'<>\\]+)", re.I)


def marks_of(style: str) -> set[str]:
    marks = {
        name
        for name, said in (("bold", BOLD), ("italic", ITALIC), ("underline", UNDERLINED), ("struck", STRUCK))
        if said.search(style)
    }
    if raised := RAISED.search(style):
        marks.add("sup" if raised[1].lower() == "super" else "sub")
    return marks


def align_of(tag: str, style: str, attributes: Mapping[str, str]) -> str:
    if style and (said := ALIGNED.search(style)):
        return "center" if said[1].lower() == "center" else "right"
    given = attributes.get("data-align") or attributes.get("align") or ("center" if tag == "center" else "")
    return given.lower() if given.lower() in ("center", "right") else ""


@lru_cache(maxsize=500)
def address_of(given: str) -> str:
    address = given.strip()
    if len(address) > ADDRESS_AT_MOST or not ADDRESS.fullmatch(address):
        return ""
    # The cleaner has the last word, and what it would take away later must not be here now.
    kept = nh3.clean(f'<a href="{escape(address)}">x</a>', tags={"a"}, url_schemes=SCHEMES, link_rel=None)
    return address if "href" in kept else ""


def span_of(attributes: Mapping[str, str], name: str, most: int) -> int:
    said = attributes.get(name, "").strip()
    return max(1, min(int(said), most)) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def word_item(level: int, marker: str, runs: Runs) -> ListItem:
    counted = COUNTED.fullmatch(marker) if len(marker) > 1 else None
    begins = counted is not None and counted[1] in ("1", "a", "A", "i", "I")
    return ListItem(level, counted is not None, 1 if begins else 2, runs)
