"""How every address of the interface answers: JSON, in the caller's language, one shape for all errors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from pydantic import Field

from gongkai.api.limits import WITHIN, has_guessed_too_often, note_wrong_token
from gongkai.people.models import ConnectedSystem
from gongkai.people.systems import recognise

log = logging.getLogger(__name__)


class Error(Schema):
    """What is wrong in one field."""

    field: str = Field(description="The field it is about; empty for the call as a whole.")
    says: str = Field(description="A sentence for people.")


class Errors(Schema):
    """The answer to everything that is refused."""

    errors: list[Error]


class Refusal(Exception):
    """The call is refused with a status and what is wrong, by field."""

    def __init__(self, status: int, errors: Iterable[tuple[str, str]]) -> None:
        self.status, self.errors = status, list(errors)
        super().__init__(status, self.errors)


class Token(HttpBearer):
    """The token of a connected system. Sessions of the desk open nothing here."""

    def __call__(self, request: HttpRequest) -> Any:
        system = super().__call__(request)
        if system is None:
            raise AuthenticationError
        return system

    def authenticate(self, request: HttpRequest, token: str) -> ConnectedSystem | None:
        system = recognise(token)
        if system is None:
            if has_guessed_too_often(request):
                raise Refusal(
                    429,
                    [("", _("Too many unknown tokens came from this address. Try again later."))],
                )
            note_wrong_token(request)
        return system


class Readable(JSONRenderer):
    """JSON with its Chinese as people read it."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(),
    title="Gongkai",
    version="1",
    description=(
        "For the other systems of an office. Each has a token of its own, sent as "
        "“Authorization: Bearer gk_…”; the system administrator makes it in the desk. "
        "Sentences come in Chinese, or in English with “Accept-Language: en”. "
        "Dates are YYYY-MM-DD, moments ISO 8601 with their offset."
    ),
    docs_url=None,
    urls_namespace="api",
)


def refuse(status: int, errors: Iterable[tuple[str, str]]) -> HttpResponse:
    answer = JsonResponse(
        {"errors": [{"field": field, "says": says} for field, says in errors]},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if status == 429:
        answer["Retry-After"] = str(int(WITHIN.total_seconds()))
    return answer


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return refuse(refusal.status, refusal.errors)


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return refuse(401, [("", _("The token is missing or unknown."))])


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return refuse(404, [("", _("There is no such thing, or it is not open to you."))])


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refuse(422, [(str(each["loc"][-1]), sentence_of(each)) for each in error.errors])


@api.exception_handler(HttpError)
def _not_answered(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refuse(error.status_code, [("", _("The call cannot be understood."))])


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s failed.", request.method, request.path, exc_info=error)
    return refuse(500, [("", _("This did not work; the fault is ours. Nothing was saved."))])


def sentence_of(error: Any) -> str:
    """Return what pydantic found, as a sentence of ours."""
    kind = str(error["type"])
    for beginning, sentence in (
        ("missing", _("This is missing.")),
        ("extra_forbidden", _("There is no field of this name.")),
        ("string", _("A text is expected here, not too long.")),
        ("bool", _("true or false is expected here.")),
        ("list", _("A list is expected here.")),
        ("date", _("A day is expected here, written year-month-day.")),
        ("int", _("A whole number is expected here.")),
        ("greater_than", _("This number is too small.")),
        ("less_than", _("This number is too large.")),
        ("too_long", _("There are too many of these.")),
    ):
        if kind.startswith(beginning):
            return sentence
    return _("This cannot be understood.")


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer in the language its caller asks for, and in JSON where Django answers by itself."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
            if response.status_code == 405:
                allowed = response.headers.get("Allow", "")
                response = refuse(405, [("", _("This address does not take this kind of call."))])
                response["Allow"] = allowed
        response["Content-Language"] = language
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return response

    # The token is sent on purpose with each call, never by a browser of its own accord.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    return refuse(404, [("", _("There is no such thing, or it is not open to you."))])


def language_of(request: HttpRequest) -> str:
    """Return the language a caller asks for, else that of the installation."""
    for accepted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for code, _name in settings.LANGUAGES:
            if accepted.partition("-")[0] == code.partition("-")[0]:
                return str(code)
    return str(settings.LANGUAGE_CODE)
