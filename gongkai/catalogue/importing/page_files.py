"""The pictures in a page's text and the files it links."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from gongkai.catalogue.importing.leaves import words_of
from gongkai.catalogue.importing.links import file_named, parted
from gongkai.catalogue.importing.page_texts import drop

# Where a site, not a text, links files.
_OF_THE_SITE = re.compile(
    r"(?:^|[\s_-])(?:foot\w*|header|top\w*|nav\w*|menu\w*|side\w*|left\w*|link\w*|yqlj|copyright|friend\w*|related"
    r"|relate\w*|xg\w*|recommend\w*|hot\w*|banner|crumb\w*)(?:$|[\s_-])",
    re.I,
)
# What stands before a link to a file to show its kind, and ornaments of editors.
_ICONS = re.compile(
    r"(?:^|[/_])(?:icons?|ico)[/_.]|fileTypeImages|filetype|/spacer|blank\.gif|_icon\.|loading\.gif", re.I
)
_SAYS_NOTHING = re.compile(
    r"(?:点击|请点击)?(?:这里|此处)?(?:下载|查看|浏览|打开|附件下载|下载附件|查看附件|附件|原文|全文|文件)*(?:查看|下载)?[>》。]*"
)
_PICTURES = ("data-src", "data-original", "oldsrc", "original", "file", "src")
_INLINE = re.compile(r"data:image/(png|jpe?g|gif|bmp|webp);base64,(.+)", re.I | re.S)
LARGEST_INLINE = 30_000_000  # characters
_EMBEDDED = {
    "iframe": "src",
    "embed": "src",
    "object": "data",
    "video": "src",
    "audio": "src",
    "source": "src",
}


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file a page links: by which address, in which words."""

    address: str
    words: str


@dataclass(frozen=True)
class FileLink:
    """A link to a file: where it stands in a page, and what it says."""

    element: Any
    above: frozenset[Any]
    file: LinkedFile

    @property
    def is_shown_only(self) -> bool:
        return self.element.tag in _EMBEDDED


def file_links(tree: Any) -> list[FileLink]:
    """Return the links to files in a page, without those every page of the site has."""
    found: list[FileLink] = []
    for each in tree.iter("a", "area", *_EMBEDDED):
        if _is_of_the_site(each):
            continue
        address = (each.get("href") or each.get(_EMBEDDED.get(each.tag, "href")) or "").strip()
        words = words_of(each) if each.tag == "a" else ""
        if name := file_named(address, words):
            linked = LinkedFile(address, _telling(words, each, name))
            found.append(FileLink(each, frozenset(each.iterancestors()), linked))
    return found


def _is_of_the_site(element: Any) -> bool:
    for each in element.iterancestors():
        if each.tag in {"nav", "footer"}:
            return True
        if _OF_THE_SITE.search(f"{each.get('class') or ''} {each.get('id') or ''}") and each.tag != "body":
            return True
    return False


def _telling(words: str, element: Any, name: str) -> str:
    """Say what a file is called: by the words of its link, unless they only say that it can be had."""
    for each in (words, element.get("download") or "", element.get("title") or ""):
        if each.strip() and not _SAYS_NOTHING.fullmatch(each.strip()):
            return each.strip()
    return "" if "." not in name else name


def name_pictures(main: Any) -> Iterator[tuple[str, str, bytes | None]]:
    """Give each picture in the text a key; yield it, its address, and its content where that is inside."""
    for each in list(main.iter("img")):
        address = next((each.get(name) for name in _PICTURES if each.get(name)), "").strip()
        if _is_icon(each, address):
            drop(each)
            continue
        inline = _INLINE.match(address[:LARGEST_INLINE])
        key = str(uuid5(NAMESPACE_URL, address))
        if inline:
            try:
                content = base64.b64decode(re.sub(r"\s", "", inline[2]), validate=True)
            except (binascii.Error, ValueError):
                continue
            each.set("data-file", key)
            yield key, f"{key[:8]}.{inline[1].lower()}", content
        elif parted(address) is not None:
            each.set("data-file", key)
            yield key, address, None


def _is_icon(element: Any, address: str) -> bool:
    if _ICONS.search(address):
        return True
    sizes = [element.get(name) or "" for name in ("width", "height")]
    return all(re.fullmatch(r"\d{1,2}(px)?", size) and int(size.rstrip("px")) <= 20 for size in sizes)
