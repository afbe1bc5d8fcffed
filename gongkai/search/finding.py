"""Answering a query: rows, total, counts by facet, and titles as one types.

By relevance means in tiers, newest first in each: the title is the query; the title contains it as a
phrase (or has its number); the title contains all words; the text contains it as a phrase; the rest. No
figure of a database's own ranks anything, so both answer alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from gongkai.journal.keeping import Kept
from gongkai.search import asking, highlighting, spelling, synonyms
from gongkai.search.asking import Mark, Node, Word, all_of, any_of
from gongkai.search.engines import engine
from gongkai.search.entries import (
    MOST_COUNTED,
    Found,
    Hit,
    Passage,
    check_space,
    is_reader,
    is_slug,
)
from gongkai.search.models import FacetValue, Indexed
from gongkai.search.normalising import FACET, READER
from gongkai.search.putting import day_of

ORDERS = ("relevance", "date", "date_up")
DEEPEST = 10_000  # rows one can page to
PASSAGE = 120  # characters
FEW = 3  # rows; they may have been found by chance, so that another spelling is looked for
_LOOKED_AT = MOST_COUNTED + 1

Filters = Mapping[str, str | Sequence[str]]


class _Nothing(Exception):
    """What was asked can match nothing."""


def find(
    space: str,
    text: str,
    *,
    filters: Filters,
    readers: Iterable[str] | None,
    order: str,
    offset: int,
    limit: int,
    count: Sequence[str],
) -> Found:
    """Return what matches; see `gongkai.search.find`."""
    check_space(space)
    if order not in ORDERS:
        order = "relevance"
    offset, limit = max(0, offset), max(0, min(limit, 200))
    words = asking.words(text, synonyms.groups_for(space)) if text.strip() else ()
    spellings = tuple(dict.fromkeys(spelling for word in words for spelling in word.spellings))
    try:
        limits = _limits(space, filters, readers)
        if text.strip() and not words:
            raise _Nothing
    except _Nothing:
        return Found(words=spellings)

    node = all_of([*(word.node() for word in words), limits])
    newest = _places(space, node, _LOOKED_AT)
    offered = spelling.other_spelling(space, words, limits, len(newest)) if len(newest) <= FEW else ""
    if not newest:
        return Found(suggestion=offered, words=spellings)
    is_complete = len(newest) < _LOOKED_AT
    if order == "relevance" and words:
        page = _by_relevance(space, words, limits, newest, offset=offset, limit=limit)
    else:
        page = _by_date(space, node, newest, offset, limit, upwards=order == "date_up")
    return Found(
        total=len(newest) if is_complete else MOST_COUNTED,
        more=not is_complete,
        hits=_hits(page, spellings),
        facets=_counted(space, node, newest if is_complete else None, filters, count),
        suggestion=offered,
        words=spellings,
    )


def _limits(space: str, filters: Filters, readers: Iterable[str] | None) -> Node | None:
    """Return what every row must have, whatever was asked for. Raises _Nothing where none can."""
    if readers is None and space != "public":
        raise ValueError(f"Say who asks: what is in the space {space!r} is not for everybody.")
    parts: list[Node | None] = []
    for name, wanted in sorted(filters.items()):
        values = [wanted] if isinstance(wanted, str) else list(wanted)
        if not any(values):
            continue
        marks = [Mark(f"{FACET}{name}:{value}") for value in values if is_slug(name) and is_slug(value)]
        if not marks:
            raise _Nothing
        parts.append(any_of(marks))
    if readers is not None:
        tokens = [Mark(READER + reader) for reader in sorted(set(readers)) if is_reader(reader)]
        if not tokens:
            raise _Nothing
        parts.append(any_of(tokens))
    return all_of(parts)


def _places(space: str, node: Node | None, limit: int, offset: int = 0, *, newest: bool = True) -> list[int]:
    if limit <= 0:
        return []
    if node is not None:
        return engine().places(space, node, limit, offset, newest=newest)
    everything = Indexed.objects.filter(space=space).order_by("-place" if newest else "place")
    return list(everything.values_list("place", flat=True)[offset : offset + limit])


def _by_date(
    space: str, node: Node | None, newest: list[int], offset: int, limit: int, *, upwards: bool
) -> list[int]:
    if len(newest) < _LOOKED_AT:
        return (newest[::-1] if upwards else newest)[offset : offset + limit]
    if not upwards and offset + limit <= len(newest):
        return newest[offset : offset + limit]
    return _places(space, node, min(limit, DEEPEST - offset), offset, newest=not upwards)


def _by_relevance(
    space: str, words: Sequence[Word], limits: Node | None, newest: list[int], *, offset: int, limit: int
) -> list[int]:
    """Return one page of the rows, tier after tier; `newest` are the newest of all that match."""
    wanted = min(offset + limit, DEEPEST)
    everything = all_of([*(word.node() for word in words), limits])
    # Words drawn together may mean something else; a single word's tiers match it anyway.
    also = everything if len(words) > 1 else limits
    tiers = [asking.is_title(words), asking.whole(words, in_title=True)]
    if len(words) > 1 or words[0].others or words[0].pinyin():
        tiers.append(all_of(word.node(in_title=True) for word in words))
    if len(words) > 1:
        tiers.append(asking.whole(words))
    ordered: dict[int, None] = {}
    for tier in tiers:
        if len(ordered) >= min(wanted, len(newest)):
            break
        # What a tier before has may come again: so many more are asked for.
        for place in _places(space, all_of([tier, also]), wanted + len(ordered)):
            ordered[place] = None
    if len(ordered) < wanted:
        enough = len(newest) < _LOOKED_AT or wanted + len(ordered) <= len(newest)
        rest = newest if enough else _places(space, everything, wanted + len(ordered))
        for place in rest:
            ordered.setdefault(place)
    return list(ordered)[offset:wanted]


def _hits(places: list[int], spellings: Sequence[str]) -> tuple[Hit, ...]:
    rows = {row[0]: row for row in engine().wordings(places)} if places else {}
    return tuple(_hit(*rows[place], spellings) for place in places if place in rows)


def _hit(place: int, key: str, title: str, text: str, spellings: Sequence[str]) -> Hit:
    passages, part = _passages(text, spellings)
    return Hit(key, title, day_of(place), passages, part)


def _passages(text: str, spellings: Sequence[str]) -> tuple[tuple[Passage, ...], int]:
    """Return the best passage of the text and in which part it stands; without one, its beginning."""
    parts = [(number, part) for number, part in enumerate(text.split("\f")) if part.strip()]
    for number, part in parts if spellings else ():
        passage = highlighting.passage(part, spellings, PASSAGE)
        if passage:
            return (passage,), number
    return ((highlighting.beginning(parts[0][1], PASSAGE),), parts[0][0]) if parts else ((), 0)


def _counted(
    space: str,
    node: Node | None,
    places: list[int] | None,
    filters: Filters,
    count: Sequence[str],
) -> dict[str, list[tuple[str, int, bool]]]:
    """Return the counts of the facets asked for; `places` are all rows that match, unless too many."""
    if not count:
        return {}
    counted = _counted_by_row(places) if places is not None else _counted_of_many(space, node, count)
    result: dict[str, list[tuple[str, int, bool]]] = {name: [] for name in count}
    for facet, number in counted.items():
        name, _, value = facet.partition(":")
        chosen = filters.get(name) or ()
        if name in result and (not chosen or value in ([chosen] if isinstance(chosen, str) else chosen)):
            result[name].append((value, min(number, MOST_COUNTED), number > MOST_COUNTED))
    for values in result.values():
        values.sort(key=lambda each: (-each[1], each[0]))
    return result


def _counted_by_row(places: list[int]) -> Counter[str]:
    return _summed(engine().facets_at(places))


def _summed(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    counted: dict[str, int] = defaultdict(int)
    for facets, number in rows:
        for facet in facets.split(" "):
            counted[facet] += number
    return Counter(counted)


def _counted_of_many(space: str, node: Node | None, count: Sequence[str]) -> Counter[str]:
    """Return counts that are exact up to the most that is told.

    Among the newest rows the common values reach that; only the others are counted one by one. In public
    they hold until an act changes something public: then only does the index change.
    """
    if space != "public":
        return _count_many(space, node, count)
    return _counts.get((node, tuple(count)), lambda: _count_many(space, node, count))


_counts = Kept(200)


def _count_many(space: str, node: Node | None, count: Sequence[str]) -> Counter[str]:
    together = engine().counted_together
    rows = engine().facets_of_newest(space, node, together)
    counted = _summed(rows)
    if sum(number for _facets, number in rows) == together:
        known = FacetValue.objects.filter(space=space, name__in=count).values_list("name", "value")
        rare = [facet for name, value in known if counted[facet := f"{name}:{value}"] < _LOOKED_AT]
        counted.update({facet: -counted[facet] for facet in rare})
        counted.update(engine().counts(space, node, rare, _LOOKED_AT))
    return +counted


def suggest(
    space: str, typed: str, *, filters: Filters, readers: Iterable[str] | None, limit: int
) -> tuple[Hit, ...]:
    """Return titles that go with what was typed so far; see `gongkai.search.suggest`."""
    check_space(space)
    try:
        limits = _limits(space, filters, readers)
    except _Nothing:
        return ()
    words = asking.words(typed)
    wanted = [
        any_of([asking.phrase(word.text, in_title=True, unfinished=True), word.pinyin(unfinished=True)])
        for word in words
    ]
    limit = max(0, min(limit, 50))
    if not words or not limit:
        return ()
    # Several with the same title are common (work reports): a few times as many are looked at.
    places = _places(space, all_of([*wanted, limits]), limit * 5)
    rows = {row[0]: row for row in engine().titles(places)} if places else {}
    by_title: dict[str, Hit] = {}
    for place, key, title in (rows[place] for place in places if place in rows):
        by_title.setdefault(title, Hit(key, title, day_of(place)))
    return tuple(by_title.values())[:limit]
