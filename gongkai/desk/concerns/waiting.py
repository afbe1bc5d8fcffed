"""Events without a response wait for those who keep the register."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.concerns.models import KEPT_BY, ConcernEvent
from gongkai.kit.waiting import Question, Waiting, told


def waiting_for(user: Any) -> list[Waiting]:
    """Return the unanswered events of the agencies whose register the person keeps, the oldest first."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    events = ConcernEvent.objects.waiting().filter(agency_id__in=user.agency_ids_as(*KEPT_BY))
    yield Question(events, lambda: _unanswered(events))


def _unanswered(events: Any) -> Iterable[Waiting]:
    return [
        Waiting(
            kind=_("Public opinion event"),
            title=event.title,
            url=reverse("desk:concern_event_respond", args=[event.pk]),
            says=_("Noticed and not answered yet."),
            button=_("Record a response"),
            since=event.noticed_at.astimezone(clock.BEIJING).date(),
        )
        for event in events.order_by("noticed_at")
    ]
