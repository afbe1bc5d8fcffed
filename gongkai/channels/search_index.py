"""What the public finds: an entry for each item the portal shows now, kept in the transaction of every act.

What an entry holds is what the portal shows of the item: nothing else can be found, counted or suggested.
"""

import base64
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from django.db.models.signals import post_delete

from gongkai import search
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Import, Item
from gongkai.channels.models import Release
from gongkai.channels.queries import public_items
from gongkai.files import texts
from gongkai.journal.changes import note_change
from gongkai.journal.events import recorded
from gongkai.search import Entry
from gongkai.search.entries import is_slug
from gongkai.secrecy.models import Markup, Package, PackageFile, Review
from gongkai.typesetting.rich_text import plain_text

SPACE = "public"
FACETS = ("office", "column", "year", "kind", "subject", "phase", "validity", "area", "duty")

_AT_ONCE = 200
_PREFIX = "item:"
_LONGEST_SLUG = 50  # bytes; in base32 they fit into a slug
# Frequent acts before anything stands in public, or that change nothing of what stands there.
_CHANGES_NOTHING = frozenset(
    {
        "catalogue.published",
        "secrecy.admitted_earlier",
        "secrecy.decided",
        "secrecy.justified",
        "secrecy.opinion_stated",
        "secrecy.packed",
        "secrecy.procedure_checked",
    }
)

# Items touched by a bulk load, which come into the index at its end; None while nothing is loaded.
_paused: ContextVar[set[int] | None] = ContextVar("paused", default=None)


def listen() -> None:
    recorded.connect(_on_recorded, dispatch_uid="channels.search_index")
    post_delete.connect(_on_deleted, sender=Item, dispatch_uid="channels.search_index.deleted")
    texts.was_read.connect(_on_read, dispatch_uid="channels.search_index.read")


def key_for(pk: int) -> str:
    return f"{_PREFIX}{pk}"


def pk_of(key: str) -> int:
    """Return the number of the item an entry is about. Raises ValueError for another key."""
    return int(key.removeprefix(_PREFIX))


def column_slug(column_id: int) -> str:
    """Return the facet's value of a column; short addresses change, and other offices have the same."""
    return f"c{column_id}"


def subject_slug(category: str) -> str:
    """Return a subject category as a slug that tells its name; of a very long one the beginning counts."""
    kept = category.strip().encode()[:_LONGEST_SLUG].decode(errors="ignore")
    return base64.b32encode(kept.encode()).decode().rstrip("=").lower()


def subject_of(slug: str) -> str:
    """Return the subject category a slug stands for; empty for what is none."""
    try:
        return base64.b32decode(slug.upper() + "=" * (-len(slug) % 8)).decode()
    except ValueError:
        return ""


def entry_of(item: Item) -> Entry | None:
    """Return the entry of an item; None unless the portal shows it at this moment."""
    return next(entries(public_items().filter(pk=item.pk)), None)


def entries(items: QuerySet[Item]) -> Iterator[Entry]:
    """Yield the entries of `items`, which have to be public ones; a few questions for each 200 of them."""
    files = PackageFile.objects.select_related("file").order_by("order")
    rows = (
        items.select_related("package")
        # Of the office its short name only: a row of its own for each item is a tenth of a bulk load.
        .annotate(office_slug=F("agency__slug"))
        .prefetch_related("key_areas", Prefetch("package__files", queryset=files, to_attr="shown_files"))
        .order_by("published_on", "pk")
        .iterator(chunk_size=_AT_ONCE)
    )
    while chunk := list(islice(rows, _AT_ONCE)):
        words = texts.texts_of([each.file for item in chunk for each in _files(item)])
        for item in chunk:
            yield _entry(item, words)


def refresh(item: Item) -> None:
    """Bring the entry of an item up to date, or take it away, within the caller's transaction."""
    refresh_many([item.pk])


def refresh_many(pks: Iterable[int]) -> None:
    """Bring the entries of these items up to date, or take them away."""
    wanted = set(pks)
    paused = _paused.get()
    if paused is not None:
        paused |= wanted
        return
    listed = sorted(wanted)
    for begin in range(0, len(listed), _AT_ONCE):
        some = listed[begin : begin + _AT_ONCE]
        found = list(entries(public_items().filter(pk__in=some)))
        search.put_many(found)
        gone = {key_for(pk) for pk in some} - {entry.key for entry in found}
        search.remove(SPACE, *sorted(gone))


@contextmanager
def paused() -> Iterator[None]:
    """Leave the index alone during a bulk load; at its end what was touched comes in at one go.

    Without an error the end belongs to the load: begin the block inside the transaction of the load.
    """
    if _paused.get() is not None:
        yield
        return
    touched: set[int] = set()
    token = _paused.set(touched)
    try:
        yield
    finally:
        _paused.reset(token)
    refresh_many(touched)


@transaction.atomic
def rebuild(agency: Agency | None = None) -> int:
    """Make the index of the public anew, or the part of an office; return how many entries were made."""
    note_change()
    if agency is None:
        return search.rebuild(SPACE, entries(public_items()))
    made = search.put_many(entries(public_items(agency)))
    shown = set(public_items(agency).values_list("pk", flat=True))
    others = Item.objects.filter(agency=agency).exclude(pk__in=shown).values_list("pk", flat=True)
    search.remove(SPACE, *(search.keys(SPACE) & {key_for(pk) for pk in others}))
    return made


def mend() -> int:
    """Put in what is missing and take out what may not be found; return how many were mended. A job.

    Every act keeps its own entry, so that there is something to mend only after rows were changed or a
    copy was played back behind the program's back.
    """
    listed = search.keys(SPACE)
    shown = {key_for(pk) for pk in public_items().values_list("pk", flat=True)}
    wrong = sorted(pk_of(key) for key in listed ^ shown if key.startswith(_PREFIX))
    search.remove(SPACE, *(key for key in listed - shown if not key.startswith(_PREFIX)))
    for begin in range(0, len(wrong), _AT_ONCE):
        with transaction.atomic():
            refresh_many(wrong[begin : begin + _AT_ONCE])
    if wrong:
        note_change()
    return len(wrong)


def faults() -> Iterator[str]:
    """Say where the index differs from what the portal shows; nothing said means sound."""
    yield from search.faults(SPACE, (key_for(pk) for pk in public_items().values_list("pk", flat=True)))


def _files(item: Item) -> list[PackageFile]:
    return list(item.package.shown_files)  # type: ignore[attr-defined]


def _entry(item: Item, words: dict[str, str]) -> Entry:
    package = item.package
    body = plain_text(package.body) if package.markup == Markup.HTML else package.body
    files = _files(item)
    told = [body, item.abstract, item.keywords, *(each.alternative_text for each in files)]
    facets: dict[str, tuple[str, ...]] = {
        "office": (item.office_slug.lower(),),  # type: ignore[attr-defined]
        "column": (column_slug(item.column_id),),
        "year": (str(item.published_on.year),),
        "kind": (item.genre,),
        "subject": (subject_slug(item.subject_category),) if item.subject_category.strip() else (),
        "phase": (item.phase,) if item.phase else (),
        "validity": (item.validity,),
        "area": tuple(each.area for each in item.key_areas.all()),
        "duty": (item.duty.replace(".", "-"),) if item.duty else (),
    }
    return Entry(
        space=SPACE,
        key=key_for(item.pk),
        day=item.published_on,
        title=item.title,
        numbers=tuple(number for number in (item.index_number, item.document_number) if number),
        body="\n\n".join(each.strip() for each in told if each.strip()),
        attachments=tuple(
            f"{each.name}\n{words.get(each.file.sha256, '')}" for each in files if not each.file.is_picture
        ),
        # What is no slug, as a duty written by hand may be none, is no filter; it stops no act.
        facets={name: tuple(filter(is_slug, values)) for name, values in facets.items()},
    )


def _on_recorded(sender: Any, *, act: str, subject: Any, **_rest: Any) -> None:
    """An act on an item, or on what it was cleared or brought in with, may change what is found.

    What is done to a column changes no entry: it knows its column by a number that stays.
    """
    if act in _CHANGES_NOTHING:
        return
    if isinstance(subject, Item):
        refresh_many([subject.pk])
    elif isinstance(subject, Release):
        refresh_many([subject.item_id])
    elif isinstance(subject, Package | Review):
        package = subject.pk if isinstance(subject, Package) else subject.package_id
        _refresh_all(Item.objects.filter(package=package))
    elif isinstance(subject, Import):
        _refresh_all(Item.objects.filter(imported=subject))


def _refresh_all(items: QuerySet[Item]) -> None:
    refresh_many(items.values_list("pk", flat=True))


def _on_deleted(sender: Any, *, instance: Item, **_rest: Any) -> None:
    if _paused.get() is None:
        search.remove(SPACE, key_for(instance.pk))
    else:
        refresh_many([instance.pk])


def _on_read(sender: Any, *, sha256: str, **_rest: Any) -> None:
    """Words of a file are read by the worker, without an act: the sign of a change is left here."""
    items = list(Item.objects.filter(package__files__file__sha256=sha256).values_list("pk", flat=True))
    if items:
        refresh_many(items)
        note_change()
