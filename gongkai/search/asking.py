"""What is asked of an index, apart from how a database is asked for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from gongkai.search.characters import is_han
from gongkai.search.normalising import (
    INITIAL,
    SYLLABLE,
    TITLE_IS,
    end_of,
    pieces,
    plain,
    runs,
    start_of,
    title_digest,
    without_gaps_in_numbers,
)
from gongkai.search.sounds import readings

LONGEST_QUERY = 100  # characters
MOST_WORDS = 8
MOST_SPELLINGS = 8  # of one word, synonyms included

_WORD = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')
_LETTERS = re.compile(r"[a-z]{2,60}")
_MOST_INITIALS = 20


@dataclass(frozen=True)
class Phrase:
    """Runs that follow one another; a Chinese run may begin and end within a longer one.

    `in_title` looks there only; `unfinished` lets the last run of letters and digits go on.
    """

    runs: tuple[str, ...]
    in_title: bool = False
    unfinished: bool = False

    @property
    def tokens(self) -> list[str]:
        result: list[str] = []
        for run in self.runs:
            if is_han(run):
                result += map(add, run, run[1:])
                result.append(run[-1])
            else:
                result.append(run)
        last = self.runs[-1]
        if is_han(last) and len(last) > 1:
            result.pop()
        return result

    @property
    def is_open(self) -> bool:
        """Whether its last token only begins the one looked for."""
        last = self.runs[-1]
        return len(last) == 1 if is_han(last) else self.unfinished

    @property
    def pattern(self) -> str:
        """What a canonical text must contain."""
        before = "" if is_han(self.runs[0]) else " "
        after = "" if is_han(self.runs[-1]) or self.unfinished else " "
        return before + " ".join(self.runs) + after


@dataclass(frozen=True)
class Initials:
    """Neighbouring pinyin initials of a title."""

    letters: str

    @property
    def tokens(self) -> list[str]:
        return [INITIAL + a + b for a, b in pairwise(self.letters)]


@dataclass(frozen=True)
class Syllables:
    """Neighbouring characters of a title, by their pinyin; `unfinished` lets the last syllable go on."""

    spelled: tuple[str, ...]
    unfinished: bool = False

    @property
    def tokens(self) -> list[str]:
        return [SYLLABLE + syllable for syllable in self.spelled]

    @property
    def pattern(self) -> str:
        """What the marks of an entry must contain, with a blank before and after them."""
        return f" {' '.join(self.tokens)}{'' if self.unfinished else ' '}"


@dataclass(frozen=True)
class Mark:
    """A token by itself: a facet's value, a reader, a character of the title, the whole title."""

    token: str


@dataclass(frozen=True)
class All:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Node", ...]


Node = Phrase | Initials | Syllables | Mark | All | AnyOf


def all_of(parts: Iterable[Node | None]) -> Node | None:
    """Return the node that wants all parts; None wants nothing."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not None))
    return kept[0] if len(kept) == 1 else All(kept) if kept else None


def any_of(parts: Iterable[Node | None]) -> Node | None:
    """Return the node that is content with one of the parts that are not None; None when there is none."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not None))
    return kept[0] if len(kept) == 1 else AnyOf(kept) if kept else None


@dataclass(frozen=True)
class Word:
    """A word of a query, folded, with other spellings that mean the same."""

    text: str
    others: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.text, *self.others)

    def node(self, *, in_title: bool = False) -> Node | None:
        nodes = [phrase(spelling, in_title=in_title) for spelling in self.spellings]
        return any_of([*nodes, self.pinyin()])

    def pinyin(self, *, unfinished: bool = False) -> Node | None:
        """Return what the word asks for if its letters are initials or syllables of a title's characters."""
        if not _LETTERS.fullmatch(self.text):
            return None
        initials = Initials(self.text) if len(self.text) <= _MOST_INITIALS else None
        spelled = readings(self.text, unfinished=unfinished)
        return any_of([initials, *(Syllables(each, unfinished) for each in spelled)])


def words(text: str, synonyms: Sequence[tuple[str, ...]] = ()) -> tuple[Word, ...]:
    """Return the words of a query, each once; what holds no letter and no digit is no word."""
    text = without_gaps_in_numbers(text.replace("\0", " ")[:LONGEST_QUERY].replace("＂", '"'))
    found: dict[str, None] = {}
    for quoted, also_quoted, single in _WORD.findall(text):
        word = plain(quoted or also_quoted or single).strip()
        if runs(word):
            found[word] = None
    return tuple(Word(word, _other_spellings(word, synonyms)) for word in list(found)[:MOST_WORDS])


def _other_spellings(word: str, synonyms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    others: dict[str, None] = {}
    for group in synonyms:
        # The longest that stands there: in 最低生活保障 nobody means a shorter synonym inside it.
        standing = [member for member in sorted(group, key=len, reverse=True) if _stands_in(word, member)]
        for member in standing[:1]:
            for other in group:
                if other != member:
                    others[word.replace(member, other)] = None
    others.pop(word, None)
    return tuple(others)[: MOST_SPELLINGS - 1]


def _stands_in(word: str, member: str) -> bool:
    return bool(runs(member)) and Phrase(tuple(runs(member))).pattern in f" {' '.join(runs(word))} "


def phrase(text: str, *, in_title: bool = False, unfinished: bool = False) -> Node | None:
    """Return what a folded text asks for as one phrase.

    Without a document number these are its runs, neighbours in this order. With one, each number stands,
    in whatever form, between the run before and the run after it, and what lies between two numbers or
    outside them stands somewhere as a phrase of its own.
    """
    between, found = pieces(text)
    if not found:
        return Phrase(tuple(between[0]), in_title, unfinished) if between[0] else None
    parts: list[Node] = []
    for place, number in enumerate(found):
        after = between[place + 1]
        is_last = place == len(found) - 1 and not after
        going_on = unfinished and is_last and text.rstrip().endswith(number[5:])
        parts.append(Phrase((*end_of(between[place]), number, *start_of(after)), in_title, going_on))
    parts += [
        Phrase(tuple(segment), in_title)
        for segment in between
        if len(segment) > 1 or (segment and end_of(segment) != segment)
    ]
    return all_of(parts)


def whole(asked: Sequence[Word], *, in_title: bool = False) -> Node | None:
    """Return the query as one phrase: its words as neighbours, with or without a gap between them."""
    return any_of(
        phrase(glue.join(word.text for word in asked), in_title=in_title) for glue in (" ", "")[: len(asked)]
    )


def is_title(asked: Sequence[Word]) -> Node | None:
    """Return what only a title that equals the query has."""
    spelled = {tuple(runs(glue.join(word.text for word in asked))) for glue in (" ", "")}
    return any_of(Mark(TITLE_IS + title_digest(each)) for each in sorted(spelled))
