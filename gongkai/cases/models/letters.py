"""Letters of a case other than its reply: numbered, frozen, sent, delivered; and whom they ask."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency
from gongkai.cases.models.cases import Case
from gongkai.cases.models.papers import Paper
from gongkai.cases.models.replies import DeliveredHow
from gongkai.cases.models.time import LedgerEntry
from gongkai.files.models import StoredFile
from gongkai.people.models import User
from gongkai.vault.fields import SealedTextField


class LetterKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt")
    CLARIFICATION = "clarification", _("Clarification notice")
    THIRD_PARTY = "third_party", _("Consultation of a third party")
    AGENCY = "agency", _("Consultation of another agency")
    OVERRIDE = "override", _("Notice to a third party: disclosed in the public interest")
    EXTENSION = "extension", _("Extension notice")
    REASONS = "reasons", _("Request to give reasons")
    LATER_DATE = "later_date", _("Notice of a later date")
    FEE = "fee", _("Fee notice")
    TRANSFER = "transfer", _("Transfer to another agency")
    CLOSED = "closed", _("Notice that the request is closed")


class LetterState(models.TextChoices):
    WRITTEN = "written", _("Written, not sent yet")
    SENT = "sent", _("Sent, arrival not yet recorded")
    DELIVERED = "delivered", _("Delivered")
    VOID = "void", _("Not sent; its number stays void")


class LetterQuerySet(models.QuerySet["OutgoingLetter"]):
    def visible_to(self, user: User) -> Self:
        """Letters of visible cases; inside the agency only, for they tell who the requester is."""
        return self.filter(case__in=Case.objects.visible_to(user), case__agency__in=user.working_agency_ids)

    def waiting(self) -> Self:
        return self.filter(state=LetterState.WRITTEN)

    def undrawn(self) -> Self:
        return self.filter(docx=None)


class OutgoingLetter(Subject, models.Model):
    """A letter of a case. Number and text are frozen when it is written; sending and arrival come later."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    kind = models.CharField(_("Kind"), max_length=20, choices=LetterKind)
    state = models.CharField(_("State"), max_length=20, choices=LetterState, default=LetterState.WRITTEN)
    number = models.CharField(_("Document number"), max_length=60, blank=True)
    recipient = models.CharField(_("Recipient"), max_length=100)
    recipient_address = SealedTextField(_("Address"), blank=True)
    content = models.JSONField(_("Letter as written"))
    # Empty until the letter is drawn: a receipt of an online request is when somebody first asks for it.
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    # Empty in a letter that was drawn: no font had every character.
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    signed_on = models.DateField(_("Signed on"))
    # The last day for what the letter asks, where the office sets one.
    until = models.DateField(_("Answer until"), null=True, blank=True)
    sent_on = models.DateField(_("Sent on"), null=True, blank=True)
    delivered_on = models.DateField(_("Delivered on"), null=True, blank=True)
    delivered_how = models.CharField(
        _("How it was delivered"), max_length=20, choices=DeliveredHow, blank=True
    )
    tracking_number = models.CharField(_("Tracking number"), max_length=50, blank=True)
    delivery_note = models.CharField(_("Note on delivery"), max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="cases_letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(sent_on__gte=F("signed_on")),
                name="cases_letter_sent_after_signature",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("sent_on")),
                name="cases_letter_delivered_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["written", "void"], sent_on=None)
                | Q(state__in=["sent", "delivered"], sent_on__isnull=False),
                name="cases_letter_state_fits_its_days",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="cases_letter_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def chain(self) -> str:
        return str(self.agency.slug)

    @property
    def is_drawn(self) -> bool:
        return self.docx_id is not None


class Answer(models.TextChoices):
    AGREES = "agrees", _("Agrees to disclosure")
    REFUSES = "refuses", _("Does not agree to disclosure")
    PARTLY = "partly", _("Agrees in part")
    SILENT = "silent", _("No answer in time")


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: User) -> Self:
        """Consultations of visible cases; inside the agency only, as their letters."""
        return self.filter(case__in=Case.objects.visible_to(user), case__agency__in=user.working_agency_ids)


class Consultation(Subject, models.Model):
    """Somebody asked for an opinion: a third party whose rights are touched, or an agency that co-made it.

    Silence means opposite things: of a third party, that the agency decides (art. 32); of an agency that made
    the information jointly, that it agrees (art. 34).
    """

    class To(models.TextChoices):
        THIRD_PARTY = "third_party", _("Third party")
        AGENCY = "agency", _("Other agency")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    to = models.CharField(_("Who is asked"), max_length=20, choices=To)
    name = models.CharField(_("Name"), max_length=100)
    question = models.TextField(_("What is asked"))
    letter = models.OneToOneField(OutgoingLetter, models.PROTECT, related_name="consultation")
    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, null=True, blank=True, related_name="consultation"
    )
    answer = models.CharField(_("Answer"), max_length=20, choices=Answer, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    reasons = models.TextField(_("Reasons given"), blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    override_reason = models.TextField(_("Public interest that outweighs the objection"), blank=True)
    override_letter = models.OneToOneField(
        OutgoingLetter, models.PROTECT, null=True, blank=True, related_name="overrides"
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("consultation")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | (~Q(answer="") & ~Q(answer="silent")),
                name="cases_consultation_answered_with_an_answer",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def chain(self) -> str:
        return str(self.case.agency.slug)
