"""Notices in the desk, the outbox of messages that leave the house, and how each person wants to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.notices.kinds import Channel, Fault, MessageState, label_of_kind
from gongkai.people.models import User
from gongkai.vault.fields import SealedTextField


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> Self:
        """A notice is its recipient's and nobody else's."""
        return self.filter(to=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unread_first(self) -> Self:
        was_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
        return self.order_by(was_read, "-created_at", "-pk")


class Notice(Subject, models.Model):
    """Something a person is told in the desk, in the sentence that was right when it was sent.

    `subject_key` is the text key of what it is about, `number` the number people know that by. `slot`
    names the occasion: the same person is told the same of a subject once for each slot.
    """

    to = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name=_("Recipient"))
    kind = models.CharField(_("Kind"), max_length=50)
    subject_key = models.CharField(max_length=100)
    slot = models.CharField(max_length=60)
    number = models.CharField(_("Number"), max_length=100, blank=True)
    text = models.TextField(_("What"))
    url = models.CharField(max_length=500)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    created_at = models.DateTimeField(_("When"), default=clock.now)
    read_at = models.DateTimeField(_("Read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(fields=["to", "kind", "subject_key", "slot"], name="notices_told_once")
        ]
        indexes = [
            models.Index(fields=["to"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(fields=["to", "-created_at"], name="notices_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def chain(self) -> str:
        return str(self.to.agency.slug)

    @property
    def kind_label(self) -> str:
        return label_of_kind(self.kind)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """The system administrator sees the agency's outbox; addresses stay sealed."""
        return self.filter(agency__in=user.agency_ids_as(Duty.SYSTEM_ADMINISTRATOR)).sealed()

    def sealed(self) -> Self:
        """Leave the address where it is: it is opened only to send."""
        return self.defer("address")

    def due(self, now: datetime) -> Self:
        return self.filter(state=MessageState.WAITING, next_try_at__lte=now)

    def for_a_person(self) -> Self:
        """What the program cannot go on with by itself."""
        return self.filter(state__in=[MessageState.UNCLEAR, MessageState.FAILED])


class Message(Subject, models.Model):
    """An e-mail or SMS on its way out of the house. `key` says what it is: nothing is written twice."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="messages")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="messages")
    channel = models.CharField(_("Channel"), max_length=10, choices=Channel)
    kind = models.CharField(_("Kind"), max_length=50, blank=True)
    key = models.CharField(max_length=200, unique=True)
    address = SealedTextField(_("Address"))
    shown_address = models.CharField(_("Recipient"), max_length=300)
    subject = models.CharField(_("Subject line"), max_length=200, blank=True)
    text = models.TextField(_("Text"))
    state = models.CharField(_("State"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    created_at = models.DateTimeField(_("Written at"), default=clock.now)
    next_try_at = models.DateTimeField(_("Next attempt at"), null=True, blank=True)
    taken_at = models.DateTimeField(_("Last attempt at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)
    last_fault = models.CharField(_("Fault"), max_length=20, choices=Fault, blank=True)
    last_code = models.CharField(max_length=10, blank=True)
    provider_reference = models.CharField(_("Reference of the gateway"), max_length=100, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at=None)),
                name="notices_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.WAITING) | Q(next_try_at__isnull=False),
                name="notices_waiting_has_its_turn",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.SENDING, MessageState.UNCLEAR])
                | Q(taken_at__isnull=False),
                name="notices_sending_was_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="notices_outbox"),
            models.Index(fields=["agency", "-created_at"], name="notices_of_an_agency"),
        ]

    def __str__(self) -> str:
        return gettext("%(channel)s no. %(number)s") % {
            "channel": self.get_channel_display(),
            "number": str(self.pk),
        }

    def get_absolute_url(self) -> str:
        return reverse("desk:message", args=[self.pk])

    @property
    def kind_label(self) -> str:
        return label_of_kind(self.kind)

    @property
    def reference(self) -> str:
        """What servers are told it is, the same at every attempt: one that knows it can refuse a double."""
        return uuid5(NAMESPACE_URL, f"gongkai:{self.key}").hex

    @property
    def status(self) -> str:
        """The kind of status its state is shown as."""
        return {
            MessageState.WAITING: "held",
            MessageState.SENDING: "run",
            MessageState.SENT: "fine",
            MessageState.FAILED: "late",
            MessageState.UNCLEAR: "soon",
        }[MessageState(self.state)]


class Preference(models.Model):
    """How a person wants to be told outside the desk. Who chose nothing is told by e-mail, if at all."""

    user = models.OneToOneField(User, models.PROTECT, related_name="notice_preference")
    email_on = models.BooleanField(_("Tell me by e-mail"), default=True)
    email = SealedTextField(_("E-mail"), blank=True)
    sms_on = models.BooleanField(_("Tell me by SMS"), default=False)
    mobile = SealedTextField(_("Mobile number"), blank=True)

    class Meta:
        verbose_name = _("preference")

    def __str__(self) -> str:
        return str(self.user)

    def ways(self) -> list[tuple[Channel, str]]:
        """The channels the person wants, each with the address; none without an address."""
        wanted = (
            (Channel.EMAIL, self.email_on, self.email or self.user.email),
            (Channel.SMS, self.sms_on, self.mobile),
        )
        return [(channel, address) for channel, on, address in wanted if on and address]
