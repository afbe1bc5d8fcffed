"""Pages for what went wrong: they say what is so and what to do next."""

import re
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.kit.context import portal_agency, portal_navigation

_CHINESE_WORDS = re.compile("(?:[0-9]{4})?[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_LONGEST_QUESTION = 60  # characters


def words_of(path: str) -> str:
    """Return the Chinese words of an address, for whoever looks for what once stood there."""
    words = dict.fromkeys(_CHINESE_WORDS.findall(unquote(path)))
    return " ".join(words)[:_LONGEST_QUESTION].strip()


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "text": text, "status": status}
    if status == 404 and not request.path.startswith(("/desk/", "/account/")):
        # A reader who lost the way finds the portal around the message: its search, its columns, its foot.
        context |= {
            "frame": "kit/portal.html",
            "office": portal_agency(),
            "portal_nav": portal_navigation(),
            "crumbs": [(_("Home"), reverse("portal:home")), (title, "")],
            "words": words_of(request.path),
        }
    return render(request, "kit/error.html", context, status=status)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("This page belongs to another duty"),
        _("Your account has no duty that works here. If it should, the security administrator gives it."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped, or what stood here is not open to you. Go back, or search by title."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("This did not work; the fault is ours"),
        _("Nothing was saved. Try again in a minute; if it fails again, tell the system administrator."),
    )
