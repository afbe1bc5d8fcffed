"""Packages, frozen by checksum, and their review: nothing reaches the public but what was cleared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.files.models import StoredFile
from gongkai.people.models import User
from gongkai.privacy.rule_sets import Treatment


class Markup(models.TextChoices):
    """What the text of a body is: paragraphs parted by blank lines, or the safe subset of HTML."""

    PLAIN = "plain", _("Plain text")
    HTML = "html", _("Rich text")


class Carrier(models.TextChoices):
    DOCUMENT = "document", _("Official document")
    OTHER = "other", _("Not an official document")


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
    markup = models.CharField(max_length=10, choices=Markup, default=Markup.PLAIN)
    # 公文类 or 非公文类, as the form of the review asks.
    carrier = models.CharField(_("Carrier"), max_length=10, choices=Carrier, default=Carrier.DOCUMENT)
    # Personal data bars what is meant for the public. A reply's enclosures go to one person: there what is
    # found is shown to the review body and bars nothing.
    is_for_public = models.BooleanField(default=True)
    # 公示: a list that must show names has rules of its own for what may stay in it.
    rule_set = models.CharField(_("Rules for personal data"), max_length=20, default="ordinary")
    is_redacted = models.BooleanField(_("Redacted version"), default=False)
    scanned_with = models.CharField(max_length=20, blank=True)
    # False only where it was read and nothing was found: then no act has to ask for findings.
    has_findings = models.BooleanField(default=True)
    checksum = models.CharField(_("Checksum"), max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Submitted by"))
    # Who wrote it: another person may have handed it in, and still nobody reviews what they wrote.
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Drafted by"))
    # Who bettered the wording after the drafter, as the FOI officer may with a piece; reviews nothing of it.
    edited_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Edited by")
    )
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
        return checksum_of(self.title, self.body, contents, self.markup) == self.checksum

    def unresolved(self) -> PackageFindingQuerySet:
        """What was found in text and files and nobody has answered for yet."""
        return self.findings.unresolved()


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


class PackageFindingQuerySet(models.QuerySet["PackageFinding"]):
    def unresolved(self) -> Self:
        """Findings for which nobody has answered: neither masked away nor justified."""
        answered = Justification.objects.filter(
            about=OuterRef("package__about"), fingerprint=OuterRef("fingerprint")
        )
        return self.exclude(treatment=Treatment.ALLOWED).exclude(Exists(answered))


class PackageFinding(models.Model):
    """Personal data, a marking or hidden content found in a package when it was frozen; never the data."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="findings")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20)
    where = models.CharField(_("Where it stands"), max_length=200)
    masked = models.CharField(_("What was found"), max_length=200)
    treatment = models.CharField(max_length=10, choices=Treatment)
    fingerprint = models.CharField(max_length=64)

    objects = PackageFindingQuerySet.as_manager()

    class Meta:
        ordering = ["package", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["package", "fingerprint"], name="secrecy_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.masked}"


class Justification(models.Model):
    """Why a finding may stay, for one paper and all its packages; who answers for it."""

    about = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    where = models.CharField(max_length=200)
    masked = models.CharField(max_length=200)
    reason = models.TextField(_("Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "fingerprint"], name="secrecy_justified_once"),
            models.CheckConstraint(name="secrecy_justified_with_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.masked}: {self.reason[:50]}"


class FileScan(models.Model):
    """What was found in a content, by its checksum: the same file is not read twice by the same rules."""

    sha256 = models.CharField(max_length=64)
    rules = models.CharField(max_length=20)
    found = models.JSONField(default=list)  # [[kind, where, masked, {rule set: treatment}], …]
    scanned_at = models.DateTimeField(null=True)  # not yet: a large file waits for the worker

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "rules"], name="secrecy_file_scanned_once")]

    def __str__(self) -> str:
        return self.sha256


def checksum_of(
    title: str, body: str, files: Iterable[tuple[str, str, str]], markup: str = Markup.PLAIN
) -> str:
    """Return the SHA-256 over title, text and name, checksum and alternative text of the files, in order."""
    told_of: list[Any] = [title, body, [list(each) for each in files]]
    if markup != Markup.PLAIN:
        told_of.append(str(markup))
    told = json.dumps(told_of, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class State(models.TextChoices):
    AWAITING_OPINION = "awaiting_opinion", _("Waits for the section's opinion")
    AWAITING_DECISION = "awaiting_decision", _("Waits for the review body")
    REFERRED = "referred", _("Referred upward")
    AWAITING_APPROVAL = "awaiting_approval", _("Waits for the leader's approval")
    CLEARED = "cleared", _("Cleared for publication")
    WITHHELD = "withheld", _("Not to be published")
    IN_PART = "in_part", _("To be published only redacted")
    SENT_BACK = "sent_back", _("Sent back")


ENDED = (State.CLEARED, State.WITHHELD, State.IN_PART, State.SENT_BACK)


class Decision(models.TextChoices):
    OPEN = "open", _("May be published")
    IN_PART = "in_part", _("May be published with parts withheld")
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

    def to_countersign(self) -> Self:
        """Cleared by word of mouth, and not signed for yet."""
        return self.filter(is_oral=True, countersigned_at=None, state=State.CLEARED)


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
    withheld_parts = models.TextField(_("Parts withheld"), blank=True)
    decision_text = models.TextField(_("Opinion of the review body"), blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    # In an emergency the leader says yes by word of mouth; somebody else notes it, and the leader signs it
    # afterwards. Opinion and decision come first all the same.
    is_oral = models.BooleanField(_("Approved by word of mouth"), default=False)
    oral_reason = models.TextField(_("What the emergency is"), blank=True)
    oral_at = models.DateTimeField(_("Said at"), null=True)
    oral_noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Noted by")
    )
    countersign_due_on = models.DateField(_("To be countersigned by"), null=True)
    countersigned_at = models.DateTimeField(_("Countersigned"), null=True)

    # What was cleared before this program came, by whom, when and on which paper; it was reviewed there.
    earlier_by = models.CharField(_("Cleared at the time by"), max_length=200, blank=True)
    earlier_on = models.DateField(_("Cleared on"), null=True, blank=True)
    earlier_paper = models.CharField(_("Paper of the clearance"), max_length=300, blank=True)

    # What the form of the review asks besides (互联网网站信息发布保密审查表).
    channels = models.JSONField(_("Ways of publication proposed"), default=list, blank=True)
    planned_on = models.DateField(_("Publication planned for"), null=True, blank=True)
    summary = models.TextField(_("Summary"), blank=True)
    picture_author = models.CharField(_("Author of the pictures"), max_length=100, blank=True)

    # 网站责任人意见: who uploads checks that the procedure was kept.
    procedure_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Procedure checked by")
    )
    procedure_at = models.DateTimeField(null=True)
    procedure_remark = models.TextField(_("Remark of who uploads"), blank=True)

    # A state secret has no place in this program: the paper was taken out, and where to.
    taken_out_at = models.DateTimeField(_("Taken out of this system"), null=True)
    taken_out_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_out_to = models.CharField(_("Handed over to"), max_length=200, blank=True)

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
            # 先审查、后公开: a clearance without three different people does not exist, unless it is one of
            # the time before this program, recorded with who, when and which paper.
            models.CheckConstraint(
                name="secrecy_cleared_by_three_people",
                condition=~Q(state=State.CLEARED)
                | Q(~Q(earlier_by=""), ~Q(earlier_paper=""), earlier_on__isnull=False)
                | Q(
                    Q(opinion_by__isnull=False, decided_by__isnull=False, approved_by__isnull=False)
                    & Q(decision=Decision.OPEN)
                    & ~Q(opinion_by=F("decided_by"))
                    & ~Q(opinion_by=F("approved_by"))
                    & ~Q(decided_by=F("approved_by"))
                ),
            ),
            # Nobody notes their own word: an oral approval was heard by somebody else.
            models.CheckConstraint(
                name="secrecy_oral_approval_is_noted",
                condition=Q(is_oral=False)
                | Q(
                    ~Q(oral_reason="")
                    & Q(oral_at__isnull=False, oral_noted_by__isnull=False, approved_by__isnull=False)
                    & ~Q(oral_noted_by=F("approved_by"))
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

    @property
    def is_earlier(self) -> bool:
        """Cleared before this program came: its three steps were taken elsewhere and stand on a paper."""
        return self.earlier_on is not None

    @property
    def cleared_on(self) -> date | None:
        """The day of the clearance, here or in its own time; None while there is none."""
        if self.earlier_on is not None:
            return self.earlier_on
        return self.approved_at.astimezone(clock.BEIJING).date() if self.approved_at else None

    @property
    def awaits_countersignature(self) -> bool:
        return self.is_oral and self.countersigned_at is None and self.state == State.CLEARED

    @property
    def is_secret(self) -> bool:
        """A state secret was found: the paper must be taken out of this system, which is no place for it."""
        return self.decision == Decision.WITHHOLD and self.ground == Ground.STATE_SECRET
