"""Keeping what is found in the desk: each room tells its entries, and an act brings its own up to date.

Right after the act and not in it: a large attachment must not hold up those who wait for the journal. What
a killed process left behind is made good by `catch_up`, once a day. A request handed in at the portal is
put in by the worker (`put_in_new`), so that many who send at once do not wait for the index.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from types import ModuleType
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete

from gongkai import search
from gongkai.acts import clock
from gongkai.cases import searching as cases
from gongkai.catalogue import searching as catalogue
from gongkai.disputes import searching as disputes
from gongkai.documents import searching as documents
from gongkai.files import texts
from gongkai.inventory import searching as inventory
from gongkai.journal.events import recorded
from gongkai.journal.models import Entry as Recorded

SPACE = "desk"
ROOMS: tuple[ModuleType, ...] = (cases, documents, catalogue, inventory, disputes)

# Acts of the public at the portal that bring new rows: the worker puts them in within a minute.
LATER = frozenset({"cases.received_online"})

_AT_ONCE = 200
log = logging.getLogger(__name__)


def listen() -> None:
    recorded.connect(_on_recorded, dispatch_uid="desk.search")
    texts.was_read.connect(_on_read, dispatch_uid="desk.search.read")
    for room in ROOMS:
        post_delete.connect(_on_deleted, sender=room.MODEL, dispatch_uid=f"desk.search.{room.__name__}")


def readers_of(user: Any) -> set[str]:
    """Return the tokens of all this person may find."""
    return {token for room in ROOMS for token in room.readers_of(user)}


def refresh(room: ModuleType, pks: Iterable[int]) -> None:
    """Bring the entries of these rows of a room up to date, or take them away."""
    listed = sorted(set(pks))
    for begin in range(0, len(listed), _AT_ONCE):
        some = listed[begin : begin + _AT_ONCE]
        with transaction.atomic():
            made = list(room.entries(room.MODEL._default_manager.filter(pk__in=some)))
            search.put_many(made)
            search.remove(SPACE, *sorted({room.key_for(pk) for pk in some} - {entry.key for entry in made}))


def rebuild() -> int:
    """Make the index of the desk anew; return how many entries it holds."""
    return search.rebuild(SPACE, (entry for room in ROOMS for entry in room.entries(room.found())))


def mend() -> int:
    """Put in what is missing, take out what may not be found; return how many rows that were. A job."""
    listed = search.keys(SPACE)
    wrong = 0
    for room in ROOMS:
        wanted = {room.key_for(pk): pk for pk in room.found().values_list("pk", flat=True)}
        known = {key for key in listed if key.startswith(room.key_for(0).removesuffix("0"))}
        search.remove(SPACE, *sorted(known - set(wanted)))
        missing = [pk for key, pk in wanted.items() if key not in known]
        refresh(room, missing)
        wrong += len(missing) + len(known - set(wanted))
    return wrong


def put_in_new(limit: int = 2000) -> int:
    """Put in the newest cases that are missing and return how many. A job of each minute.

    More than `limit`, or what came while no worker ran, is left to `mend`.
    """
    newest = cases.found().order_by("-pk").values_list("pk", flat=True)[:limit]
    wanted = {cases.key_for(pk): pk for pk in newest}
    missing = wanted.keys() - search.keys(SPACE, among=wanted)
    refresh(cases, [wanted[key] for key in missing])
    return len(missing)


def catch_up() -> int:
    """Bring up to date what was acted on in the last two days; return how many rows that were. A job."""
    since = clock.now() - timedelta(days=2)
    keys = Recorded.objects.filter(at__gte=since).values_list("subject_key", flat=True).distinct()
    acted_on: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        label, _colon, pk = key.partition(":")
        if pk.isdigit():
            acted_on[label].add(int(pk))
    for room in ROOMS:
        refresh(room, acted_on[room.MODEL._meta.label_lower])
    return sum(len(acted_on[room.MODEL._meta.label_lower]) for room in ROOMS)


def faults() -> Any:
    """Say where the index differs from what should be found; nothing said means sound."""
    yield from search.faults(
        SPACE, (room.key_for(pk) for room in ROOMS for pk in room.found().values_list("pk", flat=True))
    )


def _on_recorded(sender: Any, *, act: str, subject: Any, **_rest: Any) -> None:
    if act in LATER:
        return
    for room in ROOMS:
        if (pks := room.affected(subject)) != ():
            _put_down(room, pks)


def _on_deleted(sender: Any, *, instance: Any, **_rest: Any) -> None:
    _put_down(next(room for room in ROOMS if room.MODEL is sender), (instance.pk,))


def _on_read(sender: Any, *, sha256: str, **_rest: Any) -> None:
    _put_down(
        documents,
        documents.MODEL.objects.filter(attachments__file__sha256=sha256).values_list("pk", flat=True),
    )


def _put_down(room: ModuleType, pks: Iterable[int]) -> None:
    """Note rows for the end of the transaction; many acts on one thing bring it up to date once."""
    _waiting()[room].append(pks)
    # Each act asks anew: what was undone to a savepoint takes its question with it, and not the others'.
    transaction.on_commit(_bring_up_to_date)


def _waiting() -> dict[ModuleType, list[Iterable[int]]]:
    """Return what waits on this thread's connection; questions among it are asked at the end."""
    if not hasattr(connection, "desk_search_waits"):
        connection.desk_search_waits = defaultdict(list)  # type: ignore[attr-defined]
    return connection.desk_search_waits  # type: ignore[attr-defined]


def _bring_up_to_date() -> None:
    waiting = _waiting()
    while waiting:
        room, pks = waiting.popitem()
        try:
            refresh(room, {pk for each in pks for pk in each})
        except Exception:
            # The act stands. The job of the next day brings the entry up to date.
            log.exception("The desk's search index was not brought up to date.")
