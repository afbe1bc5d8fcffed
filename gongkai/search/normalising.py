"""One form for everything that is compared: width, case, traditional characters and document numbers.

Folding works on single characters, so that every character of a folded text still has its place in the
original: NFKC, lower case, traditional to simplified; what is neither letter nor digit becomes a blank. A
folded text falls into *runs*: Chinese characters without a gap, or letters and digits without a gap. The
canonical text is its runs with one blank before, between and after them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from operator import add

import opencc

from gongkai.search.characters import HAN, is_han
from gongkai.search.mending import mended

# Characters for private use: none of them can come from a text, since a text's own are blanks.
PART = "\ue000"  # stands between texts that are no neighbours
ENTRY = "\ue001"  # every entry has it
TITLE_IS = "\ue002"  # before the digest of a whole title
NUMBER_SIGN = "\ue003"  # between year and serial of a document number
LETTER = "\ue004"  # before one character of a title
TITLE = "\ue007"  # before a token of a title
INITIAL = "\ue005"  # before two neighbouring pinyin initials of a title
READER = "\ue006"
FACET = "\ue008"
SYLLABLE = "\ue009"  # before the pinyin of one character of a title

LONGEST_TEXT = 400_000  # characters of one entry that are looked at
LONGEST_RUN = 64  # letters and digits; a longer run is cut
MOST_TOKEN_BYTES = 1_000_000  # PostgreSQL's tsvector holds no more of one entry
_SURELY_FEW_TOKENS = 80_000  # characters that cannot make so many bytes of tokens
_STEP = 500  # characters that are added or left out together
_WINDOW = 20  # Chinese characters kept on either side of a document number
_NEAR = 200  # characters in which a run beside a document number is looked for

_OPENING, _CLOSING = r"(\[{<〔【〖〈", r")\]}>〕】〗〉"
_BRACKETS = "()[]{}<>〔〕【】〖〗〈〉"
SEPARATING = " " + _BRACKETS  # all that is left in a folded text between its runs
_RUN = re.compile(rf"[{HAN}]+|[^ {HAN}{_OPENING}{_CLOSING}]{{1,{LONGEST_RUN}}}")
_NUMBER = re.compile(
    rf"[{_OPENING}] {{0,3}}((?:19|20)[0-9]{{2}}) {{0,3}}年? {{0,3}}[{_CLOSING}] {{0,3}}第? {{0,3}}"
    r"0{0,5}([1-9][0-9]{0,5})(?![0-9a-z])( {0,3}号)?(?(3)| {0,3}(?![年月日]))"
)
# Blanks inside a document number, which would part it into two words.
_GAP_IN_NUMBER = re.compile(
    r"([〔［\[（(【﹝〖{<〈])\s*([0-9０-９]{4}\s?年?)\s*([〕］\])）】﹞〗}>〉])\s*(第?)\s*(?=[0-9０-９])"
)


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _Folds(dict[int, str]):
    """What a character becomes; `uneven` are those that become none or several."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "".join(_folded(each) for each in unicodedata.normalize("NFKC", character).lower())
        if len(folded) != 1:
            self.uneven.add(character)
        self[code] = folded
        return folded


def _folded(character: str) -> str:
    if is_han(character):
        return str(_to_simplified().convert(character))
    if character.isalnum():
        # A Latin letter without its accent.
        bare = unicodedata.normalize("NFKD", character)[0] if character < "ɐ" else character
        return bare if bare.isalnum() else " "
    if character in _BRACKETS:
        return character
    if character in "○◯":
        return "〇"  # as in 二○一八年
    # Marks and what is not seen (such as a soft hyphen) part no word.
    return "" if unicodedata.category(character) in {"Mn", "Cf"} else " "


_folds = _Folds()


@cache
def _not_plain() -> re.Pattern[str]:
    """Return the expression for what folding may change: nine characters in ten of a text it does not."""
    same = "".join(chr(code) for code in range(0x4E00, 0xA000) if _folds[code] == chr(code))
    return re.compile(f"[^ a-z0-9{same}]+")


def folded(text: str) -> str:
    """Return `text` with each character folded."""
    return _not_plain().sub(_folded_match, text)


def _folded_match(match: re.Match[str]) -> str:
    return match[0].translate(_folds)


def plain(text: str, *, is_set: bool = False) -> str:
    """Return `text` with its torn words made whole and each character folded; `is_set` as in `mended`."""
    if is_set or len(text) > _LONGEST_REMEMBERED:
        return _plain(text, is_set)
    return _plain_title(text)


def _plain(text: str, is_set: bool = False) -> str:
    whole = mended(text, is_set=is_set)
    return folded(whole[0] if whole else text)


# An entry's title is asked for again and again: for its words, its letters, its sounds.
_LONGEST_REMEMBERED = 300
_plain_title = lru_cache(maxsize=1000)(_plain)


def plain_with_places(text: str) -> tuple[str, list[int] | None]:
    """Return the plain text and, for each of its characters, its place in `text` (None: the same place)."""
    whole = mended(text, is_set=True)
    kept, places = whole or (text, None)
    result = folded(kept)
    if all(map(_folds.uneven.isdisjoint, _not_plain().findall(kept))):
        return result, places
    each = places or range(len(kept))
    return result, [
        place for place, character in zip(each, kept, strict=True) for _ in _folds[ord(character)]
    ]


def runs(folded_text: str) -> list[str]:
    """Return the runs of a folded text; a very long one of letters and digits in several."""
    return _RUN.findall(folded_text)


def numbers(folded_text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the document numbers of a folded text: where each begins and ends, and its one form.

    〔2018〕12号, [2018]第012号 and （2018）12 have the same form; (2018)12月 is a month.
    """
    for match in _NUMBER.finditer(folded_text):
        yield match.start(), match.end(), f"{match[1]}{NUMBER_SIGN}{match[2]}"


def pieces(folded_text: str) -> tuple[list[list[str]], list[str]]:
    """Return a folded text's document numbers and, first, the runs before, between and after them."""
    between, found, at = [], [], 0
    for start, end, number in numbers(folded_text):
        between.append(runs(folded_text[at:start]))
        found.append(number)
        at = end
    return [*between, runs(folded_text[at:])], found


def windows(folded_text: str) -> list[list[str]]:
    """Return each document number in its one form, between the run before it and the run after it."""
    found = list(numbers(folded_text))
    told: list[list[str]] = []
    for place, (start, end, number) in enumerate(found):
        begins = max(found[place - 1][1] if place else 0, start - _NEAR)
        ends = min(found[place + 1][0] if place + 1 < len(found) else len(folded_text), end + _NEAR)
        before, after = runs(folded_text[begins:start]), runs(folded_text[end:ends])
        told.append([*end_of(before), number, *start_of(after)])
    return told


def end_of(before: list[str]) -> list[str]:
    return [before[-1][-_WINDOW:] if is_han(before[-1]) else before[-1]] if before else []


def start_of(after: list[str]) -> list[str]:
    return [after[0][:_WINDOW] if is_han(after[0]) else after[0]] if after else []


def without_gaps_in_numbers(text: str) -> str:
    return _GAP_IN_NUMBER.sub(r"\1\2\3\4", text)


def canonical_title(title: str, given_numbers: tuple[str, ...] = ()) -> str:
    """Return the canonical text of a title, and the document numbers in it or given with it."""
    parts: list[list[str]] = []
    for text in (title[:LONGEST_TEXT], *(number[:1000] for number in given_numbers)):
        told = plain(text)
        parts += [runs(told), *windows(told)]
    return _joined(parts)


def canonical_text(texts: list[str]) -> str:
    """Return the canonical text of several texts that are no neighbours, bounded for the index.

    The first is the item's own, whose paragraphs stand apart; the others were read from files.
    """
    parts: list[list[str]] = []
    left = LONGEST_TEXT
    for place, text in enumerate(texts):
        if left > 0:
            told = plain(text[:left], is_set=place > 0)
            parts += [runs(told), *windows(told)]
        left -= len(text)
    return _bounded(_joined(parts))


def _joined(parts: list[list[str]]) -> str:
    return f" {f' {PART} '.join(' '.join(part) for part in parts if part)} "


def _bounded(canonical: str) -> str:
    """Return as much of a text as one entry of the index can hold."""
    if len(canonical) <= _SURELY_FEW_TOKENS:
        return canonical
    seen: set[str] = set()
    size = at = 0
    for run in canonical.split():
        for start in range(0, len(run), _STEP):
            # With the next one's first character, so that no pair is left out of the sum.
            new = set(tokens(f" {run[start : start + _STEP + 1]} ")) - seen
            size += sum(len(token.encode()) for token in new)
            if size > MOST_TOKEN_BYTES:
                return f"{canonical[: at + 1 + start].rstrip()} "
            seen |= new
        at += len(run) + 1
    return canonical


def tokens(canonical: str) -> list[str]:
    """Return the tokens in order: of a Chinese run each pair of neighbours and the last one alone."""
    result: list[str] = []
    for run in canonical.split():
        if is_han(run):
            result += map(add, run, run[1:])
            result.append(run[-1])
        else:
            result.append(run)
    return result


def title_digest(title_runs: Sequence[str]) -> str:
    """Return what the runs of a whole title are known by."""
    return blake2b(" ".join(title_runs).encode(), digest_size=12).hexdigest()


def letters_of(title: str) -> set[str]:
    """Return the Chinese characters of a title, folded."""
    return {character for character in plain(title[:1000]) if is_han(character)}
