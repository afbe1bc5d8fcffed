"""What the page of an item offers for paper and people."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.catalogue.models import Item
from gongkai.channels.models import Channel
from gongkai.channels.paper_policy import CARRIED_CHANNELS
from gongkai.channels.policy import obstacles_to_releasing
from gongkai.kit.views import Offer
from gongkai.law.channels import ChannelKind


def offers(item: Item, by: Any) -> Iterator[Offer]:
    """Offer boards, hand-outs and reading points where the office has them and the person may release."""
    if list(obstacles_to_releasing(item, None, by)):
        return
    kinds = set(Channel.objects.filter(agency=item.agency, in_use=True).values_list("kind", flat=True))
    for label, page, needed in (
        (_("Post on boards"), "desk:posting_new", {ChannelKind.NOTICE_BOARD}),
        (_("Record a visit or hand-out"), "desk:hand_out_new", {*CARRIED_CHANNELS}),
        (_("Prepare a hand-over"), "desk:hand_over_new", {ChannelKind.READING_POINT}),
    ):
        if kinds & needed:
            yield Offer(label, f"{reverse(page)}?item={item.index_number}", quiet=True)
