"""Planning a message: to which groups it goes, how long it is, what it costs, and to whom in particular."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.channels import fitting
from gongkai.channels import groups_policy as policy
from gongkai.channels.models import (
    Channel,
    DeliveryState,
    Release,
    SmsContact,
    SmsDelivery,
    SmsGroup,
    SmsPlan,
    SmsPrice,
    State,
)
from gongkai.channels.models.groups import SmsContactQuerySet
from gongkai.channels.setting_up import access_of
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.law import text_messages

label_acts(
    {
        "channels.sms_planned": _("Groups for a message chosen"),
        "channels.sms_resolved": _("Cleared up what became of a message"),
    }
)
never_public("channels.sms_planned", "channels.sms_resolved")


@dataclass(frozen=True)
class Preview:
    """What a message would be: its words, parts and signs, to how many it goes, what it costs in yuan."""

    text: str
    signs: int
    parts: int
    recipients: int
    in_several: int
    price: Decimal
    cost: Decimal


def compose(channel: Channel, text: str, on: date) -> str:
    """Return a text as it arrives: behind the signature, with the words by which to end it."""
    signature = access_of(channel).get("signature", "").strip("【】") or channel.agency.short_name
    body = text.strip()
    stop = "" if body.endswith(("。", "！", "？", "；", "!", "?", ".", "…")) else "。"
    return f"【{signature}】{body}{stop}{text_messages.ending(on)}"


def text_of(release: Release) -> str:
    """Return the text a release goes out with: as fitted, else as it would be proposed."""
    return release.text or fitting.propose(release.item, release.channel).text


def preview(release: Release, groups: Iterable[SmsGroup]) -> Preview:
    """Reckon what it would be to send a release to these groups today; each number counts once."""
    today = clock.today()
    text = compose(release.channel, text_of(release), today)
    parts = text_messages.parts_of(text, today)
    keys = _reached(release, groups)
    named = SmsPrice.objects.filter(channel=release.channel).on(today)
    price = named.yuan if named else text_messages.usual_price(today)
    return Preview(
        text=text,
        signs=text_messages.signs_of(text),
        parts=parts,
        recipients=len(set(keys.values())),
        in_several=len(keys) - len(set(keys.values())),
        price=price,
        cost=text_messages.cost_of(parts, len(set(keys.values())), price),
    )


def numbers_by_group(release: Release, groups: Iterable[SmsGroup]) -> dict[int, int]:
    """Return how many in each group would get a release; who is in several is counted in each."""
    rows = _reachable(release, groups).order_by().values_list("group")
    return dict(rows.annotate(Count("pk")))


@transaction.atomic
def plan_message(
    release: Release, groups: Iterable[SmsGroup], *, by: Any, urgent_reason: str = ""
) -> SmsPlan:
    """Choose to which groups a release goes; who is in them now and reached is who it is planned for.

    Planned anew, those who have it already do not get it again. `urgent_reason` lets it go out at night and
    past the number a day; only the FOI officer gives one.
    """
    groups = list(groups)
    release = _locked(release)
    refuse_if_any(
        [
            *policy.obstacles_to_planning(release, by),
            *policy.obstacles_to_these_groups(release, groups),
            *policy.obstacles_to_urgency(release, by, urgent_reason),
        ]
    )
    SmsDelivery.objects.filter(
        release=release, state__in=[DeliveryState.WAITING, DeliveryState.SKIPPED], batch=None
    ).delete()
    reached = _reached(release, groups)
    if not reached:
        raise Refused(str(_("Nobody in these groups is left to send it to.")))
    first: dict[str, int] = {}
    for contact, index in reached.items():
        first.setdefault(index, contact)
    SmsDelivery.objects.bulk_create(
        [
            SmsDelivery(release=release, contact_id=contact, number_index=index)
            for index, contact in first.items()
        ],
        batch_size=500,
    )
    plan, _new = SmsPlan.objects.update_or_create(
        release=release,
        defaults={"planned_by": by, "planned_at": clock.now(), "urgent_reason": urgent_reason.strip()},
    )
    plan.groups.set(groups)
    record(
        by,
        "channels.sms_planned",
        release.item,
        reason=urgent_reason,
        channel=release.channel.name,
        groups=[group.name for group in groups],
        recipients=len(first),
    )
    return plan


@transaction.atomic
def resolve_delivery(delivery: SmsDelivery, *, by: Any, outcome: str, remark: str = "") -> SmsDelivery:
    """Say what became of a message whose answer was lost: it arrived, did not, or was never sent.

    What was never sent waits again and goes out with the next turn.
    """
    delivery = locked(delivery, "release")
    refuse_if_any(policy.obstacles_to_resolving_delivery(delivery, by))
    if outcome not in (DeliveryState.DELIVERED, DeliveryState.NOT_DELIVERED, DeliveryState.WAITING):
        raise Refused(str(_("Say what became of it.")))
    delivery.state, delivery.fault, delivery.at = outcome, "", clock.now()
    if outcome == DeliveryState.WAITING:
        delivery.batch, delivery.next_try_at, delivery.at = None, None, None
    delivery.save(update_fields=["state", "fault", "at", "batch", "next_try_at"])
    wake([delivery.release_id])
    record(by, "channels.sms_resolved", delivery.release.item, reason=remark, outcome=str(outcome))
    return delivery


def wake(releases: Iterable[int]) -> None:
    """Have the outbox look at these releases with its next turn: something became known of them."""
    Release.objects.filter(pk__in=set(releases), state__in=[State.ACCEPTED, State.UNCLEAR]).update(
        next_try_at=clock.now()
    )


def figures_of(release: Release) -> dict[str, int]:
    """Return how many messages of a release are in each state."""
    rows = SmsDelivery.objects.filter(release=release).order_by().values_list("state")
    return dict(rows.annotate(Count("pk")))


def _reached(release: Release, groups: Iterable[SmsGroup]) -> dict[int, str]:
    """Return who in the groups would get it, contact to index."""
    return dict(_reachable(release, groups).order_by("pk").values_list("pk", "number_index"))


def _reachable(release: Release, groups: Iterable[SmsGroup]) -> SmsContactQuerySet:
    """Return the contacts who would get it; not those who have it already."""
    had = SmsDelivery.objects.filter(release=release).exclude(
        state__in=[DeliveryState.WAITING, DeliveryState.SKIPPED], batch=None
    )
    contacts = SmsContact.objects.reached().filter(group__in=list(groups), group__closed_on=None)
    return contacts.exclude(number_index__in=had.values("number_index"))


def _locked(release: Release) -> Release:
    rows = Release.objects.select_for_update(of=("self",))
    return rows.select_related("item__package", "item__agency", "channel__agency", "agency").get(
        pk=release.pk
    )
