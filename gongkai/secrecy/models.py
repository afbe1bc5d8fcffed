"""Packages, frozen by checksum, and their review: nothing reaches the public but what was cleared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.files.models import StoredFile
from gongkai.people.models import User


class Package(Subject, models.Model):
    """A text and its files as they were handed in for review. It never changes; a change is a new package."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="+", verbose_name=_("Handling section")
    )
    # What the package freezes, as a text key: documents.document:12. Rooms above point down to their package.
    about = models.CharField(max_length=100, db_index=True)
    title = models.CharField(_("Title"), max_length=300)
    body = models.TextField(_("Text"), blank=True)
    checksum = models.CharField(_("Checksum"), max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Submitted by"))
    # Who wrote it: another person may have handed it in, and still nobody reviews what they wrote.
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Drafted by"))
    submitted_at = models.DateTimeField(_("Submitted"))

    class Meta:
        verbose_name = _("package")

    def __str__(self) -> str:
        return self.title

    @property
    def is_cleared(self) -> bool:
        """Say whether the review of exactly this package has ended with its clearance."""
        review = Review.objects.filter(package=self).first()
        return review is not None and review.state == State.CLEARED

    @property
    def frozen_files(self) -> list[PackageFile]:
        return list(self.files.select_related("file").order_by("order"))

    def is_unchanged(self) -> bool:
        """Say whether text and files still have the checksum they were frozen with."""
        contents = self.files.order_by("order").values_list("file__name", "file__sha256", "alternative_text")
        return checksum_of(self.title, self.body, contents) == self.checksum


class PackageFile(models.Model):
    """A file of a package, by its checksum at the moment of packing."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    alternative_text = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["package", "order"]
        constraints = [
            models.UniqueConstraint(fields=["package", "order"], name="secrecy_package_file_order_once")
        ]

    def __str__(self) -> str:
        return self.name


def checksum_of(title: str, body: str, files: Iterable[tuple[str, str, str]]) -> str:
    """Return the SHA-256 over title, text and name, checksum and alternative text of the files, in order."""
    told = json.dumps(
        [title, body, [list(each) for each in files]], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class State(models.TextChoices):
    AWAITING_OPINION = "awaiting_opinion", _("Waits for the section's opinion")
    AWAITING_DECISION = "awaiting_decision", _("Waits for the review body")
    REFERRED = "referred", _("Referred upward")
    AWAITING_APPROVAL = "awaiting_approval", _("Waits for the leader's approval")
    CLEARED = "cleared", _("Cleared for publication")
    WITHHELD = "withheld", _("Not to be published")
    SENT_BACK = "sent_back", _("Sent back")


ENDED = (State.CLEARED, State.WITHHELD, State.SENT_BACK)


class Decision(models.TextChoices):
    OPEN = "open", _("May be published")
    WITHHOLD = "withhold", _("Must not be published")


class Ground(models.TextChoices):
    STATE_SECRET = "state_secret", _("State secret")
    WORK_SECRET = "work_secret", _("Work secret")
    TRADE_SECRET = "trade_secret", _("Trade secret")
    PRIVACY = "privacy", _("Personal privacy")
    OTHER = "other", _("Other")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Any) -> Self:
        """Reviews of the agencies the person works in or supervises; in a section, those of the section."""
        office_wide = user.agency_ids_as(
            Duty.SECRECY_REVIEWER,
            Duty.RESPONSIBLE_LEADER,
            Duty.PRINCIPAL_LEADER,
            Duty.FOI_OFFICER,
            Duty.FOI_HEAD,
            Duty.OFFICE_CHECKER,
            Duty.CHANNEL_EDITOR,
        )
        in_section = {section for sections in user.sections_by_agency.values() for section in sections}
        return self.filter(
            Q(package__agency_id__in=office_wide)
            | Q(package__section_id__in=in_section)
            | Q(package__submitted_by_id=user.pk)
            | Q(package__agency_id__in=user.supervised_agency_ids, state=State.CLEARED)
        ).select_related("package__agency", "package__section", "package__submitted_by")

    def open(self) -> Self:
        return self.exclude(state__in=ENDED)


class Review(Subject, models.Model):
    """机关、单位互联网网站信息发布保密审查表: opinion, decision and approval by three different people."""

    package = models.OneToOneField(Package, models.PROTECT, related_name="review")
    number = models.CharField(_("Number"), max_length=30)
    state = models.CharField(_("State"), max_length=20, choices=State, default=State.AWAITING_OPINION)

    opinion = models.TextField(_("Opinion of the handling section"), blank=True)
    opinion_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opinion_at = models.DateTimeField(null=True)

    decision = models.CharField(_("Decision"), max_length=10, choices=Decision, blank=True)
    ground = models.CharField(_("Ground"), max_length=20, choices=Ground, blank=True)
    decision_text = models.TextField(_("Opinion of the review body"), blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    sent_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_back_reason = models.TextField(blank=True)

    referred_to = models.CharField(_("Referred to"), max_length=100, blank=True)
    referred_question = models.TextField(_("What is asked"), blank=True)
    referred_at = models.DateTimeField(null=True)
    answer = models.TextField(_("Answer"), blank=True)
    answered_on = models.DateField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("secrecy review")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="secrecy_review_state")]
        constraints = [
            # 先审查、后公开: a clearance without three different people does not exist.
            models.CheckConstraint(
                name="secrecy_cleared_by_three_people",
                condition=~Q(state=State.CLEARED)
                | Q(
                    Q(opinion_by__isnull=False, decided_by__isnull=False, approved_by__isnull=False)
                    & Q(decision=Decision.OPEN)
                    & ~Q(opinion_by=F("decided_by"))
                    & ~Q(opinion_by=F("approved_by"))
                    & ~Q(decided_by=F("approved_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.package.title

    def get_absolute_url(self) -> str:
        return reverse("desk:review", args=[self.pk])

    @property
    def agency(self) -> Agency:
        return self.package.agency
