"""What the providers of text messages tell by themselves: delivery reports, and what residents answered.

Alibaba and Tencent sign nothing. Their calls are believed because of a part of the address nobody guesses,
and only for messages whose reference and number are known; a gateway signs besides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.acts import clock
from gongkai.api.door import nothing_here, refuse
from gongkai.channels import groups, groups_reports
from gongkai.channels.groups_providers import is_path_of, provider_name, read_replies, read_reports
from gongkai.channels.models import Channel, Way
from gongkai.channels.protocols.sms import Unreadable
from gongkai.channels.protocols.sms_gateway import NotFromGateway
from gongkai.law.channels import ChannelKind

LARGEST_BODY = 1024 * 1024  # bytes
# So many reports are taken in one transaction; a call may hold more.
REPORTS_AT_ONCE = 1000
# A provider reports in lists; who calls more often than this is none.
MOST_CALLS, WITHIN = 600, timedelta(minutes=1)

# What each provider takes for "heard"; anything else it sends again.
_HEARD: Mapping[str, dict[str, Any]] = {
    "alibaba": {"code": 0, "msg": "OK"},
    "tencent": {"result": 0, "errmsg": "OK"},
    "gateway": {"ok": True},
}


@require_POST
def sms_reports(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    """Take what became of messages."""
    return _take(request, pk, path, _reports)


@require_POST
def sms_replies(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    """Take what residents answered; who answers TD gets no more messages."""
    return _take(request, pk, path, _replies)


def _reports(channel: Channel, request: HttpRequest) -> None:
    told = read_reports(channel, request.body, request.headers)
    for begin in range(0, len(told), REPORTS_AT_ONCE):
        groups_reports.take_reports(channel.agency, told[begin : begin + REPORTS_AT_ONCE])


def _replies(channel: Channel, request: HttpRequest) -> None:
    for number, text in read_replies(channel, request.body, request.headers):
        groups.hear_reply(channel.agency, number, text)


def _take(
    request: HttpRequest, pk: int, path: str, take: Callable[[Channel, HttpRequest], None]
) -> HttpResponse:
    channel = _called(pk, path)
    if channel is None:
        return nothing_here(request)
    if _calls_too_often(pk):
        return refuse(429, [("", _("Too many calls. Try again later."))])
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY or len(request.body) > LARGEST_BODY:
            raise RequestDataTooBig
        take(channel, request)
    except RequestDataTooBig:
        return refuse(413, [("", _("This is too much at once."))])
    except NotFromGateway:
        return refuse(401, [("", _("The signature is missing or wrong."))])
    except (Unreadable, ValueError):
        return refuse(400, [("", _("The call cannot be understood."))])
    return JsonResponse(_HEARD[provider_name(channel)])


def _called(pk: int, path: str) -> Channel | None:
    """Return the channel an address speaks of, where it is told in full."""
    channel = Channel.objects.filter(pk=pk, kind=ChannelKind.SMS).select_related("agency").first()
    is_right = channel is not None and channel.served_by == Way.SMS and is_path_of(channel, path)
    return channel if is_right else None


def _calls_too_often(pk: int) -> bool:
    minute = int(clock.now().timestamp() // WITHIN.total_seconds())
    key = f"limit.sms-reports.{hashlib.sha256(f'{pk}:{minute}'.encode()).hexdigest()[:32]}"
    calls = int(cache.get(key, 0)) + 1
    cache.set(key, calls, int(WITHIN.total_seconds()) * 2)
    return calls > MOST_CALLS
