"""What of requests is found in the desk, and by whom: the rule of `visible_to`, as tokens.

Number and matter only, as the lists show them. What a requester wrote holds who they are and why they ask:
it is searched where it lies (`queries.found_by`), and never copied into an index.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from gongkai.acts.duties import Duty
from gongkai.cases.models import READERS, Case, Request
from gongkai.search import Entry

MODEL = Case
KINDS = ("case",)


def key_for(pk: int) -> str:
    return f"case:{pk}"


def readers_of(user: Any) -> set[str]:
    """Return the tokens of what this person may read of this room."""
    held = user.posts_held if user.is_active else ()
    heads = {post.section_id for post in held if post.duty == Duty.SECTION_HEAD and post.section_id}
    agencies = user.agency_ids_as(*READERS) | user.supervised_agency_ids
    return {*(f"requests:{agency}" for agency in agencies), *(f"heads:{section}" for section in heads)}


def found() -> QuerySet[Case]:
    return Case.objects.all()


def affected(subject: Any) -> Iterable[int]:
    """Return the numbers of the cases that an act on `subject` may change for the search."""
    if isinstance(subject, Case):
        return (subject.pk,)
    return subject.cases.values_list("pk", flat=True) if isinstance(subject, Request) else ()


def entries(cases: QuerySet[Case]) -> Iterator[Entry]:
    """Yield the entries of `cases`."""
    rows = cases.select_related("agency").only(
        "agency__slug", "number", "title", "arrived_on", "year", "handling_section"
    )
    for case in rows.order_by("pk").iterator(chunk_size=200):
        readers = [f"requests:{case.agency_id}"]
        if case.handling_section_id:
            readers.append(f"heads:{case.handling_section_id}")
        yield Entry(
            space="desk",
            key=key_for(case.pk),
            day=case.arrived_on,
            title=case.title,
            numbers=(case.number,),
            facets={"kind": KINDS, "year": (str(case.year),), "office": (case.agency.slug.lower(),)},
            readers=tuple(readers),
        )
