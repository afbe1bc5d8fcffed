"""Hand-over lists for reading points (查阅点): prepared, printed to be signed, confirmed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.catalogue.models import Item
from gongkai.channels import actions, paper_policy
from gongkai.channels.models import (
    OPEN_STATES,
    Channel,
    HandOver,
    HandOverLine,
    HandOverState,
    Release,
)
from gongkai.channels.models import State as ReleaseState
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.law.channels import ChannelKind
from gongkai.resources.models import ReadingPoint

label_acts(
    {
        "channels.hand_over_prepared": gettext_lazy("Hand-over prepared"),
        "channels.hand_over_confirmed": gettext_lazy("Handed over to the reading point"),
        "channels.hand_over_called_off": gettext_lazy("Hand-over called off"),
    }
)
never_public("channels.hand_over_prepared", "channels.hand_over_called_off")


@transaction.atomic
def prepare(point: ReadingPoint, items: Iterable[Item], *, by: Any, day: date, copies: int = 1) -> HandOver:
    """Prepare the list of items that are handed over to a reading point; one release each, planned for `day`.

    Raises Refused with the title of each item that may not be released.
    """
    items = list(items)
    channel = channel_of(point)
    refuse_if_any(paper_policy.obstacles_to_preparing(point, items, channel, by))
    hand_over = HandOver.objects.create(agency=point.agency, point=point, day=day, prepared_by=by)
    for item in items:
        HandOverLine.objects.create(
            hand_over=hand_over, release=_release_of(item, channel, by, day), copies=copies
        )
    record(by, "channels.hand_over_prepared", hand_over, items=[item.index_number for item in items])
    return hand_over


def channel_of(point: ReadingPoint) -> Channel | None:
    """Return the channel of a reading point: the one that bears its name, else the office's first."""
    found = Channel.objects.filter(agency=point.agency, kind=ChannelKind.READING_POINT, in_use=True)
    return found.filter(name=point.name).first() or found.first()


def _release_of(item: Item, channel: Channel | None, by: Any, day: date) -> Release:
    assert channel is not None  # noqa: S101 - its absence was refused before
    standing = Release.objects.filter(
        item=item,
        channel=channel,
        is_test=False,
        state__in=[ReleaseState.PLANNED, ReleaseState.CONFIRMED],
    ).first()
    return standing or actions.release(item, channel, by=by, planned_on=day)


@transaction.atomic
def confirm_hand_over(
    hand_over: HandOver,
    *,
    by: Any,
    received_by: str,
    received_on: date,
    proof: StoredFile | None = None,
) -> HandOver:
    """Confirm that the list was received: all its releases that are not out yet are confirmed, or none is.

    received_by   who signed; proof is the signed list, where it was scanned
    """
    hand_over = locked(hand_over, "agency", "point")
    refuse_if_any(
        [
            *paper_policy.obstacles_to_confirming_hand_over(hand_over, by),
            *paper_policy.obstacles_to_this_receipt(hand_over, received_on),
        ]
    )
    if not received_by.strip():
        raise Refused(_("Say who received it."))
    for line in hand_over.lines.select_related("release__item"):
        if line.release.state != ReleaseState.CONFIRMED:
            actions.confirm(
                line.release, by=by, confirmed_on=received_on, address=hand_over.point.name, proof=proof
            )
    hand_over.state, hand_over.received_by = HandOverState.HANDED_OVER, received_by.strip()
    hand_over.received_on, hand_over.proof, hand_over.confirmed_by = received_on, proof, by
    hand_over.save()
    record(by, "channels.hand_over_confirmed", hand_over, day=received_on)
    return hand_over


@transaction.atomic
def call_off_hand_over(hand_over: HandOver, *, by: Any, reason: str) -> HandOver:
    """Call off a list that was not handed over; releases that stand on no other list are dropped."""
    hand_over = locked(hand_over, "agency", "point")
    refuse_if_any(paper_policy.obstacles_to_calling_off_hand_over(hand_over, by))
    if not reason.strip():
        raise Refused(_("Give the reason."))
    hand_over.state, hand_over.void_reason = HandOverState.VOID, reason.strip()
    hand_over.save(update_fields=["state", "void_reason"])
    for line in hand_over.lines.select_related("release"):
        others = line.release.hand_over_lines.exclude(hand_over__state=HandOverState.VOID)
        if line.release.state in OPEN_STATES and not others.exists():
            actions.drop(line.release, by=by, reason=reason)
    record(by, "channels.hand_over_called_off", hand_over, reason=reason)
    return hand_over
