"""Old addresses: where they led once they lead still, also those of another program with ?id=12."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item, OldAddress

LONGEST = 300  # characters


def as_path(address: str) -> str:
    """Return an address as it is kept: path and query without scheme and host, "" for what is none.

    Names and values of the query stand in order, and what is percent-encoded is written out, so that the
    same address is known again however it is written.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path)
    if not path.strip("/"):
        path = ""
    elif not path.startswith("/"):
        path = f"/{path}"
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(parts.query)))
    found = f"{path or '/'}?{query}" if query else path
    return found if len(found) <= LONGEST and "\x00" not in found else ""


def remember(path: str, agency: Agency, *, item: Item | None = None, column: Column | None = None) -> None:
    """Have an old address lead to an item or a column from now on; for acts, inside their transaction."""
    OldAddress.objects.update_or_create(
        path=as_path(path), defaults={"agency": agency, "item": item, "column": column}
    )


def forget(path: str) -> None:
    """Let an address go that something standing has taken."""
    OldAddress.objects.filter(path=as_path(path)).delete()


def find(address: str) -> OldAddress | None:
    """Return where an address led: as it stands, else with one of its query's values, else without query.

    What counting programs add to an address (`?from=timeline`) is in nobody's way.
    """
    asked = _readings(address)
    if not asked:
        return None
    rows = OldAddress.objects.filter(path__in=asked).select_related("item", "column__agency")
    return min(rows, key=lambda each: asked.index(each.path), default=None)


def _readings(address: str) -> list[str]:
    """The address as it may have been written down, the closest first."""
    whole = as_path(address)
    path, _sign, query = whole.partition("?")
    if not path.strip("/") and not query:
        return []
    readings = [whole]
    if query:
        readings += [f"{path}?{each}" for each in query.split("&")[:8]]
        readings.append(path)
    ends = [each.rstrip("/") if each.endswith("/") else f"{each}/" for each in readings if "?" not in each]
    return [each for each in dict.fromkeys([*readings, *ends]) if each.strip("/")]
