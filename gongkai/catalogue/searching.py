"""What of information items is found in the desk, and by whom: the rule of `visible_to`, as tokens."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from gongkai.catalogue.models import Item
from gongkai.documents.searching import may_be_about_secrets
from gongkai.search import Entry
from gongkai.secrecy.models import Decision, Ground, Markup, Review
from gongkai.typesetting.rich_text import plain_text

MODEL = Item
KINDS = ("item",)

_AT_ONCE = 200
_SECRET = Q(
    package__review__decision=Decision.WITHHOLD,
    package__review__ground=Ground.STATE_SECRET,
) | Q(
    document__review__decision=Decision.WITHHOLD,
    document__review__ground=Ground.STATE_SECRET,
    document__taken_out_at=None,
)


def key_for(pk: int) -> str:
    return f"item:{pk}"


def readers_of(user: Any) -> set[str]:
    """Return the tokens of what this person may read of this room."""
    return {f"works:{agency}" for agency in user.readable_agency_ids}


def found() -> QuerySet[Item]:
    """What is found at all: nothing in which a state secret was found."""
    return Item.objects.exclude(pk__in=Item.objects.filter(_SECRET).values("pk"))


def affected(subject: Any) -> Iterable[int]:
    """Return the numbers of the items that an act on `subject` may change for the search."""
    if isinstance(subject, Item):
        return (subject.pk,)
    if isinstance(subject, Review) and may_be_about_secrets(subject):
        stands_on = Q(package__review=subject) | Q(document__review=subject)
        return Item.objects.filter(stands_on).values_list("pk", flat=True)
    return ()


def entries(items: QuerySet[Item]) -> Iterator[Entry]:
    """Yield the entries of `items`, of those that may be found. The text of a withdrawn one is left out."""
    rows = items.filter(pk__in=found().values("pk")).select_related("package").order_by("pk")
    rows = rows.annotate(office_slug=F("agency__slug"))
    for item in rows.iterator(chunk_size=_AT_ONCE):
        body = item.package.body if not item.is_withdrawn else ""
        if item.package.markup == Markup.HTML:
            body = plain_text(body)
        yield Entry(
            space="desk",
            key=key_for(item.pk),
            day=item.published_on,
            title=item.title,
            numbers=tuple(number for number in (item.index_number, item.document_number) if number),
            body=body,
            facets={
                "kind": KINDS,
                "year": (str(item.published_on.year),),
                "office": (item.office_slug.lower(),),
            },
            readers=(f"works:{item.agency_id}",),
        )
