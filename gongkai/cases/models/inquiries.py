"""Inquiries of the district about a request it received (协查), each with a due day of its own."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency, Section
from gongkai.cases.models.cases import READERS
from gongkai.files.models import StoredFile
from gongkai.people.models import User


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, user: User) -> Self:
        """Inquiries to agencies in whose requests the reader has part; those supervised."""
        return self.filter(agency__in=user.agency_ids_as(*READERS) | user.supervised_agency_ids)

    def open(self) -> Self:
        return self.filter(answered_on=None)


class Inquiry(Subject, models.Model):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inquiries", verbose_name=_("Agency"))
    asked_by = models.CharField(_("Asked by"), max_length=100)
    number = models.CharField(_("Document number"), max_length=60, blank=True)
    received_on = models.DateField(_("Received on"))
    matter = models.CharField(_("Matter"), max_length=200)
    question = models.TextField(_("What is asked"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    due_unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # The day the inquiry itself names; where it names none, the due day is reckoned.
    named_due_on = models.DateField(_("Due day named in the inquiry"), null=True, blank=True)
    handling_section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handling section")
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answer = models.TextField(_("Answer"), blank=True)
    answer_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("received_on")),
                name="cases_inquiry_answered_after_receipt",
            ),
        ]
        indexes = [models.Index(fields=["agency", "due_on"], name="cases_inquiry_due")]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return reverse("desk:inquiry", args=[self.pk])
