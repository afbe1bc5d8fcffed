"""Where the links of published texts lead: our own are looked at once, foreign ones by the worker.

What is found out is derived, like a measurement: it stands in no journal and may be made anew at any time.

Law: 国办秘函〔2019〕19号 (links that do not work are deducted).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue import events
from gongkai.catalogue.models import Column, Item, OldAddress
from gongkai.channels.link_visits import Visit, visit
from gongkai.channels.models import Link, LinkState
from gongkai.channels.queries import public_items
from gongkai.law import inspection
from gongkai.secrecy.models import Markup, Package, PackageFile
from gongkai.typesetting import rich_text

MOST_LINKS = 200  # of one text
MOST_A_TURN = 60
MOST_OF_A_HOST = 5
HOSTS_THAT_TELL = 3
NOT_REACHED = {"unreachable", "no such host", "too slow"}
LONGEST_TURN = 50.0  # seconds; the worker has other work too

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_TAIL = ".,;:!?'\")]"


def listen() -> None:
    """Look at the links of what is published or corrected, and at those that led to what was withdrawn."""
    events.published.connect(_on_published, dispatch_uid="channels.links_of_published")
    events.corrected.connect(_on_corrected, dispatch_uid="channels.links_of_corrected")
    events.withdrawn.connect(_on_withdrawn, dispatch_uid="channels.links_to_withdrawn")


def _on_published(sender: Any, *, item: Item, **_rest: Any) -> None:
    # Most texts lead nowhere else; a new one without an address has nothing to forget either.
    if "http" in item.package.body:
        note_links(item)


def _on_corrected(sender: Any, *, item: Item, **_rest: Any) -> None:
    note_links(Item.objects.select_related("agency", "package").get(pk=item.pk))


def _on_withdrawn(sender: Any, *, item: Item, **_rest: Any) -> None:
    look_at_own(Link.objects.filter(is_own=True, url__contains=item.get_public_url()))


def links_in(package: Package) -> dict[str, str]:
    """Return the addresses a text leads to, each with its words, in their order; 200 at most."""
    found: dict[str, str] = {}
    if package.markup == Markup.HTML:
        for href, words in _linked(rich_text.blocks(package.body)):
            found.setdefault(href, words)
        text = rich_text.plain_text(package.body)
    else:
        text = package.body
    for each in _ADDRESS.findall(text):
        found.setdefault(each.rstrip(_TAIL), "")
    web = {href: words for href, words in found.items() if href.startswith(("http://", "https://"))}
    return dict([(href, words) for href, words in web.items() if len(href) <= 1000][:MOST_LINKS])


def _linked(parts: Any) -> Iterator[tuple[str, str]]:
    """Yield address and words of each link, whatever it stands in."""
    for part in parts:
        for run in getattr(part, "runs", ()):
            if run.href:
                yield run.href, run.text
        for row in getattr(part, "rows", ()):
            for cell in row:
                yield from _linked(cell.blocks)


@transaction.atomic
def note_links(item: Item) -> None:
    """Note where the item's text leads now, and look at once at what lies on our own website."""
    found = links_in(item.package)
    item.links.exclude(url__in=found).delete()
    known = set(item.links.values_list("url", flat=True))
    now = clock.now()
    Link.objects.bulk_create(
        Link(
            agency_id=item.agency_id,
            item=item,
            url=url,
            words=words[:200],
            host=_host(url)[:255],
            is_own=_is_own(url, item.agency),
            next_look_at=now,
        )
        for url, words in found.items()
        if url not in known
    )
    look_at_own(item.links.filter(is_own=True))


def look_at_own(links: Iterable[Link]) -> None:
    """Look whether links within our own website lead somewhere; nothing is called for it.

    One that leads nowhere is dead at once: there is no network that might have been down.
    """
    now = clock.now()
    for link in links:
        alive = leads_somewhere(urlsplit(link.url).path)
        # What it leads to may be released later today: a dead one is looked at again each day.
        link.checked_at, link.next_look_at = now, now + (_pause() if alive else timedelta(days=1))
        link.state = LinkState.ALIVE if alive else LinkState.DEAD
        link.found = "" if alive else "nothing there"
        link.tries = 0 if alive else link.tries + 1
        link.first_failed_at = None if alive else link.first_failed_at or now
        link.save(update_fields=_LOOKED_AT)


def leads_somewhere(path: str) -> bool:
    """Say whether a path of our own website leads to a page that stands in public now."""
    path = unquote(path) or "/"
    try:
        found = resolve(path)
    except Resolver404:
        old = OldAddress.objects.select_related("item").filter(path=path).first()
        return old is not None and (old.item is None or _is_public(old.item.pk))
    if found.view_name == "portal:item":
        return _is_public(found.kwargs["pk"])
    if found.view_name == "portal:item_file":
        item = public_items().filter(pk=found.kwargs["pk"]).first()
        files = PackageFile.objects.filter(package_id=item.package_id) if item else PackageFile.objects.none()
        return files.filter(file_id=found.kwargs["file"]).exists()
    if found.view_name == "portal:column":
        return Column.objects.filter(slug=found.kwargs["slug"]).exists()
    return found.namespace in ("portal", "")


def _is_public(pk: int) -> bool:
    return public_items().filter(pk=pk).exists()


def look_at_due(now: datetime | None = None) -> int:
    """Look at links whose turn has come, politely; return how many. The worker's job.

    At most 60 in a turn and 5 of one host, one after the other, for 50 seconds. An office that is cut off
    from the Internet kills no link: where no server at all is reached, nothing is noted.
    """
    now = now or clock.now()
    end = time.monotonic() + LONGEST_TURN
    due = Link.objects.filter(item__withdrawn_at=None).due(now).order_by("next_look_at", "pk")
    look_at_own(due.filter(is_own=True).select_related("item")[:MOST_A_TURN])
    found: list[tuple[Link, Visit]] = []
    for link in _few_of_each_host(due.filter(is_own=False)[: MOST_A_TURN * 5]):
        if len(found) >= MOST_A_TURN or time.monotonic() > end:
            break
        found.append((link, visit(link.url)))
    if _are_cut_off(found):
        Link.objects.filter(pk__in=[link.pk for link, _visit in found]).update(
            next_look_at=now + timedelta(days=1)
        )
        return 0
    for link, visited in found:
        note_visit(link, visited, now)
    return len(found)


def _are_cut_off(found: list[tuple[Link, Visit]]) -> bool:
    """Say whether the fault is ours: several servers, and none of them can be reached."""
    hosts = {link.host for link, _visit in found}
    return len(hosts) >= HOSTS_THAT_TELL and all(visited.found in NOT_REACHED for _link, visited in found)


def note_visit(link: Link, found: Visit, now: datetime) -> Link:
    """Note what came of a visit at `now`. A link is dead once it failed on several days, one after the other.

    Failing twice on one day counts once: a server that is down for an hour kills no link.
    """
    seen_before = timezone.localtime(link.checked_at).date() if link.checked_at else None
    if found.is_alive:
        link.state, link.tries, link.first_failed_at = LinkState.ALIVE, 0, None
    else:
        if link.tries == 0 or seen_before != timezone.localtime(now).date():
            link.tries += 1
        link.first_failed_at = link.first_failed_at or now
        enough = link.tries >= inspection.habit("link_failures", now.date())
        link.state = LinkState.DEAD if enough else LinkState.FAILING
    link.found, link.checked_at = ("" if found.is_alive else found.found), now
    link.next_look_at = now + (timedelta(days=1) if link.state == LinkState.FAILING else _pause())
    link.save(update_fields=_LOOKED_AT)
    return link


def dead_links(agency_ids: Iterable[int]) -> Any:
    """Return the dead links of public items of these agencies, by item."""
    dead = Link.objects.dead().filter(agency__in=agency_ids, item__in=public_items())
    return dead.select_related("item__column", "item__agency", "agency").order_by("item", "pk")


_LOOKED_AT = ["state", "found", "checked_at", "first_failed_at", "tries", "next_look_at"]


def _pause() -> timedelta:
    return timedelta(days=inspection.habit("link_again", clock.today()))


def _few_of_each_host(links: Iterable[Link]) -> Iterator[Link]:
    seen: dict[str, int] = {}
    for link in links:
        seen[link.host] = seen.get(link.host, 0) + 1
        if seen[link.host] <= MOST_OF_A_HOST:
            yield link


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_own(url: str, agency: Agency) -> bool:
    own = {_host(settings.SITE_URL), *settings.ALLOWED_HOSTS, *_own_domains(agency)}
    return bool(_host(url)) and _host(url) in own


def _own_domains(agency: Agency) -> set[str]:
    """Return the host names this portal goes by, with and without www."""
    domain = agency.site_domain.split("/")[0].split(":")[0].strip().lower()
    return {domain, f"www.{domain}", domain.removeprefix("www.")} if domain else set()
