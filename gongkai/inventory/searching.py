"""What of disclosure matters is found in the desk, and by whom: the rule of `visible_to`, as tokens."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from gongkai.acts import clock
from gongkai.inventory.models import Matter
from gongkai.search import Entry

MODEL = Matter
KINDS = ("matter",)


def key_for(pk: int) -> str:
    return f"matter:{pk}"


def readers_of(user: Any) -> set[str]:
    """Return the tokens of what this person may read of this room."""
    return {f"works:{agency}" for agency in user.readable_agency_ids}


def found() -> QuerySet[Matter]:
    return Matter.objects.all()


def affected(subject: Any) -> Iterable[int]:
    """Return the numbers of the matters that an act on `subject` may change for the search."""
    return (subject.pk,) if isinstance(subject, Matter) else ()


def entries(matters: QuerySet[Matter]) -> Iterator[Entry]:
    """Yield the entries of `matters`. They have no day of their own: those in force stand under today's."""
    today = clock.today()
    for matter in matters.select_related("agency").order_by("pk").iterator(chunk_size=200):
        yield Entry(
            space="desk",
            key=key_for(matter.pk),
            day=matter.ended_on or today,
            title=f"{matter.level1}：{matter.level2}",
            numbers=(matter.code,) if matter.code else (),
            body=f"{matter.field}\n{matter.content_elements}",
            facets={"kind": KINDS, "office": (matter.agency.slug.lower(),)},
            readers=(f"works:{matter.agency_id}",),
        )
