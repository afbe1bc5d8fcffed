"""Finding texts: every Chinese word, phrases and document numbers, on both databases alike.

The room knows nobody's models: whoever has something to be found puts an `Entry` with a text key and gets
keys back. "public" and "desk" are separate indexes, so that nothing of the desk can come up in public.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongkai.search.entries import Entry, Found, Hit, IndexMissing, Passage

Filters = Mapping[str, str | Sequence[str]]


def put(entry: Entry) -> None:
    """Let `entry` be found from now on instead of what stood under its key, in the caller's transaction."""
    from gongkai.search import putting

    putting.put_many([entry])


def put_many(entries: Iterable[Entry]) -> int:
    """Put many entries and return how many; of several with one key the last stays."""
    from gongkai.search import putting

    return putting.put_many(entries)


def remove(space: str, *keys: str) -> None:
    """Let nothing of these keys be found any more; a key that is not there is no fault."""
    from gongkai.search import putting

    putting.remove(space, keys)


def clear(space: str) -> None:
    """Empty a space."""
    from gongkai.search import putting

    putting.clear(space)


def rebuild(space: str, entries: Iterable[Entry]) -> int:
    """Make the index of a space anew from `entries`, in one transaction, and return how many it holds.

    Until it ends, readers find what stood there before; on SQLite nobody else writes meanwhile.
    """
    from gongkai.search import putting

    return putting.rebuild(space, entries)


def keys(space: str, among: Iterable[str] | None = None) -> set[str]:
    """Return the keys of all entries of a space, or which of the keys `among` (some thousands) have one."""
    from gongkai.search import putting

    return putting.keys(space, among)


def faults(space: str, wanted: Iterable[str]) -> Iterator[str]:
    """Say in sentences how the index of a space differs from the keys that should be in it."""
    from gongkai.search import checking

    yield from checking.faults(space, wanted)


def find(
    space: str,
    text: str,
    *,
    filters: Filters | None = None,
    readers: Iterable[str] | None = None,
    order: str = "relevance",
    offset: int = 0,
    limit: int = 20,
    count: Sequence[str] = (),
) -> Found:
    """Return what matches `text`: words parted by blanks are all wanted, “…” holds a phrase together.

    `filters` names facets and the value (or the values, of which one is enough) they must have; `readers`
    are the tokens of who asks, compulsory in the space "desk"; `order` is "relevance", "date" (newest
    first) or "date_up"; `count` names the facets to count. An empty text matches everything. The total
    is exact up to 1,000; beyond it is 1,000 with `more`.

    Raises IndexMissing when the tables of the index were never made; no text makes it raise.
    """
    from gongkai.search import finding

    return finding.find(
        space,
        text,
        filters=filters or {},
        readers=readers,
        order=order,
        offset=offset,
        limit=limit,
        count=count,
    )


def suggest(
    space: str,
    typed: str,
    *,
    filters: Filters | None = None,
    readers: Iterable[str] | None = None,
    limit: int = 8,
) -> tuple[Hit, ...]:
    """Return entries whose title (or number, or title's pinyin initials) contains what was typed so far.

    Newest first; of several with the same title only the newest.
    """
    from gongkai.search import finding

    return finding.suggest(space, typed, filters=filters or {}, readers=readers, limit=limit)


def highlight(
    original: str, text_of_query: str | Sequence[str], width: int | None = None
) -> list[tuple[str, bool]]:
    """Return `original` in pieces, True where it matches; with `width`, a passage of so many characters.

    `text_of_query` is what was typed, or `Found.words`, which has the synonyms too. Without `width` the
    pieces joined are the original; with it, "…" stands where something was left out.
    """
    from gongkai.search import highlighting

    return highlighting.highlight(original, text_of_query, width)


__all__ = [
    "Entry",
    "Filters",
    "Found",
    "Hit",
    "IndexMissing",
    "Passage",
    "clear",
    "faults",
    "find",
    "highlight",
    "keys",
    "put",
    "put_many",
    "rebuild",
    "remove",
    "suggest",
]
