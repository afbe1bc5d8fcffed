"""Visits and hand-outs (入户、发放、现场): recorded when they have happened, and confirmed with it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from gongkai.acts import clock, refuse_if_any
from gongkai.catalogue.models import Item
from gongkai.channels import actions, paper_policy
from gongkai.channels.models import Channel, HandOut, HandOutWay, Release
from gongkai.channels.models import State as ReleaseState
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts

label_acts({"channels.handed_out": gettext_lazy("Handed out")})
never_public("channels.handed_out")


@transaction.atomic
def hand_out(
    item: Item,
    channel: Channel,
    *,
    by: Any,
    place: str,
    day: date,
    number: int,
    way: str = HandOutWay.STREET,
    picture: StoredFile | None = None,
    note: str = "",
) -> HandOut:
    """Record that an item was carried to people; the first time confirms its release on that channel.

    number   how many leaflets were handed out, or households visited; at least 1
    Later hand-outs of the same item join that release: an item counts once per channel.
    """
    item = Item.objects.select_for_update(of=("self",)).select_related("agency", "package").get(pk=item.pk)
    refuse_if_any(paper_policy.obstacles_to_handing_out(item, channel, by))
    release = Release.objects.filter(
        item=item,
        channel=channel,
        is_test=False,
        state__in=[ReleaseState.PLANNED, ReleaseState.CONFIRMED],
    ).first() or actions.release(item, channel, by=by)
    refuse_if_any(paper_policy.obstacles_to_this_hand_out(release, day, number))
    if release.state != ReleaseState.CONFIRMED:
        release = actions.confirm(release, by=by, confirmed_on=day, address=place, proof=picture)
    row = HandOut.objects.create(
        agency=item.agency,
        release=release,
        way=way,
        place=place,
        day=day,
        number=number,
        picture=picture,
        note=note,
        by=by,
        recorded_at=clock.now(),
    )
    record(by, "channels.handed_out", item, day=day, place=place, number=number)
    return row
