"""Reading a printed time limit (公开时限): so many days, of which kind, and from what. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from gongkai.inventory.models import CountedFrom, Unit

_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_LIMIT = re.compile(
    r"(?<!不少于)(?<!第)(\d+|[零〇一二两三四五六七八九十]+)\s*个?\s*"
    r"(工作日|自然日|日|天|月)\s*之?(?:以内|内)"
)
_UNITS = {"工作日": Unit.WORKING_DAYS, "月": Unit.MONTHS}

# Which words before the number say from what it counts; the first that is found holds.
_FROM = (
    (("批复", "批准", "审批"), CountedFrom.APPROVED),
    (("决定", "认定"), CountedFrom.DECIDED),
    (("变更", "变动"), CountedFrom.CHANGED),
    (("制定", "制作", "获取", "形成", "生成"), CountedFrom.MADE),
)


@dataclass(frozen=True)
class Limit:
    """So many days or months; `counted_from` is empty where the text does not say from what."""

    number: int
    unit: Unit
    counted_from: CountedFrom | None = None


def read_limit(text: str) -> Limit | None:
    """Return the limit a printed text names; None where it names none, or two different ones.

    "10个工作日内，公示7个工作日" is 10 working days: how long a list stays posted is no limit.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = list(_LIMIT.finditer(plain))
    limits = {_read(match, plain[: match.start()]) for match in found}
    return limits.pop() if len(limits) == 1 else None


def _read(match: re.Match[str], before: str) -> Limit:
    counted_from = next(
        (origin for words, origin in _FROM if any(word in before for word in words)),
        None,
    )
    return Limit(_number(match[1]), _UNITS.get(match[2], Unit.DAYS), counted_from)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in written))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
