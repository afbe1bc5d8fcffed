"""Where WeChat tells that a publishing job is over, and checks that the address is ours."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from gongkai.channels import outbox
from gongkai.channels.models import Channel, Way
from gongkai.channels.protocols.wechat_callback import Keys, NotFromWechat, Unreadable, greeted, read
from gongkai.channels.setting_up import access_of


@csrf_exempt
def wechat(request: HttpRequest, pk: int) -> HttpResponse:
    """GET greets, POST tells; whatever is not signed with the account's token does not exist.

    In plain mode a message is only a hint to look: what it says is not signed.
    """
    channel = Channel.objects.filter(pk=pk, way=Way.WECHAT, in_use=True).first()
    if channel is None or request.method not in {"GET", "POST"}:
        raise Http404
    query: dict[str, Any] = request.GET.dict()
    try:
        if request.method == "GET":
            return HttpResponse(greeted(query, keys_of(channel)), content_type="text/plain")
        told = read(request.body, query, keys_of(channel))
    except NotFromWechat:
        raise Http404 from None
    except Unreadable:
        return HttpResponse("success", content_type="text/plain", status=400)
    if told is not None:
        outbox.told(channel, told.publish_id, told.answer if told.is_proof else None)
    return HttpResponse("success", content_type="text/plain")


def keys_of(channel: Channel) -> Keys:
    access = access_of(channel)
    return Keys(access.get("token", ""), access.get("app_id", ""), access.get("aes_key", ""))
