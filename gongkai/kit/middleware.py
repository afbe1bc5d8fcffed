"""What every request passes: where it came from, the session's clock, the first password."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from gongkai.acts import clock
from gongkai.journal.writing import came_from

Answer = Callable[[HttpRequest], HttpResponse]

_TOUCH_AFTER = 300  # seconds; a session is written anew at most every five minutes


def remember_where_from(answer: Answer) -> Answer:
    """Tell the journal the address a request came from."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = came_from.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return answer(request)
        finally:
            came_from.reset(token)

    return middleware


def speak_chosen_language(answer: Answer) -> Answer:
    """Speak Chinese, unless the reader chose otherwise by a click; whatever the browser prefers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def keep_session_alive(answer: Answer) -> Answer:
    """Let a session end a while after the last click, not after the log-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            if now - request.session.get("seen", 0) > _TOUCH_AFTER:
                request.session["seen"] = now
        return answer(request)

    return middleware


def ask_for_own_password(answer: Answer) -> Answer:
    """Lead somebody whose password was set by the administrator to choosing one of their own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            allowed = {reverse("account_change_password"), reverse("account_logout"), reverse("set_language")}
            if request.path not in allowed and not request.path.startswith(("/static/", "/api/")):
                return redirect("account_change_password")
        return answer(request)

    return middleware
