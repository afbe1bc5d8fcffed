"""How alike two descriptions of information are, by the pairs of characters they share."""

from __future__ import annotations

import unicodedata

# What every request says, and what therefore tells nothing.
_COMMON = (
    "申请",
    "公开",
    "关于",
    "信息",
    "政府",
    "有关",
    "相关",
    "文件",
    "资料",
    "内容",
    "请求",
    "要求",
    "提供",
    "贵单位",
    "贵街道",
)


def alike(one: str, other: str) -> float:
    """Return how much of the shorter text the other one holds too: 0 (nothing) to 1 (all of it)."""
    return in_common(pairs_of(one), pairs_of(other))


def in_common(pairs: set[str], others: set[str]) -> float:
    """Return which part of the smaller set the other one holds too."""
    smaller = min(len(pairs), len(others))
    return len(pairs & others) / smaller if smaller else 0.0


def pairs_of(text: str) -> set[str]:
    """Return the pairs of characters by which a text is compared, without what every request says."""
    plain = unicodedata.normalize("NFKC", text)
    for word in _COMMON:
        plain = plain.replace(word, " ")
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return {word[place : place + 2] for word in words for place in range(len(word) - 1)}
