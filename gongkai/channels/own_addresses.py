"""Whether an address of our own website leads somewhere: told without calling it, by what stands in public.

Law: 国办秘函〔2019〕19号 (links that do not work are deducted).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, ResolverMatch, resolve

from gongkai.agencies.models import Agency
from gongkai.catalogue import addresses
from gongkai.catalogue.models import Column, Item
from gongkai.channels.paper_queries import public_issues
from gongkai.channels.queries import once_public_items, public_items
from gongkai.law.duties import disclosure_items
from gongkai.law.key_areas import all_key_areas
from gongkai.secrecy.models import PackageFile

NOTHING, WITHDRAWN, FILE_GONE = "nothing there", "withdrawn", "file gone"

# What is no page for readers: the desk, forms, calls of other programs.
_NOT_FOR_READERS = {"desk", "set_language", "set_type_size"}


def fault_of(address: str) -> str:
    """Return why an address of ours leads nowhere now: one of the words above; "" for one that does.

    `address` may be full or a path; its query counts as far as an old address was known by it.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return NOTHING
    path = unquote(parts.path) or "/"
    found = _resolved(path)
    if found is None:
        return _fault_of_old(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if found.view_name in _NOT_FOR_READERS or found.namespace in _NOT_FOR_READERS:
        return NOTHING
    look = _LOOKS.get(found.view_name)
    fault = look(found.kwargs) if look else ""
    return fault and _fault_of_old(path, fault)


def _resolved(path: str) -> ResolverMatch | None:
    """Return what answers at a path; one without its last slash is led to it."""
    for each in (path,) if path.endswith("/") else (path, f"{path}/"):
        try:
            return resolve(each)
        except Resolver404:
            continue
    return None


def _fault_of_old(address: str, otherwise: str = NOTHING) -> str:
    """Return what is wrong with an address of former times; it leads on where it is known."""
    old = addresses.find(address)
    if old is None or (old.item is None and old.column is None):
        return otherwise
    return _of_item(old.item.pk) if old.item is not None else ""


def _of_item(pk: int) -> str:
    if public_items().filter(pk=pk).exists():
        return ""
    return WITHDRAWN if once_public_items().filter(pk=pk).exists() else NOTHING


def _of_file(asked: dict[str, Any]) -> str:
    fault = _of_item(asked["pk"])
    if fault:
        return fault
    packages = Item.objects.filter(pk=asked["pk"]).values("package")
    files = PackageFile.objects.filter(package__in=packages, file=asked["file"]).select_related("file")
    found = files.first()
    if found is None:
        return NOTHING
    return "" if found.file.erased_at is None and found.file.place.is_file() else FILE_GONE


def _of_number(asked: dict[str, Any]) -> str:
    item = Item.objects.filter(index_number=asked["index_number"]).first()
    return _of_item(item.pk) if item else NOTHING


def _unless(exists: bool) -> str:
    return "" if exists else NOTHING


_LOOKS: dict[str, Callable[[dict[str, Any]], str]] = {
    "portal:item": lambda asked: _of_item(asked["pk"]),
    "portal:item_qr": lambda asked: _of_item(asked["pk"]),
    "portal:item_file": _of_file,
    "portal:item_by_number": _of_number,
    "portal:column": lambda asked: _unless(Column.objects.filter(slug=asked["slug"]).exists()),
    "portal:column_feed": lambda asked: _unless(Column.objects.filter(slug=asked["slug"]).exists()),
    "portal:office": lambda asked: _unless(Agency.objects.filter(slug=asked["slug"]).exists()),
    "portal:office_feed": lambda asked: _unless(Agency.objects.filter(slug=asked["slug"]).exists()),
    "portal:duty": lambda asked: _unless(any(each.code == asked["code"] for each in disclosure_items())),
    "portal:area": lambda asked: _unless(any(each.code == asked["code"] for each in all_key_areas())),
    "portal:paper": lambda asked: _unless(public_issues().filter(pk=asked["pk"]).exclude(pdf=None).exists()),
    "api:nothing": lambda _asked: NOTHING,
    "api:api-root": lambda _asked: NOTHING,
}
