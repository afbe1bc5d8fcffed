"""What a page says of its text: title, day, source, number, old address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gongkai.catalogue.importing.days import day_in, day_in_path
from gongkai.catalogue.importing.fields import one_line, plain_label
from gongkai.catalogue.importing.leaves import Leaf, words_of
from gongkai.catalogue.importing.links import host_of

LONGEST_TITLE = 150
LONGEST_LINE = 300
STANDS_OUT = 4
NEAR = 8  # pieces of words below a title among which its day stands

_NAMED_DAY = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:信息|文章|新闻|内容)?(发布|公开|发稿|发表|录入|添加|更新|上网|创建|公告|公布|发文|上传|编发))?"
    r"(?:日\s*期|时\s*间)\s*[:：]\s*([^\s|｜]{6,20}(?:\s*[年月日\d]{1,4})*)"
)
_SOURCE = re.compile(
    r"(?:信息|文章|稿件|新闻|内容)?(?:来\s*源|出\s*处)\s*[:：]\s*([^\s|｜【\[<>:：]{2,60})(?![:：])"
)
_OTHER_DAYS = re.compile(r"成文|生成|截止|截至|废止|失效|实施|施行|生效|报名|活动|今天")
NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z]{1,16}\s*[〔\[［(（【]\s*(?:19|20)\d{2}\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号"
)
_SIGNED = re.compile(
    r"[（(]?((?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零0一二三四五六七八九ＯOo]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[)）]?"
)
_STANDS_IN = re.compile(r".{0,8}(?:位置|栏目)\s*(?:是)?\s*[:：]\s*(.+)")
_NO_COLUMN = {
    "首页",
    "网站首页",
    "主页",
    "正文",
    "内容",
    "详情",
    "详细内容",
    "浏览信息",
    "文章正文",
    "信息内容",
    "当前页",
}
# How the names of sites end, and those of pages nobody named.
_SITE = re.compile(
    r"(网|网站|门户|门户网站|人民政府|办事处|信息网|政府网|官网|首页|平台|专栏|公开栏|系统|委员会|管理局|街道|政务公开|信息公开)$"
)
_UNNAMED = re.compile(
    r"(无标题(文档)?|untitled( document)?|new document|new page.*|index|新闻|文章|内容|详细(内容|页|信息)?"
    r"|正文|信息内容"
    r"|浏览信息|通知公告|新闻内容页?|文章内容|查看信息|内容页|信息详情|document|microsoft word.*|x)?",
    re.I,
)
_ENDS = re.compile(r"\s*(?:[_|｜]+|\s[-–—>]+\s|--+|——+|-(?=[^-]*$)|>>|»)\s*")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.I)


# The title


def title_of(tree: Any, metas: Mapping[str, str], head: Mapping[str, str], found: Sequence[Leaf]) -> str:
    """Return the title of the text: as told, else the heading the browser's title repeats, else the best."""
    site = metas.get("sitename", "")
    told = metas.get("articletitle") or head.get("title") or _told_by_tags(tree)
    if told:
        return _without_site(told, site)
    named = tree.find(".//title")
    whole = words_of(named) if named is not None else ""
    first, headings = _without_site(whole, site), [leaf for leaf in found if _may_be_title(leaf)]
    said = _said_twice(headings, whole, first, site)
    return said or _that_stands_out(headings, first, site, metas.get("og:title", ""))


def _said_twice(headings: Sequence[Leaf], whole: str, first: str, site: str) -> str:
    """What both the browser's title and the page say."""
    begins = [leaf for leaf in headings if leaf.words.startswith(first)]
    if not _says_little(first, site) and any(_rank(leaf) > 1 or leaf.words == first for leaf in begins):
        return first
    if any(_rank(leaf) > 1 and plain_label(leaf.words) in plain_label(whole) for leaf in headings):
        joined = _joined(headings, whole)
        return "" if _is_site(joined, site) else joined
    return ""


def _that_stands_out(headings: Sequence[Leaf], first: str, site: str, told: str) -> str:
    best = max((leaf for leaf in headings if not _is_site(leaf.words, site)), key=_rank, default=None)
    little = _says_little(first, site)
    if best is not None and (_rank(best) >= STANDS_OUT or little) and _rank(best) > 1:
        return best.words
    return told or first if little else first


def _told_by_tags(tree: Any) -> str:
    """What the tags of two makers, or a page of WeChat, name as the title."""
    for each in tree.xpath("//ucaptitle | //founder-title | //*[@id='activity-name'] | //*[@id='lTitle']"):
        if words := words_of(each):
            return words
    return ""


def _joined(found: Sequence[Leaf], whole: str) -> str:
    """The longest words the browser's title repeats, though they stand in the page line by line."""
    plain, best = plain_label(whole), ""
    for place in range(len(found)):
        words = ""
        for leaf in found[place : place + 4]:
            if plain_label(words + leaf.words) not in plain:
                break
            words += leaf.words
        best = max(best, words, key=len)
    return re.sub(r"(?<=[\u4e00-\u9fff”》）]) (?=[\u4e00-\u9fff“《（])", "", best)


def _may_be_title(leaf: Leaf) -> bool:
    words = leaf.words
    if not 3 < len(words) <= LONGEST_TITLE or leaf.is_around or leaf.tells or leaf.linked > len(words) / 2:
        return False
    return not (words.endswith(("。", "；", "：", ":")) or (day_in(words) and len(words) < 20))


def _rank(leaf: Leaf) -> int:
    """How much a piece stands out as a title does."""
    holder, rank = leaf.holder, 0
    for element in [holder, *list(holder.iterancestors())[:2]]:
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if element.tag in {"h1", "h2", "h3", "h4"}:
            rank += {"h1": 5, "h2": 4, "h3": 3, "h4": 2}[element.tag]
        if re.search(r"titl|tit(?![a-z])|[a-z]*bt(?![a-z])|biaoti|headline|subject", names):
            rank += 4 if element is holder else 2
    if (holder.get("align") or "").lower() in {"center", "middle"} or holder.tag == "center":
        rank += 1
    if holder.xpath("descendant-or-self::font[@size>3 or starts-with(@size,'+')] | .//b | .//strong"):
        rank += 2
    if re.search(r"关于|通知|公告|公示|通告|意见|办法|方案|报告|决定|批复|规定|细则|预案|函$", leaf.words):
        rank += 1
    return rank if len(words_of(holder)) <= LONGEST_TITLE + 20 else 0


def _without_site(words: str, site: str) -> str:
    """Take from a title what the site hangs on to it."""
    words = one_line(words)
    for _time in range(4):
        parts = list(_ENDS.finditer(words))
        if not parts:
            break
        last = parts[-1]
        end, rest = words[last.end() :].strip(), words[: last.start()].strip(" -—_|")
        sure = last[0].strip()[:1] in {"_", "|", "｜"}
        if len(rest) < 2 or not (sure or _is_site(end, site) or not end):
            break
        words = rest
    return words


def _is_site(words: str, site: str) -> bool:
    return bool(site and plain_label(words) == plain_label(site)) or bool(
        _SITE.search(words) and not re.search("关于|通知|公告|公示", words)
    )


def _says_little(words: str, site: str) -> bool:
    return len(words) < 2 or _is_site(words, site) or bool(_UNNAMED.fullmatch(words))


# Day and source


def published_on(
    metas: Mapping[str, str], head: Mapping[str, str], found: Sequence[Leaf], title: str, path: str
) -> date | None:
    """Return the day of publication: as told, as called so in the page, beside the title, or in the path."""
    below = below_title(found, title)
    told: list[str | None] = [metas.get("pubdate"), head.get("published_on"), *_days_called_so(below)]
    told += [*_days_called_so(found), *_days_near(below)]
    told += [
        metas.get(name)
        for name in ("publishdate", "firstpublishedtime", "article:published_time", "publish-date")
    ]
    days = (day for words in told if words and (day := day_in(words)))
    return next(days, None) or day_in_path(path) or day_in(metas.get("maketime", ""))


def below_title(found: Sequence[Leaf], title: str) -> Sequence[Leaf]:
    """Return the pieces from the title on; none where it does not stand in the page."""
    plain = plain_label(title)
    places = [place for place, leaf in enumerate(found) if plain and plain_label(leaf.words) == plain]
    places = places or [
        place
        for place, leaf in enumerate(found)
        if len(leaf.words) > 5 and plain.endswith(plain_label(leaf.words))
    ]
    if places:
        return found[places[0] + 1 :]
    longer = [
        place for place, leaf in enumerate(found) if plain and plain_label(leaf.words).startswith(plain)
    ]
    return found[longer[0] :] if longer else ()


def _days_called_so(found: Sequence[Leaf]) -> list[str]:
    """The days a page names as those of a publication, those called so first."""
    named = [
        each for leaf in found if len(leaf.words) <= LONGEST_LINE for each in _NAMED_DAY.finditer(leaf.words)
    ]
    named.sort(key=lambda each: (each[1] or "") not in {"发布", "公开", "发稿", "发表", "公告", "公布"})
    return [each[2] for each in named]


def _days_near(below: Sequence[Leaf]) -> Iterator[str]:
    for leaf in below[:NEAR]:
        if leaf.is_prose and not leaf.tells:
            return
        if len(leaf.words) <= 100 and not _OTHER_DAYS.search(leaf.words):
            yield leaf.words


def source_of_page(
    metas: Mapping[str, str], head: Mapping[str, str], tree: Any, found: Sequence[Leaf], title: str
) -> str:
    told = metas.get("contentsource") or _told_by_founder(tree)
    if told:
        return re.sub(r"^(?:信息)?来源\s*[:：]\s*", "", told)
    for leaf in [*below_title(found, title)[:NEAR], *found]:
        if len(leaf.words) <= LONGEST_LINE and (said := _SOURCE.search(leaf.words)):
            return head.get("source") or said[1].strip("；;，,）)】]")
    return head.get("source", "")


def _told_by_founder(tree: Any) -> str:
    return next((words for each in tree.iter("founder-source") if (words := words_of(each))), "")


def column_in(found: Sequence[Leaf], title: str) -> str:
    """Return the column the line above a text says it stands in: 当前位置：首页 > 通知公告 > 正文."""
    for leaf in found:
        said = _STANDS_IN.match(leaf.words)
        if said is None or len(leaf.words) > LONGEST_LINE:
            continue
        steps = [one_line(each) for each in re.split(r"[>》»›→/＞\\]+|(?<=\s)[-—](?=\s)|::", said[1])]
        steps = [
            each
            for each in steps
            if each and each not in _NO_COLUMN and plain_label(each) not in plain_label(title)
        ]
        if steps:
            return steps[-1]
    return ""


# The number and the day of the paper itself


def number_in(lines: Sequence[str]) -> str:
    """Return the document number that stands by itself among the first lines of a text."""
    for words in lines[:8]:
        said = NUMBER.search(words)
        if said and len(words) <= len(said[0]) + 6:
            return re.sub(r"\s", "", said[0])
    return ""


def number_beside_title(found: Sequence[Leaf], title: str) -> str:
    """Return the document number that stands by itself just above or below the title."""
    plain = plain_label(title)
    for place, leaf in enumerate(found):
        if plain_label(leaf.words) == plain:
            return number_in([each.words for each in found[max(place - 4, 0) : place + 4]])
    return ""


def signed_on(lines: Sequence[str]) -> date | None:
    """Return the day that stands by itself among the last lines of a text: that of the paper."""
    for words in reversed(lines[-8:]):
        if said := _SIGNED.fullmatch(words.replace("\u3000", "").strip()):
            return day_in(said[1])
    return None


# Where it stood


def old_address(tree: Any, metas: Mapping[str, str], text: str) -> str:
    """Return where the page says that it stood."""
    links = [each.get("href") for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical"]
    saved = _SAVED_FROM.search(text[:5000])
    for address in (metas.get("url"), *links, metas.get("og:url"), saved[1] if saved else ""):
        if address and re.match(r"https?://|/", address):
            return str(address)
    return ""


def own_hosts(metas: Mapping[str, str], address: str, path: str) -> frozenset[str]:
    """Return the names of the site as the page or its place in the folder tells them, also without "www."."""
    domain = re.sub(r"^https?://|/.*$", "", metas.get("sitedomain", "").lower())
    folders = [each.lower() for each in path.split("/")[:-1] if re.fullmatch(r"[\w-]+(\.[\w-]+)+", each)]
    hosts = {host for host in (domain, host_of(address), *folders) if "." in host}
    return frozenset(
        {*hosts, *(host.removeprefix("www.") for host in hosts), *(f"www.{host}" for host in hosts)}
    )
