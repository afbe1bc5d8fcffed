"""Cases: a request for information with its time ledger, papers and replies."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.cases import ledger
from gongkai.files.models import StoredFile
from gongkai.law.deadlines import Reckoning
from gongkai.law.organisations import RequesterKind
from gongkai.law.outcomes import Outcome
from gongkai.people.models import User
from gongkai.vault.fields import SealedTextField
from gongkai.workdays.calendar import Calendar

# Duties whose holders read every case of their agency.
READERS = (
    Duty.FOI_OFFICER,
    Duty.FOI_HEAD,
    Duty.LEGAL_COUNSEL,
    Duty.RESPONSIBLE_LEADER,
    Duty.PRINCIPAL_LEADER,
    Duty.OFFICE_CHECKER,
)


class HowCame(models.TextChoices):
    IN_PERSON = "in_person", _("Over the counter")
    REGISTERED_POST = "registered_post", _("By post, signed for")
    ORDINARY_POST = "ordinary_post", _("By ordinary post")
    FAX = "fax", _("By fax")
    ONLINE = "online", _("Online form")
    EMAIL = "email", _("By e-mail")


class Channel2018(models.TextChoices):
    """The four channels of the table of 2018."""

    IN_PERSON = "in_person", _("Requests in person")
    FAX = "fax", _("Requests by fax")
    ONLINE = "online", _("Requests online")
    LETTER = "letter", _("Requests by letter")


CHANNELS_2018 = {
    HowCame.IN_PERSON: Channel2018.IN_PERSON,
    HowCame.REGISTERED_POST: Channel2018.LETTER,
    HowCame.ORDINARY_POST: Channel2018.LETTER,
    HowCame.FAX: Channel2018.FAX,
    HowCame.ONLINE: Channel2018.ONLINE,
    HowCame.EMAIL: Channel2018.ONLINE,
}


class FormWanted(models.TextChoices):
    PAPER = "paper", _("On paper")
    ELECTRONIC = "electronic", _("As a file")
    DISC = "disc", _("On a disc")
    OTHER = "other", _("In another form")


class DeliveryWanted(models.TextChoices):
    PICK_UP = "pick_up", _("Picks it up")
    POST = "post", _("By post")
    EMAIL = "email", _("By e-mail")
    FAX = "fax", _("By fax")
    ONLINE = "online", _("Downloads it")
    READING = "reading", _("Reads or copies it on the spot")


class Timeliness(models.TextChoices):
    """How a concluded case kept its period. An open case is never stored as overdue."""

    ON_TIME = "on_time", _("Concluded on time")
    EXTENDED = "extended", _("Concluded after extension")
    LATE = "late", _("Concluded late")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Cases of agencies where the user has part in requests; a section head's; those supervised."""
        agencies = user.agency_ids_as(*READERS) | user.supervised_agency_ids
        sections = [
            post.section_id
            for post in (user.posts_held if user.is_active else ())
            if post.duty == Duty.SECTION_HEAD and post.section_id
        ]
        return self.filter(Q(agency__in=agencies) | Q(handling_section__in=sections))

    def open(self) -> Self:
        return self.filter(concluded_on=None)

    def concluded(self) -> Self:
        return self.exclude(concluded_on=None)

    def by_urgency(self) -> Self:
        """Cases without a known due day first, then the nearest due day."""
        return self.order_by(F("due_on").asc(nulls_first=True), "received_on", "pk")


class Case(Subject, models.Model):
    """A request for information. Its due day is derived from the ledger; `due_on` only remembers it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name=_("Agency"))
    year = models.PositiveSmallIntegerField(_("Year of receipt"))
    serial = models.PositiveIntegerField()
    number = models.CharField(_("Number"), max_length=60)
    title = models.CharField(_("Matter"), max_length=200)
    description = models.TextField(_("What is asked for"))
    form_wanted = models.CharField(_("Form wanted"), max_length=20, choices=FormWanted, blank=True)
    delivery_wanted = models.CharField(
        _("Delivery wanted"), max_length=20, choices=DeliveryWanted, blank=True
    )
    how_came = models.CharField(_("How it came"), max_length=20, choices=HowCame)
    requester_name = models.CharField(_("Requester"), max_length=100)
    requester_kind = models.CharField(
        _("Kind of requester"), max_length=20, choices=RequesterKind, default=RequesterKind.NATURAL_PERSON
    )
    requester_contact = SealedTextField(_("Contact"), blank=True)
    identity_number = SealedTextField(_("Identity number or credit code"), blank=True)
    submitted_on = models.DateField(_("Submitted on"))
    arrived_on = models.DateField(_("Arrived on"))
    received_on = models.DateField(_("Legally received on"))
    confirmed_on = models.DateField(_("Confirmed with the requester on"), null=True, blank=True)
    confirmed_how = models.CharField(_("How it was confirmed"), max_length=200, blank=True)
    handling_section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Handling section"),
    )
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    due_unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    concluded_on = models.DateField(_("Concluded on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    timeliness = models.CharField(_("In time"), max_length=20, choices=Timeliness, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=50, blank=True)
    registered_at = models.DateTimeField(_("Registered at"))

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="cases_number_once"),
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="cases_serial_once"),
            models.CheckConstraint(
                condition=Q(submitted_on__lte=F("arrived_on"), arrived_on__lte=F("received_on")),
                name="cases_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(concluded_on__gte=F("received_on")),
                name="cases_concluded_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on=F("concluded_on")),
                name="cases_withdrawal_concludes",
            ),
            models.CheckConstraint(
                condition=~Q(concluded_on=None) | Q(timeliness="", outcome=""),
                name="cases_open_has_no_result",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_unknown_year=None), name="cases_due_known_or_not"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "due_on"], name="cases_due"),
            models.Index(fields=["agency", "received_on"], name="cases_received"),
            models.Index(fields=["agency", "concluded_on"], name="cases_concluded"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("desk:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.concluded_on is None

    @property
    def channel_2018(self) -> Channel2018:
        """The row of the 2018 table the request is counted in: e-mail belongs to online."""
        return CHANNELS_2018[HowCame(self.how_came)]

    @property
    def regime(self) -> str:
        """The Regulations that govern the case, "2007" or "2019", by the day it was received."""
        return ledger.regime_on(self.received_on)

    def reckoning(self, calendar: Calendar, today: date) -> Reckoning:
        """Return due day, state and working of the case as the law reckons them from its ledger.

        Raises CalendarMissing when the calendar ends before the period does.
        """
        return ledger.reckoning(self.received_on, self.entries.all(), calendar, today)

    @property
    def outcome_in_law(self) -> Outcome | None:
        """What the law calls the outcome; None while there is none."""
        return ledger.outcome_of(self.outcome)


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
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("ledger entry")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(kind__in=["extension", "withdrawn", "reply_sent"]),
                name="cases_ledger_once_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class PaperKind(models.TextChoices):
    INCOMING = "incoming", _("Incoming")
    OUTGOING = "outgoing", _("Outgoing")
    INTERNAL = "internal", _("Internal")


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> Self:
        """Papers of visible cases; what came in only inside the agency, for it tells who the requester is."""
        papers = self.filter(case__in=Case.objects.visible_to(user))
        return papers.filter(~Q(kind=PaperKind.INCOMING) | Q(case__agency__in=user.working_agency_ids))


class Paper(models.Model):
    """A paper in the file of one case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20, choices=PaperKind)
    title = models.CharField(_("Title"), max_length=200)
    on = models.DateField(_("Day"))

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("paper")

    def __str__(self) -> str:
        return self.title


class ReplyState(models.TextChoices):
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


class FeeReceipt(models.Model):
    """Money received for a case (row 7 of the 2018 table), in yuan."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="fees")
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
