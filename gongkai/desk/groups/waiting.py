"""What of the messages waits for a person: those nobody knows to have been sent."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.channels.models import DeliveryState, Release, SmsDelivery
from gongkai.channels.models.groups import KEEPERS
from gongkai.desk.groups.panels import messages_of
from gongkai.kit.waiting import Question, Waiting, told

_AT_MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    """Return the releases with messages that neither the provider nor the program can tell of."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    if agencies := user.agency_ids_as(*KEEPERS):
        unclear = SmsDelivery.objects.filter(release__agency_id__in=agencies, state=DeliveryState.UNCLEAR)
        yield Question(unclear, lambda: _unclear(unclear))


def _unclear(unclear: Any) -> Iterable[Waiting]:
    numbers = dict(
        unclear.order_by().values_list("release").annotate(Count("pk")).order_by("release")[:_AT_MOST]
    )
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
