"""Groups of residents who agreed to get text messages, and what was sent to whom.

A number lies sealed in the row of its contact and nowhere else. It is recognised by its blind index, which
also stays when the number is erased: who wanted no more is not brought back by a later list.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.channels.models.core import Channel, Release
from gongkai.files.models import StoredFile
from gongkai.people.models import User
from gongkai.vault.fields import SealedTextField
from gongkai.vault.indexes import blind_index

#: Who works with the numbers of residents: nobody else sees even who is in a group.
KEEPERS = (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)


def index_of(agency: Agency, number: str) -> str:
    """Return by what a number is recognised within an agency."""
    return blind_index(number, purpose=f"channels.sms:{agency.pk}")


def masked(number: str) -> str:
    """Return so much of a number that its owner knows it."""
    return f"{number[:3]}****{number[-4:]}"


class Source(models.TextChoices):
    """On what somebody agreed. Each stands for a paper or a record the office can show."""

    PAPER = "paper", _("Signed paper")
    FORM = "form", _("Form filled in online")
    COUNTER = "counter", _("Told at the counter, written down")
    CALL = "call", _("Told by telephone, recorded")


class OptOutHow(models.TextChoices):
    REPLY = "reply", _("By replying to a message")
    CALL = "call", _("By telephone")
    COUNTER = "counter", _("Told at the counter")
    PROVIDER = "provider", _("Told to the provider")


class SmsGroupQuerySet(models.QuerySet["SmsGroup"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.agency_ids_as(*KEEPERS)).select_related("agency")

    def open(self) -> Self:
        return self.filter(closed_on=None)


class SmsGroup(Subject, models.Model):
    """Residents who agreed to get messages for one purpose, such as news of the minimum living allowance."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sms_groups")
    name = models.CharField(_("Name"), max_length=50)
    purpose = models.CharField(_("What its members agreed to get"), max_length=300)
    closed_on = models.DateField(_("Closed"), null=True, blank=True)

    objects = SmsGroupQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "name", "pk"]
        verbose_name = _("group for messages")
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="channels_sms_group_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:group", args=[self.pk])


class SmsContactQuerySet(models.QuerySet["SmsContact"]):
    def visible_to(self, user: Any) -> Self:
        agencies = user.agency_ids_as(*KEEPERS)
        return self.filter(group__agency_id__in=agencies).select_related("group__agency").closed_up()

    def closed_up(self) -> Self:
        """Leave number and name where they are: they are opened one by one, by an act, or to send."""
        return self.defer("number", "name")

    def reached(self) -> Self:
        """Those who get what is sent to their group now."""
        return self.filter(opted_out_at=None, ended_at=None)


class SmsContact(Subject, models.Model):
    """A number in a group, with the consent it rests on.

    Law: Personal Information Protection Law, art. 13 to 15 (consent, and taking it back).
    """

    group = models.ForeignKey(SmsGroup, models.PROTECT, related_name="contacts")
    number = SealedTextField(_("Mobile number"), blank=True)
    number_index = models.CharField(max_length=64)
    shown_number = models.CharField(_("Number"), max_length=20, blank=True)
    name = SealedTextField(_("Name"), blank=True)
    source = models.CharField(_("Consent given by"), max_length=10, choices=Source)
    source_note = models.CharField(_("Where the consent is kept"), max_length=200)
    consented_on = models.DateField(_("Consented on"))
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Paper")
    )
    added_at = models.DateTimeField(_("Added"), default=clock.now)
    opted_out_at = models.DateTimeField(_("Wanted no more since"), null=True, blank=True)
    opted_out_how = models.CharField(_("How"), max_length=10, choices=OptOutHow, blank=True)
    ended_at = models.DateTimeField(_("Taken out"), null=True, blank=True)
    erased_at = models.DateTimeField(_("Number erased"), null=True, blank=True)

    objects = SmsContactQuerySet.as_manager()

    class Meta:
        ordering = ["group", "pk"]
        verbose_name = _("contact")
        indexes = [models.Index(fields=["number_index"], name="channels_sms_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number_index"],
                condition=Q(opted_out_at=None, ended_at=None),
                name="channels_sms_once_in_a_group",
            ),
            models.CheckConstraint(
                condition=Q(opted_out_at=None, opted_out_how="")
                | (Q(opted_out_at__isnull=False) & ~Q(opted_out_how="")),
                name="channels_sms_opted_out_somehow",
            ),
        ]

    def __str__(self) -> str:
        # Stands in the journal for ever: nothing of the number.
        return gettext("Contact no. %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("desk:contact", args=[self.pk])

    @property
    def agency(self) -> Agency:
        return self.group.agency

    @property
    def is_reached(self) -> bool:
        return self.opted_out_at is None and self.ended_at is None


class SmsOptOut(models.Model):
    """A number that wants no messages of an agency, remembered by its index alone."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number_index = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    how = models.CharField(max_length=10, choices=OptOutHow)

    class Meta:
        verbose_name = _("number that wants no messages")
        constraints = [
            models.UniqueConstraint(fields=["agency", "number_index"], name="channels_sms_opted_out_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SmsPriceQuerySet(models.QuerySet["SmsPrice"]):
    def on(self, day: date) -> SmsPrice | None:
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first()


class SmsPrice(models.Model):
    """What a part of a message costs on a channel from a day on, by its contract."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="sms_prices")
    valid_from = models.DateField(_("From"))
    yuan = models.DecimalField(_("Price of a part (yuan)"), max_digits=8, decimal_places=4)
    note = models.CharField(_("On what it rests"), max_length=200)

    objects = SmsPriceQuerySet.as_manager()

    class Meta:
        ordering = ["channel", "-valid_from"]
        verbose_name = _("price of messages")
        constraints = [
            models.UniqueConstraint(fields=["channel", "valid_from"], name="channels_sms_price_once"),
            models.CheckConstraint(condition=Q(yuan__gte=0), name="channels_sms_price_is_no_gain"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.yuan}"


class SmsPlan(models.Model):
    """To which groups a release goes. Its deliveries are who it was planned for."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="sms_plan")
    groups = models.ManyToManyField(SmsGroup, related_name="+")
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now)
    # An emergency goes out at night too, and to those who had their share of the day.
    urgent_reason = models.CharField(_("Why it cannot wait"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("plan of a message")

    def __str__(self) -> str:
        return str(self.release)


class SmsBatch(models.Model):
    """Numbers handed to the provider at one go. The provider knows it by its reference."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="sms_batches")
    reference = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("batch of messages")

    def __str__(self) -> str:
        return self.reference


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    ACCEPTED = "accepted", _("Taken by the provider")
    DELIVERED = "delivered", _("Arrived")
    NOT_DELIVERED = "not_delivered", _("Did not arrive")
    UNCLEAR = "unclear", _("Not known whether it was sent")
    SKIPPED = "skipped", _("Not sent, skipped")


class SmsDeliveryQuerySet(models.QuerySet["SmsDelivery"]):
    def visible_to(self, user: Any) -> Self:
        agencies = user.agency_ids_as(*KEEPERS)
        rows = self.filter(release__agency_id__in=agencies)
        return rows.select_related("release__item", "release__channel", "contact__group").defer(
            "contact__number", "contact__name"
        )

    def open(self) -> Self:
        """What is not known yet to have arrived or not."""
        return self.filter(
            state__in=[
                DeliveryState.WAITING,
                DeliveryState.SENDING,
                DeliveryState.ACCEPTED,
                DeliveryState.UNCLEAR,
            ]
        )


class SmsDelivery(Subject, models.Model):
    """One release to one contact. The number is not copied; its index keeps it from getting it twice."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="sms_deliveries")
    contact = models.ForeignKey(SmsContact, models.PROTECT, related_name="deliveries")
    number_index = models.CharField(max_length=64)
    batch = models.ForeignKey(SmsBatch, models.PROTECT, null=True, related_name="deliveries")
    state = models.CharField(_("State"), max_length=13, choices=DeliveryState, default=DeliveryState.WAITING)
    # The provider refuses a whole batch for one number: then each goes by itself.
    is_alone = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    next_try_at = models.DateTimeField(_("Next attempt at"), null=True, blank=True)
    provider_reference = models.CharField(_("Reference of the provider"), max_length=200, blank=True)
    fault = models.CharField(_("Fault"), max_length=300, blank=True)
    at = models.DateTimeField(_("When"), null=True, blank=True)

    objects = SmsDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["release", "pk"]
        verbose_name = _("delivery of a message")
        constraints = [
            models.UniqueConstraint(fields=["release", "contact"], name="channels_sms_one_delivery"),
            models.UniqueConstraint(fields=["release", "number_index"], name="channels_sms_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "unclear"]) | Q(batch__isnull=False),
                name="channels_sms_sending_in_a_batch",
            ),
        ]
        indexes = [
            models.Index(fields=["release", "state"], name="channels_sms_of_a_release"),
            models.Index(fields=["number_index", "state"], name="channels_sms_of_a_number"),
            models.Index(fields=["provider_reference"], name="channels_sms_reported"),
        ]

    def __str__(self) -> str:
        return f"{self.release.item} · #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("desk:delivery_list") + f"?release={self.release_id}"

    @property
    def agency(self) -> Agency:
        return self.release.agency


#: What costs something: each part to each number that was handed over.
PAID_STATES = (
    DeliveryState.ACCEPTED,
    DeliveryState.DELIVERED,
    DeliveryState.NOT_DELIVERED,
    DeliveryState.UNCLEAR,
)
