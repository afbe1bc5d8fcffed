"""The registers of public opinion events, responses and media reports, as the desk shows them."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.concerns import actions, policy
from gongkai.concerns.models import ConcernEvent, PressReport, Response
from gongkai.kit.registers import Register, RegisterFilter, Status, years
from gongkai.kit.views import Offer


def _with_responses(events: Any) -> QuerySet[ConcernEvent]:
    found: QuerySet[ConcernEvent] = events.with_responses()
    return found


def status_of_event(event: Any) -> Status:
    """Return whether the event was answered, waits, or was left unanswered for a reason."""
    first = event.first_responded_at if hasattr(event, "first_responded_at") else event.answered_at
    if first:
        return Status("fine", gettext("answered"))
    if event.left_unanswered_because:
        return Status("", gettext("no response given"))
    return Status("run", gettext("waits for a response"))


def _offers_on_event(event: ConcernEvent, user: Any) -> Iterator[Offer]:
    yield Offer(
        gettext("Record a response"),
        reverse("desk:concern_event_respond", args=[event.pk]),
        gettext("The event counts in the year of its first response, once."),
        policy.obstacles_to_responding(event, user),
    )
    yield Offer(
        gettext("Give no response"),
        reverse("desk:concern_event_leave", args=[event.pk]),
        gettext("It no longer waits and does not count. A later response undoes this."),
        policy.obstacles_to_leaving_unanswered(event, user),
    )


class EventFilter(RegisterFilter):
    """An event belongs to the year in which it was first answered; what waits has no year yet."""

    year = django_filters.ChoiceFilter(
        label=_("Year of the first response"), choices=years, method="in_year", empty_label=_("All years")
    )
    answer = django_filters.ChoiceFilter(
        label=_("Response"),
        choices=[
            ("answered", _("answered")),
            ("waits", _("waits for a response")),
            ("left", _("no response given")),
        ],
        method="with_answer",
        empty_label=_("All"),
    )

    def with_answer(self, events: Any, name: str, value: str) -> Any:
        if value == "waits":
            return events.waiting()
        if value == "left":
            return events.filter(first_responded_at=None).exclude(left_unanswered_because="")
        return events.exclude(first_responded_at=None)


EVENTS = Register(
    name="concern_event",
    model=ConcernEvent,
    title=_("Public opinion events"),
    new=_("Enter an event"),
    rule=_(
        "Row 2.1 counts the events first answered in the year. Answered in several ways, "
        "an event counts once."
    ),
    columns=("title", "gravity", "noticed_at", "first_responded_at", "response_count"),
    labels={"first_responded_at": _("First response"), "response_count": _("Responses")},
    searched=("title", "summary", "source"),
    chosen=("gravity",),
    enter=actions.open_event,
    correct=actions.correct_event,
    strike_out=actions.strike_out_event,
    listed=_with_responses,
    status=status_of_event,
    obstacles_to_striking=policy.obstacles_to_striking_out_event,
    more_offers=_offers_on_event,
    row_template="desk/concerns/event.html",
    filters=EventFilter,
)

RESPONSES = Register(
    name="response",
    model=Response,
    title=_("Responses"),
    new="",
    rule=_(
        "Row 2.2.4 counts responses on Weibo and WeChat, row 2.2.5 those in other ways. Press conferences "
        "and online interviews count in the register of meetings."
    ),
    columns=("event", "channel", "responded_at"),
    searched=("event__title", "text"),
    chosen=("channel",),
    correct=actions.correct_response,
    strike_out=actions.strike_out_response,
    about=("event",),
)

PRESS_REPORTS = Register(
    name="press_report",
    model=PressReport,
    title=_("Media reports"),
    new=_("Enter a media report"),
    rule=_("No row of the table counts them; the text of the annual report tells how many there were."),
    columns=("title", "medium", "published_on"),
    searched=("title", "medium"),
    enter=actions.record_press_report,
    correct=actions.correct_press_report,
    strike_out=actions.strike_out_press_report,
)

REGISTERS = (EVENTS, RESPONSES, PRESS_REPORTS)
