"""What is cleared and waits to be published."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.catalogue.policy import PUBLISHERS
from gongkai.documents.models import Document
from gongkai.documents.models import State as DocumentState
from gongkai.kit.waiting import Waiting

_AT_MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    agencies = user.agency_ids_as(*PUBLISHERS)
    if not agencies:
        return []
    cleared = Document.objects.filter(
        agency_id__in=agencies, state=DocumentState.APPROVED, review__state="cleared", item=None
    ).order_by("review__approved_at")[:_AT_MOST]
    return [
        Waiting(
            kind=_("Publish"),
            title=document.title,
            url=reverse("desk:item_publish", args=[document.pk]),
            says=_("Cleared; it waits to be published"),
            button=_("Publish"),
        )
        for document in cleared
    ]
