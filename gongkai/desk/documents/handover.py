"""What of documents and pieces somebody goes on with, and handing it to somebody else."""

from collections.abc import Collection
from functools import partial

from django.db.models import QuerySet

from gongkai.documents import policy
from gongkai.documents.actions import hand_over as hand_over_document
from gongkai.documents.models import Document, State
from gongkai.documents.queries import unfinished_of
from gongkai.kit.handover import Held, hand_over_each
from gongkai.people.models import User

KINDS = frozenset({"documents.document"})


def number_held(user: User) -> int:
    return unfinished_of(user).count()


def held_by(user: User, by: User) -> list[Held]:
    """Return what the person has in hand, as far as `by` may read it."""
    return [
        _told(each, tuple(policy.obstacles_to_handing_over(each, by)))
        for each in unfinished_of(user)
        .filter(pk__in=_readable(by))
        .select_related("agency", "section", "review")
    ]


def described(keys: Collection[str], by: User) -> list[Held]:
    """Return what was handed over once, as far as `by` may read it."""
    found = Document.objects.visible_to(by).filter(pk__in=[int(key.partition(":")[2]) for key in keys])
    return [_told(each) for each in found.order_by("pk")]


def hand_over(keys: Collection[str], *, of: User, to: User, by: User, reason: str) -> list[str]:
    """Hand over the documents with these keys; return why any was refused."""
    found = unfinished_of(of).filter(pk__in=_readable(by)).select_related("agency", "section", "review")
    act = partial(hand_over_document, to=to, by=by, reason=reason)
    return hand_over_each(found, keys, act, lambda document: document.title)


def _readable(by: User) -> QuerySet[Document]:
    return Document.objects.visible_to(by).order_by().values("pk")  # type: ignore[return-value]


def _of_review(document: Document) -> str:
    """Of what is approved the review tells how far it is."""
    return str(document.review.get_state_display()) if document.review is not None else ""


def _told(document: Document, obstacles: tuple[str, ...] = ()) -> Held:
    return Held(
        key=document.key,
        kind=str(document.get_form_display()),
        title=document.title,
        url=document.get_absolute_url(),
        says=_of_review(document) if document.state == State.APPROVED else str(document.get_state_display()),
        obstacles=obstacles,
    )
