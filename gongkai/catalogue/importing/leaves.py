"""The words of a page in their order, piece by piece: each with the element that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.catalogue.importing.fields import one_line

PARTS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("founder-content", "founder-title", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td"),
        *("th", "tr", "ucapcontent", "ucaptitle", "ul"),
    }
)
LONGEST_OF_LINES = 150
_LINE_END = "\n"
SILENT = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "textarea", "select"),
        *("option", "button", "object", "iframe"),
    }
)

# What a site writes around its texts, by what stands in one piece.
_TOOLS = re.compile(
    r"打\s*印(本页|本文|此页|内容|文章)?|关\s*闭(窗口|本页|页面|此页)?|返回(页面)?(顶部|首页|列表|上一?[页级])?|页面顶部"
    r"|我要纠错|(内容)?纠错|(加入)?收藏(本页)?|设为首页|推荐给?(好友|朋友)|分享(到|至)?|下载(本页|本文)?|导出|字体|字号"
    r"|繁[體体](中文)?|简体(中文)?|English|Top",
    re.I,
)
_BETWEEN = re.compile(r"[【】\[\]［］|｜()（）:：,，·•>》«»<\s\d次大中小+\-]")
_AROUND = re.compile(
    r"[【\[·•\s]*(上一[篇条页]|下一[篇条页]|上篇[:：]|下篇[:：]|分享(到|至)|(手机|微信)?扫一扫|手机扫|微信扫|建议使用.{0,20}浏览器?"
    r"|(您|你)?(的|所在)?(当前|现在|目前|所在)(所在)?的?(位置|栏目)|您的位置|今天是[:：\s]*\d{4}|欢迎(您)?(访问|光临|来到|浏览)"
    r"|网站地图|设为首页|责任编辑|责编[:：]|编辑[:：]|(浏览|点击|访问)(次数|量|数|率)|阅读(次数|量)|附件下载次数|本文已被|您是第|站内搜索"
    r"|友情链接|快速链接|网站导航|无障碍|已下载\d*次)",
    re.I,
)
_OF_THE_SITE = re.compile(r"ICP\s*备|公网安备|标识码|版权所有|技术支持|备案号|最佳浏览|copyright", re.I)
_FOOT = re.compile(r"主办(单位)?[:：].*(地址|邮编|邮政编码|电话|承办|维护|传真)")
_LINE = re.compile(r"[-—=_*·.\s]*(分隔线|分割线)?[-—=_*·.\s]{4,}")
RELATED = re.compile(
    r"[【\[·•]?(相关(链接|文档|新闻|信息|阅读|报道|文章|内容|政策|稿件|专题)|延伸阅读|热点(新闻|推荐)|推荐阅读|更多)[】\]:：>]*"
)
_TOLD = re.compile(
    r"(发布|公开|发稿|发表|录入|添加|更新|上网|创建|发文|公告)?(时间|日期)[:：]?|(信息|文章|稿件|新闻|内容)?(来源|出处)[:：]"
    r"|(作者|发布人|录入者?|编辑|审核|撰稿|供稿|摄影)[:：]|(浏览|点击|阅读|访问|查看)(次数|量|数|率)?[:：]?|字体|字号|视力保护|打印|分享"
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words that stand together in `holder`; so many of their characters are links."""

    holder: Any
    words: str
    linked: int = 0

    @property
    def is_link(self) -> bool:
        return self.linked * 10 >= len(self.words) * 8

    @property
    def is_prose(self) -> bool:
        return len(self.words) >= 15 and any(sign in self.words for sign in "，。；！？,;")

    @property
    def is_around(self) -> bool:
        return is_around(self.words)

    @property
    def tells(self) -> bool:
        return tells_of_the_page(self.words)


def words_of(element: Any) -> str:
    return one_line(element.text_content())


def leaves(top: Any) -> list[Leaf]:
    """Return the pieces of words below an element, in their order.

    Lines that only a line end parts are one piece, unless they are too many for that.
    """
    found: list[Leaf] = []
    gathered: list[tuple[str, bool]] = []
    holder = top

    def end() -> None:
        whole = one_line("".join(piece for piece, _linked in gathered))
        lines = _lines(gathered) if len(whole) > LONGEST_OF_LINES else [gathered]
        for line in lines:
            words = one_line("".join(piece for piece, _linked in line))
            if words:
                linked = sum(len(one_line(piece)) for piece, is_linked in line if is_linked)
                found.append(Leaf(holder, words, linked))
        gathered.clear()

    for event, element, linked in _walk(top):
        if event == "words":
            gathered.append((element, linked))
        elif element.tag == "br":
            gathered.append((_LINE_END, False))
        else:
            end()
            holder = element if event == "in" else _part_above(element, top)
    end()
    return found


def _lines(gathered: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    line: list[tuple[str, bool]] = []
    for piece in gathered:
        if piece[0] == _LINE_END:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _walk(top: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield words, and elements that part them, going in and coming out."""
    stack: list[tuple[Any, bool, bool]] = [(top, False, False)]
    while stack:
        element, linked, leaving = stack.pop()
        if leaving:
            if element.tag in PARTS:
                yield "out", element, linked
            if element is not top and element.tail:
                yield "words", element.tail, linked
            continue
        is_silent = not isinstance(element.tag, str) or element.tag in SILENT
        if not is_silent and (element.tag in PARTS or element.tag == "br"):
            yield "in", element, linked
        within = linked or (element.tag == "a" and element.get("href") is not None)
        stack.append((element, linked, True))
        if is_silent:
            continue
        if element.text:
            yield "words", element.text, within
        stack += [(child, within, False) for child in reversed(element)]


def _part_above(element: Any, top: Any) -> Any:
    while element is not top:
        element = element.getparent()
        if element.tag in PARTS:
            break
    return element


def is_around(words: str) -> bool:
    """Say whether a piece is one of those every page of a site has: tools, neighbours, the foot."""
    if len(words) > 200:
        return False
    if _OF_THE_SITE.search(words) or _FOOT.match(words) or _LINE.fullmatch(words):
        return True
    if len(words) > 60:
        return False
    if _TOOLS.search(words) and not _BETWEEN.sub("", _TOOLS.sub("", words)):
        return True
    return bool(_AROUND.match(words))


def tells_of_the_page(words: str) -> bool:
    """Say whether a piece is the line below a title: day, source, how often it was read."""
    if len(words) > 200 or "。" in words:
        return False
    told = list(_TOLD.finditer(words))
    if not told:
        return False
    rest = re.sub(r"[\d\s:：\-/.年月日时分秒|｜\[\]【】()（）次大中小]", "", _TOLD.sub("", words))
    return len(rest) <= 12 * len(told) and (
        len(told) > 1 or bool(re.search(r"发|公开|更新|来源|出处", told[0][0]))
    )
