"""Pages for what went wrong: they say what is so and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "kit/error.html", {"title": title, "text": text, "status": status}, status=status)


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
