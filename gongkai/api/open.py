"""How the addresses answer that are open to everybody: remembered by their sign, readable from any page.

No token, no cookie; a caller who asks too much is asked to wait. What is answered depends on the address,
the language and what stands in public, so an unchanged answer costs one look at the sign of changes.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

import gongkai
from gongkai.acts import clock
from gongkai.api.door import language_of, refuse
from gongkai.journal.changes import stand

# How many calls of one address are answered in this time, in each process, is a setting.
WITHIN_SECONDS = 60
_ADDRESSES_KEPT = 20_000

_calls: OrderedDict[str, tuple[float, int]] = OrderedDict()
_lock = threading.Lock()


def open_to_all(view: Callable[..., HttpResponse], known: Iterable[str] = ()) -> Callable[..., HttpResponse]:
    """Let everybody read what `view` answers, with an ETag, from pages of any site, at a bounded pace.

    `known` names the parameters the address takes. A call with another one is refused: whoever mistypes a
    filter would take the whole for a part.
    """
    names = frozenset(known)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _readable(HttpResponse(status=204))
        language = language_of(request)
        with translation.override(language):
            if request.method not in {"GET", "HEAD"}:
                response = refuse(405, [("", _("This address does not take this kind of call."))])
                response["Allow"] = "GET, HEAD, OPTIONS"
                return _readable(response)
            wait = _seconds_to_wait(request)
            if wait:
                response = refuse(429, [("", _("That is too many calls in a minute. Try again later."))])
                response["Retry-After"] = str(wait)
                return _readable(response)
            sign = _sign(request, language)
            if unknown := [name for name in request.GET if name not in names]:
                response = refuse(400, [(name, _not_known(names)) for name in unknown])
            elif sign in request.headers.get("If-None-Match", ""):
                response = HttpResponse(status=304)
            else:
                response = _answered(view, request, *args, **kwargs)
        if response.status_code in {200, 304}:
            response["ETag"] = sign
        response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = language
        patch_vary_headers(response, ("Accept-Language",))
        return _readable(response)

    # Nothing is changed here by any call.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _not_known(names: frozenset[str]) -> str:
    if not names:
        return _("This address takes no parameters.")
    return _("There is no such parameter here. Those there are: %(names)s.") % {
        "names": ", ".join(sorted(names))
    }


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """Return what `view` answers; HEAD is asked as GET, and the server keeps the body back."""
    method, request.method = request.method, "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = method
    if response.status_code == 422:
        # Nothing was handed in that could be unfit: what is wrong is how it was asked.
        response.status_code = 400
    return response


def _readable(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _sign(request: HttpRequest, language: str) -> str:
    told = (
        request.get_host(),
        request.get_full_path(),
        language,
        stand(),
        clock.today(),
        gongkai.__version__,
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def _seconds_to_wait(request: HttpRequest) -> int:
    """Count the call; return how long to wait when there were too many, 0 when it may be answered."""
    now, who = time.monotonic(), _caller(request)
    with _lock:
        began, calls = _calls.pop(who, (now, 0))
        if now - began >= WITHIN_SECONDS:
            began, calls = now, 0
        _calls[who] = (began, calls + 1)
        while len(_calls) > _ADDRESSES_KEPT:
            _calls.popitem(last=False)
    return int(WITHIN_SECONDS - (now - began)) + 1 if calls >= settings.OPEN_DATA_CALLS else 0


def _caller(request: HttpRequest) -> str:
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_TLS_PROXY:
        address = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or address
    return address
