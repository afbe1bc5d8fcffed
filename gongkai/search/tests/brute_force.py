"""The same search done the slow way, straight from the rules: every entry read, nothing indexed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import opencc

from gongkai.search import Entry

_simplified = opencc.OpenCC("t2s")
_NUMBER = re.compile(
    r"[\[({〔【〖<〈] ?((?:19|20)[0-9]{2}) ?年? ?[\])}〕】〗>〉] ?第? ?0{0,5}([1-9][0-9]{0,5})(?![0-9a-z])"
    r"(?: ?号| ?(?![年月日号]))"
)


def plain(text: str) -> str:
    """Half width, lower case, simplified, one character after another."""
    return "".join(
        _simplified.convert(each) for character in text for each in unicodedata.normalize("NFKC", character)
    ).lower()


def is_han(character: str) -> bool:
    name = unicodedata.name(character, "")
    return name.startswith("CJK UNIFIED") or character in "〇々"


def kind(character: str) -> str:
    return "han" if is_han(character) else "other" if character.isalnum() else ""


def runs(text: str) -> list[str]:
    found: list[str] = []
    before = ""
    for character in plain(text):
        now = kind(character)
        if now and now == before:
            found[-1] += character
        elif now:
            found.append(character)
        before = now
    return found


def has_phrase(text: str, asked: list[str], *, title: bool = False) -> bool:
    """Look for runs as neighbours: Chinese ones may be part of longer ones at both ends, others are whole."""
    there = runs(text)
    for start in range(len(there) - len(asked) + 1):
        pairs = list(zip(there[start : start + len(asked)], asked, strict=True))
        if all(
            fits(one, other, first=place == 0, last=place == len(asked) - 1)
            for place, (one, other) in enumerate(pairs)
        ):
            return True
    return False


def fits(there: str, asked: str, *, first: bool, last: bool) -> bool:
    if not is_han(asked[0]) or not (first or last):
        return there == asked
    if first and last:
        return asked in there
    return there.endswith(asked) if first else there.startswith(asked)


def has_word(texts: Iterable[str], word: str) -> bool:
    texts = list(texts)
    number = _NUMBER.search(plain(word))
    if not number:
        return any(has_phrase(text, runs(word)) for text in texts)
    # A number with what stands right before and after it; only one is asked for at a time here.
    before, after = runs(plain(word)[: number.start()])[-1:], runs(plain(word)[number.end() :])[:1]
    return any(
        (match[1], match[2]) == (number[1], number[2])
        and all(
            fits(x, y, first=True, last=False)
            for x, y in zip(runs(plain(text)[: match.start()])[-1:] or [""], before, strict=False)
        )
        and all(
            fits(x, y, first=False, last=True)
            for x, y in zip(runs(plain(text)[match.end() :])[:1] or [""], after, strict=False)
        )
        for text in texts
        for match in _NUMBER.finditer(plain(text))
    )


# The characters the tests write with; what has no reading is no letter.
INITIALS = dict(zip("公开信息低保台年号𠮷", "gkxxdbtnh_", strict=True))


def has_initials(title: str, word: str) -> bool:
    letters = "".join(INITIALS.get(character, character) for run in runs(title) for character in run)
    return bool(re.fullmatch("[a-z]{2,20}", word)) and word in letters


def found(
    entries: list[Entry],
    words: list[str],
    filters: dict[str, str],
    readers: tuple[str, ...] | None,
) -> list[Entry]:
    """Return the entries that match, newest first; the later of one day first."""
    matching = [
        (entry.day, place, entry)
        for place, entry in enumerate(entries)
        if all(
            has_word([entry.title, *entry.numbers, entry.body, *entry.attachments], word)
            or has_initials(entry.title, word)
            for word in words
        )
        and all(value in entry.facets.get(name, ()) for name, value in filters.items())
        and (readers is None or set(readers) & set(entry.readers))
    ]
    return [entry for _, _, entry in sorted(matching, key=lambda each: each[:2], reverse=True)]


def tier(entry: Entry, words: list[str]) -> int:
    """Return in which tier of relevance an entry is; words without document numbers."""
    whole = [runs(glue.join(words)) for glue in (" ", "")]
    in_title = [entry.title, *entry.numbers]
    if any(runs(entry.title) == each for each in whole):
        return 0
    if any(has_phrase(text, each) for text in in_title for each in whole):
        return 1
    if all(
        any(has_phrase(text, runs(word)) for text in in_title) or has_initials(entry.title, word)
        for word in words
    ):
        return 2
    if any(has_phrase(text, each) for text in (entry.body, *entry.attachments) for each in whole):
        return 3
    return 4


def counts(entries: list[Entry], name: str) -> list[tuple[str, int, bool]]:
    counted = Counter(value for entry in entries for value in entry.facets.get(name, ()))
    return sorted(
        ((value, number, False) for value, number in counted.items()), key=lambda each: (-each[1], each[0])
    )
