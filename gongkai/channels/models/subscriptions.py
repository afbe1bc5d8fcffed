"""Who gets the daily digest of new items by e-mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject, clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.vault.fields import SealedTextField
from gongkai.vault.indexes import blind_index, keyed_checksum

_TOKEN = 40


class SubscriptionState(models.TextChoices):
    ASKED = "asked", _("Asked for, not confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    ENDED = "ended", _("Ended")


def index_of_address(agency: Agency, address: str) -> str:
    """Return by what an e-mail address is recognised within an agency."""
    return blind_index(address, purpose=f"channels.subscriptions:{agency.pk}")


class Subscription(Subject, models.Model):
    """An address that asked for the digest of some columns; none named means all.

    The links of its mails carry a token made of the house's key, `nonce` and what the link does: nothing
    that lies here opens anything.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    address = SealedTextField(_("E-mail"))
    address_index = models.CharField(max_length=64)
    columns = models.ManyToManyField(Column, related_name="+", verbose_name=_("Columns"))
    state = models.CharField(
        _("State"), max_length=10, choices=SubscriptionState, default=SubscriptionState.ASKED
    )
    nonce = models.CharField(max_length=32)
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # What was released up to this day has been told.
    told_until = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("subscription")
        indexes = [models.Index(fields=["address_index", "asked_at"], name="channels_subscribed")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "address_index"],
                condition=Q(state="confirmed"),
                name="channels_one_subscription",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="channels_subscription_confirmed_since",
            ),
        ]

    def __str__(self) -> str:
        # Stands in the journal: nothing of the address.
        return f"#{self.pk}"

    def token_for(self, act: str) -> str:
        """Return the token of the link that does `act`: confirm or leave."""
        told = f"{self.pk}:{self.nonce}".encode()
        return keyed_checksum(told, purpose=f"channels.subscriptions.{act}")[:_TOKEN]

    def path_to(self, act: str) -> str:
        return reverse(f"portal:subscription_{act}", args=[self.pk, self.token_for(act)])
