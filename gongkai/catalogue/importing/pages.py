"""Reading one page of a government website: what its head block says, and its text without the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree, html  # type: ignore[import-untyped]

from gongkai.catalogue.importing import page_facts as facts_of
from gongkai.catalogue.importing.decoding import decoded
from gongkai.catalogue.importing.fields import one_line
from gongkai.catalogue.importing.leaves import Leaf, leaves
from gongkai.catalogue.importing.page_files import FileLink, LinkedFile, file_links, name_pictures
from gongkai.catalogue.importing.page_heads import head_block
from gongkai.catalogue.importing.page_texts import (
    DROPPED,
    SHORTEST_TEXT,
    drop,
    drop_out_of_sight,
    drop_what_stands_before,
    drop_what_stands_beside,
    is_list,
    text_of_page,
    without_frame,
)
from gongkai.typesetting.rich_text import Block, blocks, html_of, plain_text, text_of

LARGEST_PAGE = 20_000_000  # bytes
_LISTS = re.compile(
    r"(index|default|list|main|left|top|right|bottom|home|more|menu|head|foot|map|sitemap)(_?\d*)", re.I
)
_STATUS = re.compile(r"(HTTP\s*)?(404|403|500|502|503)\b")
_ERRORS = re.compile(
    r"\b(404|403|500|502|503)\b|not found|bad gateway|forbidden"
    r"|(页面|网页|文件|文章|内容|该页|此页|信息|资源)[^，。]{0,6}(不存在|已(经)?(被)?删除|找不到|未找到|没有找到|无法(访问|显示|找到))"
    r"|(找不到|无法找到|未找到)[^，。]{0,6}(页|文件|信息)|系统(出错|维护|升级)|访问(出错|异常)|参数错误",
    re.I,
)
_LONGEST_ERROR, _LONGEST_LEADING_ON = 500, 200  # characters


@dataclass
class Page:
    """What a page says. `facts` by the names of fields; keys of `pictures` stand in `body` as data-file.

    `is_none` says why it is no page of a text at all. `hosts` are the names of its own site.
    """

    facts: dict[str, str] = field(default_factory=dict)
    body: str = ""
    pictures: dict[str, str] = field(default_factory=dict)  # key -> address as it stands in the page
    inside: dict[str, bytes] = field(
        default_factory=dict
    )  # key -> content of a picture that lies in the page
    files: list[LinkedFile] = field(default_factory=list)
    hosts: frozenset[str] = frozenset()
    is_none: str = ""

    @property
    def says_nothing(self) -> bool:
        if self.pictures or self.files:
            return False
        return len(re.sub(r"\s", "", plain_text(self.body))) < SHORTEST_TEXT


def read_page(content: bytes, path: str, said: str = "") -> Page | None:
    """Return what the page at `path` of a folder says; None where it is no page that can be read.

    `said` is the encoding its envelope names.
    """
    text = decoded(content, said) if len(content) <= LARGEST_PAGE else ""
    if not text.strip():
        return None
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    metas, found = _metas(tree), leaves(tree)
    if frame := _is_frame(tree, found):
        return Page(is_none=frame)
    drop_out_of_sight(tree)
    head, groups = head_block(tree)
    page = Page(facts=_facts(tree, metas, head, found, path))
    if address := facts_of.old_address(tree, metas, text):
        page.facts["old_address"] = address
    page.hosts = facts_of.own_hosts(metas, page.facts.get("old_address", ""), path)
    _take_text(page, tree, groups)
    page.is_none = _is_none(page, metas, path)
    return page


def _parser() -> Any:
    return html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in tree.iter("meta"):
        name = (each.get("name") or each.get("property") or "").strip().lower()
        words = one_line(each.get("content") or "")
        if name and words and words.lower() != "null":
            found.setdefault(name, words)
    return found


def _facts(
    tree: Any, metas: dict[str, str], head: dict[str, str], found: Sequence[Leaf], path: str
) -> dict[str, str]:
    facts = dict(head)
    facts["title"] = facts_of.title_of(tree, metas, head, found)
    day = facts_of.published_on(metas, head, found, facts["title"], path)
    facts["published_on"] = day.isoformat() if day else ""
    facts["source"] = facts_of.source_of_page(metas, head, tree, found, facts["title"])
    facts["column"] = (
        head.get("column") or metas.get("columnname") or facts_of.column_in(found, facts["title"])
    )
    facts["keywords"] = head.get("keywords") or metas.get("keywords", "")
    facts["abstract"] = head.get("abstract") or metas.get("description", "")
    if "document_number" not in head:
        facts["document_number"] = facts_of.number_beside_title(found, facts["title"])
    return {
        name: words for name, words in facts.items() if (words and words != facts["title"]) or name == "title"
    }


def _take_text(page: Page, tree: Any, groups: Sequence[Any]) -> None:
    links = file_links(tree)
    order = {each: place for place, each in enumerate(tree.iter())}
    for each in tree.xpath(f"//*[{' or '.join(f'self::{tag}' for tag in DROPPED)}]"):
        drop(each)
    main = text_of_page(tree, page.facts["title"], groups, [each.element for each in links])
    for each in groups:
        if each is not main and main in set(each.iterancestors()):
            drop(each)
    page.files = _files(links, main, order)
    drop_what_stands_before(main, page.facts["title"])
    drop_what_stands_beside(main)
    for key, address, content in name_pictures(main):
        page.pictures[key] = address
        if content is not None:
            page.inside[key] = content
    parts = without_frame(
        blocks(html.tostring(main, encoding="unicode", with_tail=False)), page.facts["title"]
    )
    page.body = html_of(parts)
    page.pictures = {key: at for key, at in page.pictures.items() if key in page.body}
    if is_list(main) and not page.files:
        page.is_none = _("It is a list of other pages.")
    _take_from_text(page, parts)


def _files(links: Sequence[FileLink], main: Any, order: dict[Any, int]) -> list[LinkedFile]:
    """The files linked in the text or below it; one that a page only shows has to stand in the text."""
    found = [
        each.file
        for each in links
        if main in each.above or (not each.is_shown_only and order[each.element] > order[main])
    ]
    return list({each.address: each for each in found}.values())


def _take_from_text(page: Page, parts: Sequence[Block]) -> None:
    """What the paper itself says of its number and its day, where nothing else does."""
    lines = [line for line in text_of(parts).split("\n") if line.strip()]
    take_from_paper(page.facts, lines)


def take_from_paper(facts: dict[str, str], lines: Sequence[str]) -> None:
    """Add to facts the number at the head of a paper and the day at its foot, where they are not told."""
    if not facts.get("document_number") and (number := facts_of.number_in(lines)):
        facts["document_number"] = number
    if not facts.get("document_date") and (day := facts_of.signed_on(lines)):
        facts["document_date"] = day.isoformat()


# Pages that hold no text


def _is_frame(tree: Any, found: Sequence[Leaf]) -> str:
    if tree.find(".//frameset") is not None:
        return _("It only holds frames for other pages.")
    words = sum(len(leaf.words) for leaf in found)
    for each in tree.iter("meta"):
        leads_on = (each.get("http-equiv") or "").lower() == "refresh"
        if leads_on and "url" in (each.get("content") or "").lower() and words < _LONGEST_LEADING_ON:
            return _("It only leads on to another page.")
    return ""


def _is_none(page: Page, metas: dict[str, str], path: str) -> str:
    """Say why a page is no text of its own: an error page, a list, the entry of a column."""
    if metas.get("articletitle"):
        return ""
    title, words = page.facts["title"], plain_text(page.body)
    is_dated = bool(page.facts.get("published_on"))
    is_error = _STATUS.match(title) or (not is_dated and (_ERRORS.search(title) or _ERRORS.search(words)))
    if is_error and len(words) < _LONGEST_ERROR and not page.files:
        return _("It is an error page of the old site.")
    if _LISTS.fullmatch(PurePosixPath(path).stem) and not is_dated:
        return _("It is the entry of a column, or a frame of one.")
    return page.is_none
