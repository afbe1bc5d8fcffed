"""What is cleared and waits to be published, and what is planned and waits to be confirmed."""

from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.catalogue.policy import PUBLISHERS
from gongkai.channels.models import Release, State
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
    rows = [
        Waiting(
            kind=_("Publish"),
            title=document.title,
            url=reverse("desk:item_publish", args=[document.pk]),
            says=_("Cleared; it waits to be published"),
            button=_("Publish"),
        )
        for document in cleared
    ]
    planned = (
        Release.objects.filter(agency_id__in=agencies, state=State.PLANNED, planned_on__lte=clock.today())
        .select_related("item", "channel")
        .order_by("planned_on")[:_AT_MOST]
    )
    rows += [
        Waiting(
            kind=_("Release"),
            title=release.item.title,
            url=reverse("desk:release_confirm", args=[release.pk]),
            says=_("Planned for %(day)s on %(channel)s; confirm it with its proof")
            % {
                "day": formats.date_format(release.planned_on or clock.today(), "MONTH_DAY_FORMAT"),
                "channel": release.channel.name,
            },
            button=_("Confirm"),
        )
        for release in planned
    ]
    return rows
