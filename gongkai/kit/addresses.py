"""Addresses of pages without arguments, looked up once."""

from functools import cache

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse


def address(name: str) -> str:
    """Return the address of a page by its name; "" for one that is not there."""
    return _address(name, get_script_prefix(), get_urlconf())


@cache
def _address(name: str, _prefix: str, urlconf: str | None) -> str:
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
