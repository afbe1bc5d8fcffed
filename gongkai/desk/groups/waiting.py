"""What of the messages waits for a person: those nobody knows to have been sent."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.channels.models import DeliveryState, Release, SmsDelivery
from gongkai.channels.models.groups import KEEPERS
from gongkai.desk.groups.panels import messages_of
from gongkai.kit.waiting import Waiting

_AT_MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    """Return the releases with messages that neither the provider nor the program can tell of."""
    agencies = user.agency_ids_as(*KEEPERS)
    if not agencies:
        return []
    unclear = SmsDelivery.objects.filter(release__agency_id__in=agencies, state=DeliveryState.UNCLEAR)
    numbers = dict(
        unclear.order_by().values_list("release").annotate(Count("pk")).order_by("release")[:_AT_MOST]
    )
    if not numbers:
        return []
    releases = Release.objects.filter(pk__in=numbers).select_related("item").order_by("pk")
    return [_told(row, numbers[row.pk]) for row in releases]


def _told(row: Release, number: int) -> Waiting:
    return Waiting(
        kind=_("Text message"),
        title=row.item.title,
        url=messages_of(row, DeliveryState.UNCLEAR),
        says=ngettext(
            "Of %(number)s message nobody knows whether it was sent",
            "Of %(number)s messages nobody knows whether they were sent",
            number,
        )
        % {"number": number},
        button=_("Clear up"),
    )
