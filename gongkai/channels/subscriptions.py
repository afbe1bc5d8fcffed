"""Subscriptions to the daily digest: asked for, confirmed by a mailed link, ended by another, erased.

Nothing outside tells whether an address is subscribed: who asks gets the same answer and a mail in any case.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Outsider, clock, refuse_if_any
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels.models import Subscription, SubscriptionState
from gongkai.channels.models.subscriptions import index_of_address
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.law import terms
from gongkai.notices import addresses
from gongkai.notices.actions import forget_addresses, write
from gongkai.notices.kinds import Channel, label_kinds
from gongkai.notices.sending import is_on

label_acts(
    {
        "channels.subscription_asked": _("Digest asked for"),
        "channels.subscription_confirmed": _("Digest confirmed by its link"),
        "channels.subscription_ended": _("Digest ended"),
        "channels.subscriptions_erased": _("Addresses of ended digests erased"),
    }
)
never_public(
    "channels.subscription_asked",
    "channels.subscription_confirmed",
    "channels.subscription_ended",
    "channels.subscriptions_erased",
)
label_kinds(
    {
        "channels.subscription": _("Confirmation of a digest"),
        "channels.digest": _("Digest of new items"),
    }
)

# Somebody may not be drowned in mails by another who types their address.
MOST_ASKED_A_DAY = 3

CONFIRM, LEAVE = "confirm", "leave"


def is_offered() -> bool:
    """Say whether the installation can send a digest: it has a mail server and knows its own address."""
    return is_on(Channel.EMAIL) and bool(settings.SITE_URL)


def key_of_messages(subscription: Subscription) -> str:
    """Return how the keys of all messages of a subscription begin."""
    return f"channels.subscription:{subscription.pk}:"


@transaction.atomic
def ask(agency: Agency, *, address: str, columns: Iterable[Column] = ()) -> None:
    """Ask for the digest of these columns (all, when none is named); a mail with a link confirms it.

    Says nothing of what is known about the address: a new wish takes the place of an earlier one once it is
    confirmed. An address that was typed too often today gets no further mail.

    Raises Refused when `address` is none.
    """
    address = addresses.plain(Channel.EMAIL, address)
    refuse_if_any(addresses.faults_of(Channel.EMAIL, address))
    index = index_of_address(agency, address)
    asked = Subscription.objects.filter(
        agency=agency, address_index=index, asked_at__gte=clock.now() - timedelta(days=1)
    )
    if not is_offered() or asked.count() >= MOST_ASKED_A_DAY:
        return
    subscription = Subscription.objects.create(
        agency=agency, address=address, address_index=index, nonce=secrets.token_hex(16)
    )
    subscription.columns.set(each for each in columns if each.agency_id == agency.pk)
    by = Outsider(subscription.key, gettext("Subscriber"))
    write(
        agency,
        channel=Channel.EMAIL,
        address=address,
        subject=partial(_confirm_subject, agency),
        text=partial(_confirm_text, subscription),
        key=f"{key_of_messages(subscription)}confirm",
        kind="channels.subscription",
        by=by,
    )
    record(by, "channels.subscription_asked", subscription)


def find(key: int, token: str, act: str) -> Subscription | None:
    """Return the subscription a link speaks of, or None where the link is none of ours or too old."""
    subscription = Subscription.objects.select_related("agency").filter(pk=key).defer("address").first()
    if subscription is None or not constant_time_compare(subscription.token_for(act), token):
        return None
    is_asked = subscription.state == SubscriptionState.ASKED
    if act == CONFIRM and is_asked and subscription.asked_at < clock.now() - _confirmed_within():
        return None
    return subscription


@transaction.atomic
def confirm(subscription: Subscription) -> Subscription:
    """Confirm a subscription by its link; an earlier one of the same address ends. Twice is once."""
    subscription = _locked(subscription)
    if subscription.state != SubscriptionState.ASKED:
        return subscription
    earlier = Subscription.objects.select_for_update(of=("self",)).filter(
        agency=subscription.agency,
        address_index=subscription.address_index,
        state=SubscriptionState.CONFIRMED,
    )
    by = Outsider(subscription.key, gettext("Subscriber"))
    for each in earlier.select_related("agency").defer("address"):
        _end(each, by)
    subscription.state, subscription.confirmed_at = SubscriptionState.CONFIRMED, clock.now()
    # Told from the day of the confirmation on.
    subscription.told_until = clock.today() - timedelta(days=1)
    subscription.save(update_fields=["state", "confirmed_at", "told_until"])
    record(by, "channels.subscription_confirmed", subscription)
    return subscription


@transaction.atomic
def leave(subscription: Subscription) -> Subscription:
    """End a subscription by the link in one of its mails. Twice is once."""
    subscription = _locked(subscription)
    if subscription.state != SubscriptionState.ENDED:
        _end(subscription, Outsider(subscription.key, gettext("Subscriber")))
    return subscription


@transaction.atomic
def erase_what_is_over() -> int:
    """Erase subscriptions that ended, or were never confirmed, long enough ago; return how many. Done daily.

    Law: Personal Information Protection Law, art. 47; the time is the dated term `subscription_kept`.
    """
    now = clock.now()
    kept = timedelta(days=terms.term("subscription_kept", clock.today()).value)
    over = Subscription.objects.filter(state=SubscriptionState.ENDED, ended_at__lt=now - kept)
    never = Subscription.objects.filter(
        state=SubscriptionState.ASKED, asked_at__lt=now - max(_confirmed_within(), timedelta(days=1))
    )
    rows = (over | never).select_related("agency").defer("address").order_by("pk")
    erased: dict[Agency, list[int]] = {}
    for each in rows:
        forget_addresses(key_of_messages(each), by=PROGRAM)
        erased.setdefault(each.agency, []).append(each.pk)
    for agency, keys in erased.items():
        Subscription.objects.filter(pk__in=keys).delete()
        record(PROGRAM, "channels.subscriptions_erased", agency, subscriptions=len(keys))
    return sum(map(len, erased.values()))


def _end(subscription: Subscription, by: Outsider) -> None:
    subscription.state, subscription.ended_at = SubscriptionState.ENDED, clock.now()
    subscription.save(update_fields=["state", "ended_at"])
    record(by, "channels.subscription_ended", subscription)


def _confirmed_within() -> timedelta:
    return timedelta(days=terms.term("subscription_confirmation", clock.today()).value)


def _locked(subscription: Subscription) -> Subscription:
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("agency").defer("address")
    return rows.get(pk=subscription.pk)


def _confirm_subject(agency: Agency) -> str:
    return gettext("%(office)s: confirm the digest of new items") % {"office": agency.short_name}


def _confirm_text(subscription: Subscription) -> str:
    columns = "、".join(column.name for column in subscription.columns.all())
    return gettext(
        "Somebody asked that %(office)s sends new items to this address, once a day, of: %(columns)s.\n\n"
        "If it was you, open this address within %(days)s days and press the button:\n%(link)s\n\n"
        "If it was not you, do nothing. You get no further mail, and the address is erased."
    ) % {
        "office": subscription.agency.name,
        "columns": columns or gettext("all columns"),
        "days": _confirmed_within().days,
        "link": f"{settings.SITE_URL}{subscription.path_to(CONFIRM)}",
    }
