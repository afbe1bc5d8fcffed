"""What of disputes is found in the desk, and by whom: the rule of `visible_to`, as tokens.

Docket number, body or court, and the matter of the request; never who sued.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from gongkai.cases.models import READERS
from gongkai.disputes.models import Dispute
from gongkai.search import Entry

MODEL = Dispute
KINDS = ("dispute",)


def key_for(pk: int) -> str:
    return f"dispute:{pk}"


def readers_of(user: Any) -> set[str]:
    """Return the tokens of what this person may read of this room."""
    agencies = user.agency_ids_as(*READERS) | user.supervised_agency_ids
    return {f"requests:{agency}" for agency in agencies}


def found() -> QuerySet[Dispute]:
    return Dispute.objects.all()


def affected(subject: Any) -> Iterable[int]:
    """Return the numbers of the disputes that an act on `subject` may change for the search."""
    return (subject.pk,) if isinstance(subject, Dispute) else ()


def entries(disputes: QuerySet[Dispute]) -> Iterator[Entry]:
    """Yield the entries of `disputes`."""
    for dispute in disputes.select_related("agency", "case").order_by("pk").iterator(chunk_size=200):
        told = [dispute.body, dispute.case.title if dispute.case else ""]
        yield Entry(
            space="desk",
            key=key_for(dispute.pk),
            day=dispute.opened_on,
            title="：".join(each for each in told if each),
            numbers=(dispute.number,) if dispute.number else (),
            facets={
                "kind": KINDS,
                "year": (str(dispute.opened_on.year),),
                "office": (dispute.agency.slug.lower(),),
            },
            readers=(f"requests:{dispute.agency_id}",),
        )
