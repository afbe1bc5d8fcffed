"""The menu at the foot of a WeChat account: at most three words, each leading to a page of the portal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, refuse_if_any
from gongkai.channels import policy
from gongkai.channels.models import Channel
from gongkai.channels.outbox import said
from gongkai.channels.protocols.answers import Done
from gongkai.channels.ways import way_of
from gongkai.channels.ways.wechat import Wechat, account_of
from gongkai.journal import record
from gongkai.journal.queries import label_acts

label_acts({"channels.menu_set": _("Menu of the account replaced")})

MOST_BUTTONS = 3
LONGEST_WORD = 4  # Chinese characters, as WeChat shows them

Button = tuple[str, str]


def set_menu(channel: Channel, buttons: Sequence[Button], *, by: Any) -> Channel:
    """Replace the menu of a WeChat account by (word, address) pairs; it is WeChat's own that counts.

    WeChat is asked outside any transaction; the entry is written when it has taken the menu.
    """
    refuse_if_any([*policy.obstacles_to_setting_up(channel.agency, by), *_obstacles(channel, buttons)])
    told = [{"type": "view", "name": word, "url": address} for word, address in buttons]
    answer = account_of(channel).create_menu(told)
    if not isinstance(answer, Done):
        raise Refused(said(answer))
    with transaction.atomic():
        record(by, "channels.menu_set", channel, buttons=[word for word, _address in buttons])
    return channel


def _obstacles(channel: Channel, buttons: Sequence[Button]) -> list[str]:
    plug_in = way_of(channel)
    if not isinstance(plug_in, Wechat):
        return [str(_("Only an account served through WeChat's interface has a menu here."))]
    reasons = list(plug_in.obstacles(channel))
    if not 0 < len(buttons) <= MOST_BUTTONS:
        reasons.append(str(_("A menu has one to three entries.")))
    if any(not word or not address.startswith("https://") for word, address in buttons):
        reasons.append(str(_("Each entry needs its word and an address that begins with https://.")))
    return reasons
