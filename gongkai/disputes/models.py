"""Disputes: reconsiderations and suits with their outcome, and complaints."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency
from gongkai.cases.models import READERS, Case
from gongkai.people.models import User


class DisputeKind(models.TextChoices):
    RECONSIDERATION = "reconsideration", _("Administrative reconsideration")
    DIRECT_SUIT = "direct_suit", _("Suit without reconsideration")
    SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration", _("Suit after reconsideration")


SUITS = (DisputeKind.DIRECT_SUIT, DisputeKind.SUIT_AFTER_RECONSIDERATION)


class DisputeOutcome(models.TextChoices):
    """The columns of the table of 2021 (政府信息公开行政复议、行政诉讼情况)."""

    UPHELD = "upheld", _("Result upheld")
    CORRECTED = "corrected", _("Result corrected")
    OTHER = "other", _("Other result")


# The table of 2018 words the same outcomes otherwise, and differently for reconsiderations and suits.
RECONSIDERATION_LABELS_2018: dict[str, str | Promise] = {
    DisputeOutcome.UPHELD: _("Specific administrative act upheld"),
    DisputeOutcome.CORRECTED: _("Corrected according to law"),
    DisputeOutcome.OTHER: _("Other situation"),
}
SUIT_LABELS_2018: dict[str, str | Promise] = {
    **RECONSIDERATION_LABELS_2018,
    DisputeOutcome.UPHELD: _("Specific administrative act upheld, or the plaintiff's claim dismissed"),
}


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(agency__in=user.agency_ids_as(*READERS) | user.supervised_agency_ids)

    def pending(self) -> Self:
        return self.filter(decided_on=None)

    def decided(self) -> Self:
        return self.exclude(decided_on=None)


class Dispute(Subject, models.Model):
    """A reconsideration or a suit about a request, until its outcome."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes", verbose_name=_("Agency"))
    kind = models.CharField(_("Kind"), max_length=30, choices=DisputeKind)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="disputes", verbose_name=_("Request")
    )
    number = models.CharField(_("Docket number"), max_length=100, blank=True)
    body = models.CharField(_("Body or court"), max_length=100)
    opened_on = models.DateField(_("Opened on"))
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=20, choices=DisputeOutcome, blank=True)
    note = models.TextField(_("Note"), blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, outcome="") | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="disputes_decided_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("opened_on")),
                name="disputes_decided_after_opening",
            ),
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="disputes_docket_once"
            ),
        ]
        indexes = [models.Index(fields=["agency", "decided_on"], name="disputes_decided")]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()} {self.opened_on}"

    def get_absolute_url(self) -> str:
        return reverse("desk:dispute", args=[self.pk])

    @property
    def is_suit(self) -> bool:
        return self.kind in SUITS

    @property
    def outcome_2018(self) -> str:
        """The outcome in the words of the 2018 table; empty while pending."""
        labels = SUIT_LABELS_2018 if self.is_suit else RECONSIDERATION_LABELS_2018
        return str(labels[self.outcome]) if self.outcome else ""


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(agency__in=user.agency_ids_as(*READERS) | user.supervised_agency_ids)


class Complaint(Subject, models.Model):
    """A complaint or report about the agency's disclosure (row 6 of the 2018 table)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaints", verbose_name=_("Agency"))
    received_on = models.DateField(_("Received on"))
    about = models.TextField(_("What about"))
    handled = models.TextField(_("How it was handled"), blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        indexes = [models.Index(fields=["agency", "received_on"], name="disputes_complaint_received")]

    def __str__(self) -> str:
        return self.about[:60]

    def get_absolute_url(self) -> str:
        return reverse("desk:complaint", args=[self.pk])
