"""What the page of a release shows of its messages, where its channel sends any."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.channels import groups_policy as policy
from gongkai.channels.groups_planning import figures_of
from gongkai.channels.models import DeliveryState, Release, State, Way
from gongkai.channels.models.groups import KEEPERS
from gongkai.kit.views import Offer

STATUS = {
    DeliveryState.WAITING: "run",
    DeliveryState.SENDING: "run",
    DeliveryState.ACCEPTED: "run",
    DeliveryState.DELIVERED: "fine",
    DeliveryState.NOT_DELIVERED: "late",
    DeliveryState.UNCLEAR: "soon",
    DeliveryState.SKIPPED: "held",
}


def messages_of(release: Release, state: str = "") -> str:
    """Return the address of the list of a release's messages."""
    address = f"{reverse('desk:delivery_list')}?release={release.pk}"
    return f"{address}&state={state}" if state else address


def offers_for(release: Release, by: Any) -> Iterator[Offer]:
    """Return what can be done about the groups of a release."""
    if release.channel.served_by != Way.SMS or not may_see(release, by):
        return
    if release.state in {State.PLANNED, State.FAILED}:
        yield Offer(
            _("Choose the groups"),
            reverse("desk:sms_plan", args=[release.pk]),
            _("To whom it goes, how long it is and what it costs."),
            policy.obstacles_to_planning(release, by),
        )


def messages_shown_to(release: Release, by: Any) -> str:
    """Return the address of a release's messages for who may see them, else none."""
    return messages_of(release) if may_see(release, by) else ""


def may_see(release: Release, by: Any) -> bool:
    return any(by.has_duty(duty, release.agency) for duty in KEEPERS)


def figures(release: Release) -> list[tuple[str, int]]:
    """Return how many messages of a release are in each state, in words; empty where it sends none."""
    if release.channel.served_by != Way.SMS:
        return []
    told = figures_of(release)
    return [(str(state.label), told[state]) for state in DeliveryState if told.get(state)]
