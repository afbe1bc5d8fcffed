"""Text messages to groups, as the outbox sees them: one step, which takes up where it was broken off.

What is claimed and answered is kept for each number (`groups_sending`), so that the step may be taken again
after a kill: only numbers nobody tried go out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from gongkai.channels import groups_reports, groups_sending
from gongkai.channels.groups_providers import missing, provider_of
from gongkai.channels.models import Channel, DeliveryState, Release, SmsDelivery, State
from gongkai.channels.protocols.answers import Accepted, Answer, Later, Never, Reason, Unclear
from gongkai.channels.ways import Limits

# Seven parts; what is longer nobody reads on a phone. Operators let no link pass that was not registered.
LIMITS = Limits(headline=None, text=440, links=False)


class SmsWay:
    limits = LIMITS
    steps: Sequence[str] = ("send",)
    outward: Collection[str] = ()

    def obstacles(self, channel: Channel) -> Iterator[str]:
        yield from missing(channel)

    def obstacles_of_release(self, release: Release) -> Iterator[str]:
        """Say what is missing of this release in particular."""
        rows = SmsDelivery.objects.filter(release=release)
        if not rows.exists():
            yield _("Choose the groups it goes to.")
        elif not rows.filter(state=DeliveryState.WAITING).exists():
            yield _("Nobody in these groups is left to send it to.")

    def take(self, release: Release, step: str) -> Answer:
        """Send to all who wait; Accepted as soon as the provider took something."""
        provider = provider_of(release.channel)
        if provider is None:
            return Later(Reason.NOT_LET_IN, channel_is_down=True)
        if not SmsDelivery.objects.filter(release=release).exists():
            return Never(Reason.NOBODY)
        trouble = groups_sending.send_all(release, provider, states=(State.SENDING,))
        if isinstance(trouble, Later) and not trouble.channel_is_down:
            return _waiting(release, trouble)
        if trouble is not None:
            return trouble
        answer = groups_sending.outcome_of(release)
        return _waiting(release, answer) if isinstance(answer, Later) else _handed_over(release, answer)

    def look(self, release: Release) -> Answer:
        return groups_reports.look(release)

    def take_down(self, release: Release) -> Answer:
        return Never(Reason.CANNOT_COME_BACK)


def _waiting(release: Release, answer: Later) -> Later:
    """Wait for the hour or the day: nothing failed, so no attempt is used up."""
    release.attempts = max(release.attempts - 1, 0)
    return answer


def _handed_over(release: Release, answer: Answer) -> Answer:
    """Nothing is seen on a phone at once: an unclear batch is looked for like a report that is awaited."""
    return Accepted(release.reference) if isinstance(answer, Unclear) else answer
