"""Channels and releases: one item, many channels, each with its day and proof."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.files.models import StoredFile
from gongkai.law.channels import ChannelKind
from gongkai.people.models import User


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("agency")


class Channel(Subject, models.Model):
    """A way of an agency to reach the public: its website, an account, a newspaper, a notice board."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="channels")
    kind = models.CharField(_("Kind of channel"), max_length=20, choices=ChannelKind)
    name = models.CharField(_("Name"), max_length=50)
    address = models.CharField(_("Account or place"), max_length=200, blank=True)
    in_use = models.BooleanField(_("In use"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "order", "pk"]
        verbose_name = _("channel")
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="channels_name_once"),
            models.UniqueConstraint(
                fields=["agency"], condition=Q(kind="website"), name="channels_one_website_per_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def publishes_at_once(self) -> bool:
        """The portal is a channel that the program itself serves; all others are recorded with proof."""
        return self.kind == ChannelKind.WEBSITE


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    RECALLED = "recalled", _("Recalled")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("item", "channel", "agency")

    def counted(self) -> Self:
        """Releases that count: confirmed once, recalled since or not, and no test."""
        return self.filter(confirmed_on__isnull=False, is_test=False)


class Release(Subject, models.Model):
    """One item on one channel. Agency, year and the item's first year lie here, for counting in one pass."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="releases")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="releases", verbose_name=_("Channel"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ChannelKind)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.PLANNED)
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    confirmed_on = models.DateField(_("Released on"), null=True)
    address = models.CharField(_("Address or place"), max_length=300, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Proof")
    )
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_test = models.BooleanField(_("Test release"), default=False)
    recalled_on = models.DateField(null=True)
    recalled_reason = models.TextField(blank=True)
    # Derived from the confirmed releases of the item whenever one is confirmed; `gongkai verify` compares.
    year = models.PositiveSmallIntegerField(null=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    is_first = models.BooleanField(default=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["item", "confirmed_on", "pk"]
        verbose_name = _("release")
        indexes = [
            models.Index(
                fields=["first_year", "agency", "year", "kind", "is_first", "item"], name="channels_counting"
            )
        ]
        constraints = [
            # A test does not stand in the way of the release itself.
            models.UniqueConstraint(
                fields=["item", "channel"],
                condition=Q(is_test=False),
                name="channels_release_once_per_channel",
            ),
            models.CheckConstraint(
                name="channels_confirmed_with_day",
                condition=~Q(state="confirmed") | Q(confirmed_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_first=True), name="channels_one_first_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.channel}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()
