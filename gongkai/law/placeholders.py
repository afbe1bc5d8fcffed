"""Whether what stands there is information at all, or blank, or left over from a test.

Careful rather than complete: 体质测试 and 检测试剂 are words of everyday notices. What is doubtful is let
through.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gongkai.law.data_files import rows

SHORTEST_LOOKED_AT = 200  # characters; a longer text is looked through for `inside` only

_SIGNS_AND_DIGITS = re.compile(r"[\W\d_]+")
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_LONGEST_OF_ONE_LETTER = 30  # characters: "111" or "xxx"


def fault_of(title: str, text: str, *, has_files: bool) -> str:
    """Return "empty", "test" or "no file" for what is no information; "" where nothing is wrong.

    `text` is plain. What lies in a file is not looked into: with one, an empty text tells by its file.
    """
    if _is_test(title):
        return "test"
    bare = _SIGNS_AND_DIGITS.sub("", text)
    if not has_files:
        if not _SAYS_SOMETHING.search(text):
            return "empty"
        if bare in _words()["refers"]:
            return "no file"
        if len(set(bare.lower())) < 2 and len(text) < _LONGEST_OF_ONE_LETTER:
            return "test"
    return "test" if _is_test(text) else ""


def is_nothing(text: str) -> bool:
    """Say whether what stands in a field only says that it is empty, as "null" does.

    Law: 国办发〔2017〕47号, annex 网页设计规范 (a tag without content counts as missing).
    """
    bare = text.strip().lower()
    return not _SAYS_SOMETHING.search(bare) or bare in _words()["nothing"]


def words_of_tests() -> tuple[str, ...]:
    """Return the words without one of which no title is that of a test: a database looks for them first."""
    return tuple(_words()["signs"])


def words_inside() -> tuple[str, ...]:
    """Return the words that mark a text as not written yet, wherever they stand in it."""
    return tuple(_words()["inside"])


def _is_test(text: str) -> bool:
    lowered = text.lower()
    if any(word in lowered for word in words_inside()):
        return True
    if len(text) > SHORTEST_LOOKED_AT:
        return False
    bare = _SIGNS_AND_DIGITS.sub("", lowered)
    return bool(bare) and bool(_tests().fullmatch(bare)) and any(sign in bare for sign in words_of_tests())


@cache
def _tests() -> re.Pattern[str]:
    known = sorted([*_words()["signs"], *_words()["whole"]], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, known))})+")


@cache
def _words() -> dict[str, Any]:
    [found] = rows("inspection", "placeholder")
    return found
