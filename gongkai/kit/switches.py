"""Language and size of type: switches on every page, also on those that are remembered for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from gongkai.kit.errors import forbidden

View = Callable[..., HttpResponse]


def switch(view: View) -> View:
    """Take the click without a token, which a page for everybody cannot hold; not from foreign pages.

    A browser says itself where a click came from; the worst a forged one could do is another language.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _from_our_own_page(request):
            return forbidden(request)
        return view(request, *args, **kwargs)

    return checked


def _from_our_own_page(request: HttpRequest) -> bool:
    told = request.headers.get("Sec-Fetch-Site")
    if told:
        return told in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or origin.partition("://")[2] == request.get_host()


choose_language = switch(set_language)
