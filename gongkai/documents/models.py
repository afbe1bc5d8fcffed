"""Official documents (公文) and pieces (非公文): drafts, versions, attachments, attribute, remarks."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.files.models import StoredFile
from gongkai.people.models import User
from gongkai.secrecy.models import Review


class Form(models.TextChoices):
    OFFICIAL = "official", _("Official document")
    PIECE = "piece", _("Piece")


class Genre(models.TextChoices):
    NOTICE = "notice", _("Notice")
    OPINION = "opinion", _("Opinions")
    DECISION = "decision", _("Decision")
    ANNOUNCEMENT = "announcement", _("Announcement")
    CIRCULAR = "circular", _("Public notice")
    LETTER = "letter", _("Letter")
    REPLY = "reply", _("Official reply")
    MINUTES = "minutes", _("Minutes")
    REPORT = "report", _("Report")
    INSTRUCTION_REQUEST = "instruction_request", _("Request for instructions")
    PLAN = "plan", _("Plan")
    NEWS = "news", _("News")
    PUBLICITY = "publicity", _("Publication of results")
    GUIDE = "guide", _("Guide")
    INTERPRETATION = "interpretation", _("Interpretation")
    OTHER = "other", _("Other")


OFFICIAL_GENRES = tuple(
    genre for genre in Genre if genre not in {Genre.NEWS, Genre.GUIDE, Genre.INTERPRETATION, Genre.PUBLICITY}
)
PIECE_GENRES = (Genre.NEWS, Genre.NOTICE, Genre.PUBLICITY, Genre.GUIDE, Genre.INTERPRETATION, Genre.OTHER)


class Openness(models.TextChoices):
    """公开属性: exactly one of three, chosen when the document is drafted (国办发〔2016〕80号)."""

    PROACTIVE = "proactive", _("Proactive disclosure")
    ON_REQUEST = "on_request", _("Disclosure on request")
    NON_DISCLOSURE = "non_disclosure", _("Non-disclosure")


class State(models.TextChoices):
    DRAFTING = "drafting", _("Draft")
    SUBMITTED = "submitted", _("Waits for the office's check")
    CHECKED = "checked", _("Waits for the leader's approval")
    HANDED_IN = "handed_in", _("Handed in, waits for adoption")
    ADOPTED = "adopted", _("Adopted, waits for approval")
    APPROVED = "approved", _("Approved")
    DROPPED = "dropped", _("Dropped")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> Self:
        """What the person may read: the office all, sections their own, supervisors what is approved."""
        office_wide = user.agency_ids_as(
            Duty.OFFICE_CHECKER,
            Duty.SECRECY_REVIEWER,
            Duty.RESPONSIBLE_LEADER,
            Duty.PRINCIPAL_LEADER,
            Duty.FOI_OFFICER,
            Duty.FOI_HEAD,
            Duty.CHANNEL_EDITOR,
        )
        in_section = {section for sections in user.sections_by_agency.values() for section in sections}
        return self.filter(
            Q(agency_id__in=office_wide)
            | Q(section_id__in=in_section)
            | Q(drafted_by_id=user.pk)
            | Q(agency_id__in=user.supervised_agency_ids, state=State.APPROVED)
        ).select_related("agency", "section", "drafted_by", "review")


class Document(Subject, models.Model):
    """One document or piece. Text and attachments of earlier days stand in its versions."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="+", verbose_name=_("Handling section")
    )
    form = models.CharField(max_length=10, choices=Form)
    genre = models.CharField(_("Kind"), max_length=20, choices=Genre)
    title = models.CharField(_("Title"), max_length=300)
    body = models.TextField(_("Text"), blank=True)
    is_normative = models.BooleanField(_("Normative document"), default=False)
    openness = models.CharField(_("Openness attribute"), max_length=20, choices=Openness, blank=True)
    openness_basis = models.CharField(_("Provision"), max_length=200, blank=True)
    openness_reason = models.TextField(_("Reason"), blank=True)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.DRAFTING)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Drafted by"))
    drafted_at = models.DateTimeField(_("Drafted"))
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("Last changed"))
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(_("Signed"), null=True)
    number = models.CharField(_("Document number"), max_length=50, blank=True)
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, related_name="+", verbose_name=_("Secrecy review")
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("document")
        indexes = [
            models.Index(fields=["agency", "state"], name="documents_agency_state"),
            models.Index(fields=["agency", "signed_on"], name="documents_agency_signed"),
        ]
        constraints = [
            # 公文公开属性源头管理: past the draft there is no document without its attribute.
            models.CheckConstraint(
                name="documents_attribute_before_submission",
                condition=Q(state__in=["drafting", "dropped"]) | ~Q(openness=""),
            ),
            models.CheckConstraint(
                name="documents_reason_unless_proactive",
                condition=Q(state__in=["drafting", "dropped"])
                | Q(openness="proactive")
                | (~Q(openness_reason="") & ~Q(openness_basis="")),
            ),
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="documents_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk:document", args=[self.pk])

    @property
    def is_piece(self) -> bool:
        return self.form == Form.PIECE

    @property
    def is_editable(self) -> bool:
        return self.state == State.DRAFTING

    @property
    def files(self) -> list[Attachment]:
        return list(self.attachments.select_related("file").order_by("order"))


class Attachment(models.Model):
    """A file of the draft as it stands now; what stood before is in the versions."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    alternative_text = models.CharField(_("What the picture shows"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["document", "order"]

    def __str__(self) -> str:
        return self.file.name


class Version(models.Model):
    """A saved state of text and attachments together."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    files = models.JSONField(default=list)  # [[file id, name, checksum], …]
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documents_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Remark(models.Model):
    """What was said with a step: the reason of a return, the note of a check."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="remarks")
    step = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-pk"]

    def __str__(self) -> str:
        return self.text[:50]
