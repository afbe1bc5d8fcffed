"""The lists others ask for."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item, OwnRule, OwnRuleKind
from gongkai.channels.models import Release, State
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.models import State as ReviewState


def public_items(agency: Agency | None = None) -> QuerySet[Item]:
    """Items the portal shows: published, not withdrawn, with a standing release on the website.

    Whatever went before, a package that is not cleared at this moment is shown to nobody.
    """
    on_the_website = Release.objects.filter(
        item=OuterRef("pk"), kind=ChannelKind.WEBSITE, state=State.CONFIRMED, is_test=False
    )
    items = Item.objects.standing().filter(Exists(on_the_website), package__review__state=ReviewState.CLEARED)
    return items.filter(agency=agency) if agency is not None else items


def own_rules_in_public(agency: Agency, *kinds: str) -> list[OwnRule]:
    """Return the office's own rules of these kinds (all, when none is told) that the portal shows now."""
    rules = OwnRule.objects.filter(agency=agency, item__in=public_items(agency)).select_related("item")
    found = {rule.kind: rule for rule in rules}
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
