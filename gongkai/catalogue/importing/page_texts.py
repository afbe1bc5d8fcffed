"""Which element of a page holds its text, and what stands in it that is none of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gongkai.catalogue.importing.fields import plain_label
from gongkai.catalogue.importing.leaves import RELATED, Leaf, is_around, leaves, tells_of_the_page, words_of
from gongkai.typesetting.rich_text import Block, Heading, ListItem, Paragraph, PictureBlock, Run
from gongkai.typesetting.rich_text import words_of as words_of_runs

SHORTEST_TEXT = 10  # characters; a page with fewer and no file is a list or a frame

# Where sites of the usual makers keep the text.
CONTAINERS = (
    "//*[@id='UCAP-CONTENT'] | //ucapcontent | //founder-content",
    "//*[@id='zoom' or @id='Zoom' or @id='ZOOM' or @id='fontzoom']",
    "//*[@id='vsb_content' or contains(@class,'v_news_content')]",
    "//*[contains(@class,'TRS_Editor') or contains(@class,'TRS_UEDITOR')]",
    "//*[contains(@class,'trs_editor_view')]",
    "//*[@id='js_content']",
    "//*[contains(@class,'bt_content') or contains(@class,'pages_content')]",
    "//*[contains(@class,'article-content') or contains(@class,'article_content')]",
    "//*[contains(@class,'wp_articlecontent') or contains(@class,'Custom_UnionStyle')]",
    "//*[@id='ivs_content' or contains(@class,'arc_cont') or contains(@class,'xxgk_detail_content')]",
    "//*[contains(@class,'news_content') or contains(@class,'content_body')]",
    "//*[contains(@class,'xl_content')]",
)
DROPPED = (
    *("script", "style", "noscript", "iframe", "nav", "header", "footer", "button", "input", "select"),
    *("textarea", "object", "embed", "template", "link", "meta"),
)
_EMPTY = frozenset(["embed", "input", "source", "link", "meta", "bgsound", "param", "track", "wbr"])
# What stands in or beside a text and is no part of it, by what it is called.
_BESIDE = re.compile(
    r"share|breadcrumb|crumb|location|position|dqwz|weizhi|qrcode|ewm|erweima|print|toolbar|fontsize"
    r"|related|xgxx|xgwd|prevnext|prev-next|pagination|copyright|advert|sidebar",
    re.I,
)
_OUT_OF_SIGHT = re.compile(
    r"display\s*:\s*none|(?:left|top|right|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)",
    re.I,
)
# Of a line in a list nothing but the title and the day is left.
_DAYS = re.compile(r"[\d\-年月日/.:：\[\]()（）·•|\s]")
_LARGEST_BESIDE = 300  # characters
# Layout is gone into; a paragraph, a list or a drawn table is the text itself.
_LAYOUT = frozenset(
    {
        *("html", "body", "div", "section", "article", "main", "center", "form", "table"),
        *("tbody", "tr", "td", "span", "font", "fieldset", "ucapcontent"),
    }
)
_HOLDERS = frozenset(
    {
        *("div", "section", "article", "main", "center", "form", "table", "td", "body"),
        *("ucapcontent", "span", "font"),
    }
)
MOST_LOST = 0.12
FEW_WORDS, FEW_FOR_FILES = 200, 15


def text_of_page(tree: Any, title: str, heads: Sequence[Any] = (), files: Sequence[Any] = ()) -> Any:
    """Return the element that holds the text: one of those known by name, else the smallest with nearly all.

    `heads` hold the facts of the page and none of its text. `files` are the links to files: where a page has
    hardly any words, they are its text, or its pictures are.
    """
    weights = _weights(tree, title, heads) or _weights(tree, title)
    for some in (files, tree.xpath("//img[not(ancestor::a)]")):
        if weights[tree] < FEW_FOR_FILES:
            for each in some:
                _weigh(weights, each, FEW_FOR_FILES)
    whole = weights[tree]
    for container in CONTAINERS:
        found = [each for each in tree.xpath(container) if _holds_a_text(each)]
        if found:
            best = max(found, key=lambda each: (len(words_of(each)), -_depth(each)))
            if whole < FEW_WORDS or weights[best] > whole * 0.2:
                return best
    return _smallest_with_nearly_all(tree, weights)


def _weights(tree: Any, title: str, heads: Sequence[Any] = ()) -> dict[Any, float]:
    """How many characters of text proper each element holds."""
    weights: dict[Any, float] = defaultdict(float)
    apart = {each for head in heads for each in head.iter()}
    for leaf in leaves(tree):
        weight = 0 if leaf.holder in apart or leaf.words == title else _weight(leaf)
        if weight:
            _weigh(weights, leaf.holder, weight)
    return weights


def _weigh(weights: dict[Any, float], element: Any, weight: float) -> None:
    while element is not None:
        weights[element] += weight
        element = element.getparent()


def _weight(leaf: Leaf) -> float:
    if leaf.is_link or leaf.is_around or leaf.tells:
        return 0
    size = len(leaf.words) - leaf.linked
    return size if leaf.is_prose else size * 0.3


def _smallest_with_nearly_all(tree: Any, weights: dict[Any, float]) -> Any:
    body = tree.find("body")
    here = body if body is not None else tree
    enough = weights[here] * (1 - MOST_LOST)
    while True:
        inner = max(
            (each for each in here if isinstance(each.tag, str)), key=lambda each: weights[each], default=None
        )
        if (
            inner is None
            or weights[inner] < enough
            or inner.tag not in _LAYOUT
            or not weights[inner]
            or _is_drawn(inner)
        ):
            break
        here = inner
    while here.tag not in _HOLDERS and here.getparent() is not None:
        here = here.getparent()
    return here


def _is_drawn(element: Any) -> bool:
    return element.tag == "table" and (
        (element.get("border") or "0").strip("px ") not in {"0", ""}
        or "Mso" in (element.get("class") or "")
        or bool(element.xpath(".//th"))
    )


def _depth(element: Any) -> int:
    return sum(1 for _each in element.iterancestors())


def _holds_a_text(element: Any) -> bool:
    found = leaves(element)
    words = sum(len(each.words) for each in found)
    if words >= SHORTEST_TEXT:
        linked = sum(each.linked for each in found)
        return linked < words * 0.6 or not _is_list(found)
    return bool(element.xpath(".//img"))


def _is_list(found: Sequence[Leaf]) -> bool:
    return sum(each.is_link and len(each.words) > 5 for each in found) >= 5


def is_list(main: Any) -> bool:
    """Say whether what a page holds is a list of other pages."""
    found = [each for each in leaves(main) if not each.is_around]
    links = [each for each in found if each.linked > 5 and each.linked * 2 > len(_DAYS.sub("", each.words))]
    text = sum(_weight(each) for each in found if each not in links)
    return len(links) >= 5 and sum(each.linked for each in links) > text


# What is none of the text


def drop_out_of_sight(tree: Any) -> None:
    """Take out what nobody sees: foreign links are put into old sites that way."""
    for each in tree.xpath("//*[@style]"):
        if _OUT_OF_SIGHT.search(each.get("style")) and each.tag not in {"html", "body"}:
            drop(each)


def drop_what_stands_beside(main: Any) -> None:
    """Take out of the text's element what is called a tool of the page, and the related pages below."""
    for each in list(main.iter()):
        if each is main or not isinstance(each.tag, str):
            continue
        names = f"{each.get('id') or ''} {each.get('class') or ''}"
        if _BESIDE.search(names) and len(words_of(each)) < _LARGEST_BESIDE:
            drop(each)
    found = leaves(main)
    for place, leaf in enumerate(found):
        if RELATED.fullmatch(leaf.words) and all(
            each.is_link or each.is_around for each in found[place + 1 :]
        ):
            for each in {each.holder for each in found[place:]}:
                if each is not main:
                    drop(each)
            return


def drop(element: Any) -> None:
    """Take an element out with all it holds; what follows it stays.

    What never holds anything was not closed by those who wrote it: all that seems to stand in it stays.
    """
    if element.getparent() is not None:
        if element.tag in _EMPTY:
            element.drop_tag()
        else:
            element.drop_tree()


def drop_what_stands_before(main: Any, title: str) -> None:
    """Take out of the text's element what stands before the title: the top of the page, its menus."""
    found = leaves(main)
    places = [place for place, leaf in enumerate(found) if plain_label(leaf.words) == plain_label(title)]
    if not places:
        return
    place = places[-1]
    weights = [_weight(each) for each in found]
    if sum(weights[:place]) > sum(weights[place + 1 :]):
        return
    kept = {*found[place].holder.iterancestors(), found[place].holder}
    kept |= {leaf.holder for leaf in found[place:]}
    for leaf in found[:place]:
        if leaf.holder not in kept:
            drop(leaf.holder)


def without_frame(parts: Sequence[Block], title: str) -> list[Block]:
    """Return a text without title and line below it at its head, and without the tools at its foot."""
    kept = [*(_line_by_line(parts[0]) if parts else ()), *parts[1:]]
    if len(kept) > 1:
        kept[-1:] = _line_by_line(kept[-1])
    while kept and _is_at_head(kept[0], title):
        kept.pop(0)
    kept = _without_title(kept, title)
    while kept and _is_at_head(kept[0], title):
        kept.pop(0)
    while kept and _is_around(kept[-1]):
        kept.pop()
    return kept


def _line_by_line(part: Block) -> list[Block]:
    """A paragraph whose first or last lines may be none of the text, as a paragraph for each line."""
    if not isinstance(part, Paragraph) or "\n" not in words_of_runs(part.runs):
        return [part]
    lines: list[list[Run]] = [[]]
    for run in part.runs:
        for place, words in enumerate(run.text.split("\n")):
            if place:
                lines.append([])
            if words:
                lines[-1].append(replace(run, text=words))
    return [replace(part, runs=tuple(line)) for line in lines if line]


def _without_title(parts: list[Block], title: str) -> list[Block]:
    """Take the title away where a text begins with it, in one piece or in several."""
    rest = plain_label(title)
    for place, part in enumerate(parts[:6]):
        if isinstance(part, PictureBlock):
            continue
        words = plain_label(_words(part))
        if not words or not rest.startswith(words):
            break
        rest = rest[len(words) :]
        if not rest:
            return [each for each in parts[: place + 1] if isinstance(each, PictureBlock)] + parts[
                place + 1 :
            ]
    return parts


def _is_at_head(part: Block, title: str) -> bool:
    words = _words(part)
    return bool(words) and words != title and (is_around(words) or tells_of_the_page(words))


def _is_around(part: Block) -> bool:
    words = _words(part)
    return bool(words) and (is_around(words) or bool(RELATED.fullmatch(words)))


def _words(part: Block) -> str:
    if isinstance(part, Paragraph | Heading | ListItem):
        return " ".join(words_of_runs(part.runs).split())
    return ""
