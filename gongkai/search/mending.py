"""Words that were torn by the end of a line or by blanks are made whole before they are compared.

What comes out of a PDF, and what was pasted from one, breaks its lines in the middle of words; short words
are spread over a line (公　告), names of two characters to the width of three (王　伟). 12,345 is one number.
"""

import re
from collections.abc import Iterator

import rjieba

from gongkai.search.characters import HAN

# A line of so many characters was broken because it was full; a shorter one may be a heading or a name.
FULL_LINE = 10
_READ = 8  # characters on either side of the end of a short line

_LETTERSPACED = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ \u00a0\u3000]{{1,4}}[{HAN}])+(?![{HAN}])")
_GROUPED = re.compile(r"(?<![0-9,.])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
_BLANKS = re.compile(r"[ \u00a0\u3000]+")
# The next line is no new paragraph: it has no indent, and does not begin as 一、 or 第一条 do.
_END_OF_LINE = re.compile(
    rf"(?<=[{HAN}])[ \t]*\r?\n(?=[{HAN}])"
    "(?![一二三四五六七八九十百]+[、．.]|第[一二三四五六七八九十百]+[条章节])"
)


def mended(text: str, *, is_set: bool = False) -> tuple[str, list[int]] | None:
    """Return a text with its torn words whole and the place each character had; None where none is torn.

    With `is_set` its lines were broken where they were full, as in a file; else an end of line parts words
    unless it stands inside one.
    """
    tears = sorted({*_spread(text), *_at_ends_of_lines(text, is_set), *_between_thousands(text)})
    if not tears:
        return None
    kept: list[int] = []
    at = 0
    for start, end in tears:
        kept += range(at, start)
        at = end
    kept += range(at, len(text))
    return "".join(text[place] for place in kept), kept


def _spread(text: str) -> Iterator[tuple[int, int]]:
    for word in _LETTERSPACED.finditer(text):
        for gap in _BLANKS.finditer(text, *word.span()):
            yield gap.span()


def _between_thousands(text: str) -> Iterator[tuple[int, int]]:
    for number in _GROUPED.finditer(text):
        for place in range(number.end() - 4, number.start(), -4):
            yield place, place + 1


def _at_ends_of_lines(text: str, is_set: bool) -> Iterator[tuple[int, int]]:
    for end in _END_OF_LINE.finditer(text):
        begins = text.rfind("\n", max(0, end.start() - FULL_LINE), end.start())
        is_full = is_set and begins < 0 and end.start() >= FULL_LINE
        if is_full or _is_one_word(text, *end.span()):
            yield end.span()


def _is_one_word(text: str, start: int, end: int) -> bool:
    """Say whether a word of the dictionary reaches over what stands between `start` and `end`."""
    before = text[max(0, start - _READ) : start].rpartition("\n")[2]
    at = 0
    for word in rjieba.cut(before + text[end : end + _READ].partition("\n")[0], False):
        at += len(word)
        if at >= len(before):
            return at > len(before)
    return False
