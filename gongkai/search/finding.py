"""Answering a query: rows, total, counts by facet, and titles as one types.

By relevance means in tiers, newest first in each: the title is the query; the title contains it as a
phrase (or has its number); the title contains all words; the text contains it as a phrase; the rest. No
figure of a database's own ranks anything, so both answer alike.
"""

from collections import Counter
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
from gongkai.search.models import FacetValue, Indexed, Wording
from gongkai.search.normalising import FACET, READER

ORDERS = ("relevance", "date", "date_up")
DEEPEST = 10_000  # rows one can page to
PASSAGE = 120  # characters
_LOOKED_AT = MOST_COUNTED + 1
_PLACES_AT_ONCE = 500
_COUNTED_TOGETHER = 10_000  # rows

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
    if not newest:
        offered = spelling.other_spelling(space, words, limits) if words else ""
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
    if len(words) > 1 or words[0].others or words[0].initials():
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
    rows = _wordings(places)
    return tuple(_hit(rows[place], spellings) for place in places if place in rows)


def _hit(wording: Wording, spellings: Sequence[str]) -> Hit:
    passages, part = _passages(wording, spellings)
    return Hit(wording.entry.key, wording.title, wording.entry.day, passages, part)


def _wordings(places: list[int]) -> dict[int, Wording]:
    shown = Wording.objects.select_related("entry").only("title", "text", "entry__key", "entry__day")
    return {wording.entry_id: wording for wording in shown.filter(pk__in=places)}


def _passages(wording: Wording, spellings: Sequence[str]) -> tuple[tuple[Passage, ...], int]:
    """Return the best passage of the text and in which part it stands; without one, its beginning."""
    parts = [(number, part) for number, part in enumerate(wording.text.split("\f")) if part.strip()]
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
    together: Counter[str] = Counter()
    for start in range(0, len(places), _PLACES_AT_ONCE):
        some = Indexed.objects.filter(pk__in=places[start : start + _PLACES_AT_ONCE])
        together.update(some.values_list("facets", flat=True))
    counted: Counter[str] = Counter()
    for facets, number in together.items():
        for facet in facets.split():
            counted[facet] += number
    return counted


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
    counted: Counter[str] = Counter()
    seen = 0
    for facets, number in engine().facets_of_newest(space, node, _COUNTED_TOGETHER):
        seen += number
        for facet in facets.split():
            counted[facet] += number
    if seen == _COUNTED_TOGETHER:
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
        any_of([asking.phrase(word.text, in_title=True, unfinished=True), word.initials()]) for word in words
    ]
    limit = max(0, min(limit, 50))
    if not words or not limit:
        return ()
    # Several with the same title are common (work reports): a few times as many are looked at.
    places = _places(space, all_of([*wanted, limits]), limit * 5)
    rows = _wordings(places)
    by_title: dict[str, Hit] = {}
    for place in places:
        if place in rows:
            row = rows[place]
            by_title.setdefault(row.title, Hit(row.entry.key, row.title, row.entry.day))
    return tuple(by_title.values())[:limit]
