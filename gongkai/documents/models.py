"""Official documents (公文) and pieces (非公文): drafts, versions, attachments, attribute, remarks."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.files.models import StoredFile
from gongkai.inventory.models import Matter, Phase
from gongkai.people.models import User
from gongkai.secrecy.models import Decision, Ground, Markup, Review


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


class Origin(models.TextChoices):
    """Whose document it is. What is issued jointly or forwarded has its attribute decided anew."""

    OWN = "own", _("Our own")
    JOINT = "joint", _("Issued jointly")
    FORWARDED = "forwarded", _("Forwarded")


class Source(models.TextChoices):
    DESK = "desk", _("Written in the desk")
    INTERFACE = "interface", _("From another system")
    FOLDER = "folder", _("From the watched folder")
    SHEET = "sheet", _("From a list")


class State(models.TextChoices):
    DRAFTING = "drafting", _("Draft")
    WITH_FOI = "with_foi", _("Waits for the FOI office's opinion")
    SUBMITTED = "submitted", _("Waits for the office's check")
    CHECKED = "checked", _("Waits for the leader's approval")
    HANDED_IN = "handed_in", _("Handed in, waits for adoption")
    ADOPTED = "adopted", _("Adopted, waits for approval")
    APPROVED = "approved", _("Approved")
    DROPPED = "dropped", _("Dropped")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> Self:
        """What the person may read: the office all, sections their own, supervisors what is approved.

        A paper in which a state secret was found is there only for the secrecy reviewer and the responsible
        leader, until it has been taken out of this system.
        """
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
            | Q(handed_to_id=user.pk)
            | Q(agency_id__in=user.supervised_agency_ids, state=State.APPROVED),
            ~Q(review__decision=Decision.WITHHOLD, review__ground=Ground.STATE_SECRET)
            | Q(taken_out_at__isnull=False)
            | Q(agency_id__in=user.agency_ids_as(Duty.SECRECY_REVIEWER, Duty.RESPONSIBLE_LEADER)),
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
    markup = models.CharField(max_length=10, choices=Markup, default=Markup.PLAIN)
    addressees = models.CharField(_("Addressees"), max_length=300, blank=True)
    copies_to = models.CharField(_("Copies to"), max_length=300, blank=True)
    is_normative = models.BooleanField(_("Normative document"), default=False)
    # 政策性文件: not disclosing it needs the FOI office's opinion before everything else.
    is_policy = models.BooleanField(_("Policy document"), default=False)
    origin = models.CharField(_("Whose document"), max_length=10, choices=Origin, default=Origin.OWN)
    origin_bodies = models.CharField(_("Other bodies"), max_length=300, blank=True)
    origin_number = models.CharField(_("Number of the original"), max_length=50, blank=True)
    origin_openness = models.CharField(
        _("Attribute the original carries"), max_length=20, choices=Openness, blank=True
    )
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Disclosure matter")
    )
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase, blank=True)
    source = models.CharField(_("Source"), max_length=10, choices=Source, default=Source.DESK)
    # What the other system, the folder or the list calls it: the same paper does not come in twice.
    source_key = models.CharField(max_length=200, blank=True)
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
    foi_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Opinion of the FOI office by")
    )
    foi_opinion = models.TextField(_("Opinion of the FOI office"), blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(_("Signed"), null=True)
    number = models.CharField(_("Document number"), max_length=50, blank=True)
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, related_name="+", verbose_name=_("Secrecy review")
    )
    # When what is withheld is looked at again (art. 18); None for what is disclosed proactively.
    reassess_on = models.DateField(_("To be assessed again"), null=True)
    # Who goes on with it after its drafter has left.
    handed_to = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Handed over to")
    )
    taken_out_at = models.DateTimeField(_("Taken out of this system"), null=True)

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
            models.UniqueConstraint(
                fields=["agency", "source", "source_key"],
                condition=~Q(source_key=""),
                name="documents_source_once",
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
    def needs_the_foi_office(self) -> bool:
        """A policy document that shall not be disclosed (国办发〔2016〕80号 part 1)."""
        return (self.is_policy or self.is_normative) and self.openness != Openness.PROACTIVE

    @property
    def rule_set(self) -> str:
        """Which rules for personal data hold: a list that must show names has its own (公示)."""
        return "publicity" if self.genre == Genre.PUBLICITY else "ordinary"

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
    markup = models.CharField(max_length=10, choices=Markup, default=Markup.PLAIN)
    files = models.JSONField(default=list)  # [[file id, name, checksum], …]
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documents_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class WorkingCopy(models.Model):
    """What somebody is typing and has not saved: kept as they type, so that a lost browser loses nothing.

    Without a document it is a draft not yet begun, one for each form a person has open in an agency.
    """

    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="working_copies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=Form)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # The fields of the form by name, as typed. `seen_version` is the version it was begun from.
    said = models.JSONField(default=dict)
    seen_version = models.PositiveIntegerField(default=0)
    is_changed = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "by"],
                condition=Q(document__isnull=False),
                name="documents_working_copy_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "form", "by"],
                condition=Q(document__isnull=True),
                name="documents_new_working_copy_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.document or self.form}"


class OpennessDecision(models.Model):
    """Each decision on the attribute, from the drafter's first choice on; the last one holds."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="openness_decisions")
    openness = models.CharField(_("Openness attribute"), max_length=20, choices=Openness)
    basis = models.CharField(_("Provision"), max_length=200, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_openness_display()} {self.at:%Y-%m-%d}"


class OpennessChange(Subject, models.Model):
    """A new decision on the attribute of an approved document: proposed by one, decided by a leader.

    An assessment that changes nothing (`openness` as before) is one too: it says why it stays withheld.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="openness_changes")
    before = models.CharField(max_length=20, choices=Openness)
    openness = models.CharField(_("New attribute"), max_length=20, choices=Openness)
    basis = models.CharField(_("Provision"), max_length=200, blank=True)
    reason = models.TextField(_("Reason"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["document", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(decided_at=None), name="documents_one_open_change"
            ),
            models.CheckConstraint(name="documents_change_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="documents_change_by_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_openness_display()}"

    @property
    def agency(self) -> Agency:
        return self.document.agency


class RedactedVersion(models.Model):
    """What the public gets of a document of which parts are withheld: text and files without those parts."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="redacted_versions")
    review = models.OneToOneField(Review, models.PROTECT, related_name="+")
    withheld = models.TextField(_("Parts withheld"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-pk"]

    def __str__(self) -> str:
        return f"{self.document} ({self.review.number})"


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
