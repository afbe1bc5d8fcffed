"""Where a text matches, in the original's own characters."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gongkai.search.asking import words
from gongkai.search.characters import HAN, is_han
from gongkai.search.entries import Passage
from gongkai.search.normalising import SEPARATING, numbers, pieces, plain_with_places

_AT_ONCE = 20_000  # characters of a long text that are looked through in one go
_OVERLAP = 300  # longer than any phrase with what separates its runs, or nearly all
_GAP = f"[{re.escape(SEPARATING)}]"

Span = tuple[int, int]


def highlight(original: str, text_of_query: str | Sequence[str], width: int | None = None) -> Passage:
    """Return the pieces of a text; see `gongkai.search.highlight`."""
    spellings = _spellings(text_of_query)
    if width is not None:
        return passage(original, spellings, width) or beginning(original, width)
    return _pieces(original, spans(original, spellings), 0, len(original))


def _spellings(text_of_query: str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(text_of_query, str):
        return tuple(word.text for word in words(text_of_query))
    return tuple(text_of_query)


def passage(original: str, spellings: Sequence[str], width: int) -> Passage:
    """Return the passage of about `width` characters with the most of what was asked; [] without any."""
    for start in range(0, len(original), _AT_ONCE):
        part = original[start : start + _AT_ONCE + _OVERLAP]
        found = spans(part, spellings)
        if found:
            first, last = _densest([(a + start, b + start) for a, b in found], width)
            shown = [(a + start, b + start) for a, b in found]
            return _cut(original, shown, *_around(original, first, last, width))
    return []


def beginning(original: str, width: int) -> Passage:
    text = original.lstrip()
    return _cut(text, [], 0, min(width, len(text)))


def spans(original: str, spellings: Sequence[str]) -> list[Span]:
    """Return where a text matches, in order and without overlaps."""
    text, places = plain_with_places(original)
    found = [span for spelling in spellings for span in _found(text, spelling)]
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    if places is None:
        return joined
    return [(places[start], places[end - 1] + 1) for start, end in joined if end > start]


def _found(text: str, spelling: str) -> list[Span]:
    between, asked = pieces(spelling)
    if not asked:
        return _matches(text, between[0])
    found = [
        span
        for place, number in enumerate(asked)
        for span in _numbers(text, between[place][-1:], number, between[place + 1][:1])
    ]
    for segment in between:
        if len(segment) > 1:
            found += _matches(text, segment)
    return found


def _numbers(text: str, before: list[str], number: str, after: list[str]) -> Iterator[Span]:
    """Yield where a document number stands between the runs asked for, these included."""
    for start, end, other in numbers(text):
        if other != number:
            continue
        ends = text[:start].rstrip(SEPARATING)
        begins = text[end:].lstrip(SEPARATING) if after else ""
        if all(ends.endswith(run) for run in before) and all(begins.startswith(run) for run in after):
            yield (
                len(ends) - len(before[0]) if before else start,
                len(text) - len(begins) + len(after[0]) if after else end,
            )


def _matches(text: str, asked: Sequence[str]) -> list[Span]:
    return [match.span() for match in _pattern(tuple(asked)).finditer(text)] if asked else []


@lru_cache(maxsize=200)
def _pattern(asked: tuple[str, ...]) -> re.Pattern[str]:
    """Return the expression that finds runs as neighbours in a folded text."""
    told = "" if is_han(asked[0]) else f"(?:^|(?<={_GAP})|(?<=[{HAN}]))"
    for place, run in enumerate(asked):
        if place:
            mixed = is_han(run) != is_han(asked[place - 1])
            told += f"{_GAP}{'*' if mixed else '+'}"
        told += re.escape(run)
    if not is_han(asked[-1]):
        told += f"(?=$|{_GAP}|[{HAN}])"
    return re.compile(told)


def _densest(found: list[Span], width: int) -> Span:
    """Return the first of the windows of `width` in which the most characters match."""
    best, most, last, matching = (0, 0), 0, 0, 0
    for first, (start, _) in enumerate(found):
        last = max(last, first)
        while last < len(found) and found[last][1] - start <= width:
            matching += found[last][1] - found[last][0]
            last += 1
        if last == first:
            matching += found[last][1] - start
            last += 1
        if matching > most:
            best, most = (start, found[last - 1][1]), matching
        matching -= found[first][1] - start
    return best


def _around(original: str, first: int, last: int, width: int) -> Span:
    """Return the window around a match: a third of what is left before it, the rest behind."""
    left = max(0, width - (last - first))
    start = max(0, first - left // 3)
    end = min(len(original), start + max(width, last - start))
    return max(0, min(start, end - width)), end


def _cut(original: str, found: list[Span], start: int, end: int) -> Passage:
    before: Passage = [("…", False)] if start > 0 else []
    after: Passage = [("…", False)] if end < len(original) else []
    inside = [(max(a, start), min(b, end)) for a, b in found if a < end and b > start]
    return [*before, *_pieces(original, inside, start, end), *after]


def _pieces(original: str, found: list[Span], start: int, end: int) -> Passage:
    told: Passage = []
    for first, last in found:
        if first > start:
            told.append((original[start:first], False))
        told.append((original[first:last], True))
        start = last
    if start < end:
        told.append((original[start:end], False))
    return told
