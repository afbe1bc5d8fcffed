"""What ties exported items to one another and to the key areas, found again by their index numbers."""

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.catalogue.models import Item, KeyAreaAssignment, Relation
from gongkai.law.key_areas import key_areas


def tie(made: Iterable[tuple[Item, Mapping[str, Any] | None]], *, by: Any) -> None:
    """Tie items of our own export together as they were; what points outside of it is left out."""
    exported = [(item, told) for item, told in made if told]
    by_number = {str(told.get("index_number")): item for item, told in exported}
    interpreting = []
    relations: set[tuple[int, int]] = set()
    areas = []
    for item, told in exported:
        other = by_number.get(str(told.get("interprets")))
        if other is not None:
            item.interprets = other
            interpreting.append(item)
        for number in told.get("relations") or ():
            if (related := by_number.get(str(number))) is not None and related.pk != item.pk:
                relations.add((min(item.pk, related.pk), max(item.pk, related.pk)))
        known = {area.code for area in key_areas(item.published_on)}
        areas += [
            KeyAreaAssignment(item=item, area=area)
            for area in sorted(set(told.get("key_areas") or ()))
            if area in known
        ]
    Item.objects.bulk_update(interpreting, ["interprets"], batch_size=200)
    pairs = [Relation(item_id=one, other_id=two, by=by) for one, two in sorted(relations)]
    Relation.objects.bulk_create(pairs)
    KeyAreaAssignment.objects.bulk_create(areas)
