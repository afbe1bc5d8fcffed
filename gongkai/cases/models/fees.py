"""Fees: what was asked for and what was received."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.cases.models.cases import Case
from gongkai.people.models import User


class FeeKind(models.TextChoices):
    """What money was taken for: the costs of the text of 2007, the processing fee since 2021."""

    COST = "cost", _("Search, copying and posting")
    PROCESSING = "processing", _("Processing fee")


class FeeReceipt(models.Model):
    """Money received for a case (row 7 of the 2018 table), in yuan."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="fees")
    kind = models.CharField(_("What for"), max_length=20, choices=FeeKind, default=FeeKind.COST)
    amount = models.DecimalField(_("Amount in yuan"), max_digits=10, decimal_places=2)
    received_on = models.DateField(_("Received on"))

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("fee receipt")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="cases_fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class FeeBasis(models.TextChoices):
    """One of the two per request, never both (国办函〔2020〕109号, art. 3)."""

    CASES = "cases", _("By number of requests")
    PAGES = "pages", _("By number of pages")


class FeeNoticeQuerySet(models.QuerySet["FeeNotice"]):
    def visible_to(self, user: User) -> Self:
        """Fee notices of visible cases; inside the agency only, as their letters."""
        return self.filter(case__in=Case.objects.visible_to(user), case__agency__in=user.working_agency_ids)


class FeeNotice(Subject, models.Model):
    """The processing fee asked for a case. The clock stands from its sending to its payment.

    With `basis` cases, `number` is the place of the case among the requester's of the month and `amount` what
    this one adds; with pages, the pages of this request.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="fee_notice")
    basis = models.CharField(_("Basis"), max_length=10, choices=FeeBasis)
    number = models.PositiveIntegerField(_("Number"))
    amount = models.DecimalField(_("Amount in yuan"), max_digits=10, decimal_places=2)
    letter = models.OneToOneField("cases.OutgoingLetter", models.PROTECT, related_name="fee_notice")
    entry = models.OneToOneField(
        "cases.LedgerEntry", models.PROTECT, null=True, blank=True, related_name="fee_notice"
    )
    paid_on = models.DateField(_("Paid on"), null=True, blank=True)

    objects = FeeNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee notice")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="cases_fee_notice_asks_for_something")
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def chain(self) -> str:
        return str(self.case.agency.slug)
