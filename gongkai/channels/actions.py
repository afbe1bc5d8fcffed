"""What can happen to a release: planned, confirmed with proof, recalled."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.catalogue.models import Item
from gongkai.channels import policy
from gongkai.channels.models import Channel, Release, State
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts

label_acts(
    {
        "channels.planned": _("Release planned"),
        "channels.confirmed": _("Release confirmed"),
        "channels.recalled": _("Release recalled"),
    }
)


@transaction.atomic
def release(
    item: Item,
    channel: Channel,
    *,
    by: Any,
    planned_on: date | None = None,
    is_test: bool = False,
) -> Release:
    """Plan a release of an item on a channel; the portal publishes at once and is confirmed with it."""
    item = locked(item, "agency", "document")
    refuse_if_any(
        [
            *policy.obstacles_to_releasing(item, channel, by),
            *policy.obstacles_to_planning(channel, planned_on),
        ]
    )
    row = Release.objects.create(
        item=item,
        channel=channel,
        agency=item.agency,
        kind=channel.kind,
        planned_on=planned_on,
        is_test=is_test,
    )
    if channel.publishes_at_once:
        return confirm(row, by=by, confirmed_on=clock.today(), address=item.get_public_url())
    record(by, "channels.planned", item, channel=channel.name, planned_on=planned_on)
    return row


@transaction.atomic
def confirm(
    row: Release, *, by: Any, confirmed_on: date, address: str = "", proof: StoredFile | None = None
) -> Release:
    """Confirm that the item was released, with the day and the proof. Only now it counts."""
    # The item is locked first, as in `release`: the first release of an item is derived from all of them.
    item = locked(row.item, "agency", "document")
    row = locked(row, "channel", "agency")
    row.item = item
    refuse_if_any(
        [
            *policy.obstacles_to_confirming(row, by),
            *policy.obstacles_to_this_day(row, confirmed_on),
            *policy.obstacles_to_this_proof(row, address, proof),
        ]
    )
    row.state, row.confirmed_on, row.confirmed_by = State.CONFIRMED, confirmed_on, by
    row.address, row.proof, row.year = address, proof, confirmed_on.year
    row.save(
        update_fields=["state", "confirmed_on", "confirmed_by", "address", "proof", "year"],
    )
    count_first(row.item)
    record(by, "channels.confirmed", row.item, channel=row.channel.name, day=confirmed_on, address=address)
    row.refresh_from_db(fields=["first_year", "is_first"])
    return row


@transaction.atomic
def recall(row: Release, *, by: Any, reason: str) -> Release:
    """Recall a release: it is taken down. What was counted stays counted."""
    row = locked(row, "item", "channel", "agency")
    refuse_if_any(policy.obstacles_to_recalling(row, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason of the recall.")))
    row.state, row.recalled_on, row.recalled_reason = State.RECALLED, clock.today(), reason
    row.save(update_fields=["state", "recalled_on", "recalled_reason"])
    record(by, "channels.recalled", row.item, reason=reason, channel=row.channel.name)
    return row


def count_first(item: Item) -> None:
    """Derive anew which release of the item was its first, and in which year the item counts.

    The counting year of an item is that of its first confirmed release; a test never counts.
    """
    counted = list(Release.objects.counted().filter(item=item).order_by("confirmed_on", "pk"))
    first_year = counted[0].year if counted else None
    if len(counted) > 1:
        Release.objects.filter(item=item, is_first=True).exclude(pk=counted[0].pk).update(is_first=False)
    for place, row in enumerate(counted):
        if (row.is_first, row.first_year) != (place == 0, first_year):
            Release.objects.filter(pk=row.pk).update(is_first=place == 0, first_year=first_year)
