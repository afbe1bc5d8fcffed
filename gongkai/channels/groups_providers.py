"""The provider of a channel's messages, made of what its access says, and the reports it gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.channels.models import Channel, SmsDelivery
from gongkai.channels.protocols import sms_alibaba, sms_gateway, sms_tencent
from gongkai.channels.protocols.answers import Trouble
from gongkai.channels.protocols.sms import Report, SmsProvider, Unreadable, plain_number, text_in
from gongkai.channels.setting_up import access_of
from gongkai.vault.indexes import keyed_checksum

#: Which parts of the access each provider needs.
NEEDED = {
    "alibaba": ("key_id", "key_secret", "signature", "template"),
    "tencent": ("key_id", "key_secret", "app_id", "signature", "template"),
    "gateway": ("url", "signature"),
}
_PATH = 40
# A list longer than any a provider hands in at once is not read to its end.
_MOST_REPLIES = 2000


def provider_name(channel: Channel) -> str:
    return access_of(channel).get("provider", "").strip().lower()


def missing(channel: Channel) -> Iterator[str]:
    """Say what the access of a channel lacks before messages can be sent."""
    access = access_of(channel)
    needed = NEEDED.get(provider_name(channel))
    if needed is None:
        yield _("Say in the access which provider sends: alibaba, tencent or gateway.")
    elif not all(access.get(part) for part in needed):
        yield _("The access to the provider is not complete; the system administrator gives it.")


def provider_of(channel: Channel) -> SmsProvider | None:
    """Return the provider that sends for a channel; None while its access is not complete.

    With Alibaba and Tencent `url` may name another entrance, such as a relay in the government network.
    """
    if any(missing(channel)):
        return None
    access = access_of(channel)
    if provider_name(channel) == "alibaba":
        alibaba = sms_alibaba.Account(access["key_id"], access["key_secret"], access["signature"])
        return sms_alibaba.AlibabaSms(alibaba, base_url=access.get("url") or sms_alibaba.HOST)
    if provider_name(channel) == "tencent":
        tencent = sms_tencent.Account(
            access["key_id"], access["key_secret"], access["app_id"], access["signature"]
        )
        return sms_tencent.TencentSms(tencent, base_url=access.get("url") or sms_tencent.HOST)
    gateway = sms_gateway.Account(
        access["url"], access.get("key_secret", ""), access.get("report_secret", "")
    )
    return sms_gateway.GatewaySms(gateway)


def fetch_reports(
    provider: SmsProvider, awaited: list[SmsDelivery], numbers: Mapping[int, str]
) -> list[Report] | Trouble:
    """Ask the provider what became of messages it took, where it can be asked; `numbers` by contact."""
    if isinstance(provider, sms_tencent.TencentSms):
        return provider.pull_reports()
    found: list[Report] = []
    if isinstance(provider, sms_alibaba.AlibabaSms):
        for each in awaited:
            sent_at = each.batch.taken_at if each.batch else clock.now()
            told = provider.reports(numbers.get(each.contact_id, ""), each.provider_reference, sent_at)
            if not isinstance(told, list):
                return found or told
            found += told
    return found


def path_of(channel: Channel) -> str:
    """Return the part of the address for reports that nobody guesses."""
    return keyed_checksum(str(channel.pk).encode(), purpose="channels.sms.reports")[:_PATH]


def is_path_of(channel: Channel, told: str) -> bool:
    return constant_time_compare(path_of(channel), told)


def read_reports(channel: Channel, body: bytes, headers: Mapping[str, str]) -> list[Report]:
    """Read the reports a provider handed in.

    Raises Unreadable when it is something else, NotFromGateway when a gateway did not sign it.
    """
    name = provider_name(channel)
    if name == "alibaba":
        return sms_alibaba.read_reports(body)
    if name == "tencent":
        return sms_tencent.read_reports(body)
    if name == "gateway":
        secret = access_of(channel).get("report_secret", "")
        return sms_gateway.read_reports(body, headers, secret, datetime.now(UTC))
    raise Unreadable


def read_replies(channel: Channel, body: bytes, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Read what residents answered, as (number, text).

    Alibaba hands in a list (SmsUp), Tencent one object, the gateway {"replies": [{"from", "text"}]} signed
    like its reports. Raises as `read_reports` does.
    """
    if provider_name(channel) == "gateway":
        # The signature covers replies and reports alike; what it is of, is read below.
        _check_signature(channel, body, headers)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if isinstance(told, dict):
        told = told.get("replies", [told])
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise Unreadable
    return [_reply(each) for each in told[:_MOST_REPLIES]]


def _check_signature(channel: Channel, body: bytes, headers: Mapping[str, str]) -> None:
    try:
        read_reports(channel, body, headers)
    except Unreadable:
        # Signed, and no reports: as it should be.
        return


def _reply(told: dict[str, Any]) -> tuple[str, str]:
    number = text_in(told, "phone_number", "mobile", "from")
    return plain_number(number), text_in(told, "content", "text")
