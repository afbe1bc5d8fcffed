"""What is cleared and waits to be published."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.catalogue.policy import PUBLISHERS
from gongkai.documents.models import Document
from gongkai.documents.models import State as DocumentState
from gongkai.kit.waiting import Question, Waiting, told

_AT_MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    """Return what the person may publish now."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    if agencies := user.agency_ids_as(*PUBLISHERS):
        cleared = Document.objects.filter(
            agency_id__in=agencies, state=DocumentState.APPROVED, review__state="cleared", item=None
        ).order_by("review__approved_at")
        yield Question(cleared, lambda: _cleared(cleared))


def _cleared(documents: Any) -> Iterable[Waiting]:
    return [
        Waiting(
            kind=_("Publish"),
            title=document.title,
            url=reverse("desk:item_publish", args=[document.pk]),
            says=_("Cleared; it waits to be published"),
            button=_("Publish"),
        )
        for document in documents[:_AT_MOST]
    ]
