"""The digest: what came onto the website since the last one, once a day.

The outbox holds whose it is and of which days; its text is made when the mail server takes it. So what was
withdrawn meanwhile stands in none, and who ended it meanwhile gets none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from gongkai.acts import PROGRAM, clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item
from gongkai.channels.models import Release, Subscription, SubscriptionState
from gongkai.channels.queries import public_items
from gongkai.channels.subscriptions import LEAVE, is_offered, key_of_messages
from gongkai.law.channels import ChannelKind
from gongkai.notices.actions import write
from gongkai.notices.kinds import Channel
from gongkai.notices.models import Message
from gongkai.notices.writing import Written, write_when_sent

# A mail names so many items; for the others it leads to the website.
MOST_NAMED = 40


def write_digests() -> int:
    """Write today's digest to everybody who confirmed one, of whole days up to yesterday; return how many.

    Nobody gets two on a day, and who has nothing new gets none.
    """
    if not is_offered():
        return 0
    until = clock.today() - timedelta(days=1)
    keys = Subscription.objects.filter(state=SubscriptionState.CONFIRMED, told_until__lt=until)
    return sum(_write_one(key, until) for key in list(keys.values_list("pk", flat=True)))


@transaction.atomic
def _write_one(key: int, until: date) -> bool:
    """Put one digest into the outbox and move its mark on, both or neither."""
    subscription = (
        Subscription.objects.select_for_update(of=("self",))
        .select_related("agency")
        .filter(pk=key, state=SubscriptionState.CONFIRMED, told_until__lt=until)
        .first()
    )
    if subscription is None or subscription.told_until is None:
        return False
    after = subscription.told_until
    items = new_items(subscription.agency, subscription.columns.all(), after=after, until=until)
    subscription.told_until = until
    subscription.save(update_fields=["told_until"])
    if not items:
        return False
    write(
        subscription.agency,
        channel=Channel.EMAIL,
        address=subscription.address,
        subject=lambda: _subject(subscription.agency, len(items)),
        text=lambda: gettext("The text is made at the moment of sending, of what is public then."),
        key=f"{key_of_messages(subscription)}digest:{after.isoformat()}:{until.isoformat()}",
        kind="channels.digest",
        by=PROGRAM,
    )
    return True


def written_now(message: Message) -> Written | None:
    """Return what a digest in the outbox says at this moment; None where it has nothing to tell any more."""
    subscription = _subscription_of(message)
    if subscription is None or subscription.state != SubscriptionState.CONFIRMED:
        return None
    after, until = (date.fromisoformat(day) for day in message.key.split(":")[-2:])
    items = new_items(subscription.agency, subscription.columns.all(), after=after, until=until)
    return Written(_subject(subscription.agency, len(items)), _text(subscription, items)) if items else None


def headers_of(message: Message) -> dict[str, str]:
    """Return the headers by which a mail program offers to end the digest with one press (RFC 8058)."""
    subscription = _subscription_of(message)
    if subscription is None:
        return {}
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{subscription.path_to(LEAVE)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _subscription_of(message: Message) -> Subscription | None:
    rows = Subscription.objects.select_related("agency").defer("address")
    return rows.filter(pk=int(message.key.split(":")[1])).first()


def new_items(agency: Agency, columns: Iterable[Column], *, after: date, until: date) -> list[Item]:
    """Return what came onto the website after one day and up to another, and is public at this moment.

    `columns` count with all that stands under them; none means all. Earlier items that were brought in from
    another website are not new.
    """
    released = Release.objects.filter(
        kind=ChannelKind.WEBSITE,
        is_test=False,
        is_counted=True,
        confirmed_on__gt=after,
        confirmed_on__lte=until,
    )
    items = public_items(agency).filter(pk__in=released.values("item"))
    chosen = {column.pk for column in columns}
    if chosen:
        items = items.filter(column__in=_with_those_below(agency, chosen))
    return list(items.select_related("column").order_by("column__order", "column_id", "-published_on", "-pk"))


def _with_those_below(agency: Agency, chosen: set[int]) -> set[int]:
    below: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in Column.objects.filter(agency=agency).values_list("pk", "parent_id"):
        below[parent].append(key)
    found, open_ones = set(chosen), list(chosen)
    while open_ones:
        for key in below[open_ones.pop()]:
            if key not in found:
                found.add(key)
                open_ones.append(key)
    return found


def _subject(agency: Agency, number: int) -> str:
    return gettext("%(office)s: %(number)s new items") % {"office": agency.short_name, "number": number}


def _text(subscription: Subscription, items: list[Item]) -> str:
    lines = []
    column = ""
    for item in items[:MOST_NAMED]:
        if item.column.name != column:
            column = item.column.name
            lines += ["", f"【{column}】"]
        lines += [item.title, f"{settings.SITE_URL}{item.get_public_url()}"]
    if len(items) > MOST_NAMED:
        more = {"number": len(items) - MOST_NAMED}
        lines += ["", gettext("And %(number)s more on the website.") % more]
    lines += [
        "",
        "——",
        gettext("You get this because you asked for it at the website of %(office)s. To end it:")
        % {"office": subscription.agency.name},
        f"{settings.SITE_URL}{subscription.path_to(LEAVE)}",
    ]
    return "\n".join(lines).strip()


write_when_sent("channels.digest", written_now, headers=headers_of)
