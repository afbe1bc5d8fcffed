"""Requests as they came in, who made them, and the cases they are."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, Value, When
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
        """First what lacks its holiday notice, then what is not confirmed yet, then the nearest due day.

        What waits for the requester comes last: its clock stands still.
        """
        pressing = Choose(
            When(due_unknown_year__isnull=False, then=Value(0)),
            When(received_on=None, then=Value(1)),
            default=Value(2),
        )
        return self.order_by(pressing, F("due_on").asc(nulls_last=True), "arrived_on", "pk")

    def counted(self) -> Self:
        """Requests for information as the tables count them: legally received, and no order to reply anew.

        Requests to correct records (art. 41) are no requests for information.
        """
        return self.filter(kind=RequestKind.INFORMATION, received_on__isnull=False)


class Requester(models.Model):
    """Somebody who makes requests to an agency. Two that turn out to be one are merged by a person."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(_("Kind of requester"), max_length=20, choices=RequesterKind)
    # A keyed hash of the identity number or credit code: finds the same person again and tells nothing.
    identity_index = models.CharField(max_length=64, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        verbose_name = _("requester")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "identity_index"],
                condition=~Q(identity_index=""),
                name="cases_requester_identity_once",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="cases_requester_not_merged_into_itself"
            ),
        ]
        indexes = [models.Index(fields=["agency", "name"], name="cases_requester_name")]

    def __str__(self) -> str:
        return self.name


class Request(Subject, models.Model):
    """What came in at once: one letter, one form. Each matter in it is a case."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    requester = models.ForeignKey(Requester, models.PROTECT, related_name="requests")
    # The password hash of the secret code; empty where the requester was given none.
    code_hash = models.CharField(max_length=200, blank=True)
    # What help the requester needs who cannot read, see or hear (art. 43).
    help_needed = models.CharField(_("Help needed"), max_length=500, blank=True)
    # Who wrote down what was said orally (art. 29); empty where the requester wrote it.
    written_down_by = models.CharField(_("Written down by"), max_length=100, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("request")

    def __str__(self) -> str:
        return str(self.requester)


class RequestKind(models.TextChoices):
    INFORMATION = "information", _("Request for information")
    CORRECTION = "correction", _("Request to correct one's own records")
    ORDERED = "ordered", _("New reply by order of a review or a court")


class Case(Subject, models.Model):
    """One matter of a request. Its due day is derived from the ledger; `due_on` only remembers it."""

    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="cases")
    kind = models.CharField(
        _("Kind of request"), max_length=20, choices=RequestKind, default=RequestKind.INFORMATION
    )
    # The case whose reply was annulled, and until when the decision orders a new one.
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    ordering_decision = models.CharField(_("Decision that orders the new reply"), max_length=200, blank=True)
    ordered_due_on = models.DateField(_("Due by the decision's own term"), null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name=_("Agency"))
    year = models.PositiveSmallIntegerField(_("Year of receipt"))
    serial = models.PositiveIntegerField()
    number = models.CharField(_("Number"), max_length=60)
    title = models.CharField(_("Matter"), max_length=200)
    description = models.TextField(_("What is asked for"))
    clarified = models.TextField(_("What is asked for, as clarified"), blank=True)
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
    requester_email = SealedTextField(_("E-mail"), blank=True)
    identity_number = SealedTextField(_("Identity number or credit code"), blank=True)
    submitted_on = models.DateField(_("Submitted on"))
    arrived_on = models.DateField(_("Arrived on"))
    received_on = models.DateField(_("Legally received on"), null=True, blank=True)
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
    archived_on = models.DateField(_("Archived on"), null=True, blank=True)
    archive = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    erased_on = models.DateField(_("Contact data erased on"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(_("Rating"), null=True, blank=True)
    rating_note = models.CharField(_("Note on the rating"), max_length=500, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(received_on__isnull=False) | Q(due_on=None, due_unknown_year=None),
                name="cases_no_due_day_before_receipt",
            ),
            models.CheckConstraint(
                condition=Q(archived_on=None) | Q(concluded_on__isnull=False),
                name="cases_archived_after_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="cases_rating_from_1_to_5"
            ),
            models.CheckConstraint(
                condition=(Q(kind="ordered") & Q(follows__isnull=False))
                | (~Q(kind="ordered") & Q(follows=None)),
                name="cases_ordered_follows_a_case",
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
    def is_received(self) -> bool:
        """Whether the request is legally received; until it is confirmed, no period runs."""
        return self.received_on is not None

    @property
    def day_received(self) -> date:
        """The day of legal receipt. Raises ValueError while the request waits for its confirmation."""
        if self.received_on is None:
            raise ValueError(f"{self.number} is not legally received yet.")
        return self.received_on

    @property
    def governed_from(self) -> date:
        """The day whose law governs: that of receipt; of arrival, as long as receipt is not confirmed."""
        return self.received_on or self.arrived_on

    @property
    def regime(self) -> str:
        """The Regulations that govern the case, "2007" or "2019", by the day it was received."""
        return ledger.regime_on(self.governed_from)

    @property
    def is_about_correction(self) -> bool:
        """Whether it corrects one's own records (art. 41), as itself or as the case it replies to anew."""
        case = self
        while case.follows is not None:
            case = case.follows
        return case.kind == RequestKind.CORRECTION

    @property
    def asked_for(self) -> str:
        """What is asked for, as it stands: the clarified wording where there is one."""
        return self.clarified or self.description

    def reckoning(self, calendar: Calendar, today: date) -> Reckoning:
        """Return due day, state and working of the case as the law reckons them from its ledger.

        Raises CalendarMissing when the calendar ends before the period does, and ValueError while the
        request is not received.
        """
        return ledger.reckoning(self.day_received, self.entries.all(), calendar, today)

    @property
    def outcome_in_law(self) -> Outcome | None:
        """What the law calls the outcome; None while there is none."""
        return ledger.outcome_of(self.outcome)
