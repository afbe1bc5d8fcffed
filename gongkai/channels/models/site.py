"""The website itself: what readers found wrong on it, where its links lead, whether it could be reached."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.people.models import User
from gongkai.vault.fields import SealedTextField


class FaultKind(models.TextChoices):
    """What readers report in the box 网站找错, or ask there."""

    LINK = "link", _("Broken link or missing page")
    WORDING = "wording", _("Wrong word or number")
    OUTDATED = "outdated", _("Out of date")
    LEAK = "leak", _("Personal data can be seen")
    QUESTION = "question", _("Question or suggestion")
    OTHER = "other", _("Something else")


class FaultState(models.TextChoices):
    OPEN = "open", _("Not answered yet")
    ANSWERED = "answered", _("Answered")
    DISMISSED = "dismissed", _("Not a valid message")


class FaultQuerySet(models.QuerySet["SiteFault"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("agency")

    def open(self) -> Self:
        return self.filter(state=FaultState.OPEN)

    def valid(self) -> Self:
        """What counts as a message: not an advertisement or a test."""
        return self.exclude(state=FaultState.DISMISSED)

    def sealed(self) -> Self:
        """Leave the contact where it is: it is opened only to answer."""
        return self.defer("contact")


class SiteFault(Subject, models.Model):
    """What a reader found wrong on the website (网站找错), and the answer."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    path = models.CharField(_("Page of the website"), max_length=300, blank=True)
    kind = models.CharField(_("What is wrong"), max_length=10, choices=FaultKind)
    text = models.TextField(_("Text of the report"))
    contact = SealedTextField(_("How to reach you"), blank=True)
    code = models.CharField(max_length=10)
    reported_at = models.DateTimeField(_("Reported"))
    state = models.CharField(_("State"), max_length=10, choices=FaultState, default=FaultState.OPEN)
    answer = models.TextField(_("Answer"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("Answered"), null=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        verbose_name = _("website fault")
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="channels_fault_number_once"),
            models.CheckConstraint(
                name="channels_fault_settled_by_somebody",
                condition=Q(state="open") | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "reported_at"], name="channels_faults_open")]

    def __str__(self) -> str:
        return gettext("Website fault %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("desk:site_fault", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.year}-{self.serial:03d}"

    @property
    def is_open(self) -> bool:
        return self.state == FaultState.OPEN

    @property
    def is_leak(self) -> bool:
        return self.kind == FaultKind.LEAK

    @property
    def reported_on(self) -> date:
        return timezone.localtime(self.reported_at).date()

    @property
    def progress_number(self) -> str:
        """What the reader asks with how far it is: the number, and signs nobody guesses."""
        return f"{self.number}-{self.code}"


class LinkState(models.TextChoices):
    NEW = "new", _("Not looked at yet")
    ALIVE = "alive", _("Leads somewhere")
    FAILING = "failing", _("Failed, looked at again tomorrow")
    DEAD = "dead", _("Dead")


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("agency", "item")

    def dead(self) -> Self:
        return self.filter(state=LinkState.DEAD)

    def due(self, now: datetime) -> Self:
        return self.filter(next_look_at__lte=now)


class Link(models.Model):
    """An address a published text leads to. What the worker found there is derived and may be made anew."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="links")
    url = models.CharField(_("Address"), max_length=1000)
    words = models.CharField(_("Words of the link"), max_length=200, blank=True)
    host = models.CharField(max_length=255, blank=True)
    is_own = models.BooleanField(_("Within our own website"), default=False)
    state = models.CharField(_("State"), max_length=10, choices=LinkState, default=LinkState.NEW)
    found = models.CharField(_("What was found"), max_length=100, blank=True)
    checked_at = models.DateTimeField(_("Last looked at"), null=True)
    first_failed_at = models.DateTimeField(_("Dead since"), null=True)
    # Days on which it failed, one after the other; one that leads somewhere again begins anew.
    tries = models.PositiveSmallIntegerField(_("Days it failed"), default=0)
    next_look_at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        verbose_name = _("link")
        constraints = [models.UniqueConstraint(fields=["item", "url"], name="channels_link_once_per_item")]
        indexes = [
            models.Index(fields=["next_look_at"], name="channels_links_due"),
            models.Index(fields=["agency", "state"], name="channels_links_by_state"),
        ]

    def __str__(self) -> str:
        return self.url


class SiteCheck(models.Model):
    """A day's visits to our own website: how many were made, how many did not open in time."""

    day = models.DateField(unique=True)
    tried = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    slowest = models.FloatField(default=0)  # seconds

    class Meta:
        ordering = ["-day"]
        verbose_name = _("visits to the website")

    def __str__(self) -> str:
        return f"{self.day}: {self.failed}/{self.tried}"
