"""Channels and releases: one item, many channels, each with its day and proof."""

from __future__ import annotations

from typing import Any, Self
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.files.models import StoredFile
from gongkai.law.channels import ChannelKind
from gongkai.people.models import User
from gongkai.secrecy.models import Package
from gongkai.vault.fields import SealedTextField


class Way(models.TextChoices):
    """How a channel is served: by the program itself, through an interface, or by a person."""

    PORTAL = "portal", _("By this program at once")
    BY_HAND = "by_hand", _("By hand: post it, then paste the address or a picture")
    WECHAT = "wechat", _("Interface of the WeChat official account")
    WEIBO = "weibo", _("Interface of Weibo")
    SMS = "sms", _("Text messages to groups")
    ISSUE = "issue", _("In an issue: gazette or newspaper")
    BOARD = "board", _("Posted on the boards of the communities")
    HAND_OUT = "hand_out", _("Visits and hand-outs")
    HAND_OVER = "hand_over", _("Handed over to reading points")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, user: Any) -> Self:
        """Channels of the agencies the person reads in; the system administrator keeps their interfaces."""
        keeps = user.agency_ids_as(Duty.SYSTEM_ADMINISTRATOR)
        return self.filter(agency_id__in={*user.readable_agency_ids, *keeps}).select_related("agency")


class Channel(Subject, models.Model):
    """A way of an agency to reach the public: its website, an account, a newspaper, a notice board."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="channels")
    kind = models.CharField(_("Kind of channel"), max_length=20, choices=ChannelKind)
    name = models.CharField(_("Name"), max_length=50)
    address = models.CharField(_("Account or place"), max_length=200, blank=True)
    way = models.CharField(_("How it is served"), max_length=10, choices=Way, blank=True)
    # What an interface needs (keys, tokens, domain), as JSON; nobody reads it back, it is only replaced.
    credentials = SealedTextField(_("Access to the interface"), blank=True)
    # What an interface gave us for a time, with its end.
    access_token = SealedTextField(blank=True)
    # Shown where an item has no picture of its own and the channel needs one.
    cover = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Cover where an item has no picture"),
    )
    # A channel that is down, or asked us to wait, is left alone until then; the others go on.
    paused_until = models.DateTimeField(_("Paused until"), null=True, blank=True)
    pauses = models.PositiveSmallIntegerField(default=0)
    paused_reason = models.CharField(_("Why it is paused"), max_length=300, blank=True)
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

    def get_absolute_url(self) -> str:
        return reverse("desk:channel", args=[self.pk])

    @property
    def publishes_at_once(self) -> bool:
        """The portal is a channel that the program itself serves; all others are recorded with proof."""
        return self.kind == ChannelKind.WEBSITE

    @property
    def served_by(self) -> str:
        """How it is served: as chosen, else as is usual for its kind and needs no interface."""
        return self.way or USUAL_WAYS.get(ChannelKind(self.kind), Way.BY_HAND)

    @property
    def way_label(self) -> str:
        return str(Way(self.served_by).label)


USUAL_WAYS = {
    ChannelKind.WEBSITE: Way.PORTAL,
    ChannelKind.GAZETTE: Way.ISSUE,
    ChannelKind.NEWSPAPER: Way.ISSUE,
    ChannelKind.NOTICE_BOARD: Way.BOARD,
    ChannelKind.VISIT: Way.HAND_OUT,
    ChannelKind.READING_POINT: Way.HAND_OVER,
    ChannelKind.SMS: Way.SMS,
}


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    WAITING = "waiting", _("In the outbox")
    SENDING = "sending", _("Being sent")
    ACCEPTED = "accepted", _("Accepted, the outcome is awaited")
    UNCLEAR = "unclear", _("Sent, but the answer was lost")
    FAILED = "failed", _("Not released")
    CONFIRMED = "confirmed", _("Confirmed")
    RECALLED = "recalled", _("Recalled")
    DROPPED = "dropped", _("Dropped")


# What is neither out nor given up: it can be confirmed by hand, or dropped.
OPEN_STATES = (State.PLANNED, State.WAITING, State.SENDING, State.ACCEPTED, State.UNCLEAR, State.FAILED)


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("item", "channel", "agency")

    def counted(self) -> Self:
        """Releases that count: confirmed once, recalled since or not, no test, not counted before."""
        return self.filter(confirmed_on__isnull=False, is_test=False, is_counted=True)

    def standing(self) -> Self:
        """Releases the public can see or read at this moment."""
        return self.filter(state=State.CONFIRMED, is_test=False)

    def due(self, now: Any) -> Self:
        """What the outbox hands over now: waiting, its turn come, on a channel that is not paused."""
        return self.filter(
            Q(channel__paused_until=None) | Q(channel__paused_until__lte=now),
            state=State.WAITING,
            next_try_at__lte=now,
        )


class Release(Subject, models.Model):
    """One item on one channel. Agency, year and the item's first year lie here, for counting in one pass."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="releases")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="releases", verbose_name=_("Channel"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ChannelKind)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.PLANNED)
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    planned_at = models.TimeField(_("Time"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person")
    )
    # The package whose text went out: a correction makes what stands on the channel an earlier text.
    package = models.ForeignKey(Package, models.PROTECT, null=True, related_name="+")
    # The text as fitted to the channel; empty where the channel shows the item itself.
    headline = models.CharField(_("Headline"), max_length=200, blank=True)
    text = models.TextField(_("Text for this channel"), blank=True)
    picture = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Picture")
    )
    fitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # How far a sending of several steps came (uploaded, draft made, submitted), with what it gave us.
    progress = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    next_try_at = models.DateTimeField(_("Next attempt at"), null=True, blank=True)
    taken_at = models.DateTimeField(_("Last attempt at"), null=True, blank=True)
    fault = models.CharField(_("Fault"), max_length=300, blank=True)
    read_back_at = models.DateTimeField(_("Read back"), null=True, blank=True)
    read_back = models.CharField(_("What was found there"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("Released on"), null=True)
    address = models.CharField(_("Address or place"), max_length=300, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Proof")
    )
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_test = models.BooleanField(_("Test release"), default=False)
    # An imported item that was counted in its own time, elsewhere, changes no figure here.
    is_counted = models.BooleanField(_("Counted"), default=True)
    recalled_on = models.DateField(null=True)
    recalled_reason = models.TextField(blank=True)
    # A recall is done when the channel no longer shows it; until then somebody has to take it down.
    taken_down_at = models.DateTimeField(_("Taken down"), null=True)
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
            ),
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="channels_outbox"),
            models.Index(fields=["channel", "state"], name="channels_of_a_channel"),
            # What the portal shows is asked by this at every page that is made anew.
            models.Index(
                fields=["agency", "item"],
                condition=Q(kind="website", state="confirmed", is_test=False),
                name="channels_on_the_website",
            ),
        ]
        constraints = [
            # A test does not stand in the way of the release itself, nor one that was recalled or dropped.
            models.UniqueConstraint(
                fields=["item", "channel"],
                condition=Q(is_test=False) & ~Q(state__in=["recalled", "dropped"]),
                name="channels_release_once_per_channel",
            ),
            models.CheckConstraint(
                name="channels_confirmed_with_day",
                condition=~Q(state="confirmed") | Q(confirmed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="channels_waiting_has_its_turn",
                condition=~Q(state="waiting") | Q(next_try_at__isnull=False),
            ),
            models.CheckConstraint(
                name="channels_sending_was_taken",
                condition=~Q(state__in=["sending", "unclear"]) | Q(taken_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_first=True), name="channels_one_first_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.channel}"

    def get_absolute_url(self) -> str:
        return reverse("desk:release_page", args=[self.pk])

    @property
    def reference(self) -> str:
        """The key under which the other side knows it, the same at every attempt."""
        return uuid5(NAMESPACE_URL, f"gongkai:release:{self.pk}").hex
