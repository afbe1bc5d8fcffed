"""The head block of a government page (信息公开头): what it says of the text, in the many forms it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.catalogue.importing.days import day_in
from gongkai.catalogue.importing.fields import OF_A_HEAD, field_called, is_label, one_line, plain_label
from gongkai.catalogue.importing.leaves import tells_of_the_page, words_of

LONGEST_HEAD = 4000  # characters, blanks included
LONGEST_LINE = 300
LONGEST_VALUE = 400
_CELLS = (
    "td",
    "th",
    "dt",
    "dd",
    "li",
    "p",
    "span",
    "div",
    "b",
    "strong",
    "label",
    "em",
    "i",
    "font",
    "h5",
    "h6",
)
_NOTHING = {
    "",
    "无",
    "暂无",
    "暂缺",
    "空白",
    "-",
    "--",
    "—",
    "——",
    "/",
    "／",
    "null",
    "空",
    "无文号",
    "无索引号",
}
_LABEL = re.compile(r"【?\s*([\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{0,11}[\u4e00-\u9fff])\s*】?\s*[:：]\s*")
# What each of these has to look like, so that a form to fill in is no head block.
_LOOKS = {
    "index_number": re.compile(r"(?=.*\d)[\w\-—–/.·\[\]〔〕()（）\s]{4,60}"),
    "document_number": re.compile(r"(?=.*\d)(?!.*请).{3,60}"),
}


def head_block(tree: Any) -> tuple[dict[str, str], list[Any]]:
    """Return what the head block says by names of fields, and the elements that hold it.

    What stands there as a sign for nothing is an empty word.
    """
    found: dict[str, str] = {}
    groups: list[Any] = []
    for group in tree.xpath("//table|//dl|//ul|//div|//tr|//p|//td"):
        length = len(group.text_content())
        if length > LONGEST_HEAD or any(each is group.getparent() for each in groups):
            continue
        if group.tag == "div" and (len(group) > 60 or group.xpath(".//p[60]")):
            continue
        pairs = _first_of(_pairs(group)) if group.tag not in {"p", "td"} else {}
        is_line = len(pairs) < 2 and length <= LONGEST_LINE
        if is_line:
            pairs = _first_of(in_a_line(words_of(group)))
        if _is_head(group, pairs):
            if not is_line or _is_covered(group, pairs):
                groups.append(group)
            for name, words in pairs.items():
                found[name] = found.get(name) or words
    return found, groups


def _is_covered(group: Any, pairs: Mapping[str, str]) -> bool:
    """Whether a line says nothing but what is told in it, so that no text goes with it."""
    words = words_of(group)
    return tells_of_the_page(words) or sum(map(len, pairs.values())) + 6 * len(pairs) >= len(words) * 0.6


def in_a_line(words: str) -> Iterator[tuple[str, str]]:
    """Yield what a line says that holds several labels: 索引号：… 来源：… 发布时间：…"""
    labels = [each for each in _LABEL.finditer(words) if is_label(_last(each[1]))]
    for place, each in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(words)
        value = words[each.end() : end].strip(" 　|｜;；,，")
        if name := field_called(_last(each[1])):
            yield name, re.split(r"\s{2,}|[|｜【]", value)[0].strip()


def _last(words: str) -> str:
    """Of words parted by blanks, those that are a label: a value may stand before them."""
    whole = plain_label(words)
    return whole if is_label(whole) else re.split(r"[\s\u3000]+", words.strip())[-1]


def _first_of(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in pairs:
        if not found.get(name):
            found[name] = "" if plain_label(words) in _NOTHING else words
    return found


def _is_head(group: Any, pairs: Mapping[str, str]) -> bool:
    """A head block holds two facts or more, one of them of those only head blocks tell, and little else."""
    for name, look in _LOOKS.items():
        if pairs.get(name) and not look.fullmatch(pairs[name]):
            return False
    if pairs.get("document_date") and day_in(pairs["document_date"]) is None:
        return False
    if len(pairs) < 2 or not pairs.keys() & OF_A_HEAD:
        return False
    return len(words_of(group)) <= 400 + 3 * sum(map(len, pairs.values()))


def _pairs(group: Any) -> Iterator[tuple[str, str]]:
    cells = [each for each in group.iter(*_CELLS) if each is not group]
    for place, cell in enumerate(cells):
        words = words_of(cell)
        if len(words) > LONGEST_VALUE:
            continue
        if name := field_called(words):
            value = _beside(cell, cells[place + 1 :])
            if value is not None:
                yield name, value
        elif (parted := _LABEL.match(words)) and (name := field_called(parted[1])):
            value = words[parted.end() :]
            if not _LABEL.search(value) or name == "old_address":
                yield name, value


def _beside(cell: Any, after: list[Any]) -> str | None:
    """What stands beside a label: in the next element that is not within it, unless that is a label too."""
    tail = one_line(cell.tail or "")
    if tail.strip(":： "):
        return tail.strip(":： ")
    within = set(cell.iter())
    following = cell.getnext()
    if following is None and cell.getparent() is not None and words_of(cell.getparent()) == words_of(cell):
        following = cell.getparent().getnext()
    if following is None or not isinstance(following.tag, str):
        following = next((each for each in after if each not in within), None)
    if following is None or len(words_of(following)) > LONGEST_VALUE:
        return None
    words = words_of(following)
    begins = _LABEL.match(words)
    if is_label(words) or (begins and is_label(begins[1])):
        return ""
    return words
