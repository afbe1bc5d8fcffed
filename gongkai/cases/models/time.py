"""The time ledger of a case: one line for each thing the law reckons with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.cases.models.cases import Case


class EntryKind(models.TextChoices):
    """What a time ledger can hold (the kinds of `gongkai.law.deadlines`)."""

    CLARIFICATION_ASKED = "clarification_asked", _("Clarification asked for")
    CLARIFICATION_RECEIVED = "clarification_received", _("Clarification received")
    CONSULTATION = "consultation", _("Consultation")
    EXTENSION = "extension", _("Extension")
    LATER_DATE = "later_date", _("Later date set")
    FEE_NOTICE = "fee_notice", _("Fee notice")
    FEE_PAID = "fee_paid", _("Fee paid")
    WITHDRAWN = "withdrawn", _("Withdrawn by the requester")
    REPLY_SENT = "reply_sent", _("Reply sent")


class LedgerEntry(models.Model):
    """One line of a case's time ledger; due day and state are derived from the lines together."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(_("Kind"), max_length=30, choices=EntryKind)
    on = models.DateField(_("Day"))
    data = models.JSONField(default=dict)
    note = models.TextField(_("Note"), blank=True)
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("ledger entry")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(kind__in=["withdrawn", "reply_sent"]),
                name="cases_ledger_once_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Attempt(models.Model):
    """An attempt to reach the requester, to confirm that the request was received."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attempts")
    made_at = models.DateTimeField(_("When"))
    how = models.CharField(_("How"), max_length=100)
    result = models.CharField(_("Result"), max_length=300)
    by_key = models.CharField(max_length=100)
    by_name = models.CharField(_("By"), max_length=100)

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("attempt to reach the requester")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} {self.how}"
