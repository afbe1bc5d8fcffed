"""The lists others ask for."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item, OwnRule, OwnRuleKind
from gongkai.channels.models import Release, State
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import Review
from gongkai.secrecy.models import State as ReviewState


def public_items(agency: Agency | None = None) -> QuerySet[Item]:
    """Items the portal shows: published, not withdrawn, with a standing release on the website.

    Whatever went before, a package that is not cleared at this moment is shown to nobody.
    """
    items = _public_items().all()
    return items.filter(agency=agency) if agency is not None else items


@cache
def _public_items() -> QuerySet[Item]:
    # Put together once: no page asks fewer than three times.
    on_the_website = Release.objects.filter(
        item=OuterRef("pk"), kind=ChannelKind.WEBSITE, state=State.CONFIRMED, is_test=False
    )
    # Asked like this, and not by a join, so that a database begins with the items and their order.
    cleared = Review.objects.filter(package=OuterRef("package_id"), state=ReviewState.CLEARED)
    return Item.objects.standing().filter(Exists(on_the_website), Exists(cleared))


def newest(items: QuerySet[Item], number: int, *, begin: int = 0) -> list[Item]:
    """Return `number` of the items from the `begin`-th on, the newest first, of several offices together.

    The last days are looked at first: to put all items of several offices in order a database reads them all.
    """
    items = items.order_by("-published_on", "-pk")
    for days in _LAST_DAYS if begin <= _FAR else ():
        some = items.filter(published_on__gt=clock.today() - timedelta(days=days))
        if len(found := list(some[begin : begin + number])) == number:
            return found
    return list(items[begin : begin + number])


_LAST_DAYS = (10, 100)
_FAR = 1000


def own_rules_in_public(agency: Agency, *kinds: str) -> list[OwnRule]:
    """Return the office's own rules of these kinds (all, when none is told) that the portal shows now."""
    rules = list(OwnRule.objects.filter(agency=agency))
    # By their numbers: a database that is asked for both at once goes through all items.
    items = public_items(agency).in_bulk([rule.item_id for rule in rules]) if rules else {}
    found = {rule.kind: rule for rule in rules if rule.item_id in items}
    for rule in found.values():
        rule.item = items[rule.item_id]
    return [found[kind] for kind in kinds or OwnRuleKind.values if kind in found]


def once_public_items() -> QuerySet[Item]:
    """Items that were on the website once, and perhaps no longer: their address answers with the reason."""
    return Item.objects.filter(
        Exists(
            Release.objects.filter(
                item=OuterRef("pk"), kind=ChannelKind.WEBSITE, confirmed_on__isnull=False, is_test=False
            )
        )
    )


def faults() -> Iterator[str]:
    """Say where the derived counting years are not what the releases give; nothing said means sound."""
    first: dict[int, Release] = {}
    for row in Release.objects.counted().order_by("confirmed_on", "pk").iterator(chunk_size=2000):
        earliest = first.setdefault(row.item_id, row)
        confirmed = earliest.confirmed_on
        if row.confirmed_on is None or confirmed is None:
            continue
        if (row.is_first, row.first_year, row.year) != (
            row.pk == earliest.pk,
            confirmed.year,
            row.confirmed_on.year,
        ):
            yield _("Release %(id)s: its counting year is not what the releases of its item give.") % {
                "id": row.pk
            }
