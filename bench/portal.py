"""Public pages and the desk over HTTP, on a year's work of a district, beside the least Python can do.

The servers are those of `gongkai serve`; the data are synthetic: 17 offices, 30,000 items, 2,000 cases.
"""

import gzip
import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.serving import ask, gongkai, milliseconds, requests_a_second, served

SITE = "gongkai.config.wsgi:application"
OFFICE = {"GONGKAI_PORTAL_AGENCY": "synthetic-001"}
FORGETFUL = {**OFFICE, "GONGKAI_REMEMBERED_MB": "0"}
DATA = ("--agencies", "18", "--items", "30000", "--cases", "2000", "--index")
DESK_PAGES = (
    *("/desk/", "/desk/cases/", "/desk/cases/all/", "/desk/cases/concluded/", "/desk/documents/"),
    *("/desk/secrecy/", "/desk/catalogue/", "/desk/channels/releases/", "/desk/inventory/periods/"),
    *("/desk/channels/", "/desk/statistics/", "/desk/health/", "/desk/columns/", "/desk/disputes/"),
)
# The year's work of the office, then of the whole district.
READERS = {"an office": "synthetic-001", "the district": "synthetic-000"}

FIND_ITEM = """
from gongkai.channels.queries import public_items
from gongkai.kit.context import portal_agency
item, other = public_items(portal_agency()).select_related("column").order_by("-pk")[:2]
print("ITEM", item.pk, item.column.slug, other.pk)
"""
LOG_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from gongkai.journal import record
from gongkai.people.models import Post
post = Post.objects.get(agency__slug="{slug}", duty__in=["foi_officer", "district_supervisor"])
session = SessionStore()
session[SESSION_KEY] = str(post.user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = post.user.get_session_auth_hash()
session.create()
# Whoever logs in leaves an entry in the journal, and what is kept until the next act holds from there.
with transaction.atomic():
    record(post.user, "people.logged_in", post.user)
print("SESSION", session.session_key)
"""
WITHDRAW = """
import time
from django.db import transaction
from gongkai.channels import actions
from gongkai.channels.models import Release
release = Release.objects.get(item={item}, kind="website")
editor = release.confirmed_by
with transaction.atomic():
    transaction.on_commit(lambda: print("DONE", time.time()))
    actions.recall(release, by=editor, reason="内容有误")
"""


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as place:
        folder = Path(place)
        gongkai(folder, "synth", *DATA)
        gongkai(folder, "shell", "-c", "from gongkai.kit.collected import collect; collect()")
        item, column, other = _told(gongkai(folder, "shell", "-c", FIND_ITEM, **OFFICE), "ITEM")
        pages = {
            "home": "/",
            "column": f"/columns/{column}/",
            "item": f"/items/{item}/",
            "guide": "/guide/",
            "annual reports": "/reports/",
            "search form": "/items/",
        }
        with served("bench.bare:application", folder) as bare, served(SITE, folder, OFFICE) as site:
            yield from _warm(bare, site, pages)
            yield from _weights(site, {**pages, "request form": "/request/"})
            yield from _staleness(folder, site, f"/items/{other}/", other)
        with served(SITE, folder, FORGETFUL, workers=1) as site:
            yield from _first(site, pages)
            yield from _desk(folder, site)
        with served(SITE, folder, FORGETFUL) as site:
            found = requests_a_second(site, "/items/?q=%E4%BF%9D%E9%9A%9C")
            yield Figure("portal", "search page, not remembered", round(found, 1), "req/s", at_least=100)


def _told(said: str, word: str) -> list[str]:
    found = re.search(rf"^{word} (.*)$", said, re.MULTILINE)
    if not found:
        raise RuntimeError(said)
    return found[1].split()


def _warm(bare: int, site: int, pages: dict[str, str]) -> Iterator[Figure]:
    for name, path in pages.items():
        # The yardstick is read anew beside each page: other work on the machine moves both.
        limit, found = requests_a_second(bare, "/"), requests_a_second(site, path)
        yield Figure("portal", f"{name}, remembered", round(found), "req/s", round(limit))
        yield Figure("portal", f"{name}, share of bare WSGI", round(found / limit, 2), "", at_least=0.25)
    mark = ask(site, "/")[1]["etag"]
    limit, found = requests_a_second(bare, "/"), requests_a_second(site, "/", {"If-None-Match": mark})
    yield Figure("portal", "home, answered 304", round(found), "req/s", round(limit))
    yield Figure("portal", "home, 304, share of bare WSGI", round(found / limit, 2), "", at_least=0.22)


def _weights(site: int, pages: dict[str, str]) -> Iterator[Figure]:
    """Yield what a first visit fetches, as it comes over the line: page, stylesheets, scripts."""
    for name, path in pages.items():
        page = ask(site, path, {"Accept-Encoding": "gzip"})
        html = gzip.decompress(page[2]) if "content-encoding" in page[1] else page[2]
        parts = re.findall(r'(?:<link rel="stylesheet" href|<script[^>]* src)="([^"]+)"', html.decode())
        fetched = [ask(site, part, {"Accept-Encoding": "gzip"})[2] for part in parts]
        weight = len(page[2]) + sum(len(each) for each in fetched)
        yield Figure("portal", f"{name}, weight of the page", round(len(page[2]) / 1000, 1), "kB", at_most=60)
        first = round(weight / 1000, 1)
        yield Figure("portal", f"{name}, first view without pictures", first, "kB", at_most=100)


def _first(site: int, pages: dict[str, str]) -> Iterator[Figure]:
    for name, path in pages.items():
        taken = median(milliseconds(site, path))
        yield Figure("portal", f"{name}, made anew", round(taken, 1), "ms", at_most=15)


def _desk(folder: Path, site: int) -> Iterator[Figure]:
    for whose, slug in READERS.items():
        (session,) = _told(gongkai(folder, "shell", "-c", LOG_IN.format(slug=slug)), "SESSION")
        cookie = {"Cookie": f"sessionid={session}"}
        taken: list[float] = []
        slowest = ("", 0.0)
        for path in DESK_PAGES:
            if ask(site, path, cookie)[0] != 200:
                continue  # this duty has no part in it
            times = milliseconds(site, path, cookie)
            taken += times
            slowest = max(slowest, (path, median(times)), key=lambda each: each[1])
        taken.sort()
        yield Figure("portal", f"desk of {whose}, p50", round(median(taken), 1), "ms")
        yield Figure("portal", f"desk of {whose}, p95", _p95(taken), "ms", at_most=150)
        slow = f"desk of {whose}, slowest: {slowest[0]}"
        yield Figure("portal", slow, round(slowest[1], 1), "ms", at_most=150)


def _p95(taken: list[float]) -> float:
    return round(taken[int(len(taken) * 0.95)], 1)


def _staleness(folder: Path, site: int, path: str, item: str) -> Iterator[Figure]:
    """Yield how long after a withdrawal any of the processes still shows the item, in milliseconds."""
    shown: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            asked = time.time()
            if ask(site, path)[0] == 200:
                shown.append(asked)

    eyes = [threading.Thread(target=look) for _each in range(8)]
    for eye in eyes:
        eye.start()
    try:
        (at,) = _told(gongkai(folder, "shell", "-c", WITHDRAW.format(item=item), **OFFICE), "DONE")
        time.sleep(3)
    finally:
        over.set()
        for eye in eyes:
            eye.join()
    stale = max(0.0, max(shown) - float(at)) if shown else 0.0
    yield Figure("portal", "shown after its withdrawal, 2 processes", round(1000 * stale), "ms", at_most=1000)


if __name__ == "__main__":
    print(json.dumps([str(figure) for figure in run()], ensure_ascii=False, indent=1))
