"""Why an event, a response or a media report cannot be as it is told, and why an act cannot be done."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.agencies.registers import obstacles_to_changing, obstacles_to_day, obstacles_to_keeping
from gongkai.concerns.models import ConcernEvent, PressReport, Response


def obstacles_to_event(event: ConcernEvent) -> Iterator[str]:
    yield from obstacles_to_day(event.noticed_at)
    yield from obstacles_to_day(event.happened_on)
    if event.happened_on and event.happened_on > event.noticed_at.astimezone(clock.BEIJING).date():
        yield _("The event cannot have been noticed before it happened.")
    if event.pk and event.responses.counted().filter(responded_at__lt=event.noticed_at).exists():
        yield _("A response to this event is older. The event was noticed before it was answered.")


def obstacles_to_response(response: Response) -> Iterator[str]:
    yield from obstacles_to_day(response.responded_at)
    if response.responded_at < response.event.noticed_at:
        yield _("The response cannot be older than the moment the event was noticed. Check both.")


def obstacles_to_press_report(report: PressReport) -> Iterator[str]:
    yield from obstacles_to_day(report.published_on)


def obstacles_to_responding(event: ConcernEvent, by: Actor) -> Iterator[str]:
    """Say why `by` cannot enter a response to the event."""
    yield from obstacles_to_keeping(Response, event.agency, by)
    if event.struck_on is not None:
        yield _("This event was struck out. Responses to it do not count.")


def obstacles_to_leaving_unanswered(event: ConcernEvent, by: Actor) -> Iterator[str]:
    """Say why `by` cannot decide that the event gets no response."""
    yield from obstacles_to_changing(event, by)
    if event.left_unanswered_because:
        yield _("It is decided already that no response is given.")
    if event.answered:
        yield _("This event has been answered.")


def obstacles_to_striking_out_event(event: ConcernEvent, by: Actor) -> Iterator[str]:
    """Say why `by` cannot strike out the event: its responses would go on counting without it."""
    yield from obstacles_to_changing(event, by)
    if event.answered:
        yield _("There are responses to this event. Strike them out first.")
