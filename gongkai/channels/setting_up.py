"""What can happen to a channel: opened, changed, given access to its interface, closed."""

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency
from gongkai.channels import policy
from gongkai.channels.models import OPEN_STATES, Channel, Way
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.channels import ChannelKind

label_acts(
    {
        "channels.opened": _("Channel opened"),
        "channels.changed": _("Channel changed"),
        "channels.access_given": _("Access to the interface replaced"),
        "channels.taken_up_again": _("Pause of the channel ended"),
        "channels.closed": _("Channel taken out of use"),
    }
)

# Which ways fit which kinds of channel, besides the usual one and by hand.
WAYS_OF_KINDS = {
    ChannelKind.WECHAT: (Way.BY_HAND, Way.WECHAT),
    ChannelKind.WEIBO: (Way.BY_HAND, Way.WEIBO),
    ChannelKind.SMS: (Way.SMS, Way.BY_HAND),
    ChannelKind.GAZETTE: (Way.ISSUE, Way.BY_HAND),
    ChannelKind.NEWSPAPER: (Way.ISSUE, Way.BY_HAND),
    ChannelKind.NOTICE_BOARD: (Way.BOARD, Way.BY_HAND),
    ChannelKind.VISIT: (Way.HAND_OUT, Way.BY_HAND),
    ChannelKind.READING_POINT: (Way.HAND_OVER, Way.BY_HAND),
    ChannelKind.OTHER: (Way.BY_HAND, Way.HAND_OUT),
    ChannelKind.WEBSITE: (Way.PORTAL,),
}


@transaction.atomic
def open_channel(
    agency: Agency, *, by: Any, kind: str, name: str, address: str = "", way: str = ""
) -> Channel:
    """Open a channel of an agency. There is one website; its portal is this program's."""
    refuse_if_any(policy.obstacles_to_setting_up(agency, by))
    _refuse_unfit(kind, way)
    others = Channel.objects.filter(agency=agency)
    if others.filter(name=name).exists():
        raise Refused(str(_("There is a channel of this name already.")))
    if kind == ChannelKind.WEBSITE and others.filter(kind=kind).exists():
        raise Refused(str(_("This agency has its website already.")))
    last = others.order_by("-order").values_list("order", flat=True).first() or 0
    channel = Channel.objects.create(
        agency=agency, kind=kind, name=name, address=address, way=way, order=last + 1
    )
    record(by, "channels.opened", channel, kind=kind, way=way)
    return channel


@transaction.atomic
def change_channel(
    channel: Channel, *, by: Any, name: str, address: str, way: str, cover: StoredFile | None = None
) -> Channel:
    """Change the name, the account, the way it is served, or the cover for items without a picture."""
    channel = locked(channel, "agency")
    refuse_if_any(policy.obstacles_to_setting_up(channel.agency, by))
    _refuse_unfit(channel.kind, way)
    if Channel.objects.filter(agency=channel.agency, name=name).exclude(pk=channel.pk).exists():
        raise Refused(str(_("There is a channel of this name already.")))
    channel.name, channel.address, channel.way = name, address, way
    channel.cover = cover or channel.cover
    channel.save(update_fields=["name", "address", "way", "cover"])
    record(by, "channels.changed", channel, way=way)
    return channel


@transaction.atomic
def give_access(channel: Channel, credentials: dict[str, str], *, by: Any) -> Channel:
    """Replace what an interface needs (keys, tokens). Nobody reads it back; the journal says that it was."""
    channel = locked(channel, "agency")
    refuse_if_any(policy.obstacles_to_giving_access(channel, by))
    channel.credentials = json.dumps({name: value for name, value in credentials.items() if value})
    channel.paused_until, channel.paused_reason, channel.pauses = None, "", 0
    channel.save(update_fields=["credentials", "paused_until", "paused_reason", "pauses"])
    record(by, "channels.access_given", channel, parts=sorted(name for name in credentials if name))
    return channel


@transaction.atomic
def take_up_again(channel: Channel, *, by: Any) -> Channel:
    """End the pause of a channel at once: what waits is tried with the worker's next turn."""
    channel = locked(channel, "agency")
    refuse_if_any(policy.obstacles_to_setting_up(channel.agency, by))
    if channel.paused_until is None:
        raise Refused(str(_("This channel is not paused.")))
    channel.paused_until, channel.paused_reason = None, ""
    channel.save(update_fields=["paused_until", "paused_reason"])
    record(by, "channels.taken_up_again", channel)
    return channel


@transaction.atomic
def close_channel(channel: Channel, *, by: Any, reason: str) -> Channel:
    """Take a channel out of use. What was released on it stays on record and stays counted."""
    channel = locked(channel, "agency")
    refuse_if_any(policy.obstacles_to_setting_up(channel.agency, by))
    if not channel.in_use:
        raise Refused(str(_("This channel is no longer in use.")))
    if channel.releases.filter(state__in=OPEN_STATES).exists():
        raise Refused(str(_("Releases are still under way on it; confirm or drop them first.")))
    channel.in_use = False
    channel.save(update_fields=["in_use"])
    record(by, "channels.closed", channel, reason=reason)
    return channel


def access_of(channel: Channel) -> dict[str, str]:
    """Return what the interface of a channel needs, opened; empty where nobody gave any."""
    return dict(json.loads(channel.credentials)) if channel.credentials else {}


def _refuse_unfit(kind: str, way: str) -> None:
    if kind not in ChannelKind.values:
        raise Refused(str(_("There is no such kind of channel.")))
    if way and way not in WAYS_OF_KINDS[ChannelKind(kind)]:
        raise Refused(str(_("A channel of this kind is not served this way.")))
