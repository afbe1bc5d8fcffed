"""Replies, from proposal to delivery."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases import ledger
from gongkai.cases.models.cases import Case
from gongkai.cases.models.papers import Paper
from gongkai.files.models import StoredFile
from gongkai.law.grounds import Ground
from gongkai.law.outcomes import Outcome
from gongkai.people.models import User
from gongkai.secrecy.models import Package
from gongkai.vault.fields import SealedTextField


class ReplyState(models.TextChoices):
    WITH_SECTION = "with_section", _("Waits for the handling section")
    PROPOSED = "proposed", _("Waits for the legal check")
    CHECKED = "checked", _("Waits for signature")
    SIGNED = "signed", _("Signed, waits for delivery")
    SENT = "sent", _("Sent, arrival not yet recorded")
    DELIVERED = "delivered", _("Delivered")
    SENT_BACK = "sent_back", _("Sent back")
    DROPPED = "dropped", _("Dropped: the request was withdrawn")


class DeliveredHow(models.TextChoices):
    """The lawful ways of service; post is the postal enterprise, no courier (国办公开办函〔2016〕235号)."""

    IN_PERSON = "in_person", _("Handed over, signed for")
    POST = "post", _("By post")
    OTHER_AGENCY = "other_agency", _("Through another agency")
    EMAIL = "email", _("By e-mail")
    FAX = "fax", _("By fax")
    ONLINE = "online", _("Through the website")


# A reply in one of these states stands; there is at most one of a case.
STANDING = (
    ReplyState.WITH_SECTION,
    ReplyState.PROPOSED,
    ReplyState.CHECKED,
    ReplyState.SIGNED,
    ReplyState.SENT,
    ReplyState.DELIVERED,
)


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(state__in=STANDING)


class Reply(Subject, models.Model):
    """A reply to a case, from proposal to delivery. A reply sent back stays; the next one is another row."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="replies")
    state = models.CharField(_("State"), max_length=20, choices=ReplyState, default=ReplyState.PROPOSED)
    outcome = models.CharField(_("Kind of reply"), max_length=50)
    ground = models.CharField(_("Legal ground"), max_length=500, blank=True)
    reasons = models.TextField(_("Reasons"), blank=True)
    text = models.TextField(_("Text of the reply"))
    enclosures = models.ManyToManyField(Paper, blank=True, related_name="+", verbose_name=_("Enclosures"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    section_opinion = models.TextField(_("Opinion of the handling section"), blank=True)
    section_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    section_at = models.DateTimeField(null=True, blank=True)
    # What the reply gives away, frozen for the secrecy review; None where nothing is enclosed.
    package = models.OneToOneField(Package, models.PROTECT, null=True, blank=True, related_name="+")
    legal_opinion = models.TextField(_("Legal opinion"), blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    sent_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(_("Why it was sent back"), blank=True)
    number = models.CharField(_("Document number"), max_length=60, blank=True)
    letter = models.JSONField(_("Letter as signed"), null=True, blank=True)
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField(_("Sent on"), null=True, blank=True)
    delivered_on = models.DateField(_("Delivered on"), null=True, blank=True)
    delivered_how = models.CharField(
        _("How it was delivered"), max_length=20, choices=DeliveredHow, blank=True
    )
    recipient_address = SealedTextField(_("Sent to"), blank=True)
    tracking_number = models.CharField(_("Tracking number"), max_length=50, blank=True)
    delivery_note = models.CharField(_("Note on delivery"), max_length=500, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=STANDING), name="cases_one_standing_reply"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("proposed_by")), name="cases_counsel_is_not_proposer"
            ),
            models.CheckConstraint(
                condition=~Q(signed_by=F("proposed_by")) & ~Q(signed_by=F("checked_by")),
                name="cases_signer_is_a_third_person",
            ),
            models.CheckConstraint(
                condition=~Q(section_by=F("proposed_by"))
                & ~Q(checked_by=F("section_by"))
                & ~Q(signed_by=F("section_by")),
                name="cases_section_is_another_person",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(sent_on__gte=F("signed_on")),
                name="cases_reply_sent_after_signature",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("sent_on")),
                name="cases_reply_delivered_after_sending",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.case)

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def chain(self) -> str:
        return str(self.case.agency.slug)

    @property
    def outcome_in_law(self) -> Outcome | None:
        return ledger.outcome_of(self.outcome)

    @property
    def is_frozen(self) -> bool:
        """Whether the letter has been signed and can no longer change."""
        return self.letter is not None


class ReassessmentQuerySet(models.QuerySet["Reassessment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(done_on=None)


class Reassessment(Subject, models.Model):
    """A look back at what was withheld: may it be opened now? (Regulations (2019), art. 18)"""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reassessments")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="reassessments")
    due_on = models.DateField(_("Due on"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    opens = models.BooleanField(_("Can be opened now"), null=True, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReassessmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("re-assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["reply"], condition=Q(done_on=None), name="cases_one_open_reassessment"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, opens=None) | Q(done_on__isnull=False, opens__isnull=False),
                name="cases_reassessed_with_result",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def chain(self) -> str:
        return str(self.case.agency.slug)


class OwnGroundQuerySet(models.QuerySet["OwnGround"]):
    def visible_to(self, user: User) -> Self:
        """The grounds of the agencies the person administers."""
        return self.filter(agency__in=user.agency_ids_as(Duty.SYSTEM_ADMINISTRATOR))


class OwnGround(Subject, models.Model):
    """A ground an administrator added, beside those of the law's data; same fields, dated alike."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    outcome = models.CharField(_("Kind of reply"), max_length=50)
    label = models.CharField(_("Name"), max_length=100)
    article = models.CharField(_("Article"), max_length=200)
    text = models.CharField(_("Sentence in the letter"), max_length=500, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OwnGroundQuerySet.as_manager()

    class Meta:
        ordering = ["outcome", "pk"]
        verbose_name = _("added ground")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="cases_ground_valid_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("desk:ground_list")

    @property
    def in_law(self) -> Ground:
        """The ground with the same fields as those of the law's data, to be chosen beside them."""
        return Ground(
            code=f"own-{self.pk}",
            outcome=self.outcome,
            label_zh=self.label,
            article=self.article,
            text_zh=self.text,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )
