"""Disputes: reconsiderations and suits, each instance a row of its own, their papers, and complaints."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.acts import Subject
from gongkai.agencies.models import Agency
from gongkai.cases.models import READERS, Case
from gongkai.disputes import limits
from gongkai.files.models import StoredFile
from gongkai.people.models import User
from gongkai.workdays.calendar import Calendar

ONE_DAY = timedelta(days=1)


class DisputeKind(models.TextChoices):
    RECONSIDERATION = "reconsideration", _("Administrative reconsideration")
    DIRECT_SUIT = "direct_suit", _("Suit without reconsideration")
    SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration", _("Suit after reconsideration")


SUITS = (DisputeKind.DIRECT_SUIT, DisputeKind.SUIT_AFTER_RECONSIDERATION)


class Procedure(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary procedure")
    SIMPLE = "simple", _("Simple procedure")


class Instance(models.TextChoices):
    """The instance of a suit; a reconsideration has none."""

    FIRST = "first", _("First instance")
    SECOND = "second", _("Second instance")
    RETRIAL = "retrial", _("Retrial")


class Against(models.TextChoices):
    REPLY = "reply", _("Against the reply")
    SILENCE = "silence", _("Because no reply came")
    OTHER = "other", _("Against something else")


class DisputeOutcome(models.TextChoices):
    """The columns of the table of 2021 (政府信息公开行政复议、行政诉讼情况)."""

    UPHELD = "upheld", _("Result upheld")
    CORRECTED = "corrected", _("Result corrected")
    OTHER = "other", _("Other result")


# The table of 2018 words the same outcomes otherwise, and differently for reconsiderations and suits.
RECONSIDERATION_LABELS_2018: dict[str, str | Promise] = {
    DisputeOutcome.UPHELD: _("Specific administrative act upheld"),
    DisputeOutcome.CORRECTED: _("Corrected according to law"),
    DisputeOutcome.OTHER: _("Other situation"),
}
SUIT_LABELS_2018: dict[str, str | Promise] = {
    **RECONSIDERATION_LABELS_2018,
    DisputeOutcome.UPHELD: _("Specific administrative act upheld, or the plaintiff's claim dismissed"),
}


class Judgment(models.TextChoices):
    """What the decision says, in the words of the Reconsideration Law and the Litigation Law."""

    UPHELD = "upheld", _("The act is upheld")
    DISMISSED = "dismissed", _("The application or claim is dismissed")
    ANNULLED = "annulled", _("The act is annulled or changed")
    ORDERED = "ordered", _("The agency is ordered to reply")
    UNLAWFUL = "unlawful", _("The act is declared unlawful")
    SETTLED = "settled", _("Settled")
    WITHDRAWN = "withdrawn", _("The application or claim is withdrawn")


# The column a decision is usually counted in. How a second instance is counted depends on what stood
# before it, so whoever records the outcome may choose otherwise.
USUAL_OUTCOMES: dict[str, DisputeOutcome] = {
    Judgment.UPHELD: DisputeOutcome.UPHELD,
    Judgment.DISMISSED: DisputeOutcome.UPHELD,
    Judgment.ANNULLED: DisputeOutcome.CORRECTED,
    Judgment.ORDERED: DisputeOutcome.CORRECTED,
    Judgment.UNLAWFUL: DisputeOutcome.CORRECTED,
    Judgment.SETTLED: DisputeOutcome.OTHER,
    Judgment.WITHDRAWN: DisputeOutcome.OTHER,
}


class OrderedUnit(models.TextChoices):
    """The unit of an ordered period; the values are those of the terms of law."""

    DAYS = "days", _("days")
    WORKING_DAYS = "working days", _("working days")


# What waits for a defence, for the filing of a lost case, and for the reply that was ordered.
DEFENCE_OWED = Q(decided_on=None, defence_sent_on=None, served_on__isnull=False)
FILING_OWED = Q(outcome=DisputeOutcome.CORRECTED, filed_on=None)
REPLY_OWED = Q(orders_new_reply=True, case__isnull=False, new_case=None)


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(agency__in=user.agency_ids_as(*READERS) | user.supervised_agency_ids)

    def pending(self) -> Self:
        return self.filter(decided_on=None)

    def decided(self) -> Self:
        return self.exclude(decided_on=None)

    def by_what_is_due(self) -> Self:
        """Disputes whose due day is not known first, then the nearest due day, then the newest."""
        return self.annotate(
            due_next=models.Case(
                models.When(DEFENCE_OWED, then=F("defence_due_on")),
                models.When(FILING_OWED, then=F("filing_due_on")),
            ),
            due_not_known=models.Case(
                models.When(DEFENCE_OWED & Q(defence_due_unknown_year__isnull=False), then=0),
                models.When(FILING_OWED & Q(filing_due_unknown_year__isnull=False), then=0),
                default=1,
            ),
        ).order_by("due_not_known", F("due_next").asc(nulls_last=True), "-opened_on", "-pk")


class Dispute(Subject, models.Model):
    """A reconsideration, or one instance of a suit, about a request, until what its decision asks is done.

    `defence_due_on` and `filing_due_on` are derived from the days of service; the row only remembers
    them. Where the calendar ends too early the year that is missing stands there instead.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes", verbose_name=_("Agency"))
    kind = models.CharField(_("Kind"), max_length=30, choices=DisputeKind)
    instance = models.CharField(_("Instance"), max_length=10, choices=Instance, blank=True)
    procedure = models.CharField(_("Procedure"), max_length=10, choices=Procedure, default=Procedure.ORDINARY)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("Follows"),
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="disputes", verbose_name=_("Request")
    )
    claimant = models.CharField(_("Applicant or plaintiff"), max_length=100, blank=True)
    against = models.CharField(_("Against what"), max_length=10, choices=Against, blank=True)
    number = models.CharField(_("Docket number"), max_length=100, blank=True)
    body = models.CharField(_("Body or court"), max_length=100)
    opened_on = models.DateField(_("Opened on"))
    served_on = models.DateField(_("Copy served on us on"), null=True, blank=True)
    defence_due_on = models.DateField(_("Defence due on"), null=True, blank=True)
    defence_due_unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    defence_sent_on = models.DateField(_("Defence handed in on"), null=True, blank=True)
    late_reason = models.TextField(_("Why the defence is late"), blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    judgment = models.CharField(_("What was decided"), max_length=20, choices=Judgment, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=20, choices=DisputeOutcome, blank=True)
    decision_served_on = models.DateField(_("Decision served on us on"), null=True, blank=True)
    orders_new_reply = models.BooleanField(_("Orders a new reply"), default=False)
    ordered_within_days = models.PositiveSmallIntegerField(_("Within"), null=True, blank=True)
    ordered_unit = models.CharField(
        _("Counted in"), max_length=12, choices=OrderedUnit, default=OrderedUnit.DAYS
    )
    new_case = models.OneToOneField(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ordered_by",
        verbose_name=_("New request file"),
    )
    filing_due_on = models.DateField(_("To be reported to the district by"), null=True, blank=True)
    filing_due_unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    filed_on = models.DateField(_("Reported to the district on"), null=True, blank=True)
    filed_how = models.CharField(_("How it was reported"), max_length=200, blank=True)
    note = models.TextField(_("Note"), blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, outcome="") | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="disputes_decided_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("opened_on")),
                name="disputes_decided_after_opening",
            ),
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="disputes_docket_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DisputeKind.RECONSIDERATION) | Q(instance=""),
                name="disputes_only_suits_have_instances",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(served_on__gte=F("opened_on")),
                name="disputes_served_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(defence_sent_on=None) | Q(defence_sent_on__gte=F("served_on")),
                name="disputes_defence_after_service",
            ),
            models.CheckConstraint(
                condition=Q(decision_served_on=None) | Q(decision_served_on__gte=F("decided_on")),
                name="disputes_decision_served_after_it",
            ),
            models.CheckConstraint(
                condition=Q(defence_due_on=None) | Q(defence_due_unknown_year=None),
                name="disputes_defence_due_known_or_not",
            ),
            models.CheckConstraint(
                condition=Q(filing_due_on=None) | Q(filing_due_unknown_year=None),
                name="disputes_filing_due_known_or_not",
            ),
            models.CheckConstraint(
                condition=Q(filed_on=None)
                | Q(outcome=DisputeOutcome.CORRECTED, filed_on__gte=F("decided_on")),
                name="disputes_only_lost_cases_filed",
            ),
            models.CheckConstraint(
                condition=Q(orders_new_reply=False) | Q(outcome=DisputeOutcome.CORRECTED),
                name="disputes_only_corrections_order_replies",
            ),
            models.CheckConstraint(
                condition=Q(ordered_within_days=None) | Q(orders_new_reply=True),
                name="disputes_period_of_an_order",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "decided_on"], name="disputes_decided"),
            models.Index(fields=["agency", "defence_due_on"], name="disputes_defence_due"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()} {self.opened_on}"

    def get_absolute_url(self) -> str:
        return reverse("desk:dispute", args=[self.pk])

    @property
    def is_suit(self) -> bool:
        return self.kind in SUITS

    @property
    def owes_defence(self) -> bool:
        return bool(self.served_on and not self.defence_sent_on and not self.decided_on)

    @property
    def owes_filing(self) -> bool:
        """Whether the case was lost and that has not been reported to the district yet."""
        return self.outcome == DisputeOutcome.CORRECTED and self.filed_on is None

    @property
    def owes_new_reply(self) -> bool:
        return self.orders_new_reply and self.case_id is not None and self.new_case_id is None

    def defence_due(self, calendar: Calendar) -> date | None:
        """Return the last day of the defence; None while nothing was served. Raises CalendarMissing."""
        if self.served_on is None:
            return None
        simple = self.procedure == Procedure.SIMPLE
        return limits.defence_due(
            self.served_on, calendar, suit=self.is_suit, simple=simple, opened_on=self.opened_on
        )

    def filing_due(self, calendar: Calendar) -> date | None:
        """Return the last day to report a lost case to the district; None for one not lost.

        It is counted from the service of the decision, and from the decision itself where its service
        is not recorded, which is the earlier day. Raises CalendarMissing.
        """
        if self.outcome != DisputeOutcome.CORRECTED or self.decided_on is None:
            return None
        return limits.filing_due(self.decision_served_on or self.decided_on, calendar)

    def appeal_until(self, calendar: Calendar) -> date | None:
        """Return the last day on which a judgment of first instance can be appealed against.

        None for other decisions, and where the day of service is not recorded. Raises CalendarMissing.
        """
        if self.instance != Instance.FIRST or self.decision_served_on is None:
            return None
        return limits.appeal_until(self.decision_served_on, calendar)

    def takes_effect_on(self, calendar: Calendar) -> date | None:
        """Return the day on which the decision takes effect; None while there is none.

        A judgment of first instance does when the time to appeal is over, every other decision when it
        is served (or made, where its service is not recorded). Raises CalendarMissing.
        """
        appeal_until = self.appeal_until(calendar)
        return appeal_until + ONE_DAY if appeal_until else self.decision_served_on or self.decided_on

    @property
    def outcome_2018(self) -> str:
        """The outcome in the words of the 2018 table; empty while pending."""
        labels = SUIT_LABELS_2018 if self.is_suit else RECONSIDERATION_LABELS_2018
        return str(labels[self.outcome]) if self.outcome else ""


class DisputePaperKind(models.TextChoices):
    APPLICATION = "application", _("Application or complaint")
    NOTICE = "notice", _("Notice to answer")
    DEFENCE = "defence", _("Written defence")
    EVIDENCE = "evidence", _("List of evidence")
    DECISION = "decision", _("Decision or judgment")
    OTHER = "other", _("Another paper")


class DisputePaperQuerySet(models.QuerySet["DisputePaper"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(dispute__in=Dispute.objects.visible_to(user))


class DisputePaper(models.Model):
    """A paper of one dispute: what was served on the office, what it handed in, what was decided."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20, choices=DisputePaperKind)
    title = models.CharField(_("Title"), max_length=200)
    on = models.DateField(_("Day"))

    objects = DisputePaperQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("paper of a dispute")

    def __str__(self) -> str:
        return self.title


class ComplaintKind(models.TextChoices):
    COMPLAINT = "complaint", pgettext_lazy("to the authority", "Complaint")
    REPORT = "report", pgettext_lazy("to the authority", "Report")


class ComplaintCame(models.TextChoices):
    IN_PERSON = "in_person", _("Over the counter")
    LETTER = "letter", _("By letter")
    PHONE = "phone", _("By telephone")
    HOTLINE = "hotline", _("Through the hotline 12345")
    ONLINE = "online", _("Online")
    SUPERIOR = "superior", _("Passed on by the superior")


class ComplaintResult(models.TextChoices):
    FOUNDED = "founded", _("Founded")
    PARTLY = "partly", _("Partly founded")
    UNFOUNDED = "unfounded", _("Not founded")
    NOT_OURS = "not_ours", _("Not ours, passed on")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(agency__in=user.agency_ids_as(*READERS) | user.supervised_agency_ids)


class Complaint(Subject, models.Model):
    """A complaint or report about the agency's disclosure (row 6 of the 2018 table).

    No act names a period for it, so it has no due day. Law: Regulation on the Disclosure of Government
    Information, arts. 47 and 51.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaints", verbose_name=_("Agency"))
    kind = models.CharField(_("Kind"), max_length=10, choices=ComplaintKind, default=ComplaintKind.COMPLAINT)
    how_came = models.CharField(_("How it reached us"), max_length=20, choices=ComplaintCame, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("Request")
    )
    received_on = models.DateField(_("Received on"))
    about = models.TextField(_("What about"))
    handled_on = models.DateField(_("Handled on"), null=True, blank=True)
    handled = models.TextField(_("How it was handled"), blank=True)
    result = models.CharField(_("Result"), max_length=10, choices=ComplaintResult, blank=True)
    answered_to = models.CharField(_("Answered to whom"), max_length=100, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_on=None) | (Q(handled_on__gte=F("received_on")) & ~Q(handled="")),
                name="disputes_complaint_handled_after_receipt",
            ),
        ]
        indexes = [models.Index(fields=["agency", "received_on"], name="disputes_complaint_received")]

    def __str__(self) -> str:
        return self.about[:60]

    def get_absolute_url(self) -> str:
        return reverse("desk:complaint", args=[self.pk])
