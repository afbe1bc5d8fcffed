"""A file of the corpus and what is known to be in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NUMBERS = frozenset({"resident_id", "mobile", "phone", "bank_card"})
HIDDEN = frozenset(
    {
        *("tracked_change", "comment", "hidden_sheet", "hidden_row", "hidden_text", "property"),
        *("exif_position", "embedded_file", "macro", "unreadable"),
    }
)
_FIGURES = str.maketrans(
    "０１２３４５６７８９Ｘｘx〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖○幺",
    "0123456789XXX0012345678912345678901",
)
_NO_FIGURE = re.compile(r"[^0-9X*]")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in a file: its kind and, of a number, which one."""

    kind: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file as an office has it, who could have made it, and all that is to be found in it."""

    name: str
    maker: str
    content: bytes
    labels: frozenset[Label]


def sample(name: str, maker: str, content: bytes, labels: Iterable[Label | str] = ()) -> Sample:
    """Return a file with its labels; a kind alone stands for a label without a number."""
    return Sample(
        name,
        maker,
        content,
        frozenset(Label(each) if isinstance(each, str) else each for each in labels),
    )


def figures(said: str) -> str:
    """Return a number, or a masked one, without what separates its digits and in plain digits."""
    return _NO_FIGURE.sub("", said.translate(_FIGURES))


def answers(found: str, number: str) -> bool:
    """Whether a masked finding can be this number: country code and extension may stand around it."""
    said = figures(found)
    for code in ("0086", "86"):
        if said.startswith(code) and number.startswith("0"):
            said, number = said.removeprefix(code), number[1:]  # abroad the area loses its nought
            break
    short, long = sorted((said, number), key=len)
    return len(short) >= 7 and any(
        all(a == b or "*" in (a, b) for a, b in zip(short, long[at:], strict=False))
        for at in range(len(long) - len(short) + 1)
    )
