"""Items from before this program on the website: shown as of the day they were published then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts.inserting import insert_all
from gongkai.catalogue.exporting import add_facts
from gongkai.catalogue.importing.followers import Follower, follow
from gongkai.catalogue.models import Import, Item
from gongkai.channels import search_index
from gongkai.channels.models import Channel, Release, State
from gongkai.channels.queries import public_items
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.channels import ChannelKind

label_acts({"channels.earlier_shown": gettext_lazy("Earlier items put on the website")})


def attend() -> None:
    """Follow the imports of the catalogue, and tell its exports of releases."""
    add_facts(exported)
    follow(
        Follower(
            brought_in=show,
            obstacles=_obstacles,
            take_back=_take_back,
            around=search_index.paused,
            models=(Release,),
        )
    )


def show(run: Import, items: Sequence[Item], by: Any) -> None:
    """Put cleared items of a run on the website, as released on the day they were published in their time.

    They count in the years of their publication only where the run says so. An office without a website
    channel shows none of them.
    """
    website = Channel.objects.filter(agency=run.agency, kind=ChannelKind.WEBSITE, in_use=True).first()
    shown = [item for item in items if not item.is_withdrawn]
    if website is None or not shown:
        return
    insert_all(
        [
            Release(
                item=item,
                channel=website,
                agency=run.agency,
                kind=website.kind,
                state=State.CONFIRMED,
                confirmed_on=item.published_on,
                confirmed_by=by,
                address=item.get_public_url(),
                package_id=item.package_id,
                is_counted=run.is_counted,
                year=item.published_on.year,
                first_year=item.published_on.year if run.is_counted else None,
                is_first=run.is_counted,
            )
            for item in shown
        ]
    )
    record(by, "channels.earlier_shown", run, items=len(shown), counted=run.is_counted)


def _made(run: Import) -> Any:
    return Release.objects.filter(item__imported=run)


def _obstacles(run: Import) -> Iterator[str]:
    others = _made(run).exclude(kind=ChannelKind.WEBSITE).exclude(state=State.DROPPED)
    numbers = list(others.values_list("item__index_number", flat=True).distinct()[:5])
    if numbers:
        yield _("Some of its items went to other channels: %(numbers)s.") % {"numbers": ", ".join(numbers)}
    if _made(run).filter(state=State.RECALLED).exists():
        yield _("Some of its items were recalled from the website.")


def _take_back(run: Import) -> None:
    _made(run).delete()


def exported(items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Return of each item whether the portal shows it now, and its releases, for an export."""
    public = set(public_items().filter(pk__in=[item.pk for item in items]).values_list("pk", flat=True))
    told: dict[int, dict[str, Any]] = {
        item.pk: {"is_public": item.pk in public, "releases": []} for item in items
    }
    rows = Release.objects.filter(item__in=items).select_related("channel").order_by("item", "pk")
    for each in rows:
        told[each.item_id]["releases"].append(
            {
                "channel": each.channel.name,
                "kind": each.kind,
                "state": each.state,
                "confirmed_on": each.confirmed_on.isoformat() if each.confirmed_on else None,
                "address": each.address,
                "is_test": each.is_test,
                "is_counted": each.is_counted,
            }
        )
    return told
