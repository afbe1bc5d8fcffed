"""Reading one page of a government website: what its head block says, and its text without the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from lxml import etree, html  # type: ignore[import-untyped]

from gongkai.catalogue.importing.days import day_in, day_in_path
from gongkai.catalogue.importing.fields import OF_A_HEAD, field_called, one_line, plain_label, printable
from gongkai.typesetting.rich_text import clean, plain_text

LARGEST_PAGE = 20_000_000  # bytes
LONGEST_HEAD = 4000  # characters, blanks included, of a head block
SHORTEST_TEXT = 10  # characters; a page with fewer and no file is a list or a frame

# Where sites of the usual makers keep the text, the surest first.
CONTAINERS = (
    "//*[@id='UCAP-CONTENT']",
    "//*[@id='zoom' or @id='Zoom']",
    "//*[@id='vsb_content' or contains(@class,'v_news_content')]",
    "//*[contains(@class,'TRS_Editor') or contains(@class,'TRS_UEDITOR')]",
    "//*[@id='js_content']",
    "//*[contains(@class,'pages_content')]",
    "//*[contains(@class,'article-content') or contains(@class,'article_content')]",
    "//*[@id='article_content' or @id='articleContent' or @id='content-body' or @id='contentText']",
    "//*[contains(@class,'content_body') or contains(@class,'news_content')]",
    "//*[contains(@class,'xl_content')]",
    "//article",
    "//*[@id='content' or @id='article' or @id='text' or @id='detail']",
    "//*[@class='content' or @class='article' or @class='view' or @class='con' or @class='text']",
    "//*[contains(@class,'detail-con') or contains(@class,'conTxt') or contains(@class,'txt_con')]",
    "//main",
)
_DROPPED = (
    "script|style|noscript|iframe|nav|header|footer|form|button|input|select|textarea|object|embed|template"
)
# What stands in or beside a text and is no part of it.
_BESIDE = re.compile(
    r"share|bdshare|breadcrumb|crumb|location|position|dqwz|weizhi|qrcode|ewm|erweima|print|toolbar|fontsize"
    r"|related|xgxx|prevnext|prev-next|pagination|copyright|advert|sidebar",
    re.I,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|更新)?(?:日期|时间)\s*[:：]\s*([^\s|]{6,20}(?:\s*[月日\d]{1,3})*)"
)
_SOURCE = re.compile(r"(?:信息)?来源\s*[:：]\s*([^\s|｜【\[]{2,60})")
_FILES = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|wps|et|ofd|txt|csv|zip|rar|jpe?g|png|gif|bmp|tiff?|mp3|mp4)$", re.I
)
_CELLS = ("td", "th", "dt", "dd", "li", "p", "span", "div", "b", "strong", "label", "em", "i", "font")
# Where the heading of a text stands.
_HEADINGS = (
    "//h1 | //h2 | //*[contains(@class,'title') or contains(@class,'tit') or contains(@class,'bt')"
    " or contains(@id,'title') or contains(@id,'Title')][not(.//p) and not(self::meta)]"
)
LONGEST_TITLE = 150
# How far up the words of a paragraph speak for what holds it.
LEVELS = 5
# What stands in a head block where there is nothing to say.
_NOTHING = {"无", "暂无", "-", "--", "—", "——", "/", "null", "空"}
_PICTURES = ("data-src", "data-original", "oldsrc", "src")


@dataclass
class Page:
    """What a page says. `facts` by the names of fields; keys of `pictures` stand in `body` as data-file."""

    facts: dict[str, str] = field(default_factory=dict)
    body: str = ""
    pictures: dict[str, str] = field(default_factory=dict)  # key -> address relative to the page
    files: dict[str, str] = field(default_factory=dict)  # address relative to the page -> its words

    @property
    def says_nothing(self) -> bool:
        if self.pictures or self.files:
            return False
        return len(re.sub(r"\s", "", plain_text(self.body))) < SHORTEST_TEXT


def read_page(content: bytes, path: str) -> Page | None:
    """Return what the page at `path` of a folder says; None where it is no page that can be read."""
    text = _decoded(content) if len(content) <= LARGEST_PAGE else ""
    if not text.strip():
        return None
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    page = Page()
    metas = _metas(tree)
    head, groups = _head_block(tree)
    _take_facts(page, tree, metas, head, path)
    for each in tree.xpath(f"//*[{' or '.join(f'self::{tag}' for tag in _DROPPED.split('|'))}]"):
        if each.getparent() is not None:
            each.drop_tree()
    main = _main(tree)
    for each in groups:
        if each is not main and each.getparent() is not None and main in set(each.iterancestors()):
            each.drop_tree()
    _drop_what_stands_beside(main, page.facts.get("title", ""))
    page.files = dict(_files_in(tree))
    _name_pictures(page, main)
    page.body = clean(html.tostring(main, encoding="unicode", with_tail=False))
    page.pictures = {key: at for key, at in page.pictures.items() if key in page.body}
    return page


def _parser() -> Any:
    return html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        told = ["utf-16"]
    else:
        found = _CHARSET.search(content[:4000])
        name = found[1].decode("ascii", "replace").lower() if found else ""
        told = ["gb18030" if name in {"gb2312", "gbk", "gb18030", "x-gbk"} else "utf-8-sig"]
        told += ["utf-8-sig", "gb18030", *(["big5"] if name == "big5" else [])]
    for encoding in told:
        try:
            return printable(content.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    # A single wrong byte in a long page must not cost the page.
    return printable(content.decode(told[0], "replace"))


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in tree.iter("meta"):
        name = (each.get("name") or each.get("property") or "").strip().lower()
        words = one_line(each.get("content") or "")
        if name and words and words.lower() != "null":
            found.setdefault(name, words)
    return found


def _words(element: Any) -> str:
    return one_line(element.text_content())


# Facts


def _take_facts(page: Page, tree: Any, metas: dict[str, str], head: dict[str, str], path: str) -> None:
    facts = {name: words for name, words in head.items() if words}
    title = metas.get("articletitle") or facts.get("title") or _title(tree, metas)
    facts["title"] = title
    line = _line_below_the_title(tree)
    told = [metas.get("pubdate"), facts.get("published_on"), *_days_said(line), metas.get("publishdate")]
    day = next((day for each in told if each and (day := day_in(each))), None) or day_in_path(path)
    facts["published_on"] = day.isoformat() if day else ""
    facts["source"] = metas.get("contentsource") or facts.get("source") or _said(_SOURCE, line)
    facts["column"] = facts.get("column") or metas.get("columnname", "")
    facts["keywords"] = facts.get("keywords") or metas.get("keywords", "")
    facts["abstract"] = facts.get("abstract") or metas.get("description", "")
    facts["old_address"] = _old_address(tree, metas)
    page.facts = {name: words for name, words in facts.items() if words}


def _title(tree: Any, metas: dict[str, str]) -> str:
    """The heading of the page, where its title in the browser says the same; else that title."""
    named = tree.find(".//title")
    whole = _words(named) if named is not None else ""
    headings = [words for each in tree.xpath(_HEADINGS) if 3 < len(words := _words(each)) <= LONGEST_TITLE]
    within = [words for words in headings if plain_label(words) in plain_label(whole)]
    if within or (headings and not whole):
        return max(within or headings[:1], key=len)
    site = metas.get("sitename", "")
    parts = re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-(?=[^-]*$)", whole)
    if len(parts) > 1 and (not site or site not in parts[0]):
        return parts[0]
    return whole


def _line_below_the_title(tree: Any) -> str:
    """The words of the page, among them day and source, as one line."""
    body = tree.find("body")
    return one_line(" ".join((body if body is not None else tree).itertext()))[:20_000]


def _days_said(line: str) -> list[str]:
    """The days a page names as those of a publication, those called so first."""
    found = list(_PUBLISHED.finditer(line))
    found.sort(key=lambda each: not each[0].startswith(("发布", "公开", "发文")))
    return [each[1] for each in found]


def _said(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[1].strip() if found else ""


def _old_address(tree: Any, metas: dict[str, str]) -> str:
    links = [each.get("href") for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical"]
    for address in (metas.get("url"), *links, metas.get("og:url")):
        if address and re.match(r"https?://|/", address):
            return str(address)
    return ""


# The head block (信息公开头)


def _head_block(tree: Any) -> tuple[dict[str, str], list[Any]]:
    """Return what the head block says by names of fields, and the elements that hold it."""
    found: dict[str, str] = {}
    groups: list[Any] = []
    for group in tree.xpath("//table|//dl|//ul|//div|//tr"):
        if len(group.text_content()) > LONGEST_HEAD:
            continue
        if group.tag == "div" and (len(group) > 60 or group.xpath(".//table|.//ul|.//dl|.//p[60]")):
            continue
        if group.tag == "table" and group.xpath(".//table"):
            continue
        pairs = dict(reversed(list(_pairs(group))))
        if len(pairs) > 1 and pairs.keys() & OF_A_HEAD and not _is_long(group, pairs):
            groups.append(group)
            for name, words in pairs.items():
                found.setdefault(name, "" if words in _NOTHING else words)
    return found, groups


def _is_long(group: Any, pairs: dict[str, str]) -> bool:
    """A head block holds little but its pairs; a text that quotes a label holds much more."""
    return len(_words(group)) > 400 + 3 * sum(map(len, pairs.values()))


def _pairs(group: Any) -> Iterator[tuple[str, str]]:
    cells = [each for each in group.iter(*_CELLS) if each is not group]
    for place, cell in enumerate(cells):
        words = _words(cell)
        if len(words) > 400:
            continue
        name = field_called(words)
        if name:
            value = _beside(cell, cells[place + 1 :])
            if value is not None:
                yield name, value
        elif (parted := re.match(r"\s*【?([^:：】]{2,12})】?\s*[:：]\s*(.*)", words)) and (
            name := field_called(parted[1])
        ):
            value = parted[2]
            if not re.search(r"[:：]", value) or name == "old_address":
                yield name, value


def _beside(cell: Any, after: list[Any]) -> str | None:
    """What stands beside a label: in the next element that is not within it, unless that is a label too."""
    tail = one_line(cell.tail or "")
    if tail.strip(":： "):
        return tail.strip(":： ")
    within = set(cell.iter())
    following = cell.getnext()
    if following is None and cell.getparent() is not None and _words(cell.getparent()) == _words(cell):
        following = cell.getparent().getnext()
    if following is None or not isinstance(following.tag, str):
        following = next((each for each in after if each not in within), None)
    if following is None or len(_words(following)) > 400:
        return None
    words = _words(following)
    return "" if field_called(words) or plain_label(words) == "" else words


# The text


def _main(tree: Any) -> Any:
    for container in CONTAINERS:
        found = [each for each in tree.xpath(container) if _holds_a_text(each)]
        if found:
            return max(found, key=lambda each: (len(_words(each)), -_depth(each)))
    return _densest(tree)


def _depth(element: Any) -> int:
    return sum(1 for _each in element.iterancestors())


def _holds_a_text(element: Any) -> bool:
    words = len(_words(element))
    linked = sum(len(_words(each)) for each in element.iter("a"))
    if words >= SHORTEST_TEXT:
        return linked < words * 0.6 or any(_is_file(each.get("href") or "") for each in element.iter("a"))
    return bool(element.xpath(".//img")) and element.tag != "main"


def _densest(tree: Any) -> Any:
    """The element whose own paragraphs hold most words that are no links."""
    weights: dict[Any, float] = {}
    for each in tree.iter("p", "td", "pre", "section", "div"):
        own = one_line((each.text or "") + "".join(child.tail or "" for child in each))
        if each.tag == "p":
            own = _words(each)
        linked = sum(len(_words(link)) for link in each.iter("a")) if each.tag == "p" else 0
        weight: float = len(own) - 2 * linked + 10 * len(re.findall("[，。；]", own))
        holder = each.getparent() if each.tag == "p" else each
        if weight <= 10 or holder is None:
            continue
        for _level in range(LEVELS):
            weights[holder] = weights.get(holder, 0) + weight
            holder, weight = holder.getparent(), weight / 3
            if holder is None or holder.tag == "body":
                break
    body = tree.find("body")
    return max(weights, key=lambda each: weights[each]) if weights else (body if body is not None else tree)


def _drop_what_stands_beside(main: Any, title: str) -> None:
    for each in list(main.iter()):
        if each is main or not isinstance(each.tag, str) or each.getparent() is None:
            continue
        names = f"{each.get('id') or ''} {each.get('class') or ''}"
        if (_BESIDE.search(names) and len(_words(each)) < 300) or (
            each.tag in {"h1", "h2"} and _words(each) == title
        ):
            each.drop_tree()


def _is_file(address: str) -> bool:
    return bool(_FILES.search(urlsplit(address).path)) if _is_relative(address) else False


def _is_relative(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and bool(parts.path)


def _files_in(tree: Any) -> Iterator[tuple[str, str]]:
    for each in tree.iter("a"):
        address = (each.get("href") or "").strip()
        if _is_file(address):
            yield unquote(urlsplit(address).path), _words(each)


def _name_pictures(page: Page, main: Any) -> None:
    for each in main.iter("img"):
        address = next((each.get(name) for name in _PICTURES if each.get(name)), "").strip()
        key = str(uuid5(NAMESPACE_URL, address))
        if address and _is_relative(address):
            page.pictures[key] = unquote(urlsplit(address).path)
            each.set("data-file", key)
