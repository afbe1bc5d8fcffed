"""Putting entries into the index and taking them out again, inside the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise

from django.db import transaction

from gongkai.acts.inserting import insert_all
from gongkai.search.engines import Row, engine
from gongkai.search.entries import Entry, check_space
from gongkai.search.models import FacetValue, Indexed, Wording
from gongkai.search.normalising import (
    ENTRY,
    FACET,
    INITIAL,
    LETTER,
    PART,
    READER,
    SYLLABLE,
    TITLE_IS,
    canonical_text,
    canonical_title,
    letters_of,
    plain,
    runs,
    title_digest,
)
from gongkai.search.sounds import initials, syllables

BATCH = 1000
_SERIAL_BITS = 32
_SERIAL = (1 << _SERIAL_BITS) - 1


@transaction.atomic
def put_many(entries: Iterable[Entry]) -> int:
    """Put entries and return how many; see `gongkai.search.put_many`."""
    number = 0
    touched: set[str] = set()
    for batch in _batches(entries):
        by_space: dict[str, dict[str, Entry]] = {}
        for entry in batch:
            of_space = by_space.setdefault(entry.space, {})
            # The last of one key, and in its turn.
            of_space.pop(entry.key, None)
            of_space[entry.key] = entry
        for space, of_space in by_space.items():
            _put_batch(space, list(of_space.values()))
            number += len(of_space)
            touched.add(space)
    for space in touched:
        engine().tidy(space, thoroughly=False)
    return number


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch


def _put_batch(space: str, entries: list[Entry]) -> None:
    kept = _take_out(space, [entry.key for entry in entries])
    new = iter(engine().serials(len(entries) - len(kept)) if len(kept) < len(entries) else ())
    indexed, wordings = [], []
    values: set[tuple[str, str]] = set()
    for entry in entries:
        serial = kept[entry.key] if entry.key in kept else next(new)
        place = place_of(entry.day, serial)
        facets = sorted({f"{name}:{value}" for name, of_name in entry.facets.items() for value in of_name})
        values.update((name, value) for name, of_name in entry.facets.items() for value in of_name)
        indexed.append(
            Indexed(place=place, space=space, key=entry.key, day=entry.day, facets=" ".join(facets))
        )
        wordings.append(_wording(place, entry, facets))
    insert_all(indexed)
    insert_all(wordings)
    # In one order, so that two who bring the same new values wait for each other instead of for ever.
    FacetValue.objects.bulk_create(
        [FacetValue(space=space, name=name, value=value) for name, value in sorted(values)],
        ignore_conflicts=True,
    )
    engine().add(space, [_row(wording, row.facets) for wording, row in zip(wordings, indexed, strict=True)])


def place_of(day: date, serial: int) -> int:
    return (day.toordinal() << _SERIAL_BITS) | serial


def day_of(place: int) -> date:
    return date.fromordinal(place >> _SERIAL_BITS)


def _wording(place: int, entry: Entry, facets: list[str]) -> Wording:
    of_title = initials(entry.title)
    marks = [
        *(FACET + facet for facet in facets),
        *(READER + reader for reader in sorted(set(entry.readers))),
        ENTRY,
        TITLE_IS + title_digest(runs(plain(entry.title))),
        *(LETTER + letter for letter in sorted(letters_of(entry.title))),
        PART,
        *(INITIAL + a + b for a, b in pairwise(of_title)),
        PART,
        # In the order of the title: they are asked for as neighbours.
        *(SYLLABLE + syllable for syllable in syllables(entry.title)),
    ]
    texts = [text.replace("\0", " ").replace("\f", "\n") for text in (entry.body, *entry.attachments)]
    return Wording(
        entry_id=place,
        title=entry.title.replace("\0", " "),
        canonical_title=canonical_title(entry.title, entry.numbers),
        marks=" ".join(marks),
        initials=of_title,
        canonical_text=canonical_text(texts),
        text="\f".join(texts),
    )


def _row(wording: Wording, facets: str) -> Row:
    return Row(wording.entry_id, wording.canonical_title, wording.canonical_text, wording.marks, facets)


@transaction.atomic
def remove(space: str, keys: Iterable[str]) -> None:
    check_space(space)
    left = iter(keys)
    while some := list(islice(left, BATCH)):
        _take_out(space, some)


def _take_out(space: str, keys: Sequence[str]) -> dict[str, int]:
    """Take the entries of these keys out and return their serial numbers."""
    rows = list(
        Indexed.objects.select_for_update().filter(space=space, key__in=keys).order_by("place").defer("day")
    )
    if not rows:
        return {}
    places = [row.place for row in rows]
    wordings = {wording.entry_id: wording for wording in Wording.objects.filter(pk__in=places).defer("text")}
    engine().remove(space, [_row(wordings[row.place], row.facets) for row in rows])
    Wording.objects.filter(pk__in=places).delete()
    Indexed.objects.filter(pk__in=places).delete()
    return {row.key: row.place & _SERIAL for row in rows}


@transaction.atomic
def clear(space: str) -> None:
    check_space(space)
    engine().clear(space)
    Wording.objects.filter(entry__space=space).delete()
    Indexed.objects.filter(space=space).delete()
    FacetValue.objects.filter(space=space).delete()


@transaction.atomic
def rebuild(space: str, entries: Iterable[Entry]) -> int:
    """Empty a space and put `entries`; see `gongkai.search.rebuild`."""
    clear(space)
    number = put_many(_only(space, entries))
    engine().tidy(space, thoroughly=True)
    return number


def _only(space: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.space != space:
            raise ValueError(f"Entry {entry.key!r} is of the space {entry.space!r}, not {space!r}.")
        yield entry


def keys(space: str, among: Iterable[str] | None = None) -> set[str]:
    check_space(space)
    entries = Indexed.objects.filter(space=space)
    if among is not None:
        entries = entries.filter(key__in=list(among))
    return set(entries.values_list("key", flat=True))
