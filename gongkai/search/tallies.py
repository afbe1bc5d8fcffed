"""What is searched for, so that the editor sees what people lack. Never who asked, never a person's data."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Max, Sum

from gongkai.acts import clock
from gongkai.search.characters import is_han
from gongkai.search.models import Tally
from gongkai.search.normalising import folded, runs
from gongkai.search.persons import may_be_of_a_person

LONGEST = 40  # characters; who types more tells a story, not a word
FEWEST = 2  # times that something was asked before anybody sees it


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with how often it was asked, on which day last, and how much it found then."""

    query: str
    times: int
    last_on: date
    hits: int


def note(scope: str, query: str, hits: int) -> None:
    """Count one more time that `query` was asked in `scope` (a space or another name of up to 20 characters).

    Nothing is kept of what may be a person's: seven digits and more (phone, identity, card) however they are
    written, an address, an account, a name, more than 40 characters.
    """
    told = " ".join(query.replace("\0", " ").split())
    if not may_be_kept(told):
        return
    told = " ".join(word if is_han(word[:1]) else word.lower() for word in told.split())
    day = clock.today()
    with transaction.atomic():
        row = {"scope": scope[:20], "query": told, "day": day}
        Tally.objects.bulk_create([Tally(**row)], ignore_conflicts=True)
        Tally.objects.filter(**row).update(times=F("times") + 1, hits=min(hits, 2_000_000_000))


def may_be_kept(query: str) -> bool:
    """Say whether a query is sure to tell nothing of a person."""
    return 0 < len(query) <= LONGEST and bool(runs(folded(query))) and not may_be_of_a_person(query)


def popular(scope: str, since: date, limit: int = 50) -> list[Asked]:
    """Return what was asked most since a day and did find something, if at least twice."""
    return [asked for asked in _asked(scope, since) if asked.hits][:limit]


def without_hits(scope: str, since: date, limit: int = 50) -> list[Asked]:
    """Return what was asked most since a day and found nothing the last time, if at least twice."""
    return [asked for asked in _asked(scope, since) if not asked.hits][:limit]


def _asked(scope: str, since: date) -> list[Asked]:
    since_then = Tally.objects.filter(scope=scope, day__gte=since)
    summed = since_then.values("query").annotate(total=Sum("times"), last=Max("day"))
    often = {row["query"]: row for row in summed.filter(total__gte=FEWEST).order_by("-total", "query")[:500]}
    last = {
        (row.query, row.day): row.hits for row in since_then.filter(query__in=list(often)).order_by("day")
    }
    return [Asked(query, row["total"], row["last"], last[query, row["last"]]) for query, row in often.items()]


def forget(before: date) -> int:
    """Delete the tallies of the days before a day, and return how many."""
    number, _ = Tally.objects.filter(day__lt=before).delete()
    return number
