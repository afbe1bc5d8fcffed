"""Another spelling for a query that finds nothing: a title has nearly the same words.

No dictionary is kept. A Chinese run with one wrong character still has right parts on the left and right of
it; titles with both are looked up in the index, under the asker's own filters and readers, and compared
letter by letter. So nothing is offered that stands only where the asker may not look.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

import rjieba

from gongkai.search import asking
from gongkai.search.asking import Mark, Node, Phrase, Word, all_of, any_of
from gongkai.search.characters import is_han
from gongkai.search.engines import engine
from gongkai.search.models import Wording
from gongkai.search.normalising import LETTER, runs
from gongkai.search.sounds import sounding_like

LONGEST_RUN = 40
_TITLES = 300  # looked at for each place a character may be wrong in
_TITLES_OF_SHORT = 1500  # of two characters only one is left to look for
_TRIED = 6
_LONG_ENOUGH = 3  # characters that do not come together by chance in many ways
_PLACES_AT_ONCE = 500

# In this order they are believed: first what keeps every character that was typed.
_DOUBLED, _EXCHANGED, _MISSING, _SOUNDS_ALIKE, _WRONG, _SURPLUS = range(6)


def other_spelling(space: str, words: Sequence[Word], limits: Node | None, found: int = 0) -> str:
    """Return the query with the words that stand nowhere spelled like a title, or "".

    Where a few rows were `found`, a word that stands in no title and in no dictionary is tried, too: another
    spelling has to find as many.
    """
    choices = [_choices(space, word, limits, found) for word in words]
    if all(choice == [word.text] for choice, word in zip(choices, words, strict=True)):
        return ""
    for spelled in islice(product(*choices), _TRIED):
        query = " ".join(_as_word(text) for text in spelled)
        asked = asking.words(query)
        node = all_of([*(word.node() for word in asked), limits])
        wanted = max(1, found)
        if asked and node is not None and len(engine().places(space, node, wanted)) == wanted:
            return query
    return ""


def _choices(space: str, word: Word, limits: Node | None, found: int) -> list[str]:
    by_chance = bool(found) and not _is_word(word.text) and len(word.text) >= _LONG_ENOUGH
    if found and not by_chance:
        return [word.text]
    if engine().places(space, _under(word.node(in_title=by_chance), limits), 1):
        return [word.text]
    return _near(space, word.text, limits) or ([word.text] if found else [])


def _under(node: Node | None, limits: Node | None) -> Node:
    both = all_of([node, limits])
    if both is None:
        raise ValueError("A word asks for something.")
    return both


def _as_word(text: str) -> str:
    text = text.strip()
    return f"“{text}”" if " " in text else text


def _near(space: str, text: str, limits: Node | None) -> list[str]:
    """Return other spellings of one word, the likeliest first."""
    found: list[str] = []
    for run in runs(text):
        if is_han(run) and 2 <= len(run) <= LONGEST_RUN:
            found += [text.replace(run, other, 1) for other in _near_run(space, run, limits)]
    return list(dict.fromkeys(found))[:_TRIED]


def _near_run(space: str, run: str, limits: Node | None) -> list[str]:
    nodes = [_under(node, limits) for node in _titles_to_look_at(run)]
    several = engine().places_of_several(space, nodes, _TITLES_OF_SHORT if len(run) == 2 else _TITLES)
    places = sorted({place for some in several for place in some}, reverse=True)
    spellings = _Spellings(run)
    for title in _canonical_titles(places):
        for title_run in set(title.split()):
            if is_han(title_run):
                spellings.look_at(title_run)
    return spellings.best()


def _titles_to_look_at(run: str) -> Iterator[Node]:
    for place in range(len(run)):
        left_and_right = all_of([_part(run[:place]), _part(run[place + 1 :])])
        if left_and_right is not None:
            yield left_and_right
    for exchanged in _exchanged(run):
        yield Phrase((exchanged,), in_title=True)
    if len(run) <= 3:
        # What is left of a short one stands in too many titles to look at all of them.
        for place, character in enumerate(run):
            alike = [
                Phrase((run[:place] + other + run[place + 1 :],), in_title=True)
                for other in sounding_like(character)
            ]
            if node := any_of(alike):
                yield node


def _part(text: str) -> Node | None:
    if len(text) < 2:
        return Mark(LETTER + text) if text else None
    return Phrase((text,), in_title=True)


def _exchanged(run: str) -> list[str]:
    return [
        run[:place] + run[place + 1] + run[place] + run[place + 2 :]
        for place in range(len(run) - 1)
        if run[place] != run[place + 1]
    ]


def _canonical_titles(places: list[int]) -> Iterator[str]:
    for start in range(0, len(places), _PLACES_AT_ONCE):
        some = Wording.objects.filter(pk__in=places[start : start + _PLACES_AT_ONCE])
        yield from some.values_list("canonical_title", flat=True)


@dataclass
class _Spellings:
    """The spellings seen that differ from `run` by one character."""

    run: str
    seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        run = self.run
        lefts_and_rights = [(run[:place], run[place + 1 :]) for place in range(len(run))]
        self.wrong = [_between(left, right) for left, right in lefts_and_rights]
        self.missing = [_between(run[:place], run[place:]) for place in range(1, len(run))]
        self.exchanged = _exchanged(run)
        self.without_surplus = [left + right for left, right in lefts_and_rights if len(run) > 2]
        self.without_double = {
            left + right for left, right in lefts_and_rights if left[-1:] == run[len(left)]
        }

    def look_at(self, title_run: str) -> None:
        for place, pattern in enumerate(self.wrong):
            for match in pattern.finditer(title_run):
                alike = match[2] in sounding_like(self.run[place])
                self._saw([match[1]], _SOUNDS_ALIKE if alike else _WRONG)
        for pattern in self.missing:
            self._saw([match[1] for match in pattern.finditer(title_run)], _MISSING)
        self._saw([each for each in self.exchanged if each in title_run], _EXCHANGED)
        for each in self.without_surplus:
            if each in title_run:
                self._saw([each], _DOUBLED if each in self.without_double else _SURPLUS)

    def _saw(self, spellings: Iterable[str], kind: int) -> None:
        for spelling in spellings:
            if spelling != self.run:
                self.seen[spelling] += 1
                self.kinds[spelling] = min(kind, self.kinds.get(spelling, kind))

    def best(self) -> list[str]:
        return sorted(
            self.seen,
            key=lambda each: (
                self.kinds[each] > _MISSING,
                # Of a short one so little is left that only a word can be meant.
                len(self.run) < 4 and not _is_word(each),
                self.kinds[each],
                -self.seen[each],
                each,
            ),
        )[:_TRIED]


def _between(left: str, right: str) -> re.Pattern[str]:
    """Return the expression whose first group is two parts with a character between, the second this one."""
    # Looked ahead at, so that overlapping places are all seen.
    return re.compile(f"(?=({re.escape(left)}(.){re.escape(right)}))")


def _is_word(text: str) -> bool:
    return bool(rjieba.cut(text) == [text])
