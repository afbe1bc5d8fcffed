"""Where the links of published texts lead: our own are looked at once, foreign ones by the worker.

What is found out is derived, like a measurement: it stands in no journal and may be made anew at any time.

Law: 国办秘函〔2019〕19号 (links that do not work are deducted).
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue import events
from gongkai.catalogue.models import Item
from gongkai.channels.link_visits import Visit, visit
from gongkai.channels.models import Link, LinkState
from gongkai.channels.own_addresses import fault_of
from gongkai.channels.queries import public_items
from gongkai.journal.events import recorded
from gongkai.law import inspection
from gongkai.secrecy.models import Markup, Package
from gongkai.typesetting import rich_text

MOST_LINKS = 200  # of one text
MOST_A_TURN = 60
MOST_AT_ONCE = 1000  # own ones, while somebody waits for the page
MOST_OF_A_HOST = 5
HOSTS_THAT_TELL = 3
NOT_REACHED = {"unreachable", "no such host", "too slow", "certificate"}
LONGEST_TURN = 50.0  # seconds; the worker has other work too

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_TAIL = ".,;:!?'\")]"


def listen() -> None:
    """Look at the links of what is published or corrected, and at those that led to what was taken away."""
    events.published.connect(_on_published, dispatch_uid="channels.links_of_published")
    events.corrected.connect(_on_corrected, dispatch_uid="channels.links_of_corrected")
    events.withdrawn.connect(_on_withdrawn, dispatch_uid="channels.links_to_withdrawn")
    recorded.connect(_on_recorded, dispatch_uid="channels.links_to_recalled")


def _on_published(sender: Any, *, item: Item, **_rest: Any) -> None:
    # Most texts lead nowhere else; a new one without an address has nothing to forget either.
    if "http" in item.package.body:
        note_links(item)


def _on_corrected(sender: Any, *, item: Item, **_rest: Any) -> None:
    note_links(Item.objects.select_related("agency", "package").get(pk=item.pk))


def _on_withdrawn(sender: Any, *, item: Item, **_rest: Any) -> None:
    look_at_own(Link.objects.filter(is_own=True, url__contains=item.get_public_url()))


def _on_recorded(sender: Any, *, act: str, subject: Any, **_rest: Any) -> None:
    # Recalled from the website: what led to it leads nowhere any more.
    if act == "channels.recalled" and isinstance(subject, Item):
        _on_withdrawn(sender, item=subject)


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
        link.found = fault_of(link.url)
        alive = not link.found
        # What it leads to may be released later today: a dead one is looked at again each day.
        link.checked_at, link.next_look_at = now, now + (_pause() if alive else timedelta(days=1))
        link.state = LinkState.ALIVE if alive else LinkState.DEAD
        link.tries = 0 if alive else link.tries + 1
        link.first_failed_at = None if alive else link.first_failed_at or now
        link.save(update_fields=_LOOKED_AT)


def look_again(agency_ids: Iterable[int]) -> int:
    """Look at dead links of these agencies again: our own at once, foreign ones at the worker's next turn.

    For who has just mended them. Returns how many were dead.
    """
    dead = Link.objects.dead().filter(agency__in=list(agency_ids))
    number = dead.count()
    dead.filter(is_own=False).update(next_look_at=clock.now())
    look_at_own(dead.filter(is_own=True)[:MOST_AT_ONCE])
    return number


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
    for link in _few_of_each_host(due.filter(is_own=False)):
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
    """Say whether the fault is ours: several servers, none of them reached, nor one that answered before."""
    hosts = {link.host for link, _visit in found}
    if len(hosts) < HOSTS_THAT_TELL or any(visited.found not in NOT_REACHED for _link, visited in found):
        return False
    answered = Link.objects.filter(state=LinkState.ALIVE, is_own=False).exclude(host__in=hosts)
    return not any(visit(link.url).is_alive for link in answered.order_by("-checked_at")[:HOSTS_THAT_TELL])


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
    # One that died lately may be mended any day; one long dead is asked no more often than those alive.
    lately = link.first_failed_at is not None and now - link.first_failed_at < 2 * _pause()
    link.next_look_at = now + (timedelta(days=1) if lately else _pause())
    link.save(update_fields=_LOOKED_AT)
    return link


def dead_links(agency_ids: Iterable[int]) -> Any:
    """Return the dead links of public items of these agencies, by item."""
    dead = Link.objects.dead().filter(agency__in=agency_ids, item__in=public_items())
    return dead.select_related("item__column", "item__agency", "agency").order_by("item", "pk")


def not_looked_at(agency: Agency) -> int:
    """Count foreign links not looked at for a day: no worker runs, or it reaches no other server."""
    now = clock.now()
    new = Link.objects.filter(agency=agency, state=LinkState.NEW, is_own=False, item__in=public_items())
    # Whose turn was put off waits for a moment to come; whose turn never came, for one that is long past.
    return new.filter(Q(next_look_at__gt=now) | Q(next_look_at__lt=now - timedelta(days=1))).count()


_LOOKED_AT = ["state", "found", "checked_at", "first_failed_at", "tries", "next_look_at"]


def _pause() -> timedelta:
    return timedelta(days=inspection.habit("link_again", clock.today()))


def _few_of_each_host(due: Any) -> Iterator[Link]:
    """Yield what is due, a few of each host: one that very many texts lead to holds up no other."""
    taken: list[int] = []
    seen: Counter[str] = Counter()
    while True:
        full = [host for host, number in seen.items() if number >= MOST_OF_A_HOST]
        found = list(due.exclude(pk__in=taken).exclude(host__in=full)[:MOST_A_TURN])
        for link in found:
            if seen[link.host] < MOST_OF_A_HOST:
                seen[link.host] += 1
                taken.append(link.pk)
                yield link
        if len(found) < MOST_A_TURN:
            return


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_own(url: str, agency: Agency) -> bool:
    """Say whether this program answers at an address.

    Where the installation knows its address, a name that means "this computer" is ours with our port only:
    for readers it leads to their own computer.
    """
    host, site = _host(url), urlsplit(settings.SITE_URL)
    if not host:
        return False
    if settings.SITE_URL and (host == site.hostname or host in _THIS_COMPUTER):
        return urlsplit(url).netloc.rpartition("@")[2].lower() in {site.netloc.lower(), site.hostname}
    return host in {*settings.ALLOWED_HOSTS, *_own_domains(agency)}


_THIS_COMPUTER = {"localhost", "127.0.0.1", "::1"}


def _own_domains(agency: Agency) -> set[str]:
    """Return the host names this portal goes by, with and without www."""
    domain = agency.site_domain.split("/")[0].split(":")[0].strip().lower()
    return {domain, f"www.{domain}", domain.removeprefix("www.")} if domain else set()
