"""Files and pictures of public items whose bytes are gone from the disk: readers would meet a dead link.

What is found stands among the dead links, as an address of our own; once the file is back it is so no longer.

Law: 国办秘函〔2019〕19号 (links that do not work are deducted, attachments and pictures too).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import reverse

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.channels.links import look_at_own
from gongkai.channels.models import Link
from gongkai.channels.own_addresses import FILE_GONE
from gongkai.channels.queries import public_items
from gongkai.secrecy.models import PackageFile

AT_ONCE = 2000  # rows held in memory


def look(agencies: Iterable[Agency] | None = None) -> int:
    """Look whether every file of the public items lies on the disk; return how many do not. Run daily.

    `agencies` limits it to theirs. Only whether the bytes are there is looked at, not what they are.
    """
    items, known = public_items(), Link.objects.filter(is_own=True, found=FILE_GONE)
    if agencies is not None:
        agencies = list(agencies)
        items, known = items.filter(agency__in=agencies), known.filter(agency__in=agencies)
    before = list(known)
    gone = [_noted(row) for row in _files_of(items) if not _is_there(row)]
    # Each once; what is back by now is found alive.
    look_at_own({link.pk: link for link in (*before, *gone)}.values())
    return len(gone)


def _files_of(items: Any) -> Iterable[PackageFile]:
    return (
        PackageFile.objects.filter(package__item__in=items)
        .select_related("file", "package__item")
        .only("name", "file__sha256", "file__is_sealed", "file__erased_at", "package__item__agency")
        .order_by()
        .iterator(chunk_size=AT_ONCE)
    )


def _is_there(row: PackageFile) -> bool:
    place: Path = row.file.place
    return row.file.erased_at is None and place.is_file()


@transaction.atomic
def _noted(row: PackageFile) -> Link:
    item = row.package.item
    link, _new = Link.objects.get_or_create(
        item=item,
        url=reverse("portal:item_file", args=[item.pk, row.file_id]),
        defaults={
            "agency_id": item.agency_id,
            "words": row.name,
            "is_own": True,
            "next_look_at": clock.now(),
        },
    )
    return link
